//! `jinguo account`: the accounts of the chart, and which of them somebody means.
//!
//! Owns: the arguments of this command; finding an account by what was typed. Refuses to know: which account may be used for what.

use super::args::PrintArgs;
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::{Cause, now, with_ledger};
use super::parse;
use crate::base::{AccountCode, Date, Line};
use crate::book::chart::{Account, Edition};
use crate::ledger::Access;
use crate::report;
use crate::words::{Lang, Words};
use clap::{Args, Subcommand};

/// The most accounts that a hint names.
const MOST_NAMED: usize = 6;

/// What to do with the chart.
#[derive(Clone, Debug, Subcommand)]
pub enum AccountCommand {
    /// Lists the accounts.
    #[command(alias = "列表")]
    List(AccountListArgs),
}

/// `account list [--date DATE]`
#[derive(Clone, Debug, Args)]
pub struct AccountListArgs {
    /// The voucher date; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub date: Option<Date>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Lists the accounts of the chart that the ledger keeps.
///
/// # Errors
/// What opening or reading says.
pub fn run(command: &AccountCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let AccountCommand::List(args) = command;
    let day = match args.date {
        Some(day) => day,
        None => now(context)?.shanghai_date(),
    };
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::accounts::table(context.words, Edition::of(ledger.chart()?, day)))
    })?;
    context.print(&table, args.print.format)
}

/// The account of that edition which was typed: its code, or its whole name.
///
/// # Errors
/// A refusal that names what it could have been.
pub fn find(words: &Words, (date, edition): (Date, Edition), typed: &Line) -> Result<AccountCode, Cause> {
    if let Some(code) = edition.find(typed.as_str()) {
        return Ok(code);
    }
    let args = [("typed", typed.into()), ("date", date.into())];
    let mut message = Message::nothing_recorded(words.say("error-account-name", &args));
    let near = named(words, edition.accounts().iter().filter(|account| is_near(account, typed.as_str())));
    if !near.is_empty() {
        message = message.hint(words.say("hint-account-near", &[("accounts", near.into())]));
    }
    let other = [Edition::Of2004, Edition::Of2026].into_iter().find(|other| {
        edition != Edition::Government && *other != edition && other.find(typed.as_str()).is_some()
    });
    if let Some(other) = other {
        let edition = words.word(report::accounts::edition_key(other));
        message = message.hint(words.say("hint-account-other", &[("edition", edition.into())]));
    }
    let list = format!("jinguo account list --date {date}");
    let message = message.hint(words.say("hint-see", &[("command", list.into())]));
    Err(Failure::told(Exit::Refused, message).into())
}

/// Whether one name is a part of the other.
fn is_near(account: &Account, typed: &str) -> bool {
    let english = account.name_en.to_lowercase().contains(&typed.to_lowercase());
    account.name.contains(typed) || typed.contains(account.name) || (typed.len() >= 4 && english)
}

/// Accounts by code and name, as many as a hint can hold.
pub fn named<'a>(words: &Words, accounts: impl Iterator<Item = &'a Account>) -> String {
    let name = |account: &Account| match words.lang() {
        Lang::ZhCn => format!("{} {}", account.code, account.name),
        Lang::En => format!("{} {}", account.code, account.name_en),
    };
    accounts.take(MOST_NAMED).map(name).collect::<Vec<_>>().join("; ")
}
