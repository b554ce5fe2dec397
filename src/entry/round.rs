//! Applications for relief 救助申请 and rounds 发放批次: who asked, who was found to need it, what was granted and paid.
//!
//! Owns: their fields. Refuses to know: a programme's rules, and what goods are worth.

use super::{take_u32, take_u64};
use crate::base::money::MAX_FEN;
use crate::base::wire::{Put, Take, WireError};
use crate::base::{CaseNo, Fen, FundNo, GiftNo, Hash32, ItemNo, PersonNo, ProgrammeNo, RoundNo};
use serde::{Deserialize, Serialize};

/// Something happened to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    /// Which.
    pub case: CaseNo,
    /// What happened.
    pub what: CaseWhat,
}

/// What can happen to an application before it is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseWhat {
    /// She applied 申请. Its attachments are the papers.
    Applied {
        /// To which programme.
        programme: ProgrammeNo,
        /// Who.
        person: PersonNo,
        /// For goods of this item; `None`: for money.
        item: Option<ItemNo>,
        /// How much in 分, or how many pieces; 0: left open.
        asked: u64,
    },
    /// Somebody looked at it.
    Looked {
        /// At her home or at the papers.
        step: LookStep,
        /// Whether it fits the programme.
        fits: bool,
    },
}

/// Where somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LookStep {
    /// 入户核查.
    Visit,
    /// 审核.
    Review,
}

/// The most that can be asked for, in 分 or pieces: what a posting may carry.
const MOST_ASKED: u64 = MAX_FEN.unsigned_abs();

impl CaseEvent {
    /// The kind's number.
    pub const fn kind(&self) -> u16 {
        match self.what {
            CaseWhat::Applied { .. } => 131,
            CaseWhat::Looked { .. } => 132,
        }
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.case.0);
        match self.what {
            CaseWhat::Applied { programme, person, item, asked } => {
                out.u32(programme.0);
                out.u64(person.0);
                out.u32(item.map_or(0, |item| item.0));
                out.u64(asked);
            }
            CaseWhat::Looked { step, fits } => {
                out.u8(match step {
                    LookStep::Visit => 1,
                    LookStep::Review => 2,
                });
                out.u8(if fits { 1 } else { 2 });
            }
        }
    }

    pub(super) fn take(kind: u16, from: &mut Take<'_>) -> Result<CaseEvent, WireError> {
        let case = CaseNo(take_u64(from, "case")?);
        if kind == 131 {
            let programme = ProgrammeNo(take_u32(from, "programme number")?);
            let person = PersonNo(take_u64(from, "person number")?);
            let item = item(from.u32()?);
            let wrong = from.impossible("what is asked");
            let asked = from.u64()?;
            if asked > MOST_ASKED {
                return Err(wrong);
            }
            return Ok(CaseEvent { case, what: CaseWhat::Applied { programme, person, item, asked } });
        }
        let wrong = from.impossible("step");
        let step = match from.u8()? {
            1 => LookStep::Visit,
            2 => LookStep::Review,
            _ => return Err(wrong),
        };
        let wrong = from.impossible("result");
        let fits = match from.u8()? {
            1 => true,
            2 => false,
            _ => return Err(wrong),
        };
        Ok(CaseEvent { case, what: CaseWhat::Looked { step, fits } })
    }
}

/// Something happened to a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundEvent {
    /// Which.
    pub round: RoundNo,
    /// What happened.
    pub what: RoundWhat,
}

/// What can happen to a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoundWhat {
    /// It was proposed; it is granted when it takes effect 审批.
    Proposed(Proposal),
    /// Its names were put up 公示.
    Noticed,
    /// Rows were paid, or their goods handed out 付款、发放.
    Paid {
        /// Which.
        rows: Rows,
    },
    /// Money or goods of rows came back 退汇、退回.
    CameBack {
        /// Why.
        reason: BackReason,
        /// Which.
        rows: Rows,
    },
    /// The bank said that rows arrived 回盘.
    Answered {
        /// Which.
        rows: Rows,
    },
    /// Rows are not paid any more 取消.
    Dropped {
        /// Why.
        reason: DropReason,
        /// Which.
        rows: Rows,
    },
}

impl RoundWhat {
    /// The rows that it names; `None` where it is about the round as a whole.
    pub const fn rows(&self) -> Option<&Rows> {
        match self {
            RoundWhat::Paid { rows }
            | RoundWhat::CameBack { rows, .. }
            | RoundWhat::Answered { rows }
            | RoundWhat::Dropped { rows, .. } => Some(rows),
            RoundWhat::Proposed(_) | RoundWhat::Noticed => None,
        }
    }
}

/// What is granted to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Under which programme.
    pub programme: ProgrammeNo,
    /// Whose money or goods; [`FundNo::PASS_THROUGH`]: held for others.
    pub fund: FundNo,
    /// Goods of this item; `None`: money.
    pub item: Option<ItemNo>,
    /// To whom, 1 to [`MOST_ROWS`].
    pub rows: Vec<Row>,
}

/// One person's part of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Her application, where there was one.
    pub case: Option<CaseNo>,
    /// Who receives.
    pub person: PersonNo,
    /// The gift that it comes out of, where it is a bound one.
    pub gift: Option<GiftNo>,
    /// How much: 分, pieces, or the number of a card, as the round gives money, goods or numbered goods.
    pub given: u64,
    /// SHA-256 of a paper, where no application has it.
    pub paper: Option<Hash32>,
}

impl Row {
    /// What the row gives, where the round gives money.
    pub fn amount(&self) -> Fen {
        // A row is made from an amount, or was bounded when it was read.
        Fen::new(i64::try_from(self.given).unwrap_or(i64::MAX))
    }

    /// How many pieces the row gives, where the round gives goods that are not numbered.
    pub fn pieces(&self) -> u32 {
        u32::try_from(self.given).unwrap_or(u32::MAX)
    }
}

/// The most rows of a round: so many fit into one record, each with a paper.
pub const MOST_ROWS: usize = 1000;
/// The most pieces of one row, receipt or count.
pub const MOST_PIECES: u32 = 1_000_000_000;
/// The highest number of a card: 18 digits.
pub const HIGHEST_CARD: u64 = 999_999_999_999_999_999;

/// Rows of a round by their numbers from 1, ascending; 1 to [`MOST_ROWS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows(Vec<u16>);

impl Rows {
    /// Rows by their numbers, in any order; `None` where there are none, too many, or one is 0 or named twice.
    pub fn new(mut rows: Vec<u16>) -> Option<Rows> {
        rows.sort_unstable();
        let fine = (1..=MOST_ROWS).contains(&rows.len())
            && rows.first().is_some_and(|first| *first > 0)
            && rows.is_sorted_by(|a, b| a < b);
        fine.then_some(Rows(rows))
    }

    /// Their numbers, ascending.
    pub fn numbers(&self) -> &[u16] {
        &self.0
    }

    fn put(&self, out: &mut Vec<u8>) {
        out.u16(super::count(self.0.len()));
        self.0.iter().for_each(|row| out.u16(*row));
    }

    fn take(from: &mut Take<'_>) -> Result<Rows, WireError> {
        let wrong = from.impossible("rows");
        let count = usize::from(from.u16()?);
        if !(1..=MOST_ROWS).contains(&count) {
            return Err(wrong);
        }
        let rows = (0..count).map(|_| from.u16()).collect::<Result<Vec<_>, _>>()?;
        if !rows.is_sorted_by(|a, b| a < b) || rows.first() == Some(&0) { Err(wrong) } else { Ok(Rows(rows)) }
    }
}

macro_rules! reason {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $number:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$item])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            const fn number(self) -> u8 {
                match self {
                    $($name::$variant => $number,)*
                }
            }

            fn take(from: &mut Take<'_>) -> Result<$name, WireError> {
                let wrong = from.impossible("reason");
                match from.u8()? {
                    $($number => Ok($name::$variant),)*
                    _ => Err(wrong),
                }
            }
        }
    };
}

reason!(
    /// Why a payment came back.
    BackReason {
        /// There is no such account, or it is closed.
        NoAccount = 1,
        /// Name and account do not belong together.
        NameDiffers = 2,
        /// Nobody collected it.
        NotCollected = 3,
        /// Another reason.
        Other = 9,
    }
);

reason!(
    /// Why a row is not paid any more.
    DropReason {
        /// An objection to the notice was upheld 公示异议成立.
        Objection = 1,
        /// She does not meet the conditions any more.
        Conditions = 2,
        /// She declined.
        Declined = 3,
        /// Another reason.
        Other = 9,
    }
);

impl RoundEvent {
    /// The kind's number.
    pub const fn kind(&self) -> u16 {
        match self.what {
            RoundWhat::Proposed(_) => 133,
            RoundWhat::Noticed => 134,
            RoundWhat::Paid { .. } => 135,
            RoundWhat::CameBack { .. } => 136,
            RoundWhat::Answered { .. } => 137,
            RoundWhat::Dropped { .. } => 138,
        }
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.round.0);
        match &self.what {
            RoundWhat::Proposed(proposal) => proposal.put(out),
            RoundWhat::Noticed => {}
            RoundWhat::Paid { rows } | RoundWhat::Answered { rows } => rows.put(out),
            RoundWhat::CameBack { reason, rows } => {
                out.u8(reason.number());
                rows.put(out);
            }
            RoundWhat::Dropped { reason, rows } => {
                out.u8(reason.number());
                rows.put(out);
            }
        }
    }

    pub(super) fn take(kind: u16, from: &mut Take<'_>) -> Result<RoundEvent, WireError> {
        let round = RoundNo(take_u32(from, "round")?);
        let what = match kind {
            133 => RoundWhat::Proposed(Proposal::take(from)?),
            134 => RoundWhat::Noticed,
            135 => RoundWhat::Paid { rows: Rows::take(from)? },
            136 => RoundWhat::CameBack { reason: BackReason::take(from)?, rows: Rows::take(from)? },
            137 => RoundWhat::Answered { rows: Rows::take(from)? },
            _ => RoundWhat::Dropped { reason: DropReason::take(from)?, rows: Rows::take(from)? },
        };
        Ok(RoundEvent { round, what })
    }
}

impl Proposal {
    fn put(&self, out: &mut Vec<u8>) {
        assert!((1..=MOST_ROWS).contains(&self.rows.len()), "rows are counted when entered");
        out.u32(self.programme.0);
        out.u32(self.fund.0);
        out.u32(self.item.map_or(0, |item| item.0));
        out.u16(super::count(self.rows.len()));
        for row in &self.rows {
            out.u64(row.case.map_or(0, |case| case.0));
            out.u64(row.person.0);
            out.u64(row.gift.map_or(0, |gift| gift.0));
            out.u64(row.given);
            out.u8(u8::from(row.paper.is_some()));
            if let Some(paper) = &row.paper {
                out.hash(paper);
            }
        }
    }

    fn take(from: &mut Take<'_>) -> Result<Proposal, WireError> {
        let programme = ProgrammeNo(take_u32(from, "programme number")?);
        let fund = FundNo(from.u32()?);
        let item = item(from.u32()?);
        let wrong = from.impossible("count of rows");
        let count = usize::from(from.u16()?);
        if !(1..=MOST_ROWS).contains(&count) {
            return Err(wrong);
        }
        let rows = (0..count).map(|_| Row::take(item.is_some(), from)).collect::<Result<Vec<_>, _>>()?;
        Ok(Proposal { programme, fund, item, rows })
    }
}

impl Row {
    fn take(goods: bool, from: &mut Take<'_>) -> Result<Row, WireError> {
        let case = match from.u64()? {
            0 => None,
            no => Some(CaseNo(no)),
        };
        let person = PersonNo(take_u64(from, "person number")?);
        let gift = super::gift::gift(from.u64()?);
        let wrong = from.impossible("what is given");
        let given = from.u64()?;
        let most = if goods { HIGHEST_CARD } else { MAX_FEN.unsigned_abs() };
        if !(1..=most).contains(&given) {
            return Err(wrong);
        }
        let paper = if from.flag("paper")? { Some(from.hash()?) } else { None };
        Ok(Row { case, person, gift, given, paper })
    }
}

pub(super) fn item(no: u32) -> Option<ItemNo> {
    (no > 0).then_some(ItemNo(no))
}
