//! The `jinguo` command, one file a command.
//!
//! Owns: the clock, the environment and the terminal. Refuses to know: rules and arithmetic.

pub mod account;
pub mod appropriate;
pub mod approve;
pub mod args;
pub mod attachment;
pub mod audit_report;
pub mod backup;
pub mod balance;
pub mod bank;
pub mod budget;
pub mod bundle;
pub mod checkpoint;
pub mod close;
pub mod completions;
pub mod context;
pub mod demo;
pub mod disburse;
pub mod donate;
pub mod export;
pub mod fonts;
pub mod fund;
pub mod gift;
pub mod goods;
pub mod grant;
pub mod guarantor;
pub mod hints;
mod hints_closing;
mod hints_loan;
mod hints_relief;
pub mod init;
pub mod key;
pub mod keys;
pub mod loan;
pub mod localise;
pub mod log;
pub mod menu;
pub mod message;
pub mod new_file;
pub mod note_words;
pub mod open;
pub mod opening;
pub mod operator;
pub mod outside;
pub mod paper;
pub mod parse;
pub mod parse_goods;
pub mod parse_loan;
pub mod pass_through;
pub mod passphrase;
pub mod pending;
pub mod person;
pub mod product;
pub mod programme;
pub mod progress;
pub mod prove;
pub mod record;
pub mod recover;
pub mod recover_vault;
pub mod register;
pub mod reject;
pub mod relief;
pub mod report;
pub mod restore;
pub mod reverse;
pub mod secrets;
pub mod session;
pub mod show;
pub mod spend;
pub mod statement;
pub mod threshold;
pub mod transfer;
pub mod trouble;
pub mod trust;
pub mod typed;
pub mod unmask;
pub mod usage;
pub mod vault;
pub mod verify;
pub mod verify_export;
pub mod verify_receipt;
pub mod voucher;
pub mod witness;
pub mod witness_client;

use crate::words::{Lang, Words};
use args::{Cli, Command};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use context::{Context, Exit, Failure};
use message::{Message, Recorded};
use outside::Outside;
use passphrase::LastTyped;
use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

/// Runs the program on this process's arguments, environment and streams.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let exit = run(&args, &Outside::of_process(), &mut io::stdin().lock(), &mut out, &mut err);
    ExitCode::from(exit.code())
}

/// Runs one command line, given without the program's name, and says how it ended.
pub fn run(
    args: &[OsString],
    outside: &Outside,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let words = Words::new(lang(args, outside));
    let ended = parse_and_do(args, &words, outside, input, out, err)
        .and_then(|exit| out.flush().map(|()| exit).map_err(Failure::Output));
    // A message that can't be written has no other place to go: the exit code still says how it ended.
    match ended {
        Ok(exit) => exit,
        // A reader that stops early (`jinguo log | head`) has what it wanted, so nothing is said. It is still
        // not "done": half a verdict must never look like a good one.
        Err(Failure::Output(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::InputOutput,
        Err(Failure::Output(cause)) => {
            let text = words.say("error-output", &[("cause", cause.to_string().into())]);
            let _unheard = Message::new(text, Recorded::NotAsked).print(&words, err);
            Exit::InputOutput
        }
        Err(Failure::Told { exit, message }) => {
            let _unheard = out.flush().and_then(|()| message.print(&words, err));
            exit
        }
    }
}

/// The language, found before the line is parsed: its errors and its help are to be in that language too.
fn lang(args: &[OsString], outside: &Outside) -> Lang {
    let texts: Vec<&str> = args.iter().take_while(|a| *a != "--").map(|a| a.to_str().unwrap_or("")).collect();
    let after = texts.iter().position(|a| *a == "--lang").and_then(|at| texts.get(at + 1)).copied();
    let asked = texts.iter().find_map(|a| a.strip_prefix("--lang=")).or(after);
    Lang::choose(asked, outside.lang.as_deref(), outside.locale.as_deref())
}

fn parse_and_do(
    args: &[OsString],
    words: &Words,
    outside: &Outside,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    if args.is_empty() && outside.input_is_terminal {
        return menu::run(words, outside, input, out, err);
    }
    let grammar = localise::localise(Cli::command(), words);
    let line = std::iter::once(OsString::from("jinguo")).chain(args.iter().cloned());
    let parsed = grammar.clone().try_get_matches_from(line).and_then(|m| Cli::from_arg_matches(&m));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return not_parsed(args, words, &grammar, &error, out, err),
    };
    let mut context = Context {
        words,
        everywhere: &cli.everywhere,
        outside,
        args,
        last_typed: LastTyped::default(),
        input,
        out,
        err,
    };
    dispatch(&cli.command, &grammar, &mut context)
}

fn not_parsed(
    args: &[OsString],
    words: &Words,
    grammar: &clap::Command,
    error: &clap::Error,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            write!(out, "{}", error.render()).map_err(Failure::Output)?;
            Ok(Exit::Done)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            write!(err, "{}", error.render()).map_err(Failure::Output)?;
            Ok(Exit::Usage)
        }
        _ => Err(usage::failure(words, grammar, args, error)),
    }
}

fn dispatch(command: &Command, grammar: &clap::Command, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Key(command) => key::run(command, context),
        Command::Init(args) => init::run(args, context),
        Command::Operator(command) => operator::run(command, context),
        Command::Fund(command) => fund::run(command, context),
        Command::Programme(command) => programme::run(command, context),
        Command::Person(command) => person::run(command, context),
        Command::Donate(args) => donate::run(args, context),
        Command::PassThrough(command) => pass_through::run(command, context),
        Command::Disburse(args) => disburse::run(args, context),
        Command::Gift(command) => gift::run(command, context),
        Command::Goods(command) => goods::run(command, context),
        Command::Transfer(args) => transfer::run(args, context),
        Command::Spend(args) => spend::run(args, context),
        Command::Appropriate(args) => appropriate::run(args, context),
        Command::Grant(command) => grant::run(command, context),
        Command::Bank(command) => bank::run(command, context),
        Command::Budget(command) => budget::run(command, context),
        Command::Opening(args) => opening::run(args, context),
        Command::Voucher(command) => voucher::run(command, context),
        Command::Register(command) => register::run(command, context),
        Command::Account(command) => account::run(command, context),
        Command::Product(command) => product::run(command, context),
        Command::Guarantor(command) => guarantor::run(command, context),
        Command::Loan(command) => loan::run(command, context),
        Command::Relief(command) => relief::run(command, context),
        Command::Reverse(args) => reverse::run(args, context),
        Command::Approve(args) => approve::run(args, context),
        Command::Reject(args) => reject::reject(args, context),
        Command::Withdraw(args) => reject::withdraw(args, context),
        Command::Pending(args) => pending::run(args, context),
        Command::Close(args) => close::run(args, context),
        Command::Log(args) => log::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Balance(args) => balance::run(args, context),
        Command::Statement(command) => statement::run(command, context),
        Command::Report(command) => report::run(command, context),
        Command::Export(args) => export::run(args, context),
        Command::VerifyExport(args) => return verify_export::run(args, context),
        Command::Completions(args) => completions::run(args, grammar, context),
        Command::Verify(args) => return verify::run(args, context),
        Command::Witness(command) => witness::run(command, context),
        Command::Checkpoint(args) => checkpoint::run(args, context),
        Command::Prove(args) => prove::run(args, context),
        Command::VerifyReceipt(args) => return verify_receipt::run(args, context),
        Command::Unlock(args) => session::unlock(args, context),
        Command::Lock => session::lock(context),
        Command::Vault(command) => vault::run(command, context),
        Command::Backup(args) => backup::run(args, context),
        Command::Restore(args) => restore::run(args, context),
        Command::Bundle(args) => bundle::run(args, context),
        Command::Recover(args) => recover::run(args, context),
        Command::Demo(args) => return demo::run(args, context),
    }
    .map(|()| Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn os(args: &[&str]) -> Vec<OsString> {
        args.iter().map(OsString::from).collect()
    }

    #[test]
    fn the_language_is_found_anywhere_on_the_line() {
        let outside = Outside { locale: Some("zh-CN".into()), ..Outside::default() };
        assert_eq!(lang(&os(&["balance", "--lang", "en"]), &outside), Lang::En);
        assert_eq!(lang(&os(&["--lang=en", "nonsense"]), &outside), Lang::En);
        assert_eq!(lang(&os(&["balance", "--lang"]), &outside), Lang::ZhCn);
        assert_eq!(lang(&os(&["balance"]), &outside), Lang::ZhCn);
    }

    #[test]
    fn a_reader_that_stops_early_is_told_nothing_and_gets_no_good_exit_code() {
        struct Closed(io::ErrorKind);
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let end = |kind| {
            let mut err = Vec::new();
            let mut out = Closed(kind);
            let exit = run(&os(&["--help"]), &Outside::default(), &mut io::empty(), &mut out, &mut err);
            (exit, err.is_empty())
        };
        assert_eq!(end(io::ErrorKind::BrokenPipe), (Exit::InputOutput, true));
        assert_eq!(end(io::ErrorKind::StorageFull), (Exit::InputOutput, false));
    }
}
