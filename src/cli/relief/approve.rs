//! `jinguo relief approve`: the second person's yes to a round, and its payment with it.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::{add_payment, all_rows, typed, waiting};
use crate::base::{Code, Date, RoundNo};
use crate::cli::args::{RecordArgs, RegisterArgs};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::parse;
use crate::cli::record::{Given, record};
use crate::entry::Decision;
use clap::Args;
use std::path::PathBuf;

/// `relief approve RD-… [--pay]`
#[derive(Clone, Debug, Args)]
pub struct ReliefApproveArgs {
    /// The round.
    #[arg(value_name = "ROUND", value_parser = typed::round)]
    pub round: RoundNo,
    /// It is paid in the same commit, where no notice is needed.
    #[arg(long)]
    pub pay: bool,
    /// Voucher date 凭证日期 of the payment.
    #[arg(long, value_name = "DATE", value_parser = parse::date, requires = "pay")]
    pub voucher_date: Option<Date>,
    /// The bank or cash account that the money moves on.
    #[arg(long, value_name = "CODE", value_parser = parse::code, requires = "pay")]
    pub bank: Option<Code>,
    /// A paper that belongs to it 附件: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date of the payment, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Approves the round: it is granted, and paid where that is asked for.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &ReliefApproveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = RecordArgs {
        voucher_date: args.voucher_date,
        bank: args.bank.clone(),
        attach: args.attach.clone(),
        prepare: false,
        register: args.register.clone(),
    };
    let given = Given::of(&given, context)?;
    let words = context.words;
    record(context, &given, |batch| {
        let Some((entry, proposal)) = waiting(batch.ledger(), args.round)? else {
            let approved = batch.ledger().round(args.round)?.approved;
            let told = [("round", args.round.to_string().into()), ("entry", approved.into())];
            let message = Message::nothing_recorded(words.say("error-round-approved", &told));
            let pay = [("command", format!("jinguo relief show {}", args.round).into())];
            let message = message.hint(words.say("hint-relief-command", &pay));
            return Err(Failure::told(Exit::Refused, message).into());
        };
        let draft = given.clone().without_money().drafter(batch)?;
        let no = batch.add_decision(entry, Decision::Approved, None, draft)?.no;
        given.add_note(batch, no)?;
        if args.pay {
            add_payment(&given, batch, args.round, all_rows(proposal.rows.len())?)?;
        }
        Ok(())
    })
}
