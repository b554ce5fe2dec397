//! `jinguo relief list`: applications and rounds, and how far each has come.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::Code;
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::parse;
use crate::cli::unmask::{self, UnmaskArgs};
use crate::report::relief_list::{self, Wanted};
use crate::report::relief_words;
use clap::{Args, ValueEnum};

/// How far an application, or a row of a round, has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Status {
    /// Somebody must look at it.
    #[value(alias = "待核")]
    Open,
    /// All that must look at it have.
    #[value(alias = "已通过")]
    Passed,
    /// It does not fit.
    #[value(alias = "不通过")]
    Failed,
    /// Its grant waits for a second person.
    #[value(alias = "待审")]
    Waiting,
    /// It is to be paid.
    #[value(aliases = ["待发放", "待付"])]
    Granted,
    /// It is paid.
    #[value(aliases = ["已发放", "已付"])]
    Paid,
    /// It arrived.
    #[value(aliases = ["已到账", "到账"])]
    Arrived,
    /// It came back, and is to be paid again.
    #[value(aliases = ["退汇", "退回"])]
    Returned,
    /// It is not paid any more.
    #[value(aliases = ["已取消", "取消"])]
    Dropped,
}

impl From<Status> for relief_words::Status {
    fn from(status: Status) -> relief_words::Status {
        match status {
            Status::Open => relief_words::Status::Open,
            Status::Passed => relief_words::Status::Passed,
            Status::Failed => relief_words::Status::Failed,
            Status::Waiting => relief_words::Status::Waiting,
            Status::Granted => relief_words::Status::Granted,
            Status::Paid => relief_words::Status::Paid,
            Status::Arrived => relief_words::Status::Arrived,
            Status::Returned => relief_words::Status::Returned,
            Status::Dropped => relief_words::Status::Dropped,
        }
    }
}

/// `relief list [--programme CODE] [--status STATUS] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct ReliefListArgs {
    /// Only of this programme.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// Only those that have come so far; of rounds, those with such a row.
    #[arg(long, value_name = "STATUS", value_enum)]
    pub status: Option<Status>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the list.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &ReliefListArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        let programme = args.programme.as_ref().map(|code| ledger.programme_by_code(code)).transpose()?;
        let programme = programme.map(|programme| programme.no);
        let wanted = Wanted { programme, status: args.status.map(Into::into) };
        Ok(relief_list::table(context.words, ledger, names, wanted)?)
    })?;
    context.print(&table, args.print.format)
}
