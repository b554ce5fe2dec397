//! The vectors of rules version 2: whole books, and bad ones that differ from them in one thing.
//!
//! Owns: what these vectors say. Refuses to know: how they are checked.

#[path = "vector_bad_books.rs"]
mod bad;
#[path = "vector_checkpoints.rs"]
mod checked;
#[path = "vector_closing.rs"]
mod closed;
#[path = "vector_loans.rs"]
mod lent;
#[path = "vector_relief.rs"]
mod relieved;

pub use bad::bad;
pub use checked::{bad_checkpoint, checkpoints};
pub use closed::{bad_closing, closing, closing_government};
pub use lent::{bad_loans, loans};
pub use relieved::{bad_relief, relief_book};

use crate::maker::{LEDGER_SEED, OPERATOR_SEED, ORIGIN, clock, day, fund, gift, held, line, opened};
use crate::scribe::{Hand, Scribe};
use jinguo::base::{
    AccountCode, BudgetNo, Code, EntryNo, Fen, FundNo, Hash32, HouseholdNo, MoneyAccountNo, OperatorNo,
    Period, PersonNo, ProgrammeNo, PurposeNo, RegisterNo, SubjectNo, Timestamp,
};
use jinguo::book::Draft;
use jinguo::chain::commitment::commitment;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;

const TODAY: u32 = 20_260_309;
const CARE: &str = "困难妇女儿童救助";

/// A journal being written, with the keys of whoever writes in it.
struct Book {
    scribe: Scribe,
    keys: Vec<OperatorKey>,
    subjects: u64,
    hour: i64,
    rules: u16,
}

fn key(seed: u8) -> OperatorKey {
    OperatorKey::from_seed(&[seed; 32])
}

impl Book {
    fn new(chart: Chart) -> Book {
        let keys = vec![OperatorKey::from_seed(&OPERATOR_SEED), key(0x12), key(0x13)];
        let mut book = Book { scribe: Scribe::new(ORIGIN), keys, subjects: 0, hour: 0, rules: 2 };
        book.by(1, vec![opened(chart)]);
        book
    }

    fn now(&mut self) -> Timestamp {
        self.hour += 1;
        clock(9, self.hour)
    }

    fn write(&mut self, operator: u32, drafts: Vec<Draft>) {
        let at = self.now();
        let key = &self.keys[usize::try_from(operator).unwrap() - 1];
        self.scribe.commit(Hand { operator, key, rules: self.rules }, at, drafts);
    }

    /// One commit of that operator, an entry for each body. Returns the number of the last.
    fn by(&mut self, operator: u32, bodies: Vec<Body>) -> u64 {
        self.write(operator, bodies.into_iter().map(on).collect());
        self.scribe.entries()
    }

    /// Words of somebody, as the vault would hold them.
    fn memo(&mut self, words: &str) -> Memo {
        let subject = self.subject();
        Memo { subject, commitment: committed(subject, 0, words) }
    }

    fn subject(&mut self) -> SubjectNo {
        self.subjects += 1;
        SubjectNo(self.subjects)
    }

    fn person(&mut self, no: u64, sort: PersonSort, name: &str, lookup: u8) -> PersonAdded {
        let subject = self.subject();
        let commitments = vec![(Field::Name, committed(subject, 1, name))];
        PersonAdded { no: PersonNo(no), sort, subject, lookup: Some(Hash32([lookup; 32])), commitments }
    }

    fn link(&self, no: u64) -> Link {
        Link { entry: EntryNo(no), leaf: self.scribe.leaf(no) }
    }

    fn decided(&self, prepared: u64, decision: Decision, reason: Option<Memo>) -> Draft {
        let body = Body::Decided(Decided { prepared: self.link(prepared), decision, reason });
        Draft::new(self.scribe.entry(prepared).business_date, body)
    }

    fn approve(&mut self, operator: u32, prepared: u64) -> u64 {
        let draft = self.decided(prepared, Decision::Approved, None);
        self.write(operator, vec![draft]);
        self.scribe.entries()
    }

    fn reversal(&self, original: u64) -> Body {
        let Link { entry, leaf } = self.link(original);
        let reason = ReversalReason::MoneyCameBack;
        Body::Reversal(Reversal { original: entry, original_hash: leaf, reason, memo: None })
    }
}

/// The salt of each subject is its own number.
fn committed(subject: SubjectNo, field: u8, text: &str) -> Hash32 {
    commitment(&[u8::try_from(subject.0).unwrap(); 32], subject, field, text)
}

fn on(body: Body) -> Draft {
    Draft::new(day(TODAY), body)
}

fn fen(amount: i64) -> Fen {
    Fen::new(amount)
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn operator(no: u32, name: &str, key: &OperatorKey, role: Role) -> Body {
    let (name, proof) = (line(name), Proof(possession::prove(key, &line(name))));
    Body::Operator(OperatorAdded { no: OperatorNo(no), name, key: key.public(), role, proof })
}

fn programme(no: u32, fund: u32, purpose: &str) -> Body {
    let (no, name, fund) = (ProgrammeNo(no), line("困难救助"), FundNo(fund));
    Body::Programme(ProgrammeAdded { no, code: code("GJ"), name, fund, purpose: line(purpose) })
}

fn relief(amount: i64) -> Body {
    let (programme, fund, person) = (ProgrammeNo(1), FundNo(1), PersonNo(1));
    Body::Disbursement(Disbursement { programme, fund, person, amount: fen(amount) })
}

fn threshold(of: ThresholdOf, over: Option<i64>) -> Body {
    Body::Threshold(ThresholdSet { of, over: over.map(fen) })
}

fn care_fund(no: u32, code: &str, restriction: Restriction) -> Body {
    fund(no, code, &format!("关爱基金{no}"), CARE, restriction, Holder::Office, None)
}

/// Two persons: operators come, change and go; payments wait and are decided in each way.
pub fn operators() -> Vec<u8> {
    let mut book = two_persons();
    decided_in_each_way(&mut book);
    book.scribe.bytes
}

/// What becomes of a clerk's payments, and then of her.
fn decided_in_each_way(book: &mut Book) {
    // Rejected with a reason, withdrawn without one, and let through in an emergency.
    let first = book.scribe.entries();
    book.by(3, vec![relief(110_000), relief(120_000), relief(130_000), relief(140_000)]);
    let reason = book.memo("材料不全");
    let rejected = book.decided(first + 1, Decision::Rejected, Some(reason));
    let approved = book.decided(first + 2, Decision::Approved, None);
    let voucher_date = Some(day(20_260_310));
    book.write(2, vec![rejected, Draft { voucher_date, ..approved }]);
    let withdrawn = book.decided(first + 3, Decision::Withdrawn, None);
    book.write(3, vec![withdrawn]);
    let reason = book.memo("患者急等手术，复核人外出");
    let emergency = book.decided(first + 4, Decision::Emergency, Some(reason));
    book.write(1, vec![emergency]);
    let emergency = book.scribe.entries();
    // Somebody may ask for a second person; a threshold, once set, is changed by two.
    let own = Draft { prepare: true, ..on(gift(1, None, 1, DonationSource::Gift)) };
    book.write(3, vec![own]);
    let (asked, of) = (book.scribe.entries(), ThresholdOf::Programme(ProgrammeNo(1)));
    book.approve(2, asked);
    let changed = book.by(1, vec![threshold(of, Some(90_000))]);
    book.approve(2, changed);
    // A new key signs from the next commit on.
    let new = key(0x32);
    let proof = Proof(possession::prove(&new, &line("李静")));
    book.by(2, vec![Body::Rotated(KeyRotated { operator: OperatorNo(2), key: new.public(), proof })]);
    book.keys[1] = new;
    let back = book.by(1, vec![book.reversal(emergency)]);
    let words = book.memo("手术取消，医院退回");
    book.by(2, vec![Body::Note(Note { entry: EntryNo(back), memo: words })]);
    let role = book.by(1, vec![Body::Role(RoleChanged { operator: OperatorNo(3), role: Role::Auditor })]);
    book.approve(2, role);
    let seen = Unmasked { person: Some(PersonNo(1)), count: 1 };
    book.by(3, vec![Body::Unmasked(seen)]);
    let gone = book.by(1, vec![Body::Revoked(OperatorRevoked { operator: OperatorNo(3) })]);
    book.approve(2, gone);
    let off = book.by(1, vec![threshold(of, None)]);
    book.approve(2, off);
}

/// A fund with money, a programme with a threshold, a checker, and a clerk whom two persons added.
fn two_persons() -> Book {
    let mut book = Book::new(Chart::NonProfit);
    let child = book.person(1, PersonSort::Natural, "王芳", 1);
    book.by(
        1,
        vec![
            care_fund(1, "GA", Restriction::Donors),
            programme(1, 1, CARE),
            Body::Person(child),
            gift(1, None, 10_000_000, DonationSource::Gift),
            threshold(ThresholdOf::Programme(ProgrammeNo(1)), Some(100_000)),
            threshold(ThresholdOf::Fund(FundNo(1)), Some(500_000)),
            operator(2, "李静", &key(0x12), Role::Checker),
        ],
    );
    let clerk = book.by(1, vec![operator(3, "陈慧", &key(0x13), Role::Clerk)]);
    book.approve(2, clerk);
    book.by(3, vec![relief(100_000)]);
    let over = book.by(3, vec![relief(100_001)]);
    book.approve(2, over);
    book
}

fn account(no: u32, code_text: &str, sort: MoneySort) -> Body {
    let (no, code, name) = (MoneyAccountNo(no), code(code_text), line(code_text));
    let number = (sort == MoneySort::Bank).then(|| line("6222000011112222"));
    Body::MoneyAccount(MoneyAccountAdded { no, code, name, sort, number })
}

fn moved(fund: u32, from: Option<u32>, to: Option<u32>, amount: i64) -> Body {
    let (from, to) = (from.map(MoneyAccountNo), to.map(MoneyAccountNo));
    Body::Move(Move { fund: FundNo(fund), from, to, amount: fen(amount) })
}

fn charge(interest: bool, fund: u32, amount: i64) -> Body {
    Body::BankCharge(BankCharge { interest, fund: FundNo(fund), amount: fen(amount) })
}

fn opening(fund: u32, account: u32, edition: u8, amount: i64) -> Body {
    let (fund, account) = (FundNo(fund), AccountCode(account));
    Body::OpeningBalance(OpeningBalance { fund, account, edition, amount: fen(amount) })
}

fn spending(account: u32, edition: u8, budget: Option<u32>, payee: Option<u64>, amount: i64) -> Body {
    Body::Spending(Spending {
        fund: FundNo(2),
        account: AccountCode(account),
        edition,
        programme: None,
        budget: budget.map(BudgetNo),
        payee: payee.map(PersonNo),
        amount: fen(amount),
    })
}

fn grants(fund: u32, programme: Option<u32>) -> [Body; 2] {
    let fund = FundNo(fund);
    let (giver, receiver, programme) = (PersonNo(2), PersonNo(2), programme.map(ProgrammeNo));
    [
        Body::Appropriation(Appropriation { fund, giver, amount: fen(400_000) }),
        Body::GrantDown(GrantDown { fund, programme, receiver, amount: fen(30_000) }),
    ]
}

fn posting(fund: u32, account: u32, amount: i64, dims: Dims) -> Posting {
    Posting { fund: FundNo(fund), account: AccountCode(account), amount: fen(amount), dims }
}

/// Which money account a draft stands on, and its voucher's day.
fn at(money: Option<u32>, voucher: Option<u32>, body: Body) -> Draft {
    Draft { money: money.map(MoneyAccountNo), voucher_date: voucher.map(day), ..on(body) }
}

/// The books of every day: money accounts, budgets, grants, registers, and what becomes of persons.
pub fn everyday() -> Vec<u8> {
    let mut book = every_day();
    kept(&mut book);
    book.scribe.bytes
}

/// Every kind of entry in one journal.
pub fn everything() -> Vec<u8> {
    let mut book = every_day();
    let from = Transfer { from: FundNo(1), to: FundNo(2), amount: fen(10_000), consent: None };
    book.by(1, vec![Body::Transfer(from), threshold(ThresholdOf::Programme(ProgrammeNo(1)), Some(100_000))]);
    let clerk = book.by(1, vec![operator(3, "陈慧", &key(0x13), Role::Clerk)]);
    book.approve(2, clerk);
    decided_in_each_way(&mut book);
    kept(&mut book);
    book.scribe.bytes
}

fn every_day() -> Book {
    let mut book = with_money_accounts();
    let (place, child) = (Target::Purpose(PurposeNo(1)), Target::Person(PersonNo(1)));
    let [came, down] = grants(1, Some(1));
    book.write(
        1,
        vec![
            at(Some(1), None, gift(1, Some(2), 5_000_000, DonationSource::Gift)),
            at(Some(2), None, held(true, place, Some(2), 20_000)),
            at(None, None, held(true, child, None, 30_000)),
            on(moved(1, Some(1), Some(2), 100_000)),
            on(moved(0, Some(2), None, 5_000)),
            at(Some(2), None, held(false, place, Some(1), 15_000)),
            at(Some(2), None, relief(20_000)),
            on(charge(true, 2, 321)),
            at(None, Some(20_251_231), charge(false, 2, 20)),
            on(charge(false, 2, 25)),
            on(came),
            at(Some(1), None, down),
            at(Some(2), None, spending(5301, 2, Some(1), Some(2), 12_000)),
            at(None, Some(20_251_231), spending(5201, 1, None, None, 800)),
            on(spending(1501, 2, None, None, 50_000)),
        ],
    );
    let paid_in_cash = book.scribe.entries() - 2;
    book.by(1, vec![book.reversal(paid_in_cash)]);
    book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
    general_voucher(&mut book);
    registers(&mut book);
    persons(&mut book);
    book
}

fn with_money_accounts() -> Book {
    let mut book = Book::new(Chart::NonProfit);
    let child = book.person(1, PersonSort::Natural, "王芳", 1);
    let above = book.person(2, PersonSort::Organisation, "市妇女联合会", 2);
    let budget = |amount| {
        let (no, fund, year, purpose) = (BudgetNo(1), FundNo(2), 2026, line("培训"));
        Body::Budget(BudgetSet { no, fund, year, purpose, amount: fen(amount) })
    };
    let new_year = Some(20_251_231);
    book.write(
        1,
        vec![
            on(care_fund(1, "GA", Restriction::Donors)),
            on(care_fund(2, "GZ", Restriction::Office)),
            on(programme(1, 1, CARE)),
            on(Body::Purpose(PurposeAdded { no: PurposeNo(1), name: line("地震灾区") })),
            on(Body::Person(child)),
            on(Body::Person(above)),
            on(account(1, "ZX", MoneySort::Bank)),
            on(account(2, "XJ", MoneySort::Cash)),
            on(Body::Retention(RetentionSet { years: 35 })),
            at(None, new_year, opening(2, 100_201, 1, 1_000_000)),
            at(Some(2), new_year, opening(2, 1001, 1, 60_000)),
            at(None, new_year, opening(2, 1122, 1, 7_000)),
            at(None, new_year, opening(2, 2209, 1, -9_000)),
            on(budget(40_000)),
            on(budget(50_000)),
        ],
    );
    book
}

fn general_voucher(book: &mut Book) {
    let budget = Dims { budget: Some(BudgetNo(1)), person: Some(PersonNo(2)), ..Dims::default() };
    let bank = Dims { money: Some(MoneyAccountNo(1)), ..Dims::default() };
    let cash = Dims { money: Some(MoneyAccountNo(2)), ..Dims::default() };
    let given = Dims { programme: Some(ProgrammeNo(1)), donor: Some(PersonNo(2)), ..Dims::default() };
    let lines = vec![
        posting(2, 5301, 9_000, budget),
        posting(2, 1001, -9_000, cash),
        posting(1, 100_201, 600, bank),
        posting(1, 410_102, -600, given),
    ];
    let asked = book.by(1, vec![Body::GeneralVoucher(GeneralVoucher { edition: 2, lines })]);
    let booked = book.approve(2, asked);
    book.by(1, vec![book.reversal(booked)]);
}

fn registers(book: &mut Book) {
    let entered = |person: Option<u64>, count, amount| {
        Body::Registered(Registered {
            register: RegisterNo(1),
            person: person.map(PersonNo),
            provider: Some(PersonNo(2)),
            count,
            amount: fen(amount),
        })
    };
    let begun = Body::Register(RegisterAdded { no: RegisterNo(1), name: line("医疗援助卡") });
    let wrong = book.by(1, vec![begun, entered(Some(1), 1, 60_000), entered(None, 30, 0)]);
    let words = book.memo("人数重复");
    let strike = Body::Struck(Struck { line: book.link(wrong) });
    book.by(1, vec![strike, Body::Note(Note { entry: EntryNo(wrong), memo: words })]);
}

fn persons(book: &mut Book) {
    let household = |no: Option<u64>| HouseholdJoined { person: PersonNo(1), household: no.map(HouseholdNo) };
    let same = PersonThoughKnown {
        person: book.person(3, PersonSort::Natural, "王方", 1),
        same_as: PersonNo(1),
        reason: book.memo("身份证号曾被冒用"),
    };
    let asked = book.by(1, vec![Body::PersonThoughKnown(same)]);
    book.approve(2, asked);
    let subject = book.subject();
    let commitments = vec![(Field::Name, committed(subject, 1, "王芳")), (Field::Area, Hash32([5; 32]))];
    let details = Details { person: PersonNo(1), subject, commitments };
    book.by(
        1,
        vec![
            Body::Household(household(Some(1))),
            Body::Household(household(None)),
            Body::Household(household(Some(2))),
            Body::Details(details),
        ],
    );
    let restricted = |restricted, reason| {
        let person = PersonNo(3);
        Body::Restricted(Restricted { person, restricted, reason })
    };
    let reason = book.memo("本人要求");
    book.by(1, vec![restricted(true, Some(reason))]);
    let lifted = book.by(1, vec![restricted(false, None)]);
    book.approve(2, lifted);
    let hashes = vec![(PersonNo(1), Hash32([7; 32])), (PersonNo(3), Hash32([8; 32]))];
    book.by(1, vec![Body::LookUps(LookUps { hashes })]);
    let subjects = book.scribe.subjects_of(3);
    let basis = ErasureBasis::Order(line("〔2026〕法民初12号"));
    let erased = Erased { person: PersonNo(3), basis, subjects };
    let asked = book.by(1, vec![Body::Erased(erased)]);
    book.approve(2, asked);
}

fn kept(book: &mut Book) {
    let given = HandedOver { key: key(0x44).public(), name: line("县审计局"), persons: 2 };
    book.by(1, vec![Body::HandedOver(given), Body::Unmasked(Unmasked { person: None, count: 2 })]);
    let restored = Restored { size: 12, head: Hash32([0x77; 32]), taken_at: clock(8, 9) };
    let asked = book.by(1, vec![Body::Restored(restored)]);
    book.approve(2, asked);
    let lost = book.by(1, vec![Body::DataLost(DataLost { subjects: vec![SubjectNo(1)] })]);
    book.approve(2, lost);
    let periods = [(2025, 12), (2026, 1), (2026, 2), (2026, 3)];
    let closed = |(y, m)| Body::Close(Close { period: Period::new(y, m).unwrap() });
    book.hour = 24 * 25;
    book.by(2, periods.into_iter().map(closed).collect());
}

/// The chart of government bodies, with 平行记账.
pub fn government() -> Vec<u8> {
    let mut book = Book::new(Chart::Government);
    let child = book.person(1, PersonSort::Natural, "王芳", 1);
    let above = book.person(2, PersonSort::Organisation, "市妇女联合会", 2);
    let [came, down] = grants(1, Some(1));
    let [more, further] = grants(2, None);
    let transfer = Transfer { from: FundNo(1), to: FundNo(2), amount: fen(10_000), consent: None };
    let place = Target::Purpose(PurposeNo(1));
    book.write(
        1,
        vec![
            on(care_fund(1, "GA", Restriction::Donors)),
            on(care_fund(2, "GZ", Restriction::Office)),
            on(programme(1, 1, CARE)),
            on(Body::Purpose(PurposeAdded { no: PurposeNo(1), name: line("地震灾区") })),
            on(Body::Person(child)),
            on(Body::Person(above)),
            on(account(1, "XJ", MoneySort::Cash)),
            on(opening(2, 100_201, 3, 800_000)),
            at(Some(1), None, opening(1, 1001, 3, 2_000)),
            on(opening(2, 1218, 3, 5_000)),
            on(opening(2, 2307, 3, -4_000)),
            on(gift(1, Some(2), 200_000, DonationSource::Gift)),
            on(gift(1, None, 300_000, DonationSource::Grant)),
            on(came),
            on(down),
            on(more),
            on(further),
            on(charge(true, 1, 12)),
            on(charge(false, 2, 13)),
            at(Some(1), None, relief(2_000)),
            on(relief(50_000)),
            on(Body::Transfer(transfer)),
            on(moved(2, None, Some(1), 7_000)),
            at(Some(1), None, spending(5001, 3, None, Some(2), 4_000)),
            on(spending(1601, 3, None, None, 6_000)),
            on(held(true, place, Some(2), 9_000)),
            on(held(false, place, None, 9_000)),
        ],
    );
    let both = book.scribe.entries() - 5;
    book.by(1, vec![book.reversal(both)]);
    book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
    let plain = |account, amount| posting(2, account, amount, Dims::default());
    let lines = vec![plain(5001, 700), plain(100_201, -700), plain(7101, 700), plain(8001, -700)];
    let asked = book.by(1, vec![Body::GeneralVoucher(GeneralVoucher { edition: 3, lines })]);
    book.approve(2, asked);
    book.scribe.bytes
}

/// The seeds of all keys in these books, for whoever writes a signer.
pub fn seeds() -> String {
    let all = [
        ("operator 1", OPERATOR_SEED),
        ("operator 2", [0x12; 32]),
        ("operator 2, from her new key on", [0x32; 32]),
        ("operator 3", [0x13; 32]),
        ("ledger", LEDGER_SEED),
    ];
    all.iter().map(|(who, seed)| format!("{who} = {}\n", hex::encode(seed))).collect()
}
