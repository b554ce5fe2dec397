//! Personal data: gone from every file once it is erased, and masked in every report until it is.
//!
//! Owns: a ledger of a thousand invented people, and the search for anything of them. Refuses to know: the command line.

#[path = "support/fresh.rs"]
mod fresh;

use fresh::Fresh;
use jinguo::base::{
    BankCard, Code, Date, EntryNo, Fen, FundNo, IdNumber, Line, LoanNo, PersonNo, ProductNo, ProgrammeNo,
    Rate, SubjectNo, Timestamp,
};
use jinguo::book::{Draft, persons};
use jinguo::chain::OperatorKey;
use jinguo::entry::*;
use jinguo::export::{csv, json, table_text};
use jinguo::ledger::verify::Checked;
use jinguo::ledger::{
    Access, Batch, Ledger, LedgerError, NewLedger, Options, PersonDetails, Receipt, Report, Secrets,
    VaultFields, VerifyOptions, verify,
};
use jinguo::report::names::{NameBook, Sight};
use jinguo::report::{self, Span, Table};
use jinguo::store::fs::RealFs;
use jinguo::store::index::Indexes;
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use jinguo::words::{Lang, Words};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

const MASTER: [u8; 32] = [0x4D; 32];
const PEOPLE: u64 = 1000;
/// The head of the vault's key file.
const HEAD: usize = 16;
/// A slot in it.
const SLOT: usize = 96;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn today() -> Date {
    now().shanghai_date()
}

/// A ledger of its own in a temporary folder, and every salt and key that was ever made for it.
struct Office {
    root: tempfile::TempDir,
    key: OperatorKey,
    indexes: Arc<dyn Indexes>,
    random: Arc<Mutex<Vec<[u8; 32]>>>,
    opened: u8,
}

impl Office {
    fn new(indexes: Arc<dyn Indexes>) -> Office {
        let root = tempfile::tempdir().unwrap();
        let key = OperatorKey::from_seed(&[1; 32]);
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
            operator_name: line("张敏"),
        };
        new.create(&root.path().join("books"), Arc::new(RealFs), &key, now()).unwrap();
        let mut office = Office { root, key, indexes, random: Arc::default(), opened: 0 };
        let mut ledger = office.open();
        office.record(&mut ledger, |batch| {
            let fund = FundAdded {
                no: FundNo(1),
                code: Code::new("GA").unwrap(),
                name: line("妇女儿童关爱基金"),
                purpose: line("困难妇女儿童救助"),
                restriction: Restriction::Donors,
                holder: Holder::Office,
                document: None,
            };
            batch.add(Draft::new(today(), Body::Fund(fund)))?;
            let programme = ProgrammeAdded {
                no: ProgrammeNo(1),
                code: Code::new("GJ").unwrap(),
                name: line("困难儿童救助"),
                fund: FundNo(1),
                purpose: line("困难妇女儿童救助"),
            };
            batch.add(Draft::new(today(), Body::Programme(programme)))?;
            let (fund, donor, amount) = (FundNo(1), None, Fen::new(100_000_000));
            let gift = Donation { fund, donor, amount, source: DonationSource::Gift };
            batch.add(Draft::new(today(), Body::Donation(gift)))?;
            let product = ProductAdded {
                no: ProductNo(1),
                code: Code::new("JG").unwrap(),
                name: line("巾帼绿色信用卡"),
                kind: LoanKind::Revolving,
                profile: Profile::Card,
                source: Source::Lender(line("示例农商行")),
                guarantor: None,
            };
            batch.add(Draft::new(today(), Body::Product(product)))?;
            let terms = TermsSet { product: ProductNo(1), from: today(), terms: terms() };
            batch.add(Draft::new(today(), Body::Terms(terms)))?;
            Ok(())
        });
        office
    }

    fn dir(&self) -> PathBuf {
        self.root.path().join("books")
    }

    fn open(&mut self) -> Ledger {
        self.opened += 1;
        let mut stream = blake3::Hasher::new().update(&[self.opened]).finalize_xof();
        let random = self.random.clone();
        let entropy = move |bytes: &mut [u8]| {
            stream.fill(bytes);
            if let Ok(made) = <[u8; 32]>::try_from(&*bytes) {
                random.lock().unwrap().push(made);
            }
        };
        let secrets = Secrets {
            master: MasterKey::new(Zeroizing::new(MASTER)),
            lookup: Some(Zeroizing::new([0x4C; 32])),
        };
        let options = Options {
            fs: Arc::new(RealFs),
            indexes: self.indexes.clone(),
            lock: None,
            secrets: Some(secrets),
            entropy: Box::new(entropy),
            rebuild: false,
        };
        Ledger::open(&self.dir(), Access::Write, options, &mut |_, _| ()).unwrap()
    }

    fn record(
        &self,
        ledger: &mut Ledger,
        build: impl FnOnce(&mut Batch<'_>) -> Result<(), LedgerError>,
    ) -> Receipt {
        let mut batch = ledger.begin(&self.key, now(), false).unwrap();
        build(&mut batch).unwrap();
        let receipt = batch.commit().unwrap();
        assert!(receipt.indexed && receipt.erased);
        receipt
    }

    fn verdict(&self, ledger: &Ledger) -> Report {
        let options = VerifyOptions {
            fs: Arc::new(RealFs),
            expect: Some((ledger.tip().records(), ledger.tip().head)),
            master: Some(MasterKey::new(Zeroizing::new(MASTER))),
            indexes: None,
        };
        verify(&self.dir(), options, &mut |_, _| ()).unwrap()
    }

    /// Every file under the ledger's folder, with its bytes.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (mut folders, mut found) = (vec![self.dir()], Vec::new());
        while let Some(folder) = folders.pop() {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.clone(), std::fs::read(&path).unwrap()));
                }
            }
        }
        found
    }
}

fn terms() -> Terms {
    Terms {
        rate: Rate::from_millionths(43_500),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfEven,
        method: Method::InterestMonthly,
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 20,
        limit: Fen::new(1_000_000),
        longest_months: 12,
        eligible: Eligible::default(),
    }
}

/// A bank's loan to a person, with a note on a fee: an entry that names the loan and not her.
fn lend(batch: &mut Batch<'_>, borrower: PersonNo, note: &Line) -> Result<(), LedgerError> {
    let loan = LoanNo(batch.ledger().state().counts()?.loans + 1);
    let (product, amount, months) = (ProductNo(1), Fen::new(100_000), 12);
    let mut last = EntryNo(0);
    for what in [
        LoanWhat::Applied { product, borrower, amount, months },
        LoanWhat::Granted { amount, months },
        LoanWhat::Signed { number: line("合同"), paper: jinguo::base::Hash32([7; 32]), terms: terms() },
        LoanWhat::Charged { amount: Fen::new(500) },
    ] {
        last = batch.add(Draft::new(today(), Body::Loan(LoanEvent { loan, what })))?.no;
    }
    batch.add_note(last, note, today()).map(drop)
}

/// What is known of an invented person; no part of it is a part of another's, or of anything else that is recorded.
struct Invented {
    details: PersonDetails,
    moved_to: Line,
    note: Line,
}

fn invented(n: u64) -> Invented {
    let details = PersonDetails {
        sort: PersonSort::Natural,
        name: line(&format!("龘{n:04}龘")),
        id_number: IdNumber::from_first_17(&format!("99019919{:02}0101{:03}", n / 1000 + 50, n % 1000)),
        area: Some(line(&format!("靐{n:04}靐"))),
        category: Some(line(&format!("齉{n:04}齉"))),
        bank_card: BankCard::parse(&format!("99900012345{n:06}")).ok(),
    };
    assert!(details.id_number.is_some());
    Invented { details, moved_to: line(&format!("麤{n:04}麤")), note: line(&format!("灪{n:04}灪")) }
}

/// A thousand people, each with relief and a note on it; some with more: a move, a reversal with a reason, a loan, a
/// restriction.
fn a_thousand(office: &Office, ledger: &mut Ledger) {
    for group in 0..PEOPLE / 100 {
        office.record(ledger, |batch| {
            for n in group * 100 + 1..=group * 100 + 100 {
                let Invented { details, moved_to, note } = invented(n);
                let person = batch.add_person(&details, today())?;
                assert_eq!(person, PersonNo(n));
                let amount = Fen::new(100);
                let relief = Disbursement { programme: ProgrammeNo(1), fund: FundNo(1), person, amount };
                let paid = batch.add(Draft::new(today(), Body::Disbursement(relief)))?.no;
                batch.add_note(paid, &note, today())?;
                if n % 7 == 0 {
                    let moved = PersonDetails { area: Some(moved_to), ..details };
                    batch.add_details(person, &moved, today())?;
                }
                if n % 11 == 0 {
                    let draft = |body| Draft::new(today(), body);
                    batch.add_reversal(paid, ReversalReason::Other, &note, draft)?;
                }
                if n % 17 == 0 {
                    lend(batch, person, &note)?;
                }
                if n % 13 == 0 {
                    batch.add_restriction(person, true, Some(&note), today())?;
                }
            }
            Ok(())
        });
    }
}

fn erase(office: &Office, ledger: &mut Ledger, no: PersonNo) {
    office.record(ledger, |batch| {
        let subjects = persons::subjects_of(batch.ledger().state(), no)?;
        assert!(subjects.len() >= 2, "{no}: her details and a note at least");
        let basis = ErasureBasis::Order(line("县法院〔2026〕1号裁定"));
        batch.add(Draft::new(today(), Body::Erased(Erased { person: no, basis, subjects })))?;
        Ok(())
    });
}

#[test]
fn of_a_thousand_erased_people_nothing_is_left_in_any_file() {
    let mut office = Office::new(Arc::new(SledIndexes));
    let mut ledger = office.open();
    a_thousand(&office, &mut ledger);
    let subjects = ledger.state().counts().unwrap().subjects;
    assert!(subjects > 2 * PEOPLE);
    let slots = |office: &Office| std::fs::read(office.dir().join("vault-keys")).unwrap().split_off(HEAD);
    let held =
        |slots: &[u8]| slots.chunks(SLOT).filter(|slot| slot.iter().any(|byte| *byte != 0)).count() as u64;
    assert_eq!(held(&slots(&office)), subjects, "before, each has its key");
    for no in (1..=PEOPLE).map(PersonNo) {
        erase(&office, &mut ledger, no);
        if no.0 % 250 == 0 {
            let report = office.verdict(&ledger);
            assert_eq!(
                (report.verdict(), report.vault),
                (0, Checked::Done(subjects)),
                "{:?}",
                report.findings.first()
            );
        }
    }
    assert_eq!(held(&slots(&office)), 0, "afterwards none has");
    for no in (1..=PEOPLE).map(PersonNo) {
        let (_, fields) = ledger.person_fields(no).unwrap().unwrap();
        assert_eq!(fields, VaultFields::Erased);
    }
    ledger.flush_index().unwrap();
    drop(ledger);
    let files = office.files();
    let find = |needle: &[u8]| files.iter().find(|(_, bytes)| memchr::memmem::find(bytes, needle).is_some());
    assert!(find("妇女儿童关爱基金".as_bytes()).is_some(), "the search finds what is there");
    assert!(files.iter().any(|(path, _)| path.components().any(|part| part.as_os_str() == "index")));
    for n in 1..=PEOPLE {
        let Invented { details, moved_to, note } = invented(n);
        let id_number = details.id_number.as_ref().unwrap().as_str();
        let bank_card = details.bank_card.as_ref().unwrap().as_str();
        let (area, category) = (details.area.unwrap(), details.category.unwrap());
        for text in [
            details.name.as_str(),
            id_number,
            bank_card,
            area.as_str(),
            category.as_str(),
            moved_to.as_str(),
            note.as_str(),
        ] {
            let found = find(text.as_bytes());
            assert!(found.is_none(), "{text} is in {:?}", found.map(|(path, _)| path));
        }
    }
    let random = office.random.lock().unwrap();
    assert!(random.len() as u64 > 5 * PEOPLE, "salts and keys were made");
    for (at, made) in random.iter().enumerate() {
        assert!(find(made).is_none(), "salt or key {at} lies open");
    }
}

#[test]
fn a_crash_between_journal_and_vault_is_made_good_on_opening() {
    let mut office = Office::new(Arc::new(Fresh));
    let mut ledger = office.open();
    office.record(&mut ledger, |batch| {
        for n in 1..=3 {
            let Invented { details, note, .. } = invented(n);
            let person = batch.add_person(&details, today())?;
            let (programme, fund, amount) = (ProgrammeNo(1), FundNo(1), Fen::new(100));
            let relief = Disbursement { programme, fund, person, amount };
            let paid = batch.add(Draft::new(today(), Body::Disbursement(relief)))?.no;
            batch.add_note(paid, &note, today())?;
        }
        Ok(())
    });
    let keys = office.dir().join("vault-keys");
    let before = std::fs::read(&keys).unwrap();
    erase(&office, &mut ledger, PersonNo(2));
    let after = std::fs::read(&keys).unwrap();
    // The journal has it and the vault has not: as if the power had gone in between, or an old copy had been put back.
    std::fs::write(&keys, &before).unwrap();
    assert_eq!(office.verdict(&ledger).verdict(), 43, "a key that should be gone is found");
    drop(ledger);
    let mut ledger = office.open();
    assert!(std::fs::read(&keys).unwrap() == after, "opening finished the erasure, and no more than that");
    let (report, subjects) = (office.verdict(&ledger), ledger.state().counts().unwrap().subjects);
    assert_eq!(
        (report.verdict(), report.vault),
        (0, Checked::Done(subjects)),
        "{:?}",
        report.findings.first()
    );
    assert!(matches!(ledger.person_fields(PersonNo(2)), Ok(Some((_, VaultFields::Erased)))));
    for no in [1, 3].map(PersonNo) {
        assert!(
            matches!(ledger.person_fields(no), Ok(Some((_, VaultFields::Known(_))))),
            "{no} is still there"
        );
    }
    assert_eq!(ledger.person(PersonNo(2)).unwrap().map(|person| person.subject), Some(SubjectNo(3)));
}

/// Every table that the program makes of the ledger, as every format writes it.
fn every_export(
    words: &Words,
    ledger: &mut Ledger,
    receipt: &Receipt,
    sight: Sight,
) -> Vec<(String, String)> {
    let mut names = NameBook::seen(ledger, sight).unwrap();
    let area = Some(line("社区"));
    let sought = report::persons::Sought { area: area.clone(), ..Default::default() };
    let mut tables: Vec<Table> = vec![
        report::persons::all(words, ledger, &mut names).unwrap(),
        report::persons::found(words, ledger, &mut names, &sought).unwrap(),
        report::log::table(words, ledger, &mut names, &Default::default()).unwrap(),
        report::log::table(words, ledger, &mut names, &report::log::Wanted { area, ..Default::default() })
            .unwrap(),
        report::balance::table(words, ledger, false).unwrap(),
        report::trial_balance::table(words, ledger, None, true).unwrap(),
        report::recorded::table(words, ledger, receipt, true),
        report::recorded::table(words, ledger, receipt, false),
    ];
    let fund = ledger.fund_by_code(&Code::new("GA").unwrap()).unwrap();
    tables.push(report::statement_fund::table(words, ledger, &fund, Span::default()).unwrap());
    for (_, account, _) in ledger.balances().unwrap() {
        tables.push(report::statement_account::table(words, ledger, account, Span::default()).unwrap());
    }
    for no in (1..=ledger.state().counts().unwrap().persons).map(PersonNo) {
        tables.push(report::persons::one(words, ledger, &mut names, no).unwrap());
        tables.push(report::statement_person::table(words, ledger, &mut names, no, Span::default()).unwrap());
    }
    for no in (1..=ledger.tip().entries).map(EntryNo) {
        tables.push(report::show::table(words, ledger, &mut names, no).unwrap());
    }
    let mut written = Vec::new();
    for table in &tables {
        for write in [table_text::write, json::write, csv::write] {
            let mut out = Vec::new();
            write(table, &mut out).unwrap();
            written.push((table.title.clone(), String::from_utf8(out).unwrap()));
        }
    }
    written
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Names are of characters that stand nowhere else.
    #[test]
    fn no_report_in_any_format_tells_a_whole_name_or_number(
        people in prop::collection::btree_map("[龀-龠]{2,4}", 0..999u32, 1..6),
        restricted in any::<prop::sample::Index>(),
        chinese in any::<bool>(),
    ) {
        // A name that is a part of another would be found wherever that one is told.
        let inside = |name: &String| people.keys().any(|other| other != name && other.contains(name.as_str()));
        prop_assume!(!people.keys().any(inside));
        let mut office = Office::new(Arc::new(Fresh));
        let mut ledger = office.open();
        let words = Words::new(if chinese { Lang::ZhCn } else { Lang::En });
        let mut secrets = Vec::new();
        let receipt = office.record(&mut ledger, |batch| {
            for (at, (name, birth)) in people.iter().enumerate() {
                let id = IdNumber::from_first_17(&format!("990199195{at}0101{birth:03}")).expect("a real birthday");
                let card = BankCard::parse(&format!("999000123456{at}{birth:03}")).expect("digits");
                secrets.extend([name.clone(), id.as_str().to_owned(), card.as_str().to_owned()]);
                let details = PersonDetails {
                    sort: PersonSort::Natural,
                    name: line(name),
                    id_number: Some(id),
                    area: Some(line("北门社区")),
                    category: None,
                    bank_card: Some(card),
                };
                let person = batch.add_person(&details, today())?;
                let (programme, fund, amount) = (ProgrammeNo(1), FundNo(1), Fen::new(100));
                let relief = Disbursement { programme, fund, person, amount };
                let paid = batch.add(Draft::new(today(), Body::Disbursement(relief)))?.no;
                let gift = Donation { fund, donor: Some(person), amount, source: DonationSource::Gift };
                batch.add(Draft::new(today(), Body::Donation(gift)))?;
                let target = Target::Person(person);
                let held = PassThrough { received: true, target, other: Some(person), amount };
                batch.add(Draft::new(today(), Body::PassThrough(held)))?;
                let draft = |body| Draft::new(today(), body);
                batch.add_reversal(paid, ReversalReason::Other, &line("退回"), draft)?;
                batch.add(Draft { prepare: true, ..draft(Body::Disbursement(relief)) })?;
                let joined = HouseholdJoined { person, household: Some(jinguo::base::HouseholdNo(1)) };
                batch.add(draft(Body::Household(joined)))?;
            }
            Ok(())
        });
        for (title, text) in every_export(&words, &mut ledger, &receipt, Sight::Masked) {
            for secret in &secrets {
                prop_assert!(!text.contains(secret.as_str()), "{title} tells {secret}:\n{text}");
            }
        }
        let told = |ledger: &mut Ledger, sight| {
            let all: String = every_export(&words, ledger, &receipt, sight).into_iter().map(|(_, text)| text).collect();
            secrets.iter().filter(|secret| all.contains(secret.as_str())).cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(&told(&mut ledger, Sight::Plain), &secrets, "unmasked, everything is told");
        let hidden = restricted.index(people.len());
        office.record(&mut ledger, |batch| {
            batch.add_restriction(PersonNo(hidden as u64 + 1), true, None, today()).map(drop)
        });
        let mut others = secrets.clone();
        others.drain(3 * hidden..3 * hidden + 3);
        prop_assert_eq!(told(&mut ledger, Sight::Plain), others, "but of one who is restricted nothing");
        prop_assert_eq!(&told(&mut ledger, Sight::Everything), &secrets);
    }
}
