//! `jinguo approve`: the second person's yes 审批, and one person's alone in an emergency 应急.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RecordArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::parse;
use super::record::{Given, record};
use crate::base::{Code, Date, EntryNo, Line};
use crate::entry::Decision;
use clap::Args;
use std::path::PathBuf;

/// `approve E-… [E-…] [--voucher-date DATE] [--bank CODE] [--attach FILE] [--emergency --reason TEXT]`
#[derive(Clone, Debug, Args)]
pub struct ApproveArgs {
    /// What was prepared; several are approved in one commit, all or none.
    #[arg(value_name = "ENTRY", value_parser = parse::entry, required = true)]
    pub entries: Vec<EntryNo>,
    /// One administrator alone lets it take effect; that stands in every report from then on.
    #[arg(long, requires = "reason")]
    pub emergency: bool,
    /// Why it could not wait for a second person.
    #[arg(long, value_name = "TEXT", value_parser = parse::line, requires = "emergency")]
    pub reason: Option<Line>,
    /// Voucher date 凭证日期; the business date where its month is open.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub voucher_date: Option<Date>,
    /// The bank or cash account that the money moves on; the first where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub bank: Option<Code>,
    /// A paper that belongs to it 附件: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// The operator's own words on it; they go to the vault and can be erased.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub note: Option<Line>,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Approves what was prepared: it takes effect, and is booked where it moves money.
///
/// # Errors
/// What the rules or the ledger say; of several entries, with the one that it is about.
pub fn run(args: &ApproveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.as_record(), context)?;
    let decision = if args.emergency { Decision::Emergency } else { Decision::Approved };
    let mut entries = args.entries.clone();
    entries.sort_unstable();
    entries.dedup();
    let mut at = None;
    let recorded = record(context, &given, |batch| {
        for entry in &entries {
            at = Some(*entry);
            let draft = given.drafter(batch)?;
            let no = batch.add_decision(*entry, decision, args.reason.as_ref(), draft)?.no;
            given.add_note(batch, no)?;
        }
        at = None;
        Ok(())
    });
    match (recorded, at) {
        (Err(Failure::Told { exit, message }), Some(at)) if entries.len() > 1 => {
            let others: Vec<String> =
                entries.iter().filter(|entry| **entry != at).map(EntryNo::to_string).collect();
            let command = format!("jinguo approve {}", others.join(" "));
            let hint = [("entry", at.into()), ("command", command.into())];
            Err(Failure::told(exit, message.hint(context.words.say("hint-approve-others", &hint))))
        }
        (recorded, _) => recorded,
    }
}

impl ApproveArgs {
    /// The same as other commands that make a voucher have it. The business date is that of what was prepared.
    fn as_record(&self) -> RecordArgs {
        RecordArgs {
            voucher_date: self.voucher_date,
            bank: self.bank.clone(),
            attach: self.attach.clone(),
            prepare: false,
            register: RegisterArgs {
                date: None,
                confirm_clock: self.confirm_clock,
                note: self.note.clone(),
                print: self.print,
            },
        }
    }
}
