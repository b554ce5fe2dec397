//! Backups that grow, erasures, and ledgers that are not theirs.
//!
//! Owns: what is promised of a backup. Refuses to know: what a journal holds.

use crate::support::sim_fs::SimFs;
use crate::vault::{dir, entropy, filled, subject};
use jinguo::base::{Line, SubjectNo, Timestamp};
use jinguo::store::backup_file::{Backup, BackupError, BackupFile, Part, Totals, Unlock};
use jinguo::store::backup_write::{Done, Extent, Known, Source, back_up};
use jinguo::store::fs::Fs;
use jinguo::store::vault::{Vault, VaultFile};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::LazyLock;

const PUBLIC: [u8; 32] = [6; 32];
const SECRETS: &[u8] = b"the keys of the ledger";

pub fn target() -> &'static Path {
    Path::new("/disk/county.jgbak")
}

pub fn disk(seed: u64) -> SimFs {
    SimFs::new(seed, Path::new("/disk"))
}

/// A disk with these bytes as the backup.
pub fn disk_with(seed: u64, bytes: &[u8]) -> SimFs {
    let disk = disk(seed);
    let file = disk.create_new(target()).unwrap();
    file.write_at(bytes, 0).unwrap();
    file.sync_data().unwrap();
    disk.sync_dir(Path::new("/disk")).unwrap();
    disk
}

pub fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap()
}

/// A ledger that grows. The same steps give the same bytes.
pub struct Office {
    sim: SimFs,
    vault: Vault,
    journal: Vec<u8>,
    erased: BTreeSet<u64>,
}

impl Office {
    fn new(subjects: u64) -> Office {
        let (sim, vault) = filled(1, subjects, 1);
        Office { sim, vault, journal: b"the journal's first bytes".to_vec(), erased: BTreeSet::new() }
    }

    pub fn grow_journal(&mut self, len: usize) {
        let start = self.journal.len();
        self.journal.extend((start..start + len).map(|n| u8::try_from(n * n % 251).unwrap()));
    }

    pub fn grow(&mut self, subjects: u64) {
        let last = self.vault.last().0;
        let all: Vec<_> = (last + 1..=last + subjects).map(|n| subject(n, 1)).collect();
        self.vault.append(&all, &mut entropy()).unwrap();
        self.grow_journal(40);
    }

    pub fn erase(&mut self, n: u64) {
        self.vault.erase(&[SubjectNo(n)]).unwrap();
        self.erased.insert(n);
        self.grow_journal(10);
    }

    /// The three files as a backup taken now must hold them.
    pub fn files(&self) -> [Vec<u8>; 3] {
        let (frames, keys) = self.vault.extent(self.vault.last()).unwrap();
        let file = |name: &str, len: u64| {
            let mut bytes = self.sim.bytes(&dir().join(name)).unwrap();
            bytes.truncate(usize::try_from(len).unwrap());
            bytes
        };
        [self.journal.clone(), file("vault", frames), file("vault-keys", keys)]
    }

    pub fn now(&self) -> Case {
        Case {
            files: self.files(),
            erased: self.erased.clone(),
            origin: "example.org/fund",
            public: PUBLIC,
            master: [1; 32],
            secrets: SECRETS.to_vec(),
            journal_len: length(&self.journal),
            taken_at: 1_700_000_000_000,
            random: |bytes| getrandom::fill(bytes).unwrap(),
        }
    }

    pub fn backed_up(&self, fs: &SimFs) -> Done {
        self.now().backed_up(fs, None).unwrap()
    }
}

/// What is given to a backup; tests spoil it.
pub struct Case {
    files: [Vec<u8>; 3],
    erased: BTreeSet<u64>,
    origin: &'static str,
    public: [u8; 32],
    master: [u8; 32],
    secrets: Vec<u8>,
    journal_len: u64,
    taken_at: i64,
    random: fn(&mut [u8]),
}

impl Case {
    pub fn backed_up(&self, fs: &SimFs, passphrase: Option<&str>) -> Result<Done, BackupError> {
        let [journal, vault, keys] = self.files.each_ref().map(|file| from_slice(file));
        let origin = Line::new(self.origin).unwrap();
        let source = Source {
            origin: &origin,
            public: self.public,
            master: &self.master,
            journal: Extent { len: self.journal_len, read_at: &journal },
            vault: Extent { len: length(&self.files[1]), read_at: &vault },
            keys: Extent { len: length(&self.files[2]), read_at: &keys },
            secrets: &self.secrets,
            tree_size: 7,
            head: *blake3::hash(&self.files[0]).as_bytes(),
            taken_at: Timestamp::from_millis(self.taken_at).unwrap(),
            erasures: u64::try_from(self.erased.len()).unwrap(),
        };
        back_up(fs, target(), &source, passphrase, &mut Chain(self), &mut |bytes| (self.random)(bytes))
    }
}

struct Chain<'a>(&'a Case);

impl Known for Chain<'_> {
    fn begins_with(&mut self, totals: &Totals) -> io::Result<bool> {
        let prefix = self.0.files[0].get(..usize::try_from(totals.journal_len).unwrap());
        Ok(prefix.is_some_and(|prefix| totals.head == *blake3::hash(prefix).as_bytes()))
    }

    fn is_erased(&mut self, subject: SubjectNo) -> io::Result<bool> {
        Ok(self.0.erased.contains(&subject.0))
    }
}

fn from_slice(bytes: &[u8]) -> impl Fn(&mut [u8], u64) -> io::Result<usize> {
    move |buf, offset| {
        let rest = &bytes[usize::try_from(offset).unwrap().min(bytes.len())..];
        // Short reads are allowed, and must be seen through.
        let n = rest.len().min(buf.len()).min(70_000);
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

pub fn opened(fs: &SimFs) -> Result<Backup, BackupError> {
    BackupFile::open(fs, target())?.unlock(Unlock::Master(&[1; 32]))
}

/// The three files that a backup holds.
pub fn held(backup: &Backup) -> Result<[Vec<u8>; 3], BackupError> {
    let mut files = [const { Vec::new() }; 3];
    let secrets = backup.read::<BackupError>(|part, bytes| {
        let n = match part {
            Part::Journal => 0,
            Part::Vault => 1,
            Part::Keys => 2,
        };
        files[n].extend_from_slice(bytes);
        Ok(())
    })?;
    assert_eq!(secrets.as_slice(), SECRETS);
    let totals = backup.latest();
    let lengths = [totals.journal_len, totals.vault_len, totals.keys_len];
    assert_eq!(files.each_ref().map(|file| length(file)), lengths);
    assert_eq!(totals.head, *blake3::hash(&files[0]).as_bytes());
    Ok(files)
}

/// Small books, their backup of one generation, and of two. Stretching the passphrase takes its time, so once only.
/// Nothing in them is random: they are the same bytes in every run.
pub struct Made {
    pub first: [Vec<u8>; 3],
    pub one: Vec<u8>,
    pub two: Vec<u8>,
}

pub static MADE: LazyLock<Made> = LazyLock::new(|| {
    let (mut office, disk) = (Office::new(4), disk(1));
    let fixed = |office: &Office, random, passphrase| {
        let case = Case { random, ..office.now() };
        case.backed_up(&disk, passphrase).unwrap()
    };
    fixed(&office, |bytes| bytes.fill(0x31), Some("巾帼 pass"));
    let (first, one) = (office.files(), disk.bytes(target()).unwrap());
    office.grow(2);
    let done = fixed(&office, |bytes| bytes.fill(0x32), None);
    assert_eq!((done.totals.number, done.rewritten, done.cut), (2, false, None));
    Made { first, one, two: disk.bytes(target()).unwrap() }
});

/// The books of `MADE`, before and after they grew.
pub fn office(grown: bool) -> Office {
    let mut office = Office::new(4);
    assert_eq!(office.files(), MADE.first);
    if grown {
        office.grow(2);
    }
    office
}

#[test]
fn a_backup_opens_with_passphrase_and_with_master_key_and_holds_all() {
    let disk = disk_with(1, &MADE.two);
    let file = || BackupFile::open(&disk, target()).unwrap();
    assert_eq!((file().origin().as_str(), file().public()), ("example.org/fund", &PUBLIC));
    let by_passphrase = file().unlock(Unlock::Passphrase("巾帼 pass")).unwrap();
    let by_master = opened(&disk).unwrap();
    assert_eq!(held(&by_passphrase).unwrap(), held(&by_master).unwrap());
    let lengths: Vec<_> = by_master.generations().map(|totals| (totals.number, totals.keys_len)).collect();
    assert_eq!(lengths, [(1, 16 + 96 * 4), (2, 16 + 96 * 6)]);
    let error = |by| file().unlock(by).err().unwrap();
    assert!(matches!(error(Unlock::Passphrase("巾帼 Pass")), BackupError::WrongPassphrase));
    assert!(matches!(error(Unlock::Master(&[2; 32])), BackupError::WrongMasterKey));
    // Nothing of what it holds can be read in it.
    let window = |secret: &[u8]| MADE.two.windows(secret.len()).any(|bytes| bytes == secret);
    assert!(!window(b"the keys of the") && !window(&MADE.first[1][40..80]) && !window(&MADE.first[0][..12]));
}

#[test]
fn a_generation_adds_what_grew_and_changes_nothing() {
    assert_eq!(MADE.two[..MADE.one.len()], MADE.one);
    let disk = disk_with(1, &MADE.one);
    let mut office = office(false);
    let done = office.backed_up(&disk);
    assert_eq!(disk.bytes(target()).unwrap().len(), MADE.one.len() + usize::try_from(done.written).unwrap());
    assert!(done.written < 500, "nothing grew: {}", done.written);
    // More than a piece of each.
    office.grow_journal(2_500_000);
    office.grow(12_000);
    assert!(office.backed_up(&disk).written > 4_000_000);
    office.grow(1);
    assert!(office.backed_up(&disk).written < 2000);
    let backup = opened(&disk).unwrap();
    assert_eq!((backup.latest().number, backup.torn()), (4, None));
    assert_eq!(held(&backup).unwrap(), office.files());
}

#[test]
fn generations_of_two_copies_do_not_mix() {
    let office = office(true);
    let generations = |taken_at| {
        let disk = disk_with(1, &MADE.one);
        let case = Case { taken_at, ..office.now() };
        case.backed_up(&disk, None).unwrap();
        let two = disk.bytes(target()).unwrap();
        case.backed_up(&disk, None).unwrap();
        let three = disk.bytes(target()).unwrap();
        assert!(opened(&disk).is_ok());
        (two.clone(), three[two.len()..].to_vec())
    };
    let ((two, _), (_, three)) = (generations(1), generations(2));
    let mixed = opened(&disk_with(1, &[&two[..], &three].concat())).err();
    assert!(matches!(mixed, Some(BackupError::Damaged { offset }) if offset == length(&two)));
}

#[test]
fn after_an_erasure_no_key_of_the_erased_is_left() {
    for counted in [true, false] {
        let disk = disk_with(1, &MADE.one);
        let mut office = office(true);
        let slot = MADE.first[2][16 + 96..16 + 96 * 2].to_vec();
        let has = |disk: &SimFs| {
            let [_, _, keys] = held(&opened(disk).unwrap()).unwrap();
            keys.windows(96).any(|bytes| bytes == slot)
        };
        assert!(has(&disk));
        if !counted {
            // The chain says so, and its backup came before the key was destroyed: the next finds it by itself.
            office.erased.insert(2);
            assert!(office.backed_up(&disk).rewritten && has(&disk));
        }
        office.erase(2);
        let done = office.backed_up(&disk);
        assert!(done.rewritten && !has(&disk));
        let backup = opened(&disk).unwrap();
        assert_eq!(backup.generations().count(), 1);
        assert_eq!(backup.latest().number, if counted { 2 } else { 3 });
        assert_eq!(disk.bytes(target()).unwrap().len(), usize::try_from(done.written).unwrap());
        assert_eq!(held(&backup).unwrap(), office.files());
        // The passphrase is still the same.
        let file = BackupFile::open(&disk, target()).unwrap();
        file.unlock(Unlock::Passphrase("巾帼 pass")).unwrap();
        // And the next one only adds.
        office.grow(1);
        assert!(!office.backed_up(&disk).rewritten);
        assert_eq!(held(&opened(&disk).unwrap()).unwrap(), office.files());
    }
    // The last subject erased: its frame is needed no more, and the vault in the backup becomes shorter.
    let (disk, mut office) = (disk_with(1, &MADE.one), office(false));
    office.erase(4);
    assert!(office.backed_up(&disk).rewritten);
    assert_eq!(held(&opened(&disk).unwrap()).unwrap(), office.files());
}

#[test]
fn what_is_not_its_own_is_refused_and_nothing_is_touched() {
    let disk = disk_with(1, &MADE.one);
    let good = office(true);
    let refused = |change: &dyn Fn(&mut Case)| {
        let mut case = good.now();
        change(&mut case);
        let error = case.backed_up(&disk, Some("x")).unwrap_err();
        assert_eq!(disk.bytes(target()).unwrap(), MADE.one);
        error
    };
    for other in [(|case| case.public = [9; 32]) as fn(&mut Case), |case| case.origin = "example.org/other"] {
        let error = refused(&other);
        assert!(
            matches!(error, BackupError::OtherLedger { origin } if origin.as_str() == "example.org/fund")
        );
    }
    assert!(matches!(refused(&|case| case.master = [2; 32]), BackupError::WrongMasterKey));
    for other in [(|case| case.files[0][0] ^= 1) as fn(&mut Case), |case| case.journal_len = 3] {
        assert!(matches!(refused(&other), BackupError::OtherHistory { number: 1 }));
    }
    assert!(matches!(refused(&|case| case.secrets = vec![0; 65_537]), BackupError::TooLong));
    // The journal ends before it should: the ledger's fault, and nothing is left of what was begun.
    let ends = refused(&|case| case.journal_len += 1);
    assert!(matches!(ends, BackupError::Ledger(e) if e.kind() == ErrorKind::UnexpectedEof));
    let none = good.now().backed_up(&self::disk(1), None);
    assert!(matches!(none, Err(BackupError::NeedsPassphrase)));
}

/// A damaged vault would take the place of its only good copy, were it not looked at.
#[test]
fn a_vault_that_differs_by_more_than_erasures_is_refused() {
    let disk = disk_with(1, &MADE.one);
    let good = office(true);
    let second = 16 + 96;
    type Spoil = fn(&mut [Vec<u8>; 3]);
    let spoils: [(VaultFile, usize, Spoil); 7] = [
        (VaultFile::Frames, 60, |files| files[1][60] ^= 1),
        (VaultFile::Keys, 3, |files| files[2][3] ^= 1),
        (VaultFile::Keys, 16 + 5, |files| files[2][16 + 5] ^= 1),
        (VaultFile::Keys, second + 5, |files| files[2][16 + 96 + 5] ^= 1),
        (VaultFile::Keys, second, |files| files[2][16 + 96..16 + 96 * 2].fill(0)),
        (VaultFile::Keys, second, |files| files[2][16 + 96..16 + 96 + 95].fill(0)),
        (VaultFile::Keys, 16 + 96 * 3, |files| files[2].truncate(16 + 96 * 3)),
    ];
    for (expected, at, spoil) in spoils {
        for erased in [BTreeSet::new(), BTreeSet::from([1, 4])] {
            let mut case = good.now();
            case.erased = erased;
            spoil(&mut case.files);
            match case.backed_up(&disk, None) {
                Err(BackupError::VaultDiffers { file, offset }) => {
                    assert_eq!((file, offset), (expected, u64::try_from(at).unwrap()));
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(disk.bytes(target()).unwrap(), MADE.one);
        }
    }
    let mut case = good.now();
    case.files[1].truncate(16);
    let shorter = case.backed_up(&disk, None);
    assert!(matches!(shorter, Err(BackupError::VaultDiffers { file: VaultFile::Frames, offset: 16 })));
}

#[test]
fn files_of_another_kind_and_of_newer_programs_are_told_apart() {
    let error = |bytes: &[u8]| BackupFile::open(&disk_with(1, bytes), target()).err().unwrap();
    assert!(matches!(error(b""), BackupError::NotABackup));
    assert!(matches!(error(b"JINGUO-JOURNAL\0\x01 and more of it"), BackupError::NotABackup));
    let mut newer = MADE.one.clone();
    newer[15] = 2;
    assert!(matches!(error(&newer), BackupError::Newer { version: 2 }));
    newer[15] = 0;
    assert!(matches!(error(&newer), BackupError::NotABackup));
    let none = BackupFile::open(&disk(1), target()).err();
    assert!(matches!(none, Some(BackupError::Io(e)) if e.kind() == ErrorKind::NotFound));
}
