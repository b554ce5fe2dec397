//! The state that entries fold into, as small cells under keys.
//!
//! Owns: what each cell holds and the order of keys. Refuses to know: how cells are stored.

use crate::base::wire::Put;
use crate::base::{
    AccountCode, Code, Date, Fen, FundNo, Hash32, Line, OperatorNo, Period, PersonNo, ProgrammeNo, PurposeNo,
    SubjectNo,
};
use crate::entry::{FundAdded, PersonSort, ProgrammeAdded, Target};
use serde::{Deserialize, Serialize};

/// What a cell is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// [`Cell::Ledger`].
    Ledger,
    /// [`Cell::Counts`].
    Counts,
    /// [`Cell::Periods`].
    Periods,
    /// [`Cell::Operator`].
    Operator(OperatorNo),
    /// [`Cell::Fund`].
    Fund(FundNo),
    /// [`Cell::Number`] of the fund with that code.
    FundCode(Code),
    /// [`Cell::Programme`].
    Programme(ProgrammeNo),
    /// [`Cell::Number`] of the programme with that code.
    ProgrammeCode(Code),
    /// [`Cell::Purpose`].
    Purpose(PurposeNo),
    /// [`Cell::Number`] of the place or cause with that name.
    PurposeName(Line),
    /// [`Cell::Person`].
    Person(PersonNo),
    /// [`Cell::Number`] of the person with that look-up hash.
    PersonLookup(Hash32),
    /// [`Cell::Amount`]: what stands on an account of a fund, debit positive.
    Balance(FundNo, AccountCode),
    /// [`Cell::Turnover`] of an account of a fund in a month of voucher dates.
    Turnover(FundNo, AccountCode, Period),
    /// [`Cell::Amount`]: money held for somebody.
    Held(HeldFor),
    /// [`Cell::Days`]: a fund's cash by voucher day of a month.
    Days(FundNo, Period),
    /// [`Cell::Cash`] of a fund.
    Cash(FundNo),
    /// [`Cell::Number`]: vouchers given in a month.
    Vouchers(Period),
    /// [`Cell::Number`] of the entry that reversed this one.
    Reversed(u64),
}

/// A [`Target`] in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HeldFor(u8, u64);

impl From<Target> for HeldFor {
    fn from(target: Target) -> HeldFor {
        match target {
            Target::Purpose(no) => HeldFor(1, u64::from(no.0)),
            Target::Person(no) => HeldFor(2, no.0),
        }
    }
}

impl HeldFor {
    /// The place, cause or person; `None` where the parts are no target.
    pub fn target(self) -> Option<Target> {
        match self.0 {
            1 => u32::try_from(self.1).ok().map(|n| Target::Purpose(PurposeNo(n))),
            2 => Some(Target::Person(PersonNo(self.1))),
            _ => None,
        }
    }
}

impl Key {
    /// The [`Key::family`] of every [`Key::Turnover`].
    pub const TURNOVERS: u8 = 31;
    /// The [`Key::family`] of every [`Key::Held`].
    pub const ALL_HELD: u8 = 32;

    /// The key's bytes; keys of one kind share their first byte and sort by what follows.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(24);
        out.u8(self.family());
        match self {
            Key::Ledger | Key::Counts | Key::Periods => {}
            Key::Operator(n) => out.u32(n.0),
            Key::Fund(n) | Key::Cash(n) => out.u32(n.0),
            Key::FundCode(c) | Key::ProgrammeCode(c) => out.extend_from_slice(c.as_str().as_bytes()),
            Key::Programme(n) => out.u32(n.0),
            Key::Purpose(n) => out.u32(n.0),
            Key::PurposeName(name) => out.extend_from_slice(name.as_str().as_bytes()),
            Key::Person(n) => out.u64(n.0),
            Key::PersonLookup(hash) => out.hash(hash),
            Key::Balance(fund, account) => {
                out.u32(fund.0);
                out.u32(account.0);
            }
            Key::Turnover(fund, account, period) => {
                out.u32(fund.0);
                out.u32(account.0);
                out.u32(period.number());
            }
            Key::Held(HeldFor(kind, no)) => {
                out.u8(*kind);
                out.u64(*no);
            }
            Key::Days(fund, period) => {
                out.u32(fund.0);
                out.u32(period.number());
            }
            Key::Vouchers(period) => out.u32(period.number()),
            Key::Reversed(no) => out.u64(*no),
        }
        out
    }

    /// The first byte of the key's bytes: which kind of cell it names.
    pub const fn family(&self) -> u8 {
        match self {
            Key::Ledger => 1,
            Key::Counts => 2,
            Key::Periods => 3,
            Key::Operator(_) => 10,
            Key::Fund(_) => 11,
            Key::FundCode(_) => 12,
            Key::Programme(_) => 13,
            Key::ProgrammeCode(_) => 14,
            Key::Purpose(_) => 15,
            Key::PurposeName(_) => 16,
            Key::Person(_) => 17,
            Key::PersonLookup(_) => 18,
            Key::Balance(..) => 30,
            Key::Turnover(..) => Key::TURNOVERS,
            Key::Held(_) => Key::ALL_HELD,
            Key::Days(..) => 33,
            Key::Cash(_) => 34,
            Key::Vouchers(_) => 40,
            Key::Reversed(_) => 41,
        }
    }

    /// The fund and account of the bytes of a [`Key::Balance`] or [`Key::Turnover`], and the latter's month.
    pub fn read_balance(bytes: &[u8]) -> Option<(FundNo, AccountCode, Option<Period>)> {
        let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        let (fund, account) = (FundNo(number(1)?), AccountCode(number(5)?));
        Some((fund, account, number(9).and_then(Period::from_number)))
    }

    /// Whom the bytes of a [`Key::Held`] are about.
    pub fn read_held(bytes: &[u8]) -> Option<Target> {
        HeldFor(*bytes.get(1)?, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).target()
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// The ledger itself.
    Ledger(Box<LedgerInfo>),
    /// The highest numbers given so far.
    Counts(Counts),
    /// Which months are closed.
    Periods(Periods),
    /// An operator.
    Operator(Box<Operator>),
    /// A fund, as it was added.
    Fund(Box<FundAdded>),
    /// A programme, as it was added.
    Programme(Box<ProgrammeAdded>),
    /// A place or cause.
    Purpose(Line),
    /// A person.
    Person(PersonState),
    /// A number of something.
    Number(u64),
    /// An amount.
    Amount(Fen),
    /// Sums of a month.
    Turnover(Turnover),
    /// Cash by day.
    Days(Box<Days>),
    /// A fund's cash.
    Cash(Cash),
}

/// Whose ledger it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerInfo {
    /// Its name among all ledgers.
    pub origin: Line,
    /// The office.
    pub organisation: Line,
    /// Its public key.
    pub ledger_key: Hash32,
}

/// An operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// Her name.
    pub name: Line,
    /// Her public key.
    pub public_key: Hash32,
}

/// The highest numbers given so far; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Funds.
    pub funds: u32,
    /// Programmes.
    pub programmes: u32,
    /// Places and causes.
    pub purposes: u32,
    /// Persons.
    pub persons: u64,
    /// Subjects in the vault.
    pub subjects: u64,
}

/// Which months are closed, and where the books begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Periods {
    /// The latest closed month; everything before it is closed too.
    pub closed_through: Option<Period>,
    /// The earliest month with a voucher.
    pub first: Option<Period>,
}

impl Periods {
    /// Whether no voucher may be dated in that month any more.
    pub fn is_closed(&self, period: Period) -> bool {
        self.closed_through.is_some_and(|through| period <= through)
    }
}

/// A person, as the state needs her.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonState {
    /// Natural person or organisation.
    pub sort: PersonSort,
    /// Where the vault keeps the rest.
    pub subject: SubjectNo,
    /// The entry that registered her.
    pub entry: u64,
}

/// What was posted to an account in a month, in 分; reversals count with a minus (红字).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnover {
    /// Debits 借方发生额.
    pub debit: Fen,
    /// Credits 贷方发生额, as a positive amount.
    pub credit: Fen,
}

/// Net cash movement for each day of a month, in 分.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days(pub [i64; 31]);

/// A fund's cash and bank, its own money only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cash {
    /// What there is.
    pub balance: Fen,
    /// The latest voucher day on which it moved.
    pub last_day: Date,
}
