//! `jinguo relief show`: one round with its rows, or one application with what became of it.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::{Of, waiting};
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::report::relief_show;
use clap::Args;

/// `relief show RD-…|C-… [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct ReliefShowArgs {
    /// The round, or an application.
    #[arg(value_name = "ROUND-OR-CASE", value_parser = Of::parse)]
    pub round: Of,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints it.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &ReliefShowArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        let words = context.words;
        Ok(match args.round {
            Of::Case(no) => relief_show::case(words, ledger, names, no)?,
            Of::Round(no) => match waiting(ledger, no)? {
                Some((entry, proposal)) => {
                    relief_show::waiting(words, ledger, names, (no, entry), &proposal)?
                }
                None => relief_show::round(words, ledger, names, no)?,
            },
        })
    })?;
    context.print(&table, args.print.format)
}
