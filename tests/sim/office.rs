//! The model of an office: what it was told is recorded, and the comparison of a ledger with that.
//!
//! Owns: entries, people's data and notes as the office knows them. Refuses to know: faults.

use super::plan::Dice;
use crate::model::{Event, Model};
use jinguo::base::{EntryNo, Fen, FundNo, Hash32, IdNumber, Line, Timestamp};
use jinguo::book::{Cell, Key, RULES_VERSION};
use jinguo::chain::leaf_hash;
use jinguo::entry::{Body, Dims, Entry, PersonSort, Posting, Target};
use jinguo::ledger::{Ledger, LedgerError, ListKey, PersonDetails, VaultFields};
use std::collections::{BTreeMap, BTreeSet};

/// What the vault should hold for an entry.
#[derive(Clone)]
pub enum Private {
    Nothing,
    Person(PersonDetails),
    Note(Line),
}

/// An office's own record of what it was told.
#[derive(Clone, Default)]
pub struct Office {
    pub model: Model,
    pub entries: Vec<Entry>,
    pub private: Vec<Private>,
    /// The commit of each entry, and when it was recorded.
    pub commits: Vec<(u64, Timestamp)>,
}

/// A difference between the ledger and what the office was told, or an answer that should not have been given.
pub type Wrong = String;

macro_rules! same {
    ($what:expr, $expected:expr, $found:expr) => {{
        let (expected, found) = (&$expected, &$found);
        if *expected != *found {
            return Err(Bad::Wrong(format!("{}: expected {expected:?}, found {found:?}", $what)));
        }
    }};
}

/// Why a comparison did not end well.
#[derive(Debug)]
pub enum Bad {
    Wrong(Wrong),
    Refused(LedgerError),
}

impl From<LedgerError> for Bad {
    fn from(error: LedgerError) -> Bad {
        Bad::Refused(error)
    }
}

pub fn people(dice: &mut Dice) -> PersonDetails {
    let line = |text: String| Line::new(&text).unwrap();
    let n = dice.below(40);
    let natural = dice.below(4) > 0;
    let id = IdNumber::from_first_17(&format!("3305021980010{:04}", n + 1000)).unwrap();
    PersonDetails {
        sort: if natural { PersonSort::Natural } else { PersonSort::Organisation },
        name: line(format!("{}{n}", if natural { "王芳" } else { "爱心企业" })),
        id_number: (natural && dice.below(4) > 0).then_some(id),
        area: dice.one_in(2).then(|| line("雉城街道/北门社区".repeat(1 + usize::from(dice.byte() % 4)))),
        category: dice.one_in(2).then(|| line("低收入母亲".into())),
        bank_card: None,
    }
}

pub fn texts(details: &PersonDetails) -> Vec<(u8, String)> {
    let id = details.id_number.as_ref().map(|id| id.as_str().to_owned());
    let fields = [
        Some(details.name.to_string()),
        id,
        details.area.as_ref().map(Line::to_string),
        details.category.as_ref().map(Line::to_string),
    ];
    (1..).zip(fields).filter_map(|(tag, text)| Some((tag, text?))).collect()
}

/// The entry that an event of the model stands for.
pub fn entry_of(no: EntryNo, event: &Event, attachments: Vec<Hash32>) -> Entry {
    let small = |n: u64| u32::try_from(n).unwrap();
    let some = |n: u64| (n > 0).then_some(n);
    let posting = |(fund, account, amount, dims): &(u32, u32, i64, [u64; 4])| Posting {
        fund: FundNo(*fund),
        account: jinguo::base::AccountCode(*account),
        amount: Fen::new(*amount),
        dims: Dims {
            programme: some(dims[0]).map(|n| jinguo::base::ProgrammeNo(small(n))),
            person: some(dims[1]).map(jinguo::base::PersonNo),
            donor: some(dims[2]).map(jinguo::base::PersonNo),
            purpose: some(dims[3]).map(|n| jinguo::base::PurposeNo(small(n))),
            money: None,
            budget: None,
            loan: None,
            gift: None,
        },
    };
    Entry {
        no,
        business_date: event.business,
        prepared: false,
        voucher: event.voucher,
        attachments,
        postings: event.lines.iter().map(posting).collect(),
        body: event.body.clone(),
    }
}

impl Office {
    pub fn last(&self) -> EntryNo {
        EntryNo(u64::try_from(self.entries.len()).unwrap())
    }

    pub fn push(&mut self, event: Event, entry: Entry, private: Private, commit: (u64, Timestamp)) {
        let hash = leaf_hash(&entry.to_bytes());
        self.model.events.push(Event { hash, ..event });
        self.model.rules = RULES_VERSION;
        self.entries.push(entry);
        self.private.push(private);
        self.commits.push(commit);
    }

    /// Compares everything that a ledger says. Commitments and look-up hashes are random to the office: it takes the
    /// ledger's word for them once, and checks them through the vault each time.
    pub fn compare(&mut self, ledger: &mut Ledger) -> Result<(), Bad> {
        same!("entries", self.last().0, ledger.tip().entries);
        same!("commits", self.commits.last().map_or(0, |c| c.0), ledger.tip().commits);
        for at in 0..self.entries.len() {
            let no = EntryNo(u64::try_from(at).unwrap() + 1);
            let located = ledger.locate(no)?;
            same!(
                "commit of an entry",
                self.commits[at],
                (located.header.commit_no, located.header.recorded_at)
            );
            self.adopt(at, &located.entry.body);
            same!("entry", self.entries[at], located.entry);
            same!("leaf", self.model.events[at].hash, located.leaf);
            self.compare_private(ledger, at)?;
            if let Some(voucher) = located.entry.voucher {
                same!("voucher", no, ledger.entry_of_voucher(voucher.no())?);
            }
        }
        same!("an entry too many", None, ledger.entry(self.last().next())?);
        self.compare_state(ledger)?;
        for (list, numbers) in self.lists() {
            same!(format!("{list:?}"), numbers, ledger.entries_in(list)?.into_iter().collect());
        }
        Ok(())
    }

    /// Whether the office knows an entry's exact bytes, random parts and all: a reversal names their hash.
    pub fn knows_bytes_of(&self, no: EntryNo) -> bool {
        let at = usize::try_from(no.0).ok().and_then(|n| n.checked_sub(1));
        match at.and_then(|at| self.entries.get(at)).map(|entry| &entry.body) {
            Some(Body::Person(person)) => !person.commitments.is_empty(),
            Some(Body::Reversal(r)) => r.memo.as_ref().is_none_or(|memo| memo.commitment != Hash32([0; 32])),
            _ => true,
        }
    }

    /// The random parts of a body, and nothing else of it.
    fn adopt(&mut self, at: usize, found: &Body) {
        let expected = &mut self.entries[at].body;
        match (&mut *expected, found, &self.private[at]) {
            (Body::Person(expected), Body::Person(found), Private::Person(details)) => {
                let tags: Vec<u8> = texts(details).into_iter().map(|(tag, _)| tag).collect();
                if expected.commitments.is_empty() && found.commitments.iter().map(|c| c.0.tag()).eq(tags) {
                    expected.commitments.clone_from(&found.commitments);
                    let known = details.sort == PersonSort::Organisation || details.id_number.is_some();
                    expected.lookup = found.lookup.filter(|_| known);
                }
            }
            (Body::Reversal(expected), Body::Reversal(found), Private::Note(_)) => {
                if let (Some(expected), Some(found)) = (&mut expected.memo, &found.memo)
                    && expected.commitment == Hash32([0; 32])
                {
                    expected.commitment = found.commitment;
                }
            }
            _ => return,
        }
        self.model.events[at].body = expected.clone();
        self.model.events[at].hash = leaf_hash(&self.entries[at].to_bytes());
    }

    fn compare_private(&self, ledger: &mut Ledger, at: usize) -> Result<(), Bad> {
        match (&self.private[at], &self.entries[at].body) {
            (Private::Person(details), Body::Person(person)) => {
                let expected = Some((details.sort, VaultFields::Known(texts(details))));
                same!("a person's data", expected, ledger.person_fields(person.no)?);
                let twin = person.lookup.map(|_| person.no);
                same!("a person by her number", twin, ledger.find_person(details)?);
            }
            (Private::Note(note), Body::Reversal(reversal)) => {
                let expected = VaultFields::Known(vec![(0, note.to_string())]);
                same!("a note", expected, ledger.note(reversal.memo.as_ref().unwrap())?);
            }
            _ => {}
        }
        Ok(())
    }

    fn compare_state(&self, ledger: &mut Ledger) -> Result<(), Bad> {
        let cells = self.model.cells();
        let (mut balances, mut held, mut turnovers) = (BTreeMap::new(), 0, 0);
        for (key, cell) in &cells {
            let found = ledger.state().get(key).map_err(LedgerError::from)?.cloned();
            same!(format!("{key:?}"), Some(cell.clone()), found);
            match (key, cell) {
                (Key::Balance(fund, account), Cell::Amount(amount)) => {
                    balances.insert((*fund, *account), *amount);
                }
                (Key::Held(_), _) => held += 1,
                (Key::Turnover(..), _) => turnovers += 1,
                _ => {}
            }
        }
        let found = ledger.balances()?.into_iter().map(|(fund, account, amount)| ((fund, account), amount));
        same!("balances", balances, found.collect::<BTreeMap<_, _>>());
        same!("sums held", held, ledger.held()?.len());
        same!("turnovers", turnovers, ledger.turnovers()?.len());
        Ok(())
    }

    /// Every list, each as the entries that stand in it.
    fn lists(&self) -> BTreeMap<ListKey, BTreeSet<EntryNo>> {
        let mut lists: BTreeMap<ListKey, BTreeSet<EntryNo>> = BTreeMap::new();
        for entry in &self.entries {
            let mut add = |list| {
                lists.entry(list).or_default().insert(entry.no);
            };
            if let Some(voucher) = entry.voucher {
                add(ListKey::Period(voucher.date.period()));
            }
            for posting in &entry.postings {
                add(ListKey::Fund(posting.fund));
                add(ListKey::Account(posting.account));
                posting.dims.programme.into_iter().for_each(|n| add(ListKey::Programme(n)));
                let persons = posting.dims.person.into_iter().chain(posting.dims.donor);
                persons.for_each(|n| add(ListKey::Person(n)));
            }
            match &entry.body {
                Body::Person(person) => add(ListKey::Person(person.no)),
                Body::PassThrough(held) => {
                    held.other.into_iter().for_each(|n| add(ListKey::Person(n)));
                    if let Target::Person(no) = held.target {
                        add(ListKey::Person(no));
                    }
                }
                _ => {}
            }
        }
        lists
    }
}
