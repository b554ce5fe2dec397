//! Relief by rules, gifts bound to persons, and goods, by the tables of `docs/format.md`: their fields.
//!
//! Owns: which of these kinds has which fields. Refuses to know: what they post, and when they may be recorded.

use super::fields::Fields;

/// The most that an amount of these kinds may be, in 分.
const MOST: u64 = 10_000_000_000_000;

/// A number on a piece has at most 18 digits.
const NUMBERED: u64 = 999_999_999_999_999_999;

/// The most pieces that come, go or are counted at once.
const PIECES: u64 = 1_000_000_000;

/// What the rules of a programme bound; words of categories and areas are the vault's matter.
#[derive(Clone)]
pub struct Bounds {
    /// 1 money, 2 goods, 3 either.
    pub gives: u64,
    pub funds: Vec<u64>,
    pub least: i64,
    pub most: i64,
    pub most_pieces: u64,
    /// Times and amount.
    pub lifetime: (u64, i64),
    pub yearly: (u64, i64),
    /// 1 in a lifetime, 2 in a year, 3 in a round.
    pub household: u64,
    pub year_budget: i64,
    pub round_budget: i64,
    pub papers: u64,
    pub steps: u64,
    pub notice: u64,
}

#[derive(Clone)]
pub struct Row {
    pub case: u64,
    pub person: u64,
    pub gift: u64,
    /// An amount, pieces, or the number of a card.
    pub given: u64,
    pub paper: bool,
}

/// What a gift is bound to: a programme, persons, or both.
#[derive(Clone)]
pub struct Bound {
    pub programme: u64,
    pub persons: Vec<u64>,
}

/// Pieces of an owner; the first number is 0 where they have none.
#[derive(Clone)]
pub struct Pile {
    pub item: u64,
    pub fund: u64,
    pub gift: u64,
    pub pieces: u64,
    pub first: u64,
}

/// What becomes of the rows of a round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Noticed,
    Paid,
    CameBack,
    Answered,
    Dropped,
}

/// What a body of these kinds says, as far as the rules look at it.
#[derive(Clone)]
pub enum Relief {
    Rules { programme: u64, from: u64, bounds: Bounds },
    Applied { case: u64, programme: u64, person: u64, item: u64, asked: u64 },
    Looked { case: u64, review: bool, fits: bool },
    Proposed { round: u64, programme: u64, fund: u64, item: u64, rows: Vec<Row> },
    Turned { round: u64, turn: Turn, rows: Vec<u64> },
    Agreed { gift: u64, donor: u64, fund: u64, bound: Bound },
    Money { gift: u64, back: bool, amount: i64 },
    BoundAnew { gift: u64, bound: Bound },
    Item { item: u64, name: String, digits: u64 },
    Came { pile: Pile, donor: u64, value: i64, bought: bool },
    Counted { item: u64, fund: u64, books: u64, counted: u64, missing: Vec<u64> },
    WentBack { pile: Pile },
}

fn amount(f: &mut Fields<'_>, name: &str) -> Option<i64> {
    i64::try_from(f.within(8, name, 0..=MOST)?).ok()
}

/// Texts, none twice, in the order of their bytes.
fn words(f: &mut Fields<'_>, name: &str) -> Option<()> {
    let mut before = String::new();
    for _ in 0..f.quiet(1).filter(|count| *count <= 20)? {
        before = f.name(name).filter(|word| word.as_bytes() > before.as_bytes())?;
    }
    Some(())
}

fn bounds(f: &mut Fields<'_>) -> Option<Bounds> {
    let gives = f.within(1, "gives", 1..=3)?;
    let mut funds: Vec<u64> = Vec::new();
    for _ in 0..f.quiet(1).filter(|count| *count <= 8)? {
        funds.push(f.number(4, "fund").filter(|fund| funds.last().is_none_or(|last| fund > last))?);
    }
    words(f, "category")?;
    words(f, "area")?;
    Some(Bounds {
        gives,
        funds,
        least: amount(f, "least")?,
        most: amount(f, "most")?,
        most_pieces: f.number(4, "most pieces")?,
        lifetime: (f.number(2, "times in a lifetime")?, amount(f, "amount in a lifetime")?),
        yearly: (f.number(2, "times in a year")?, amount(f, "amount in a year")?),
        household: f.within(1, "one per household", 0..=3)?,
        year_budget: amount(f, "budget of a year")?,
        round_budget: amount(f, "budget of a round")?,
        papers: f.number(1, "papers")?,
        steps: f.within(1, "steps", 0..=31)?,
        notice: f.number(1, "days of notice")?,
    })
}

fn rows(f: &mut Fields<'_>) -> Option<Vec<u64>> {
    let mut rows: Vec<u64> = Vec::new();
    for _ in 0..f.quiet(2).filter(|count| (1..=1000).contains(count))? {
        let before = rows.last().copied().unwrap_or(0);
        rows.push(f.number(2, "row").filter(|row| *row > before)?);
    }
    Some(rows)
}

fn bound(f: &mut Fields<'_>) -> Option<Bound> {
    let programme = f.number(4, "programme")?;
    let mut persons: Vec<u64> = Vec::new();
    for _ in 0..f.quiet(2).filter(|count| *count <= 1000)? {
        let before = persons.last().copied().unwrap_or(0);
        persons.push(f.number(8, "person").filter(|person| *person > before)?);
    }
    (programme > 0 || !persons.is_empty()).then_some(Bound { programme, persons })
}

fn turned(kind: u64, f: &mut Fields<'_>) -> Option<Relief> {
    let round = f.numbered(4, "round")?;
    let turn = match kind {
        134 => Turn::Noticed,
        135 => Turn::Paid,
        136 => Turn::CameBack,
        137 => Turn::Answered,
        _ => Turn::Dropped,
    };
    if matches!(turn, Turn::CameBack | Turn::Dropped) {
        f.number(1, "reason").filter(|reason| matches!(reason, 1..=3 | 9))?;
    }
    let rows = if turn == Turn::Noticed { Vec::new() } else { rows(f)? };
    Some(Relief::Turned { round, turn, rows })
}

fn proposed(f: &mut Fields<'_>) -> Option<Relief> {
    let (round, programme) = (f.numbered(4, "round")?, f.numbered(4, "programme")?);
    let (fund, item) = (f.number(4, "fund")?, f.number(4, "item")?);
    let most = if item == 0 { MOST } else { NUMBERED };
    let mut rows = Vec::new();
    for _ in 0..f.quiet(2).filter(|count| (1..=1000).contains(count))? {
        let (case, person) = (f.number(8, "case")?, f.numbered(8, "person")?);
        let gift = f.number(8, "gift")?;
        let given = f.within(8, "amount, pieces or card", 1..=most)?;
        let paper = f.maybe()?;
        if paper {
            f.hash("paper")?;
        }
        rows.push(Row { case, person, gift, given, paper });
    }
    Some(Relief::Proposed { round, programme, fund, item, rows })
}

/// The number on the first of so many pieces; the last one's has 18 digits too.
fn first_number(f: &mut Fields<'_>, pieces: u64) -> Option<u64> {
    f.within(8, "first number", 0..=NUMBERED + 1 - pieces)
}

/// The body of a kind from 130 on.
pub fn body(kind: u64, f: &mut Fields<'_>) -> Option<Relief> {
    Some(match kind {
        130 => Relief::Rules {
            programme: f.numbered(4, "programme")?,
            from: f.date("from")?,
            bounds: bounds(f)?,
        },
        131 => Relief::Applied {
            case: f.numbered(8, "case")?,
            programme: f.numbered(4, "programme")?,
            person: f.numbered(8, "person")?,
            item: f.number(4, "item")?,
            asked: f.within(8, "amount or pieces", 0..=MOST)?,
        },
        132 => Relief::Looked {
            case: f.numbered(8, "case")?,
            review: f.within(1, "step", 1..=2)? == 2,
            fits: f.within(1, "result", 1..=2)? == 1,
        },
        133 => proposed(f)?,
        134..=138 => turned(kind, f)?,
        140 => Relief::Agreed {
            gift: f.numbered(8, "gift")?,
            donor: f.number(8, "donor")?,
            fund: f.number(4, "fund")?,
            bound: bound(f)?,
        },
        141 | 142 => {
            Relief::Money { gift: f.numbered(8, "gift")?, back: kind == 142, amount: f.amount(true)? }
        }
        143 => {
            let said = Relief::BoundAnew { gift: f.numbered(8, "gift")?, bound: bound(f)? };
            f.hash("consent")?;
            said
        }
        150..=154 => goods(kind, f)?,
        _ => return None,
    })
}

fn goods(kind: u64, f: &mut Fields<'_>) -> Option<Relief> {
    let item = f.numbered(4, "item")?;
    if kind == 150 {
        let name = f.name("name")?;
        f.name("unit")?;
        return Some(Relief::Item { item, name, digits: f.within(1, "digits", 0..=18)? });
    }
    let fund = f.number(4, "fund")?;
    if kind == 153 {
        let books = f.within(4, "pieces on the books", 0..=PIECES)?;
        let counted = f.within(4, "pieces counted", 0..=PIECES)?;
        let mut missing: Vec<u64> = Vec::new();
        for _ in 0..f.quiet(2).filter(|count| *count <= 1000)? {
            let before = missing.last().copied().unwrap_or(0);
            missing.push(f.within(8, "missing number", before + 1..=NUMBERED)?);
        }
        return Some(Relief::Counted { item, fund, books, counted, missing });
    }
    let gift = f.number(8, "gift")?;
    if kind == 154 {
        (gift > 0).then_some(())?;
        let pieces = f.within(4, "pieces", 1..=PIECES)?;
        let first = first_number(f, pieces)?;
        return Some(Relief::WentBack { pile: Pile { item, fund, gift, pieces, first } });
    }
    let bought = kind == 152;
    let other = f.number(8, if bought { "seller" } else { "donor" })?;
    let pieces = f.within(4, "pieces", 1..=PIECES)?;
    let value = if bought {
        f.amount(true)?
    } else {
        let by = f.within(1, "value by", 1..=3)?;
        amount(f, "value").filter(|value| (by == 3) == (*value == 0))?
    };
    let pile = Pile { item, fund, gift, pieces, first: first_number(f, pieces)? };
    let donor = if bought { 0 } else { other };
    Some(Relief::Came { pile, donor, value, bought })
}
