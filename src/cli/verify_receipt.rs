//! `jinguo verify-receipt`: a receipt checked without the ledger, from the file and keys that came another way.
//!
//! Owns: the arguments of this command, and what is said of the keys. Refuses to know: the receipt's form.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::{paper, parse, trust};
use crate::base::Timestamp;
use crate::chain::note::Unverified;
use crate::chain::policy::CheckError;
use crate::chain::{Policy, SignedCheckpoint, VerifierKey};
use crate::report::table::{Style, Table};
use crate::report::{self};
use clap::Args;
use std::path::PathBuf;

/// `verify-receipt FILE [--trust FILE | --ledger-key KEY-LINE]`
#[derive(Clone, Debug, Args)]
pub struct VerifyReceiptArgs {
    /// The receipt.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The trust file: the ledger's key, and the witnesses that must have cosigned.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// The ledger's key line, where there is no trust file. `--key` is the operator's own, with every command.
    #[arg(long, value_name = "KEY-LINE", value_parser = parse::verifier_key, conflicts_with = "trust")]
    pub ledger_key: Option<VerifierKey>,
    /// How what was found is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// What the keys say of a receipt's checkpoint.
enum Signed {
    /// No key came from outside.
    NoKey,
    /// It is signed as it must be: by so many trusted witnesses too.
    Good { cosigned: Vec<(String, u64)> },
    /// Too few trusted witnesses cosigned it.
    TooFew { cosigned: Vec<(String, u64)> },
    /// No signature by a trusted key of that ledger.
    Absent,
    /// A signature that says it is by a trusted key, and is not: whose.
    Wrong(String),
}

impl Signed {
    /// As those of `verify`: 0 good, 10 nothing from outside was compared, 41 a signature or key is invalid.
    const fn code(&self) -> u8 {
        match self {
            Signed::Good { .. } => 0,
            Signed::NoKey | Signed::TooFew { .. } => 10,
            Signed::Absent | Signed::Wrong(_) => 41,
        }
    }
}

/// Checks a receipt and prints what it says.
///
/// # Errors
/// A usage failure where the file holds no receipt that holds together.
pub fn run(args: &VerifyReceiptArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let policy = args.trust.as_deref().map(|path| trust::read(context, path)).transpose()?;
    let receipt = paper::read_receipt(context, &args.file)?;
    let signed = match (&policy, &args.ledger_key) {
        (Some(policy), _) => by_policy(policy, &receipt.checkpoint),
        (None, Some(key)) => by_key(key, &receipt.checkpoint),
        (None, None) => Signed::NoKey,
    };
    let mut table = report::receipt::table(context.words, &receipt, args.print.format != Format::Table);
    told(context, &mut table, &signed, args.print.format);
    context.print(&table, args.print.format)?;
    Ok(Exit::Verdict(signed.code()))
}

fn by_policy(policy: &Policy, checkpoint: &SignedCheckpoint) -> Signed {
    match policy.check(checkpoint) {
        Ok(met) => {
            let cosigned = met.cosigned.iter().map(|one| (one.name.to_string(), one.timestamp)).collect();
            if met.quorum_met { Signed::Good { cosigned } } else { Signed::TooFew { cosigned } }
        }
        Err(CheckError::UnknownLog(_) | CheckError::LogAbsent) => Signed::Absent,
        Err(CheckError::LogWrong(key)) => Signed::Wrong(key.name().to_string()),
        Err(CheckError::CosignatureWrong(witness)) => Signed::Wrong(witness.to_string()),
    }
}

fn by_key(key: &VerifierKey, checkpoint: &SignedCheckpoint) -> Signed {
    // A key is of one ledger: what it signed for another is nothing to whoever trusts it for this one.
    if key.name().as_str() != checkpoint.checkpoint().origin() {
        return Signed::Absent;
    }
    match checkpoint.note().verify(key) {
        Ok(_) => Signed::Good { cosigned: Vec::new() },
        Err(Unverified::Absent) => Signed::Absent,
        Err(Unverified::Wrong) => Signed::Wrong(key.name().to_string()),
    }
}

fn told(context: &Context<'_>, table: &mut Table, signed: &Signed, format: Format) {
    let words = context.words;
    let (key, name) = match signed {
        Signed::NoKey => ("receipt-no-key", ""),
        Signed::Good { .. } => ("receipt-signed", ""),
        Signed::TooFew { .. } => ("receipt-too-few", ""),
        Signed::Absent => ("receipt-not-signed", ""),
        Signed::Wrong(name) => ("receipt-wrong-signature", name.as_str()),
    };
    let style = if signed.code() == 0 { Style::Plain } else { Style::Warning };
    let sentence = words.say(key, &[("name", name.into())]);
    let value =
        if format == Format::Table { sentence } else { key.trim_start_matches("receipt-").to_owned() };
    let row = |what: &'static str, label: &str, value: String| {
        let what = if format == Format::Table { words.word(label) } else { what.to_owned() };
        vec![what.into(), value.into()]
    };
    table.push(row("in_tree", "receipt-in-tree", words.word("verify-good")));
    table.push_as(style, row("signed", "verify-signatures", value));
    if let Signed::Good { cosigned } | Signed::TooFew { cosigned } = signed {
        for (witness, seconds) in cosigned {
            let at = Timestamp::from_seconds(*seconds);
            let at = at.map_or_else(|| seconds.to_string(), |at| at.to_string());
            table.push(row("cosigned", "term-cosigned", format!("{witness}  {at}")));
        }
    }
    let verdict = match signed {
        Signed::Good { .. } => "receipt-verdict-0",
        Signed::NoKey => "receipt-verdict-10",
        Signed::TooFew { .. } => "receipt-verdict-few",
        Signed::Absent | Signed::Wrong(_) => "receipt-verdict-41",
    };
    let told = [("code", u64::from(signed.code()).into()), ("verdict", words.word(verdict).into())];
    table.notes.push(words.say("verify-verdict", &told));
}
