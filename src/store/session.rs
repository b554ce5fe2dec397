//! What `jinguo unlock` keeps for some minutes: keys already unlocked, sealed under a token that only one shell knows.
//!
//! Owns: the file's text, its bounds, its expiry. Refuses to know: the clock, the environment, what the keys are for.
//!
//! `{"jinguo-session":1,"created":ms,"expires":ms,"nonce":hex,"sealed":hex}`. Sealed, under a key derived from the token
//! and bound to both times: for each key its kind (1 operator's seed, 2 ledger's master key), the 32-byte public key
//! that it is named by, and its 32 bytes, in ascending order. The file without the token opens nothing, nor does the
//! token without the file: lock by removing the file.

use super::cipher;
use super::key_file::as_text;
use crate::base::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroizing;

const VERSION: u32 = 1;
/// The most keys that one file holds.
pub const MAX_KEYS: usize = 64;
/// Bytes of a key with its name.
const KEY_LEN: usize = 1 + 32 + 32;
/// The longest file that is looked at: [`MAX_KEYS`] in hexadecimal, and what stands around them.
const MAX_FILE: usize = MAX_KEYS * KEY_LEN * 2 + 1024;
const AAD: &[u8] = b"jinguo/v1 session\0";
const TOKEN_KEY: &str = "jinguo 2026-11 v1 key of a session";

/// What a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Secret {
    /// The seed of an operator's key, by her public key.
    OperatorSeed,
    /// The master key of a ledger, by the ledger's public key.
    LedgerMaster,
}

impl Secret {
    fn number(self) -> u8 {
        match self {
            Secret::OperatorSeed => 1,
            Secret::LedgerMaster => 2,
        }
    }

    fn from_number(number: u8) -> Option<Secret> {
        [Secret::OperatorSeed, Secret::LedgerMaster].into_iter().find(|kind| kind.number() == number)
    }
}

/// Why a session gave no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// Its time is over, or the clock stands before the moment it was made: it was turned back.
    #[error("the session is over")]
    Expired,
    /// The token does not open it, or the file was changed.
    #[error("the token is not of this session")]
    WrongToken,
    /// These bytes are no session, a damaged one, or one of a newer program.
    #[error("not a session")]
    NotASession,
}

/// What opens a session: 32 random bytes that are never written to disk. Wiped when dropped, not shown by `Debug`.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// A new token.
    pub fn new(entropy: &mut dyn FnMut(&mut [u8])) -> Token {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy(bytes.as_mut_slice());
        Token(bytes)
    }

    /// The token of 64 hexadecimal digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Token> {
        cipher::unhex_secret(text).map(Token)
    }

    /// Its 64 hexadecimal digits.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    fn key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key(TOKEN_KEY, self.0.as_slice()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "jinguo-session")]
    version: u32,
    created: i64,
    expires: i64,
    nonce: String,
    sealed: String,
}

/// Keys by what they are and whose they are; wiped when dropped.
#[derive(Default)]
pub struct Session {
    keys: BTreeMap<(Secret, [u8; 32]), Zeroizing<[u8; 32]>>,
}

impl Session {
    /// Takes in a key; it replaces an earlier one of the same name. Returns false where there are [`MAX_KEYS`] already.
    pub fn put(&mut self, kind: Secret, public: [u8; 32], key: Zeroizing<[u8; 32]>) -> bool {
        let room = self.keys.len() < MAX_KEYS || self.keys.contains_key(&(kind, public));
        if room {
            self.keys.insert((kind, public), key);
        }
        room
    }

    /// The key of that name.
    pub fn get(&self, kind: Secret, public: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        self.keys.get(&(kind, *public)).cloned()
    }

    /// The text of a file that keeps these keys from `created` until before `expires`.
    pub fn seal(
        &self,
        token: &Token,
        created: Timestamp,
        expires: Timestamp,
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> Zeroizing<String> {
        let mut nonce = [0; 24];
        entropy(&mut nonce);
        // All of it at once: a vector that grows leaves copies behind that nobody wipes.
        let mut plain = Zeroizing::new(Vec::with_capacity(self.keys.len() * KEY_LEN));
        for ((kind, public), key) in &self.keys {
            plain.push(kind.number());
            plain.extend_from_slice(public);
            plain.extend_from_slice(key.as_slice());
        }
        let sealed = cipher::seal(&token.key(), &nonce, &plain, &aad(created, expires));
        as_text(&Written {
            version: VERSION,
            created: created.millis(),
            expires: expires.millis(),
            nonce: hex::encode(nonce),
            sealed: hex::encode(sealed),
        })
    }

    /// Whether a file's text is a session whose time is over; it needs no token.
    pub fn is_over(text: &str, now: Timestamp) -> bool {
        let token = Token(Zeroizing::new([0; 32]));
        matches!(Session::open(text, &token, now), Err(SessionError::Expired))
    }

    /// Opens a file's text. It may be anyone's: it is bounded before anything is done with it.
    ///
    /// # Errors
    /// [`SessionError`]; the times are looked at before the token, so a file that is over says so to every shell.
    pub fn open(text: &str, token: &Token, now: Timestamp) -> Result<Session, SessionError> {
        let wrong = SessionError::NotASession;
        if text.len() > MAX_FILE {
            return Err(wrong);
        }
        let written: Written = serde_json::from_str(text).map_err(|_| wrong)?;
        let created = Timestamp::from_millis(written.created).ok_or(wrong)?;
        let expires = Timestamp::from_millis(written.expires).ok_or(wrong)?;
        let nonce = cipher::unhex(&written.nonce).ok_or(wrong)?;
        let sealed = hex::decode(&written.sealed).map_err(|_| wrong)?;
        if written.version != VERSION {
            return Err(wrong);
        }
        if now.millis() < created.millis() || now.millis() >= expires.millis() {
            return Err(SessionError::Expired);
        }
        let plain = cipher::open(&token.key(), &nonce, &sealed, &aad(created, expires));
        read(&plain.ok_or(SessionError::WrongToken)?).ok_or(wrong)
    }
}

fn read(mut rest: &[u8]) -> Option<Session> {
    let mut session = Session::default();
    while !rest.is_empty() {
        let [kind] = cipher::take(&mut rest)?;
        let name = (Secret::from_number(kind)?, cipher::take(&mut rest)?);
        let (key, after) = rest.split_at_checked(32)?;
        rest = after;
        if session.keys.last_key_value().is_some_and(|(last, _)| *last >= name) {
            return None;
        }
        session.put(name.0, name.1, cipher::secret_array(key)?).then_some(())?;
    }
    Some(session)
}

fn aad(created: Timestamp, expires: Timestamp) -> Vec<u8> {
    [AAD, &created.millis().to_be_bytes(), &expires.millis().to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis).unwrap()
    }

    fn token() -> Token {
        Token::from_hex(&"a7".repeat(32)).unwrap()
    }

    fn key(byte: u8) -> Zeroizing<[u8; 32]> {
        Zeroizing::new([byte; 32])
    }

    /// Three keys, from 1000 until before 2000.
    fn text() -> Zeroizing<String> {
        let mut session = Session::default();
        assert!(session.put(Secret::LedgerMaster, [1; 32], key(9)));
        assert!(session.put(Secret::OperatorSeed, [2; 32], key(8)));
        assert!(session.put(Secret::OperatorSeed, [1; 32], key(6)));
        assert!(session.put(Secret::OperatorSeed, [1; 32], key(7)));
        session.seal(&token(), at(1000), at(2000), &mut |b| b.fill(3))
    }

    fn holds_them(session: &Session) {
        let get = |kind, byte| session.get(kind, &[byte; 32]).map(|key| *key);
        assert_eq!(get(Secret::OperatorSeed, 1), Some([7; 32]));
        assert_eq!(get(Secret::OperatorSeed, 2), Some([8; 32]));
        assert_eq!(get(Secret::LedgerMaster, 1), Some([9; 32]));
        assert_eq!(get(Secret::LedgerMaster, 2), None);
        assert_eq!(session.keys.len(), 3);
    }

    #[test]
    fn keys_come_back_in_their_time_to_who_has_the_token() {
        let text = text();
        for now in [1000, 1500, 1999] {
            holds_them(&Session::open(&text, &token(), at(now)).unwrap());
        }
        for now in [0, 999, 2000, 1 << 40] {
            assert_eq!(Session::open(&text, &token(), at(now)).err(), Some(SessionError::Expired), "{now}");
        }
        let mut n = 0;
        let other = Token::new(&mut |bytes| {
            bytes.fill(5);
            n += bytes.len();
        });
        assert_eq!(Session::open(&text, &other, at(1500)).err(), Some(SessionError::WrongToken));
        assert_eq!((n, other.to_hex().as_str()), (32, "05".repeat(32).as_str()));
        for plain in ["0707", "0808", "0909", "a7a7"] {
            assert!(!text.contains(plain));
        }
        for not_a_token in ["", "a7", &"a7".repeat(33), &"zz".repeat(32)] {
            assert!(Token::from_hex(not_a_token).is_none());
        }
    }

    #[test]
    fn its_time_can_not_be_changed() {
        for (from, to, now) in [("2000", "9000", 8000), ("1000", "1", 500)] {
            let changed = text().replacen(from, to, 1);
            assert_eq!(Session::open(&changed, &token(), at(now)).err(), Some(SessionError::WrongToken));
        }
    }

    #[test]
    fn the_number_of_keys_is_bounded() {
        let mut session = Session::default();
        for n in 0..64 {
            assert!(session.put(Secret::OperatorSeed, [n; 32], key(n)));
        }
        assert!(!session.put(Secret::OperatorSeed, [64; 32], key(1)));
        assert!(session.put(Secret::OperatorSeed, [63; 32], key(1)));
        let text = session.seal(&token(), at(0), at(i64::from(u32::MAX)), &mut |b| b.fill(3));
        assert!(text.len() <= MAX_FILE);
        assert_eq!(Session::open(&text, &token(), at(5)).unwrap().keys.len(), 64);
    }

    #[test]
    fn hostile_texts_are_no_sessions() {
        let text = text();
        for (from, to) in [
            (r#"session":1"#, r#"session":2"#),
            ("1000", "-1"),
            ("2000", "99999999999999"),
            ("0303", "03"),
            ("0303", "zz03"),
            ("}", "}}"),
            (r#""created""#, r#""u":1,"created""#),
            (r#""created":1000"#, r#""created":1000,"created":1000"#),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, *text);
            let error = Session::open(&changed, &token(), at(1500)).err();
            assert_eq!(error, Some(SessionError::NotASession), "{from} -> {to}");
        }
        for wrong in ["", "{}", "null", &"[".repeat(9000), &" ".repeat(MAX_FILE + 1)] {
            assert_eq!(Session::open(wrong, &token(), at(1500)).err(), Some(SessionError::NotASession));
        }
        // What the right token opens is still read strictly: order, kinds, length.
        let one = [&[1][..], &[1; 32], &[7; 32]].concat();
        assert!(read(&one).is_some());
        let twice = [&one[..], &one].concat();
        let later = [&[2][..], &one[1..], &one].concat();
        for plain in [&one[..64], &[&[3][..], &one[1..]].concat(), &twice, &later] {
            assert!(read(plain).is_none());
        }
    }

    proptest! {
        #[test]
        fn a_changed_file_gives_the_same_keys_or_none(at_byte: usize, byte in 0x20_u8..0x7f, cut: Option<u16>) {
            let mut bytes = text().as_bytes().to_vec();
            let at_byte = at_byte % bytes.len();
            match cut {
                Some(cut) => bytes.truncate(usize::from(cut) % bytes.len()),
                None => bytes[at_byte] = byte,
            }
            if let Ok(session) = Session::open(std::str::from_utf8(&bytes).unwrap(), &token(), at(1500)) {
                holds_them(&session);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,300}") {
            let _ = Session::open(&text, &token(), at(1500));
        }
    }
}
