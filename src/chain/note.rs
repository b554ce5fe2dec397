//! Signed notes as C2SP `signed-note` specifies them: a text, an empty line, and signature lines.
//!
//! Owns: their bytes, which have one form only, and their bounds. Refuses to know: what the text says, and whom to trust.

use super::base64;
use super::cosignature;
use super::key::{OperatorKey, VerifyingKey};
use super::vkey::{Algorithm, KeyName, NameError, VerifierKey};
use std::fmt;

/// Why a line is no signature line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It does not begin with a dash and a space, or has no second space.
    #[error("not \"— NAME SIGNATURE\"")]
    Form,
    /// The name.
    #[error("name: {0}")]
    Name(#[from] NameError),
    /// Not canonical Base 64.
    #[error("not canonical base64")]
    Base64,
    /// Nothing after the four bytes of the key's id.
    #[error("{0} bytes, too short")]
    TooShort(usize),
}

/// Why bytes are no signed note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than [`Note::MAX`].
    #[error("longer than {} bytes", Note::MAX)]
    TooLong,
    /// Not UTF-8.
    #[error("byte {at}: not UTF-8")]
    NotUtf8 {
        /// Where, in bytes.
        at: usize,
    },
    /// An ASCII control character other than the end of a line.
    #[error("line {line}: control character {byte:#04x}")]
    Control {
        /// The line, from 1.
        line: usize,
        /// Which one.
        byte: u8,
    },
    /// The last line does not end.
    #[error("the last line does not end")]
    NoFinalNewline,
    /// No empty line, so that nothing parts a text from signatures.
    #[error("no empty line before signatures")]
    NoSignatures,
    /// More than [`Note::MAX_SIGNATURES`].
    #[error("more than {} signatures", Note::MAX_SIGNATURES)]
    TooManySignatures,
    /// A signature line is none.
    #[error("line {line}: {cause}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        cause: LineError,
    },
}

/// One signature under a note, of any algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: KeyName,
    /// The key's id.
    pub id: [u8; 4],
    /// What the key made; never empty.
    pub bytes: Vec<u8>,
}

impl SignatureLine {
    /// What each line begins with: a dash and a space.
    pub const PREFIX: &'static str = "— ";

    /// Reads one line, without its end.
    ///
    /// # Errors
    /// [`LineError`] where it is not exactly what [`SignatureLine`] shows.
    pub fn parse(line: &str) -> Result<SignatureLine, LineError> {
        let (name, signature) = line
            .strip_prefix(SignatureLine::PREFIX)
            .and_then(|rest| rest.split_once(' '))
            .ok_or(LineError::Form)?;
        let name = KeyName::new(name)?;
        let bytes = base64::decode(signature).ok_or(LineError::Base64)?;
        match bytes.split_first_chunk::<4>() {
            Some((id, rest)) if !rest.is_empty() => Ok(SignatureLine { name, id: *id, bytes: rest.to_vec() }),
            _ => Err(LineError::TooShort(bytes.len())),
        }
    }

    /// Whether it says that it is by this key.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == *key.name() && self.id == key.id()
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = base64::encode(&[&self.id[..], &self.bytes].concat());
        write!(f, "{}{} {signature}", SignatureLine::PREFIX, self.name)
    }
}

/// Why a note is not verified by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    /// No line of that key.
    #[error("no signature by this key")]
    Absent,
    /// A line of that key, which the key did not make for this text.
    #[error("a signature of this key is wrong")]
    Wrong,
}

/// What a signature that was checked says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Of a cosignature: the seconds since 1970 that it names; the latest where there are several.
    pub timestamp: Option<u64>,
}

/// A text with its signatures. None of them is checked before [`Note::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl Note {
    /// The longest note, in bytes: a hundred signatures of today, or a dozen of those that quantum computers cannot forge.
    pub const MAX: usize = 64 * 1024;
    /// The most signatures under one text.
    pub const MAX_SIGNATURES: usize = 100;

    /// A text under these signatures.
    ///
    /// # Errors
    /// [`NoteError`] where there would be no such note, by text, number or length.
    pub fn new(text: String, signatures: Vec<SignatureLine>) -> Result<Note, NoteError> {
        check_characters(&text)?;
        match signatures.len() {
            0 => return Err(NoteError::NoSignatures),
            1..=Note::MAX_SIGNATURES => {}
            _ => return Err(NoteError::TooManySignatures),
        }
        let note = Note { text, signatures };
        if note.to_string().len() > Note::MAX {
            return Err(NoteError::TooLong);
        }
        Ok(note)
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteError`] where the bytes are not exactly what [`Note::to_bytes`] gives.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        if bytes.len() > Note::MAX {
            return Err(NoteError::TooLong);
        }
        let all = std::str::from_utf8(bytes).map_err(|e| NoteError::NotUtf8 { at: e.valid_up_to() })?;
        check_characters(all)?;
        // The last empty line parts them: a text may have empty lines of its own.
        let end = all.rfind("\n\n").ok_or(NoteError::NoSignatures)? + 1;
        let (text, lines) = (&all[..end], &all[end + 1..]);
        if lines.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        let first = text.bytes().filter(|b| *b == b'\n').count() + 2;
        let mut signatures = Vec::new();
        for (at, line) in lines.lines().enumerate() {
            if at == Note::MAX_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            let wrong = |cause| NoteError::Line { line: first + at, cause };
            signatures.push(SignatureLine::parse(line).map_err(wrong)?);
        }
        Ok(Note { text: text.to_owned(), signatures })
    }

    /// Signs a text as it stands.
    ///
    /// # Errors
    /// [`NoteError`] where the text can be no note's.
    pub fn sign(text: String, key: &OperatorKey, name: &KeyName) -> Result<Note, NoteError> {
        let bytes = key.sign(text.as_bytes()).to_vec();
        let line = SignatureLine { name: name.clone(), id: id_of(key, name, Algorithm::Ed25519), bytes };
        Note::new(text, vec![line])
    }

    /// The same note with one more signature at its end; unchanged where it has that very line.
    ///
    /// # Errors
    /// [`NoteError`] where it would be too long or have too many.
    pub fn with(mut self, line: SignatureLine) -> Result<Note, NoteError> {
        if self.signatures.contains(&line) {
            return Ok(self);
        }
        self.signatures.push(line);
        Note::new(self.text, self.signatures)
    }

    /// The text, with the end of its last line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in order.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// Checks every signature that says it is by this key.
    ///
    /// # Errors
    /// [`Unverified`] where there is none, or where one of them is wrong.
    pub fn verify(&self, key: &VerifierKey) -> Result<Verified, Unverified> {
        let mut found = Err(Unverified::Absent);
        for line in self.signatures.iter().filter(|line| line.is_of(key)) {
            let timestamp = match key.algorithm() {
                Algorithm::Ed25519 if is_by(key.key(), &self.text, &line.bytes) => None,
                Algorithm::Ed25519 => return Err(Unverified::Wrong),
                Algorithm::Cosignature => Some(cosignature::verify(&self.text, line, key)?),
            };
            let latest = found.ok().and_then(|before: Verified| before.timestamp);
            found = Ok(Verified { timestamp: latest.max(timestamp) });
        }
        found
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// The id of a key that was made here.
pub(super) fn id_of(key: &OperatorKey, name: &KeyName, algorithm: Algorithm) -> [u8; 4] {
    super::vkey::id(name, algorithm, &key.public())
}

fn is_by(key: &VerifyingKey, text: &str, signature: &[u8]) -> bool {
    <&[u8; 64]>::try_from(signature).is_ok_and(|signature| key.verifies(text.as_bytes(), signature))
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    let mut line = 1;
    for byte in text.bytes() {
        match byte {
            b'\n' => line += 1,
            0..0x20 => return Err(NoteError::Control { line, byte }),
            _ => {}
        }
    }
    if text.ends_with('\n') { Ok(()) } else { Err(NoteError::NoFinalNewline) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From C2SP `signed-note`: the note that the page begins with, and the one of its example of keys.
    const POEM: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    const EXAMPLE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn the_published_notes_are_read_and_written() {
        let poem = Note::parse(POEM.as_bytes()).unwrap();
        assert_eq!(poem.to_string(), POEM);
        assert!(poem.text().contains("sole:\n\ned") && poem.text().ends_with("sera.\n"));
        let note = Note::parse(EXAMPLE.as_bytes()).unwrap();
        let key = VerifierKey::parse(KEY).unwrap();
        assert_eq!(note.verify(&key), Ok(Verified { timestamp: None }));
        assert_eq!(poem.verify(&key), Err(Unverified::Absent));
        let other = Note::parse(EXAMPLE.replace("message", "massage").as_bytes()).unwrap();
        assert_eq!(other.verify(&key), Err(Unverified::Wrong));
        // The same name or the same id alone is no match: such a line is passed over.
        let line = &note.signatures()[0];
        let beside =
            |name: &str, id| SignatureLine { name: KeyName::new(name).unwrap(), id, bytes: vec![0; 64] };
        let with = note.clone().with(beside("example.com/foo", [0; 4])).unwrap();
        let with = with.with(beside("example.com/bar", line.id)).unwrap();
        assert!(with.verify(&key).is_ok());
        // But one wrong line of the key itself is enough.
        let with = with.with(beside("example.com/foo", line.id)).unwrap();
        assert_eq!(with.verify(&key), Err(Unverified::Wrong));
        assert_eq!(note.clone().with(line.clone()).unwrap(), note);
    }

    #[test]
    fn each_cause_has_its_own_error() {
        let line = |cause| NoteError::Line { line: 3, cause };
        for (text, error) in [
            ("text\n".to_owned(), NoteError::NoSignatures),
            ("text\n\n".to_owned(), NoteError::NoSignatures),
            (String::new(), NoteError::NoFinalNewline),
            (EXAMPLE.trim_end().to_owned(), NoteError::NoFinalNewline),
            (EXAMPLE.replace('\n', "\r\n"), NoteError::Control { line: 1, byte: b'\r' }),
            (EXAMPLE.replace("— ", "- "), line(LineError::Form)),
            (EXAMPLE.replace("foo ", "foo"), line(LineError::Form)),
            (EXAMPLE.replace("/foo ", "/foo  "), line(LineError::Base64)),
            (EXAMPLE.replace("example.com/foo", ""), line(LineError::Name(NameError::Empty))),
            (EXAMPLE.replace("example.com/foo", "a+b"), line(LineError::Name(NameError::Character('+')))),
            (EXAMPLE.replace("aQM=", "aQN="), line(LineError::Base64)),
            ("text\n\n— a AAAAAA==\n".to_owned(), line(LineError::TooShort(4))),
            ("x".repeat(Note::MAX + 1), NoteError::TooLong),
            (format!("text\n\n{}", "— a AAAAAAA=\n".repeat(101)), NoteError::TooManySignatures),
        ] {
            assert_eq!(Note::parse(text.as_bytes()), Err(error), "{text}");
        }
        assert_eq!(Note::parse(b"a\n\xff\n"), Err(NoteError::NotUtf8 { at: 2 }));
        assert!(Note::parse(format!("text\n\n{}", "— a AAAAAAA=\n".repeat(100)).as_bytes()).is_ok());
        let (key, name) = (OperatorKey::from_seed(&[1; 32]), KeyName::new("a").unwrap());
        assert_eq!(Note::sign("no end".to_owned(), &key, &name), Err(NoteError::NoFinalNewline));
        assert_eq!(Note::sign("x".repeat(Note::MAX) + "\n", &key, &name), Err(NoteError::TooLong));
        assert_eq!(Note::new("a\n".to_owned(), vec![]), Err(NoteError::NoSignatures));
    }

    #[test]
    fn a_text_may_look_like_signatures() {
        let (key, name) = (OperatorKey::from_seed(&[1; 32]), KeyName::new("巾帼.example/账").unwrap());
        let note = Note::sign(EXAMPLE.to_owned(), &key, &name).unwrap();
        assert_eq!(Note::parse(&note.to_bytes()), Ok(note.clone()));
        let vkey = VerifierKey::of(&key, name, Algorithm::Ed25519).unwrap();
        assert!(note.verify(&vkey).is_ok());
        assert_eq!(note.verify(&VerifierKey::parse(KEY).unwrap()), Err(Unverified::Absent));
    }
}
