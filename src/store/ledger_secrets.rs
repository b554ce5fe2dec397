//! A ledger's own secret keys as files: its seed and master key in one, its look-up key apart.
//!
//! Owns: sealing, bounded parsing, unlocking. Refuses to know: where the files are, and what the keys are used for.
//!
//! `<public>.ledger.json` is `{"jinguo-ledger":2,"origin":…,"public":hex,"box":{…}}`: the box, in the form of
//! `passphrase_box`, holds the seed and the master key (64 bytes) and is bound to origin and public key.
//! Version 1 is still read; there `"seed"`, `"master"` and `"lookup"` stand plain in place of the box.
//! `<public>.lookup.json` is `{"jinguo-lookup":1,"origin":…,"public":hex,"nonce":hex,"sealed":hex}`: the key with which
//! ID numbers are hashed (身份证号去重密钥), under a key derived from the master key. So it opens without a passphrase
//! of its own, and can be given away, kept or lost without the rest.

use super::cipher::{self, WRAPPED_LEN};
use super::key_file::{KeyFileError, as_text};
use super::passphrase_box::{self, Cost, PassphraseBox, USUAL, WrittenBox};
use crate::base::Line;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

const VERSION: u64 = 2;
const LOOKUP_VERSION: u64 = 1;
/// The longest file that is looked at, in bytes.
const MAX_FILE: usize = 4096;
const AAD: &[u8] = b"jinguo/v1 ledger keys\0";
const LOOKUP_AAD: &[u8] = b"jinguo/v1 look-up key\0";
const LOOKUP_KEY: &str = "jinguo 2026-11 v1 key over the look-up key";

/// A ledger's secret keys; wiped when dropped.
pub struct LedgerSecrets {
    /// The seed of its own key pair.
    pub seed: Zeroizing<[u8; 32]>,
    /// The key that wraps every subject's key in the vault.
    pub master: Zeroizing<[u8; 32]>,
    /// The key with which ID numbers are hashed (身份证号去重密钥), where it is at hand.
    pub lookup: Option<Zeroizing<[u8; 32]>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "jinguo-ledger")]
    version: u64,
    origin: Line,
    public: String,
    #[serde(rename = "box")]
    keys: WrittenBox,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenV1 {
    #[serde(rename = "jinguo-ledger")]
    _version: u64,
    origin: Line,
    public: String,
    seed: String,
    master: String,
    lookup: String,
}

impl Drop for WrittenV1 {
    fn drop(&mut self) {
        self.seed.zeroize();
        self.master.zeroize();
        self.lookup.zeroize();
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLookup {
    #[serde(rename = "jinguo-lookup")]
    version: u64,
    origin: Line,
    public: String,
    nonce: String,
    sealed: String,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "jinguo-ledger", alias = "jinguo-lookup")]
    version: u64,
}

/// The text of a ledger's key file; the look-up key is not in it. Without a passphrase whoever reads the file has
/// the keys. A change of passphrase is [`LedgerFile::unlock`] and this.
///
/// # Errors
/// [`KeyFileError::NoMemory`].
pub fn seal(
    origin: &Line,
    public: [u8; 32],
    secrets: &LedgerSecrets,
    passphrase: Option<&str>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, KeyFileError> {
    seal_with(USUAL, origin, public, secrets, passphrase, entropy)
}

fn seal_with(
    cost: Cost,
    origin: &Line,
    public: [u8; 32],
    secrets: &LedgerSecrets,
    passphrase: Option<&str>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, KeyFileError> {
    let mut both = Zeroizing::new([0; 64]);
    both[..32].copy_from_slice(secrets.seed.as_slice());
    both[32..].copy_from_slice(secrets.master.as_slice());
    let aad = cipher::bound_to(AAD, origin.as_str(), &public);
    let keys = passphrase_box::seal(cost, both.as_slice(), passphrase, &aad, entropy)?;
    let public = hex::encode(public);
    Ok(as_text(&Written { version: VERSION, origin: origin.clone(), public, keys }))
}

/// The text of the file of a ledger's look-up key.
pub fn seal_lookup(
    origin: &Line,
    public: [u8; 32],
    master: &[u8; 32],
    lookup: &[u8; 32],
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Zeroizing<String> {
    let mut nonce = [0; 24];
    entropy(&mut nonce);
    let aad = cipher::bound_to(LOOKUP_AAD, origin.as_str(), &public);
    let sealed = cipher::wrap(&over_lookup(master), &nonce, lookup, &aad);
    as_text(&WrittenLookup {
        version: LOOKUP_VERSION,
        origin: origin.clone(),
        public: hex::encode(public),
        nonce: hex::encode(nonce),
        sealed: hex::encode(sealed),
    })
}

fn over_lookup(master: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(blake3::derive_key(LOOKUP_KEY, master))
}

/// A ledger's key file that was understood; its keys are still locked, or plain where no passphrase was wanted.
pub struct LedgerFile {
    origin: Line,
    public: [u8; 32],
    keys: Keys,
}

enum Keys {
    V1(LedgerSecrets),
    V2(PassphraseBox<64>),
}

/// The version that a text names, up to the newest that is known.
fn version(text: &str, newest: u64) -> Result<u64, KeyFileError> {
    if text.len() > MAX_FILE {
        return Err(KeyFileError::NotAKeyFile);
    }
    let named: Named = serde_json::from_str(text).map_err(|_| KeyFileError::NotAKeyFile)?;
    match named.version {
        0 => Err(KeyFileError::NotAKeyFile),
        version if version > newest => Err(KeyFileError::Newer { version }),
        version => Ok(version),
    }
}

impl LedgerFile {
    /// Reads a key file's text. It may be anyone's: it is bounded before anything is done with it.
    ///
    /// # Errors
    /// `NotAKeyFile`, `Newer`, `TooCostly`.
    pub fn parse(text: &str) -> Result<LedgerFile, KeyFileError> {
        let wrong = KeyFileError::NotAKeyFile;
        if version(text, VERSION)? == 1 {
            let written: WrittenV1 = serde_json::from_str(text).map_err(|_| wrong)?;
            let secret = |text: &str| cipher::unhex_secret(text).ok_or(wrong);
            let keys = LedgerSecrets {
                seed: secret(&written.seed)?,
                master: secret(&written.master)?,
                lookup: Some(secret(&written.lookup)?),
            };
            let public = cipher::unhex(&written.public).ok_or(wrong)?;
            return Ok(LedgerFile { origin: written.origin.clone(), public, keys: Keys::V1(keys) });
        }
        let written: Written = serde_json::from_str(text).map_err(|_| wrong)?;
        let public = cipher::unhex(&written.public).ok_or(wrong)?;
        let keys = Keys::V2(PassphraseBox::read(&written.keys)?);
        Ok(LedgerFile { origin: written.origin, public, keys })
    }

    /// The ledger's origin, as the file says.
    pub fn origin(&self) -> &Line {
        &self.origin
    }

    /// The ledger's public key, as the file says: compare it with the unlocked seed's own.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Whether [`LedgerFile::unlock`] needs a passphrase.
    pub fn needs_passphrase(&self) -> bool {
        matches!(&self.keys, Keys::V2(keys) if keys.needs_passphrase())
    }

    /// The keys; the look-up key is among them only in a file of version 1, else it is in a [`LookupFile`].
    /// A passphrase that is not needed is not looked at.
    ///
    /// # Errors
    /// `NeedsPassphrase`, `WrongPassphrase`, `NoMemory`.
    pub fn unlock(&self, passphrase: Option<&str>) -> Result<LedgerSecrets, KeyFileError> {
        let keys = match &self.keys {
            Keys::V1(LedgerSecrets { seed, master, lookup }) => {
                let (seed, master, lookup) = (seed.clone(), master.clone(), lookup.clone());
                return Ok(LedgerSecrets { seed, master, lookup });
            }
            Keys::V2(keys) => keys,
        };
        let both = keys.unlock(passphrase, &cipher::bound_to(AAD, self.origin.as_str(), &self.public))?;
        let half = |bytes: &[u8]| cipher::secret_array(bytes).ok_or(KeyFileError::NotAKeyFile);
        Ok(LedgerSecrets { seed: half(&both[..32])?, master: half(&both[32..])?, lookup: None })
    }
}

/// The file of a look-up key that was understood.
pub struct LookupFile {
    origin: Line,
    public: [u8; 32],
    nonce: [u8; 24],
    sealed: [u8; WRAPPED_LEN],
}

impl LookupFile {
    /// Reads the file's text. It may be anyone's: it is bounded before anything is done with it.
    ///
    /// # Errors
    /// `NotAKeyFile`, `Newer`.
    pub fn parse(text: &str) -> Result<LookupFile, KeyFileError> {
        version(text, LOOKUP_VERSION)?;
        let wrong = KeyFileError::NotAKeyFile;
        let written: WrittenLookup = serde_json::from_str(text).map_err(|_| wrong)?;
        Ok(LookupFile {
            public: cipher::unhex(&written.public).ok_or(wrong)?,
            nonce: cipher::unhex(&written.nonce).ok_or(wrong)?,
            sealed: cipher::unhex(&written.sealed).ok_or(wrong)?,
            origin: written.origin,
        })
    }

    /// The public key of its ledger, as the file says.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// The look-up key; `None` where it is not of the ledger with this master key, or was changed.
    pub fn open(&self, master: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let aad = cipher::bound_to(LOOKUP_AAD, self.origin.as_str(), &self.public);
        cipher::unwrap(&over_lookup(master), &self.nonce, &self.sealed, &aad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHEAP: Cost = Cost { m_kib: 8, t: 1, p: 1 };

    fn origin() -> Line {
        Line::new("example.org/fund").unwrap()
    }

    fn secrets() -> LedgerSecrets {
        let key = |byte| Zeroizing::new([byte; 32]);
        LedgerSecrets { seed: key(5), master: key(7), lookup: Some(key(8)) }
    }

    fn made(cost: Cost, passphrase: Option<&str>) -> Zeroizing<String> {
        seal_with(cost, &origin(), [6; 32], &secrets(), passphrase, &mut |b| b.fill(9)).unwrap()
    }

    fn made_lookup() -> Zeroizing<String> {
        seal_lookup(&origin(), [6; 32], &[7; 32], &[8; 32], &mut |b| b.fill(9))
    }

    fn v1() -> String {
        let hex = |byte: &str| byte.repeat(32);
        let (public, seed, master, lookup) = (hex("06"), hex("05"), hex("07"), hex("08"));
        format!(
            r#"{{"jinguo-ledger":1,"origin":"example.org/fund","public":"{public}","seed":"{seed}","master":"{master}","lookup":"{lookup}"}}"#
        )
    }

    fn unlock(text: &str, passphrase: Option<&str>) -> Result<(u8, u8, Option<u8>), KeyFileError> {
        let found = LedgerFile::parse(text)?.unlock(passphrase)?;
        let all = |key: &[u8; 32]| {
            assert_eq!(key, &[key[0]; 32]);
            key[0]
        };
        Ok((all(&found.seed), all(&found.master), found.lookup.as_deref().map(all)))
    }

    #[test]
    fn sealed_keys_open_with_their_passphrase_only() {
        let text = seal(&origin(), [6; 32], &secrets(), Some("巾帼 pass"), &mut |b| b.fill(9)).unwrap();
        assert!(text.contains(r#""m_kib":65536,"t":3,"p":1"#));
        for plain in ["0505", "0707", "0808"] {
            assert!(!text.contains(plain));
        }
        let file = LedgerFile::parse(&text).unwrap();
        assert_eq!((file.origin(), file.public(), file.needs_passphrase()), (&origin(), &[6; 32], true));
        assert_eq!(unlock(&text, Some("巾帼 pass")), Ok((5, 7, None)));
        assert_eq!(unlock(&text, Some("巾帼 Pass")), Err(KeyFileError::WrongPassphrase));
        assert_eq!(unlock(&text, None), Err(KeyFileError::NeedsPassphrase));
        for (from, to) in [("example", "exbmple"), ("0606", "0706")] {
            let changed = text.replacen(from, to, 1);
            assert_eq!(unlock(&changed, Some("巾帼 pass")), Err(KeyFileError::WrongPassphrase));
        }
    }

    #[test]
    fn plain_keys_and_those_of_version_1_open_without() {
        assert!(!LedgerFile::parse(&made(CHEAP, None)).unwrap().needs_passphrase());
        assert_eq!(unlock(&made(CHEAP, None), None), Ok((5, 7, None)));
        let file = LedgerFile::parse(&v1()).unwrap();
        assert_eq!((file.origin(), file.public(), file.needs_passphrase()), (&origin(), &[6; 32], false));
        assert_eq!(unlock(&v1(), None), Ok((5, 7, Some(8))));
    }

    #[test]
    fn a_passphrase_is_changed_by_unlocking_and_sealing() {
        let old = made(CHEAP, Some("old"));
        let keys = LedgerFile::parse(&old).unwrap().unlock(Some("old")).unwrap();
        let new = seal_with(CHEAP, &origin(), [6; 32], &keys, Some("new"), &mut |b| b.fill(1)).unwrap();
        assert_eq!(unlock(&new, Some("new")), Ok((5, 7, None)));
        assert_eq!(unlock(&new, Some("old")), Err(KeyFileError::WrongPassphrase));
    }

    #[test]
    fn the_look_up_key_opens_with_the_master_key_of_its_ledger_only() {
        let text = made_lookup();
        assert!(!text.contains("0808"));
        let file = LookupFile::parse(&text).unwrap();
        assert_eq!(file.public(), &[6; 32]);
        assert_eq!(file.open(&[7; 32]).as_deref(), Some(&[8; 32]));
        assert!(file.open(&[8; 32]).is_none());
        for (from, to) in [("example", "exbmple"), ("0606", "0706"), ("0909", "0809")] {
            assert!(LookupFile::parse(&text.replacen(from, to, 1)).unwrap().open(&[7; 32]).is_none());
        }
    }

    #[test]
    fn hostile_and_newer_files_are_told_apart() {
        let wrong = Some(KeyFileError::NotAKeyFile);
        for (text, newer) in
            [(made(CHEAP, Some("x")).to_string(), 3), (made_lookup().to_string(), 2), (v1(), 3)]
        {
            let parse = |text: &str| {
                if text.contains("jinguo-lookup") {
                    LookupFile::parse(text).err()
                } else {
                    LedgerFile::parse(text).err()
                }
            };
            let with = |from: &str, to: &str| {
                assert!(text.contains(from));
                parse(&text.replacen(from, to, 1))
            };
            let version = text.split_once(':').unwrap().1.chars().next().unwrap();
            let version = |to: &str| with(&format!(":{version}"), to);
            assert_eq!(version(&format!(":{newer}")), Some(KeyFileError::Newer { version: newer }));
            assert_eq!(version(&format!(r#":{newer},"x":[]"#)), Some(KeyFileError::Newer { version: newer }));
            assert_eq!(version(":0"), wrong);
            for (from, to) in
                [("0606", "06"), ("0606", "zz06"), ("example", "\\u0007"), ("}", "}}"), (",", r#","u":1,"#)]
            {
                assert_eq!(with(from, to), wrong, "{from} -> {to}");
            }
        }
        let text = made(CHEAP, Some("x"));
        let costly = KeyFileError::TooCostly { m_kib: u32::MAX, t: 1, p: 1 };
        let asks = text.replacen(r#""m_kib":8"#, r#""m_kib":4294967295"#, 1);
        assert_eq!(LedgerFile::parse(&asks).err(), Some(costly));
        for (from, to) in
            [("argon2id", "none"), ("argon2id", "md5"), (r#""t":1,"#, ""), (r#""t":1"#, r#""t":0"#)]
        {
            assert_eq!(LedgerFile::parse(&text.replacen(from, to, 1)).err(), wrong, "{from} -> {to}");
        }
        for text in ["", "{}", "[[[[", "null", &"[".repeat(4000), &" ".repeat(5000)] {
            assert_eq!(LedgerFile::parse(text).err(), wrong);
            assert_eq!(LookupFile::parse(text).err(), wrong);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,300}") {
            let _ = (LedgerFile::parse(&text), LookupFile::parse(&text));
        }

        #[test]
        fn a_changed_file_never_gives_other_keys(at: usize, byte in 0x20_u8..0x7f, cut: Option<u16>) {
            let spoilt = |text: &str| {
                let mut bytes = text.as_bytes().to_vec();
                let at = at % bytes.len();
                match cut {
                    Some(cut) => bytes.truncate(usize::from(cut) % bytes.len()),
                    None => bytes[at] = byte,
                }
                String::from_utf8(bytes).unwrap()
            };
            if let Ok(file) = LedgerFile::parse(&spoilt(&made(CHEAP, Some("x"))))
                && let Keys::V2(keys) = &file.keys
                && keys.cost().is_some_and(|cost| cost.m_kib * cost.t < 1000)
                && let Ok(keys) = file.unlock(Some("x"))
            {
                prop_assert_eq!((*keys.seed, *keys.master), ([5; 32], [7; 32]));
            }
            if let Ok(file) = LookupFile::parse(&spoilt(&made_lookup()))
                && let Some(key) = file.open(&[7; 32])
            {
                prop_assert_eq!(*key, [8; 32]);
            }
        }
    }
}
