//! `jinguo relief notice|pay|return|answer|drop`: what becomes of a round once it is approved.
//!
//! Owns: the arguments of these commands, and which rows are meant where none are named. Refuses to know: rules and
//! arithmetic.

use super::typed;
use super::{Of, add, all_rows, find_or_waits};
use crate::base::RoundNo;
use crate::book::relief::{RoundState, RowStatus};
use crate::cli::args::{RecordArgs, RegisterArgs};
use crate::cli::attachment;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::Cause;
use crate::cli::record::{Given, record};
use crate::entry::{BackReason, DropReason, RoundWhat, Rows};
use crate::ledger::{Batch, LedgerError};
use crate::words::Words;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `relief notice RD-…|C-… [--attach FILE]…`
#[derive(Clone, Debug, Args)]
pub struct ReliefNoticeArgs {
    /// The round, or an application in it.
    #[arg(value_name = "ROUND-OR-CASE", value_parser = Of::parse)]
    pub round: Of,
    /// A paper, such as a picture of the notice: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `relief pay RD-…|C-… [--rows 1,3-7]`
#[derive(Clone, Debug, Args)]
pub struct ReliefPayArgs {
    /// The round, or an application in it.
    #[arg(value_name = "ROUND-OR-CASE", value_parser = Of::parse)]
    pub round: Of,
    /// Which rows; all that are to be paid where it is not given.
    #[arg(long, value_name = "ROWS", value_parser = typed::rows)]
    pub rows: Option<Rows>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `relief return RD-…|C-… --rows 3 --reason no-account`
#[derive(Clone, Debug, Args)]
pub struct ReliefReturnArgs {
    /// The round, or an application in it.
    #[arg(value_name = "ROUND-OR-CASE", value_parser = Of::parse)]
    pub round: Of,
    /// Which rows.
    #[arg(long, value_name = "ROWS", value_parser = typed::rows)]
    pub rows: Option<Rows>,
    /// Why they came back.
    #[arg(long, value_name = "REASON", value_enum)]
    pub reason: Back,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `relief answer RD-…|C-… [--rows 1,3-7]`
#[derive(Clone, Debug, Args)]
pub struct ReliefAnswerArgs {
    /// The round, or an application in it.
    #[arg(value_name = "ROUND-OR-CASE", value_parser = Of::parse)]
    pub round: Of,
    /// Which rows; all that were paid where it is not given.
    #[arg(long, value_name = "ROWS", value_parser = typed::rows)]
    pub rows: Option<Rows>,
    /// A paper of the bank's: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `relief drop RD-…|C-… [--rows 3] --reason declined`
#[derive(Clone, Debug, Args)]
pub struct ReliefDropArgs {
    /// The round, or an application in it.
    #[arg(value_name = "ROUND-OR-CASE", value_parser = Of::parse)]
    pub round: Of,
    /// Which rows; all that are to be paid where it is not given.
    #[arg(long, value_name = "ROWS", value_parser = typed::rows)]
    pub rows: Option<Rows>,
    /// Why they are not paid.
    #[arg(long, value_name = "REASON", value_enum)]
    pub reason: Dropped,
    /// A paper: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Why a payment came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Back {
    /// There is no such account, or it is closed.
    #[value(alias = "无此账户")]
    NoAccount,
    /// Name and account do not belong together.
    #[value(alias = "户名不符")]
    NameDiffers,
    /// Nobody collected it.
    #[value(alias = "未领取")]
    NotCollected,
    /// Another reason.
    #[value(alias = "其他")]
    Other,
}

impl From<Back> for BackReason {
    fn from(reason: Back) -> BackReason {
        match reason {
            Back::NoAccount => BackReason::NoAccount,
            Back::NameDiffers => BackReason::NameDiffers,
            Back::NotCollected => BackReason::NotCollected,
            Back::Other => BackReason::Other,
        }
    }
}

/// Why a row is not paid any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dropped {
    /// An objection to the notice was upheld.
    #[value(alias = "公示异议")]
    Objection,
    /// She does not meet the conditions any more.
    #[value(alias = "不再符合条件")]
    Conditions,
    /// She declined.
    #[value(alias = "本人放弃")]
    Declined,
    /// Another reason.
    #[value(alias = "其他")]
    Other,
}

impl From<Dropped> for DropReason {
    fn from(reason: Dropped) -> DropReason {
        match reason {
            Dropped::Objection => DropReason::Objection,
            Dropped::Conditions => DropReason::Conditions,
            Dropped::Declined => DropReason::Declined,
            Dropped::Other => DropReason::Other,
        }
    }
}

/// Records that the names are up 公示.
///
/// # Errors
/// What the rules or the ledger say.
pub fn notice(args: &ReliefNoticeArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let (given, words) = (with_papers(&args.register, &args.attach, context)?, context.words);
    record(context, &given, |batch| {
        let (round, ..) = find_or_waits(args.round, words, batch.ledger())?;
        add(&given, batch, round, RoundWhat::Noticed)?;
        Ok(())
    })
}

/// Records a payment, or that goods were handed out.
///
/// # Errors
/// What the rules or the ledger say.
pub fn pay(args: &ReliefPayArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let (given, words) = (Given::of(&args.record, context)?, context.words);
    let waits = |status| status == RowStatus::Granted;
    record(context, &given, |batch| {
        let (round, rows) = find(words, batch, (args.round, args.rows.as_ref()), waits)?;
        add(&given, batch, round, RoundWhat::Paid { rows })?;
        Ok(())
    })
}

/// Records that payments came back 退汇.
///
/// # Errors
/// What the rules or the ledger say.
pub fn came_back(args: &ReliefReturnArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let (given, words) = (Given::of(&args.record, context)?, context.words);
    record(context, &given, |batch| {
        let (round, of, row) = find_or_waits(args.round, words, batch.ledger())?;
        if args.rows.is_none() && row.is_none() && of.rows.len() > 1 {
            let message = Message::nothing_recorded(words.word("error-rows-needed"));
            return Err(Failure::told(Exit::Usage, message.hint(words.word("hint-rows"))).into());
        }
        let gone = |status| matches!(status, RowStatus::Paid | RowStatus::Arrived);
        let rows = chosen(words, args.rows.as_ref(), row, &of, gone)?;
        add(&given, batch, round, RoundWhat::CameBack { reason: args.reason.into(), rows })?;
        Ok(())
    })
}

/// Records that payments arrived 回盘.
///
/// # Errors
/// What the rules or the ledger say.
pub fn answer(args: &ReliefAnswerArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let (given, words) = (with_papers(&args.register, &args.attach, context)?, context.words);
    let paid = |status| status == RowStatus::Paid;
    record(context, &given, |batch| {
        let (round, rows) = find(words, batch, (args.round, args.rows.as_ref()), paid)?;
        add(&given, batch, round, RoundWhat::Answered { rows })?;
        Ok(())
    })
}

/// Records that rows are not paid any more 取消.
///
/// # Errors
/// What the rules or the ledger say.
pub fn drop(args: &ReliefDropArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let (given, words) = (with_papers(&args.register, &args.attach, context)?, context.words);
    let waits = |status| status == RowStatus::Granted;
    record(context, &given, |batch| {
        let (round, rows) = find(words, batch, (args.round, args.rows.as_ref()), waits)?;
        add(&given, batch, round, RoundWhat::Dropped { reason: args.reason.into(), rows })?;
        Ok(())
    })
}

/// What stands with an entry that makes no voucher and may have papers.
pub(super) fn with_papers(
    register: &RegisterArgs,
    attach: &[PathBuf],
    context: &Context<'_>,
) -> Result<Given, Failure> {
    attach.iter().try_fold(Given::of_register(register), |given, file| {
        Ok(given.with_attachment(Some(attachment::hash_of(file, context)?)))
    })
}

fn find(
    words: &Words,
    batch: &mut Batch<'_>,
    (of, named): (Of, Option<&Rows>),
    fits: impl Fn(RowStatus) -> bool,
) -> Result<(RoundNo, Rows), Cause> {
    let (round, state, row) = find_or_waits(of, words, batch.ledger())?;
    Ok((round, chosen(words, named, row, &state, fits)?))
}

/// The rows that are meant: those named, that of the application, or all that it can be about.
pub(super) fn chosen(
    words: &Words,
    named: Option<&Rows>,
    of_case: Option<u16>,
    of: &RoundState,
    fits: impl Fn(RowStatus) -> bool,
) -> Result<Rows, Cause> {
    let made = match (named, of_case) {
        (Some(_), Some(_)) => {
            let message = Message::nothing_recorded(words.word("error-rows-and-case"));
            return Err(Failure::told(Exit::Usage, message.hint(words.word("hint-rows"))).into());
        }
        (Some(rows), None) => return Ok(rows.clone()),
        (None, Some(row)) => Rows::new(vec![row]),
        (None, None) => {
            let all = (1..).zip(&of.rows).filter(|(_, row)| fits(row.status)).map(|(number, _)| number);
            Rows::new(all.collect())
        }
    };
    // Where it can be about none, the rules say of the first how far it is.
    Ok(made.map_or_else(|| all_rows(of.rows.len()), Ok::<_, LedgerError>)?)
}
