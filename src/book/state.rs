//! The state that entries fold into, as small cells under keys.
//!
//! Owns: what each cell holds and the order of keys. Refuses to know: how cells are stored.

use super::loan::{GuarantorState, LoanState, ProductState};
use super::relief::{CardState, CaseState, GiftState, Granted, ItemState, RoundState, RulesState, Stock};
use crate::base::wire::Put;
use crate::base::{
    AccountCode, BudgetNo, CaseNo, Code, Date, EntryNo, Fen, FundNo, GiftNo, GuarantorNo, Hash32,
    HouseholdNo, ItemNo, Line, LoanNo, MoneyAccountNo, OperatorNo, Period, PersonNo, ProductNo, ProgrammeNo,
    PurposeNo, RegisterNo, RoundNo, SubjectNo,
};
use crate::entry::{
    BudgetSet, Chart, FundAdded, MoneyAccountAdded, PersonSort, ProgrammeAdded, Role, Target, ThresholdOf,
};
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
    /// [`Cell::Number`]: the rules that the latest entry was made under, from version 2 on.
    Rules,
    /// [`Cell::PendingMonths`].
    PendingMonths,
    /// [`Cell::Number`]: years that personal data is kept; none where the default holds.
    Retention,
    /// [`Cell::Operator`].
    Operator(OperatorNo),
    /// [`Cell::Number`] of the operator who has or had that public key.
    OperatorKey(Hash32),
    /// [`Cell::Amount`] above which payments need a second person; none where there is no threshold.
    Threshold(ThresholdOf),
    /// [`Cell::MoneyAccount`].
    MoneyAccount(MoneyAccountNo),
    /// [`Cell::Number`] of the money account with that code.
    MoneyCode(Code),
    /// [`Cell::Budget`].
    Budget(BudgetNo),
    /// [`Cell::Number`] of the budget of that fund, year and purpose.
    BudgetOf(FundNo, u32, Line),
    /// [`Cell::Register`].
    Register(RegisterNo),
    /// [`Cell::Number`] of the register with that name.
    RegisterName(Line),
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
    /// [`Cell::Number`] of the entry that gave something its name.
    NamedBy(Named),
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
    /// [`Cell::Numbers`]: everything in the vault about a person that is not erased.
    PersonSubjects(PersonNo),
    /// [`Cell::Number`] of the entry that erased this subject of the vault.
    SubjectErased(SubjectNo),
    /// [`Cell::Number`], always 1: the person belongs to the household.
    Household(HouseholdNo, PersonNo),
    /// [`Cell::Amount`] on a money account, own money and money held for others; `None`: on the first.
    Money(Option<MoneyAccountNo>),
    /// [`Cell::Pending`]: an entry that waits for a second person.
    Pending(u64),
    /// [`Cell::Number`] of the entry that decided on this prepared one.
    DecidedBy(u64),
    /// [`Cell::Amount`] of a fund's cash that prepared entries and granted rows have reserved.
    Reserved(FundNo),
    /// [`Cell::Amount`] of money held for somebody that prepared entries have reserved.
    HeldReserved(HeldFor),
    /// [`Cell::Numbers`] of the notes on an entry.
    Notes(u64),
    /// [`Cell::Number`] of the prepared entry that this one let take effect in an emergency.
    Emergency(u64),
    /// [`Cell::Number`] of the entry that struck this line of a register.
    Struck(u64),
    /// [`Cell::Product`].
    Product(ProductNo),
    /// [`Cell::Number`] of the product with that code.
    ProductCode(Code),
    /// [`Cell::Guarantor`].
    Guarantor(GuarantorNo),
    /// [`Cell::Number`] of the guarantor with that name.
    GuarantorName(Line),
    /// [`Cell::Loan`].
    Loan(LoanNo),
    /// [`Cell::Numbers`] of a person's loans.
    PersonLoans(PersonNo),
    /// [`Cell::Rules`] of a programme.
    ProgrammeRules(ProgrammeNo),
    /// [`Cell::Case`].
    Case(CaseNo),
    /// [`Cell::Round`].
    Round(RoundNo),
    /// [`Cell::Gift`].
    Gift(GiftNo),
    /// [`Cell::Item`].
    Item(ItemNo),
    /// [`Cell::Number`] of the item with that name.
    ItemName(Line),
    /// [`Cell::Stock`] of an item of a fund.
    Stock(ItemNo, FundNo),
    /// [`Cell::Card`]: a numbered piece.
    Card(ItemNo, u64),
    /// [`Cell::Granted`] to a person under a programme.
    Granted(ProgrammeNo, PersonNo),
    /// [`Cell::Granted`] to members of a household under a programme.
    GrantedTo(ProgrammeNo, HouseholdNo),
    /// [`Cell::Number`] of the household that a person belonged to when that row of that entry was granted to her; of
    /// grants that are not among her latest.
    HouseholdThen(EntryNo, u16),
    /// [`Cell::Amount`] granted under a programme in a calendar year; of goods, what was handed out.
    SpentIn(ProgrammeNo, u32),
    /// [`Cell::Amount`] of a fund's cash that is left of bound gifts.
    Bound(FundNo),
    /// [`Cell::Amount`] of gifts' money, held for others, that is granted and not paid yet, or waits.
    GiftsReserved,
    /// [`Cell::Numbers`] of a person's applications.
    PersonCases(PersonNo),
    /// [`Cell::Numbers`] of a donor's bound gifts.
    DonorGifts(PersonNo),
    /// [`Cell::Amount`] of a fund's restriction released for a month.
    Released(FundNo, Period),
    /// [`Cell::Numbers`] of the entries that carried a fund's year to net assets.
    YearEnds(FundNo, u32),
    /// [`Cell::Number`]: the last year of a fund that was carried to net assets.
    Carried(FundNo),
    /// [`Cell::Amount`] of a fund's restriction released since its last year's end.
    ReleasedOfYear(FundNo),
}

/// A [`Target`] in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The [`Key::family`] of every [`Key::SubjectErased`].
    pub const SUBJECTS_ERASED: u8 = 51;
    /// The [`Key::family`] of every [`Key::Household`].
    pub const HOUSEHOLDS: u8 = 52;
    /// The [`Key::family`] of every [`Key::Pending`].
    pub const ALL_PENDING: u8 = 42;
    /// The [`Key::family`] of every [`Key::Emergency`].
    pub const EMERGENCIES: u8 = 47;
    /// The [`Key::family`] of every [`Key::Threshold`].
    pub const THRESHOLDS: u8 = 25;
    /// The [`Key::family`] of every [`Key::Product`].
    pub const PRODUCTS: u8 = 60;
    /// The [`Key::family`] of every [`Key::Guarantor`].
    pub const GUARANTORS: u8 = 62;
    /// The [`Key::family`] of every [`Key::Loan`].
    pub const LOANS: u8 = 64;
    /// The [`Key::family`] of every [`Key::ProgrammeRules`].
    pub const ALL_RULES: u8 = 70;
    /// The [`Key::family`] of every [`Key::Case`].
    pub const CASES: u8 = 71;
    /// The [`Key::family`] of every [`Key::Round`].
    pub const ROUNDS: u8 = 72;
    /// The [`Key::family`] of every [`Key::Gift`].
    pub const GIFTS: u8 = 73;
    /// The [`Key::family`] of every [`Key::Item`].
    pub const ITEMS: u8 = 74;
    /// The [`Key::family`] of every [`Key::Stock`].
    pub const STOCKS: u8 = 76;
    /// The [`Key::family`] of every [`Key::Card`].
    pub const CARDS: u8 = 77;
    /// The [`Key::family`] of every [`Key::Released`].
    pub const RELEASES: u8 = 90;
    /// The [`Key::family`] of every [`Key::YearEnds`].
    pub const YEAR_ENDS: u8 = 91;
    /// The [`Key::family`] of every [`Key::Money`].
    pub const ALL_MONEY: u8 = 35;

    /// The key's bytes; keys of one kind share their first byte and sort by what follows.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(24);
        out.u8(self.family());
        match self {
            Key::Ledger
            | Key::Counts
            | Key::Periods
            | Key::Rules
            | Key::PendingMonths
            | Key::Retention
            | Key::GiftsReserved => {}
            Key::Operator(n) => out.u32(n.0),
            Key::Fund(n) | Key::Cash(n) => out.u32(n.0),
            Key::Reserved(n) => out.u32(n.0),
            Key::FundCode(c) | Key::ProgrammeCode(c) | Key::MoneyCode(c) | Key::ProductCode(c) => {
                out.extend_from_slice(c.as_str().as_bytes())
            }
            Key::Programme(n) => out.u32(n.0),
            Key::Purpose(n) => out.u32(n.0),
            Key::MoneyAccount(n) => out.u32(n.0),
            Key::Budget(n) => out.u32(n.0),
            Key::Register(n) => out.u32(n.0),
            Key::Product(n) => out.u32(n.0),
            Key::Guarantor(n) => out.u32(n.0),
            Key::Loan(n) => out.u64(n.0),
            Key::PersonLoans(n) | Key::PersonCases(n) | Key::DonorGifts(n) => out.u64(n.0),
            Key::ProgrammeRules(n) => out.u32(n.0),
            Key::Case(n) => out.u64(n.0),
            Key::Round(n) => out.u32(n.0),
            Key::Gift(n) => out.u64(n.0),
            Key::Item(n) => out.u32(n.0),
            Key::Stock(item, fund) => {
                out.u32(item.0);
                out.u32(fund.0);
            }
            Key::Card(item, number) => {
                out.u32(item.0);
                out.u64(*number);
            }
            Key::Granted(programme, person) => {
                out.u32(programme.0);
                out.u64(person.0);
            }
            Key::GrantedTo(programme, household) => {
                out.u32(programme.0);
                out.u64(household.0);
            }
            Key::HouseholdThen(entry, row) => {
                out.u64(entry.0);
                out.u16(*row);
            }
            Key::SpentIn(programme, year) => {
                out.u32(programme.0);
                out.u32(*year);
            }
            Key::Bound(fund) | Key::Carried(fund) | Key::ReleasedOfYear(fund) => out.u32(fund.0),
            Key::Released(fund, period) => {
                out.u32(fund.0);
                out.u32(period.number());
            }
            Key::YearEnds(fund, year) => {
                out.u32(fund.0);
                out.u32(*year);
            }
            Key::Money(n) => out.u32(n.map_or(0, |n| n.0)),
            Key::Threshold(of) => {
                let (kind, no) = match of {
                    ThresholdOf::Fund(n) => (1, n.0),
                    ThresholdOf::Programme(n) => (2, n.0),
                };
                out.u8(kind);
                out.u32(no);
            }
            Key::BudgetOf(fund, year, purpose) => {
                out.u32(fund.0);
                out.u32(*year);
                out.extend_from_slice(purpose.as_str().as_bytes());
            }
            Key::PurposeName(name)
            | Key::RegisterName(name)
            | Key::GuarantorName(name)
            | Key::ItemName(name) => out.extend_from_slice(name.as_str().as_bytes()),
            Key::Person(n) => out.u64(n.0),
            Key::PersonLookup(hash) | Key::OperatorKey(hash) => out.hash(hash),
            Key::PersonSubjects(n) => out.u64(n.0),
            Key::SubjectErased(n) => out.u64(n.0),
            Key::Household(household, person) => {
                out.u64(household.0);
                out.u64(person.0);
            }
            Key::Balance(fund, account) => {
                out.u32(fund.0);
                out.u32(account.0);
            }
            Key::Turnover(fund, account, period) => {
                out.u32(fund.0);
                out.u32(account.0);
                out.u32(period.number());
            }
            Key::Held(HeldFor(kind, no)) | Key::HeldReserved(HeldFor(kind, no)) => {
                out.u8(*kind);
                out.u64(*no);
            }
            Key::NamedBy(named) => match named {
                Named::Fund(no) => {
                    out.u8(1);
                    out.u32(no.0);
                }
                Named::Programme(no) => {
                    out.u8(2);
                    out.u32(no.0);
                }
                Named::Purpose(no) => {
                    out.u8(3);
                    out.u32(no.0);
                }
            },
            Key::Days(fund, period) => {
                out.u32(fund.0);
                out.u32(period.number());
            }
            Key::Vouchers(period) => out.u32(period.number()),
            Key::Reversed(no)
            | Key::Pending(no)
            | Key::DecidedBy(no)
            | Key::Notes(no)
            | Key::Emergency(no)
            | Key::Struck(no) => out.u64(*no),
        }
        out
    }

    /// The first byte of the key's bytes: which kind of cell it names.
    pub const fn family(&self) -> u8 {
        match self {
            Key::Ledger => 1,
            Key::Counts => 2,
            Key::Periods => 3,
            Key::Rules => 4,
            Key::PendingMonths => 5,
            Key::Retention => 6,
            Key::Operator(_) => 10,
            Key::Fund(_) => 11,
            Key::FundCode(_) => 12,
            Key::Programme(_) => 13,
            Key::ProgrammeCode(_) => 14,
            Key::Purpose(_) => 15,
            Key::PurposeName(_) => 16,
            Key::NamedBy(_) => 27,
            Key::Person(_) => 17,
            Key::PersonLookup(_) => 18,
            Key::OperatorKey(_) => 19,
            Key::MoneyAccount(_) => 20,
            Key::MoneyCode(_) => 21,
            Key::Budget(_) => 22,
            Key::BudgetOf(..) => 23,
            Key::Register(_) => 24,
            Key::Threshold(_) => Key::THRESHOLDS,
            Key::RegisterName(_) => 26,
            Key::Balance(..) => 30,
            Key::Turnover(..) => Key::TURNOVERS,
            Key::Held(_) => Key::ALL_HELD,
            Key::Days(..) => 33,
            Key::Cash(_) => 34,
            Key::Money(_) => Key::ALL_MONEY,
            Key::Reserved(_) => 36,
            Key::HeldReserved(_) => 37,
            Key::Vouchers(_) => 40,
            Key::Reversed(_) => 41,
            Key::Pending(_) => Key::ALL_PENDING,
            Key::DecidedBy(_) => 43,
            Key::Notes(_) => 44,
            Key::Struck(_) => 45,
            Key::Emergency(_) => Key::EMERGENCIES,
            Key::PersonSubjects(_) => 50,
            Key::SubjectErased(_) => Key::SUBJECTS_ERASED,
            Key::Household(..) => Key::HOUSEHOLDS,
            Key::Product(_) => Key::PRODUCTS,
            Key::ProductCode(_) => 61,
            Key::Guarantor(_) => Key::GUARANTORS,
            Key::GuarantorName(_) => 63,
            Key::Loan(_) => Key::LOANS,
            Key::PersonLoans(_) => 65,
            Key::ProgrammeRules(_) => Key::ALL_RULES,
            Key::Case(_) => Key::CASES,
            Key::Round(_) => Key::ROUNDS,
            Key::Gift(_) => Key::GIFTS,
            Key::Item(_) => Key::ITEMS,
            Key::ItemName(_) => 75,
            Key::Stock(..) => Key::STOCKS,
            Key::Card(..) => Key::CARDS,
            Key::Granted(..) => 78,
            Key::GrantedTo(..) => 79,
            Key::SpentIn(..) => 80,
            Key::Bound(_) => 81,
            Key::PersonCases(_) => 82,
            Key::DonorGifts(_) => 83,
            Key::HouseholdThen(..) => 84,
            Key::GiftsReserved => 85,
            Key::Released(..) => Key::RELEASES,
            Key::YearEnds(..) => Key::YEAR_ENDS,
            Key::Carried(_) => 92,
            Key::ReleasedOfYear(_) => 93,
        }
    }

    /// The fund and account of the bytes of a [`Key::Balance`] or [`Key::Turnover`], and the latter's month.
    pub fn read_balance(bytes: &[u8]) -> Option<(FundNo, AccountCode, Option<Period>)> {
        let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        let (fund, account) = (FundNo(number(1)?), AccountCode(number(5)?));
        Some((fund, account, number(9).and_then(Period::from_number)))
    }

    /// The number in the bytes of a key that holds nothing but one of 64 bits, such as [`Key::Pending`].
    pub fn read_u64(bytes: &[u8]) -> Option<u64> {
        bytes.get(1..9)?.try_into().ok().map(u64::from_be_bytes)
    }

    /// The number in the bytes of a key that holds nothing but one of 32 bits, such as [`Key::Operator`].
    pub fn read_u32(bytes: &[u8]) -> Option<u32> {
        bytes.get(1..5)?.try_into().ok().map(u32::from_be_bytes)
    }

    /// The fund and the month of the bytes of a [`Key::Released`].
    pub fn read_released(bytes: &[u8]) -> Option<(FundNo, Period)> {
        let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        Some((FundNo(number(1)?), Period::from_number(number(5)?)?))
    }

    /// The item and the fund of the bytes of a [`Key::Stock`].
    pub fn read_item_and_fund(bytes: &[u8]) -> Option<(ItemNo, FundNo)> {
        let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        Some((ItemNo(number(1)?), FundNo(number(5)?)))
    }

    /// The item and the number in the bytes of a [`Key::Card`].
    pub fn read_card(bytes: &[u8]) -> Option<(ItemNo, u64)> {
        let item = bytes.get(1..5)?.try_into().ok().map(u32::from_be_bytes)?;
        let number = bytes.get(5..13)?.try_into().ok().map(u64::from_be_bytes)?;
        Some((ItemNo(item), number))
    }

    /// The household and the person of the bytes of a [`Key::Household`].
    pub fn read_household(bytes: &[u8]) -> Option<(HouseholdNo, PersonNo)> {
        let number = |at: usize| bytes.get(at..at + 8)?.try_into().ok().map(u64::from_be_bytes);
        Some((HouseholdNo(number(1)?), PersonNo(number(9)?)))
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
    /// Several numbers of something, ascending.
    Numbers(Vec<u64>),
    /// A money account, as it was added.
    MoneyAccount(Box<MoneyAccountAdded>),
    /// A budget.
    Budget(Box<BudgetState>),
    /// A register with its sums.
    Register(Box<RegisterState>),
    /// What a prepared entry holds until it is decided.
    Pending(Box<Pending>),
    /// How many prepared entries of each business month wait.
    PendingMonths(Vec<(Period, u32)>),
    /// A loan product.
    Product(Box<ProductState>),
    /// A guarantor.
    Guarantor(Box<GuarantorState>),
    /// A loan.
    Loan(Box<LoanState>),
    /// A programme's rules, by the days from which they hold.
    Rules(Vec<RulesState>),
    /// An application for relief.
    Case(Box<CaseState>),
    /// A round of relief.
    Round(Box<RoundState>),
    /// A bound gift.
    Gift(Box<GiftState>),
    /// An item of goods.
    Item(Box<ItemState>),
    /// What is in stock.
    Stock(Box<Stock>),
    /// A numbered piece.
    Card(CardState),
    /// What was granted.
    Granted(Box<Granted>),
}

/// What an entry gives a name that other entries go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Named {
    /// A fund.
    Fund(FundNo),
    /// A programme.
    Programme(ProgrammeNo),
    /// A place or cause.
    Purpose(PurposeNo),
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
    /// The chart of accounts that it keeps.
    pub chart: Chart,
}

/// An operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// Her name.
    pub name: Line,
    /// Her public key: the one that signs from the next commit on.
    pub public_key: Hash32,
    /// What she is there for.
    pub role: Role,
    /// The entry with which she came.
    pub since: u64,
    /// The entry that revoked her key.
    pub revoked: Option<u64>,
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
    /// Operators, revoked ones too.
    pub operators: u32,
    /// Money accounts.
    pub money_accounts: u32,
    /// Budgets.
    pub budgets: u32,
    /// Registers.
    pub registers: u32,
    /// Households.
    pub households: u64,
    /// Entries that took effect in an emergency, by one person alone.
    pub emergencies: u64,
    /// Loan products.
    pub products: u32,
    /// Guarantors.
    pub guarantors: u32,
    /// Loans.
    pub loans: u64,
    /// Applications for relief.
    pub cases: u64,
    /// Rounds, those that wait or were rejected too.
    pub rounds: u32,
    /// Bound gifts.
    pub gifts: u64,
    /// Items of goods.
    pub items: u32,
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
    /// The entry that her details stand in.
    pub entry: u64,
    /// Whether her data is restricted.
    pub restricted: bool,
    /// Whether her data is erased.
    pub erased: bool,
    /// Her household, where she has one.
    pub household: Option<HouseholdNo>,
    /// The latest business date of an entry that names her; the retention period runs from it.
    pub last_named: Date,
}

/// A budget, and what was spent of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetState {
    /// As it was last set.
    pub set: BudgetSet,
    /// What counts against it so far.
    pub spent: Fen,
}

/// A memorandum register, and what its lines come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterState {
    /// Its name.
    pub name: Line,
    /// Lines that are not struck.
    pub lines: u64,
    /// People, cards or times.
    pub count: u64,
    /// What they were worth.
    pub amount: Fen,
}

/// What a prepared entry holds until it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Who prepared it.
    pub operator: OperatorNo,
    /// Its business date.
    pub business_date: Date,
    /// Cash that it reserves, by fund.
    pub funds: Vec<(FundNo, Fen)>,
    /// Money held for somebody that it reserves.
    pub held: Vec<(HeldFor, Fen)>,
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
