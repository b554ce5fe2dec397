//! Checkpoints as C2SP `tlog-checkpoint` specifies them: whose tree, how large, and its root.
//!
//! Owns: the text. Refuses to know: whether the tree is so, and whose signature to trust.

use super::base64;
use super::key::OperatorKey;
use super::note::{Note, NoteError};
use super::vkey::KeyName;
use crate::base::Hash32;
use std::fmt;

/// Why a note is no checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is no note.
    #[error("{0}")]
    Note(#[from] NoteError),
    /// The first line is missing or empty.
    #[error("line 1: no origin")]
    Origin,
    /// The second line is no size in decimal digits.
    #[error("line 2: no tree size")]
    Size,
    /// The third line is no root in canonical Base 64.
    #[error("line 3: no root")]
    Root,
    /// A line after the third is empty.
    #[error("line {line}: empty")]
    EmptyLine {
        /// The line, from 1.
        line: usize,
    },
}

/// A log's statement: at this size its tree has this root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash32,
    extension: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    pub fn new(origin: &KeyName, size: u64, root: Hash32) -> Checkpoint {
        Checkpoint { origin: origin.as_str().to_owned(), size, root, extension: Vec::new() }
    }

    /// Reads a note's text.
    ///
    /// # Errors
    /// [`CheckpointError`] where it is not exactly what [`Checkpoint`] shows.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let text = text.strip_suffix('\n').ok_or(NoteError::NoFinalNewline)?;
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or(CheckpointError::Origin)?;
        let size = lines.next().and_then(decimal).ok_or(CheckpointError::Size)?;
        let root = lines.next().and_then(base64::decode_hash).ok_or(CheckpointError::Root)?;
        let mut extension = Vec::new();
        for line in lines {
            if line.is_empty() {
                return Err(CheckpointError::EmptyLine { line: extension.len() + 4 });
            }
            extension.push(line.to_owned());
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root, extension })
    }

    /// Which log it is of: one line, not empty. It need not be a key's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree of that size.
    pub const fn root(&self) -> &Hash32 {
        &self.root
    }

    /// Lines after the third, which mean nothing here.
    pub fn extension(&self) -> &[String] {
        &self.extension
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64::encode(&self.root.0))?;
        self.extension.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A root as the third line shows it, for people who hold two papers side by side.
pub fn root_text(root: &Hash32) -> String {
    base64::encode(&root.0)
}

/// A number in decimal digits without leading zeros.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    if plain { text.parse().ok() } else { None }
}

/// A checkpoint in its note. The signatures are checked only where a key is at hand: [`Note::verify`], or a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads a checkpoint's note.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn parse(bytes: &[u8]) -> Result<SignedCheckpoint, CheckpointError> {
        SignedCheckpoint::from_note(Note::parse(bytes)?)
    }

    /// The checkpoint that a note holds.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn from_note(note: Note) -> Result<SignedCheckpoint, CheckpointError> {
        Ok(SignedCheckpoint { checkpoint: Checkpoint::parse(note.text())?, note })
    }

    /// A checkpoint, signed by its log: the key's name is the origin.
    ///
    /// # Errors
    /// [`NoteError`], which a name and two numbers give no cause for.
    pub fn sign(
        origin: &KeyName,
        size: u64,
        root: Hash32,
        key: &OperatorKey,
    ) -> Result<SignedCheckpoint, NoteError> {
        let checkpoint = Checkpoint::new(origin, size, root);
        let note = Note::sign(checkpoint.to_string(), key, origin)?;
        Ok(SignedCheckpoint { checkpoint, note })
    }

    /// What it says.
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note, with its signatures.
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// The same checkpoint with one more signature.
    ///
    /// # Errors
    /// [`NoteError`] where the note would be too long or have too many.
    pub fn with(self, line: super::note::SignatureLine) -> Result<SignedCheckpoint, NoteError> {
        Ok(SignedCheckpoint { checkpoint: self.checkpoint, note: self.note.with(line)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From C2SP `tlog-cosignature`.
    const PUBLISHED: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    #[test]
    fn the_published_checkpoint_is_read_and_written() {
        let read = SignedCheckpoint::parse(PUBLISHED.as_bytes()).unwrap();
        assert_eq!(read.checkpoint().origin(), "example.com/behind-the-sofa");
        assert_eq!(read.checkpoint().size(), 20_852_163);
        assert_eq!(read.checkpoint().to_string(), read.note().text());
        assert_eq!(read.note().to_string(), PUBLISHED);
        // The time stands in the cosignature's first bytes.
        assert_eq!(read.note().signatures()[1].bytes[..8], 1_679_315_147u64.to_be_bytes());
    }

    #[test]
    fn each_cause_has_its_own_error() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for (text, error) in [
            ("\n".to_owned(), CheckpointError::Origin),
            ("a\n".to_owned(), CheckpointError::Size),
            (format!("a\n01\n{root}\n"), CheckpointError::Size),
            (format!("a\n+1\n{root}\n"), CheckpointError::Size),
            (format!("a\n\n{root}\n"), CheckpointError::Size),
            (format!("a\n18446744073709551616\n{root}\n"), CheckpointError::Size),
            ("a\n1\n".to_owned(), CheckpointError::Root),
            (format!("a\n1\n{}\n", root.replace("2I=", "2J=")), CheckpointError::Root),
            (format!("a\n1\n{root}\nmore\n\nmore\n"), CheckpointError::EmptyLine { line: 5 }),
            (format!("a\n1\n{root}"), CheckpointError::Note(NoteError::NoFinalNewline)),
        ] {
            assert_eq!(Checkpoint::parse(&text), Err(error), "{text}");
        }
        let largest = format!("no key's name + spaces\n18446744073709551615\n{root}\nmore\n");
        let read = Checkpoint::parse(&largest).unwrap();
        assert_eq!((read.to_string(), read.size(), read.extension().len()), (largest, u64::MAX, 1));
    }
}
