//! Proofs on paper and in files: reading what somebody held, and filling the pages that are printed.
//!
//! Owns: which file is what, and the sentence where it is none. Refuses to know: how a page looks, and whom to trust.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::note_words::{checkpoint_cause, parts_cause, receipt_cause};
use super::open::Cause;
use super::trust;
use crate::base::{Timestamp, parts};
use crate::chain::checkpoint::CheckpointError;
use crate::chain::{Note, NoteError, SignedCheckpoint, TlogProof};
use crate::entry::{Body, GiftWhat, GoodsWhat};
use crate::export::checkpoint_page::{self, CheckpointPage, Cosigned};
use crate::export::receipt_page::{self, ReceiptKind, ReceiptPage};
use crate::ledger::{Ledger, Receipted};
use crate::report;
use std::path::Path;

/// The parts of a receipt, each with its head and with what is written as two characters, need no more than twice its room.
const LONGEST: usize = 2 * TlogProof::MAX;

/// The bytes of a file that holds a proof; where it holds scanned parts, what they are parts of.
///
/// # Errors
/// A usage failure where parts are missing or there is no such file; an I/O failure.
fn bytes(context: &Context<'_>, file: &Path, wanted: &str) -> Result<Vec<u8>, Failure> {
    let bytes =
        trust::read_bounded(file, LONGEST).map_err(|cause| trust::file_failure(context, file, &cause))?;
    match std::str::from_utf8(&bytes) {
        Ok(text) if parts::are_parts(text) => {
            let cause = |error| none(context, file, wanted, &parts_cause(context.words, &error));
            parts::join(text).map(String::into_bytes).map_err(cause)
        }
        _ => Ok(bytes),
    }
}

/// The failure of a file that is none: `wanted` is the sentence that says of what.
fn none(context: &Context<'_>, file: &Path, wanted: &str, cause: &str) -> Failure {
    let args = [("file", file.display().to_string().into()), ("cause", cause.into())];
    let message = Message::new(context.words.say(wanted, &args), Recorded::NotAsked);
    Failure::told(Exit::Usage, message.hint(context.words.word("hint-proof-file")))
}

/// Reads the checkpoint that somebody held, alone or in a receipt.
///
/// # Errors
/// As [`read_receipt`].
pub fn read_held(context: &Context<'_>, file: &Path) -> Result<SignedCheckpoint, Failure> {
    let (words, wanted) = (context.words, "error-proof-file");
    let bytes = bytes(context, file, wanted)?;
    if bytes.starts_with(b"c2sp.org/tlog-proof") {
        let cause = |error| none(context, file, wanted, &receipt_cause(words, &error));
        return Receipted::read(&bytes).map(|receipt| receipt.checkpoint).map_err(cause);
    }
    checkpoint_of(&bytes).map_err(|error| none(context, file, wanted, &checkpoint_cause(words, &error)))
}

/// Reads a checkpoint.
///
/// # Errors
/// As [`read_receipt`].
pub fn read_checkpoint(context: &Context<'_>, file: &Path) -> Result<SignedCheckpoint, Failure> {
    let wanted = "error-checkpoint-file";
    let bytes = bytes(context, file, wanted)?;
    checkpoint_of(&bytes)
        .map_err(|error| none(context, file, wanted, &checkpoint_cause(context.words, &error)))
}

fn checkpoint_of(bytes: &[u8]) -> Result<SignedCheckpoint, CheckpointError> {
    if bytes.len() > Note::MAX {
        return Err(NoteError::TooLong.into());
    }
    SignedCheckpoint::parse(bytes)
}

/// Reads a receipt.
///
/// # Errors
/// A usage failure where the file holds none, or something in it does not hold together; an I/O failure.
pub fn read_receipt(context: &Context<'_>, file: &Path) -> Result<Receipted, Failure> {
    let wanted = "error-receipt-file";
    let bytes = bytes(context, file, wanted)?;
    Receipted::read(&bytes)
        .map_err(|error| none(context, file, wanted, &receipt_cause(context.words, &error)))
}

/// The page of a checkpoint of this ledger.
///
/// # Errors
/// Where the index can't be read.
pub fn checkpoint(
    context: &Context<'_>,
    ledger: &mut Ledger,
    checkpoint: &SignedCheckpoint,
) -> Result<String, Cause> {
    let (last, header) = ledger.last_before(checkpoint.checkpoint().size())?;
    let own = ledger.verifier_key()?;
    let others = checkpoint.note().signatures().iter();
    let others = others.filter(|line| !own.as_ref().is_some_and(|own| line.is_of(own)));
    let cosigned = others.map(|line| Cosigned { name: line.name.as_str(), at: time_of(&line.bytes) });
    let page = CheckpointPage {
        office: ledger.organisation().as_str(),
        origin: checkpoint.checkpoint().origin(),
        records: checkpoint.checkpoint().size(),
        entries: last.0,
        recorded_at: header.recorded_at,
        root: *checkpoint.checkpoint().root(),
        note: &checkpoint.note().to_string(),
        cosigned: cosigned.collect(),
    };
    Ok(checkpoint_page::html(&page, context.words))
}

/// When a cosignature says that it was made: its first eight bytes.
fn time_of(signature: &[u8]) -> Option<Timestamp> {
    let seconds = signature.first_chunk::<8>().filter(|_| signature.len() == 72)?;
    Timestamp::from_seconds(u64::from_be_bytes(*seconds))
}

/// The page of a receipt that was read.
pub fn receipt(
    context: &Context<'_>,
    office: &str,
    receipt: &Receipted,
    text: &str,
    number: Option<&str>,
) -> String {
    let words = context.words;
    let given = match report::receipt::body(receipt) {
        Body::Donation(_) | Body::Appropriation(_) => true,
        Body::PassThrough(held) => held.received,
        Body::Gift(event) => !matches!(event.what, GiftWhat::GivenBack { .. }),
        Body::Goods(event) => matches!(event.what, GoodsWhat::Received { .. }),
        _ => false,
    };
    // What a reader of paper asks; the rest is in the receipt, and `verify-receipt` shows it.
    let shown = ["summary", "date", "status", "voucher", "opened", "recorded_at", "operator"];
    let rows = report::receipt::rows(words, receipt).into_iter();
    let fields = rows.filter(|(what, ..)| shown.contains(what)).map(|(_, label, value)| (label, value));
    let page = ReceiptPage {
        kind: if given { ReceiptKind::Gift } else { ReceiptKind::Relief },
        office,
        fields: fields.collect(),
        amount: report::receipt::amount(receipt),
        receipt_number: number,
        entry: receipt.entry.no,
        leaf: receipt.leaf,
        origin: receipt.checkpoint.checkpoint().origin(),
        receipt: text,
    };
    receipt_page::html(&page, words)
}
