//! Trust policies as C2SP `tlog-policy` specifies them: which logs, which witnesses, and how many must have cosigned.
//!
//! Owns: the text and its bounds, and what a checkpoint is worth under it. Refuses to know: the clock, and any network.

use super::checkpoint::{SignedCheckpoint, decimal};
use super::note::Unverified;
use super::vkey::{Algorithm, VerifierKey, VkeyError};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// A name or an address in a policy: bytes without white space, equal only where every byte is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(Box<[u8]>);

impl Word {
    /// The text, where it is UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

/// Why bytes are no policy, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {cause}")]
pub struct PolicyError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub cause: PolicyCause,
}

/// Why a line is no policy's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyCause {
    /// Longer than [`Policy::MAX`] in all.
    #[error("longer than {} bytes in all", Policy::MAX)]
    TooLong,
    /// More than [`Policy::MAX_LINES`] lines that say something.
    #[error("more than {} definitions", Policy::MAX_LINES)]
    TooMany,
    /// A control character that is neither a tab nor the end of a line.
    #[error("control character {0:#04x}")]
    Control(u8),
    /// The last line does not end: the file may be cut.
    #[error("the last line does not end")]
    NoFinalNewline,
    /// The first word is none of `log`, `witness`, `group`, `quorum`.
    #[error("unknown keyword {0:?}")]
    Keyword(Word),
    /// Fewer words than it needs.
    #[error("too few words")]
    TooFewWords,
    /// More words than it may have.
    #[error("too many words")]
    TooManyWords,
    /// Its key is none.
    #[error("key: {0}")]
    Key(VkeyError),
    /// A log's key is not one that signs notes.
    #[error("not a log's key")]
    NotALogKey,
    /// A witness's key is not one that cosigns.
    #[error("not a witness's key")]
    NotAWitnessKey,
    /// A log with this key stands above.
    #[error("this log's key stands in line {before}")]
    SameLog {
        /// Where.
        before: usize,
    },
    /// A witness with this key stands above.
    #[error("this witness's key stands in line {before}")]
    SameWitness {
        /// Where.
        before: usize,
    },
    /// One key as a log's and as a witness's: such a witness would say nothing that the log did not.
    #[error("one key for a log and a witness, also in line {before}")]
    LogAsWitness {
        /// Where.
        before: usize,
    },
    /// The name stands for something above.
    #[error("{name:?} is defined in line {before}")]
    SameName {
        /// The name.
        name: Word,
        /// Where.
        before: usize,
    },
    /// `none` as a name of one's own or as a member.
    #[error("`none` is not a name to give or to group")]
    None,
    /// A name that nothing above defines.
    #[error("{0:?} is not defined above")]
    Undefined(Word),
    /// A member of two groups, or twice of one.
    #[error("{name:?} is a member in line {before}")]
    MemberTwice {
        /// The member.
        name: Word,
        /// Where.
        before: usize,
    },
    /// The number of members that must have cosigned is not `any`, `all` or from 1 to their number.
    #[error("threshold {threshold:?} of {members} members")]
    Threshold {
        /// As it stands.
        threshold: Word,
        /// How many members there are.
        members: usize,
    },
    /// A second quorum.
    #[error("a quorum stands in line {before}")]
    SameQuorum {
        /// Where.
        before: usize,
    },
    /// No quorum down to the end.
    #[error("no quorum")]
    NoQuorum,
}

/// A log that is trusted to be the log of its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its key, whose name is the origin.
    pub key: VerifierKey,
    /// Where it is, if that is said.
    pub url: Option<Word>,
}

/// A witness that is trusted to cosign what it has seen to be consistent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What the policy calls it.
    pub name: Word,
    /// Its key.
    pub key: VerifierKey,
    /// Where it is, if that is said.
    pub url: Option<Word>,
}

/// What counts as one in a group or a quorum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<Member>,
}

/// A policy that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    // In the order of the file, so that members stand before the groups that they are in.
    groups: Vec<Group>,
    quorum: Option<Member>,
}

/// A witness's cosignature that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// What the policy calls the witness.
    pub name: Word,
    /// Its key.
    pub key: VerifierKey,
    /// When, in seconds since 1970, by the witness's clock.
    pub timestamp: u64,
}

/// What a checkpoint is worth under a policy: the log's signature is good, and so is each cosignature listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The log's key.
    pub log: VerifierKey,
    /// The witnesses of the policy that cosigned it, in the policy's order.
    pub cosigned: Vec<Cosigned>,
    /// Whether they are as many as the policy wants.
    pub quorum_met: bool,
}

/// Why a checkpoint is worth nothing under a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// The policy lists no log of that origin.
    #[error("no log of origin {0:?}")]
    UnknownLog(String),
    /// No signature by a key that is listed for its origin.
    #[error("no signature by the log")]
    LogAbsent,
    /// A signature says that it is by the log's key, and is not.
    #[error("the log's signature is wrong: {0}")]
    LogWrong(Box<VerifierKey>),
    /// A cosignature says that it is by a listed witness, and is not.
    #[error("the cosignature of {0:?} is wrong")]
    CosignatureWrong(Word),
}

impl Policy {
    /// The longest policy, in bytes.
    pub const MAX: usize = 256 * 1024;
    /// The most lines that say something.
    pub const MAX_LINES: usize = 1024;

    /// Reads a policy.
    ///
    /// # Errors
    /// [`PolicyError`], with its line.
    pub fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
        let fail = |line, cause| PolicyError { line, cause };
        if bytes.len() > Policy::MAX {
            return Err(fail(1, PolicyCause::TooLong));
        }
        let mut reader = Reader::default();
        let (mut line, mut rest) = (1, bytes);
        while !rest.is_empty() {
            let (this, after) = match rest.iter().position(|b| *b == b'\n') {
                Some(end) => (&rest[..end], Some(&rest[end + 1..])),
                None => (rest, None),
            };
            if let Some(bad) = this.iter().find(|b| (**b < 0x20 && **b != b'\t') || **b == 0x7f) {
                return Err(fail(line, PolicyCause::Control(*bad)));
            }
            rest = after.ok_or_else(|| fail(line, PolicyCause::NoFinalNewline))?;
            reader.line(line, this).map_err(|cause| fail(line, cause))?;
            line += 1;
        }
        let (_, quorum) = reader.quorum.ok_or_else(|| fail(line, PolicyCause::NoQuorum))?;
        Ok(Policy { logs: reader.logs, witnesses: reader.witnesses, groups: reader.groups, quorum })
    }

    /// The logs, in order.
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// The logs of an origin: one for each key that it may sign with.
    pub fn logs_for(&self, origin: &str) -> impl Iterator<Item = &Log> {
        self.logs.iter().filter(move |log| log.key.name().as_str() == origin)
    }

    /// The first log of an origin.
    pub fn log_for(&self, origin: &str) -> Option<&Log> {
        self.logs.iter().find(|log| log.key.name().as_str() == origin)
    }

    /// The witnesses, in order.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Whether any cosignature is asked for.
    pub const fn asks_for_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// The log's key that signed a checkpoint.
    ///
    /// # Errors
    /// [`CheckError::UnknownLog`], [`CheckError::LogAbsent`] or [`CheckError::LogWrong`].
    pub fn check_log(&self, signed: &SignedCheckpoint) -> Result<&VerifierKey, CheckError> {
        let origin = signed.checkpoint().origin();
        let mut found = Err(CheckError::UnknownLog(origin.to_owned()));
        for log in self.logs_for(origin) {
            match signed.note().verify(&log.key) {
                Ok(_) => found = found.or(Ok(&log.key)),
                Err(Unverified::Wrong) => return Err(CheckError::LogWrong(Box::new(log.key.clone()))),
                Err(Unverified::Absent) => found = found.or(Err(CheckError::LogAbsent)),
            }
        }
        found
    }

    /// Checks the log's signature and every cosignature by a listed witness, and counts the quorum.
    ///
    /// # Errors
    /// [`CheckError`] where the checkpoint is worth nothing. A quorum that is not reached is no error.
    pub fn check(&self, signed: &SignedCheckpoint) -> Result<Met, CheckError> {
        let log = self.check_log(signed)?.clone();
        let (mut cosigned, mut by_witness) = (Vec::new(), vec![false; self.witnesses.len()]);
        for (witness, has) in self.witnesses.iter().zip(&mut by_witness) {
            match signed.note().verify(&witness.key) {
                Ok(verified) => {
                    *has = true;
                    let timestamp = verified.timestamp.unwrap_or(0);
                    cosigned.push(Cosigned {
                        name: witness.name.clone(),
                        key: witness.key.clone(),
                        timestamp,
                    });
                }
                Err(Unverified::Absent) => {}
                Err(Unverified::Wrong) => return Err(CheckError::CosignatureWrong(witness.name.clone())),
            }
        }
        Ok(Met { log, cosigned, quorum_met: self.is_met(&by_witness) })
    }

    fn is_met(&self, by_witness: &[bool]) -> bool {
        let mut by_group = Vec::with_capacity(self.groups.len());
        let has = |by_group: &[bool], member: &Member| match member {
            Member::Witness(at) => by_witness.get(*at) == Some(&true),
            Member::Group(at) => by_group.get(*at) == Some(&true),
        };
        for group in &self.groups {
            let count = group.members.iter().filter(|member| has(&by_group, member)).count();
            by_group.push(count >= group.threshold);
        }
        self.quorum.is_none_or(|member| has(&by_group, &member))
    }
}

/// What was read so far, and in which line each thing stands.
#[derive(Default)]
struct Reader {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    quorum: Option<(usize, Option<Member>)>,
    said: usize,
    names: HashMap<Word, (usize, Member)>,
    members: HashMap<Word, usize>,
    log_keys: HashMap<[u8; 32], usize>,
    witness_keys: HashMap<[u8; 32], usize>,
}

impl Reader {
    fn line(&mut self, line: usize, text: &[u8]) -> Result<(), PolicyCause> {
        let mut words = text.split(|b| matches!(b, b' ' | b'\t')).filter(|word| !word.is_empty());
        let Some(keyword) = words.next().filter(|word| word[0] != b'#') else { return Ok(()) };
        self.said += 1;
        if self.said > Policy::MAX_LINES {
            return Err(PolicyCause::TooMany);
        }
        let words: Vec<Word> = words.map(|word| Word(word.into())).collect();
        match (keyword, &words[..]) {
            (b"log", [key]) => self.log(line, key, None),
            (b"log", [key, url]) => self.log(line, key, Some(url)),
            (b"witness", [name, key]) => self.witness(line, name, key, None),
            (b"witness", [name, key, url]) => self.witness(line, name, key, Some(url)),
            (b"group", [name, threshold, members @ ..]) if !members.is_empty() => {
                self.group(line, name, threshold, members)
            }
            (b"quorum", [name]) => self.quorum(line, name),
            (b"log" | b"witness" | b"group", few) if few.len() < 3 => Err(PolicyCause::TooFewWords),
            (b"quorum", []) => Err(PolicyCause::TooFewWords),
            (b"log" | b"witness" | b"quorum", _) => Err(PolicyCause::TooManyWords),
            _ => Err(PolicyCause::Keyword(Word(keyword.into()))),
        }
    }

    fn log(&mut self, line: usize, key: &Word, url: Option<&Word>) -> Result<(), PolicyCause> {
        let key = vkey(key)?;
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(PolicyCause::NotALogKey);
        }
        let bytes = key.key().bytes().0;
        if let Some(before) = self.log_keys.insert(bytes, line) {
            return Err(PolicyCause::SameLog { before });
        }
        if let Some(before) = self.witness_keys.get(&bytes) {
            return Err(PolicyCause::LogAsWitness { before: *before });
        }
        self.logs.push(Log { key, url: url.cloned() });
        Ok(())
    }

    fn witness(
        &mut self,
        line: usize,
        name: &Word,
        key: &Word,
        url: Option<&Word>,
    ) -> Result<(), PolicyCause> {
        let key = vkey(key)?;
        if key.algorithm() != Algorithm::Cosignature {
            return Err(PolicyCause::NotAWitnessKey);
        }
        let bytes = key.key().bytes().0;
        if let Some(before) = self.witness_keys.insert(bytes, line) {
            return Err(PolicyCause::SameWitness { before });
        }
        if let Some(before) = self.log_keys.get(&bytes) {
            return Err(PolicyCause::LogAsWitness { before: *before });
        }
        self.define(line, name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(Witness { name: name.clone(), key, url: url.cloned() });
        Ok(())
    }

    fn group(
        &mut self,
        line: usize,
        name: &Word,
        threshold: &Word,
        words: &[Word],
    ) -> Result<(), PolicyCause> {
        let mut members = Vec::with_capacity(words.len());
        let mut here = HashSet::with_capacity(words.len());
        for word in words {
            members.push(self.defined(word)?);
            let before = self.members.get(word).copied().or((!here.insert(word)).then_some(line));
            if let Some(before) = before {
                return Err(PolicyCause::MemberTwice { name: word.clone(), before });
            }
        }
        let count = members.len();
        let number = match &*threshold.0 {
            b"any" => Some(1),
            b"all" => Some(count),
            _ => threshold.as_str().and_then(decimal).and_then(|k| usize::try_from(k).ok()),
        };
        let Some(number) = number.filter(|k| (1..=count).contains(k)) else {
            return Err(PolicyCause::Threshold { threshold: threshold.clone(), members: count });
        };
        self.define(line, name, Member::Group(self.groups.len()))?;
        self.members.extend(words.iter().map(|word| (word.clone(), line)));
        self.groups.push(Group { threshold: number, members });
        Ok(())
    }

    fn quorum(&mut self, line: usize, name: &Word) -> Result<(), PolicyCause> {
        if let Some((before, _)) = self.quorum {
            return Err(PolicyCause::SameQuorum { before });
        }
        let member = if *name.0 == *b"none" { None } else { Some(self.defined(name)?) };
        self.quorum = Some((line, member));
        Ok(())
    }

    fn define(&mut self, line: usize, name: &Word, member: Member) -> Result<(), PolicyCause> {
        if *name.0 == *b"none" {
            return Err(PolicyCause::None);
        }
        match self.names.insert(name.clone(), (line, member)) {
            Some((before, _)) => Err(PolicyCause::SameName { name: name.clone(), before }),
            None => Ok(()),
        }
    }

    fn defined(&self, name: &Word) -> Result<Member, PolicyCause> {
        match self.names.get(name) {
            Some((_, member)) => Ok(*member),
            None if *name.0 == *b"none" => Err(PolicyCause::None),
            None => Err(PolicyCause::Undefined(name.clone())),
        }
    }
}

fn vkey(word: &Word) -> Result<VerifierKey, PolicyCause> {
    VerifierKey::parse(word.as_str().ok_or(PolicyCause::Key(VkeyError::Form))?).map_err(PolicyCause::Key)
}

#[cfg(test)]
mod tests;
