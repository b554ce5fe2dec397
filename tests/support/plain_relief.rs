//! Relief by rules, gifts bound to persons, and goods, by the tables of `docs/format.md`: their fields.
//!
//! Owns: which of these kinds has which fields. Refuses to know: what they post and what waits. Until that is written,
//! the rules of the second reader refuse rules version 4 as a whole (`plain_rules.rs`), so nothing here passes for
//! checked that is only read.

use super::entry::Said;
use super::fields::Fields;

/// The most that an amount of these kinds may be, in 分.
const MOST: u64 = 10_000_000_000_000;

/// A number on a piece has at most 18 digits.
const NUMBERED: u64 = 999_999_999_999_999_999;

/// The most pieces that come, go or are counted at once.
const PIECES: u64 = 1_000_000_000;

/// Texts, none twice, in the order of their bytes.
fn words(f: &mut Fields<'_>, name: &str) -> Option<()> {
    let mut before = String::new();
    for _ in 0..f.quiet(1).filter(|count| *count <= 20)? {
        before = f.name(name).filter(|word| word.as_bytes() > before.as_bytes())?;
    }
    Some(())
}

fn bounds(f: &mut Fields<'_>) -> Option<()> {
    f.within(1, "gives", 1..=3)?;
    let mut next = 0;
    for _ in 0..f.quiet(1).filter(|count| *count <= 8)? {
        next = f.number(4, "fund").filter(|fund| *fund >= next)? + 1;
    }
    words(f, "category")?;
    words(f, "area")?;
    f.within(8, "least", 0..=MOST)?;
    f.within(8, "most", 0..=MOST)?;
    f.number(4, "most pieces")?;
    f.number(2, "times in a lifetime")?;
    f.within(8, "amount in a lifetime", 0..=MOST)?;
    f.number(2, "times in a year")?;
    f.within(8, "amount in a year", 0..=MOST)?;
    f.within(1, "one per household", 0..=3)?;
    f.within(8, "budget of a year", 0..=MOST)?;
    f.within(8, "budget of a round", 0..=MOST)?;
    f.number(1, "papers")?;
    f.within(1, "steps", 0..=31)?;
    f.number(1, "days of notice").map(drop)
}

fn rows(f: &mut Fields<'_>) -> Option<()> {
    let mut before = 0;
    for _ in 0..f.quiet(2).filter(|count| (1..=1000).contains(count))? {
        before = f.number(2, "row").filter(|row| *row > before)?;
    }
    Some(())
}

/// What a gift is bound to: a programme, persons, or both.
fn bound(f: &mut Fields<'_>) -> Option<()> {
    let programme = f.number(4, "programme")?;
    let count = f.quiet(2).filter(|count| *count <= 1000)?;
    let mut before = 0;
    for _ in 0..count {
        before = f.number(8, "person").filter(|person| *person > before)?;
    }
    (programme > 0 || count > 0).then_some(())
}

fn of_a_round(f: &mut Fields<'_>, reasons: std::ops::RangeInclusive<u64>) -> Option<()> {
    f.numbered(4, "round")?;
    f.number(1, "reason").filter(|reason| reasons.contains(reason) || *reason == 9)?;
    rows(f)
}

fn round(f: &mut Fields<'_>) -> Option<()> {
    f.numbered(4, "round")?;
    f.numbered(4, "programme")?;
    f.number(4, "fund")?;
    let most = if f.number(4, "item")? == 0 { MOST } else { NUMBERED };
    for _ in 0..f.quiet(2).filter(|count| (1..=1000).contains(count))? {
        f.number(8, "case")?;
        f.numbered(8, "person")?;
        f.number(8, "gift")?;
        f.within(8, "amount, pieces or card", 1..=most)?;
        if f.maybe()? {
            f.hash("paper")?;
        }
    }
    Some(())
}

/// The number on the first of so many pieces; the last one's has 18 digits too.
fn first_number(f: &mut Fields<'_>, pieces: u64) -> Option<()> {
    f.within(8, "first number", 0..=NUMBERED + 1 - pieces).map(drop)
}

/// The body of a kind from 130 on.
pub fn body(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    match kind {
        130 => {
            f.numbered(4, "programme")?;
            f.date("from")?;
            bounds(f)?;
        }
        131 => {
            f.numbered(8, "case")?;
            f.numbered(4, "programme")?;
            f.numbered(8, "person")?;
            f.number(4, "item")?;
            f.within(8, "amount or pieces", 0..=MOST)?;
        }
        132 => {
            f.numbered(8, "case")?;
            f.within(1, "step", 1..=2)?;
            f.within(1, "result", 1..=2)?;
        }
        133 => round(f)?,
        134 => drop(f.numbered(4, "round")?),
        135 | 137 => {
            f.numbered(4, "round")?;
            rows(f)?;
        }
        136 | 138 => of_a_round(f, 1..=3)?,
        140 => {
            f.numbered(8, "gift")?;
            f.number(8, "donor")?;
            f.number(4, "fund")?;
            bound(f)?;
        }
        141 | 142 => {
            f.numbered(8, "gift")?;
            f.amount(true)?;
        }
        143 => {
            f.numbered(8, "gift")?;
            bound(f)?;
            f.hash("consent")?;
        }
        150..=154 => goods(kind, f)?,
        _ => return None,
    }
    // Place for what the postings depend on, once the page of the rules says what these kinds post.
    Some(Said::Other)
}

fn goods(kind: u64, f: &mut Fields<'_>) -> Option<()> {
    f.numbered(4, "item")?;
    if kind == 150 {
        f.name("name")?;
        f.name("unit")?;
        return f.within(1, "digits", 0..=18).map(drop);
    }
    f.number(4, "fund")?;
    match kind {
        151 => {
            f.number(8, "gift")?;
            f.number(8, "donor")?;
            let pieces = f.within(4, "pieces", 1..=PIECES)?;
            let by = f.within(1, "value by", 1..=3)?;
            let value = f.within(8, "value", 0..=MOST)?;
            ((by == 3) == (value == 0)).then_some(())?;
            first_number(f, pieces)
        }
        152 => {
            f.number(8, "gift")?;
            f.number(8, "seller")?;
            let pieces = f.within(4, "pieces", 1..=PIECES)?;
            f.amount(true)?;
            first_number(f, pieces)
        }
        153 => {
            f.within(4, "pieces on the books", 0..=PIECES)?;
            f.within(4, "pieces counted", 0..=PIECES)?;
            let mut before = 0;
            for _ in 0..f.quiet(2).filter(|count| *count <= 1000)? {
                before = f.within(8, "missing number", before + 1..=NUMBERED)?;
            }
            Some(())
        }
        _ => {
            f.numbered(8, "gift")?;
            let pieces = f.within(4, "pieces", 1..=PIECES)?;
            first_number(f, pieces)
        }
    }
}
