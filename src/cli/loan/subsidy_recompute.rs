//! `jinguo loan subsidy --recompute` 贴息复算: the claims of a quarter, worked out again.
//!
//! Owns: what it asks of the ledger. Refuses to know: rules and arithmetic; the arguments are `loan subsidy`'s.

use crate::base::Code;
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::entry::Quarter;
use crate::report::subsidy_recompute;

/// Prints the claims of a quarter worked out again; without one, of the last that is over.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub(super) fn recompute(
    quarter: Option<Quarter>,
    product: Option<&Code>,
    unmask: UnmaskArgs,
    print: PrintArgs,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let today = super::day(context, None)?;
    // The clock stands after 1970, so some quarter is over.
    let Some(quarter) = quarter.or_else(|| Quarter::over_on(today)) else { return Ok(()) };
    let table = unmask::report(context, unmask, |context, ledger, names| {
        let product = product.map(|code| ledger.product_by_code(code)).transpose()?;
        let product = product.map(|product| product.added.no);
        Ok(subsidy_recompute::table(context.words, ledger, names, quarter, product)?)
    })?;
    context.print(&table, print.format)
}
