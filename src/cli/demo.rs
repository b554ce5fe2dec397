//! `jinguo demo`: sample books.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use clap::Args;
use std::path::PathBuf;

/// `demo DIR`
#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// A new folder for the sample books.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
