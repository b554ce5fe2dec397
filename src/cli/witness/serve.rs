//! `jinguo witness serve`: a witness for others, over HTTP.
//!
//! Owns: the arguments of this command, and what its operator sees. Refuses to know: HTTP, and what is cosigned.

use super::http::{self, Event};
use super::{WitnessFault, set_up};
use crate::chain::KeyName;
use crate::chain::witness::{Answer, Unsound};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::note_words::memory_cause;
use crate::cli::parse;
use crate::ledger::witness::Outcome;
use crate::words::Words;
use clap::Args;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

/// `witness serve DIR --trust FILE --listen ADDRESS --name NAME`
#[derive(Clone, Debug, Args)]
pub struct WitnessServeArgs {
    /// The folder of the witness's memory.
    #[arg(value_name = "DIR")]
    pub memory: PathBuf,
    /// The trust file, which lists the logs to serve; `trust.txt` in the folder where it is not given.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", value_parser = parse::address, default_value = "127.0.0.1:7380")]
    pub listen: SocketAddr,
    /// The witness's name; the one that the memory knows where it is not given.
    #[arg(long, value_name = "NAME", value_parser = parse::key_name)]
    pub name: Option<KeyName>,
}

/// Serves until it is interrupted. The first line printed is the witness's own line of a trust file.
///
/// # Errors
/// Failures of setting up and of listening.
pub fn run(args: &WitnessServeArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let witness = set_up(context, &args.memory, args.name.as_ref(), args.trust.as_deref())?;
    let failed = |cause: io::Error| {
        let told = [("address", args.listen.to_string().into()), ("cause", cause.to_string().into())];
        let message = Message::nothing_recorded(words.say("error-witness-listen", &told));
        Failure::told(Exit::InputOutput, message.hint(words.word("hint-witness-listen")))
    };
    let listener = TcpListener::bind(args.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let own = witness.own().clone();
    writeln!(context.out, "witness {} {own} http://{address}", own.name()).map_err(Failure::Output)?;
    context.out.flush().map_err(Failure::Output)?;
    let err = &mut *context.err;
    let mut tell = |event: &Event| {
        // Nobody reads any more: that is no reason to serve nobody.
        let _unheard = writeln!(err, "{}", words.say("notice", &[("text", said(words, event).into())]));
    };
    http::serve(listener, witness, context.outside.client_wait, &mut tell).map_err(failed)
}

fn said(words: &Words, event: &Event) -> String {
    match event {
        Event::Answered { origin, size, outcome } => {
            let key = match outcome {
                Outcome::Cosigned { first: true, .. } => "witness-log-first",
                Outcome::Cosigned { .. } => "witness-log-cosigned",
                Outcome::Refused { answer: Answer::Unprocessable(Unsound::Fork), .. } => "witness-log-fork",
                Outcome::Refused { answer: Answer::Unprocessable(_), .. } => "witness-log-unproved",
                Outcome::Refused { .. } => "witness-log-refused",
            };
            words.say(key, &[("origin", origin.as_str().into()), ("size", (*size).into())])
        }
        Event::Fault(fault) => {
            let (key, origin, cause) = match fault {
                WitnessFault::Damaged { origin, flaw } => {
                    ("witness-log-damaged", origin.as_str(), memory_cause(words, flaw))
                }
                WitnessFault::Io { origin, cause } => ("witness-log-io", origin.as_str(), cause.to_string()),
                WitnessFault::Clock => ("error-clock", "", String::new()),
            };
            words.say(key, &[("origin", origin.into()), ("cause", cause.into())])
        }
    }
}
