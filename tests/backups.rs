//! Backups taken all through a random history, each restored: the very state of then, and nothing of who was erased.
//!
//! Owns: histories with people in them, and comparing what came back. Refuses to know: the backup's bytes; the store's
//! own tests look at those.

#[path = "support/fresh.rs"]
mod fresh;

use fresh::Fresh;
use jinguo::base::{
    Code, Date, EntryNo, Fen, FundNo, IdNumber, Line, PersonNo, ProgrammeNo, SubjectNo, Timestamp,
};
use jinguo::book::Draft;
use jinguo::book::persons::subjects_of;
use jinguo::chain::OperatorKey;
use jinguo::entry::*;
use jinguo::ledger::put_back::from_backup;
use jinguo::ledger::verify::Checked;
use jinguo::ledger::{Access, Ledger, NewLedger, Options, PersonDetails, Secrets, VerifyOptions, verify};
use jinguo::store::backup_file::{Backup, BackupError, BackupFile, Part, Unlock};
use jinguo::store::fs::{Fs, RealFs};
use jinguo::store::vault::MasterKey;
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;

const MASTER: [u8; 32] = [3; 32];
const LOOKUP: [u8; 32] = [4; 32];
const PASSPHRASE: &str = "备份口令";

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn key() -> OperatorKey {
    OperatorKey::from_seed(&[1; 32])
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn today() -> Date {
    now().shanghai_date()
}

/// Bytes that never repeat within a test.
fn entropy(seed: u64) -> impl FnMut(&mut [u8]) + Send {
    let mut stream =
        blake3::Hasher::new_derive_key("backups of a test").update(&seed.to_be_bytes()).finalize_xof();
    move |bytes| stream.fill(bytes)
}

fn open(dir: &Path, seed: u64) -> Ledger {
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(Fresh),
        lock: None,
        secrets: Some(Secrets { master: MasterKey::new(MASTER.into()), lookup: Some(LOOKUP.into()) }),
        entropy: Box::new(entropy(seed)),
        rebuild: false,
    };
    Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap()
}

/// An invented ID number with a right check character: 999 stands for no place.
fn id_number(n: u64) -> IdNumber {
    let digits = format!("99900119900307{:03}", n % 1000);
    let with = |check: char| IdNumber::parse(&format!("{digits}{check}")).ok();
    "0123456789X".chars().find_map(with).expect("one of eleven check characters fits")
}

#[derive(Clone, Debug)]
enum Step {
    Person(u64),
    Gift(i64),
    Relief(usize, i64),
    Note(usize),
    Move(usize),
    Erase(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..1000u64).prop_map(Step::Person),
        3 => (1..1_000_000i64).prop_map(Step::Gift),
        3 => (any::<usize>(), 1..10_000i64).prop_map(|(who, amount)| Step::Relief(who, amount)),
        2 => any::<usize>().prop_map(Step::Note),
        1 => any::<usize>().prop_map(Step::Move),
        2 => any::<usize>().prop_map(Step::Erase),
    ]
}

/// One step, as one commit; a step that the rules refuse changes nothing.
fn take(ledger: &mut Ledger, step: &Step, n: usize) {
    let persons = ledger.state().counts().unwrap().persons;
    let who = |at: &usize| PersonNo(1 + *at as u64 % persons.max(1));
    let operator = key();
    let mut batch = ledger.begin(&operator, now(), true).unwrap();
    let done = match step {
        Step::Person(id) => {
            let details = PersonDetails {
                sort: PersonSort::Natural,
                name: line(&format!("受助人{n}号{id}")),
                id_number: Some(id_number(*id)),
                area: Some(line(&format!("雉城街道/第{n}社区"))),
                category: None,
                bank_card: None,
            };
            batch.add_person(&details, today()).map(drop)
        }
        Step::Gift(amount) => {
            let (fund, donor, source) = (FundNo(1), None, DonationSource::Gift);
            let gift = Donation { fund, donor, amount: Fen::new(*amount), source };
            batch.add(Draft::new(today(), Body::Donation(gift))).map(drop)
        }
        Step::Relief(at, amount) => {
            let (programme, fund, person) = (ProgrammeNo(1), FundNo(1), who(at));
            let relief = Disbursement { programme, fund, person, amount: Fen::new(*amount) };
            batch.add(Draft::new(today(), Body::Disbursement(relief))).map(drop)
        }
        Step::Note(at) => {
            let about = EntryNo(1 + *at as u64 % batch.ledger().tip().entries);
            batch.add_note(about, &line(&format!("附注第{n}条")), today()).map(drop)
        }
        Step::Move(at) => {
            let details = PersonDetails {
                sort: PersonSort::Natural,
                name: line(&format!("改名{n}")),
                id_number: None,
                area: None,
                category: None,
                bank_card: None,
            };
            batch.add_details(who(at), &details, today()).map(drop)
        }
        Step::Erase(at) => {
            let person = who(at);
            let subjects = subjects_of(batch.ledger().state(), person).unwrap();
            let basis = ErasureBasis::Order(line("县法院〔2026〕1号"));
            batch.add(Draft::new(today(), Body::Erased(Erased { person, basis, subjects }))).map(drop)
        }
    };
    if done.is_ok() {
        assert!(batch.commit().unwrap().erased);
    }
}

/// Everything that a ledger says of itself, personal data included.
fn told(ledger: &mut Ledger) -> String {
    let tip = ledger.tip().clone();
    let mut told = format!("{} {} {}\n", tip.records(), tip.head, tip.entries);
    told += &format!("{:?}\n{:?}\n", ledger.balances().unwrap(), ledger.money_balances().unwrap());
    told += &format!("{:?}\n", ledger.state().counts().unwrap());
    for no in (1..=ledger.state().counts().unwrap().persons).map(PersonNo) {
        told += &format!("{no} {:?}\n", ledger.person_fields(no).unwrap());
    }
    for no in (1..=tip.entries).map(EntryNo) {
        let entry = ledger.entry(no).unwrap().unwrap();
        if let Body::Note(note) = &entry.body {
            told += &format!("{no} {:?}\n", ledger.note(&note.memo).unwrap());
        }
        told += &format!("{entry:?}\n");
    }
    told
}

fn new_ledger(dir: &Path) {
    let new = NewLedger {
        chart: Chart::NonProfit,
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
        operator_name: line("张敏"),
    };
    new.create(dir, Arc::new(RealFs), &key(), now()).unwrap();
    let mut ledger = open(dir, 0);
    let operator = key();
    let mut batch = ledger.begin(&operator, now(), false).unwrap();
    let purpose = line("困难妇女儿童救助");
    let (name, code) = (line("关爱基金"), Code::new("GA").unwrap());
    let fund = FundAdded {
        no: FundNo(1),
        code: code.clone(),
        name: name.clone(),
        purpose: purpose.clone(),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    };
    batch.add(Draft::new(today(), Body::Fund(fund))).unwrap();
    let programme = ProgrammeAdded { no: ProgrammeNo(1), code, name, fund: FundNo(1), purpose };
    batch.add(Draft::new(today(), Body::Programme(programme))).unwrap();
    batch.commit().unwrap();
}

fn back_up(ledger: &mut Ledger, file: &Path, seed: u64) {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let snapshot = ledger.snapshot(&fs, None).unwrap();
    let kept = (&MASTER, b"secrets".as_slice());
    snapshot.back_up(&RealFs, file, kept, Some(PASSPHRASE), now(), &mut entropy(seed)).unwrap();
}

fn unlocked(file: &Path) -> Backup {
    BackupFile::open(&RealFs, file).unwrap().unlock(Unlock::Master(&MASTER)).unwrap()
}

/// The key slot of a subject as it stands on disk.
fn slot(dir: &Path, subject: SubjectNo) -> Vec<u8> {
    let at = 16 + (usize::try_from(subject.0).unwrap() - 1) * 96;
    std::fs::read(dir.join("vault-keys")).unwrap()[at..at + 96].to_vec()
}

/// Every byte of key slots in all generations of a backup.
fn slots_in(backup: &Backup) -> Vec<u8> {
    let mut all = Vec::new();
    let read = backup.read::<BackupError>(|part, bytes| {
        if part == Part::Keys {
            all.extend_from_slice(bytes);
        }
        Ok(())
    });
    assert_eq!(read.unwrap().as_slice(), b"secrets");
    all
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

proptest! {
    // Each case takes about twenty-five backups and restores them all; with `PROPTEST_CASES` more.
    #![proptest_config(ProptestConfig { cases: 2, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn every_backup_of_a_history_gives_the_state_of_then(steps in prop::collection::vec((step(), 0..8u8), 25..40)) {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("books");
        new_ledger(&dir);
        let mut ledger = open(&dir, 1);
        let (mut target, mut taken, mut destroyed) = (root.path().join("target-0"), Vec::new(), Vec::new());
        for (n, (step, chance)) in steps.iter().enumerate() {
            if let Step::Erase(at) = step {
                let persons = ledger.state().counts().unwrap().persons;
                let who = PersonNo(1 + *at as u64 % persons.max(1));
                let subjects = if persons > 0 { subjects_of(ledger.state(), who).unwrap() } else { vec![] };
                destroyed.extend(subjects.into_iter().map(|s| slot(&dir, s)));
            }
            take(&mut ledger, step, n);
            if *chance == 0 {
                target = root.path().join(format!("target-{n}"));
            }
            back_up(&mut ledger, &target, 1000 + n as u64);
            let copy = root.path().join(format!("copy-{n}"));
            std::fs::copy(&target, &copy).unwrap();
            // Nothing of who was erased until now is in a backup from now on.
            let slots = slots_in(&unlocked(&copy));
            for gone in &destroyed {
                prop_assert!(!holds(&slots, gone), "step {n}: a destroyed key is in a later backup");
            }
            taken.push((copy, told(&mut ledger)));
            if n % 7 == 3 {
                drop(ledger);
                ledger = open(&dir, 2000 + n as u64);
            }
        }
        for (n, (copy, then)) in taken.iter().enumerate() {
            let back = root.path().join(format!("back-{n}"));
            let secrets = from_backup(&unlocked(copy), &RealFs, &back).unwrap();
            prop_assert_eq!(secrets.as_slice(), b"secrets");
            let mut restored = open(&back, 3000);
            prop_assert_eq!(&told(&mut restored), then, "backup {}", n);
            drop(restored);
            let options = VerifyOptions {
                fs: Arc::new(RealFs),
                expect: None,
                master: Some(MasterKey::new(MASTER.into())),
                indexes: None,
            };
            let report = verify(&back, options, &mut |_, _| ()).unwrap();
            prop_assert!(report.findings.is_empty(), "{:?}", report.findings);
            prop_assert!(matches!(report.vault, Checked::Done(_)));
        }
    }
}

#[test]
fn an_old_backup_is_revealed_by_a_later_head() {
    let root = tempfile::tempdir().unwrap();
    let (dir, file) = (root.path().join("books"), root.path().join("backup"));
    new_ledger(&dir);
    let mut ledger = open(&dir, 1);
    take(&mut ledger, &Step::Gift(100), 1);
    back_up(&mut ledger, &file, 2);
    take(&mut ledger, &Step::Gift(200), 2);
    let held = (ledger.tip().records(), ledger.tip().head);
    drop(ledger);
    let back = root.path().join("back");
    from_backup(&unlocked(&file), &RealFs, &back).unwrap();
    let report = |dir: &Path| {
        let options = VerifyOptions { fs: Arc::new(RealFs), expect: Some(held), master: None, indexes: None };
        verify(dir, options, &mut |_, _| ()).unwrap().verdict()
    };
    assert_eq!((report(&dir), report(&back)), (0, 30));
}
