//! `jinguo relief`: relief by rules, from the application to the last payment that arrived.
//!
//! Owns: which command is in which file, and what they share. Refuses to know: rules and arithmetic.

mod approve;
mod bad_rows;
mod bank_list;
mod case;
mod file;
mod list;
mod plan;
mod propose;
mod reconcile;
mod round;
mod show;
mod typed;

use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::Cause;
use super::parse::Wrong;
use super::record::Given;
use crate::base::{CaseNo, EntryNo, RoundNo};
use crate::book::relief::{ReliefRefusal, RoundState};
use crate::entry::{Body, Proposal, RoundEvent, RoundWhat, Rows};
use crate::ledger::{Batch, Ledger, LedgerError};
use crate::words::Words;
use clap::Subcommand;

pub use approve::ReliefApproveArgs;
pub use bank_list::ReliefBankListArgs;
pub use case::{ReliefApplyArgs, ReliefLookArgs};
pub use list::ReliefListArgs;
pub use propose::ReliefProposeArgs;
pub use reconcile::ReliefReconcileArgs;
pub use round::{ReliefAnswerArgs, ReliefDropArgs, ReliefNoticeArgs, ReliefPayArgs, ReliefReturnArgs};
pub use show::ReliefShowArgs;

/// What to do about relief.
#[derive(Clone, Debug, Subcommand)]
pub enum ReliefCommand {
    /// Somebody applies.
    #[command(alias = "申请")]
    Apply(ReliefApplyArgs),
    /// Somebody went to see her.
    #[command(aliases = ["核查", "入户核查"])]
    Check(ReliefLookArgs),
    /// The papers were looked at.
    #[command(alias = "审核")]
    Review(ReliefLookArgs),
    /// It is proposed to whom what is granted.
    #[command(aliases = ["拟发", "提请"])]
    Propose(Box<ReliefProposeArgs>),
    /// What another proposed is approved.
    #[command(alias = "审批")]
    Approve(ReliefApproveArgs),
    /// The names are put up.
    #[command(alias = "公示")]
    Notice(ReliefNoticeArgs),
    /// It is paid, or handed out.
    #[command(aliases = ["付款", "发放"])]
    Pay(ReliefPayArgs),
    /// Payments came back.
    #[command(aliases = ["退汇", "退回"])]
    Return(ReliefReturnArgs),
    /// Payments arrived.
    #[command(alias = "回盘")]
    Answer(ReliefAnswerArgs),
    /// It is not paid any more.
    #[command(alias = "取消")]
    Drop(ReliefDropArgs),
    /// The bank's transfer list.
    #[command(aliases = ["银行清单", "代发清单"])]
    BankList(ReliefBankListArgs),
    /// The bank's return file.
    #[command(alias = "对盘")]
    Reconcile(ReliefReconcileArgs),
    /// Applications and rounds listed.
    #[command(alias = "列表")]
    List(ReliefListArgs),
    /// One round or application.
    #[command(alias = "查看")]
    Show(ReliefShowArgs),
}

/// Does it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &ReliefCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        ReliefCommand::Apply(args) => case::apply(args, context),
        ReliefCommand::Check(args) => case::check(args, context),
        ReliefCommand::Review(args) => case::review(args, context),
        ReliefCommand::Propose(args) => propose::run(args, context),
        ReliefCommand::Approve(args) => approve::run(args, context),
        ReliefCommand::Notice(args) => round::notice(args, context),
        ReliefCommand::Pay(args) => round::pay(args, context),
        ReliefCommand::Return(args) => round::came_back(args, context),
        ReliefCommand::Answer(args) => round::answer(args, context),
        ReliefCommand::Drop(args) => round::drop(args, context),
        ReliefCommand::BankList(args) => bank_list::run(args, context),
        ReliefCommand::Reconcile(args) => reconcile::run(args, context),
        ReliefCommand::List(args) => list::run(args, context),
        ReliefCommand::Show(args) => show::run(args, context),
    }
}

/// A round, or an application, which stands for its row of its round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A round.
    Round(RoundNo),
    /// An application.
    Case(CaseNo),
}

impl Of {
    /// `RD-…` or `C-…`.
    ///
    /// # Errors
    /// [`Wrong::Id`].
    pub fn parse(typed: &str) -> Result<Of, Wrong> {
        match CaseNo::parse(typed) {
            Ok(case) => Ok(Of::Case(case)),
            Err(_) => Ok(Of::Round(RoundNo::parse(typed)?)),
        }
    }

    /// The round, its state, and of an application its row.
    fn find(self, words: &Words, ledger: &mut Ledger) -> Result<(RoundNo, RoundState, Option<u16>), Cause> {
        let (round, row) = match self {
            Of::Round(round) => (round, None),
            Of::Case(no) => {
                let case = ledger.case(no)?;
                let (round, row) = case.row.ok_or_else(|| in_no_round(words, no, case.granted))?;
                (round, Some(row))
            }
        };
        Ok((round, ledger.round(round)?, row))
    }
}

/// An application that is in no round that takes effect.
fn in_no_round(words: &Words, no: CaseNo, waits: Option<EntryNo>) -> Failure {
    let case = ("case", no.to_string().into());
    let (text, command) = match waits {
        Some(entry) => (
            words.say("error-case-waits", &[case, ("entry", entry.into())]),
            format!("jinguo approve {entry}"),
        ),
        None => (words.say("error-case-in-no-round", &[case]), format!("jinguo relief show {no}")),
    };
    let hint = words.say("hint-relief-command", &[("command", command.into())]);
    Failure::told(Exit::Refused, Message::nothing_recorded(text).hint(hint))
}

/// Adds something that happened to a round.
fn add(
    given: &Given,
    batch: &mut Batch<'_>,
    round: RoundNo,
    what: RoundWhat,
) -> Result<EntryNo, LedgerError> {
    given.add(batch, Body::Round(RoundEvent { round, what }))
}

/// Adds that rows of a round are paid, after another entry of the same commit, which has the note.
fn add_payment(given: &Given, batch: &mut Batch<'_>, round: RoundNo, rows: Rows) -> Result<(), LedgerError> {
    let draft = given.drafter(batch)?(Body::Round(RoundEvent { round, what: RoundWhat::Paid { rows } }));
    batch.add(draft)?;
    Ok(())
}

/// All rows of a round, or of a proposal.
fn all_rows(count: usize) -> Result<Rows, LedgerError> {
    let all = u16::try_from(count).ok().and_then(|count| Rows::new((1..=count).collect()));
    all.ok_or_else(|| LedgerError::Index("a round without rows".to_owned()))
}

/// The proposal that waits for a second person under that round's number, with its entry.
fn waiting(ledger: &Ledger, no: RoundNo) -> Result<Option<(EntryNo, Proposal)>, LedgerError> {
    for (entry, _) in ledger.pending()? {
        if let Some(Body::Round(RoundEvent { round, what: RoundWhat::Proposed(proposal) })) =
            ledger.entry(entry)?.map(|found| found.body)
            && round == no
        {
            return Ok(Some((entry, proposal)));
        }
    }
    Ok(None)
}

/// A round that may not be in effect yet: then what waits for approval is told instead of "no such round".
fn find_or_waits(
    of: Of,
    words: &Words,
    ledger: &mut Ledger,
) -> Result<(RoundNo, RoundState, Option<u16>), Cause> {
    match of.find(words, ledger) {
        Err(Cause::Ledger(LedgerError::Refused(refusal))) => {
            if let (Of::Round(no), crate::book::Refusal::Relief(relief)) = (of, &*refusal)
                && matches!(**relief, ReliefRefusal::UnknownRound { .. })
                && let Some((entry, _)) = waiting(ledger, no)?
            {
                let args = [("round", no.to_string().into()), ("entry", entry.into())];
                let command = [("command", format!("jinguo relief approve {no}").into())];
                let message = Message::nothing_recorded(words.say("error-round-waits", &args));
                let message = message.hint(words.say("hint-relief-approve", &command));
                return Err(Failure::told(Exit::Refused, message).into());
            }
            Err(Cause::Ledger(LedgerError::Refused(refusal)))
        }
        other => other,
    }
}
