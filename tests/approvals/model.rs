//! A naive model of an office with several operators: what happened, in a list, and everything counted from the list.
//!
//! Owns: what the list comes to. Refuses to know: what is allowed, and the rules' own state.

use jinguo::base::{Date, EntryNo, Fen, FundNo, Hash32, Line, OperatorNo, Period, Timestamp};
use jinguo::entry::{
    Body, BudgetSet, Decision, FundAdded, MoneyAccountAdded, PersonAdded, PersonSort, Posting,
    ProgrammeAdded, Role, Target, ThresholdOf, Voucher,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What the vault holds of one subject: tags and texts.
pub type Texts = Vec<(u8, String)>;

/// A recorded entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub by: OperatorNo,
    /// The day of recording.
    pub day: Date,
    pub business: Date,
    pub prepared: bool,
    pub voucher: Option<Voucher>,
    /// What was posted; of a prepared entry what it would have been that day.
    pub lines: Vec<Posting>,
    /// Without what is random or a hash.
    pub body: Body,
    /// What it put into the vault, subject by subject.
    pub private: Vec<Texts>,
}

/// The office.
#[derive(Clone)]
pub struct Model {
    pub events: Vec<Event>,
    pub now: Timestamp,
}

/// A failing history is told by its steps; what they led to would fill pages.
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries until {}", self.events.len(), self.now)
    }
}

#[derive(Clone, Debug)]
pub struct Operator {
    pub name: Line,
    pub key: Hash32,
    pub role: Role,
    pub revoked: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub sort: PersonSort,
    pub subject: u64,
    pub entry: u64,
    /// The entry with which she came to be there.
    pub registered: u64,
    pub restricted: bool,
    pub erased: bool,
    pub household: Option<u64>,
    pub last_named: Date,
    pub lookup: Option<String>,
    /// All that was ever put into the vault about her.
    pub about: BTreeSet<u64>,
}

/// What the list comes to.
#[derive(Clone, Debug, Default)]
pub struct Books {
    pub operators: Vec<Operator>,
    /// Every key that ever was anybody's.
    pub keys: Vec<(Hash32, OperatorNo)>,
    pub funds: Vec<FundAdded>,
    pub programmes: Vec<ProgrammeAdded>,
    pub purposes: Vec<Line>,
    pub money: Vec<MoneyAccountAdded>,
    pub budgets: Vec<BudgetSet>,
    pub registers: Vec<Line>,
    pub thresholds: Vec<(ThresholdOf, Fen)>,
    pub retention: Option<u32>,
    pub persons: BTreeMap<u64, Person>,
    pub persons_given: u64,
    pub subjects: u64,
    pub households: u64,
    pub struck: BTreeMap<u64, u64>,
    pub reversed: BTreeMap<u64, u64>,
    pub notes: BTreeMap<u64, Vec<u64>>,
    pub decided: BTreeMap<u64, (u64, Decision)>,
    /// Each subject that was erased, and by which entry.
    pub erased: BTreeMap<u64, u64>,
    pub closed: Option<Period>,
}

/// A place, cause or person, in an order.
pub type Whom = (u8, u64);

pub const fn is_cash(account: u32) -> bool {
    matches!(account, 1001 | 1002 | 100_201 | 1009)
}

pub fn own_cash(line: &Posting) -> bool {
    line.fund != FundNo(0) && is_cash(line.account.0)
}

pub fn on_money(line: &Posting) -> bool {
    is_cash(line.account.0) || line.account.0 == 100_202
}

pub fn held(line: &Posting) -> Option<Whom> {
    let of_others = line.fund == FundNo(0) && line.account.0 == 2601;
    let place = line.dims.purpose.map(|no| (1, u64::from(no.0)));
    place.or(line.dims.person.map(|no| (2, no.0))).filter(|_| of_others)
}

/// What the lines take from each fund's cash; nothing where they bring some.
pub fn outflow(lines: &[Posting]) -> BTreeMap<u32, i64> {
    let mut sums = BTreeMap::new();
    for line in lines.iter().filter(|line| own_cash(line)) {
        *sums.entry(line.fund.0).or_insert(0) -= line.amount.get();
    }
    sums.retain(|_, taken| *taken > 0);
    sums
}

/// What the lines take from what is held for each place, cause or person.
pub fn held_outflow(lines: &[Posting]) -> BTreeMap<Whom, i64> {
    let mut sums = BTreeMap::new();
    for line in lines.iter().filter(|line| line.amount.get() > 0) {
        if let Some(whom) = held(line) {
            *sums.entry(whom).or_insert(0) += line.amount.get();
        }
    }
    sums
}

fn number(at: usize) -> u64 {
    u64::try_from(at).unwrap() + 1
}

impl Model {
    pub fn event(&self, no: EntryNo) -> Option<&Event> {
        let at = usize::try_from(no.0).ok()?.checked_sub(1)?;
        self.events.get(at)
    }

    pub fn last(&self) -> u64 {
        u64::try_from(self.events.len()).unwrap()
    }

    pub fn today(&self) -> Date {
        self.now.shanghai_date()
    }

    /// The prepared entry that a decision names.
    pub fn prepared_of(&self, event: &Event) -> Option<(u64, &Event)> {
        let Body::Decided(decided) = &event.body else { return None };
        Some((decided.prepared.entry.0, self.event(decided.prepared.entry)?))
    }

    /// What an entry makes happen, and the entry that says it.
    fn effect(&self, at: usize) -> Option<(u64, &Event)> {
        let event = &self.events[at];
        match &event.body {
            _ if event.prepared => None,
            Body::Decided(decided) => {
                let takes = matches!(decided.decision, Decision::Approved | Decision::Emergency);
                self.prepared_of(event).filter(|_| takes)
            }
            _ => Some((number(at), event)),
        }
    }

    /// Every booked line with its entry.
    pub fn posted(&self) -> impl Iterator<Item = (&Event, Voucher, &Posting)> {
        let booked = self.events.iter().filter_map(|event| Some((event, event.voucher?)));
        booked.flat_map(|(event, voucher)| event.lines.iter().map(move |line| (event, voucher, line)))
    }

    pub fn sum(&self, which: impl Fn(&Posting) -> bool) -> i64 {
        self.posted().filter(|(_, _, line)| which(line)).map(|(_, _, line)| line.amount.get()).sum()
    }

    /// A fund's cash by the end of a voucher day, or now.
    pub fn cash(&self, fund: FundNo, by: Option<Date>) -> i64 {
        let lines = self.posted().filter(|(_, voucher, _)| by.is_none_or(|day| voucher.date <= day));
        let lines = lines.filter(|(_, _, line)| line.fund == fund && own_cash(line));
        lines.map(|(_, _, line)| line.amount.get()).sum()
    }

    pub fn held_for(&self, whom: Whom) -> i64 {
        -self.sum(|line| held(line) == Some(whom))
    }

    pub fn spent(&self, budget: u32) -> i64 {
        self.sum(|line| line.dims.budget.is_some_and(|no| no.0 == budget))
    }

    pub fn vouchers(&self, month: Period) -> u32 {
        let all = self.events.iter().filter_map(|event| event.voucher);
        u32::try_from(all.filter(|voucher| voucher.date.period() == month).count()).unwrap()
    }

    /// What waits, oldest first.
    pub fn pending(&self) -> Vec<(u64, &Event)> {
        let decided: BTreeSet<u64> =
            self.events.iter().filter_map(|e| self.prepared_of(e)).map(|(no, _)| no).collect();
        let all = self.events.iter().enumerate().map(|(at, event)| (number(at), event));
        all.filter(|(no, event)| event.prepared && !decided.contains(no)).collect()
    }

    /// A fund's cash that waiting entries other than `but` would take.
    pub fn reserved(&self, fund: u32, but: Option<u64>) -> i64 {
        let waiting = self.pending().into_iter().filter(|(no, _)| Some(*no) != but);
        waiting.filter_map(|(_, event)| outflow(&event.lines).remove(&fund)).sum()
    }

    pub fn held_reserved(&self, whom: Whom, but: Option<u64>) -> i64 {
        let waiting = self.pending().into_iter().filter(|(no, _)| Some(*no) != but);
        waiting.filter_map(|(_, event)| held_outflow(&event.lines).remove(&whom)).sum()
    }

    /// Everybody whom an entry and those that it stands on name.
    pub fn named(&self, event: &Event, deep: bool) -> BTreeSet<u64> {
        let lines: &[Posting] = if event.prepared { &[] } else { &event.lines };
        let dims = lines.iter().flat_map(|line| line.dims.person.into_iter().chain(line.dims.donor));
        let mut all: BTreeSet<u64> = dims.chain(event.body.persons()).map(|no| no.0).collect();
        let link = match &event.body {
            Body::Note(note) => Some(note.entry),
            Body::Decided(decided) => Some(decided.prepared.entry),
            Body::Reversal(reversal) => Some(reversal.original),
            Body::Struck(struck) => Some(struck.line.entry),
            _ => None,
        };
        if let Some(before) = link.and_then(|no| self.event(no)).filter(|_| deep) {
            all.extend(self.named(before, true));
        }
        all
    }

    /// Counts everything from the beginning.
    pub fn books(&self) -> Books {
        let mut books = Books::default();
        for (at, event) in self.events.iter().enumerate() {
            let no = number(at);
            let first_subject = books.subjects + 1;
            books.subjects += number(event.private.len()) - 1;
            if let Body::Person(_) | Body::PersonThoughKnown(_) = event.body {
                books.persons_given += 1;
            }
            if let Some((source, from)) = self.effect(at) {
                books.take_effect(no, source, from, event.business);
                if event.voucher.is_some() || matches!(from.body, Body::Registered(_)) {
                    for no in self.named(event, false).union(&self.named(from, false)) {
                        let natural = books.persons.get_mut(no).filter(|p| p.sort == PersonSort::Natural);
                        if let Some(person) = natural {
                            person.last_named = person.last_named.max(event.business);
                        }
                    }
                }
            }
            match &event.body {
                Body::Decided(decided) => {
                    books.decided.insert(decided.prepared.entry.0, (no, decided.decision));
                    let waited = self.event(decided.prepared.entry).map(|event| &event.body);
                    let refused = matches!(decided.decision, Decision::Rejected | Decision::Withdrawn);
                    if let (Some(Body::PersonThoughKnown(known)), true) = (waited, refused) {
                        books.erased.insert(known.person.subject.0, no);
                    }
                }
                Body::Note(note) => books.notes.entry(note.entry.0).or_default().push(no),
                _ => {}
            }
            let words = match &event.body {
                Body::Note(_) | Body::Decided(_) | Body::Reversal(_) | Body::Restricted(_) => first_subject,
                Body::PersonThoughKnown(_) => first_subject + 1,
                _ => 0,
            };
            if (1..=books.subjects).contains(&words) {
                for person in self.named(event, true) {
                    if let Some(known) = books.persons.get_mut(&person)
                        && known.sort == PersonSort::Natural
                        && !known.erased
                    {
                        known.about.insert(words);
                    }
                }
            }
        }
        books
    }
}

impl Books {
    pub fn is_erased(&self, person: u64) -> bool {
        self.persons.get(&person).is_some_and(|known| known.erased)
    }

    fn take_effect(&mut self, no: u64, source: u64, event: &Event, on: Date) {
        match &event.body {
            Body::Open(open) => self.come(&open.operator_name, open.operator_key, Role::Administrator),
            Body::Operator(added) => self.come(&added.name, added.key, added.role),
            Body::Role(changed) => self.operator(changed.operator).role = changed.role,
            Body::Revoked(revoked) => self.operator(revoked.operator).revoked = Some(no),
            Body::Rotated(rotated) => {
                self.operator(rotated.operator).key = rotated.key;
                self.keys.push((rotated.key, rotated.operator));
            }
            Body::Fund(fund) => self.funds.push(fund.clone()),
            Body::Programme(programme) => self.programmes.push(programme.clone()),
            Body::Purpose(purpose) => self.purposes.push(purpose.name.clone()),
            Body::MoneyAccount(account) => self.money.push(account.clone()),
            Body::Register(register) => self.registers.push(register.name.clone()),
            Body::Retention(set) => self.retention = Some(set.years),
            Body::Close(close) => self.closed = Some(close.period),
            Body::Threshold(set) => {
                self.thresholds.retain(|(of, _)| *of != set.of);
                self.thresholds.extend(set.over.map(|over| (set.of, over)));
            }
            Body::Budget(set) => match self.budgets.iter_mut().find(|before| before.no == set.no) {
                Some(before) => *before = set.clone(),
                None => self.budgets.push(set.clone()),
            },
            Body::Reversal(reversal) => drop(self.reversed.insert(reversal.original.0, no)),
            Body::Struck(struck) => drop(self.struck.insert(struck.line.entry.0, no)),
            Body::Person(added) => {
                self.register(no, added, source, &event.private[0], on);
            }
            Body::PersonThoughKnown(known) => {
                let added = &known.person;
                self.register(no, added, source, &event.private[0], on);
                self.person(added.no.0).about.insert(known.reason.subject.0);
            }
            Body::Restricted(set) => self.person(set.person.0).restricted = set.restricted,
            Body::Household(joined) => {
                self.person(joined.person.0).household = joined.household.map(|household| household.0);
                self.households = self.households.max(joined.household.map_or(0, |household| household.0));
            }
            Body::Details(details) => {
                let person = self.person(details.person.0);
                (person.subject, person.entry) = (details.subject.0, source);
                person.about.insert(details.subject.0);
            }
            Body::Erased(erased) => {
                let person = self.person(erased.person.0);
                (person.erased, person.household) = (true, None);
                self.erased.extend(erased.subjects.iter().map(|subject| (subject.0, no)));
            }
            _ => {}
        }
    }

    fn come(&mut self, name: &Line, key: Hash32, role: Role) {
        self.operators.push(Operator { name: name.clone(), key, role, revoked: None });
        self.keys.push((key, OperatorNo(u32::try_from(self.operators.len()).unwrap())));
    }

    fn operator(&mut self, no: OperatorNo) -> &mut Operator {
        &mut self.operators[usize::try_from(no.0).unwrap() - 1]
    }

    fn person(&mut self, no: u64) -> &mut Person {
        self.persons.get_mut(&no).expect("the model asked before whether she is there")
    }

    fn register(&mut self, by: u64, added: &PersonAdded, entry: u64, texts: &Texts, on: Date) {
        let (no, sort, subject) = (added.no.0, added.sort, added.subject.0);
        let person = Person {
            sort,
            subject,
            entry,
            registered: by,
            restricted: false,
            erased: false,
            household: None,
            last_named: on,
            lookup: lookup(sort, texts),
            about: BTreeSet::from([subject]),
        };
        self.persons.insert(no, person);
    }

    /// Everything about a person that is still in the vault.
    pub fn left_of(&self, no: u64) -> Vec<u64> {
        let all = self.persons.get(&no).filter(|person| !person.erased).map(|person| &person.about);
        let all = all.into_iter().flatten().copied();
        all.filter(|subject| !self.erased.contains_key(subject)).collect()
    }

    pub fn threshold(&self, of: ThresholdOf) -> Option<Fen> {
        self.thresholds.iter().find(|(what, _)| *what == of).map(|(_, over)| *over)
    }
}

/// By what a person is found again: her ID number, or an organisation's name.
pub fn lookup(sort: PersonSort, texts: &Texts) -> Option<String> {
    let tag = if sort == PersonSort::Natural { 2 } else { 1 };
    texts.iter().find(|(found, _)| *found == tag).map(|(_, text)| format!("{tag}{text}"))
}

pub fn whom(target: Target) -> Whom {
    match target {
        Target::Purpose(no) => (1, u64::from(no.0)),
        Target::Person(no) => (2, no.0),
    }
}
