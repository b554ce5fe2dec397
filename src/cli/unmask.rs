//! Personal data in a report: masked, or whole for those who may see it, and then only after that was recorded.
//!
//! Owns: the order "record, then show". Refuses to know: what the report is about, and which roles may see.

use super::context::{Context, Failure};
use super::open::{self, Cause, note, now, with_ledger};
use super::record::clock_is_right;
use super::{bundle, keys};
use crate::book::Draft;
use crate::chain::OperatorKey;
use crate::entry::{Body, Unmasked};
use crate::ledger::{Access, Ledger};
use crate::report::Table;
use crate::report::names::{NameBook, Sight};
use clap::Args;

/// `[--unmask [--restricted]]`
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct UnmaskArgs {
    /// Personal data is shown whole; who saw whose is recorded first.
    #[arg(long)]
    pub unmask: bool,
    /// Also of those whose data is restricted 限制处理.
    #[arg(long, requires = "unmask")]
    pub restricted: bool,
}

impl UnmaskArgs {
    const fn sight(self) -> Sight {
        match (self.unmask, self.restricted) {
            (false, _) => Sight::Masked,
            (true, false) => Sight::Plain,
            (true, true) => Sight::Everything,
        }
    }
}

/// Makes a report with as much of personal data in it as is asked for. `make` may run twice, on a ledger opened afresh.
///
/// Unmasked, it is handed out only after an entry says who saw whose data; a report without any needs none.
///
/// # Errors
/// What the ledger says; unmasked, also what the rules say of whoever asks. Then nothing is shown.
pub fn report(
    context: &mut Context<'_>,
    args: UnmaskArgs,
    mut make: impl FnMut(&mut Context<'_>, &mut Ledger, &mut NameBook) -> Result<Table, Cause>,
) -> Result<Table, Failure> {
    if !args.unmask {
        return with_ledger(context, Access::Read, |context, ledger| {
            let mut names = NameBook::new(ledger)?;
            make(context, ledger, &mut names)
        });
    }
    // That the people of this copy were handed over is on record where it was made; here nothing can be recorded.
    if bundle::is_opened(&open::find(context, Access::Read)?) {
        return with_ledger(context, Access::Read, |context, ledger| {
            let mut names = NameBook::seen(ledger, args.sight())?;
            make(context, ledger, &mut names)
        });
    }
    let mut unlocked: Option<OperatorKey> = None;
    with_ledger(context, Access::Write, |context, ledger| {
        let mut names = NameBook::seen(ledger, args.sight())?;
        let table = make(context, ledger, &mut names)?;
        let mut opened = names.opened().iter();
        let (first, others) = (opened.next().copied(), opened.len());
        let Some(first) = first else { return Ok(table) };
        let person = (others == 0).then_some(first);
        let count = u32::try_from(names.opened().len()).unwrap_or(u32::MAX);
        let clock = now(context)?;
        let key = match unlocked.take() {
            Some(key) => key,
            None => keys::of_ledger(context, ledger)?.unlock(context)?,
        };
        let key = &*unlocked.insert(key);
        let confirmed = clock_is_right(context, ledger, key, clock)?;
        let mut batch = ledger.begin(key, clock, confirmed)?;
        let today = batch.today();
        let entry = batch.add(Draft::new(today, Body::Unmasked(Unmasked { person, count })))?.no;
        batch.commit()?;
        let args = [("entry", entry.into()), ("count", u64::from(count).into())];
        note(context, &context.words.say("unmasked-recorded", &args))?;
        Ok(table)
    })
}
