//! `jinguo report work`: the work report 工作报告, as a table or as a paragraph.
//!
//! Owns: the arguments of this command. Refuses to know: what counts.

use super::super::args::{Format, PrintArgs};
use super::super::context::{Context, Failure};
use super::super::open::{now, with_ledger};
use super::super::parse;
use super::finance::so_far;
use crate::base::Months;
use crate::ledger::Access;
use crate::report::names::NameBook;
use crate::report::work::Work;
use clap::Args;

/// `report work [--period MONTHS] [--trace] [--paragraph]`
#[derive(Clone, Debug, Args)]
pub struct WorkArgs {
    /// The months; those of this year up to now where they are not given.
    #[arg(id = "run", long = "period", value_name = "RUN", value_parser = parse::run_of_months)]
    pub months: Option<Months>,
    /// With the entries that each figure comes from.
    #[arg(long)]
    pub trace: bool,
    /// A paragraph ready to paste, in the screen's language.
    #[arg(long)]
    pub paragraph: bool,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the report.
///
/// # Errors
/// What opening or reading says.
pub fn run(args: &WorkArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let months = args.months.unwrap_or(so_far(now(context)?.shanghai_date()));
    let (work, office) = with_ledger(context, Access::Read, |context, ledger| {
        let mut names = NameBook::new(ledger)?;
        let work = Work::of(context.words, ledger, &mut names, months)?;
        Ok((work, ledger.organisation().to_string()))
    })?;
    let mut table = work.table(context.words, args.trace);
    if args.paragraph {
        let paragraph = work.paragraph(context.words, &office, args.trace);
        match args.print.format {
            Format::Json | Format::Csv => table.notes.insert(0, paragraph),
            Format::Table => {
                writeln!(context.out, "{paragraph}").map_err(Failure::Output)?;
                // A paragraph alone is to be pasted; where its figures are numbered, the numbers lead to the table.
                if !args.trace {
                    return Ok(());
                }
            }
        }
    }
    context.print(&table, args.print.format)
}
