//! The rules of a programme 项目办法, from a day on.
//!
//! Owns: their fields. Refuses to know: what they allow, and the templates that offices begin with.

use super::opening::take_line;
use super::{take_date, take_nonnegative, take_u32};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Date, Fen, FundNo, Line, ProgrammeNo};
use serde::{Deserialize, Serialize};

/// What a programme gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gives {
    /// Money 现金.
    Money,
    /// Goods 实物.
    Goods,
    /// Either of them.
    Either,
}

impl Gives {
    /// All of them, in the order of their numbers.
    pub const ALL: [Gives; 3] = [Gives::Money, Gives::Goods, Gives::Either];

    const fn number(self) -> u8 {
        match self {
            Gives::Money => 1,
            Gives::Goods => 2,
            Gives::Either => 3,
        }
    }
}

/// How often a household may be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PerHousehold {
    /// Each of its members by herself.
    Any,
    /// One of them, once.
    Lifetime,
    /// One of them a calendar year.
    Year,
    /// One of them a round.
    Round,
}

impl PerHousehold {
    /// All of them, in the order of their numbers.
    pub const ALL: [PerHousehold; 4] =
        [PerHousehold::Any, PerHousehold::Lifetime, PerHousehold::Year, PerHousehold::Round];

    const fn number(self) -> u8 {
        match self {
            PerHousehold::Any => 0,
            PerHousehold::Lifetime => 1,
            PerHousehold::Year => 2,
            PerHousehold::Round => 3,
        }
    }
}

/// A cap for one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// How often; 0: any number of times.
    pub times: u16,
    /// How much in all; 0: no bound.
    pub amount: Fen,
}

/// The steps of a case that a programme has, beside paying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// 申请.
    pub application: bool,
    /// 入户核查.
    pub visit: bool,
    /// 审核.
    pub review: bool,
    /// 审批, by another person.
    pub approval: bool,
    /// 回盘: the bank says which payments arrived.
    pub answer: bool,
    /// Days of 公示; 0: none.
    pub notice_days: u8,
}

const APPLICATION: u8 = 1;
const VISIT: u8 = 2;
const REVIEW: u8 = 4;
const APPROVAL: u8 = 8;
const ANSWER: u8 = 16;

/// What a programme asks for and bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefRules {
    /// Money or goods.
    pub gives: Gives,
    /// The funds that it may draw on, ascending; none: any of its purpose, and money held for others.
    pub funds: Vec<FundNo>,
    /// Categories of hardship, one of which she has; ascending by their bytes, none: any.
    pub categories: Vec<Line>,
    /// Where she lives, by the beginning of her area; ascending by their bytes, none: anywhere.
    pub areas: Vec<Line>,
    /// The least that is given at a time; 0: no bound.
    pub least: Fen,
    /// The most that is given at a time; 0: no bound. The same as the least where the amount is fixed.
    pub most: Fen,
    /// The most pieces at a time; 0: no bound.
    pub most_pieces: u32,
    /// In her whole life.
    pub lifetime: Cap,
    /// In a calendar year.
    pub yearly: Cap,
    /// One in a household.
    pub household: PerHousehold,
    /// In a calendar year for all; 0: no bound.
    pub year_budget: Fen,
    /// In one round; 0: no bound.
    pub round_budget: Fen,
    /// How many documents at least are named with their hash.
    pub papers: u8,
    /// The steps.
    pub steps: Steps,
}

/// The most funds that one programme's rules name.
pub const MOST_FUNDS: usize = 8;
/// The most categories, or areas, that one programme's rules name.
pub const MOST_WORDS: usize = 20;

/// A programme's rules hold from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesSet {
    /// The programme.
    pub programme: ProgrammeNo,
    /// The first business date that they hold for.
    pub from: Date,
    /// What they say.
    pub rules: ReliefRules,
}

impl RulesSet {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.programme.0);
        out.u32(self.from.number());
        self.rules.put(out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<RulesSet, WireError> {
        Ok(RulesSet {
            programme: ProgrammeNo(take_u32(from, "programme number")?),
            from: take_date(from)?,
            rules: ReliefRules::take(from)?,
        })
    }
}

impl ReliefRules {
    /// Rules that bound nothing and have no steps.
    #[must_use]
    pub fn unbounded(gives: Gives) -> ReliefRules {
        ReliefRules {
            gives,
            funds: Vec::new(),
            categories: Vec::new(),
            areas: Vec::new(),
            least: Fen::ZERO,
            most: Fen::ZERO,
            most_pieces: 0,
            lifetime: Cap::default(),
            yearly: Cap::default(),
            household: PerHousehold::Any,
            year_budget: Fen::ZERO,
            round_budget: Fen::ZERO,
            papers: 0,
            steps: Steps::default(),
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        assert!(self.funds.len() <= MOST_FUNDS && self.funds.is_sorted(), "funds are bounded when entered");
        out.u8(self.gives.number());
        out.u8(super::count(self.funds.len()));
        self.funds.iter().for_each(|fund| out.u32(fund.0));
        put_words(&self.categories, out);
        put_words(&self.areas, out);
        out.i64(self.least.get());
        out.i64(self.most.get());
        out.u32(self.most_pieces);
        for cap in [self.lifetime, self.yearly] {
            out.u16(cap.times);
            out.i64(cap.amount.get());
        }
        out.u8(self.household.number());
        out.i64(self.year_budget.get());
        out.i64(self.round_budget.get());
        out.u8(self.papers);
        let steps = self.steps;
        let bit = |on: bool, bit: u8| if on { bit } else { 0 };
        out.u8(bit(steps.application, APPLICATION)
            | bit(steps.visit, VISIT)
            | bit(steps.review, REVIEW)
            | bit(steps.approval, APPROVAL)
            | bit(steps.answer, ANSWER));
        out.u8(steps.notice_days);
    }

    fn take(from: &mut Take<'_>) -> Result<ReliefRules, WireError> {
        let wrong = from.impossible("what is given");
        let gives = from.u8()?;
        let gives = Gives::ALL.into_iter().find(|g| g.number() == gives).ok_or(wrong)?;
        let wrong = from.impossible("funds");
        let count = usize::from(from.u8()?);
        let funds = (0..count).map(|_| from.u32().map(FundNo)).collect::<Result<Vec<_>, _>>()?;
        if count > MOST_FUNDS || !funds.is_sorted_by(|a, b| a < b) {
            return Err(wrong);
        }
        let (categories, areas) = (take_words(from, "category")?, take_words(from, "area")?);
        let (least, most) = (take_nonnegative(from)?, take_nonnegative(from)?);
        let most_pieces = from.u32()?;
        let lifetime = Cap { times: from.u16()?, amount: take_nonnegative(from)? };
        let yearly = Cap { times: from.u16()?, amount: take_nonnegative(from)? };
        let wrong = from.impossible("one per household");
        let household = from.u8()?;
        let household = PerHousehold::ALL.into_iter().find(|h| h.number() == household).ok_or(wrong)?;
        let (year_budget, round_budget) = (take_nonnegative(from)?, take_nonnegative(from)?);
        let papers = from.u8()?;
        let wrong = from.impossible("steps");
        let bits = from.u8()?;
        if bits >= ANSWER * 2 {
            return Err(wrong);
        }
        let on = |bit| bits & bit != 0;
        let steps = Steps {
            application: on(APPLICATION),
            visit: on(VISIT),
            review: on(REVIEW),
            approval: on(APPROVAL),
            answer: on(ANSWER),
            notice_days: from.u8()?,
        };
        Ok(ReliefRules {
            gives,
            funds,
            categories,
            areas,
            least,
            most,
            most_pieces,
            lifetime,
            yearly,
            household,
            year_budget,
            round_budget,
            papers,
            steps,
        })
    }
}

fn put_words(words: &[Line], out: &mut Vec<u8>) {
    assert!(words.len() <= MOST_WORDS && words.is_sorted(), "words are bounded when entered");
    out.u8(super::count(words.len()));
    words.iter().for_each(|word| out.text(word.as_str()));
}

fn take_words(from: &mut Take<'_>, field: &'static str) -> Result<Vec<Line>, WireError> {
    let wrong = from.impossible(field);
    let count = usize::from(from.u8()?);
    let words = (0..count).map(|_| take_line(from, field)).collect::<Result<Vec<_>, _>>()?;
    if count > MOST_WORDS || !words.is_sorted_by(|a, b| a < b) { Err(wrong) } else { Ok(words) }
}
