//! An entry and its body, by the tables of `docs/format.md`.
//!
//! Owns: which kind has which fields. Refuses to know: what the rules make of them.

use super::Hash;
use super::fields::Fields;
use super::lending::{self, Lent};
use super::relief::{self, Relief};

/// Fund, account, amount, and dimensions by tag.
pub type Line = (u64, u64, i64, Vec<(u64, u64)>);

/// An entry as far as the rules look at it.
#[derive(Clone)]
pub struct Entry {
    pub no: u64,
    pub kind: u64,
    pub status: u64,
    pub business: u64,
    pub voucher: (u64, u64),
    pub attachments: u64,
    pub postings: Vec<Line>,
    /// It has a kind, a dimension or a person's field that rules version 4 brought.
    pub of_rules_4: bool,
    pub said: Said,
}

/// What a body says, as far as the rules look at it.
#[derive(Clone)]
pub enum Said {
    Other,
    Open { origin: String, chart: u64, operator: u64, name: String, key: Hash },
    Operator { no: u64, name: String, key: Hash, role: u64, proof: [u8; 64] },
    Role { no: u64, role: u64 },
    Revocation { no: u64 },
    NewKey { no: u64, key: Hash, proof: [u8; 64] },
    Fund { no: u64, donors: bool, purpose: String },
    Programme { no: u64, purpose: String },
    Person { no: u64, natural: bool },
    Household { person: u64, household: u64 },
    Threshold { of: (u64, u64), over: Option<i64> },
    MoneyAccount { no: u64, cash: bool },
    Budget { no: u64 },
    Restriction { lifted: bool },
    Donation { fund: u64, donor: u64, amount: i64, gift: bool },
    Held { received: bool, place: bool, target: u64, other: u64, amount: i64 },
    Disbursement { programme: u64, fund: u64, person: u64, amount: i64 },
    Transfer { from: u64, to: u64, amount: i64 },
    Reversal { of: (u64, Hash) },
    Close { period: u64 },
    Release { fund: u64, period: u64 },
    YearEnd { fund: u64, year: u64 },
    Move { fund: u64, from: u64, to: u64, amount: i64 },
    Interest { fund: u64, amount: i64 },
    Fee { fund: u64, amount: i64 },
    Spending { fund: u64, account: u64, edition: u64, dims: Vec<(u64, u64)>, amount: i64 },
    Appropriation { fund: u64, giver: u64, amount: i64 },
    GrantDown { fund: u64, programme: u64, receiver: u64, amount: i64 },
    Opening { fund: u64, account: u64, edition: u64, amount: i64 },
    Voucher { edition: u64, lines: Vec<Line> },
    Decision { on: (u64, Hash) },
    Note { on: u64 },
    Strike { line: (u64, Hash) },
    Product { no: u64, own: u64 },
    Terms { product: u64 },
    Deposit { placed: bool, fund: u64, amount: i64 },
    Provision { fund: u64, amount: i64 },
    Loan { loan: u64, what: Lent },
    Relief(Relief),
}

/// An entry of that record, and its fields added to the lines; `None`: not canonical.
pub fn read(record: &[u8], lines: &mut Vec<String>) -> Option<Entry> {
    let mut f = Fields { left: record, lines: Vec::new() };
    f.quiet(1).filter(|tag| *tag == 2)?;
    let no = f.numbered(8, "entry number")?;
    let kind = f.number(2, "kind")?;
    let status = f.within(1, "status", 0..=2)?;
    let business = f.date("business date")?;
    let voucher = if status == 1 {
        (f.date("voucher date")?, f.numbered(4, "voucher number")?)
    } else {
        (f.within(4, "voucher date", 0..=0)?, f.within(4, "voucher number", 0..=0)?)
    };
    let attachments = f.quiet(1)?;
    for _ in 0..attachments {
        f.hash("attachment")?;
    }
    let count = f.quiet(2)?;
    if (status == 1) != (count >= 2) || (status != 1 && count > 0) {
        return None;
    }
    let postings = (0..count).map(|_| posting(&mut f)).collect::<Option<_>>()?;
    let length = usize::try_from(f.quiet(2)?).ok()?;
    if f.left.len() != length {
        return None;
    }
    let said = body(kind, &mut f)?;
    if !f.left.is_empty() {
        return None;
    }
    let of_rules_4 = kind >= 130 || f.lines.iter().any(|line| line == "dimension = 8" || line == "field = 5");
    lines.append(&mut f.lines);
    Some(Entry { no, kind, status, business, voucher, attachments, postings, of_rules_4, said })
}

fn posting(f: &mut Fields<'_>) -> Option<Line> {
    let fund = f.number(4, "posting: fund")?;
    let account = f.numbered(4, "account")?;
    let amount = f.amount(false)?;
    let mut dims = Vec::new();
    for _ in 0..f.quiet(1)? {
        let tag = f.within(1, "dimension", 1..=8)?;
        dims.push((tag, f.numbered(8, "value")?));
    }
    dims.is_sorted_by(|a, b| a.0 < b.0).then_some((fund, account, amount, dims))
}

fn memo(f: &mut Fields<'_>) -> Option<()> {
    f.numbered(8, "vault subject")?;
    f.hash("commitment").map(drop)
}

fn maybe_memo(f: &mut Fields<'_>) -> Option<()> {
    if f.maybe()? { memo(f) } else { Some(()) }
}

fn link(f: &mut Fields<'_>) -> Option<(u64, Hash)> {
    Some((f.numbered(8, "entry")?, f.hash("its leaf")?))
}

fn commitments(f: &mut Fields<'_>) -> Option<()> {
    let mut before = 0;
    for _ in 0..f.quiet(1)? {
        before = f.within(1, "field", before + 1..=5)?;
        f.hash("commitment")?;
    }
    Some(())
}

fn person(f: &mut Fields<'_>) -> Option<Said> {
    let no = f.numbered(8, "person")?;
    let natural = f.within(1, "sort", 1..=2)? == 1;
    f.numbered(8, "vault subject")?;
    if f.maybe()? {
        f.hash("look-up hash")?;
    }
    commitments(f)?;
    Some(Said::Person { no, natural })
}

fn signature(f: &mut Fields<'_>) -> Option<[u8; 64]> {
    let proof: [u8; 64] = f.bytes(64)?.try_into().ok()?;
    f.note("proof", hex::encode(proof));
    Some(proof)
}

fn body(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    Some(match kind {
        1..=5 => operators(kind, f)?,
        10 => {
            let no = f.numbered(4, "fund")?;
            f.code()?;
            f.name("name")?;
            let purpose = f.name("purpose")?;
            let donors = f.within(1, "restricted by", 0..=1)? == 1;
            f.within(1, "money with", 0..=3)?;
            f.text("document", 200)?;
            Said::Fund { no, donors, purpose }
        }
        11 => {
            let no = f.numbered(4, "programme")?;
            f.code()?;
            f.name("name")?;
            f.numbered(4, "fund")?;
            Said::Programme { no, purpose: f.name("purpose")? }
        }
        12 => {
            f.numbered(4, "place or cause")?;
            f.name("name")?;
            Said::Other
        }
        13..=17 => settings(kind, f)?,
        20..=27 => people(kind, f)?,
        30..=39 | 43..=45 => money(kind, f)?,
        40 => {
            let of = link(f)?;
            f.number(1, "reason").filter(|r| matches!(r, 1..=5 | 9))?;
            maybe_memo(f)?;
            Said::Reversal { of }
        }
        50 => Said::Close { period: period(f)? },
        51 => Said::Release { fund: f.numbered(4, "fund")?, period: period(f)? },
        52 => Said::YearEnd { fund: f.numbered(4, "fund")?, year: f.within(4, "year", 1900..=2199)? },
        60 => Said::Decision { on: link(f)? },
        61 | 62 => {
            let on = link(f)?;
            maybe_memo(f)?;
            Said::Decision { on }
        }
        63 => {
            let on = link(f)?;
            memo(f)?;
            Said::Decision { on }
        }
        70..=74 | 80 | 81 => traces(kind, f)?,
        100..=106 | 110..=122 => lending::body(kind, f)?,
        130..=138 | 140..=143 | 150..=154 => Said::Relief(relief::body(kind, f)?),
        _ => return None,
    })
}

fn period(f: &mut Fields<'_>) -> Option<u64> {
    let period = f.number(4, "period")?;
    let exists = (1..=12).contains(&(period % 100)) && (1900..=2199).contains(&(period / 100));
    exists.then_some(period)
}

fn operators(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    Some(match kind {
        1 => {
            let origin = f.name("origin")?;
            f.name("organisation")?;
            let chart = f.within(1, "chart", 1..=2)?;
            f.hash("ledger's key")?;
            let operator = f.within(4, "operator", 1..=1)?;
            let name = f.name("operator's name")?;
            let key = f.hash("operator's key")?;
            f.within(1, "role", 1..=1)?;
            Said::Open { origin, chart, operator, name, key }
        }
        2 => Said::Operator {
            no: f.numbered(4, "operator")?,
            name: f.name("name")?,
            key: f.hash("key")?,
            role: f.within(1, "role", 1..=4)?,
            proof: signature(f)?,
        },
        3 => Said::Role { no: f.numbered(4, "operator")?, role: f.within(1, "role", 1..=4)? },
        4 => Said::Revocation { no: f.numbered(4, "operator")? },
        _ => Said::NewKey { no: f.numbered(4, "operator")?, key: f.hash("key")?, proof: signature(f)? },
    })
}

fn settings(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    Some(match kind {
        13 => {
            let of = (f.within(1, "threshold of", 1..=2)?, f.numbered(4, "its number")?);
            let over = if f.maybe()? { Some(f.up_to()?) } else { None };
            Said::Threshold { of, over }
        }
        14 => {
            let no = f.numbered(4, "money account")?;
            f.code()?;
            f.name("name")?;
            let cash = f.within(1, "sort", 1..=2)? == 2;
            f.text("number at the bank", 200)?;
            Said::MoneyAccount { no, cash }
        }
        15 => {
            let no = f.numbered(4, "budget")?;
            f.numbered(4, "fund")?;
            f.within(4, "year", 1900..=2199)?;
            f.name("purpose")?;
            f.up_to()?;
            Said::Budget { no }
        }
        16 => {
            f.within(4, "years", 1..=200)?;
            Said::Other
        }
        _ => {
            f.numbered(4, "register")?;
            f.name("name")?;
            Said::Other
        }
    })
}

fn people(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    match kind {
        20 => return person(f),
        21 => {
            let said = person(f)?;
            f.numbered(8, "person")?;
            memo(f)?;
            return Some(said);
        }
        22 => {
            f.numbered(8, "person")?;
            let lifted = f.within(1, "restricted", 0..=1)? == 0;
            maybe_memo(f)?;
            return Some(Said::Restriction { lifted });
        }
        23 => {
            f.numbered(8, "person")?;
            let basis = f.within(1, "basis", 1..=2)?;
            let document = f.text("document", 200)?;
            if (basis == 2) == document.is_empty() {
                return None;
            }
            let mut before = 0;
            for _ in 0..f.quiet(2)? {
                before = f.numbered(8, "vault subject").filter(|subject| *subject > before)?;
            }
        }
        24 => {
            let (person, household) = (f.numbered(8, "person")?, f.number(8, "household")?);
            return Some(Said::Household { person, household });
        }
        25 => {
            let count = f.quiet(2).filter(|count| (1..=1000).contains(count))?;
            let mut before = 0;
            for _ in 0..count {
                before = f.numbered(8, "person").filter(|person| *person > before)?;
                f.hash("look-up hash")?;
            }
        }
        26 => {
            f.numbered(8, "person")?;
            f.numbered(8, "vault subject")?;
            commitments(f)?;
        }
        _ => {
            let count = f.quiet(2).filter(|count| (1..=4000).contains(count))?;
            let mut before = 0;
            for _ in 0..count {
                before = f.numbered(8, "vault subject").filter(|subject| *subject > before)?;
            }
        }
    }
    Some(Said::Other)
}

fn money(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    Some(match kind {
        30 => {
            let (fund, donor) = (f.numbered(4, "fund")?, f.number(8, "donor")?);
            let amount = f.amount(true)?;
            Said::Donation { fund, donor, amount, gift: f.within(1, "source", 1..=2)? == 1 }
        }
        31 | 32 => {
            let received = kind == 31;
            let place = f.within(1, "for", 1..=2)? == 1;
            let target = f.numbered(8, "its number")?;
            let other = f.number(8, if received { "donor" } else { "payee" })?;
            Said::Held { received, place, target, other, amount: f.amount(true)? }
        }
        33 => Said::Disbursement {
            programme: f.numbered(4, "programme")?,
            fund: f.numbered(4, "fund")?,
            person: f.numbered(8, "person")?,
            amount: f.amount(true)?,
        },
        34 => {
            let (from, to) = (f.numbered(4, "from fund")?, f.numbered(4, "to fund")?);
            let amount = f.amount(true)?;
            if f.maybe()? {
                f.hash("consent")?;
            }
            Said::Transfer { from, to, amount }
        }
        35 => Said::Move {
            fund: f.number(4, "fund")?,
            from: f.number(4, "from")?,
            to: f.number(4, "to")?,
            amount: f.amount(true)?,
        },
        36 => Said::Interest { fund: f.numbered(4, "fund")?, amount: f.amount(true)? },
        37 => Said::Fee { fund: f.numbered(4, "fund")?, amount: f.amount(true)? },
        38 => {
            let (fund, account) = (f.numbered(4, "fund")?, f.numbered(4, "account")?);
            let edition = f.within(1, "edition", 1..=3)?;
            let (programme, budget) = (f.number(4, "programme")?, f.number(4, "budget")?);
            let dims = vec![(1, programme), (2, f.number(8, "payee")?), (6, budget)];
            Said::Spending { fund, account, edition, dims, amount: f.amount(true)? }
        }
        39 => Said::Appropriation {
            fund: f.numbered(4, "fund")?,
            giver: f.numbered(8, "giver")?,
            amount: f.amount(true)?,
        },
        43 => Said::GrantDown {
            fund: f.numbered(4, "fund")?,
            programme: f.number(4, "programme")?,
            receiver: f.numbered(8, "receiver")?,
            amount: f.amount(true)?,
        },
        44 => Said::Opening {
            fund: f.numbered(4, "fund")?,
            account: f.numbered(4, "account")?,
            edition: f.within(1, "edition", 1..=3)?,
            amount: f.amount(false)?,
        },
        _ => {
            let edition = f.within(1, "edition", 1..=3)?;
            let count = f.quiet(2).filter(|count| (2..=200).contains(count))?;
            Said::Voucher { edition, lines: (0..count).map(|_| posting(f)).collect::<Option<_>>()? }
        }
    })
}

fn traces(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    Some(match kind {
        70 => {
            let on = f.numbered(8, "entry")?;
            memo(f)?;
            Said::Note { on }
        }
        71 => {
            let (scope, person) = (f.within(1, "scope", 1..=2)?, f.number(8, "person")?);
            f.number(4, "persons shown")?;
            ((scope == 1) == (person > 0)).then_some(Said::Other)?
        }
        72 => {
            f.numbered(8, "size")?;
            f.hash("head")?;
            f.within(8, "taken at", 0..=super::LAST_MILLISECOND)?;
            Said::Other
        }
        73 => {
            f.hash("receiver's key")?;
            f.name("receiver's name")?;
            f.number(8, "persons")?;
            Said::Other
        }
        74 => Said::Other,
        80 => {
            f.numbered(4, "register")?;
            f.number(8, "person")?;
            f.number(8, "provider")?;
            f.number(4, "count")?;
            f.up_to()?;
            Said::Other
        }
        _ => Said::Strike { line: link(f)? },
    })
}
