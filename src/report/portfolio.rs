//! The portfolio of loans 贷款组合: how much is out, how much of it is late, what was repaid of what fell due.
//!
//! Owns: its rows, groups and notes. Refuses to know: the arithmetic; see `portfolio_figures`.
//!
//! Loans are passed over and not held; of each a line of figures is kept.

use super::balance::add;
use super::chart::{Chart, Scale, Series, Shape};
use super::groups::Groups;
use super::loan_show;
use super::loan_words::{self, Products, percent, times};
use super::names::NameBook;
use super::portfolio_figures::{AGES, AT_RISK, Figure, Portfolio, line};
use super::{Cell, Kind, Style, Table};
use crate::base::{Date, Fen, GuarantorNo};
use crate::book::Refusal;
use crate::book::loan::tier::Tier;
use crate::book::loan::{GuarantorState, Known};
use crate::entry::{Field, Profile};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// What loans are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Their product.
    Product,
    /// Whose money it is.
    Lender,
    /// The township 乡镇（街道） where the borrower lives: the first part of her area in the vault.
    Township,
}

/// On which day, and how much is known.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day that the figures are of.
    pub as_of: Date,
    /// The end of the day up to which entries count; `None`: all that is recorded.
    pub known: Option<Date>,
    /// Today.
    pub today: Date,
}

impl Asked {
    fn title(self, words: &Words) -> String {
        let as_of = ("date", self.as_of.into());
        match self.known {
            None => words.say("report-portfolio-today", &[as_of, ("today", self.today.into())]),
            Some(known) => words.say("report-portfolio-known", &[as_of, ("known", known.into())]),
        }
    }
}

/// One row a figure; with `by`, those of each group first and then those of all.
///
/// # Errors
/// Where index or vault can't be read; sums past the range of money.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: Asked,
    by: Option<By>,
) -> Result<Table, LedgerError> {
    table_and_figures(words, ledger, names, asked, by).map(|(table, _)| table)
}

/// The same, with the figures of all loans.
///
/// # Errors
/// As [`table`].
pub fn table_and_figures(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: Asked,
    by: Option<By>,
) -> Result<(Table, Portfolio), LedgerError> {
    let products: Products = ledger.products()?.into_iter().map(|p| (p.added.no, p)).collect();
    let known = asked.known.map_or(Ok(Known::ALL), |day| ledger.known_on(day))?;
    let lines = ledger.map_loans(|_, loan| {
        let profile = products.get(&loan.product).map_or(Profile::Loan, |product| product.added.profile);
        line(&loan, profile, asked.as_of, known)
    })?;
    let (mut all, mut groups) = (Portfolio::default(), BTreeMap::<String, Portfolio>::new());
    let mut guaranteed = BTreeMap::<GuarantorNo, Figure>::new();
    let mut townships = Groups::by(Field::Area);
    let too_large = || LedgerError::Refused(Box::new(Refusal::SumTooLarge));
    for line in &lines {
        all.add(line).ok_or_else(too_large)?;
        if let Some(no) = products.get(&line.product).and_then(|product| product.added.guarantor) {
            let figure = guaranteed.entry(no).or_default();
            figure.loans += i64::from(!line.outstanding.is_zero());
            figure.amount = add(figure.amount, line.outstanding)?;
        }
        let Some(by) = by else { continue };
        let group = match (by, products.get(&line.product)) {
            (By::Township, _) => townships.of(words, ledger, names, line.borrower)?,
            (By::Product, _) => loan_words::product(&products, line.product),
            (By::Lender, Some(product)) => loan_show::source(words, names, product),
            (By::Lender, None) => line.product.to_string(),
        };
        groups.entry(group).or_default().add(line).ok_or_else(too_large)?;
    }
    let mut table = Table::new(asked.title(words));
    if by.is_some() {
        table = table.column("group", words.word("term-group"), Kind::Text);
    }
    table = table
        .column("figure", words.word("term-portfolio-figure"), Kind::Text)
        .column("loans", words.word("term-loans"), Kind::Number)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("ratio", words.word("term-ratio"), Kind::Number);
    groups.retain(|_, portfolio| *portfolio != Portfolio::default());
    for (group, portfolio) in &groups {
        for (figure, cells) in rows(words, portfolio) {
            table.push([vec![group.as_str().into(), figure], cells].concat());
        }
    }
    let mut total = rows(words, &all);
    total.extend(leverage(words, &ledger.guarantors()?, &guaranteed)?);
    for (figure, cells) in total {
        match by {
            Some(_) => {
                let row = [vec![words.word("term-total").into(), figure], cells].concat();
                table.push_as(Style::Total, row);
            }
            None => table.push([vec![figure], cells].concat()),
        }
    }
    for key in ["at-risk", "ages", "repaid", "tiers", "leverage"] {
        table.notes.push(words.say(&format!("report-portfolio-note-{key}"), &[]));
    }
    table.notes.extend(names.notes_on_names(words));
    Ok((table, all))
}

/// What share of all that is outstanding is at risk, and arrears by their age; none where nothing was ever drawn.
#[must_use]
pub fn charts(words: &Words, p: &Portfolio) -> Vec<Chart> {
    if p.drawn.loans == 0 {
        return Vec::new();
    }
    let of = |amount: Fen| amount.get().saturating_mul(10_000).checked_div(p.outstanding.amount.get());
    let at_risk = Chart {
        title: words.word("chart-at-risk"),
        shape: Shape::Bars,
        scale: Scale::BasisPoints,
        labels: AT_RISK.iter().map(|days| at_risk_name(words, *days)).collect(),
        series: vec![Series {
            name: words.word("chart-of-outstanding"),
            values: p.at_risk.iter().map(|figure| of(figure.amount).unwrap_or(0)).collect(),
        }],
    };
    let ages = Chart {
        title: words.word("chart-ages"),
        shape: Shape::Bars,
        scale: Scale::Fen,
        labels: age_names(words),
        series: vec![Series {
            name: words.word("portfolio-arrears"),
            values: p.ages.iter().map(|figure| figure.amount.get()).collect(),
        }],
    };
    vec![at_risk, ages]
}

fn at_risk_name(words: &Words, days: u32) -> String {
    match days {
        0 => words.word("portfolio-at-risk-1"),
        _ => words.say("portfolio-at-risk", &[("days", u64::from(days).into())]),
    }
}

/// The names of the ages of arrears, and of what is older than all of them.
fn age_names(words: &Words) -> Vec<String> {
    let mut from = 0;
    let mut names = Vec::new();
    for most in AGES {
        let span = [("from", u64::from(from).into()), ("to", u64::from(most).into())];
        names.push(match most {
            0 => words.word("portfolio-age-grace"),
            _ => words.say("portfolio-age", &span),
        });
        from = most + 1;
    }
    names.push(words.say("portfolio-age-more", &[("days", u64::from(from - 1).into())]));
    names
}

/// A figure's name, and its cells: loans, amount, ratio.
type Row = (Cell, Vec<Cell>);

fn rows(words: &Words, p: &Portfolio) -> Vec<Row> {
    let row = |text: String, figure: Figure, whole: Option<Figure>| {
        let ratio = whole.and_then(|whole| percent(figure.amount, whole.amount));
        (text.into(), vec![figure.loans.into(), figure.amount.into(), ratio.into()])
    };
    let plain = |key: &str, figure| row(words.say(key, &[]), figure, None);
    let of_outstanding = |text: String, figure| row(text, figure, Some(p.outstanding));
    let mut rows = vec![
        plain("portfolio-granted", p.granted),
        plain("portfolio-drawn", p.drawn),
        plain("portfolio-outstanding", p.outstanding),
        plain("portfolio-settled", p.settled),
    ];
    for (days, figure) in AT_RISK.iter().zip(p.at_risk) {
        rows.push(of_outstanding(at_risk_name(words, *days), figure));
    }
    rows.push(plain("portfolio-arrears", p.arrears));
    for (name, figure) in age_names(words).into_iter().zip(p.ages) {
        rows.push(row(name, figure, Some(p.arrears)));
    }
    rows.push(plain("portfolio-fallen-due", p.fallen_due));
    rows.push(row(words.word("portfolio-met"), p.met, Some(p.fallen_due)));
    for (tier, figure) in Tier::ALL.into_iter().zip(p.tiers) {
        let tier = loan_words::tier(words, tier);
        rows.push(of_outstanding(words.say("portfolio-tier", &[("tier", tier.into())]), figure));
    }
    rows.push(of_outstanding(words.word("portfolio-non-performing"), p.non_performing));
    rows.push(of_outstanding(words.word("portfolio-extended"), p.extended));
    rows.push(plain("portfolio-written-off", p.written_off));
    rows.push(plain("portfolio-given-up", p.given_up));
    rows.push(plain("portfolio-claimed", p.claimed));
    rows.push(plain("portfolio-to-recover", p.to_recover));
    rows
}

/// Of each guarantor: what it guarantees, the money behind it, and how many times the one is the other 担保放大倍数.
fn leverage(
    words: &Words,
    guarantors: &[(GuarantorNo, GuarantorState)],
    guaranteed: &BTreeMap<GuarantorNo, Figure>,
) -> Result<Vec<Row>, LedgerError> {
    let mut rows = Vec::new();
    for (no, guarantor) in guarantors {
        let figure = guaranteed.get(no).copied().unwrap_or_default();
        let mut behind = guarantor.own;
        for (_, amount) in &guarantor.deposits {
            behind = add(behind, *amount)?;
        }
        let name = [("name", (&guarantor.name).into())];
        let said = times(figure.amount, behind)
            .map(|times| words.say("portfolio-times", &[("times", times.into())]));
        rows.push((
            words.say("portfolio-guaranteed", &name).into(),
            vec![figure.loans.into(), figure.amount.into(), said.into()],
        ));
        let behind = vec![Cell::Empty, behind.into(), Cell::Empty];
        rows.push((words.say("portfolio-behind", &name).into(), behind));
    }
    Ok(rows)
}
