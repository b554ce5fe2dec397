//! Every way the rules say no to a product, a guarantor or a loan.
//!
//! Owns: the causes and their data. Refuses to know: sentences.

use super::Stage;
use crate::base::{Code, Date, EntryNo, Fen, FundNo, GuarantorNo, Line, LoanNo, PersonNo, ProductNo, Rate};
use crate::entry::Quarter;

/// Why the rules refuse something about loans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoanRefusal {
    /// No product of that number.
    UnknownProduct {
        /// The number.
        no: ProductNo,
    },
    /// No product of that code.
    UnknownProductCode {
        /// The code.
        code: Code,
    },
    /// The code stands for another product already.
    ProductCodeTaken {
        /// The code.
        code: Code,
        /// That product's name.
        name: Line,
    },
    /// The product had no terms on that day.
    NoTerms {
        /// The product.
        product: Code,
        /// The day.
        date: Date,
    },
    /// Terms or subsidies hold from a later day than those before.
    TermsOutOfOrder {
        /// The latest day from which any hold.
        last: Date,
    },
    /// The rate is above what any loan may cost.
    RateTooHigh {
        /// The rate, with the surcharge where that is what is too high.
        rate: Rate,
        /// The highest.
        highest: Rate,
    },
    /// The term is not one that the product has.
    MonthsOutOfRange {
        /// The months.
        months: u16,
        /// The most.
        longest: u16,
    },
    /// The graces are longer than the longest term, or the ages are the wrong way round.
    TermsImpossible,
    /// No guarantor of that number.
    UnknownGuarantor {
        /// The number.
        no: GuarantorNo,
    },
    /// No guarantor of that name.
    UnknownGuarantorName {
        /// The name.
        name: Line,
    },
    /// The guarantor is there already.
    GuarantorTaken {
        /// Its name.
        name: Line,
    },
    /// An office is no lawful guarantor (民法典, article 683).
    OfficeAsGuarantor {
        /// Its name.
        name: Line,
    },
    /// Less is placed with the guarantor.
    DepositNotCovered {
        /// The guarantor.
        name: Line,
        /// What is placed.
        available: Fen,
        /// What was asked for.
        needed: Fen,
    },
    /// The fund's allowance for bad debts is less.
    AllowanceNotCovered {
        /// The fund.
        fund: FundNo,
        /// What it is.
        available: Fen,
        /// What was asked for.
        needed: Fen,
    },
    /// The shares of a subsidy do not come to the whole of it.
    SharesNotWhole,
    /// No loan of that number.
    UnknownLoan {
        /// The number.
        no: LoanNo,
    },
    /// The loan has not come so far, or is past it.
    WrongStage {
        /// The loan.
        loan: LoanNo,
        /// How far it has come.
        stage: Stage,
    },
    /// She has a loan of the product that is not over.
    AnotherLoan {
        /// That loan.
        loan: LoanNo,
    },
    /// She is in arrears, or what was given up or paid by a guarantor is not recovered.
    NotEligible {
        /// The loan that shows it.
        loan: LoanNo,
    },
    /// The product is for women alone, and her identity number is a man's. No entry shows it: it is asked when she applies.
    WomenOnly {
        /// Who applied.
        person: PersonNo,
    },
    /// The product is for other ages. No entry shows it: it is asked when she applies.
    AgeOutside {
        /// Who applied.
        person: PersonNo,
        /// Her age in whole years.
        age: u32,
        /// The lowest; 0: none.
        youngest: u8,
        /// The highest; 0: none.
        oldest: u8,
    },
    /// More than the product, the grant or the limit allows.
    OverLimit {
        /// The most that is allowed.
        limit: Fen,
        /// What is drawn or outstanding already.
        used: Fen,
        /// What was asked for.
        asked: Fen,
    },
    /// The loan or its limit is over.
    AfterEnd {
        /// The loan.
        loan: LoanNo,
        /// Its last day.
        end: Date,
    },
    /// Something of the loan is dated later: only payments and fees may become known late.
    LaterEvent {
        /// The loan.
        loan: LoanNo,
        /// The latest event.
        entry: EntryNo,
        /// Its business date.
        date: Date,
    },
    /// On that day nothing had been drawn.
    NothingDrawn {
        /// The loan.
        loan: LoanNo,
        /// The day.
        date: Date,
        /// The day of the first draw, where there was one.
        first: Option<Date>,
    },
    /// Nothing is owed any more.
    Settled {
        /// The loan.
        loan: LoanNo,
    },
    /// More than is owed.
    Overpaid {
        /// The loan.
        loan: LoanNo,
        /// What ends it on that day.
        payoff: Fen,
        /// What was paid.
        paid: Fen,
        /// The day.
        date: Date,
    },
    /// What is in arrears must be paid first.
    InArrears {
        /// The loan.
        loan: LoanNo,
        /// How much.
        arrears: Fen,
        /// Since when.
        since: Option<Date>,
        /// What must be paid on that day so that nothing is due any more.
        due: Fen,
    },
    /// Nothing is in arrears.
    NotInArrears {
        /// The loan.
        loan: LoanNo,
    },
    /// Nobody stands behind the loan.
    NoGuarantor {
        /// The loan.
        loan: LoanNo,
    },
    /// Earlier claims were paid out of other money, or the loan's own fund can't stand behind it.
    OtherMoney {
        /// The loan.
        loan: LoanNo,
    },
    /// The new end is not after the old one.
    NotLater {
        /// The end that it has.
        end: Date,
    },
    /// The new end is later than an extension may reach (贷款通则, article 12).
    ExtensionTooLong {
        /// The latest end.
        latest: Date,
    },
    /// Less is left to recover, to refund, or of what was kept for later.
    LessLeft {
        /// What is left.
        left: Fen,
        /// What was asked for.
        asked: Fen,
    },
    /// Reversing it would leave a later event without what it stands on.
    MovedOn {
        /// The loan.
        loan: LoanNo,
        /// The first event that could not stand.
        by: EntryNo,
    },
    /// No subsidy holds for the loan.
    NoSubsidy {
        /// The loan.
        loan: LoanNo,
    },
    /// The quarter was claimed before.
    SubsidyTwice {
        /// The loan.
        loan: LoanNo,
        /// The quarter.
        quarter: Quarter,
        /// With which entry.
        by: EntryNo,
    },
    /// The quarter is not over.
    QuarterNotOver {
        /// The quarter.
        quarter: Quarter,
    },
    /// No day of the quarter is subsidised.
    NothingToSubsidise {
        /// The loan.
        loan: LoanNo,
        /// The quarter.
        quarter: Quarter,
    },
    /// The instalments do not sum to what is outstanding.
    ScheduleSum {
        /// The loan.
        loan: LoanNo,
    },
    /// What the entry says is not what the rules work out: it was prepared when the loan stood otherwise.
    WorkedOutAnew {
        /// The loan.
        loan: LoanNo,
    },
    /// A person whose loan is not over can't be erased.
    LoanOpen {
        /// The loan.
        loan: LoanNo,
    },
}
