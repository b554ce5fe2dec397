//! `jinguo balance`: what each fund holds.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use clap::Args;

/// `balance`
#[derive(Clone, Debug, Args)]
pub struct BalanceArgs {
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
