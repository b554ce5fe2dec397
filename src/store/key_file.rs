//! Secret keys as files that people keep: JSON, under a passphrase unless one is expressly not wanted.
//!
//! Owns: sealing, bounded parsing, unlocking, writing for the owner's eyes. Refuses to know: what the key signs.
//!
//! `{"jinguo-key":1,"name":…,"public":hex,"kdf":"argon2id","m_kib":65536,"t":3,"p":1,"salt":hex,"nonce":hex,
//! "secret":hex}`: the secret is the 32-byte seed under XChaCha20-Poly1305, bound to name and public key, with the key
//! that Argon2id makes of the passphrase. With `"kdf":"none"` it is the seed itself, and the parameters are left out.
//! Memory and passes are those of RFC 9106's second recommended option (64 MiB, 3); its four lanes are one here,
//! for the work is done in one thread, and lanes it did not use would help only who guesses.

use super::fs::{Fs, RealFs};
use crate::base::Line;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

const VERSION: u32 = 1;
/// The longest file that is looked at, in bytes.
const MAX_FILE: usize = 4096;
/// The most that a file may ask of the machine: 256 MiB, 10 passes, 4 lanes.
const MOST: (u32, u32, u32) = (256 * 1024, 10, 4);
const AAD: &[u8] = b"jinguo/v1 key file\0";

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

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "jinguo-key")]
    version: u32,
    name: Line,
    public: String,
    kdf: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    m_kib: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    secret: String,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "jinguo-key")]
    version: u64,
}

/// A key file that was understood; its secret is still locked, or plain where no passphrase was wanted.
pub struct KeyFile {
    name: Line,
    public: [u8; 32],
    secret: Secret,
}

enum Secret {
    Plain(Zeroizing<[u8; 32]>),
    Locked { params: Params, salt: [u8; 16], nonce: [u8; 24], sealed: [u8; 48] },
}

/// The text of a key file for a seed. Without a passphrase whoever reads the file has the key.
///
/// # Errors
/// [`KeyFileError::NoMemory`].
pub fn seal(
    name: &Line,
    seed: &Zeroizing<[u8; 32]>,
    public: [u8; 32],
    passphrase: Option<&str>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, KeyFileError> {
    seal_with((64 * 1024, 3, 1), name, seed, public, passphrase, entropy)
}

fn seal_with(
    (m_kib, t, p): (u32, u32, u32),
    name: &Line,
    seed: &Zeroizing<[u8; 32]>,
    public: [u8; 32],
    passphrase: Option<&str>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, KeyFileError> {
    let mut written = Written {
        version: VERSION,
        name: name.clone(),
        public: hex::encode(public),
        kdf: "none".to_owned(),
        m_kib: None,
        t: None,
        p: None,
        salt: None,
        nonce: None,
        secret: String::new(),
    };
    if let Some(passphrase) = passphrase {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        entropy(&mut salt);
        entropy(&mut nonce);
        let params = Params::new(m_kib, t, p, Some(32)).map_err(|_| KeyFileError::NotAKeyFile)?;
        let key = stretch(passphrase, params, &salt)?;
        let cipher = XChaCha20Poly1305::new((&*key).into());
        let sealed =
            cipher.encrypt((&nonce).into(), Payload { msg: seed.as_slice(), aad: &aad(name, &public) });
        written.secret = hex::encode(sealed.expect("32 bytes are far below what the cipher can take"));
        written.kdf = "argon2id".to_owned();
        (written.m_kib, written.t, written.p) = (Some(m_kib), Some(t), Some(p));
        (written.salt, written.nonce) = (Some(hex::encode(salt)), Some(hex::encode(nonce)));
    } else {
        written.secret = hex::encode(seed.as_slice());
    }
    let mut text = serde_json::to_string(&written).expect("strings and numbers always become JSON");
    text.push('\n');
    Ok(Zeroizing::new(text))
}

impl KeyFile {
    /// Reads a key file's text. It may be anyone's: it is bounded before anything is done with it.
    ///
    /// # Errors
    /// `NotAKeyFile`, `Newer`, `TooCostly`.
    pub fn parse(text: &str) -> Result<KeyFile, KeyFileError> {
        let wrong = KeyFileError::NotAKeyFile;
        if text.len() > MAX_FILE {
            return Err(wrong);
        }
        let named: Named = serde_json::from_str(text).map_err(|_| wrong)?;
        match named.version {
            0 => return Err(wrong),
            version if version > u64::from(VERSION) => return Err(KeyFileError::Newer { version }),
            _ => {}
        }
        let written: Written = serde_json::from_str(text).map_err(|_| wrong)?;
        let name = written.name.clone();
        let public = unhex(&written.public)?;
        let params = (written.m_kib, written.t, written.p);
        let secret = match (written.kdf.as_str(), params, &written.salt, &written.nonce) {
            ("none", (None, None, None), None, None) => {
                Secret::Plain(Zeroizing::new(unhex(&written.secret)?))
            }
            ("argon2id", (Some(m_kib), Some(t), Some(p)), Some(salt), Some(nonce)) => {
                if m_kib > MOST.0 || t > MOST.1 || p > MOST.2 {
                    return Err(KeyFileError::TooCostly { m_kib, t, p });
                }
                let params = Params::new(m_kib, t, p, Some(32)).map_err(|_| wrong)?;
                let (salt, nonce) = (unhex(salt)?, unhex(nonce)?);
                Secret::Locked { params, salt, nonce, sealed: unhex(&written.secret)? }
            }
            _ => return Err(wrong),
        };
        Ok(KeyFile { name, public, secret })
    }

    /// The owner's name, as the file says.
    pub fn name(&self) -> &Line {
        &self.name
    }

    /// The public key, as the file says: compare it with the unlocked seed's own.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Whether [`KeyFile::unlock`] needs a passphrase.
    pub fn needs_passphrase(&self) -> bool {
        matches!(self.secret, Secret::Locked { .. })
    }

    /// The seed. A passphrase that is not needed is not looked at.
    ///
    /// # Errors
    /// `NeedsPassphrase`, `WrongPassphrase`, `NoMemory`.
    pub fn unlock(&self, passphrase: Option<&str>) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
        let (params, salt, nonce, sealed) = match &self.secret {
            Secret::Plain(seed) => return Ok(seed.clone()),
            Secret::Locked { params, salt, nonce, sealed } => (params, salt, nonce, sealed),
        };
        let passphrase = passphrase.ok_or(KeyFileError::NeedsPassphrase)?;
        let key = stretch(passphrase, params.clone(), salt)?;
        let cipher = XChaCha20Poly1305::new((&*key).into());
        let opened =
            cipher.decrypt(nonce.into(), Payload { msg: sealed, aad: &aad(&self.name, &self.public) });
        let opened = Zeroizing::new(opened.map_err(|_| KeyFileError::WrongPassphrase)?);
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(opened.get(..32).ok_or(KeyFileError::NotAKeyFile)?);
        Ok(seed)
    }
}

fn stretch(passphrase: &str, params: Params, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    let mut key = Zeroizing::new([0; 32]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon2.hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice());
    done.map(|()| key).map_err(|_| KeyFileError::NoMemory)
}

fn aad(name: &Line, public: &[u8; 32]) -> Vec<u8> {
    let name = name.as_str().as_bytes();
    let len = u16::try_from(name.len()).expect("a line is at most 200 bytes");
    [AAD, &len.to_be_bytes(), name, public].concat()
}

fn unhex<const N: usize>(text: &str) -> Result<[u8; N], KeyFileError> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| KeyFileError::NotAKeyFile)?;
    Ok(bytes)
}

/// Writes a new file that only its owner may read (on Windows: as its folder says), and makes it last.
///
/// # Errors
/// `AlreadyExists`: nothing is ever written over. Otherwise as the system says; then no file is left, if possible.
pub fn write_new_secret_file(path: &Path, text: &str) -> io::Result<()> {
    let mut file = owner_only(OpenOptions::new().write(true).create_new(true)).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if let Err(e) = written {
        // The first error is the one to tell; half a key file is refused by whoever reads it.
        let _ = std::fs::remove_file(path);
        return Err(e);
    }
    sync_folder_of(path)
}

/// Puts a secret file in the place of an older one, in one step: a crash leaves the old one or the new one, whole.
///
/// # Errors
/// As the system says; then the old one is as it was.
pub fn replace_secret_file(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    // What a crash in an earlier try left behind.
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    write_new_secret_file(&beside, text)?;
    if let Err(error) = std::fs::rename(&beside, path) {
        let _ = std::fs::remove_file(&beside);
        return Err(error);
    }
    sync_folder_of(path)
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(dir) if dir != Path::new("") => RealFs.sync_dir(dir),
        _ => RealFs.sync_dir(Path::new(".")),
    }
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHEAP: (u32, u32, u32) = (8, 1, 1);

    fn made(cost: (u32, u32, u32), passphrase: Option<&str>) -> Zeroizing<String> {
        let name = Line::new("张敏").unwrap();
        seal_with(cost, &name, &Zeroizing::new([5; 32]), [6; 32], passphrase, &mut |b| b.fill(9)).unwrap()
    }

    fn unlock(text: &str, passphrase: Option<&str>) -> Result<[u8; 32], KeyFileError> {
        KeyFile::parse(text)?.unlock(passphrase).map(|seed| *seed)
    }

    #[test]
    fn a_sealed_key_opens_with_its_passphrase_only() {
        let name = Line::new("张敏").unwrap();
        let text =
            seal(&name, &Zeroizing::new([5; 32]), [6; 32], Some("巾帼 pass"), &mut |b| b.fill(9)).unwrap();
        assert!(text.contains(r#""m_kib":65536,"t":3,"p":1"#));
        assert!(!text.contains("0505"));
        let file = KeyFile::parse(&text).unwrap();
        assert_eq!((file.name(), file.public(), file.needs_passphrase()), (&name, &[6; 32], true));
        assert_eq!(unlock(&text, Some("巾帼 pass")), Ok([5; 32]));
        assert_eq!(unlock(&text, Some("巾帼 Pass")), Err(KeyFileError::WrongPassphrase));
        assert_eq!(unlock(&text, None), Err(KeyFileError::NeedsPassphrase));
        for (from, to) in [("张敏", "李静"), ("0606", "0706")] {
            let changed = text.replacen(from, to, 1);
            assert_eq!(unlock(&changed, Some("巾帼 pass")), Err(KeyFileError::WrongPassphrase));
        }
    }

    #[test]
    fn a_plain_key_opens_without() {
        let text = made(CHEAP, None);
        assert!(!KeyFile::parse(&text).unwrap().needs_passphrase());
        assert_eq!(unlock(&text, None), Ok([5; 32]));
    }

    #[test]
    fn hostile_and_newer_files_are_told_apart() {
        let text = made(CHEAP, Some("x"));
        let with = |from: &str, to: &str| {
            assert!(text.contains(from));
            KeyFile::parse(&text.replacen(from, to, 1)).err()
        };
        assert_eq!(with(r#"key":1"#, r#"key":2"#), Some(KeyFileError::Newer { version: 2 }));
        assert_eq!(with(r#"key":1"#, r#"key":2,"new":[]"#), Some(KeyFileError::Newer { version: 2 }));
        let costly = |m_kib, t, p| Some(KeyFileError::TooCostly { m_kib, t, p });
        assert_eq!(with(r#""m_kib":8"#, r#""m_kib":4294967295"#), costly(u32::MAX, 1, 1));
        assert_eq!(with(r#""t":1"#, r#""t":11"#), costly(8, 11, 1));
        assert_eq!(with(r#""p":1"#, r#""p":5"#), costly(8, 1, 5));
        for (from, to) in [
            (r#"key":1"#, r#"key":0"#),
            (r#""t":1"#, r#""t":0"#),
            (r#""p":1"#, r#""p":4"#),
            (r#""t":1,"#, ""),
            ("argon2id", "none"),
            ("argon2id", "md5"),
            ("0606", "06"),
            ("0909", "09zz"),
            ("张敏", ""),
            ("张敏", "\\u0007"),
            (r#""t":1"#, r#""t":1,"t":1"#),
            (r#""t":1"#, r#""t":1,"u":1"#),
            ("}", "}}"),
        ] {
            assert_eq!(with(from, to), Some(KeyFileError::NotAKeyFile), "{from} -> {to}");
        }
        for wrong in ["", "{}", "[[[[", "null", &"[".repeat(4000), &" ".repeat(5000)] {
            assert_eq!(KeyFile::parse(wrong).err(), Some(KeyFileError::NotAKeyFile));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,300}") {
            let _ = KeyFile::parse(&text);
        }

        #[test]
        fn a_changed_file_never_gives_another_key(at: usize, byte in 0x20_u8..0x7f) {
            let text = made(CHEAP, Some("x"));
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(text) = std::str::from_utf8(&bytes)
                && let Ok(file) = KeyFile::parse(text)
                && let Secret::Locked { params, .. } = &file.secret
                && params.m_cost() * params.t_cost() < 1000
                && let Ok(seed) = file.unlock(Some("x"))
            {
                prop_assert_eq!(*seed, [5; 32]);
            }
        }
    }

    #[test]
    fn secret_files_are_new_and_for_their_owner() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        write_new_secret_file(&path, "one").unwrap();
        assert_eq!(write_new_secret_file(&path, "two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_secret_file_is_replaced_whole_and_stays_its_owners() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        std::fs::write(&path, "one").unwrap();
        std::fs::write(dir.path().join("key.new"), "half of an earlier try").unwrap();
        replace_secret_file(&path, "two").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert!(!dir.path().join("key.new").exists());
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::create_dir(dir.path().join("folder")).unwrap();
        assert!(replace_secret_file(&dir.path().join("folder"), "two").is_err());
        assert!(!dir.path().join("folder.new").exists());
    }
}
