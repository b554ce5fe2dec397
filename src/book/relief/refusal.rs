//! Every way the rules say no to relief, rounds, gifts and goods.
//!
//! Owns: the causes and their data. Refuses to know: sentences.

use super::state::{Grant, RowStatus};
use crate::base::{
    CaseNo, Code, Date, EntryNo, Fen, FundNo, GiftNo, HouseholdNo, ItemNo, Line, PersonNo, RoundNo,
};
use crate::book::refusal::Refusal;
use crate::entry::LookStep;

/// Over what a cap or a budget is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// At a time.
    Once,
    /// A whole life.
    Lifetime,
    /// A calendar year.
    Year,
    /// A round.
    Round,
}

/// A step of a case that a programme can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 申请.
    Application,
    /// 入户核查.
    Visit,
    /// 审核.
    Review,
    /// 公示.
    Notice,
    /// 回盘.
    Answer,
}

impl From<LookStep> for Step {
    fn from(step: LookStep) -> Step {
        match step {
            LookStep::Visit => Step::Visit,
            LookStep::Review => Step::Review,
        }
    }
}

/// Why the rules refuse something about relief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReliefRefusal {
    /// A row of a round can't be: the first of those that can't.
    Row {
        /// Its number, from 1.
        row: u16,
        /// Why.
        cause: Box<Refusal>,
    },
    /// No application of that number.
    UnknownCase {
        /// The number.
        no: CaseNo,
    },
    /// No round of that number, or it was not approved.
    UnknownRound {
        /// The number.
        no: RoundNo,
    },
    /// No such row.
    UnknownRow {
        /// The round.
        round: RoundNo,
        /// The row.
        row: u16,
    },
    /// No gift of that number.
    UnknownGift {
        /// The number.
        no: GiftNo,
    },
    /// No item of that number.
    UnknownItem {
        /// The number.
        no: ItemNo,
    },
    /// No item of that name.
    UnknownItemName {
        /// The name.
        name: Line,
    },
    /// An item of that name is there.
    ItemTaken {
        /// The name.
        name: Line,
    },
    /// The programme had no rules on that day.
    NoRules {
        /// The programme.
        programme: Code,
        /// The day.
        date: Date,
    },
    /// Rules hold from a later day than those before.
    RulesOutOfOrder {
        /// The latest day from which any hold.
        last: Date,
    },
    /// The rules contradict themselves.
    RulesImpossible,
    /// The programme goes by applications or rounds: it is not paid in one step.
    ByRound {
        /// The programme.
        programme: Code,
    },
    /// The programme has no such step.
    StepOff {
        /// The programme.
        programme: Code,
        /// The step.
        step: Step,
    },
    /// The programme pays only who applied.
    CaseNeeded {
        /// The programme.
        programme: Code,
    },
    /// The application is of another person, for another programme, or for something else.
    CaseOfOther {
        /// The application.
        case: CaseNo,
    },
    /// The application was granted already, or a round with it waits.
    CaseGranted {
        /// The application.
        case: CaseNo,
        /// By which entry.
        entry: EntryNo,
    },
    /// The application has not come so far.
    StepMissing {
        /// The application.
        case: CaseNo,
        /// What is missing.
        step: Step,
    },
    /// Somebody looked and found that it does not fit.
    DoesNotFit {
        /// The application.
        case: CaseNo,
        /// When.
        step: Step,
        /// The entry that says so.
        entry: EntryNo,
    },
    /// She has another application there that is open.
    OpenCase {
        /// That application.
        case: CaseNo,
    },
    /// The programme may not draw on that fund.
    FundNotAllowed {
        /// The programme.
        programme: Code,
        /// The fund.
        fund: FundNo,
    },
    /// The programme gives money and no goods, or the other way round.
    GivesOther {
        /// The programme.
        programme: Code,
        /// Whether goods were to be given.
        goods: bool,
    },
    /// Less than the programme gives.
    BelowLeast {
        /// The least.
        least: Fen,
        /// What was to be given.
        amount: Fen,
    },
    /// More than a cap or a budget allows.
    OverCap {
        /// The programme.
        programme: Code,
        /// The person, where the cap is hers.
        person: Option<PersonNo>,
        /// Over what it counts.
        scope: Scope,
        /// The cap.
        cap: Fen,
        /// What was granted before.
        before: Fen,
        /// What was to be given.
        amount: Fen,
        /// The latest grant before, where one is known.
        last: Option<Grant>,
    },
    /// More often than the programme allows.
    OverTimes {
        /// The programme.
        programme: Code,
        /// The person.
        person: PersonNo,
        /// Over what it counts.
        scope: Scope,
        /// How often.
        times: u16,
        /// The latest grant before, where one is known.
        last: Option<Grant>,
    },
    /// More pieces at a time than the programme gives.
    OverPieces {
        /// The most.
        most: u32,
        /// What was to be given.
        pieces: u32,
    },
    /// One in a household, and another was served.
    HouseholdServed {
        /// The programme.
        programme: Code,
        /// The household.
        household: HouseholdNo,
        /// Who was served.
        person: PersonNo,
        /// The entry, where it was not this round.
        entry: Option<EntryNo>,
    },
    /// One in a household, and nobody knows hers.
    HouseholdUnknown {
        /// The person.
        person: PersonNo,
    },
    /// She does not live where the programme helps. No entry shows it: it is asked when she applies or is proposed.
    AreaOutside {
        /// The person.
        person: PersonNo,
        /// Where it helps.
        areas: Vec<Line>,
    },
    /// She is of no category that the programme helps. No entry shows it either.
    CategoryOutside {
        /// The person.
        person: PersonNo,
        /// Which it helps.
        categories: Vec<Line>,
    },
    /// Papers are missing.
    PapersNeeded {
        /// How many are needed.
        needed: u8,
        /// How many were named.
        found: u8,
    },
    /// She stands in the round already.
    Twice {
        /// The person.
        person: PersonNo,
        /// Her first row.
        first: u16,
    },
    /// The fund has less, with what the rows before take.
    FundShort {
        /// The fund.
        fund: FundNo,
        /// What is left for this row.
        available: Fen,
        /// What it needs.
        needed: Fen,
    },
    /// What is held for others is held as a bound gift, and only what is of one goes back to its donor.
    GiftNeeded,
    /// The gift has less.
    GiftShort {
        /// The gift.
        gift: GiftNo,
        /// What is left of it in money.
        available: Fen,
        /// What is needed.
        needed: Fen,
    },
    /// The gift is for somebody or something else.
    GiftBound {
        /// The gift.
        gift: GiftNo,
    },
    /// The gift stands in another fund.
    GiftElsewhere {
        /// The gift.
        gift: GiftNo,
        /// Where.
        fund: FundNo,
    },
    /// The gift has a donor of its own.
    DonorOfGift {
        /// The gift.
        gift: GiftNo,
    },
    /// Fewer pieces are there, with what is spoken for.
    StockShort {
        /// The item.
        item: ItemNo,
        /// What is there.
        available: u32,
        /// What is needed.
        needed: u32,
    },
    /// A piece of that number is not in stock.
    CardNotThere {
        /// The item.
        item: ItemNo,
        /// The number.
        number: u64,
        /// The entry that gave it out, or speaks for it.
        entry: Option<EntryNo>,
    },
    /// A piece of that number came in before.
    CardKnown {
        /// The item.
        item: ItemNo,
        /// The number.
        number: u64,
    },
    /// The number is longer than those of the item, or numbers are missing or there are none.
    CardNumbers {
        /// The item.
        item: ItemNo,
    },
    /// More numbered pieces at a time than one entry holds.
    TooManyCards {
        /// The most.
        most: u32,
    },
    /// The round's notice is not up.
    NoticeNeeded {
        /// The round.
        round: RoundNo,
        /// For how many days it must be.
        days: u8,
    },
    /// The round's notice is still up.
    NoticeRuns {
        /// The round.
        round: RoundNo,
        /// The first day on which it can be paid.
        until: Date,
    },
    /// The notice is up already.
    NoticedBefore {
        /// The round.
        round: RoundNo,
        /// Since when.
        since: Date,
    },
    /// The row has not come so far, or is past it.
    RowIs {
        /// The round.
        round: RoundNo,
        /// The row.
        row: u16,
        /// How far it is.
        status: RowStatus,
    },
    /// It can't be before what it stands on.
    TooEarly {
        /// The first day on which it can be.
        first: Date,
    },
    /// Goods are handed out against a signature.
    SignatureNeeded,
    /// The books say another number of pieces now.
    BooksDiffer {
        /// The item.
        item: ItemNo,
        /// What they say.
        on_the_books: u32,
    },
    /// More was counted than the books say, of goods that came from somebody.
    SurplusNeedsReceipt {
        /// The item.
        item: ItemNo,
    },
    /// Something was done with it since.
    UsedSince {
        /// The entry that was to be reversed.
        original: EntryNo,
    },
}

impl From<ReliefRefusal> for Refusal {
    fn from(refusal: ReliefRefusal) -> Refusal {
        Refusal::Relief(Box::new(refusal))
    }
}
