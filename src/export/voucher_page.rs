//! Vouchers 记账凭证 as pages of A4, two or three on each, to be printed and bound.
//!
//! Owns: how a voucher looks. Refuses to know: what was booked, and who may approve.

use crate::base::Fen;
use crate::export::binding::Binding;
use crate::export::report_page;
use crate::export::{about, html};
use crate::report::vouchers::Voucher;
use crate::words::Words;
use crate::words::capital_amount::capital_amount;
use maud::{Markup, PreEscaped, html};
use std::io::{self, Write};

const STYLE: &str = include_str!("voucher.css");
/// The least rows of a voucher: short ones are as high as others, and three fill a sheet.
const ROWS: usize = 5;
/// How much of a leaf hash is printed; the entry's number names it already.
const LEAF: usize = 16;

/// A page in the making.
pub struct VoucherPage<'a, W: Write> {
    words: &'a Words,
    binding: &'a Binding,
    organisation: &'a str,
    out: W,
    any: bool,
}

impl<'a, W: Write> VoucherPage<'a, W> {
    /// Begins a page of an organisation.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(
        words: &'a Words,
        binding: &'a Binding,
        organisation: &'a str,
        mut out: W,
    ) -> io::Result<VoucherPage<'a, W>> {
        out.write_all(report_page::head(words, binding, organisation, STYLE).as_bytes())?;
        out.write_all(b"\n<main>")?;
        Ok(VoucherPage { words, binding, organisation, out, any: false })
    }

    /// Adds a voucher.
    ///
    /// # Errors
    /// What `out` says.
    pub fn add(&mut self, voucher: &Voucher) -> io::Result<()> {
        self.any = true;
        let markup = self.voucher(voucher);
        self.put(&markup)
    }

    /// Writes what the page is bound to, and hands `out` back.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(mut self) -> io::Result<W> {
        let fields = about::fields(self.words, self.binding, self.organisation);
        self.put(&html! {
            @if !self.any { p { (self.words.word("paper-none")) } }
            footer.bound {
                (html::fields(fields.iter().map(|(label, value)| (label.as_str(), value.as_str()))))
            }
            (PreEscaped("</main></body></html>\n"))
        })?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn voucher(&self, voucher: &Voucher) -> Markup {
        let words = self.words;
        let money = |amount: Option<Fen>| amount.map(|fen| fen.to_string()).unwrap_or_default();
        let full = voucher.no.to_string();
        let no = full.split('/').nth(1).unwrap_or(&full);
        let leaf: String = voucher.leaf.to_string().chars().take(LEAF).collect();
        let by = |key: &str, name: &str| words.say(key, &[("name", name.into())]);
        html! {
            (PreEscaped("\n"))
            section.voucher {
                h2 { (words.word("voucher-title")) }
                div.over {
                    span { (html::text(self.organisation)) }
                    span { (voucher.date.to_string()) }
                    span { (no) }
                }
                table {
                    colgroup { col; col.account; col.fund; col.money; col.money; }
                    thead {
                        tr {
                            @for key in ["term-summary", "term-account", "term-fund", "term-debit", "term-credit"] {
                                th scope="col" { (words.word(key)) }
                            }
                        }
                    }
                    tbody {
                        @for (at, line) in voucher.lines.iter().enumerate() {
                            tr {
                                td { @if at == 0 { (html::text(&voucher.summary)) } }
                                td { (html::text(&line.account)) }
                                td { (html::text(&line.fund)) }
                                td.figure { (money(line.debit)) }
                                td.figure { (money(line.credit)) }
                            }
                        }
                        @for _ in voucher.lines.len()..ROWS {
                            tr { td.blank {} td {} td {} td {} td {} }
                        }
                        tr.total {
                            td colspan="3" { (by("voucher-total", &capital_amount(voucher.total))) }
                            td.figure { (voucher.total.to_string()) }
                            td.figure { (voucher.total.to_string()) }
                        }
                    }
                }
                p.by {
                    span { (html::text(&by("voucher-prepared", &voucher.prepared))) }
                    span { (html::text(&by("voucher-approved", voucher.approved.as_deref().unwrap_or("")))) }
                    span { (html::text(&by("voucher-booked", &voucher.booked))) }
                    span { (words.say("voucher-attachments", &[("count", voucher.attachments.into())])) }
                    span { (voucher.entry.to_string()) " " code { (leaf) } }
                }
            }
        }
    }

    fn put(&mut self, markup: &Markup) -> io::Result<()> {
        self.out.write_all(markup.0.as_bytes())
    }
}
