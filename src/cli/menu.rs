//! The menu of a bare `jinguo` in a terminal: the commonest jobs, asked step by step.
//!
//! Owns: the questions and the command line that the answers make. Refuses to know: what a command does; it is run as
//! if it had been typed, and shown first, so that people learn it.

use super::context::{Exit, Failure};
use super::outside::Outside;
use super::parse::{self, Wrong};
use super::typed::Typed;
use super::usage;
use crate::words::Words;
use std::ffi::OsString;
use std::io::{BufRead, Read, Write};

/// More of an answer than this is not read: an endless pipe must not fill the memory.
const LONGEST: u64 = 1000;

/// What an empty answer means.
#[derive(Clone, Copy)]
enum Empty {
    /// It is asked again.
    AskAgain,
    /// The option is left out.
    LeaveOut,
    /// This stands instead.
    Means(&'static str),
}

/// One question.
struct Step {
    /// The sentence that asks.
    ask: &'static str,
    /// The option that the answer belongs to; without one it stands by itself.
    option: Option<&'static str>,
    /// Whether it can be right, as far as can be told without the ledger.
    check: fn(&str) -> Result<(), Wrong>,
    /// The command that shows what there is to choose from, for an answer of `?`.
    list: &'static [&'static str],
    empty: Empty,
}

/// One job: its name, its command, its questions.
struct Job {
    name: &'static str,
    command: &'static [&'static str],
    steps: &'static [Step],
}

const fn step(ask: &'static str, option: Option<&'static str>, check: fn(&str) -> Result<(), Wrong>) -> Step {
    Step { ask, option, check, list: &[], empty: Empty::AskAgain }
}

const fn from_list(step: Step, list: &'static [&'static str]) -> Step {
    Step { list, ..step }
}

const fn or(step: Step, empty: Empty) -> Step {
    Step { empty, ..step }
}

fn amount(typed: &str) -> Result<(), Wrong> {
    parse::amount(typed).map(drop)
}

fn code(typed: &str) -> Result<(), Wrong> {
    parse::code(typed).map(drop)
}

fn line(typed: &str) -> Result<(), Wrong> {
    parse::line(typed).map(drop)
}

fn person(typed: &str) -> Result<(), Wrong> {
    parse::person(typed).map(drop)
}

fn party(typed: &str) -> Result<(), Wrong> {
    parse::party(typed).map(drop)
}

fn entry(typed: &str) -> Result<(), Wrong> {
    parse::entry(typed).map(drop)
}

const FUNDS: &[&str] = &["fund", "list"];
const PERSONS: &[&str] = &["person", "list"];
const AMOUNT: Step = step("menu-ask-amount", None, amount);
const NEW_FILE: Step = step("menu-ask-new-file", Some("--output"), line);
const FUND: Step = from_list(step("menu-ask-fund", None, code), FUNDS);

/// The commonest: what offices do every day, then what makes others trust the books.
const JOBS: [Job; 12] = [
    Job {
        name: "menu-donate",
        command: &["donate"],
        steps: &[
            FUND,
            AMOUNT,
            or(step("menu-ask-giver", Some("--from"), party), Empty::Means("--anonymous")),
        ],
    },
    Job {
        name: "menu-disburse",
        command: &["disburse"],
        steps: &[
            from_list(step("menu-ask-programme", None, code), &["programme", "list"]),
            AMOUNT,
            from_list(step("menu-ask-person", Some("--to"), person), PERSONS),
        ],
    },
    Job {
        name: "menu-person",
        command: &["person", "add"],
        steps: &[
            step("menu-ask-name", Some("--name"), line),
            step("menu-ask-area", Some("--area"), line),
            step("menu-ask-category", Some("--category"), line),
        ],
    },
    Job {
        name: "menu-receive",
        command: &["pass-through", "receive"],
        steps: &[AMOUNT, step("menu-ask-for", Some("--for"), party)],
    },
    Job {
        name: "menu-pay-on",
        command: &["pass-through", "pay"],
        steps: &[AMOUNT, from_list(step("menu-ask-for", Some("--for"), party), &["balance"])],
    },
    Job {
        name: "menu-spend",
        command: &["spend"],
        steps: &[
            AMOUNT,
            from_list(step("menu-ask-fund", Some("--fund"), code), FUNDS),
            step("menu-ask-payee", Some("--payee"), party),
            or(step("menu-ask-account", Some("--account"), line), Empty::LeaveOut),
        ],
    },
    Job {
        name: "menu-approve",
        command: &["approve"],
        steps: &[from_list(step("menu-ask-entry", None, entry), &["pending"])],
    },
    Job { name: "menu-balance", command: &["balance"], steps: &[] },
    Job {
        name: "menu-backup",
        command: &["backup"],
        steps: &[step("menu-ask-file", Some("--output"), line)],
    },
    Job { name: "menu-verify", command: &["verify"], steps: &[] },
    Job { name: "menu-checkpoint", command: &["checkpoint"], steps: &[NEW_FILE] },
    Job {
        name: "menu-prove",
        command: &["prove"],
        steps: &[from_list(step("menu-ask-any-entry", None, entry), &["log", "--last", "20"]), NEW_FILE],
    },
];

/// Shows the menu and does what is chosen, until nothing is.
///
/// # Errors
/// Failures of the terminal; those of a job are told, and the menu goes on.
pub fn run(
    words: &Words,
    outside: &Outside,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Failure> {
    let mut menu = Menu { words, outside, input, out, err };
    loop {
        menu.show()?;
        let Some(answer) = menu.answer(&words.word("menu-choose"))? else { return Ok(Exit::Done) };
        let chosen = match answer.as_str() {
            "" | "0" => return Ok(Exit::Done),
            digits => digits.parse::<usize>().ok().and_then(|n| JOBS.get(n.checked_sub(1)?)),
        };
        match chosen {
            Some(job) => {
                if let Some(args) = menu.ask_all(job)? {
                    menu.do_it(&args)?;
                }
            }
            None => menu.tell(&words.say("menu-no-such", &[("typed", answer.into())]))?,
        }
    }
}

struct Menu<'a> {
    words: &'a Words,
    outside: &'a Outside,
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Menu<'_> {
    fn tell(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.err, "{text}").map_err(Failure::Output)
    }

    fn show(&mut self) -> Result<(), Failure> {
        self.tell("")?;
        self.tell(&self.words.word("menu-title"))?;
        for (at, job) in JOBS.iter().enumerate() {
            let name = self.words.say(job.name, &[]);
            self.tell(&format!("{:>4}  {name}", at + 1))?;
        }
        self.tell(&format!("{:>4}  {}", 0, self.words.word("menu-end")))
    }

    /// An answer without the white space around it; `None` at the end of the input.
    fn answer(&mut self, question: &str) -> Result<Option<String>, Failure> {
        write!(self.err, "{question} ").and_then(|()| self.err.flush()).map_err(Failure::Output)?;
        let mut typed = String::new();
        let read = (&mut *self.input).take(LONGEST).read_line(&mut typed);
        let count = read.map_err(|error| Failure::input(self.words, &error))?;
        Ok((count > 0).then(|| typed.trim().to_owned()))
    }

    /// The command line that the answers make; `None` where the person gave up.
    fn ask_all(&mut self, job: &Job) -> Result<Option<Vec<OsString>>, Failure> {
        let mut args: Vec<OsString> = job.command.iter().map(OsString::from).collect();
        for step in job.steps {
            if !self.ask(step, &mut args)? {
                return Ok(None);
            }
        }
        let line = Typed(&args).again();
        self.tell(&self.words.say("menu-line", &[("command", line.into())]))?;
        if job.steps.is_empty() {
            return Ok(Some(args));
        }
        let sure = self.answer(&self.words.word("menu-sure"))?;
        let yes = matches!(sure.as_deref(), Some("" | "y" | "Y" | "yes" | "是"));
        Ok(yes.then_some(args))
    }

    /// Asks until the answer can be right. False where the person gave up.
    fn ask(&mut self, step: &Step, args: &mut Vec<OsString>) -> Result<bool, Failure> {
        loop {
            let Some(answer) = self.answer(&self.words.say(step.ask, &[]))? else { return Ok(false) };
            match (answer.as_str(), step.empty) {
                ("q" | "Q" | "退出", _) => return Ok(false),
                ("?" | "？", _) if !step.list.is_empty() => {
                    let list: Vec<OsString> = step.list.iter().map(OsString::from).collect();
                    self.do_it(&list)?;
                    continue;
                }
                ("", Empty::AskAgain) => continue,
                ("", Empty::LeaveOut) => return Ok(true),
                ("", Empty::Means(option)) => {
                    args.push(option.into());
                    return Ok(true);
                }
                _ => {}
            }
            match (step.check)(&answer) {
                Ok(()) => {
                    args.extend(step.option.map(OsString::from));
                    args.push(answer.into());
                    return Ok(true);
                }
                Err(wrong) => self.say_failure(usage::wrong_value(self.words, &wrong))?,
            }
        }
    }

    /// Runs a command line as if it had been typed.
    fn do_it(&mut self, args: &[OsString]) -> Result<(), Failure> {
        let _told = super::run(args, self.outside, self.input, self.out, self.err);
        self.out.flush().map_err(Failure::Output)
    }

    fn say_failure(&mut self, failure: Failure) -> Result<(), Failure> {
        match failure {
            Failure::Told { message, .. } => message.print(self.words, self.err).map_err(Failure::Output),
            other => Err(other),
        }
    }
}
