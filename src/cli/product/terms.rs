//! `jinguo product terms`: the terms of a product from a day on.
//!
//! Owns: the arguments that terms are made of, and those that stand where none are given. Refuses to know: which are lawful.

use crate::base::{Code, Date, Fen, Rate};
use crate::book::loan::LoanRefusal;
use crate::cli::args::RegisterArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::loan::refused;
use crate::cli::record::{Given, record};
use crate::cli::{parse, parse_loan};
use crate::entry::{self, Body, Eligible, Graces, LoanKind, RepaymentOrder, Terms, TermsSet};
use clap::{Args, ValueEnum};

/// How a loan is repaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// 等额本息.
    #[value(alias = "等额本息")]
    EqualPayments,
    /// 等额本金.
    #[value(alias = "等额本金")]
    EqualPrincipal,
    /// 按月付息到期还本.
    #[value(aliases = ["按月付息", "按月付息到期还本"])]
    InterestMonthly,
    /// 到期一次还本付息.
    #[value(aliases = ["到期还本付息", "到期一次还本付息"])]
    AtEnd,
}

/// How days count for interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DayCount {
    /// Days as they are, a year of 360.
    #[value(name = "act-360", alias = "实际/360")]
    Actual360,
    /// Days as they are, a year of 365.
    #[value(name = "act-365", alias = "实际/365")]
    Actual365,
    /// Months of 30 days, a year of 360.
    #[value(name = "30-360", alias = "30/360")]
    Thirty360,
}

/// How a fraction of a 分 becomes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rounding {
    /// 银行家舍入.
    #[value(alias = "银行家舍入")]
    HalfEven,
    /// 四舍五入.
    #[value(alias = "四舍五入")]
    HalfUp,
}

/// The terms beside rate, limit and term. What is not given stays as it is.
#[derive(Clone, Debug, Default, Args)]
pub struct MoreTermsArgs {
    /// How it is repaid.
    #[arg(long, value_name = "METHOD", value_enum)]
    pub method: Option<Method>,
    /// How days count.
    #[arg(long, value_name = "DAY-COUNT", value_enum)]
    pub day_count: Option<DayCount>,
    /// How a fraction of a 分 becomes whole.
    #[arg(long, value_name = "ROUNDING", value_enum)]
    pub rounding: Option<Rounding>,
    /// The penalty interest on top of the rate, as a part of it.
    #[arg(long, value_name = "PERCENT", value_parser = parse_loan::surcharge, allow_hyphen_values = true)]
    pub surcharge: Option<u16>,
    /// The day of the month on which instalments fall due.
    #[arg(long, value_name = "DAY", value_parser = parse_loan::due_day, allow_hyphen_values = true)]
    pub due_day: Option<u8>,
    /// Months in which no principal falls due.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub grace_principal: Option<u16>,
    /// Months in which no interest falls due.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub grace_interest: Option<u16>,
    /// Months in which no interest runs.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub interest_free: Option<u16>,
    /// Days by which a payment may be late.
    #[arg(long, value_name = "DAYS", value_parser = parse_loan::grace_days, allow_hyphen_values = true)]
    pub grace_days: Option<u16>,
    /// In which order a payment meets what is due.
    #[arg(long, value_name = "ORDER", value_parser = parse_loan::order)]
    pub order: Option<RepaymentOrder>,
    /// Only women may apply.
    #[arg(long)]
    pub women_only: bool,
    /// The lowest age.
    #[arg(long, value_name = "AGE", value_parser = parse_loan::age, allow_hyphen_values = true)]
    pub min_age: Option<u8>,
    /// The highest age.
    #[arg(long, value_name = "AGE", value_parser = parse_loan::age, allow_hyphen_values = true)]
    pub max_age: Option<u8>,
}

impl MoreTermsArgs {
    /// These terms with what was given in its place.
    pub fn over(&self, terms: Terms) -> Terms {
        let Terms { graces, eligible, .. } = terms;
        Terms {
            method: self.method.map_or(terms.method, |method| match method {
                Method::EqualPayments => entry::Method::EqualPayments,
                Method::EqualPrincipal => entry::Method::EqualPrincipal,
                Method::InterestMonthly => entry::Method::InterestMonthly,
                Method::AtEnd => entry::Method::AllAtEnd,
            }),
            day_count: self.day_count.map_or(terms.day_count, |count| match count {
                DayCount::Actual360 => entry::DayCount::Actual360,
                DayCount::Actual365 => entry::DayCount::Actual365,
                DayCount::Thirty360 => entry::DayCount::Thirty360,
            }),
            rounding: self.rounding.map_or(terms.rounding, |rounding| match rounding {
                Rounding::HalfEven => entry::Rounding::HalfEven,
                Rounding::HalfUp => entry::Rounding::HalfUp,
            }),
            surcharge_percent: self.surcharge.unwrap_or(terms.surcharge_percent),
            due_day: self.due_day.unwrap_or(terms.due_day),
            graces: Graces {
                principal_months: self.grace_principal.unwrap_or(graces.principal_months),
                interest_months: self.grace_interest.unwrap_or(graces.interest_months),
                free_months: self.interest_free.unwrap_or(graces.free_months),
                ageing_days: self.grace_days.unwrap_or(graces.ageing_days),
            },
            order: self.order.unwrap_or(terms.order),
            eligible: Eligible {
                women_only: self.women_only || eligible.women_only,
                youngest: self.min_age.unwrap_or(eligible.youngest),
                oldest: self.max_age.unwrap_or(eligible.oldest),
            },
            ..terms
        }
    }
}

/// What holds where nothing else is given.
pub fn usual(kind: LoanKind, rate: Rate, limit: Fen, longest_months: u16) -> Terms {
    Terms {
        rate,
        surcharge_percent: 0,
        day_count: entry::DayCount::Actual360,
        rounding: entry::Rounding::HalfEven,
        method: match kind {
            LoanKind::Term => entry::Method::EqualPayments,
            LoanKind::Revolving => entry::Method::InterestMonthly,
        },
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 0,
        limit,
        longest_months,
        eligible: Eligible::default(),
    }
}

/// `product terms CODE --from DATE [--rate …] [--limit …] [--term …] […] [--anyone]`
#[derive(Clone, Debug, Args)]
pub struct ProductTermsArgs {
    /// Which product.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The first day on which contracts are made under them.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Date,
    /// The yearly rate.
    #[arg(long, value_name = "RATE", value_parser = parse_loan::rate, allow_hyphen_values = true)]
    pub rate: Option<Rate>,
    /// The most that one borrower may owe.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub limit: Option<Fen>,
    /// The longest term.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub term: Option<u16>,
    /// The other terms.
    #[command(flatten)]
    pub more: MoreTermsArgs,
    /// Men may apply again, too.
    #[arg(long, conflicts_with = "women_only")]
    pub anyone: bool,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Changes the terms: contracts of before that day keep theirs.
///
/// # Errors
/// What the rules or the ledger say.
pub fn set(args: &ProductTermsArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let product = batch.ledger().product_by_code(&args.code)?;
        let (code, date) = (args.code.clone(), args.from);
        // Before the first day on which any hold, the first are the nearest.
        let nearest = product.terms_on(date).or_else(|| product.terms.first().map(|(_, terms)| terms));
        let nearest = nearest.ok_or_else(|| refused(LoanRefusal::NoTerms { product: code, date }))?;
        let mut terms = args.more.over(*nearest);
        terms.rate = args.rate.unwrap_or(terms.rate);
        terms.limit = args.limit.unwrap_or(terms.limit);
        terms.longest_months = args.term.unwrap_or(terms.longest_months);
        terms.eligible.women_only &= !args.anyone;
        let set = TermsSet { product: product.added.no, from: args.from, terms };
        given.add(batch, Body::Terms(set))?;
        Ok(())
    })
}
