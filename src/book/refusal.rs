//! Every way the rules can say no, with what a person needs to know to go on.
//!
//! Owns: the causes and their data. Refuses to know: sentences; `words` makes those.

use super::chart::Basis;
use super::checks::Check;
use super::closing::ClosingRefusal;
use super::loan::LoanRefusal;
use super::relief::ReliefRefusal;
use crate::base::{
    AccountCode, BudgetNo, Code, Date, EntryNo, Fen, FundNo, HouseholdNo, Line, MoneyAccountNo, OperatorNo,
    Period, PersonNo, ProgrammeNo, PurposeNo, RegisterNo, SubjectNo, VoucherNo,
};
use crate::entry::{Decision, Role, Target};

/// Why the rules refuse a draft, or an entry that claims to follow them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The first entry must open the ledger.
    NotOpen,
    /// Only the first entry opens the ledger.
    AlreadyOpen,
    /// No fund of that number.
    UnknownFund {
        /// The number.
        no: FundNo,
    },
    /// No fund of that code.
    UnknownFundCode {
        /// The code.
        code: Code,
    },
    /// No programme of that number.
    UnknownProgramme {
        /// The number.
        no: ProgrammeNo,
    },
    /// No programme of that code.
    UnknownProgrammeCode {
        /// The code.
        code: Code,
    },
    /// No place or cause of that number.
    UnknownPurpose {
        /// The number.
        no: PurposeNo,
    },
    /// Nothing was ever received for a place or cause of that name.
    UnknownPurposeName {
        /// The name.
        name: Line,
    },
    /// No person of that number.
    UnknownPerson {
        /// The number.
        no: PersonNo,
    },
    /// No entry of that number.
    UnknownEntry {
        /// The number.
        no: EntryNo,
    },
    /// No voucher of that number.
    UnknownVoucher {
        /// The number.
        no: VoucherNo,
    },
    /// No such account in the chart.
    UnknownAccount {
        /// The account.
        account: AccountCode,
    },
    /// No operator of that number.
    UnknownOperator {
        /// The number.
        no: OperatorNo,
    },
    /// The code stands for another fund already.
    FundCodeTaken {
        /// The code.
        code: Code,
        /// The fund's name.
        name: Line,
    },
    /// The code stands for another programme already.
    ProgrammeCodeTaken {
        /// The code.
        code: Code,
        /// The programme's name.
        name: Line,
    },
    /// The place or cause is there already.
    PurposeTaken {
        /// Its name.
        name: Line,
    },
    /// A person with this ID number, or an organisation of this name, is registered already.
    DuplicatePerson {
        /// As whom.
        no: PersonNo,
    },
    /// Relief goes to natural persons.
    NotANaturalPerson {
        /// The organisation.
        no: PersonNo,
    },
    /// The fund has too little cash.
    FundNotCovered {
        /// The fund.
        fund: FundNo,
        /// What it has.
        available: Fen,
        /// What was asked for.
        needed: Fen,
        /// The voucher day at whose end it would be short; `None`: today, in recorded order.
        day: Option<Date>,
    },
    /// The programme's purpose is not the one the fund's money was given for.
    OffPurpose {
        /// The programme's name.
        programme: Line,
        /// What it spends on.
        programme_purpose: Line,
        /// The fund's code.
        fund: Code,
        /// What its money is for.
        fund_purpose: Line,
    },
    /// Restricted money would move to another purpose without its donor's consent.
    ConsentNeeded {
        /// The fund that gives.
        from: Code,
        /// What its money is for.
        from_purpose: Line,
        /// The fund that would receive.
        to: Code,
        /// What that one's money is for.
        to_purpose: Line,
    },
    /// Less is held for this place, cause or person than would be passed on.
    HeldNotCovered {
        /// For whom.
        target: Target,
        /// What is held.
        held: Fen,
        /// What was asked for.
        needed: Fen,
    },
    /// A transfer from a fund to itself.
    SameFund {
        /// The fund's code.
        fund: Code,
    },
    /// The entry was reversed before.
    AlreadyReversed {
        /// The entry.
        original: EntryNo,
        /// The reversal.
        by: EntryNo,
    },
    /// The entry moved no money, or is itself a reversal.
    NotReversible {
        /// The entry.
        original: EntryNo,
    },
    /// The reversal names other bytes than the original's.
    OriginalDiffers {
        /// The entry.
        original: EntryNo,
    },
    /// The voucher date lies in a closed month.
    ClosedPeriod {
        /// The date.
        date: Date,
        /// The latest closed month.
        closed_through: Period,
    },
    /// The month is closed already.
    AlreadyClosed {
        /// The month.
        period: Period,
    },
    /// An earlier month must be closed first.
    CloseOutOfOrder {
        /// The month asked for.
        asked: Period,
        /// The month whose turn it is.
        next: Period,
    },
    /// The month is not over.
    MonthNotOver {
        /// The month.
        period: Period,
    },
    /// The date lies after tomorrow.
    FutureDate {
        /// The date.
        date: Date,
        /// The latest date allowed.
        latest: Date,
    },
    /// An amount that no posting may carry: not above zero, or above [`MAX_FEN`](crate::base::money::MAX_FEN).
    ImpossibleAmount {
        /// The amount.
        amount: Fen,
    },
    /// A sum would leave the range of money.
    SumTooLarge,
    /// Postings that don't sum to zero in a fund and a set of books.
    Unbalanced {
        /// The fund.
        fund: FundNo,
        /// Which set of books.
        basis: Basis,
        /// By how much the debits exceed the credits.
        difference: Fen,
    },
    /// A number that does not continue its series.
    OutOfSequence {
        /// Which series.
        series: Series,
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The entry is not what the rules make of its body and dates.
    NotByTheRules {
        /// Which part differs.
        part: EntryPart,
    },
    /// Made under rules that this program does not have.
    UnknownRules {
        /// Their version.
        version: u16,
    },
    /// Made under older rules than an entry before it.
    RulesWentBack {
        /// Their version.
        version: u16,
        /// The version of that earlier entry.
        before: u16,
    },
    /// Something that the rules it claims to be made under do not know.
    NotInRules {
        /// Their version.
        version: u16,
    },
    /// Her role does not allow it.
    RoleMayNot {
        /// The operator.
        operator: OperatorNo,
        /// Her role.
        role: Role,
    },
    /// Her key was revoked.
    OperatorRevoked {
        /// The operator.
        no: OperatorNo,
        /// The entry that revoked it.
        by: EntryNo,
    },
    /// Somebody has or had this key already.
    OperatorKeyTaken {
        /// Who.
        no: OperatorNo,
    },
    /// Another operator has this name.
    OperatorNameTaken {
        /// Who.
        no: OperatorNo,
    },
    /// Without this one nobody would be left to administer the ledger.
    LastAdministrator {
        /// The operator.
        no: OperatorNo,
    },
    /// A key is changed by its holder alone.
    NotHerKey {
        /// Whose key it is.
        no: OperatorNo,
    },
    /// She prepared it herself.
    SelfApproval {
        /// The prepared entry.
        entry: EntryNo,
    },
    /// The entry does not wait for a second person.
    NotPrepared {
        /// The entry.
        entry: EntryNo,
    },
    /// It was decided before.
    AlreadyDecided {
        /// The prepared entry.
        entry: EntryNo,
        /// The entry that decided it.
        by: EntryNo,
        /// How.
        decision: Decision,
    },
    /// Only the one who prepared an entry takes it back.
    NotThePreparer {
        /// The prepared entry.
        entry: EntryNo,
        /// Who prepared it.
        operator: OperatorNo,
    },
    /// It took effect at once, and the rules ask for a second person.
    TwoPersonsNeeded,
    /// This kind of entry takes effect at once or not at all.
    NotPreparable,
    /// The money account is chosen when it is approved, not when it is prepared.
    MoneyWhenPrepared,
    /// It names its money accounts itself: a move, a voucher, a reversal.
    MoneyNotChosen,
    /// A month does not close while something of it waits for a second person.
    PendingInMonth {
        /// The month.
        period: Period,
        /// How many prepared entries.
        count: u64,
    },
    /// No money account of that number.
    UnknownMoneyAccount {
        /// The number.
        no: MoneyAccountNo,
    },
    /// No money account of that code.
    UnknownMoneyCode {
        /// The code.
        code: Code,
    },
    /// The code stands for another money account already.
    MoneyCodeTaken {
        /// The code.
        code: Code,
        /// That account's name.
        name: Line,
    },
    /// A move from a money account to itself.
    SameMoneyAccount,
    /// The money account has too little.
    MoneyNotCovered {
        /// The account; `None`: the first.
        account: Option<MoneyAccountNo>,
        /// What is on it.
        available: Fen,
        /// What was asked for.
        needed: Fen,
    },
    /// No budget of that number.
    UnknownBudget {
        /// The number.
        no: BudgetNo,
    },
    /// No budget of that fund and year for that purpose.
    UnknownBudgetPurpose {
        /// The purpose.
        purpose: Line,
        /// The year.
        year: u32,
    },
    /// A change may change a budget's amount and nothing else; and a fund has one budget a year for a purpose.
    BudgetTaken {
        /// The budget that is there.
        no: BudgetNo,
    },
    /// The budget is another fund's or another year's.
    BudgetOfOther {
        /// The budget.
        no: BudgetNo,
    },
    /// The budget has too little left.
    OverBudget {
        /// What it is for.
        purpose: Line,
        /// What is left of it.
        left: Fen,
        /// What was asked for.
        needed: Fen,
    },
    /// More than that was spent of the budget already.
    BudgetBelowSpent {
        /// What was spent.
        spent: Fen,
    },
    /// No register of that number.
    UnknownRegister {
        /// The number.
        no: RegisterNo,
    },
    /// No register of that name.
    UnknownRegisterName {
        /// The name.
        name: Line,
    },
    /// The register is there already.
    RegisterTaken {
        /// Its name.
        name: Line,
    },
    /// The entry is no line of a register.
    NotARegisterLine {
        /// The entry.
        entry: EntryNo,
    },
    /// The line was struck before.
    AlreadyStruck {
        /// The line.
        entry: EntryNo,
        /// The entry that struck it.
        by: EntryNo,
    },
    /// Her data is restricted: nothing new may name her.
    PersonRestricted {
        /// Who.
        no: PersonNo,
    },
    /// Her data was erased.
    PersonErased {
        /// Who.
        no: PersonNo,
    },
    /// Her data is restricted already, or is not.
    AlreadyRestricted {
        /// Who.
        no: PersonNo,
        /// Whether it is.
        restricted: bool,
    },
    /// Her data must still be kept.
    RetentionNotOver {
        /// Who.
        no: PersonNo,
        /// Until which day.
        until: Date,
    },
    /// The erasure does not name all that the vault holds of her.
    ErasureIncomplete {
        /// Who.
        no: PersonNo,
    },
    /// Nobody has this look-up hash, or somebody else than the entry says.
    NotADuplicate {
        /// Whom the entry names.
        no: PersonNo,
    },
    /// So much has been noted of one person that an erasure could not name it all.
    TooManyNotes {
        /// Who.
        no: PersonNo,
    },
    /// The vault never held this, or it is erased or declared lost already.
    NothingToLose {
        /// What.
        subject: SubjectNo,
    },
    /// No household of that number.
    UnknownHousehold {
        /// The number.
        no: HouseholdNo,
    },
    /// She is in that household already, or in none.
    SameHousehold {
        /// Who.
        no: PersonNo,
    },
    /// Grants are passed down to organisations.
    NotAnOrganisation {
        /// The natural person.
        no: PersonNo,
    },
    /// The chart of the voucher's day is another than the one that the account is of.
    OtherEdition {
        /// The voucher date.
        date: Date,
    },
    /// This entry may not post to that account.
    AccountNotAllowed {
        /// The account.
        account: AccountCode,
    },
    /// Money that donors bound to a purpose is spent on a programme of that purpose.
    RestrictedSpending {
        /// The fund's code.
        fund: Code,
        /// What its money is for.
        fund_purpose: Line,
    },
    /// Opening balances are entered before the first month is closed.
    OpeningTooLate {
        /// The latest closed month.
        closed_through: Period,
    },
    /// Something about the close of a month or a year.
    Closing(Box<ClosingRefusal>),
    /// Something about loans.
    Loan(Box<LoanRefusal>),
    /// Something about relief, gifts or goods.
    Relief(Box<ReliefRefusal>),
}

impl From<LoanRefusal> for Refusal {
    fn from(refusal: LoanRefusal) -> Refusal {
        Refusal::Loan(Box::new(refusal))
    }
}

/// A series of numbers without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Entries.
    Entries,
    /// Funds.
    Funds,
    /// Programmes.
    Programmes,
    /// Places and causes.
    Purposes,
    /// Persons.
    Persons,
    /// Subjects in the vault.
    Subjects,
    /// Vouchers of a month.
    Vouchers,
    /// Operators.
    Operators,
    /// Money accounts.
    MoneyAccounts,
    /// Budgets.
    Budgets,
    /// Registers.
    Registers,
    /// Households.
    Households,
    /// Loan products.
    Products,
    /// Guarantors.
    Guarantors,
    /// Loans.
    Loans,
    /// Applications for relief.
    Cases,
    /// Rounds of relief.
    Rounds,
    /// Bound gifts.
    Gifts,
    /// Items of goods.
    Items,
}

/// A part of an entry that the rules determine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPart {
    /// Whether it is booked.
    Status,
    /// The business date.
    BusinessDate,
    /// The voucher date.
    VoucherDate,
    /// The postings.
    Postings,
}

impl Refusal {
    /// The named check that this refusal comes from, where it is one of the numbered invariants.
    pub const fn check(&self) -> Option<Check> {
        Some(match self {
            Refusal::Unbalanced { .. } => Check::Balanced,
            Refusal::FundNotCovered { .. } | Refusal::MoneyNotCovered { .. } => Check::FundCovered,
            Refusal::OffPurpose { .. }
            | Refusal::ConsentNeeded { .. }
            | Refusal::HeldNotCovered { .. }
            | Refusal::RestrictedSpending { .. } => Check::Restricted,
            Refusal::SelfApproval { .. }
            | Refusal::TwoPersonsNeeded
            | Refusal::NotPrepared { .. }
            | Refusal::AlreadyDecided { .. }
            | Refusal::NotThePreparer { .. }
            | Refusal::RoleMayNot { .. } => Check::TwoPersons,
            Refusal::AlreadyReversed { .. }
            | Refusal::NotReversible { .. }
            | Refusal::OriginalDiffers { .. } => Check::ReversedOnce,
            Refusal::ClosedPeriod { .. } => Check::ClosedPeriod,
            Refusal::OutOfSequence { series: Series::Vouchers, .. } => Check::VoucherSequence,
            Refusal::Loan(loan) => match **loan {
                LoanRefusal::OverLimit { .. }
                | LoanRefusal::MovedOn { .. }
                | LoanRefusal::Overpaid { .. } => Check::LoanBounds,
                LoanRefusal::ScheduleSum { .. } => Check::ScheduleSum,
                _ => return None,
            },
            Refusal::Relief(relief) => match &**relief {
                ReliefRefusal::Row { cause, .. } => return cause.check(),
                ReliefRefusal::OverCap { .. }
                | ReliefRefusal::OverTimes { .. }
                | ReliefRefusal::OverPieces { .. }
                | ReliefRefusal::HouseholdServed { .. } => Check::Caps,
                ReliefRefusal::StockShort { .. }
                | ReliefRefusal::CardNotThere { .. }
                | ReliefRefusal::CardKnown { .. } => Check::Stock,
                ReliefRefusal::FundShort { .. } => Check::FundCovered,
                ReliefRefusal::GiftShort { .. }
                | ReliefRefusal::GiftBound { .. }
                | ReliefRefusal::GiftElsewhere { .. }
                | ReliefRefusal::FundNotAllowed { .. } => Check::Restricted,
                _ => return None,
            },
            _ => return None,
        })
    }
}
