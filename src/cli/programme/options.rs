//! The options that a programme's rules are made of.
//!
//! Owns: these arguments, and laying them over rules. Refuses to know: which rules are possible.

use crate::base::{Code, Fen, FundNo, Line};
use crate::cli::context::{Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::Cause;
use crate::cli::parse;
use crate::entry::{self, Cap, MOST_FUNDS, MOST_WORDS, ReliefRules, Steps};
use crate::ledger::Ledger;
use crate::words::Words;
use clap::{Args, ValueEnum};

/// What is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Gives {
    /// Money.
    #[value(alias = "现金")]
    Money,
    /// Goods.
    #[value(aliases = ["实物", "物资"])]
    Goods,
    /// Either.
    #[value(alias = "均可")]
    Either,
}

/// In which time once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Once {
    /// A whole life.
    #[value(alias = "终身")]
    Lifetime,
    /// A calendar year.
    #[value(aliases = ["年", "每年"])]
    Year,
}

/// One in a household, in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PerHousehold {
    /// A whole life.
    #[value(alias = "终身")]
    Lifetime,
    /// A calendar year.
    #[value(aliases = ["年", "每年"])]
    Year,
    /// A round.
    #[value(aliases = ["批", "每批"])]
    Round,
    /// Each by herself.
    #[value(alias = "不限")]
    Any,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// 申请.
    #[value(alias = "申请")]
    Apply,
    /// 入户核查.
    #[value(aliases = ["核查", "入户核查"])]
    Visit,
    /// 审核.
    #[value(alias = "审核")]
    Review,
    /// 审批.
    #[value(alias = "审批")]
    Approve,
    /// 回盘.
    #[value(alias = "回盘")]
    Answer,
    /// None of them.
    #[value(alias = "无")]
    None,
}

/// A fund that a programme may draw on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FundChoice {
    /// That of the code.
    Fund(Code),
    /// What is held for others.
    Held,
    /// Any of its purpose.
    Any,
}

/// A fund's code, `held`, or `any`.
///
/// # Errors
/// [`parse::Wrong::Code`].
pub fn fund_choice(typed: &str) -> Result<FundChoice, parse::Wrong> {
    match typed.trim() {
        "held" | "代收" => Ok(FundChoice::Held),
        any if is_any(any) => Ok(FundChoice::Any),
        code => parse::code(code).map(FundChoice::Fund),
    }
}

/// Whether a word lifts a bound.
fn is_any(word: &str) -> bool {
    matches!(word, "any" | "不限")
}

/// What a programme asks for and bounds. What is not given stays as it is.
#[derive(Clone, Debug, Default, Args)]
pub struct RuleOptions {
    /// What is given.
    #[arg(long, value_name = "GIVES", value_enum)]
    pub gives: Option<Gives>,
    /// The funds that it may draw on.
    #[arg(long, value_name = "FUNDS", value_parser = fund_choice, value_delimiter = ',')]
    pub funds: Vec<FundChoice>,
    /// A category of hardship that it helps.
    #[arg(long, value_name = "CATEGORY", value_parser = parse::line)]
    pub category: Vec<Line>,
    /// Where it helps.
    #[arg(long, value_name = "AREA", value_parser = parse::line)]
    pub area: Vec<Line>,
    /// What is given each time.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true, conflicts_with_all = ["least", "most"])]
    pub amount: Option<Fen>,
    /// The least at a time.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub least: Option<Fen>,
    /// The most at a time.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub most: Option<Fen>,
    /// The most pieces at a time.
    #[arg(long, value_name = "PIECES", value_parser = parse::count_or_zero::<u32>)]
    pub most_pieces: Option<u32>,
    /// Once in a lifetime or a year.
    #[arg(long, value_name = "ONCE", value_enum, conflicts_with_all = ["times_lifetime", "times_yearly"])]
    pub once: Option<Once>,
    /// The most for a person in her life.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub cap: Option<Fen>,
    /// The most for a person in a year.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub yearly_cap: Option<Fen>,
    /// How often in her life.
    #[arg(long, value_name = "TIMES", value_parser = parse::count_or_zero::<u16>)]
    pub times_lifetime: Option<u16>,
    /// How often in a year.
    #[arg(long, value_name = "TIMES", value_parser = parse::count_or_zero::<u16>)]
    pub times_yearly: Option<u16>,
    /// One in a household.
    #[arg(long, value_name = "PER-HOUSEHOLD", value_enum)]
    pub per_household: Option<PerHousehold>,
    /// For all in a year.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub year_budget: Option<Fen>,
    /// For all of a round.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub round_budget: Option<Fen>,
    /// How many papers at least.
    #[arg(long, value_name = "PAPERS", value_parser = parse::count_or_zero::<u8>)]
    pub papers: Option<u8>,
    /// The steps beside paying.
    #[arg(long, value_name = "STEPS", value_enum, value_delimiter = ',')]
    pub steps: Vec<Step>,
    /// Days of notice.
    #[arg(long, value_name = "DAYS", value_parser = parse::count_or_zero::<u8>)]
    pub notice: Option<u8>,
}

impl RuleOptions {
    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        let lists = self.funds.is_empty()
            && self.category.is_empty()
            && self.area.is_empty()
            && self.steps.is_empty();
        let amounts = [
            self.amount,
            self.least,
            self.most,
            self.cap,
            self.yearly_cap,
            self.year_budget,
            self.round_budget,
        ];
        lists
            && amounts.iter().all(Option::is_none)
            && self.gives.is_none()
            && self.once.is_none()
            && self.per_household.is_none()
            && self.most_pieces.is_none()
            && [self.times_lifetime, self.times_yearly].iter().all(Option::is_none)
            && [self.papers, self.notice].iter().all(Option::is_none)
    }

    /// These rules with what was given in its place.
    ///
    /// # Errors
    /// A fund that is not there, or more words than rules can hold.
    pub fn over(&self, words: &Words, ledger: &mut Ledger, rules: ReliefRules) -> Result<ReliefRules, Cause> {
        let once = |times: Option<u16>, of: Once, before: u16| match self.once {
            Some(once) => u16::from(once == of),
            None => times.unwrap_or(before),
        };
        let (lifetime, yearly) = (rules.lifetime, rules.yearly);
        Ok(ReliefRules {
            gives: self.gives.map_or(rules.gives, |gives| match gives {
                Gives::Money => entry::Gives::Money,
                Gives::Goods => entry::Gives::Goods,
                Gives::Either => entry::Gives::Either,
            }),
            funds: self.funds(words, ledger, rules.funds)?,
            categories: lines(words, "--category", &self.category, rules.categories)?,
            areas: lines(words, "--area", &self.area, rules.areas)?,
            least: self.amount.or(self.least).unwrap_or(rules.least),
            most: self.amount.or(self.most).unwrap_or(rules.most),
            most_pieces: self.most_pieces.unwrap_or(rules.most_pieces),
            lifetime: Cap {
                times: once(self.times_lifetime, Once::Lifetime, lifetime.times),
                amount: self.cap.unwrap_or(lifetime.amount),
            },
            yearly: Cap {
                times: once(self.times_yearly, Once::Year, yearly.times),
                amount: self.yearly_cap.unwrap_or(yearly.amount),
            },
            household: self.per_household.map_or(rules.household, |per| match per {
                PerHousehold::Any => entry::PerHousehold::Any,
                PerHousehold::Lifetime => entry::PerHousehold::Lifetime,
                PerHousehold::Year => entry::PerHousehold::Year,
                PerHousehold::Round => entry::PerHousehold::Round,
            }),
            year_budget: self.year_budget.unwrap_or(rules.year_budget),
            round_budget: self.round_budget.unwrap_or(rules.round_budget),
            papers: self.papers.unwrap_or(rules.papers),
            steps: self.steps(rules.steps),
        })
    }

    fn steps(&self, before: Steps) -> Steps {
        let notice_days = self.notice.unwrap_or(before.notice_days);
        if self.steps.is_empty() {
            return Steps { notice_days, ..before };
        }
        let on = |step| self.steps.contains(&step);
        Steps {
            application: on(Step::Apply),
            visit: on(Step::Visit),
            review: on(Step::Review),
            approval: on(Step::Approve),
            answer: on(Step::Answer),
            notice_days,
        }
    }

    fn funds(&self, words: &Words, ledger: &mut Ledger, before: Vec<FundNo>) -> Result<Vec<FundNo>, Cause> {
        if self.funds.is_empty() {
            return Ok(before);
        }
        let mut funds = Vec::new();
        for choice in &self.funds {
            match choice {
                FundChoice::Fund(code) => funds.push(ledger.fund_by_code(code)?.no),
                FundChoice::Held => funds.push(FundNo::PASS_THROUGH),
                FundChoice::Any => return Ok(Vec::new()),
            }
        }
        funds.sort_unstable();
        funds.dedup();
        if funds.len() > MOST_FUNDS {
            return Err(too_many(words, "--funds", MOST_FUNDS).into());
        }
        Ok(funds)
    }
}

fn lines(words: &Words, option: &str, given: &[Line], before: Vec<Line>) -> Result<Vec<Line>, Failure> {
    if given.is_empty() {
        return Ok(before);
    }
    if given.iter().any(|line| is_any(line.as_str())) {
        return Ok(Vec::new());
    }
    let mut lines = given.to_vec();
    lines.sort_unstable();
    lines.dedup();
    if lines.len() > MOST_WORDS { Err(too_many(words, option, MOST_WORDS)) } else { Ok(lines) }
}

fn too_many(words: &Words, option: &str, most: usize) -> Failure {
    let text = words.say("error-too-many-of", &[("option", option.into()), ("most", most.into())]);
    Failure::told(Exit::Usage, Message::nothing_recorded(text))
}
