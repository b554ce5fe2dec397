//! Secret keys as files that people keep: JSON, under a passphrase unless one is expressly not wanted.
//!
//! Owns: sealing, bounded parsing, unlocking, writing for the owner's eyes. Refuses to know: what the key signs.
//!
//! `{"jinguo-key":1,"name":…,"public":hex,` and the 32-byte seed in the form of `passphrase_box`, bound to name and
//! public key. Whatever writes secrets to disk goes through the two functions at the end.

use super::cipher;
use super::fs::{Fs, RealFs, draft_of, folder_of};
pub use super::passphrase_box::KeyFileError;
use super::passphrase_box::{self, Cost, PassphraseBox, USUAL, WrittenBox};
use crate::base::Line;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

const VERSION: u32 = 1;
/// The longest file that is looked at, in bytes.
const MAX_FILE: usize = 4096;
const AAD: &[u8] = b"jinguo/v1 key file\0";

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
    seed: PassphraseBox<32>,
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
    seal_with(USUAL, name, seed, public, passphrase, entropy)
}

fn seal_with(
    cost: Cost,
    name: &Line,
    seed: &Zeroizing<[u8; 32]>,
    public: [u8; 32],
    passphrase: Option<&str>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, KeyFileError> {
    let mut sealed = passphrase_box::seal(cost, seed.as_slice(), passphrase, &aad(name, &public), entropy)?;
    let written = Written {
        version: VERSION,
        name: name.clone(),
        public: hex::encode(public),
        kdf: std::mem::take(&mut sealed.kdf),
        m_kib: sealed.m_kib,
        t: sealed.t,
        p: sealed.p,
        salt: sealed.salt.take(),
        nonce: sealed.nonce.take(),
        secret: std::mem::take(&mut sealed.secret),
    };
    Ok(as_text(&written))
}

/// A secret file's one line of JSON.
pub(crate) fn as_text(written: &impl Serialize) -> Zeroizing<String> {
    let mut text = serde_json::to_string(written).expect("strings and numbers always become JSON");
    text.push('\n');
    Zeroizing::new(text)
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
        let mut written: Written = serde_json::from_str(text).map_err(|_| wrong)?;
        let name = written.name.clone();
        let public = cipher::unhex(&written.public).ok_or(wrong)?;
        let sealed = WrittenBox {
            kdf: std::mem::take(&mut written.kdf),
            m_kib: written.m_kib,
            t: written.t,
            p: written.p,
            salt: written.salt.take(),
            nonce: written.nonce.take(),
            secret: std::mem::take(&mut written.secret),
        };
        Ok(KeyFile { name, public, seed: PassphraseBox::read(&sealed)? })
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
        self.seed.needs_passphrase()
    }

    /// The seed. A passphrase that is not needed is not looked at.
    ///
    /// # Errors
    /// `NeedsPassphrase`, `WrongPassphrase`, `NoMemory`.
    pub fn unlock(&self, passphrase: Option<&str>) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
        self.seed.unlock(passphrase, &aad(&self.name, &self.public))
    }
}

fn aad(name: &Line, public: &[u8; 32]) -> Vec<u8> {
    cipher::bound_to(AAD, name.as_str(), public)
}

/// Writes a new file that only its owner may read (on Windows: as its folder says), and makes it last.
///
/// # Errors
/// `AlreadyExists`: nothing is ever written over. Otherwise as the system says; then no file is left, if possible.
pub fn write_new_secret_file(path: &Path, text: &str) -> io::Result<()> {
    let mut file = owner_only(OpenOptions::new().write(true).create_new(true)).open(path)?;
    if let Err(e) = fill(&mut file, text) {
        // The first error is the one to tell; half a key file is refused by whoever reads it.
        let _ = std::fs::remove_file(path);
        return Err(e);
    }
    sync_folder_of(path)
}

/// Puts a file that only its owner may read in the place of one, or where there is none: its name never stands over
/// less than the whole of the old text or of the new. (A disk may keep old bytes that no program can reach.)
///
/// # Errors
/// As the system says; then the file is as before, unless it was the folder that could not be synced: then it is
/// the old one or the new one.
pub fn replace_secret_file(path: &Path, text: &str) -> io::Result<()> {
    let draft = draft_of(path);
    // A draft that is there was left by a process that died, and may be readable for others: it is not written to.
    match std::fs::remove_file(&draft) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = owner_only(OpenOptions::new().write(true).create_new(true)).open(&draft)?;
    let written = fill(&mut file, text);
    // Windows renames no file that is open.
    drop(file);
    if let Err(e) = written.and_then(|()| std::fs::rename(&draft, path)) {
        let _ = std::fs::remove_file(&draft);
        return Err(e);
    }
    sync_folder_of(path)
}

fn fill(file: &mut File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    RealFs.sync_dir(folder_of(path))
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

    const CHEAP: Cost = Cost { m_kib: 8, t: 1, p: 1 };

    fn made(cost: Cost, passphrase: Option<&str>) -> Zeroizing<String> {
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
                && file.seed.cost().is_none_or(|cost| cost.m_kib * cost.t < 1000)
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
    fn a_secret_file_is_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let draft = dir.path().join("key.new");
        for text in ["one", "two"] {
            std::fs::write(&draft, "left by a process that died").unwrap();
            replace_secret_file(&path, text).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
            assert!(!draft.exists());
            #[cfg(unix)]
            {
                let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
                assert_eq!(mode & 0o777, 0o600);
            }
        }
        std::fs::create_dir(&draft).unwrap();
        assert!(replace_secret_file(&path, "three").is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }
}
