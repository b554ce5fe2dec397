//! `jinguo recover`: a damaged ledger brought back.
//!
//! Owns: the arguments of this command, and asking before anything is changed. Refuses to know: rules and arithmetic.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::typed::Typed;
use super::{open, record, recover_vault, trouble};
use crate::ledger::Access;
use crate::ledger::recover::{Believe, NotRecovered, recover};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What the ledger is brought back from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Source {
    /// The journal: the index is built anew.
    Journal,
    /// The index: the journal is written anew, hash for hash.
    Index,
}

/// `recover [--from journal|index] [--keep-whole-commits] [--yes]`
#[derive(Clone, Debug, Args)]
pub struct RecoverArgs {
    /// What the ledger is brought back from; only a report of the state where it is not given.
    #[arg(long, value_name = "SOURCE", value_enum)]
    pub from: Option<Source>,
    /// Keep the whole commits before the damage and set the rest aside.
    #[arg(long)]
    pub keep_whole_commits: bool,
    /// The vault, and the ledger's keys where they are gone, are brought back from this backup.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "keep_whole_commits"])]
    pub vault_from: Option<PathBuf>,
    /// What the vault has lost is declared lost; where there is no vault any more, an empty one is made.
    #[arg(long, conflicts_with_all = ["from", "keep_whole_commits", "vault_from"])]
    pub vault_lost: bool,
    /// The look-up key is lost: a new one is made, and everybody is entered under it.
    #[arg(long, conflicts_with_all = ["from", "keep_whole_commits", "vault_from", "vault_lost"])]
    pub new_lookup_key: bool,
    /// Do it without asking again.
    #[arg(long)]
    pub yes: bool,
}

/// Says what stands against what, or recovers in the way that was asked for.
///
/// # Errors
/// A refusal where the way is not open; nothing was changed then.
pub fn run(args: &RecoverArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let dir = open::find(context, Access::Write)?;
    if args.vault_from.is_some() || args.vault_lost || args.new_lookup_key {
        return recover_vault::run(args, &dir, context);
    }
    let believe = match (args.from, args.keep_whole_commits) {
        (Some(Source::Journal), false) => Believe::Journal,
        (Some(Source::Index), false) => Believe::Index,
        (None, true) => Believe::WholeCommits,
        (Some(_), true) => {
            let message = Message::new(words.word("recover-two-ways"), Recorded::NotAsked);
            return Err(Failure::told(Exit::Usage, message.hint(words.word("hint-recover-ways"))));
        }
        (None, false) => return diagnose(context),
    };
    if !args.yes && !asked(context, believe)? {
        let command = Typed(context.args).with("--yes", None);
        let message = Message::new(words.word("recover-not-confirmed"), Recorded::NotAsked);
        return Err(Failure::told(
            Exit::Refused,
            message.hint(words.say("hint-recover-yes", &[("command", command.into())])),
        ));
    }
    let options = open::options(context, &dir, false)?;
    let recovered = recover(&dir, believe, options, &mut open::bar(context, "progress-replay"));
    match recovered {
        Ok(recovered) => {
            for kept in &recovered.kept {
                open::note(
                    context,
                    &words.say("recover-kept", &[("file", kept.display().to_string().into())]),
                )?;
            }
            let args = [("commits", recovered.tip.commits.into()), ("entries", recovered.tip.entries.into())];
            writeln!(context.out, "{}", words.say("recover-done", &args)).map_err(Failure::Output)?;
            record::head_line(context, recovered.tip.records(), &recovered.tip.head)
        }
        Err(NotRecovered::Ledger(error)) => Err(trouble::failure(context, Access::Read, None, &error)),
        Err(NotRecovered::IndexEmpty) => {
            let message = Message::new(words.word("recover-index-empty"), Recorded::NotAsked);
            Err(Failure::told(Exit::Damage, message.hint(words.word("hint-recover-ways"))))
        }
        Err(NotRecovered::IndexFlawed(flaw)) => {
            let args = [("entry", flaw.entry.into()), ("cause", trouble::cause(words, &flaw.cause).into())];
            let message = Message::new(words.say("recover-index-flawed", &args), Recorded::NotAsked);
            Err(Failure::told(Exit::Damage, message.hint(words.word("hint-recover-ways"))))
        }
        Err(NotRecovered::JournalAhead { journal_commits, index_commits }) => {
            let args = [("journal", journal_commits.into()), ("index", index_commits.into())];
            let message = Message::new(words.say("recover-journal-ahead", &args), Recorded::NotAsked);
            Err(Failure::told(Exit::Refused, message.hint(words.word("hint-recover-from-journal"))))
        }
    }
}

/// Opening does what may be done without asking; where that is not enough, it says which ways there are.
fn diagnose(context: &mut Context<'_>) -> Result<(), Failure> {
    match open::with_ledger(context, Access::Write, |_, ledger| Ok(ledger.tip().clone())) {
        Ok(tip) => {
            let args = [("commits", tip.commits.into()), ("entries", tip.entries.into())];
            let text = context.words.say("recover-nothing-to-do", &args);
            writeln!(context.out, "{text}").map_err(Failure::Output)
        }
        Err(Failure::Told { exit: Exit::Damage, message }) => {
            Err(Failure::told(Exit::Damage, message.hint(context.words.word("hint-recover-ways"))))
        }
        Err(other) => Err(other),
    }
}

fn asked(context: &mut Context<'_>, believe: Believe) -> Result<bool, Failure> {
    if !context.outside.input_is_terminal {
        return Ok(false);
    }
    let question = match believe {
        Believe::Journal => context.words.word("prompt-recover-journal"),
        Believe::Index => context.words.word("prompt-recover-index"),
        Believe::WholeCommits => context.words.word("prompt-recover-whole"),
    };
    record::yes_or_no(context, &question)
}
