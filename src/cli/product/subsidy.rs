//! `jinguo product subsidy`: how much of the interest the treasury bears 财政贴息.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::{Code, Date, Rate};
use crate::cli::args::RegisterArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::record::{Given, record};
use crate::cli::{parse, parse_loan};
use crate::entry::{Body, SubsidyMode, SubsidySet, SubsidyShare};
use clap::{ArgGroup, Args};

/// `product subsidy CODE --from DATE (--full | --part 50% | --above-lpr -150bp --lpr 3.00% | --points 2%) --months 36 --share LEVEL:70% …`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("mode").required(true).args(["full", "part", "above_lpr", "points"])))]
pub struct ProductSubsidyArgs {
    /// Which product.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The first day of contracts that it holds for.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Date,
    /// All of the interest.
    #[arg(long)]
    pub full: bool,
    /// A part of it.
    #[arg(long, value_name = "PERCENT", value_parser = parse_loan::part, allow_hyphen_values = true)]
    pub part: Option<u32>,
    /// What is above the LPR and so many basis points.
    #[arg(long, value_name = "POINTS", value_parser = parse_loan::basis_points, allow_hyphen_values = true, requires = "lpr")]
    pub above_lpr: Option<i32>,
    /// The LPR of the rule.
    #[arg(long, value_name = "RATE", value_parser = parse_loan::rate, requires = "above_lpr")]
    pub lpr: Option<Rate>,
    /// So many percentage points of the yearly rate.
    #[arg(long, value_name = "RATE", value_parser = parse_loan::rate, allow_hyphen_values = true)]
    pub points: Option<Rate>,
    /// For how long from the first draw on.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub months: u16,
    /// A level of government and its share.
    #[arg(long, value_name = "SHARE", value_parser = parse_loan::share, required = true)]
    pub share: Vec<SubsidyShare>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Sets the rule.
///
/// # Errors
/// What the rules or the ledger say.
pub fn set(args: &ProductSubsidyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let mode = match (args.part, args.points, args.above_lpr.zip(args.lpr)) {
        (Some(part), _, _) => SubsidyMode::PartOf(part),
        (_, Some(points), _) => SubsidyMode::Points(points),
        (_, _, Some((basis_points, lpr))) => SubsidyMode::Above { lpr, basis_points },
        _ => SubsidyMode::Full,
    };
    record(context, &given, |batch| {
        let product = batch.ledger().product_by_code(&args.code)?.added.no;
        let (from, longest_months, shares) = (args.from, args.months, args.share.clone());
        given.add(batch, Body::Subsidy(SubsidySet { product, from, mode, longest_months, shares }))?;
        Ok(())
    })
}
