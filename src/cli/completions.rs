//! `jinguo completions`: completions for a shell.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::context::{Context, Failure};
use clap::Args;
use clap_complete::Shell;

/// `completions SHELL`
#[derive(Clone, Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Prints the script. `grammar` is the whole command tree.
///
/// # Errors
/// A failure of standard output.
pub fn run(
    args: &CompletionsArgs,
    grammar: &clap::Command,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut grammar.clone(), "jinguo", &mut script);
    context.out.write_all(&script).map_err(Failure::Output)
}
