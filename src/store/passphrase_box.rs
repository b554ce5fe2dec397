//! A few secret bytes under a passphrase, or expressly without one, as they stand in JSON.
//!
//! Owns: Argon2id and its bounds, sealing, unlocking. Refuses to know: what the secret is for, and files.
//!
//! `"kdf":"argon2id","m_kib":65536,"t":3,"p":1,"salt":hex,"nonce":hex,"secret":hex`: the secret under
//! XChaCha20-Poly1305 with the key that Argon2id makes of the passphrase. With `"kdf":"none"` it is the secret itself,
//! and the parameters are left out. Memory and passes are those of RFC 9106's second recommended option (64 MiB, 3);
//! its four lanes are one here, for the work is done in one thread, and lanes it did not use would help only who
//! guesses.

use super::cipher::{self, TAG_LEN};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// What a passphrase costs here: memory in KiB, passes, lanes.
pub(crate) const USUAL: Cost = Cost { m_kib: 64 * 1024, t: 3, p: 1 };
/// The most that a file may ask of the machine.
const MOST: Cost = Cost { m_kib: 256 * 1024, t: 10, p: 4 };

/// Why a key file gave no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// The key is under a passphrase, and none was given.
    #[error("a passphrase is needed")]
    NeedsPassphrase,
    /// The passphrase does not open it, or the file was changed.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// These bytes are no key file, or a damaged one.
    #[error("not a key file")]
    NotAKeyFile,
    /// A newer program wrote it.
    #[error("a key file of version {version}")]
    Newer {
        /// The version that it names.
        version: u64,
    },
    /// It asks for more memory or time than any honest file does.
    #[error("asks for {m_kib} KiB, {t} passes, {p} lanes")]
    TooCostly {
        /// Memory, in KiB.
        m_kib: u32,
        /// Passes.
        t: u32,
        /// Lanes.
        p: u32,
    },
    /// The machine has not the memory that the passphrase takes.
    #[error("not enough memory")]
    NoMemory,
}

/// Argon2id's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Memory, in KiB.
    pub(crate) m_kib: u32,
    /// Passes.
    pub(crate) t: u32,
    /// Lanes.
    pub(crate) p: u32,
}

/// How a passphrase becomes a key.
pub(crate) struct Stretch {
    params: Params,
    salt: [u8; 16],
}

impl Stretch {
    /// `TooCostly` or, where Argon2id knows no such parameters, `NotAKeyFile`.
    pub(crate) fn new(cost: Cost, salt: [u8; 16]) -> Result<Stretch, KeyFileError> {
        let Cost { m_kib, t, p } = cost;
        if m_kib > MOST.m_kib || t > MOST.t || p > MOST.p {
            return Err(KeyFileError::TooCostly { m_kib, t, p });
        }
        let params = Params::new(m_kib, t, p, Some(32)).map_err(|_| KeyFileError::NotAKeyFile)?;
        Ok(Stretch { params, salt })
    }

    /// The key that this passphrase makes; `NoMemory` is the one error.
    pub(crate) fn key(&self, passphrase: &str) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
        let mut key = Zeroizing::new([0; 32]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let done = argon2.hash_password_into(passphrase.as_bytes(), &self.salt, key.as_mut_slice());
        done.map(|()| key).map_err(|_| KeyFileError::NoMemory)
    }
}

/// The box as it stands in a file. What it holds is wiped when dropped.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenBox {
    pub(crate) kdf: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) m_kib: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) t: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) p: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    pub(crate) secret: String,
}

impl Drop for WrittenBox {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// A box of `N` secret bytes that was understood.
pub(crate) enum PassphraseBox<const N: usize> {
    /// The secret itself.
    Plain(Zeroizing<[u8; N]>),
    /// It is under a passphrase.
    Locked {
        /// How the passphrase becomes the key.
        stretch: Stretch,
        nonce: [u8; 24],
        sealed: Vec<u8>,
    },
}

/// Seals a secret, bound to `aad`. Without a passphrase whoever reads it has it. `NoMemory` is the one error where
/// the cost is within the bounds.
pub(crate) fn seal(
    cost: Cost,
    secret: &[u8],
    passphrase: Option<&str>,
    aad: &[u8],
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<WrittenBox, KeyFileError> {
    let mut written = WrittenBox {
        kdf: "none".to_owned(),
        m_kib: None,
        t: None,
        p: None,
        salt: None,
        nonce: None,
        secret: String::new(),
    };
    let Some(passphrase) = passphrase else {
        written.secret = hex::encode(secret);
        return Ok(written);
    };
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    entropy(&mut salt);
    entropy(&mut nonce);
    let key = Stretch::new(cost, salt)?.key(passphrase)?;
    written.secret = hex::encode(cipher::seal(&key, &nonce, secret, aad));
    written.kdf = "argon2id".to_owned();
    (written.m_kib, written.t, written.p) = (Some(cost.m_kib), Some(cost.t), Some(cost.p));
    (written.salt, written.nonce) = (Some(hex::encode(salt)), Some(hex::encode(nonce)));
    Ok(written)
}

impl<const N: usize> PassphraseBox<N> {
    /// Understands a box of anyone's; bounded before anything is done with it. `NotAKeyFile`, `TooCostly`.
    pub(crate) fn read(written: &WrittenBox) -> Result<PassphraseBox<N>, KeyFileError> {
        let wrong = KeyFileError::NotAKeyFile;
        let params = (written.m_kib, written.t, written.p);
        match (written.kdf.as_str(), params, &written.salt, &written.nonce) {
            ("none", (None, None, None), None, None) => {
                cipher::unhex_secret(&written.secret).map(PassphraseBox::Plain).ok_or(wrong)
            }
            ("argon2id", (Some(m_kib), Some(t), Some(p)), Some(salt), Some(nonce)) => {
                let salt = cipher::unhex(salt).ok_or(wrong)?;
                let stretch = Stretch::new(Cost { m_kib, t, p }, salt)?;
                let nonce = cipher::unhex(nonce).ok_or(wrong)?;
                let sealed = hex::decode(&written.secret).map_err(|_| wrong)?;
                if sealed.len() != N + TAG_LEN {
                    return Err(wrong);
                }
                Ok(PassphraseBox::Locked { stretch, nonce, sealed })
            }
            _ => Err(wrong),
        }
    }

    /// What its passphrase costs; `None` where it has none.
    #[cfg(test)]
    pub(crate) fn cost(&self) -> Option<Cost> {
        let PassphraseBox::Locked { stretch: Stretch { params, .. }, .. } = self else { return None };
        Some(Cost { m_kib: params.m_cost(), t: params.t_cost(), p: params.p_cost() })
    }

    pub(crate) fn needs_passphrase(&self) -> bool {
        matches!(self, PassphraseBox::Locked { .. })
    }

    /// The secret. A passphrase that is not needed is not looked at.
    pub(crate) fn unlock(
        &self,
        passphrase: Option<&str>,
        aad: &[u8],
    ) -> Result<Zeroizing<[u8; N]>, KeyFileError> {
        match self {
            PassphraseBox::Plain(secret) => Ok(secret.clone()),
            PassphraseBox::Locked { stretch, nonce, sealed } => {
                let key = stretch.key(passphrase.ok_or(KeyFileError::NeedsPassphrase)?)?;
                let opened = cipher::open(&key, nonce, sealed, aad).ok_or(KeyFileError::WrongPassphrase)?;
                cipher::secret_array(&opened).ok_or(KeyFileError::NotAKeyFile)
            }
        }
    }
}
