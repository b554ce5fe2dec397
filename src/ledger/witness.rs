//! A witness at work: what it is asked is decided by what it remembers, and remembered before it is answered.
//!
//! Owns: that order. Refuses to know: HTTP, paper, the clock, and any ledger.

use crate::base::Hash32;
use crate::chain::cosignature::cosign;
use crate::chain::witness::{Answer, MemoryFlaw, Remembered, Request, kept, vet, weigh};
use crate::chain::{Algorithm, KeyName, OperatorKey, Policy, SignatureLine, SignedCheckpoint, VerifierKey};
use crate::store::witness_memory::{WitnessMemory, name_of};
use std::io;

/// Why a witness could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The key is one that a log of the policy signs with: it would vouch for itself.
    #[error("the key of the log {0}")]
    KeyOfALog(KeyName),
    /// The key cannot check signatures, which no honest key meets.
    #[error("a weak key")]
    WeakKey,
    /// The memory says that it is another witness's.
    #[error("the memory of {0}")]
    OthersMemory(String),
    /// What the memory says of whose it is cannot be read.
    #[error("the memory does not say whose it is")]
    DamagedOwner,
    /// The memory could not be read or written.
    #[error("memory: {0}")]
    Io(#[from] io::Error),
}

/// Why a witness gives no answer at all.
#[derive(Debug, thiserror::Error)]
pub enum WitnessFault {
    /// What is remembered of the log is not what was written.
    #[error("memory of {origin:?}: {flaw}")]
    Damaged {
        /// The log.
        origin: String,
        /// What is wrong.
        flaw: MemoryFlaw,
    },
    /// The memory could not be read or written. Nothing was cosigned.
    #[error("memory of {origin:?}: {cause}")]
    Io {
        /// The log.
        origin: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The clock says nothing that can be signed.
    #[error("no time")]
    Clock,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was cosigned, and that lasts.
    Cosigned {
        /// The cosignature.
        line: SignatureLine,
        /// Whether the log was never seen before.
        first: bool,
    },
    /// It was not.
    Refused {
        /// Why.
        answer: Answer,
        /// Size and root of what is remembered, where that was asked.
        kept: Option<(u64, Hash32)>,
    },
}

/// A witness: its key, the logs it serves, and its memory.
pub struct Witness {
    policy: Policy,
    key: OperatorKey,
    own: VerifierKey,
    memory: WitnessMemory,
}

impl Witness {
    /// A witness of that name and key over its memory.
    ///
    /// # Errors
    /// [`SetUpError`].
    pub fn new(
        policy: Policy,
        key: OperatorKey,
        name: KeyName,
        memory: WitnessMemory,
    ) -> Result<Witness, SetUpError> {
        if let Some(log) = policy.logs().iter().find(|log| log.key.key().bytes() == key.public()) {
            return Err(SetUpError::KeyOfALog(log.key.name().clone()));
        }
        let own = VerifierKey::of(&key, name, Algorithm::Cosignature).ok_or(SetUpError::WeakKey)?;
        match owner(&memory)? {
            None => memory.own(format!("{own}\n").as_bytes())?,
            Some(other) if other != own => return Err(SetUpError::OthersMemory(other.to_string())),
            Some(_) => {}
        }
        Ok(Witness { policy, key, own, memory })
    }

    /// Its public key.
    pub const fn own(&self) -> &VerifierKey {
        &self.own
    }

    /// The logs that it serves.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Cosigns a checkpoint at a time in seconds since 1970, or says why not.
    ///
    /// # Errors
    /// [`WitnessFault`]; then nothing was cosigned.
    pub fn add(&self, request: Request, seconds: u64) -> Result<Outcome, WitnessFault> {
        self.add_from(request, false, seconds)
    }

    /// As [`Witness::add`] for a checkpoint that comes without a proof: for the first time, or the same one again.
    ///
    /// # Errors
    /// [`WitnessFault`]; then nothing was cosigned.
    pub fn add_alone(&self, signed: SignedCheckpoint, seconds: u64) -> Result<Outcome, WitnessFault> {
        self.add_from(Request { old: 0, proof: Vec::new(), signed }, true, seconds)
    }

    fn add_from(&self, mut request: Request, alone: bool, seconds: u64) -> Result<Outcome, WitnessFault> {
        let log = match vet(&self.policy, &request) {
            Ok(log) => log,
            Err(answer) => return Ok(Outcome::Refused { answer, kept: None }),
        };
        let origin = request.signed.checkpoint().origin().to_owned();
        let broken = |cause| WitnessFault::Io { origin: origin.clone(), cause };
        let name = name_of(&origin);
        let memory = self.memory.exclusive();
        let remembered = self.parse(&origin, memory.read(&name).map_err(broken)?)?;
        let before = remembered.as_ref().map(|kept| {
            let checkpoint = kept.signed().checkpoint();
            (checkpoint.size(), *checkpoint.root())
        });
        if alone {
            request.old = before.map_or(0, |(size, _)| size);
        }
        match weigh(remembered.as_ref(), &request) {
            Answer::Cosign => {}
            answer => return Ok(Outcome::Refused { answer, kept: before }),
        }
        let text = request.signed.note().text();
        let line = cosign(text, &self.key, self.own.name(), seconds).ok_or(WitnessFault::Clock)?;
        let note = kept(&request.signed, &log, line.clone())
            .ok_or_else(|| broken(io::Error::other("the note would be too long")))?;
        // Only what lasts is answered: else a restart could forget it, and cosign another history.
        memory.replace(&name, &note.to_bytes()).map_err(broken)?;
        Ok(Outcome::Cosigned { line, first: before.is_none() })
    }

    /// What is remembered of the log whose origin has that hash; `None` where it is not served or was never cosigned.
    ///
    /// # Errors
    /// [`WitnessFault`].
    pub fn latest(&self, name: &Hash32) -> Result<Option<Remembered>, WitnessFault> {
        let logs = self.policy.logs().iter();
        let Some(log) = logs.map(|log| log.key.name().as_str()).find(|origin| name_of(origin) == *name)
        else {
            return Ok(None);
        };
        let broken = |cause| WitnessFault::Io { origin: log.to_owned(), cause };
        let bytes = self.memory.exclusive().read(name).map_err(broken)?;
        self.parse(log, bytes)
    }

    fn parse(&self, origin: &str, bytes: Option<Vec<u8>>) -> Result<Option<Remembered>, WitnessFault> {
        let Some(bytes) = bytes else { return Ok(None) };
        let read = Remembered::parse(&bytes, origin, &self.own);
        read.map(Some).map_err(|flaw| WitnessFault::Damaged { origin: origin.to_owned(), flaw })
    }
}

/// The witness whose memory it is; `None` where nobody has used it.
///
/// # Errors
/// [`SetUpError::DamagedOwner`] and [`SetUpError::Io`].
pub fn owner(memory: &WitnessMemory) -> Result<Option<VerifierKey>, SetUpError> {
    let Some(bytes) = memory.owner()? else { return Ok(None) };
    let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\n'));
    let key = text.and_then(|text| VerifierKey::parse(text).ok());
    key.filter(|key| key.algorithm() == Algorithm::Cosignature).map(Some).ok_or(SetUpError::DamagedOwner)
}
