//! Why something may not be: families of causes, and of which family a refusal of the ledger is.
//!
//! Owns: that table. Refuses to know: when which of them holds.

use jinguo::book::Refusal;
use jinguo::book::relief::{ReliefRefusal, Scope};
use std::collections::BTreeSet;

/// A family of causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    Unknown,
    Rules,
    Step,
    Gives,
    Purpose,
    Caps,
    Budget,
    Household,
    Papers,
    Twice,
    Fund,
    Gift,
    Stock,
    Card,
    Status,
    Date,
    Person,
    TwoPersons,
}

impl Cause {
    /// Those that a round can be refused for.
    pub const OF_ROUNDS: &[Cause] = &[
        Cause::Unknown,
        Cause::Rules,
        Cause::Step,
        Cause::Gives,
        Cause::Purpose,
        Cause::Caps,
        Cause::Budget,
        Cause::Household,
        Cause::Papers,
        Cause::Twice,
        Cause::Fund,
        Cause::Gift,
        Cause::Stock,
        Cause::Card,
        Cause::Person,
    ];
}

pub type Causes = BTreeSet<Cause>;

/// The family of a refusal, and the row where it is about one.
pub fn family(refusal: &Refusal) -> (Cause, Option<u16>) {
    use ReliefRefusal as R;
    let relief = match refusal {
        Refusal::Relief(relief) => relief.as_ref(),
        Refusal::UnknownFund { .. }
        | Refusal::UnknownProgramme { .. }
        | Refusal::UnknownPerson { .. }
        | Refusal::UnknownEntry { .. }
        | Refusal::OutOfSequence { .. } => return (Cause::Unknown, None),
        Refusal::OffPurpose { .. } => return (Cause::Purpose, None),
        Refusal::FundNotCovered { .. } => return (Cause::Fund, None),
        Refusal::AlreadyReversed { .. } | Refusal::NotReversible { .. } => return (Cause::Status, None),
        Refusal::PersonRestricted { .. }
        | Refusal::PersonErased { .. }
        | Refusal::NotANaturalPerson { .. } => return (Cause::Person, None),
        Refusal::SelfApproval { .. }
        | Refusal::NotThePreparer { .. }
        | Refusal::AlreadyDecided { .. }
        | Refusal::NotPreparable => return (Cause::TwoPersons, None),
        other => panic!("{other:?}"),
    };
    let cause = match relief {
        R::Row { row, cause } => return (family(cause).0, Some(*row)),
        R::UnknownCase { .. }
        | R::UnknownRound { .. }
        | R::UnknownRow { .. }
        | R::UnknownGift { .. }
        | R::UnknownItem { .. }
        | R::UnknownItemName { .. } => Cause::Unknown,
        R::ItemTaken { .. } => Cause::Stock,
        R::NoRules { .. } | R::RulesOutOfOrder { .. } | R::RulesImpossible => Cause::Rules,
        R::ByRound { .. }
        | R::StepOff { .. }
        | R::CaseNeeded { .. }
        | R::CaseOfOther { .. }
        | R::CaseGranted { .. }
        | R::StepMissing { .. }
        | R::DoesNotFit { .. }
        | R::OpenCase { .. }
        | R::NoticeNeeded { .. }
        | R::NoticedBefore { .. } => Cause::Step,
        R::FundNotAllowed { .. } => Cause::Purpose,
        R::GivesOther { .. } => Cause::Gives,
        R::BelowLeast { .. } | R::OverTimes { .. } | R::OverPieces { .. } => Cause::Caps,
        R::OverCap { scope: Scope::Once, .. } | R::OverCap { person: Some(_), .. } => Cause::Caps,
        R::OverCap { .. } => Cause::Budget,
        R::HouseholdServed { .. } | R::HouseholdUnknown { .. } => Cause::Household,
        R::PapersNeeded { .. } | R::SignatureNeeded => Cause::Papers,
        R::Twice { .. } => Cause::Twice,
        R::FundShort { .. } => Cause::Fund,
        R::GiftNeeded
        | R::GiftShort { .. }
        | R::GiftBound { .. }
        | R::GiftElsewhere { .. }
        | R::DonorOfGift { .. } => Cause::Gift,
        R::StockShort { .. } | R::BooksDiffer { .. } | R::SurplusNeedsReceipt { .. } => Cause::Stock,
        R::CardNotThere { .. } | R::CardKnown { .. } | R::CardNumbers { .. } | R::TooManyCards { .. } => {
            Cause::Card
        }
        R::NoticeRuns { .. } | R::TooEarly { .. } => Cause::Date,
        R::RowIs { .. } | R::UsedSince { .. } => Cause::Status,
        R::AreaOutside { .. } | R::CategoryOutside { .. } => unreachable!("no rules here ask the vault"),
    };
    (cause, None)
}
