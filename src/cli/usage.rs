//! A command line that was not understood, told in the reader's language.
//!
//! Owns: the sentence and the hint for each way of being wrong. Refuses to know: how the line is parsed.

use super::context::{Exit, Failure};
use super::message::Message;
use super::parse::Wrong;
use super::parse_goods;
use super::parse_loan::Expected;
use super::trust::vkey_cause;
use crate::base::Fen;
use crate::base::bank_card::BankCardError;
use crate::base::base32::{Cause, Mistyped};
use crate::base::date::DateError;
use crate::base::id_number::IdNumberError;
use crate::base::money::{AmountError, MAX_FEN};
use crate::base::months::MonthsError;
use crate::base::text::TextError;
use crate::chain::{KeyName, NameError};
use crate::words::Words;
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::error::Error as _;
use std::ffi::OsString;

/// The failure for what the parser said about `args` (without the program's name).
pub fn failure(words: &Words, grammar: &Command, args: &[OsString], error: &Error) -> Failure {
    let (line, command) = typed_command(grammar, args);
    let mut message = match unknown_option(grammar, command, args) {
        Some(option) => {
            let argument = [("argument", option.into())];
            Message::nothing_recorded(words.say("error-unknown-argument", &argument))
        }
        None => {
            let cause = error.source().and_then(|source| source.downcast_ref::<Wrong>());
            let message = Message::nothing_recorded(sentence(words, error, cause));
            match cause {
                Some(cause) => message.hint(advice(words, cause)),
                None => message,
            }
        }
    };
    if let Some(suggested) = suggestion(error) {
        message = message.hint(words.say("hint-did-you-mean", &[("suggested", suggested.into())]));
    }
    Failure::told(Exit::Usage, message.hint(words.say("hint-help", &[("command", line.into())])))
}

/// The failure for a value that was read after the command line was: an identity number.
pub fn wrong_value(words: &Words, cause: &Wrong) -> Failure {
    let message = Message::nothing_recorded(wrong(words, cause)).hint(advice(words, cause));
    Failure::told(Exit::Usage, message)
}

fn sentence(words: &Words, error: &Error, cause: Option<&Wrong>) -> String {
    let argument = text(error, ContextKind::InvalidArg);
    let typed = text(error, ContextKind::InvalidValue);
    if let Some(cause) = cause {
        // A positional argument needs no naming: the sentence says what it must be.
        let option = argument.split(' ').next().filter(|name| name.starts_with("--")).unwrap_or("");
        let said = wrong(words, cause);
        return match option {
            "" => said,
            _ => words.say("error-in-option", &[("option", option.into()), ("cause", said.into())]),
        };
    }
    let argument_only = [("argument", argument.as_str().into())];
    match error.kind() {
        ErrorKind::UnknownArgument => words.say("error-unknown-argument", &argument_only),
        ErrorKind::InvalidSubcommand => {
            let command = text(error, ContextKind::InvalidSubcommand);
            words.say("error-unknown-command", &[("command", command.into())])
        }
        ErrorKind::MissingRequiredArgument => words.say("error-missing-argument", &argument_only),
        ErrorKind::MissingSubcommand => words.word("error-missing-command"),
        ErrorKind::InvalidValue | ErrorKind::TooFewValues if typed.is_empty() => {
            words.say("error-missing-value", &argument_only)
        }
        ErrorKind::InvalidValue => {
            let allowed = text(error, ContextKind::ValidValue);
            let args = [("argument", argument.into()), ("typed", typed.into()), ("allowed", allowed.into())];
            words.say("error-value-not-allowed", &args)
        }
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                words.say("error-repeated-argument", &argument_only)
            } else {
                words.say("error-conflict", &[("argument", argument.into()), ("other", other.into())])
            }
        }
        ErrorKind::InvalidUtf8 => words.word("error-not-utf8"),
        ErrorKind::TooManyValues => words.say("error-too-many-values", &argument_only),
        _ => words.word("error-not-understood"),
    }
}

fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        None | Some(ContextValue::None) => String::new(),
        Some(value) => value.to_string(),
    }
}

fn suggestion(error: &Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    kinds.into_iter().map(|kind| text(error, kind)).find(|text| !text.is_empty())
}

/// The command that was typed: `jinguo` and the English names after it, and its grammar.
fn typed_command<'a>(grammar: &'a Command, args: &[OsString]) -> (String, &'a Command) {
    let (mut line, mut command) = (grammar.get_name().to_owned(), grammar);
    let takes_value = |text: &str| {
        let mut all = grammar.get_arguments().filter(|arg| arg.get_action().takes_values());
        all.any(|arg| arg.get_long().is_some() && arg.get_long() == text.strip_prefix("--"))
    };
    let mut args = args.iter().take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg.to_str().is_some_and(takes_value) {
            // The value of an option such as --ledger may be called like a command.
            args.next();
        } else if let Some(sub) = arg.to_str().and_then(|name| command.find_subcommand(name)) {
            line = format!("{line} {}", sub.get_name());
            command = sub;
        }
    }
    (line, command)
}

/// The first long option that the command does not have.
///
/// An amount may begin with a hyphen, so that `-5` is told what is wrong with it. Therefore clap takes a
/// mistyped option before it for the amount, and complains about something else.
fn unknown_option<'a>(grammar: &Command, command: &Command, args: &'a [OsString]) -> Option<&'a str> {
    let known = |name: &str| {
        let mut all = grammar.get_arguments().chain(command.get_arguments());
        all.any(|arg| arg.get_long() == Some(name))
    };
    let texts = args.iter().take_while(|a| *a != "--").filter_map(|a| a.to_str());
    let mut options = texts.filter(|text| text.starts_with("--"));
    options.find(|text| !known(text[2..].split('=').next().unwrap_or("")))
}

/// What is wrong with a value, as a sentence.
pub fn wrong(words: &Words, cause: &Wrong) -> String {
    let typed = |key: &str, typed: &str| words.say(key, &[("typed", typed.into())]);
    match cause {
        Wrong::Amount(AmountError::Empty) => words.word("error-amount-empty"),
        Wrong::Amount(AmountError::NotANumber(t)) => typed("error-amount-not-a-number", t),
        Wrong::Amount(AmountError::FinerThanFen(t)) => typed("error-amount-finer-than-fen", t),
        Wrong::Amount(AmountError::Negative(t)) => typed("error-amount-negative", t),
        Wrong::Amount(AmountError::Zero) => words.word("error-amount-zero"),
        Wrong::Amount(AmountError::TooLarge(t)) => typed("error-amount-too-large", t),
        Wrong::Date(DateError::NotADate(t)) => typed("error-date", t),
        Wrong::Date(DateError::OutOfRange(t)) => typed("error-date-range", t),
        Wrong::Period(DateError::NotADate(t) | DateError::OutOfRange(t)) => typed("error-period", t),
        Wrong::Run(MonthsError::NotMonths(t)) => typed("error-run", t),
        Wrong::Run(MonthsError::WrongWayRound { first, last }) => {
            words.say("error-run-wrong-way", &[("first", first.into()), ("last", last.into())])
        }
        Wrong::Id(id) => {
            words.say("error-id", &[("typed", id.typed.as_str().into()), ("example", id.example.into())])
        }
        Wrong::Line(cause) => text_error(words, cause),
        Wrong::Code(TextError::TooLong { .. }) => words.word("error-code-too-long"),
        Wrong::Code(cause) => text_error(words, cause),
        Wrong::IdNumber(IdNumberError::Length(n)) => {
            words.say("error-id-number-length", &[("count", (*n).into())])
        }
        Wrong::IdNumber(IdNumberError::OldForm) => words.word("error-id-number-old"),
        Wrong::IdNumber(IdNumberError::Characters) => words.word("error-id-number-characters"),
        Wrong::IdNumber(IdNumberError::Birthday) => words.word("error-id-number-birthday"),
        Wrong::IdNumber(IdNumberError::CheckDigit) => words.word("error-id-number-check"),
        Wrong::IdNumberTyped => words.word("error-id-number-typed"),
        Wrong::BankCard(BankCardError::Length(n)) => {
            words.say("error-bank-card-length", &[("count", (*n).into())])
        }
        Wrong::BankCard(BankCardError::Characters) => words.word("error-bank-card-characters"),
        Wrong::BankCardTyped => words.word("error-bank-card-typed"),
        Wrong::Shown(t) => typed("error-shown", t),
        Wrong::Head(t) => typed("error-head", t),
        Wrong::PublicKey(t) => typed("error-public-key", t),
        Wrong::KeyName(cause) => name_error(words, cause),
        Wrong::VerifierKey(cause) => vkey_cause(words, cause),
        Wrong::PaperRoot(None) => words.word("error-paper-root"),
        Wrong::PaperRoot(Some(wrong)) => mistyped(words, wrong),
        Wrong::Address(t) => typed("error-address", t),
        Wrong::Count(t) => typed("error-count", t),
        Wrong::KeyWithoutProof => words.word("error-key-without-proof"),
        Wrong::ProvedKey(t) => typed("error-proved-key", t),
        Wrong::Years(t) => typed("error-years", t),
        Wrong::Days(t) => typed("error-days", t),
        Wrong::Quantity(t) => typed("error-quantity", t),
        Wrong::Year(t) => typed("error-year", t),
        Wrong::CodeReserved(code) => typed("error-code-reserved", code.as_str()),
        Wrong::VoucherLine(t) => typed("error-voucher-line", t),
        Wrong::CountOrZero(t) => typed("error-count-or-zero", t),
        Wrong::Template(t) => typed("error-template", t),
        Wrong::Loan(expected, t) => typed(about_loans(*expected).0, t),
        Wrong::Goods(expected, t) => typed(about_goods(*expected).0, t),
        Wrong::Rows(t) => typed("error-rows", t),
    }
}

/// What is wrong with a value about loans, and how such a value is written.
const fn about_loans(expected: Expected) -> (&'static str, &'static str) {
    match expected {
        Expected::Rate => ("error-rate", "hint-rate-form"),
        Expected::CoarserRate => ("error-rate-too-fine", "hint-rate-form"),
        Expected::LowerRate => ("error-rate-too-large", "hint-rate-form"),
        Expected::Months => ("error-months", "hint-months"),
        Expected::DueDay => ("error-due-day", "hint-due-day"),
        Expected::GraceDays => ("error-grace-days", "hint-grace-days"),
        Expected::Age => ("error-age", "hint-age"),
        Expected::Surcharge => ("error-surcharge", "hint-surcharge"),
        Expected::Order => ("error-order", "hint-order-of-parts"),
        Expected::Part => ("error-part", "hint-part"),
        Expected::Share => ("error-share", "hint-share"),
        Expected::BasisPoints => ("error-basis-points", "hint-basis-points"),
        Expected::Quarter => ("error-quarter", "hint-quarter"),
    }
}

/// What is wrong with a value about goods, and how such a value is written.
const fn about_goods(expected: parse_goods::Expected) -> (&'static str, &'static str) {
    match expected {
        parse_goods::Expected::Pieces => ("error-pieces", "hint-pieces"),
        parse_goods::Expected::PiecesOrNone => ("error-pieces-or-none", "hint-pieces"),
        parse_goods::Expected::Digits => ("error-digits", "hint-digits"),
        parse_goods::Expected::Number => ("error-number", "hint-number"),
        parse_goods::Expected::Numbers => ("error-numbers", "hint-numbers"),
    }
}

fn text_error(words: &Words, cause: &TextError) -> String {
    match cause {
        TextError::Empty => words.word("error-text-empty"),
        TextError::TooLong { len, max } => {
            words.say("error-text-too-long", &[("length", (*len).into()), ("max", (*max).into())])
        }
        TextError::Control(code) => {
            words.say("error-text-control", &[("code", format!("U+{code:04X}").into())])
        }
        TextError::NotACode(typed) => words.say("error-code", &[("typed", typed.as_str().into())]),
    }
}

/// What is wrong with the name of a key.
pub fn name_error(words: &Words, cause: &NameError) -> String {
    match cause {
        NameError::Empty => words.word("error-key-name-empty"),
        NameError::TooLong { len } => {
            words.say("error-key-name-long", &[("length", (*len).into()), ("max", KeyName::MAX.into())])
        }
        NameError::Character(c) => {
            words.say("error-key-name-character", &[("code", format!("U+{:04X}", u32::from(*c)).into())])
        }
    }
}

/// How such a value is written.
fn advice(words: &Words, cause: &Wrong) -> String {
    match cause {
        Wrong::Amount(_) => words.say("hint-amount", &[("max", Fen::new(MAX_FEN).into())]),
        Wrong::Date(_) => words.word("hint-date"),
        Wrong::Period(_) => words.word("hint-period"),
        Wrong::Run(_) => words.word("hint-run"),
        Wrong::Id(id) => words.say("hint-id", &[("example", id.example.into())]),
        Wrong::Line(_) => words.word("hint-line"),
        Wrong::Code(_) => words.word("hint-code"),
        Wrong::IdNumber(IdNumberError::OldForm) => words.word("hint-id-number-old"),
        Wrong::IdNumber(_) => words.word("hint-id-number"),
        Wrong::IdNumberTyped => words.word("hint-id-number-typed"),
        Wrong::BankCard(_) => words.word("hint-bank-card"),
        Wrong::BankCardTyped => words.word("hint-bank-card-typed"),
        Wrong::Shown(_) => words.word("hint-shown"),
        Wrong::Head(_) => words.word("hint-head"),
        Wrong::PublicKey(_) => words.word("hint-public-key"),
        Wrong::KeyName(_) => words.word("hint-key-name"),
        Wrong::VerifierKey(_) => words.word("hint-verifier-key"),
        Wrong::PaperRoot(_) => words.word("hint-paper-root"),
        Wrong::Address(_) => words.word("hint-address"),
        Wrong::Count(_) => words.word("hint-count"),
        Wrong::KeyWithoutProof | Wrong::ProvedKey(_) => words.word("hint-proved-key"),
        Wrong::Years(_) => words.word("hint-years"),
        Wrong::Days(_) => words.word("hint-days"),
        Wrong::Quantity(_) => words.word("hint-quantity"),
        Wrong::Year(_) => words.word("hint-year"),
        Wrong::CodeReserved(_) => words.word("hint-code-reserved"),
        Wrong::VoucherLine(_) => words.word("hint-voucher-line"),
        Wrong::CountOrZero(_) => words.word("hint-count-or-zero"),
        Wrong::Template(_) => words.word("hint-template"),
        Wrong::Loan(expected, _) => words.word(about_loans(*expected).1),
        Wrong::Goods(expected, _) => words.word(about_goods(*expected).1),
        Wrong::Rows(_) => words.word("hint-rows"),
    }
}

/// Where a root from paper was mistyped, as a sentence.
fn mistyped(words: &Words, wrong: &Mistyped) -> String {
    let row = ("row", wrong.row.into());
    match wrong.cause {
        Cause::Character { found, group } => words.say(
            "error-paper-character",
            &[row, ("found", found.to_string().into()), ("group", group.into())],
        ),
        Cause::Length { found } => words.say("error-paper-length", &[row, ("found", found.into())]),
        Cause::Place { is } => words.say("error-paper-place", &[row, ("is", is.into())]),
        Cause::Check { group: Some(group) } => {
            words.say("error-paper-group", &[row, ("group", group.into())])
        }
        Cause::Check { group: None } => words.say("error-paper-row", &[row]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn whatever_is_expected_about_loans_and_goods_has_its_texts() {
        for words in [Words::new(Lang::ZhCn), Words::new(Lang::En)] {
            for expected in Expected::ALL {
                let (error, hint) = about_loans(expected);
                assert!(words.has(error) && words.has(hint), "{expected:?}");
            }
            for expected in parse_goods::Expected::ALL {
                let (error, hint) = about_goods(expected);
                assert!(words.has(error) && words.has(hint), "{expected:?}");
            }
        }
    }
}
