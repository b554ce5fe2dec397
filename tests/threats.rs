//! Every row of `docs/threat-model.md` that says "shown by" a checkpoint, a witness, a receipt, a trust file or a
//! verification: the attack, with real files and the keys that the attacker has, and what shows it.
//!
//! Owns: the attacks. Refuses to know: how each check works inside; that is tested where it lives.

#[path = "support/fresh.rs"]
mod fresh;
#[path = "support/leaves.rs"]
mod leaves;
#[path = "threats/office.rs"]
mod office;
// Entries and loans are not asked for here.
#[path = "support/scribe.rs"]
#[allow(dead_code)]
mod scribe;

use jinguo::base::{EntryNo, Fen, Hash32, Timestamp};
use jinguo::chain::proof::prove_consistency;
use jinguo::chain::{FlawCause, Policy, SignedCheckpoint, frames};
use jinguo::entry::{Body, Decided, Decision, Entry, Link, Reversal, ReversalReason};
use jinguo::ledger::anchor::Says;
use jinguo::ledger::verify::Finding;
use jinguo::ledger::{Anchors, HeldNote, ReceiptError, Receipted, Report};
use leaves::Leaves;
use office::{CLERK, ORIGIN, Office, at, gift, key, relief};

/// The one finding that a history has by itself.
fn finding(office: &Office) -> Finding {
    let mut report = office.verified(&Anchors::default());
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    report.findings.remove(0)
}

/// A checkpoint that somebody outside holds.
fn held(checkpoint: &SignedCheckpoint) -> Anchors {
    let note = HeldNote { file: "held.txt".into(), outside: true, checkpoint: checkpoint.clone() };
    Anchors { notes: vec![note], ..Anchors::default() }
}

/// What one held checkpoint says of a history that is whole in itself.
fn says(office: &Office, checkpoint: &SignedCheckpoint) -> (u8, Says) {
    let by_itself: Report = office.verified(&Anchors::default());
    assert_eq!(by_itself.verdict(), 10, "by itself it looks whole: {:?}", by_itself.findings);
    let mut report = office.verified(&held(checkpoint));
    (report.verdict(), report.anchors.remove(0).says)
}

fn agrees(says: &Says) -> bool {
    matches!(says, Says::Agrees { .. })
}

/// The proof from an older size of an office's tree to all of it.
fn growth(office: &Office, old: u64) -> Vec<Hash32> {
    let leaves = Leaves::of(&office.scribe.bytes);
    let Ok(proof) = prove_consistency(&leaves, old, leaves.size());
    proof
}

#[test]
fn an_honest_history_agrees_with_all_that_was_ever_held_of_it() {
    let mut office = Office::new();
    let mut all = vec![office.checkpoint()];
    for n in 1..6 {
        office.by(1, vec![gift(n * 100)]);
        all.push(office.checkpoint());
    }
    for checkpoint in &all {
        let (verdict, said) = says(&office, checkpoint);
        assert!(verdict == 0 && agrees(&said), "{said:?}");
    }
}

#[test]
fn edit_and_re_chain() {
    let mut office = Office::new();
    office.by(1, vec![gift(10_000)]);
    let before = office.clone();
    office.by(1, vec![gift(500_000)]);
    let checkpoint = office.checkpoint();
    // The office has every key of its own, and writes the last gift again at a tenth.
    let mut forged = before;
    forged.by(1, vec![gift(50_000)]);
    forged.checkpoint();
    let (verdict, said) = says(&forged, &checkpoint);
    assert_eq!((verdict, said), (30, Says::OtherRoot));
    // Nor does it help to make the history longer.
    for n in 0..300 {
        forged.by(1, vec![gift(n + 1)]);
    }
    assert_eq!(says(&forged, &checkpoint).1, Says::OtherRoot);
}

#[test]
fn an_edit_without_the_keys() {
    let mut office = Office::new();
    office.by(1, vec![gift(10_000)]);
    let place = office.scribe.bytes.len() - 300;
    office.scribe.bytes[place] ^= 1;
    assert!(matches!(finding(&office), Finding::Damaged(_)));
}

#[test]
fn cut_tail() {
    let mut office = Office::new();
    let before = office.clone();
    office.by(1, vec![gift(10_000), relief(5_000)]);
    let checkpoint = office.checkpoint();
    let (verdict, said) = says(&before, &checkpoint);
    assert_eq!((verdict, said), (30, Says::Beyond { found: before.scribe.tip().records() }));
}

#[test]
fn an_old_backup_put_back_and_gone_on_with() {
    let mut office = Office::new();
    let backup = office.clone();
    office.by(1, vec![gift(10_000)]);
    let checkpoint = office.checkpoint();
    let mut restored = backup;
    for n in 0..20 {
        restored.by(1, vec![gift(n + 1)]);
    }
    assert_eq!(says(&restored, &checkpoint).1, Says::OtherRoot);
}

#[test]
fn a_receipt_beyond_the_end_is_an_alarm() {
    let mut office = Office::new();
    let before = office.clone();
    office.by(1, vec![gift(10_000)]);
    let given = office.scribe.entries();
    let checkpoint = office.checkpoint();
    let receipt = office.receipt(EntryNo(given), &checkpoint);
    let read = Receipted::read(receipt.to_string().as_bytes()).unwrap();
    assert_eq!(read.entry.no, EntryNo(given));
    assert!(matches!(says(&before, &read.checkpoint), (30, Says::Beyond { .. })));
}

#[test]
fn a_split_view_shows_when_two_compare() {
    let mut office = Office::new();
    let mut other = office.clone();
    office.by(1, vec![gift(10_000)]);
    other.by(1, vec![gift(20_000)]);
    let (for_the_bank, for_the_auditor) = (office.checkpoint(), other.checkpoint());
    assert_eq!(for_the_bank.checkpoint().size(), for_the_auditor.checkpoint().size());
    // Each is shown the history that fits what she holds; put together, they don't fit.
    assert!(agrees(&says(&office, &for_the_bank).1));
    assert!(agrees(&says(&other, &for_the_auditor).1));
    assert_eq!(says(&office, &for_the_auditor), (30, Says::OtherRoot));
}

#[test]
fn a_split_view_gets_no_second_cosignature() {
    let mut office = Office::new();
    let mut other = office.clone();
    office.by(1, vec![gift(10_000)]);
    other.by(1, vec![gift(20_000)]);
    let witness = office::witness();
    let seen = witness.cosigns(&office.checkpoint(), None).unwrap();
    assert!(witness.refuses_the_other(&other.checkpoint()));
    // Nor for a history that leaves out what was cosigned, however much is recorded after it.
    other.by(1, vec![gift(1), gift(2)]);
    let later = other.checkpoint();
    let before = seen.checkpoint().size();
    assert!(witness.cosigns(&later, Some((before, growth(&other, before)))).is_none());
    // The true one goes on.
    let mut on = office.clone();
    on.by(1, vec![gift(3)]);
    let next = on.checkpoint();
    assert!(witness.cosigns(&next, Some((before, growth(&on, before)))).is_some());
    // A policy that asks for the witness takes the first and not the second.
    let policy = office::policy();
    let with = Anchors { policy: Some(policy.clone()), ..held(&seen) };
    assert_eq!(office.verified(&with).verdict(), 0);
    let without = Anchors { policy: Some(policy), ..held(&later) };
    assert_eq!(other.verified(&without).verdict(), 10);
}

#[test]
fn beside_the_journal_only_witnesses_count() {
    let mut office = Office::new();
    let own = office.checkpoint();
    let beside = |checkpoint: &SignedCheckpoint, policy: Option<Policy>| {
        let note = HeldNote { file: "checkpoints".into(), outside: false, checkpoint: checkpoint.clone() };
        Anchors { notes: vec![note], policy, ..Anchors::default() }
    };
    assert_eq!(office.verified(&beside(&own, None)).verdict(), 10);
    assert_eq!(office.verified(&beside(&own, Some(office::policy()))).verdict(), 10);
    let seen = office::witness().cosigns(&own, None).unwrap();
    assert_eq!(office.verified(&beside(&seen, Some(office::policy()))).verdict(), 0);
    // But what the ledger's own key signed and this history does not lead through is an alarm from wherever it comes.
    office.by(1, vec![gift(1)]);
    let later = office.checkpoint();
    let shorter = office.before_last(2);
    assert_eq!(shorter.verified(&beside(&later, None)).verdict(), 30);
}

#[test]
fn back_dating() {
    let mut office = Office::new();
    // The header's time is bound to the one before: a commit that claims an earlier one is out of order.
    let bytes = office.scribe.bytes.clone();
    let mut earlier = office.clone();
    earlier.by(1, vec![gift(10_000)]);
    let commit = earlier.scribe.bytes[bytes.len()..].to_vec();
    let header = frames(&commit).next().unwrap();
    let recorded_at = header.range.start + 4 + 1 + 2 + 8 + 8 + 8 + 4 + 32 + 32;
    let mut claimed = commit.clone();
    claimed[recorded_at..recorded_at + 8].copy_from_slice(&1_000i64.to_be_bytes());
    earlier.scribe.bytes = [&bytes[..], &claimed].concat();
    assert!(matches!(finding(&earlier), Finding::Damaged(_)));
    // With a clock that was set back, by whoever holds the key, the header has the later of the two, and both are told.
    office.scribe.commit(office.hand(1, &key(1)), at(-24 * 60), vec![office::on(gift(10_000))]);
    let report = office.verified(&Anchors { audit: true, ..Anchors::default() });
    let audit = report.audit.unwrap();
    assert_eq!(audit.clock_back.count, 1, "{audit:?}");
    assert_eq!(audit.clock_back.first[0].clock, at(-24 * 60));
    // An entry may say that it happened long ago: the report lists it.
    let mut old = Office::new();
    old.write(1, vec![office::on_day(gift(1), 20_251_101)]);
    let audit = old.verified(&Anchors { audit: true, ..Anchors::default() }).audit.unwrap();
    assert_eq!((audit.late.count, audit.back_dated.count), (1, 1), "{audit:?}");
}

#[test]
fn a_swapped_seal() {
    let mut office = Office::new();
    office.by(1, vec![gift(10_000)]);
    let first = office.scribe.bytes.len();
    office.by(1, vec![gift(20_000)]);
    let bytes = office.scribe.bytes.clone();
    let seal = 4 + 152 + 8;
    let (one, two) = (bytes[first - seal..first].to_vec(), bytes[bytes.len() - seal..].to_vec());
    let mut swapped = office.clone();
    swapped.scribe.bytes[first - seal..first].copy_from_slice(&two);
    let length = bytes.len();
    swapped.scribe.bytes[length - seal..].copy_from_slice(&one);
    assert!(matches!(finding(&swapped), Finding::Damaged(flaw) if flaw.commit == office.commits() - 1));
    // A seal of the right figures by another operator than the header names.
    let mut other = office.clone();
    other.scribe.commit(other.hand(1, &key(2)), other.now, vec![office::on(gift(1))]);
    let found = finding(&other);
    assert!(
        matches!(&found, Finding::BadSignature(flaw) if matches!(flaw.cause, FlawCause::Signature(_))),
        "{found:?}"
    );
}

#[test]
fn a_foreign_origin() {
    let mut office = Office::new();
    office.by(1, vec![gift(10_000)]);
    let checkpoint = office.checkpoint();
    // A ledger of another name, with the same people, the same keys and the same entries.
    let mut other = Office::of("example.org/other");
    other.by(1, vec![gift(10_000)]);
    let theirs = other.checkpoint();
    assert_eq!(says(&other, &checkpoint), (30, Says::OtherLedger { origin: ORIGIN.into() }));
    // The name at its head exchanged: the signatures are for the other name.
    let named = |bytes: &[u8], name: &str| bytes.windows(name.len()).position(|w| w == name.as_bytes());
    let place = named(&office.scribe.bytes, ORIGIN).unwrap();
    let mut renamed = office.clone();
    renamed.scribe.bytes[place..place + ORIGIN.len()].copy_from_slice(b"example.org/fake");
    assert!(matches!(finding(&renamed), Finding::Damaged(_)));
    // A checkpoint of theirs passed off as one of ours.
    let text = theirs.note().to_string().replace("example.org/other", ORIGIN);
    let passed = SignedCheckpoint::parse(text.as_bytes()).unwrap();
    let (verdict, said) = says(&office, &passed);
    assert!(verdict == 41 && matches!(said, Says::NotSigned | Says::WrongSignature), "{said:?}");
}

#[test]
fn a_look_alike_ledger_with_keys_of_its_own() {
    let office = Office::new();
    let mut fake = Office::with_ledger_key(ORIGIN, 0x66);
    let checkpoint = fake.checkpoint();
    // By itself, and with what the office hands over, all is well.
    assert!(agrees(&says(&fake, &checkpoint).1));
    // Whoever was told the key another way sees that it is another.
    let trusted = Anchors { policy: Some(office.key_alone()), ..held(&checkpoint) };
    let mut report = fake.verified(&trusted);
    assert_eq!((report.verdict(), report.anchors.remove(0).says), (41, Says::KeyNotTrusted));
}

#[test]
fn self_approval() {
    let mut office = Office::new();
    let asked = office.prepared(1, gift(10_000));
    // What the second operator's approval would be, recorded and sealed by the first.
    let entry = office.made(2, office.approval(asked));
    office.sealed(1, &[entry]);
    let found = finding(&office);
    assert!(
        matches!(&found, Finding::RuleBroken { refusal, .. }
        if refusal.check().is_some_and(|check| check.number() == 8)),
        "{found:?}"
    );
    // By the second operator it is one.
    let mut honest = Office::new();
    let asked = honest.prepared(1, gift(10_000));
    let approval = honest.approval(asked);
    honest.write(2, vec![approval]);
    assert_eq!(honest.verified(&Anchors::default()).verdict(), 10);
}

#[test]
fn an_approval_signed_with_the_same_hand_a_minute_later_is_told() {
    let mut office = Office::new();
    let asked = office.prepared(1, gift(10_000));
    office.now = Timestamp::from_millis(office.now.millis() - 3_600_000 + 30_000).unwrap();
    let approval = office.approval(asked);
    office.write(2, vec![approval]);
    let audit = office.verified(&Anchors { audit: true, ..Anchors::default() }).audit.unwrap();
    assert_eq!(audit.swift.count, 1, "{audit:?}");
}

#[test]
fn a_forged_reversal() {
    let mut office = Office::new();
    office.by(1, vec![gift(10_000)]);
    let given = office.scribe.entries();
    let reversal = |leaf: Hash32| {
        let original = EntryNo(given);
        let reason = ReversalReason::WrongAmount;
        Body::Reversal(Reversal { original, original_hash: leaf, reason, memo: None })
    };
    let right = office.made(1, office::on(reversal(office.scribe.leaf(given))));
    // Of another amount than the original.
    let mut less = right.clone();
    for posting in &mut less.postings {
        posting.amount = Fen::new(posting.amount.get() / 2);
    }
    // Of an original that it names by number alone.
    let mut of_nothing = right.clone();
    of_nothing.body = reversal(Hash32([9; 32]));
    for forged in [less, of_nothing] {
        let mut copy = office.clone();
        copy.sealed(1, &[forged]);
        let found = finding(&copy);
        assert!(matches!(&found, Finding::RuleBroken { entry, .. } if *entry == right.no), "{found:?}");
    }
    // Twice.
    let mut twice = office.clone();
    twice.sealed(1, std::slice::from_ref(&right));
    twice.sealed(1, &[Entry { no: EntryNo(right.no.0 + 1), voucher: next(&right), ..right }]);
    assert!(matches!(finding(&twice), Finding::RuleBroken { .. }));
}

fn next(entry: &Entry) -> Option<jinguo::entry::Voucher> {
    entry.voucher.map(|voucher| jinguo::entry::Voucher { number: voucher.number + 1, ..voucher })
}

#[test]
fn a_revoked_key() {
    let mut office = Office::new();
    let asked = office.by(1, vec![office::revoked(3)]);
    let approval = office.approval(asked);
    office.write(2, vec![approval]);
    let mut used = office.clone();
    used.scribe.write(used.hand(3, &key(3)), used.now, &[used.made(1, office::on(gift(1)))]);
    let found = finding(&used);
    assert!(
        matches!(&found, Finding::BadSignature(flaw) if matches!(flaw.cause, FlawCause::RevokedOperator(_))),
        "{found:?}"
    );
    let audit = office.verified(&Anchors { audit: true, ..Anchors::default() }).audit.unwrap();
    assert_eq!(audit.keys.count, 1);
}

#[test]
fn a_single_person_s_emergency_is_told() {
    let mut office = Office::new();
    let asked = office.prepared(1, gift(10_000));
    let link = Link { entry: EntryNo(asked), leaf: office.scribe.leaf(asked) };
    let reason = Some(office.memo());
    let decided = Body::Decided(Decided { prepared: link, decision: Decision::Emergency, reason });
    office.write(1, vec![office::on(decided)]);
    let audit = office.verified(&Anchors { audit: true, ..Anchors::default() }).audit.unwrap();
    assert_eq!((audit.alone.count, audit.alone.first[0].0), (1, asked + 1));
}

#[test]
fn a_checkpoint_that_was_re_signed_or_changed() {
    let mut office = Office::new();
    let good = office.checkpoint();
    let (size, root) = (good.checkpoint().size(), *good.checkpoint().root());
    let name = office.name();
    let by_a_clerk = SignedCheckpoint::sign(&name, size, root, &key(CLERK)).unwrap();
    assert_eq!(says(&office, &by_a_clerk), (41, Says::NotSigned));
    let longer = good.note().to_string().replace(&format!("\n{size}\n"), &format!("\n{}\n", size + 1));
    let longer = SignedCheckpoint::parse(longer.as_bytes()).unwrap();
    assert_eq!(says(&office, &longer), (41, Says::WrongSignature));
    // Too old.
    let now = Timestamp::from_millis(office.now.millis() + 40 * 86_400_000).unwrap();
    let asked = Anchors { not_before: Some(now), ..held(&good) };
    assert_eq!(office.verified(&asked).verdict(), 20);
}

#[test]
fn a_receipt_that_was_changed() {
    let mut office = Office::new();
    office.by(1, vec![gift(123_456)]);
    let given = office.scribe.entries();
    let checkpoint = office.checkpoint();
    let receipt = office.receipt(EntryNo(given), &checkpoint);
    let carried = receipt.extra.clone().unwrap();
    let amount = 123_456i64.to_be_bytes();
    let place = carried.windows(8).position(|w| w == amount).unwrap();
    let mut more = receipt.clone();
    let extra = more.extra.as_mut().unwrap();
    extra[place..place + 8].copy_from_slice(&999_999i64.to_be_bytes());
    let read = |receipt: &jinguo::chain::TlogProof| Receipted::read(receipt.to_string().as_bytes());
    assert!(matches!(read(&more), Err(ReceiptError::NotInTree { .. })));
    let mut elsewhere = receipt.clone();
    elsewhere.index += 1;
    assert!(matches!(read(&elsewhere), Err(ReceiptError::NotInTree { .. } | ReceiptError::NoHeader)));
    // Under another ledger's checkpoint.
    let mut other = Office::of("example.org/other");
    other.by(1, vec![gift(123_456)]);
    let mut moved = receipt.clone();
    moved.checkpoint = other.checkpoint();
    assert!(matches!(read(&moved), Err(ReceiptError::NotInTree { .. })));
    assert!(read(&receipt).is_ok());
}

#[test]
fn whoever_holds_all_keys_from_the_first_day_is_not_found_out() {
    // The page says so, and this is why: nothing in a made-up history differs from a true one.
    let mut made_up = Office::new();
    made_up.by(1, vec![gift(10_000), relief(10_000)]);
    let checkpoint = made_up.checkpoint();
    let seen = office::witness().cosigns(&checkpoint, None).unwrap();
    let anchors = Anchors { policy: Some(office::policy()), ..held(&seen) };
    assert_eq!(made_up.verified(&anchors).verdict(), 0);
}

/// Each test that the page names is there.
#[test]
fn the_page_names_tests_that_exist() {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/threat-model.md")).unwrap();
    let mut named = 0;
    for row in page.lines().filter(|row| row.starts_with("| ") && row.matches(" | ").count() == 4) {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for test in tests.split(", ").filter(|test| *test != "–").filter_map(|test| test.strip_prefix('`'))
        {
            let (file, name) =
                test.trim_end_matches('`').split_once(": ").unwrap_or((test.trim_end_matches('`'), ""));
            let text = std::fs::read_to_string(root.join("tests").join(file));
            let text = text.unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(name.is_empty() || text.contains(&format!("fn {name}(")), "{file} has no {name}");
            named += 1;
        }
    }
    assert!(named > 30, "{named}");
    // Whatever is revealed is shown: a row without a test reveals nothing by the ledger's own means.
}
