//! The bytes of the vault's two files: frames, key slots, and a person's fields.
//!
//! Owns: layout, sealing, opening, refusing what is not exact. Refuses to know: files, and who the subjects are.
//!
//! Frame (in `vault`): u32 length of the ciphertext, u64 subject, 24 nonce, ciphertext, 8 check.
//! Slot n (in `vault-keys`, at 16 + (n − 1) × 96): 24 nonce, 48 wrapped key, u64 offset and u32 length of the
//! subject's frame, 4 zeros, 8 check. The offset in the slot makes an index needless. A slot of zeros: erased, or
//! never given. Fields (sealed in a frame): u8 count, then for each u8 tag (ascending), 32 salt, u16 length, UTF-8.
//! Numbers are big-endian. A check is the first 8 bytes of BLAKE3 `derive_key` over all that stands before it (of a
//! slot: and the subject): it finds accidents without a key; the AEAD finds intent.

use super::cipher::{self, TAG_LEN, WRAPPED_LEN, check, take};
use crate::base::{Line, SubjectNo};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes of a key slot.
pub(crate) const SLOT_LEN: usize = 96;
/// Bytes of a frame around its ciphertext.
const FRAME_AROUND: usize = 4 + 8 + 24 + 8;
/// Bytes of a frame before its ciphertext.
pub(crate) const FRAME_BEFORE: usize = 36;
/// The longest ciphertext.
const MAX_CIPHERTEXT: usize = 64 * 1024;

const FRAME_AAD: &[u8] = b"jinguo/v1 vault\0";
const KEY_AAD: &[u8] = b"jinguo/v1 vault key\0";
const FRAME_CHECK: &str = "jinguo 2026-11 v1 vault frame";
const SLOT_CHECK: &str = "jinguo 2026-11 v1 vault key slot";

/// Where random bytes come from; it fills what it is given.
pub type Entropy<'a> = &'a mut dyn FnMut(&mut [u8]);

/// One field of a subject: what it is, the salt of its commitment in the chain, and its text.
/// The text is wiped when dropped, and not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Field {
    /// What the field is; the entries' room gives the numbers their meaning.
    pub tag: u8,
    /// The salt of its commitment.
    pub salt: [u8; 32],
    /// What it says.
    pub text: String,
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field {{ tag: {}, .. }}", self.tag)
    }
}

/// Why fields cannot be kept as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldsError {
    /// None at all, or more than 255.
    #[error("not 1 to 255 fields")]
    Count,
    /// Tags do not ascend, or one stands twice.
    #[error("tags do not ascend")]
    Order,
    /// A text is longer than 65,535 bytes, or all of them together do not fit a frame of 64 KiB.
    #[error("too long")]
    TooLong,
}

/// The fields in their one form.
pub(crate) fn encode_fields(fields: &[Field]) -> Result<Zeroizing<Vec<u8>>, FieldsError> {
    if !fields.is_sorted_by(|a, b| a.tag < b.tag) {
        return Err(FieldsError::Order);
    }
    let len = 1 + fields.iter().map(|f| 35 + f.text.len()).sum::<usize>();
    if len + TAG_LEN > MAX_CIPHERTEXT {
        return Err(FieldsError::TooLong);
    }
    let count = u8::try_from(fields.len()).ok().filter(|n| *n > 0).ok_or(FieldsError::Count)?;
    // All of it at once: a vector that grows leaves copies behind that nobody wipes.
    let mut bytes = Zeroizing::new(Vec::with_capacity(len));
    bytes.push(count);
    for field in fields {
        bytes.push(field.tag);
        bytes.extend_from_slice(&field.salt);
        let text_len = u16::try_from(field.text.len()).map_err(|_| FieldsError::TooLong)?;
        bytes.extend_from_slice(&text_len.to_be_bytes());
        bytes.extend_from_slice(field.text.as_bytes());
    }
    Ok(bytes)
}

/// The fields, where the bytes are exactly what [`encode_fields`] makes of them.
pub(crate) fn decode_fields(bytes: &[u8]) -> Option<Vec<Field>> {
    let mut rest = bytes;
    let [count] = take(&mut rest)?;
    let mut fields = Vec::new();
    for _ in 0..count {
        let [tag] = take(&mut rest)?;
        let salt = take(&mut rest)?;
        let len = usize::from(u16::from_be_bytes(take(&mut rest)?));
        let (text, after) = rest.split_at_checked(len)?;
        rest = after;
        fields.push(Field { tag, salt, text: std::str::from_utf8(text).ok()?.to_owned() });
    }
    (encode_fields(&fields).ok()?.as_slice() == bytes).then_some(fields)
}

/// A subject's slot, sealed: its wrapped key and where its frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    nonce: [u8; 24],
    wrapped: [u8; WRAPPED_LEN],
    /// Where the frame starts in `vault`.
    pub(crate) offset: u64,
    /// The whole frame's length.
    pub(crate) length: u32,
}

/// What a slot's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotState {
    Empty,
    Held(Slot),
    Damaged,
}

impl Slot {
    pub(crate) fn encode(&self, subject: SubjectNo) -> [u8; SLOT_LEN] {
        let mut bytes = [0; SLOT_LEN];
        let parts: [&[u8]; 5] =
            [&self.nonce, &self.wrapped, &self.offset.to_be_bytes(), &self.length.to_be_bytes(), &[0; 4]];
        let body = parts.concat();
        let whole = [body.as_slice(), &slot_check(&body, subject)].concat();
        bytes.copy_from_slice(&whole);
        bytes
    }

    pub(crate) fn decode(bytes: &[u8; SLOT_LEN], subject: SubjectNo) -> SlotState {
        if *bytes == [0; SLOT_LEN] {
            return SlotState::Empty;
        }
        let mut rest = bytes.as_slice();
        let read = |rest: &mut &[u8]| {
            Some(Slot {
                nonce: take(rest)?,
                wrapped: take(rest)?,
                offset: u64::from_be_bytes(take(rest)?),
                length: u32::from_be_bytes(take(rest)?),
            })
        };
        match read(&mut rest) {
            Some(slot) if slot.encode(subject) == *bytes => SlotState::Held(slot),
            _ => SlotState::Damaged,
        }
    }
}

fn slot_check(body: &[u8], subject: SubjectNo) -> [u8; 8] {
    check(SLOT_CHECK, &[body, &subject.0.to_be_bytes()].concat())
}

fn aad(label: &[u8], origin: &Line, subject: SubjectNo) -> Vec<u8> {
    cipher::bound_to(label, origin.as_str(), &subject.0.to_be_bytes())
}

/// Seals one subject's fields under a key of its own. Returns the frame, and the slot for a frame at `offset`.
pub(crate) fn seal(
    master: &[u8; 32],
    origin: &Line,
    subject: SubjectNo,
    fields: &[Field],
    offset: u64,
    entropy: Entropy<'_>,
) -> Result<(Vec<u8>, Slot), FieldsError> {
    let plain = encode_fields(fields)?;
    let mut key = Zeroizing::new([0; 32]);
    let (mut frame_nonce, mut nonce) = ([0; 24], [0; 24]);
    entropy(key.as_mut_slice());
    entropy(&mut frame_nonce);
    entropy(&mut nonce);
    let ciphertext = cipher::seal(&key, &frame_nonce, &plain, &aad(FRAME_AAD, origin, subject));
    let length = u32::try_from(ciphertext.len()).map_err(|_| FieldsError::TooLong)?;
    let head = [&length.to_be_bytes()[..], &subject.0.to_be_bytes(), &frame_nonce].concat();
    let mut frame = [head, ciphertext].concat();
    frame.extend_from_slice(&check(FRAME_CHECK, &frame));
    let wrapped = cipher::wrap(master, &nonce, &key, &aad(KEY_AAD, origin, subject));
    let length = u32::try_from(frame.len()).map_err(|_| FieldsError::TooLong)?;
    Ok((frame, Slot { nonce, wrapped, offset, length }))
}

/// The subject's key; `None` where the master key is not the one it was wrapped under, or the slot is made up.
pub(crate) fn unwrap_key(
    master: &[u8; 32],
    origin: &Line,
    subject: SubjectNo,
    slot: &Slot,
) -> Option<Zeroizing<[u8; 32]>> {
    cipher::unwrap(master, &slot.nonce, &slot.wrapped, &aad(KEY_AAD, origin, subject))
}

/// The slot with its key wrapped under another master key; `None` as of [`unwrap_key`].
pub(crate) fn rewrap(
    (old, new): (&[u8; 32], &[u8; 32]),
    origin: &Line,
    subject: SubjectNo,
    slot: &Slot,
    entropy: Entropy<'_>,
) -> Option<Slot> {
    let key = unwrap_key(old, origin, subject, slot)?;
    let mut nonce = [0; 24];
    entropy(&mut nonce);
    let wrapped = cipher::wrap(new, &nonce, &key, &aad(KEY_AAD, origin, subject));
    Some(Slot { nonce, wrapped, ..*slot })
}

/// The whole frame's length and its subject, from its first [`FRAME_BEFORE`] bytes; `None` where no frame starts so.
pub(crate) fn frame_head(first: &[u8]) -> Option<(u32, SubjectNo)> {
    let mut rest = first;
    let ciphertext = u32::from_be_bytes(take(&mut rest)?);
    let subject = SubjectNo(u64::from_be_bytes(take(&mut rest)?));
    let len = usize::try_from(ciphertext).ok().filter(|n| (TAG_LEN..=MAX_CIPHERTEXT).contains(n))?;
    Some((u32::try_from(len + FRAME_AROUND).ok()?, subject))
}

/// Whether these bytes are exactly one frame, whole and undamaged.
pub(crate) fn frame_is_whole(frame: &[u8]) -> bool {
    let lengths = frame_head(frame).map(|(len, _)| usize::try_from(len));
    let Some((body, found)) = frame.split_last_chunk::<8>() else { return false };
    lengths == Some(Ok(frame.len())) && check(FRAME_CHECK, body) == *found
}

/// The fields of a whole frame; `None` where the key does not open it or they are not in their one form.
pub(crate) fn open(key: &[u8; 32], origin: &Line, subject: SubjectNo, frame: &[u8]) -> Option<Vec<Field>> {
    let mut rest = frame.get(12..frame.len().checked_sub(8)?)?;
    let nonce = take(&mut rest)?;
    decode_fields(&cipher::open(key, &nonce, rest, &aad(FRAME_AAD, origin, subject))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn origin() -> Line {
        Line::new("example.org/fund").unwrap()
    }

    fn fields() -> impl Strategy<Value = Vec<Field>> {
        prop::collection::btree_map(any::<u8>(), (any::<[u8; 32]>(), ".{0,40}"), 1..6)
            .prop_map(|map| map.into_iter().map(|(tag, (salt, text))| Field { tag, salt, text }).collect())
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_only_as_itself(fields in fields(), n in 1_u64.., seed: u8, bit: usize) {
            let (subject, master) = (SubjectNo(n), [7; 32]);
            let mut fill = |bytes: &mut [u8]| bytes.fill(seed);
            let (frame, slot) = seal(&master, &origin(), subject, &fields, 16, &mut fill).unwrap();
            prop_assert!(frame_is_whole(&frame));
            prop_assert_eq!(frame_head(&frame), Some((slot.length, subject)));
            let bytes = slot.encode(subject);
            prop_assert_eq!(Slot::decode(&bytes, subject), SlotState::Held(slot));
            prop_assert_eq!(Slot::decode(&bytes, SubjectNo(n ^ 1)), SlotState::Damaged);
            let key = unwrap_key(&master, &origin(), subject, &slot).unwrap();
            prop_assert_eq!(open(&key, &origin(), subject, &frame), Some(fields));
            // Another key, another ledger, another subject: nothing opens.
            let other = Line::new("example.org/other").unwrap();
            prop_assert!(unwrap_key(&[8; 32], &origin(), subject, &slot).is_none());
            prop_assert!(unwrap_key(&master, &other, subject, &slot).is_none());
            prop_assert!(unwrap_key(&master, &origin(), SubjectNo(n ^ 1), &slot).is_none());
            prop_assert!(open(&key, &other, subject, &frame).is_none());
            prop_assert!(open(&key, &origin(), SubjectNo(n ^ 1), &frame).is_none());
            // A bit turned over is found without a key.
            let (mut bad, mut bad_slot) = (frame, bytes);
            let at = bit % (bad.len() * 8);
            bad[at / 8] ^= 1 << (at % 8);
            prop_assert!(!frame_is_whole(&bad));
            let at = bit % (SLOT_LEN * 8);
            bad_slot[at / 8] ^= 1 << (at % 8);
            prop_assert_eq!(Slot::decode(&bad_slot, subject), SlotState::Damaged);
        }

        #[test]
        fn hostile_bytes_are_refused_or_read_exactly(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(fields) = decode_fields(&bytes) {
                prop_assert_eq!(&*encode_fields(&fields).unwrap(), &bytes);
            }
            let _ = (frame_head(&bytes), frame_is_whole(&bytes));
            prop_assert!(open(&[0; 32], &origin(), SubjectNo(1), &bytes).is_none());
            if let Some(slot) = bytes.first_chunk() {
                let _ = Slot::decode(slot, SubjectNo(1));
            }
        }

        #[test]
        fn fields_nearly_right_are_refused_or_read_exactly(fields in fields(), at: usize, byte: u8, cut: usize) {
            let good = encode_fields(&fields).unwrap();
            let mut bad = good.to_vec();
            let at = at % bad.len();
            bad[at] = byte;
            bad.truncate(bad.len() - cut % 3);
            if let Some(read) = decode_fields(&bad) {
                prop_assert_eq!(&*encode_fields(&read).unwrap(), &bad);
            }
        }
    }

    #[test]
    fn fields_are_bounded_and_in_order() {
        let field = |tag, len| Field { tag, salt: [0; 32], text: "x".repeat(len) };
        assert_eq!(encode_fields(&[]).err(), Some(FieldsError::Count));
        assert_eq!(decode_fields(&[0]), None);
        assert_eq!(encode_fields(&[field(2, 1), field(2, 1)]).err(), Some(FieldsError::Order));
        assert_eq!(encode_fields(&[field(1, 65_536)]).err(), Some(FieldsError::TooLong));
        let most = MAX_CIPHERTEXT - TAG_LEN - 36;
        let full = encode_fields(&[field(1, most)]).unwrap();
        assert_eq!(full.len() + TAG_LEN, MAX_CIPHERTEXT);
        assert_eq!(encode_fields(&[field(1, most + 1)]).err(), Some(FieldsError::TooLong));
        assert!(!format!("{:?}", field(1, 3)).contains('x'));
    }
}
