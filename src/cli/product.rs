//! `jinguo product`: loan products, their terms and subsidies.
//!
//! Owns: the commands that add and show products, and which file has the others. Refuses to know: rules and arithmetic.

mod subsidy;
mod terms;

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::record::{Given, record};
use super::{parse, parse_loan};
use crate::base::{Code, Date, Fen, Line, ProductNo, Rate};
use crate::book::Draft;
use crate::entry::{self, Body, LoanKind, ProductAdded, Source, TermsSet};
use crate::ledger::Access;
use crate::report;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};

pub use subsidy::ProductSubsidyArgs;
pub use terms::{MoreTermsArgs, ProductTermsArgs};

/// What to do with products.
#[derive(Clone, Debug, Subcommand)]
pub enum ProductCommand {
    /// Sets a product up.
    #[command(alias = "新增")]
    Add(ProductAddArgs),
    /// Changes its terms from a day on.
    #[command(alias = "条款")]
    Terms(ProductTermsArgs),
    /// Says who bears a part of the interest.
    #[command(alias = "贴息")]
    Subsidy(ProductSubsidyArgs),
    /// Lists the products.
    #[command(alias = "列表")]
    List(PrintArgs),
    /// Shows a product with all its terms.
    #[command(alias = "查看")]
    Show(ProductShowArgs),
}

/// How often the money of a product may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Once or in tranches, up to its amount.
    #[value(alias = "定期")]
    Term,
    /// Again and again within a limit.
    #[value(alias = "循环")]
    Revolving,
}

/// Whose days count for the five tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// Those of a loan.
    #[value(alias = "贷款")]
    Loan,
    /// Those of a card.
    #[value(alias = "信用卡")]
    Card,
}

/// `product add CODE NAME --kind … --rate 4.35% --limit AMOUNT --term 36m (--fund CODE | --lender NAME) […]`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("source").required(true).args(["fund", "lender"])))]
pub struct ProductAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The product's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// How often its money may be drawn.
    #[arg(long, value_name = "KIND", value_enum)]
    pub kind: Kind,
    /// The yearly rate.
    #[arg(long, value_name = "RATE", value_parser = parse_loan::rate, allow_hyphen_values = true)]
    pub rate: Rate,
    /// The most that one borrower may owe.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub limit: Fen,
    /// The longest term.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub term: u16,
    /// The fund of the office whose money it is.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Another lender, such as a bank.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub lender: Option<Line>,
    /// Who stands behind its loans.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub guarantor: Option<Line>,
    /// Whose days count for the five tiers; those that go with the kind where it is not given.
    #[arg(long, value_name = "PROFILE", value_enum)]
    pub profile: Option<Profile>,
    /// The first day on which contracts are made under these terms; the business date where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// The other terms.
    #[command(flatten)]
    pub more: MoreTermsArgs,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `product show CODE`
#[derive(Clone, Debug, Args)]
pub struct ProductShowArgs {
    /// Which.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Sets up, changes or shows.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &ProductCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        ProductCommand::Add(args) => add(args, context),
        ProductCommand::Terms(args) => terms::set(args, context),
        ProductCommand::Subsidy(args) => subsidy::set(args, context),
        ProductCommand::List(print) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(report::products::list(context.words, ledger)?)
            })?;
            context.print(&table, print.format)
        }
        ProductCommand::Show(args) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(report::products::show(context.words, ledger, &args.code)?)
            })?;
            context.print(&table, args.print.format)
        }
    }
}

/// The product and its first terms, in one commit.
fn add(args: &ProductAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let ledger = batch.ledger();
        let product = ProductNo(ledger.state().counts()?.products + 1);
        let source = match (&args.fund, &args.lender) {
            (Some(code), _) => Source::Own(ledger.fund_by_code(code)?.no),
            (None, Some(lender)) => Source::Lender(lender.clone()),
            (None, None) => unreachable!("the grammar asks for one of them"),
        };
        let guarantor = args.guarantor.as_ref().map(|name| ledger.guarantor_by_name(name)).transpose()?;
        let (kind, profile) = match args.kind {
            Kind::Term => (LoanKind::Term, Profile::Loan),
            Kind::Revolving => (LoanKind::Revolving, Profile::Card),
        };
        let profile = match args.profile.unwrap_or(profile) {
            Profile::Loan => entry::Profile::Loan,
            Profile::Card => entry::Profile::Card,
        };
        let (code, name) = (args.code.clone(), args.name.clone());
        let added = ProductAdded { no: product, code, name, kind, profile, source, guarantor };
        given.add(batch, Body::Product(added))?;
        let on = given.business(batch);
        let usual = terms::usual(kind, args.rate, args.limit, args.term);
        let set = TermsSet { product, from: args.from.unwrap_or(on), terms: args.more.over(usual) };
        batch.add(Draft::new(on, Body::Terms(set)))?;
        Ok(())
    })
}
