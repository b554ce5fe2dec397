//! The work report 工作报告: what was raised, whom it helped, what was lent and passed on, each figure with the entries
//! that it comes from, beside the same months a year before.
//!
//! Owns: which entries count for which figure, the table, and the paragraph. Refuses to know: vouchers and accounts.
//!
//! What was reversed, came back or was struck does not count. Money that came in counts in the month of its voucher; help,
//! loans and lines of registers on their own day. People are counted once in each figure.

use super::balance::add;
use super::groups::Groups;
use super::helped;
use super::names::{NameBook, reversed_by};
use super::{Cell, Kind, Span, Style, Sum, Table};
use crate::base::{EntryNo, Fen, FundNo, Months, PersonNo, ProgrammeNo};
use crate::book::{Cell as State, Key};
use crate::entry::{Body, DonationSource, Entry, Field, GiftWhat, GoodsWhat, LoanWhat, Worth};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::names::Names;
use crate::words::{Arg, Lang, Words, names};
use std::collections::{BTreeMap, BTreeSet};

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    /// Gifts in money and goods, by fund.
    Raised,
    /// Grants and appropriations, by fund.
    Granted,
    /// Help, by programme.
    Helped,
    /// The same help, by township.
    Townships,
    /// Loans drawn, by product.
    Lent,
    /// Principal repaid, by product.
    Repaid,
    /// Money received for others, by place, cause or person.
    Received,
    /// Money passed on, by place, cause or person.
    PassedOn,
    /// Lines of memorandum registers, by register.
    Registered,
}

impl Section {
    /// The text that names it; with `work-say-` before it the text of its sentence.
    const fn key(self) -> &'static str {
        match self {
            Section::Raised => "raised",
            Section::Granted => "granted",
            Section::Helped => "helped",
            Section::Townships => "townships",
            Section::Lent => "lent",
            Section::Repaid => "repaid",
            Section::Received => "received",
            Section::PassedOn => "passed-on",
            Section::Registered => "registered",
        }
    }
}

/// A figure, and what it comes from.
#[derive(Clone, Debug, Default)]
struct Figure {
    people: BTreeSet<PersonNo>,
    /// People, cards or times that a register only counts.
    counted: i64,
    times: i64,
    amount: Fen,
    entries: Vec<EntryNo>,
}

impl Figure {
    fn count(&mut self, who: Option<PersonNo>, amount: Fen, entry: EntryNo) -> Result<(), LedgerError> {
        self.people.extend(who);
        self.times += 1;
        self.amount = add(self.amount, amount)?;
        self.entries.push(entry);
        Ok(())
    }

    fn heads(&self) -> i64 {
        i64::try_from(self.people.len()).unwrap_or(i64::MAX).saturating_add(self.counted)
    }

    /// The figure of all, with people counted once.
    fn merge(&mut self, other: &Figure) -> Result<(), LedgerError> {
        self.people.extend(&other.people);
        self.counted = self.counted.saturating_add(other.counted);
        self.times += other.times;
        self.amount = add(self.amount, other.amount)?;
        self.entries.extend(&other.entries);
        Ok(())
    }
}

/// The figures of some months: by section, number of what they are about, and its name.
type Figures = BTreeMap<(Section, u64, String), Figure>;

/// A figure beside that of a year before.
struct Row {
    section: Section,
    /// `None`: all of the section.
    name: Option<String>,
    now: Figure,
    before: Figure,
}

/// The figures of a work report.
pub struct Work {
    months: Months,
    /// The same months a year before; `None` where the calendar begins later.
    earlier: Option<Months>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Work {
    /// Counts what happened in the months, and in the same months a year before.
    ///
    /// # Errors
    /// Where index or vault can't be read; sums past the range of money.
    pub fn of(
        words: &Words,
        ledger: &mut Ledger,
        names: &mut NameBook,
        months: Months,
    ) -> Result<Work, LedgerError> {
        let earlier = months.year_before();
        let mut now = figures(words, ledger, names, months)?;
        let mut before = match earlier {
            Some(earlier) => figures(words, ledger, names, earlier)?,
            None => Figures::new(),
        };
        let mut both = vec![(months.into(), &mut now)];
        both.extend(earlier.map(|earlier| (earlier.into(), &mut before)));
        help(words, ledger, names, &mut both)?;
        let keys: BTreeSet<_> = now.keys().chain(before.keys()).cloned().collect();
        let mut rows: Vec<Row> = Vec::new();
        for key in &keys {
            let (section, _, name) = key;
            let of = |figures: &mut Figures| figures.remove(key).unwrap_or_default();
            rows.push(Row {
                section: *section,
                name: Some(name.clone()),
                now: of(&mut now),
                before: of(&mut before),
            });
            if keys.range(key..).nth(1).is_none_or(|(next, _, _)| next != section) {
                let parts = rows.iter().filter(|row| row.section == *section);
                let mut all =
                    Row { section: *section, name: None, now: Figure::default(), before: Figure::default() };
                for part in parts {
                    all.now.merge(&part.now)?;
                    all.before.merge(&part.before)?;
                }
                rows.push(all);
            }
        }
        Ok(Work { months, earlier, rows, notes: names.notes_on_names(words) })
    }

    /// One row a figure and one of all of its section, each with a number that the paragraph refers to; with `trace` the
    /// entries that it comes from.
    #[must_use]
    pub fn table(&self, words: &Words, trace: bool) -> Table {
        let mut table = Table::new(words.say("report-work", &[("months", words.months(self.months).into())]))
            .column("no", words.word("work-no"), Kind::Number)
            .column("section", words.word("work-section"), Kind::Text)
            .column("name", words.word("term-name"), Kind::Text)
            .column("people", words.word("term-people"), Kind::Number)
            .column("times", words.word("work-times"), Kind::Number)
            .column("amount_yuan", words.word("term-amount"), Kind::Money)
            .column("people_before", words.word("work-people-before"), Kind::Number)
            .column("times_before", words.word("work-times-before"), Kind::Number)
            .column("amount_before_yuan", words.word("work-amount-before"), Kind::Money);
        if trace {
            table = table.column("entries", words.word("work-entries"), Kind::Text);
        }
        let mut first = 0;
        for (at, row) in self.rows.iter().enumerate() {
            let style = if row.name.is_none() { Style::Total } else { Style::Plain };
            let mut cells: Vec<Cell> = vec![
                i64::try_from(at + 1).ok().into(),
                words.word(&format!("work-{}", row.section.key())).into(),
                row.name.clone().unwrap_or_else(|| words.word("term-total")).into(),
            ];
            for of in [&row.now, &row.before] {
                cells.extend(if of.times == 0 {
                    // Nothing of the kind happened: no figure says so better than many zeros.
                    [Cell::Empty, Cell::Empty, Cell::Empty]
                } else {
                    [Some(of.heads()).filter(|heads| *heads > 0).into(), of.times.into(), of.amount.into()]
                });
            }
            if trace {
                cells.push(runs(&row.now.entries).into());
            }
            table.push_as(style, cells);
            if row.name.is_none() {
                table.sums.push(Sum { of: at, plus: (first..at).collect(), minus: Vec::new() });
                first = at + 1;
            }
        }
        if table.rows.is_empty() {
            table.notes.push(words.word("work-nothing"));
        }
        if let Some(earlier) = self.earlier {
            table.notes.push(words.say("work-before", &[("months", words.months(earlier).into())]));
        }
        table.notes.push(words.word("work-note"));
        table.notes.extend(self.notes.iter().cloned());
        table
    }

    /// A paragraph ready to paste, a sentence a section. With `trace` each figure has the number of its row in the table.
    #[must_use]
    pub fn paragraph(&self, words: &Words, office: &str, trace: bool) -> String {
        let numbered: Vec<(usize, &Row)> = (1..).zip(&self.rows).collect();
        let mut sentences = Vec::new();
        for rows in numbered.chunk_by(|a, b| a.1.section == b.1.section) {
            // The sum of one is that one. What there was only a year before is told by the sum.
            let several = rows.len() > 2;
            let told = |(_, row): &&(usize, &Row)| row.now.times > 0;
            let mut phrases: Vec<String> = rows
                .iter()
                .filter(told)
                .filter(|(_, row)| row.name.is_some() || several)
                .map(|(no, row)| phrase(words, row, trace.then_some(*no)))
                .collect();
            let sum = if several { phrases.pop() } else { None };
            let parts = phrases.join(&words.word("work-between"));
            let section = rows.first().map(|(_, row)| row.section);
            sentences.extend(match sum {
                _ if parts.is_empty() => None,
                // The same help as in the sentence before, told by place: its sum was said there.
                _ if section == Some(Section::Townships) => {
                    Some(words.say("work-sentence-townships", &[("parts", parts.into())]))
                }
                _ if section == Some(Section::Registered) => {
                    Some(words.say("work-sentence-registered", &[("parts", parts.into())]))
                }
                Some(sum) => {
                    Some(words.say("work-sentence", &[("sum", sum.into()), ("parts", parts.into())]))
                }
                None => Some(words.say("work-sentence-one", &[("part", parts.into())])),
            });
        }
        let of = [("office", office.into()), ("months", words.months(self.months).into())];
        if sentences.is_empty() {
            return words.say("work-paragraph-nothing", &of);
        }
        let [office, months] = of;
        let all = sentences.join(&words.word("work-after-sentence"));
        words.say("work-paragraph", &[office, months, ("sentences", all.into())])
    }
}

fn phrase(words: &Words, row: &Row, mark: Option<usize>) -> String {
    let key = row.section.key();
    let count = |n: i64| Arg::Count(u64::try_from(n).unwrap_or(0));
    let args = [
        ("name", row.name.clone().unwrap_or_else(|| words.word("work-in-all")).into()),
        ("people", count(row.now.heads())),
        ("times", count(row.now.times)),
        ("amount", round(words, row.now.amount).into()),
        ("mark", mark.map_or(String::new(), |no| format!("[{no}]")).into()),
    ];
    if row.now.amount.is_zero() {
        return words.say(&format!("work-say-{key}-count"), &args);
    }
    let text = words.say(&format!("work-say-{key}"), &args);
    let change = row.now.amount.get() - row.before.amount.get();
    if row.before.amount.is_zero() || change == 0 {
        return text;
    }
    let by = round(words, Fen::new(change.abs()));
    let key = if change > 0 { "work-more" } else { "work-less" };
    words.say(key, &[("text", text.into()), ("by", by.into())])
}

/// An amount as a report says it: exact, and in Chinese in 万元 where there is one: 42.56万元, 320.5元; 425,600 yuan.
fn round(words: &Words, amount: Fen) -> String {
    if words.lang() == Lang::En {
        let figure = amount.to_string();
        let figure = figure.strip_suffix(".00").unwrap_or(&figure);
        return words.say("work-yuan", &[("figure", figure.into())]);
    }
    let (unit, digits, key) =
        if amount.get().abs() >= 1_000_000 { (1_000_000, 6, "work-wan") } else { (100, 2, "work-yuan") };
    let (whole, rest) = (amount.get() / unit, (amount.get() % unit).abs());
    let rest = format!("{rest:0digits$}");
    let rest = rest.trim_end_matches('0');
    let figure = if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") };
    words.say(key, &[("figure", figure.into())])
}

/// Numbers of entries with neighbours drawn together: `E-7, E-9–E-12`.
fn runs(entries: &[EntryNo]) -> String {
    let sorted: BTreeSet<u64> = entries.iter().map(|no| no.0).collect();
    let sorted: Vec<u64> = sorted.into_iter().collect();
    let told = sorted.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [one] => EntryNo(*one).to_string(),
        [first, .., last] => format!("{}–{}", EntryNo(*first), EntryNo(*last)),
        [] => String::new(),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn figures(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    months: Months,
) -> Result<Figures, LedgerError> {
    let mut figures = Figures::new();
    for month in months.each() {
        for no in ledger.entries_in(ListKey::Period(month))? {
            let Some(entry) = ledger.entry(no)? else { continue };
            came_in(words, ledger, names, &entry, &mut figures)?;
        }
    }
    loans(ledger, months.into(), &mut figures)?;
    lines_of_registers(ledger, names, months.into(), &mut figures)?;
    Ok(figures)
}

/// Gifts, grants, and what is held for others; nothing that was reversed.
fn came_in(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    entry: &Entry,
    figures: &mut Figures,
) -> Result<(), LedgerError> {
    let Some(body) = ledger.effect_of(entry)? else { return Ok(()) };
    let fund = |names: &NameBook, no| match no {
        FundNo::PASS_THROUGH => words.word("term-pass-through"),
        no => names.fund(no),
    };
    let (section, no, name, who, amount) = match &body {
        Body::Donation(gift) => {
            let section = match gift.source {
                DonationSource::Gift => Section::Raised,
                DonationSource::Grant => Section::Granted,
            };
            (section, u64::from(gift.fund.0), fund(names, gift.fund), gift.donor, gift.amount)
        }
        Body::Appropriation(grant) => {
            let of = u64::from(grant.fund.0);
            (Section::Granted, of, fund(names, grant.fund), Some(grant.giver), grant.amount)
        }
        Body::Gift(event) => {
            let amount = match event.what {
                GiftWhat::Received { amount } => amount,
                GiftWhat::GivenBack { amount } => amount.negated(),
                GiftWhat::Agreed { .. } | GiftWhat::BoundAnew { .. } => return Ok(()),
            };
            let gift = ledger.gift(event.gift)?;
            (Section::Raised, u64::from(gift.fund.0), fund(names, gift.fund), gift.donor, amount)
        }
        Body::Goods(event) => match &event.what {
            GoodsWhat::Received { worth: Worth::Unknown, .. } => return Ok(()),
            GoodsWhat::Received { pile, worth, donor } => {
                (Section::Raised, u64::from(pile.fund.0), fund(names, pile.fund), *donor, worth.value())
            }
            _ => return Ok(()),
        },
        Body::PassThrough(held) => {
            names.learn_target(ledger, held.target)?;
            let section = if held.received { Section::Received } else { Section::PassedOn };
            let name = names::target(words, names, held.target);
            (section, 0, name, if held.received { None } else { held.other }, held.amount)
        }
        _ => return Ok(()),
    };
    if reversed_by(ledger, entry.no)?.is_some() {
        return Ok(());
    }
    figures.entry((section, no, name)).or_default().count(who, amount, entry.no)
}

/// Help in each of the spans. Programmes are gone through once: a list of a programme is of all its years.
fn help(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    spans: &mut [(Span, &mut Figures)],
) -> Result<(), LedgerError> {
    let programmes: BTreeMap<ProgrammeNo, String> = ledger
        .programmes()?
        .into_iter()
        .map(|programme| (programme.no, programme.name.to_string()))
        .collect();
    let numbers: Vec<ProgrammeNo> = programmes.keys().copied().collect();
    let mut townships = Groups::by(Field::Area);
    let wanted = |day| spans.iter().any(|(span, _)| span.holds(day));
    for one in helped::all(ledger, &numbers, &wanted, false)? {
        let name = programmes.get(&one.programme).cloned().unwrap_or_default();
        let township = townships.of(words, ledger, names, one.person)?;
        let keys = [(Section::Helped, u64::from(one.programme.0), name), (Section::Townships, 0, township)];
        // Months of more than a year overlap with those a year before.
        for (_, figures) in spans.iter_mut().filter(|(span, _)| span.holds(one.day)) {
            for key in &keys {
                figures.entry(key.clone()).or_default().count(Some(one.person), one.worth, one.entry)?;
            }
        }
    }
    Ok(())
}

fn loans(ledger: &mut Ledger, span: Span, figures: &mut Figures) -> Result<(), LedgerError> {
    let products: BTreeMap<_, _> = ledger
        .products()?
        .into_iter()
        .map(|product| (product.added.no, product.added.name.to_string()))
        .collect();
    let events = ledger.map_loans(|_, loan| {
        let of = loan.events.iter().filter(|event| event.reversed.is_none() && span.holds(event.date));
        of.filter_map(|event| {
            let (section, amount) = match &event.what {
                LoanWhat::Drawn { amount, .. } => (Section::Lent, *amount),
                LoanWhat::Repaid { split, .. } if !split.principal.is_zero() => {
                    (Section::Repaid, split.principal)
                }
                _ => return None,
            };
            Some((section, loan.product, loan.borrower, amount, event.entry))
        })
        .collect::<Vec<_>>()
    })?;
    for (section, product, who, amount, entry) in events.into_iter().flatten() {
        let name = products.get(&product).cloned().unwrap_or_default();
        figures.entry((section, u64::from(product.0), name)).or_default().count(Some(who), amount, entry)?;
    }
    Ok(())
}

fn lines_of_registers(
    ledger: &mut Ledger,
    names: &mut NameBook,
    span: Span,
    figures: &mut Figures,
) -> Result<(), LedgerError> {
    for (register, _) in ledger.registers()? {
        for no in ledger.entries_in(ListKey::Register(register))? {
            let Some(entry) = ledger.entry(no)? else { continue };
            let Body::Registered(line) = &entry.body else { continue };
            let struck = matches!(ledger.state().get(&Key::Struck(no.0))?, Some(State::Number(_)));
            if struck || !span.holds(entry.business_date) {
                continue;
            }
            let key = (Section::Registered, u64::from(register.0), names.register(register));
            let figure = figures.entry(key).or_default();
            figure.count(None, line.amount, no)?;
            figure.counted = figure.counted.saturating_add(i64::from(line.count));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_short() {
        let words = Words::new(Lang::ZhCn);
        let said = |fen| round(&words, Fen::new(fen));
        assert_eq!(
            [
                said(42_560_000),
                said(197_538_000),
                said(15_000_000_000),
                said(32_050),
                said(1_000_000),
                said(999_999)
            ],
            ["42.56万元", "197.538万元", "15000万元", "320.5元", "1万元", "9999.99元"]
        );
        let said = |fen| round(&Words::new(Lang::En), Fen::new(fen));
        assert_eq!([said(42_560_000), said(32_050)], ["425,600 yuan", "320.50 yuan"]);
    }

    #[test]
    fn neighbours_are_drawn_together() {
        let of = |all: &[u64]| runs(&all.iter().map(|no| EntryNo(*no)).collect::<Vec<_>>());
        assert_eq!(of(&[9, 7, 10, 11, 11, 15]), "E-7, E-9–E-11, E-15");
        assert_eq!(of(&[]), "");
    }
}
