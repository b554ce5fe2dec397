//! Loan products 贷款产品: the list of them, and one with all its terms and subsidies.
//!
//! Owns: their columns and lines. Refuses to know: which terms are lawful.

use super::names::NameBook;
use super::{Cell, Kind, Table, loan_words};
use crate::base::{Code, Date, Rate};
use crate::book::loan::ProductState;
use crate::entry::{DayCount, LoanKind, Method, Profile, Rounding, Source, SubsidyMode, SubsidySet, Terms};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;

/// One row a product, with its latest terms.
///
/// # Errors
/// Where the index can't be read.
pub fn list(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-products"))
        .column("code", words.word("term-code"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("kind", words.word("product-kind"), Kind::Text)
        .column("source", words.word("product-source"), Kind::Text)
        .column("guarantor", words.word("term-guarantor"), Kind::Text)
        .column("from", words.word("product-from"), Kind::Date)
        .column("rate", words.word("product-rate"), Kind::Text)
        .column("limit_yuan", words.word("product-limit"), Kind::Money)
        .column("months", words.word("product-months"), Kind::Number)
        .column("method", words.word("product-method"), Kind::Text);
    for product in ledger.products()? {
        let added = &product.added;
        let mut cells: Vec<Cell> = vec![
            added.code.as_str().into(),
            added.name.as_str().into(),
            kind(words, added.kind).into(),
            source(&names, &added.source).into(),
            added.guarantor.map(|no| names.guarantor(no)).into(),
        ];
        match product.terms.last() {
            Some((from, terms)) => cells.extend([
                (*from).into(),
                terms.rate.to_string().into(),
                terms.limit.into(),
                i64::from(terms.longest_months).into(),
                method(words, terms.method).into(),
            ]),
            None => cells.resize(10, Cell::Empty),
        }
        table.push(cells);
    }
    table.notes = names.notes(words);
    Ok(table)
}

/// What a product is, its terms and its subsidies, each with the day from which they hold.
///
/// # Errors
/// [`LoanRefusal::UnknownProductCode`](crate::book::loan::LoanRefusal::UnknownProductCode); or where the index can't be read.
pub fn show(words: &Words, ledger: &mut Ledger, code: &Code) -> Result<Table, LedgerError> {
    let product = ledger.product_by_code(code)?;
    let names = NameBook::new(ledger)?;
    let title = [("code", (&product.added.code).into()), ("name", (&product.added.name).into())];
    let mut table = Table::new(words.say("report-product", &title))
        .column("from", words.word("product-from"), Kind::Date)
        .column("item", words.word("product-item"), Kind::Text)
        .column("value", words.word("product-value"), Kind::Text);
    let mut line = |from: Option<Date>, key: &str, value: String| {
        table.push(vec![from.into(), words.say(key, &[]).into(), value.into()]);
    };
    for (key, value) in of_itself(words, &names, &product) {
        line(None, key, value);
    }
    for (from, terms) in &product.terms {
        for (key, value) in of_terms(words, terms) {
            line(Some(*from), key, value);
        }
    }
    for set in &product.subsidies {
        for (key, value) in of_subsidy(words, set) {
            line(Some(set.from), key, value);
        }
    }
    table.notes = names.notes(words);
    Ok(table)
}

type Line = (&'static str, String);

fn of_itself(words: &Words, names: &NameBook, product: &ProductState) -> Vec<Line> {
    let added = &product.added;
    let profile = match added.profile {
        Profile::Loan => "profile-loan",
        Profile::Card => "profile-card",
    };
    let guarantor = added.guarantor.map(|no| ("term-guarantor", names.guarantor(no)));
    let lines = [("product-kind", kind(words, added.kind)), ("product-source", source(names, &added.source))];
    lines.into_iter().chain(guarantor).chain([("product-profile", words.say(profile, &[]))]).collect()
}

fn of_terms(words: &Words, terms: &Terms) -> Vec<Line> {
    let count = match terms.day_count {
        DayCount::Actual360 => "day-count-act-360",
        DayCount::Actual365 => "day-count-act-365",
        DayCount::Thirty360 => "day-count-30-360",
    };
    let rounding = match terms.rounding {
        Rounding::HalfEven => "rounding-half-even",
        Rounding::HalfUp => "rounding-half-up",
    };
    let due = match terms.due_day {
        0 => words.word("due-day-of-draw"),
        day => words.say("due-day-of-month", &[("day", u64::from(day).into())]),
    };
    let parts = loan_words::order(words, terms);
    let mut lines = vec![
        ("product-rate", terms.rate.to_string()),
        ("product-limit", terms.limit.to_string()),
        ("product-months", terms.longest_months.to_string()),
        ("product-method", method(words, terms.method)),
        ("product-due-day", due),
        ("product-day-count", words.say(count, &[])),
        ("product-rounding", words.say(rounding, &[])),
        ("product-surcharge", format!("{}%", terms.surcharge_percent)),
        ("product-order", parts.join(", ")),
    ];
    let graces = terms.graces;
    for (key, most) in [
        ("product-grace-principal", graces.principal_months),
        ("product-grace-interest", graces.interest_months),
        ("product-interest-free", graces.free_months),
        ("product-grace-days", graces.ageing_days),
    ] {
        if most > 0 {
            lines.push((key, most.to_string()));
        }
    }
    let eligible = terms.eligible;
    if eligible.women_only {
        lines.push(("product-women-only", words.word("product-yes")));
    }
    for (key, age) in [("product-min-age", eligible.youngest), ("product-max-age", eligible.oldest)] {
        if age > 0 {
            lines.push((key, age.to_string()));
        }
    }
    lines
}

fn of_subsidy(words: &Words, set: &SubsidySet) -> Vec<Line> {
    let percent = |millionths: u32| Rate::from_millionths(millionths).to_string();
    let mode = match set.mode {
        SubsidyMode::Full => words.word("subsidy-full"),
        SubsidyMode::PartOf(part) => words.say("subsidy-part", &[("part", percent(part).into())]),
        SubsidyMode::Above { lpr, basis_points } => {
            let points = format!("{basis_points:+}");
            words.say("subsidy-above", &[("lpr", lpr.to_string().into()), ("points", points.into())])
        }
        SubsidyMode::Points(points) => words.say("subsidy-points", &[("points", points.to_string().into())]),
    };
    let shares = set.shares.iter().map(|share| format!("{} {}", share.level, percent(share.millionths)));
    vec![
        ("product-subsidy", mode),
        ("product-subsidy-months", set.longest_months.to_string()),
        ("product-subsidy-shares", shares.collect::<Vec<_>>().join("; ")),
    ]
}

/// How often its money may be drawn.
pub(super) fn kind(words: &Words, kind: LoanKind) -> String {
    words.word(match kind {
        LoanKind::Term => "product-kind-term",
        LoanKind::Revolving => "product-kind-revolving",
    })
}

/// How it is repaid.
pub(super) fn method(words: &Words, method: Method) -> String {
    words.word(match method {
        Method::EqualPayments => "method-equal-payments",
        Method::EqualPrincipal => "method-equal-principal",
        Method::InterestMonthly => "method-interest-monthly",
        Method::AllAtEnd => "method-at-end",
    })
}

fn source(names: &NameBook, source: &Source) -> String {
    match source {
        Source::Own(fund) => format!("{} {}", names.fund_code(*fund), names.fund(*fund)),
        Source::Lender(lender) => lender.to_string(),
    }
}
