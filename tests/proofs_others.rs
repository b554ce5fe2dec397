//! Notes, checkpoints and cosignatures that others make and read: crates, published texts, and a public log.
//!
//! Owns: the comparison. Refuses to know: how ours are made.

use base64ct::{Base64, Encoding};
use jinguo::base::Hash32;
use jinguo::chain::cosignature::{self, cosign};
use jinguo::chain::{
    Algorithm, Checkpoint, KeyName, Note, OperatorKey, Policy, SignatureLine, SignedCheckpoint, Unverified,
    VerifierKey, VerifyingKey,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use signed_note::{Note as TheirNote, StandardSigner, StandardVerifier, VerifierList};

const NAME: &str = "example.org/巾帼";

fn name() -> KeyName {
    KeyName::new(NAME).unwrap()
}

fn ours(seed: u8) -> (OperatorKey, VerifierKey) {
    let key = OperatorKey::from_seed(&[seed; 32]);
    let vkey = VerifierKey::of(&key, name(), Algorithm::Ed25519).unwrap();
    (key, vkey)
}

/// The same key in the crate's own form of a private key.
fn their_signer(seed: u8) -> StandardSigner {
    let id = hex::encode(ours(seed).1.id());
    let secret = Base64::encode_string(&[&[1], &[seed; 32][..]].concat());
    StandardSigner::new(&format!("PRIVATE+KEY+{NAME}+{id}+{secret}")).unwrap()
}

fn known(vkey: &VerifierKey) -> VerifierList {
    VerifierList::new(vec![Box::new(StandardVerifier::new(&vkey.to_string()).unwrap())])
}

#[test]
fn each_reads_and_verifies_what_the_other_signed() {
    let (key, vkey) = ours(1);
    for text in ["one line\n", "\n", "a\n\n\n— b AAAAAAA=\n\nc\n", "金额 1,000.00 元\n"] {
        let note = Note::sign(text.to_owned(), &key, &name()).unwrap();
        let read = TheirNote::from_bytes(&note.to_bytes()).unwrap();
        assert_eq!(read.verify(&known(&vkey)).unwrap().0.len(), 1);
        assert!(read.verify(&known(&ours(2).1)).is_err());

        let mut theirs = TheirNote::new(text.as_bytes(), &[]).unwrap();
        theirs.add_sigs(&[&their_signer(1)]).unwrap();
        assert_eq!(theirs.to_bytes(), note.to_bytes());
        let read = Note::parse(&theirs.to_bytes()).unwrap();
        assert!(read.verify(&vkey).is_ok());
        assert_eq!(read.verify(&ours(2).1), Err(Unverified::Absent));
    }
}

/// A checkpoint of a public log, with its witnesses' cosignatures: from the documentation of the crate `sigsum` 0.3.0,
/// where they stand in Sigsum's own form, with the keys of its policy `sigsum-test-2025-3`. The log and the witnesses
/// are programs in Go and Python by others.
const SIZE: u64 = 381_382;
const ROOT: &str = "901fefc6f1d978d2c2bedb82d448755bcdc7e8626e67ac7ee80873771be9b667";
const LOG_KEY: &str = "47e481606d8acba747a6b053d6c2d191605fb122175d410a1202a91430abce39";
const LOG_SIGNATURE: &str = "8a8bf1fca60d1344fb6e2106e8f8906af833d3d75a21fe8d3af72be459f7a11f2ae6606ec6344a13b851cd454b3d281a2b1ae47732f7a8d6afbcc0134d1a2d00";
const TIME: u64 = 1_770_193_051;
const WITNESSES: [(&str, &str); 8] = [
    ("poc.sigsum.org/nisse", "1c25f8a44c635457e2e391d1efbca7d4c2951a0aef06225a881e46b98962ac6c"),
    ("rgdd.se/poc-witness", "28c92a5a3a054d317c86fc2eeb6a7ab2054d6217100d0be67ded5b74323c5806"),
    ("witness1.smartit.nu/witness1", "f4855a0f46e8a3e23bb40faf260ee57ab8a18249fa402f2ca2d28a60e1a3130e"),
    (
        "witness.navigli.sunlight.geomys.org",
        "dcbf728e02d479f5a7e20dc09adf525833ed6e797526517aeb07fc6854849fc6",
    ),
    ("remora.n621.de", "ebcdeb78e7fdb2ef9227b2c1ef11e94600b55b4d6d9a57877e31ee89e59adc36"),
    ("witness.stagemole.eu", "4a921b7caef58ae670cdc11ef4184f1c058f7b9259a9107a969f69fa54aa496f"),
    ("tillitis.se/test-witness-1", "636582aec12f32c18a21733db9e3f718058ee7aaec6dbe4eb81781e0f4300c6e"),
    (
        "transparency.dev/DEV:witness-little-garden",
        "2b6eb0ec483503544cde4e8fc1ce6d1921db21dffccc186865f808f7625443cc",
    ),
];
/// The SHA-256 of a witness's key, and its signature.
const COSIGNATURES: [(&str, &str); 8] = [
    (
        "1c997261f16e6e81d13f420900a2542a4b6a049c2d996324ee5d82a90ca3360c",
        "a1ee1182b265204499cbef3ae59f3ea228b928b3cbda8817a4ed5a12776823e9ad8ef1ce986b9b98d9954f1798ec4315c1820704600a231c69038ccc9726d202",
    ),
    (
        "49c4cd6124b7c572f3354d854d50b2a4b057a750f786cf03103c09de339c4ea3",
        "aaf642e81a54399777180f238573d74878b68c7b645d8011583621405bb450b4e7887fc76502a8142c493d64e3ed3e556d82dad1706411082e58805f64fa9d02",
    ),
    (
        "70b861a010f25030de6ff6a5267e0b951e70c04b20ba4a3ce41e7fba7b9b7dfc",
        "f5953f406f5fd97d9c9d1328b00b07bf434a5eb76d8da359aeda98c414de29ca1ced1872971ea0f137508a7bb05c7d322548409425677af96433706319bc0801",
    ),
    (
        "86b5414ae57f45c2953a074640bb5bedebad023925d4dc91a31de1350b710089",
        "3434b4646904714f4983c8e7e976a45332711f10012b19fbeb5549b6c0c04fb4ed52feed2da829354623c52b22b90093776034a8d57d660f9ff27a118f5bf801",
    ),
    (
        "c1d2d6935c2fb43bef395792b1f3c1dfe4072d4c6cadd05e0cc90b28d7141ed3",
        "f0dce1bcdda3a2826479d62e6afedbe9ec06e8f990ae59d8cefa84d9a6ee68c12c2820fb00e1dbdc30044b16c7695a9d1047cec4788dc757f698d34ebaec4305",
    ),
    (
        "d960fcff859a34d677343e4789c6843e897c9ff195ea7140a6ef382566df3b65",
        "b44c41f75566850003f7f655a6dc7bb38bb980e8e2c383871e29883805d3adec7782a08388b9386d9718380a4bb6900043e2b46080cff0fa75a500c36ef9df0a",
    ),
    (
        "e4a6a1e4657d8d7a187cc0c20ed51055d88c72f340d29534939aee32d86b4021",
        "70697b4a6b07e79e49d0a8e41fd7450a593ee9df11da6244cebe4b0c15c8e52f28ad3931b95a806fc7f16b4ad90197971ddc087434c7985b8b3a0223c9fa3603",
    ),
    (
        "42351ad474b29c04187fd0c8c7670656386f323f02e9a4ef0a0055ec061ecac8",
        "6610e5cf4ead2062d9783fbc19d2bae65eded35335495ad0cf0386277ed2d51854ced64efa21a6db0a398fdfb6761aa7d5659e54950a060d167fbdcb7b5ece05",
    ),
];

fn public(name: &str, algorithm: Algorithm, key: &str) -> VerifierKey {
    let key = VerifyingKey::new(&Hash32::from_hex(key).unwrap()).unwrap();
    VerifierKey::new(KeyName::new(name).unwrap(), algorithm, key)
}

#[test]
fn a_public_logs_checkpoint_meets_a_policy_of_its_witnesses() {
    let origin = format!("sigsum.org/v1/tree/{}", hex::encode(Sha256::digest(hex::decode(LOG_KEY).unwrap())));
    let log = public(&origin, Algorithm::Ed25519, LOG_KEY);
    let line = |key: &VerifierKey, bytes| SignatureLine { name: key.name().clone(), id: key.id(), bytes };
    let mut signatures = vec![line(&log, hex::decode(LOG_SIGNATURE).unwrap())];
    let mut policy = format!("log {log}\n");
    for (at, (name, key)) in WITNESSES.iter().enumerate() {
        let hash = hex::encode(Sha256::digest(hex::decode(key).unwrap()));
        let witness = public(name, Algorithm::Cosignature, key);
        policy += &format!("witness w{at} {witness}\n");
        if let Some((_, signature)) = COSIGNATURES.iter().find(|(of, _)| *of == hash) {
            let bytes = [&TIME.to_be_bytes(), &hex::decode(signature).unwrap()[..]].concat();
            signatures.push(line(&witness, bytes));
        }
    }
    let count = signatures.len() - 1;
    assert_eq!(count, 8);
    let text =
        Checkpoint::new(&KeyName::new(&origin).unwrap(), SIZE, Hash32::from_hex(ROOT).unwrap()).to_string();
    let note = Note::new(text, signatures).unwrap();
    let signed = SignedCheckpoint::parse(&note.to_bytes()).unwrap();
    let check = |threshold: usize| {
        let group = format!("group all-of-them {threshold} w0 w1 w2 w3 w4 w5 w6 w7\nquorum all-of-them\n");
        Policy::parse(format!("{policy}{group}").as_bytes()).unwrap().check(&signed).unwrap()
    };
    let met = check(count);
    assert!(met.quorum_met && met.log == log);
    assert_eq!(met.cosigned.len(), count);
    assert!(met.cosigned.iter().all(|cosigned| cosigned.timestamp == TIME));
}

#[test]
fn the_checksum_databases_checkpoint_is_read_though_its_key_has_another_name() {
    // From torchwood's cmd/litewitness/testdata/sumdb.txt.
    let key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    let note = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n";
    let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    let key = VerifierKey::parse(key).unwrap();
    assert_eq!(
        (signed.checkpoint().origin(), signed.checkpoint().size()),
        ("go.sum database tree", 35_225_469)
    );
    assert!(signed.note().verify(&key).is_ok());
    let theirs = TheirNote::from_bytes(note.as_bytes()).unwrap();
    assert!(theirs.verify(&known(&key)).is_ok());
}

/// What both make of the same bytes. Ours may refuse more, for bounds that are ours; what it takes, both take alike.
fn agree_on_a_note(bytes: &[u8]) -> Result<(), TestCaseError> {
    let theirs = TheirNote::from_bytes(bytes);
    match Note::parse(bytes) {
        Ok(note) => {
            let theirs = theirs.expect("theirs takes what ours takes");
            prop_assert_eq!(note.to_bytes(), bytes);
            prop_assert_eq!(theirs.to_bytes(), bytes);
            prop_assert_eq!(theirs.text(), note.text().as_bytes());
            let (_, vkey) = ours(1);
            // Theirs checks the first of several lines by one key, ours all.
            prop_assert!(note.verify(&vkey).is_err() || theirs.verify(&known(&vkey)).is_ok());
        }
        Err(error) => {
            let unbounded = std::str::from_utf8(bytes).is_ok_and(|text| {
                text.len() <= Note::MAX && text.chars().all(|c| !c.is_control() || c == '\n')
            });
            let long_name = format!("{error:?}").contains("TooLong");
            prop_assert!(
                theirs.is_err() || !unbounded || long_name,
                "theirs takes what ours calls {}",
                error
            );
        }
    }
    Ok(())
}

fn agree_on_a_checkpoint(text: &str) -> Result<(), TestCaseError> {
    let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes());
    match Checkpoint::parse(text) {
        Ok(ours) => {
            let theirs = theirs.expect("theirs takes what ours takes");
            prop_assert_eq!(ours.to_string(), text);
            prop_assert_eq!(theirs.to_bytes(), text.as_bytes());
            prop_assert_eq!((theirs.origin(), theirs.size()), (ours.origin(), ours.size()));
            prop_assert_eq!(theirs.hash().0, ours.root().0);
        }
        Err(error) => prop_assert!(theirs.is_err(), "theirs takes what ours calls {}", error),
    }
    Ok(())
}

/// Pieces that hostile notes are made of.
fn pieces() -> impl Strategy<Value = String> {
    let line = cosign("a\n1\n", &ours(1).0, &name(), 5).unwrap().to_string();
    let piece = prop_oneof![
        4 => Just("\n".to_owned()),
        2 => Just("— ".to_owned()),
        1 => Just(" ".to_owned()),
        1 => Just(line),
        1 => Just("AAAAAAA=".to_owned()),
        1 => Just("example.org/fund".to_owned()),
        1 => Just("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".to_owned()),
        1 => Just("20852163".to_owned()),
        1 => "[0-9]{1,3}",
        1 => "\\PC{0,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_made_is_read_by_both(text in "(\\PC{0,20}\n){1,5}", seeds in prop::collection::vec(1u8..9, 1..6)) {
        let mut note = Note::sign(text.clone(), &ours(1).0, &name()).unwrap();
        for seed in seeds {
            note = note.with(cosign(&text, &ours(seed).0, &name(), u64::from(seed)).unwrap()).unwrap();
        }
        prop_assert_eq!(Note::parse(&note.to_bytes()), Ok(note.clone()));
        agree_on_a_note(&note.to_bytes())?;
    }

    #[test]
    fn hostile_notes_are_read_alike(text in pieces(), end in any::<bool>()) {
        agree_on_a_note(text.as_bytes())?;
        agree_on_a_note(format!("{text}{}", if end { "\n" } else { "" }).as_bytes())?;
    }

    #[test]
    fn changed_notes_are_read_alike(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = Note::sign("a\n1\n".to_owned(), &ours(1).0, &name()).unwrap().to_bytes();
        let at = at.index(bytes.len());
        let before = std::mem::replace(&mut bytes[at], byte);
        agree_on_a_note(&bytes)?;
        // No change of a byte is another way to write the same note.
        let verified = Note::parse(&bytes).is_ok_and(|note| note.verify(&ours(1).1).is_ok());
        prop_assert_eq!(verified, before == byte);
    }

    #[test]
    fn hostile_checkpoints_are_read_alike(text in pieces(), size in any::<u64>(), root in any::<[u8; 32]>()) {
        agree_on_a_checkpoint(&text)?;
        agree_on_a_checkpoint(&format!("{text}\n"))?;
        agree_on_a_checkpoint(&Checkpoint::new(&name(), size, Hash32(root)).to_string())?;
    }

    #[test]
    fn hostile_bytes_panic_nowhere(bytes in prop::collection::vec(any::<u8>(), 0..200), text in pieces()) {
        agree_on_a_note(&bytes)?;
        let _ = Policy::parse(&bytes);
        let _ = Policy::parse(text.as_bytes());
        let _ = VerifierKey::parse(&text);
        if let Ok(line) = SignatureLine::parse(&text) {
            prop_assert_eq!(line.to_string(), text);
            let cosigner = VerifierKey::of(&ours(1).0, name(), Algorithm::Cosignature).unwrap();
            let _ = cosignature::verify("a\n", &line, &cosigner);
        }
    }
}
