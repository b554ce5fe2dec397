//! `jinguo transfer`: money moved between funds.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::parse;
use super::record::{Dates, record};
use crate::base::{Code, Fen, Hash32};
use crate::entry::{Body, Transfer};
use clap::Args;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// `transfer AMOUNT --from CODE --to CODE [--consent FILE]`
#[derive(Clone, Debug, Args)]
pub struct TransferArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The fund it leaves.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub from: Code,
    /// The fund it goes to.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub to: Code,
    /// The donor's written consent.
    #[arg(long, value_name = "FILE")]
    pub consent: Option<PathBuf>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the transfer. The consent stays with the office; its hash goes into the entry.
///
/// # Errors
/// What the rules or the ledger say; a failure to read the consent.
pub fn run(args: &TransferArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let consent = args.consent.as_deref().map(|file| hash_of(file, context)).transpose()?;
    let dates = Dates::of(&args.record);
    record(context, dates, |batch| {
        let from = batch.ledger().fund_by_code(&args.from)?.no;
        let to = batch.ledger().fund_by_code(&args.to)?.no;
        let transfer = Transfer { from, to, amount: args.amount, consent };
        let mut draft = dates.draft(batch, Body::Transfer(transfer));
        draft.attachments.extend(consent);
        batch.add(draft)?;
        Ok(())
    })
}

/// The SHA-256 of a file.
fn hash_of(file: &Path, context: &Context<'_>) -> Result<Hash32, Failure> {
    let hash = || {
        let (mut hasher, mut block) = (Sha256::new(), [0; 64 * 1024]);
        let mut open = std::fs::File::open(file)?;
        loop {
            match open.read(&mut block)? {
                0 => return Ok(Hash32(hasher.finalize().into())),
                got => hasher.update(&block[..got]),
            }
        }
    };
    hash().map_err(|cause: std::io::Error| {
        let args = [("file", file.display().to_string().into()), ("cause", cause.to_string().into())];
        let exit = match cause.kind() {
            std::io::ErrorKind::NotFound => Exit::Usage,
            _ => Exit::InputOutput,
        };
        Failure::told(exit, Message::nothing_recorded(context.words.say("error-file", &args)))
    })
}
