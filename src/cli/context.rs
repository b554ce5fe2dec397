//! What every command is handed, and how it ends.
//!
//! Owns: exit codes and the streams. Refuses to know: any command.

use super::args::{Everywhere, Format};
use super::message::Message;
use super::outside::Outside;
use super::passphrase::LastTyped;
use crate::export;
use crate::report::Table;
use crate::words::Words;
use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::path::Path;

/// How a command ended, as other programs see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// A rule said no; nothing was recorded.
    Refused,
    /// The command line, or a value on it, was not understood.
    Usage,
    /// Bytes are not what they must be.
    Damage,
    /// A file could not be read or written, or another program holds the ledger.
    InputOutput,
    /// What `verify` found, by its own fixed codes.
    Verdict(u8),
}

impl Exit {
    /// The process's exit code.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Damage => 3,
            Exit::InputOutput => 4,
            Exit::Verdict(code) => code,
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// Something that people are told.
    Told {
        /// How the process ends.
        exit: Exit,
        /// What is said.
        message: Message,
    },
    /// Standard output could not be written.
    Output(io::Error),
}

impl Failure {
    /// A failure with its message.
    pub fn told(exit: Exit, message: Message) -> Failure {
        Failure::Told { exit, message }
    }

    /// Standard input or the terminal could not be read.
    pub fn input(words: &Words, error: &io::Error) -> Failure {
        let text = words.say("error-input", &[("cause", error.to_string().into())]);
        Failure::told(Exit::InputOutput, Message::nothing_recorded(text))
    }
}

/// What every command is handed.
pub struct Context<'a> {
    /// The sentences of the chosen language.
    pub words: &'a Words,
    /// The options that stand with any command.
    pub everywhere: &'a Everywhere,
    /// Clock, environment, terminal.
    pub outside: &'a Outside,
    /// The line as typed, without the program's name.
    pub args: &'a [OsString],
    /// The passphrase that was last typed and opened something.
    pub last_typed: LastTyped,
    /// Standard input.
    pub input: &'a mut dyn BufRead,
    /// Standard output: data.
    pub out: &'a mut dyn Write,
    /// Standard error: everything else.
    pub err: &'a mut dyn Write,
}

impl<'a> Context<'a> {
    /// The same for another command that this one calls.
    pub fn again(&mut self) -> Context<'_> {
        Context {
            words: self.words,
            everywhere: self.everywhere,
            outside: self.outside,
            args: self.args,
            last_typed: std::mem::take(&mut self.last_typed),
            input: &mut *self.input,
            out: &mut *self.out,
            err: &mut *self.err,
        }
    }

    /// The ledger's folder as given by `--ledger`, else by the variable.
    pub fn ledger(&self) -> Option<&'a Path> {
        self.everywhere.ledger.as_deref().or(self.outside.ledger.as_deref())
    }

    /// The operator's key file as given by `--key`, else by the variable.
    pub fn key(&self) -> Option<&'a Path> {
        self.everywhere.key.as_deref().or(self.outside.key.as_deref())
    }

    /// Prints a table in the format asked for.
    ///
    /// # Errors
    /// A failure of standard output.
    pub fn print(&mut self, table: &Table, format: Format) -> Result<(), Failure> {
        let written = match format {
            Format::Table => export::table_text::write(table, self.out),
            Format::Json => export::json::write(table, self.out),
            Format::Csv => export::csv::write(table, self.out),
        };
        written.map_err(Failure::Output)
    }
}
