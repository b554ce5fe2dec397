//! `jinguo loan subsidy --recompute` 贴息复算: the claims of a quarter, worked out again.
//!
//! Owns: what it asks of the ledger. Refuses to know: arithmetic, and recording claims.

use super::LoanSubsidyArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::open::with_ledger;
use crate::ledger::Access;
use crate::report::names::NameBook;
use crate::report::subsidy_recompute;

/// Prints the sheet.
///
/// # Errors
/// What opening or reading says.
pub(super) fn run(args: &LoanSubsidyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        let product = args.product.as_ref().map(|code| ledger.product_by_code(code)).transpose()?;
        let (product, mut names) = (product.map(|product| product.added.no), NameBook::new(ledger)?);
        Ok(subsidy_recompute::table(context.words, ledger, &mut names, args.quarter, product)?)
    })?;
    context.print(&table, args.register.print.format)
}
