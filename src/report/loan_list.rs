//! Loans, one row each, as they stand on a day.
//!
//! Owns: which of them are listed, and their columns. Refuses to know: sums over a whole portfolio.

use super::balance::add;
use super::loan_words::{self, Products};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Date, Fen, LoanNo, PersonNo, ProductNo};
use crate::book::loan::tier::Tier;
use crate::book::loan::{Known, Position, Stage, position};
use crate::entry::Profile;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;

/// Which loans are asked for: those that meet everything that is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only those with arrears.
    pub overdue: bool,
    /// Only of this product.
    pub product: Option<ProductNo>,
    /// Only those that have come so far.
    pub stage: Option<Stage>,
}

impl Wanted {
    fn matches(&self, product: ProductNo, p: &Position) -> bool {
        self.product.is_none_or(|wanted| wanted == product)
            && self.stage.is_none_or(|wanted| wanted == p.stage)
            && !(self.overdue && p.arrears.is_zero())
    }
}

/// A loan that is listed.
struct Listed {
    no: LoanNo,
    product: ProductNo,
    borrower: PersonNo,
    p: Position,
}

/// One row a loan, by number, with the sums of what is outstanding and in arrears. A loan whose application was reversed
/// is listed only where that stage is asked for.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    wanted: Wanted,
    day: Date,
) -> Result<Table, LedgerError> {
    let products: Products = ledger.products()?.into_iter().map(|p| (p.added.no, p)).collect();
    let listed = ledger.map_loans(|no, loan| {
        let p = position(&loan, day, Known::ALL);
        let shown = wanted.matches(loan.product, &p) && (p.stage != Stage::Void || wanted.stage.is_some());
        shown.then_some(Listed { no, product: loan.product, borrower: loan.borrower, p })
    })?;
    let mut table = Table::new(words.say("report-loans", &[("date", day.into())]))
        .column("loan", words.word("term-loan"), Kind::Text)
        .column("product", words.word("term-product"), Kind::Text)
        .column("borrower", words.word("term-borrower"), Kind::Text)
        .column("stage", words.word("term-loan-stage"), Kind::Text)
        .column("tier", words.word("term-tier"), Kind::Text)
        .column("amount_yuan", words.word("term-loan-amount"), Kind::Money)
        .column("outstanding_yuan", words.word("term-outstanding"), Kind::Money)
        .column("arrears_yuan", words.word("term-arrears"), Kind::Money)
        .column("days_overdue", words.word("term-days-overdue"), Kind::Number)
        .column("next_due", words.word("term-next-due"), Kind::Date)
        .column("end", words.word("term-loan-end"), Kind::Date)
        .column("extended", words.word("term-loan-extended"), Kind::Date);
    let (mut outstanding, mut arrears) = (Fen::ZERO, Fen::ZERO);
    for Listed { no, product, borrower, p } in listed.into_iter().flatten() {
        names.learn_person(ledger, borrower)?;
        outstanding = add(outstanding, p.outstanding)?;
        arrears = add(arrears, p.arrears)?;
        let profile = products.get(&product).map_or(Profile::Loan, |product| product.added.profile);
        let tier = (p.stage == Stage::Running)
            .then(|| loan_words::tier(words, Tier::of(profile, p.days_overdue, p.extended.is_some())));
        let late = p.days_overdue > 0;
        table.push_as(
            if late { Style::Warning } else { Style::Plain },
            vec![
                no.to_string().into(),
                loan_words::product(&products, product).into(),
                names::person(words, names, borrower).into(),
                loan_words::stage(words, p.stage).into(),
                tier.into(),
                p.amount.into(),
                p.outstanding.into(),
                p.arrears.into(),
                late.then_some(i64::from(p.days_overdue)).into(),
                p.next.map(|next| next.due).into(),
                p.end.into(),
                p.extended.into(),
            ],
        );
    }
    let mut total = vec![Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, words.word("term-total").into()];
    total.extend([Cell::Empty, outstanding.into(), arrears.into()]);
    total.resize(12, Cell::Empty);
    table.push_as(Style::Total, total);
    table.notes = names.notes(words);
    Ok(table)
}
