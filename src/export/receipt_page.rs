//! A receipt on paper: for a donor 捐赠凭据页, for somebody who was helped 受助凭据页.
//!
//! Owns: what stands on the page, and that it says what it is not: an official receipt. Refuses to know: whose it is
//! but for the fields it is given, and how a proof is made.

use crate::base::{EntryNo, Fen, Hash32};
use crate::export::html::{self, Paper};
use crate::export::qr;
use crate::words::{Words, capital_amount::capital_amount};
use maud::html;
use unicode_width::UnicodeWidthStr;

/// The most lines of fields on A5 with one code and with two; with more of either the page is A4.
const ON_A5: [usize; 2] = [14, 9];
/// The columns that a value has on A5.
const VALUE: usize = 50;

/// Whom the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
    /// A donor.
    Gift,
    /// Somebody who was helped.
    Relief,
}

/// What the page says.
pub struct ReceiptPage<'a> {
    /// Whom it is for.
    pub kind: ReceiptKind,
    /// The office's name.
    pub office: &'a str,
    /// Labels and values, in the reader's language. Nothing personal gets on the page but by these and by the receipt.
    pub fields: Vec<(String, String)>,
    /// The amount; `None` for goods that have no value in the books.
    pub amount: Option<Fen>,
    /// The number of the official fiscal receipt, where one was given.
    pub receipt_number: Option<&'a str>,
    /// The entry.
    pub entry: EntryNo,
    /// The hash of its leaf in the tree.
    pub leaf: Hash32,
    /// The ledger's origin.
    pub origin: &'a str,
    /// The whole receipt, as it stands in the file.
    pub receipt: &'a str,
}

/// The page as HTML: A5 where it fits, else A4.
pub fn html(page: &ReceiptPage<'_>, words: &Words) -> String {
    let (title, not_fiscal) = match page.kind {
        ReceiptKind::Gift => (words.word("paper-gift-title"), words.word("paper-gift-not-fiscal")),
        ReceiptKind::Relief => (words.word("paper-relief-title"), words.word("paper-relief-not-fiscal")),
    };
    let codes = qr::codes(page.receipt);
    let scan = match codes.len() {
        1 => words.word("paper-receipt-scan"),
        more => words.say("paper-receipt-scan-parts", &[("count", more.into())]),
    };
    let mut rows = page.fields.clone();
    if let Some(amount) = page.amount {
        rows.push((words.word("paper-amount"), words.say("paper-amount-yuan", &[("amount", amount.into())])));
        rows.push((words.word("paper-capital"), capital_amount(amount)));
    }
    if let Some(number) = page.receipt_number {
        rows.push((words.word("paper-receipt-number"), number.to_owned()));
    }
    rows.push((words.word("paper-entry"), page.entry.to_string()));
    rows.push((words.word("paper-leaf"), short(&page.leaf)));
    rows.push((words.word("paper-origin"), page.origin.to_owned()));
    let lines: usize = rows.iter().map(|(_, value)| value.width().div_ceil(VALUE).max(1)).sum();
    let small = codes.len().checked_sub(1).and_then(|at| ON_A5.get(at)).is_some_and(|most| lines <= *most);
    let body = html! {
        h1 { (title) }
        p.office { (html::text(page.office)) }
        p.big { (not_fiscal) }
        (html::fields(rows.iter().map(|(label, value)| (label.as_str(), value.as_str()))))
        // Beside one code there is room; below more there is more.
        div .side[codes.len() == 1] {
            (html::codes(&codes, &words.word("paper-receipt-code"), words))
            div {
                h2 { (words.word("paper-how-to-check")) }
                p { (words.word("paper-receipt-purpose")) }
                p { (scan) br; code { "jinguo verify-receipt receipt.txt" } }
                p.small { (words.word("paper-receipt-privacy")) }
            }
        }
        (html::signature(
            &["paper-stamp", "paper-signed-on"].map(|key| words.word(key)),
        ))
    };
    let named = format!("{title} {} {}", page.origin, page.entry);
    html::page(words.lang(), if small { Paper::A5 } else { Paper::A4 }, &named, &body)
}

/// The first sixteen digits in groups of four, for a comparison by eye.
fn short(hash: &Hash32) -> String {
    let digits: Vec<char> = hash.to_string().chars().take(16).collect();
    digits.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}
