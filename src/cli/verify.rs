//! `jinguo verify`: the chain, the signatures and the rules checked.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::parse::{self, ExpectedHead};
use clap::Args;

/// `verify [--expect SIZE:HASH]`
#[derive(Clone, Debug, Args)]
pub struct VerifyArgs {
    /// A size and a chain head that were noted outside.
    #[arg(long, value_name = "HEAD", value_parser = parse::expected_head)]
    pub expect: Option<ExpectedHead>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
