//! Witnesses' cosignatures as C2SP `tlog-cosignature` specifies them: Ed25519 over a checkpoint's text and a time.
//!
//! Owns: what is signed, and the bounds of the time. Refuses to know: the clock, and whether the checkpoint should be.

use super::key::OperatorKey;
use super::note::{SignatureLine, Unverified, id_of};
use super::vkey::{Algorithm, KeyName, VerifierKey};

/// The latest time that a cosignature can name, in seconds since 1970.
pub const MAX_TIMESTAMP: u64 = i64::MAX.unsigned_abs();

/// The cosignature over a checkpoint's text at a time in seconds since 1970; `None` where the time is zero, which
/// would say nothing, or above [`MAX_TIMESTAMP`].
pub fn cosign(text: &str, key: &OperatorKey, name: &KeyName, timestamp: u64) -> Option<SignatureLine> {
    if timestamp == 0 || timestamp > MAX_TIMESTAMP {
        return None;
    }
    let mut bytes = timestamp.to_be_bytes().to_vec();
    bytes.extend_from_slice(&key.sign(&signed_message(text, timestamp)));
    Some(SignatureLine { name: name.clone(), id: id_of(key, name, Algorithm::Cosignature), bytes })
}

/// The time that one line of the key names, once it is checked.
///
/// # Errors
/// [`Unverified::Absent`] where the line is of another key, [`Unverified::Wrong`] where the signature is.
pub fn verify(text: &str, line: &SignatureLine, key: &VerifierKey) -> Result<u64, Unverified> {
    if key.algorithm() != Algorithm::Cosignature || !line.is_of(key) {
        return Err(Unverified::Absent);
    }
    let (time, signature) = line.bytes.split_first_chunk::<8>().ok_or(Unverified::Wrong)?;
    let signature = <&[u8; 64]>::try_from(signature).map_err(|_| Unverified::Wrong)?;
    let timestamp = u64::from_be_bytes(*time);
    let good = timestamp <= MAX_TIMESTAMP && key.key().verifies(&signed_message(text, timestamp), signature);
    if good { Ok(timestamp) } else { Err(Unverified::Wrong) }
}

fn signed_message(text: &str, timestamp: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {timestamp}\n{text}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::note::Note;

    // The text of torchwood's own test of cosignatures.
    const TEXT: &str = "test\n123\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n";

    fn key() -> (OperatorKey, KeyName, VerifierKey) {
        let (key, name) = (OperatorKey::from_seed(&[9; 32]), KeyName::new("example.com").unwrap());
        let vkey = VerifierKey::of(&key, name.clone(), Algorithm::Cosignature).unwrap();
        (key, name, vkey)
    }

    #[test]
    fn what_is_signed_is_as_the_specification_shows() {
        let shown = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        let text = shown.splitn(3, '\n').nth(2).unwrap();
        assert_eq!(signed_message(text, 1_679_315_147), shown.as_bytes());
    }

    #[test]
    fn a_cosignature_is_of_one_text_one_time_and_one_key() {
        let (secret, name, key) = key();
        let line = cosign(TEXT, &secret, &name, 1_700_000_000).unwrap();
        assert_eq!(verify(TEXT, &line, &key), Ok(1_700_000_000));
        assert_eq!(verify("other\n", &line, &key), Err(Unverified::Wrong));
        for at in 0..line.bytes.len() {
            let mut changed = line.clone();
            changed.bytes[at] ^= 1;
            assert_eq!(verify(TEXT, &changed, &key), Err(Unverified::Wrong), "byte {at}");
        }
        let mut longer = line.clone();
        longer.bytes.push(0);
        assert_eq!(verify(TEXT, &longer, &key), Err(Unverified::Wrong));
        longer.bytes.truncate(7);
        assert_eq!(verify(TEXT, &longer, &key), Err(Unverified::Wrong));
        let plain = VerifierKey::of(&secret, name.clone(), Algorithm::Ed25519).unwrap();
        assert_eq!(verify(TEXT, &line, &plain), Err(Unverified::Absent));
        assert_eq!(cosign(TEXT, &secret, &name, 0), None);
        assert_eq!(cosign(TEXT, &secret, &name, MAX_TIMESTAMP + 1), None);
        assert!(cosign(TEXT, &secret, &name, MAX_TIMESTAMP).is_some());
    }

    #[test]
    fn of_several_the_latest_counts_and_a_wrong_one_is_not_passed_over() {
        let (secret, name, key) = key();
        let line = |time| cosign(TEXT, &secret, &name, time).unwrap();
        let note = Note::new(TEXT.to_owned(), vec![line(5), line(9), line(7)]).unwrap();
        assert_eq!(note.verify(&key).unwrap().timestamp, Some(9));
        let mut wrong = line(9);
        wrong.bytes[20] ^= 1;
        assert_eq!(note.with(wrong).unwrap().verify(&key), Err(Unverified::Wrong));
    }
}
