//! A book in memory, furnished for any event, in an edition of the chart.
//!
//! Owns: recording and replaying each entry, as a ledger and its verification do. Refuses to know: what is posted.

use jinguo::base::{
    AccountCode, BudgetNo, Code, Date, EntryNo, Fen, FundNo, Hash32, Line, MoneyAccountNo, OperatorNo,
    PersonNo, ProgrammeNo, PurposeNo, RegisterNo, SubjectNo, Timestamp,
};
use jinguo::book::chart::Edition;
use jinguo::book::{Cell, Context, Draft, Key, Overlay, RULES_VERSION, Refusal, Stop, View, record, replay};
use jinguo::entry::{
    BankCharge, Body, BudgetSet, Chart, Close, Decided, Decision, Dims, Donation, DonationSource, Entry,
    FundAdded, Holder, Link, Memo, MoneyAccountAdded, MoneySort, Move, Open, OperatorAdded, PassThrough,
    PersonAdded, PersonSort, Posting, ProgrammeAdded, Proof, PurposeAdded, Restriction, Reversal,
    ReversalReason, Role, Struck, Target,
};
use std::convert::Infallible;

/// A fund that the office set aside.
pub const OFFICE: FundNo = FundNo(1);
/// A fund that its donors restrict.
pub const DONORS: FundNo = FundNo(2);
/// A programme of [`DONORS`].
pub const PROGRAMME: ProgrammeNo = ProgrammeNo(1);
/// A programme of [`OFFICE`].
pub const WORK: ProgrammeNo = ProgrammeNo(2);
/// A natural person.
pub const WOMAN: PersonNo = PersonNo(1);
/// An organisation.
pub const FIRM: PersonNo = PersonNo(2);
/// Another organisation.
pub const GRANTEE: PersonNo = PersonNo(3);
/// A place that money is held for.
pub const PLACE: PurposeNo = PurposeNo(1);
/// A bank account.
pub const JB: MoneyAccountNo = MoneyAccountNo(1);
/// Cash on hand.
pub const CASH: MoneyAccountNo = MoneyAccountNo(2);
/// 2,000.00 yuan of [`OFFICE`] for 办公费 in the year of the book.
pub const BUDGET: BudgetNo = BudgetNo(1);

/// Entries as a reversal or a decision looks them up.
#[derive(Default)]
struct Entries(Vec<Entry>);

impl View for Entries {
    type Error = Infallible;

    fn cell(&self, _: &Key) -> Result<Option<Cell>, Infallible> {
        Ok(None)
    }

    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, Infallible> {
        let found = self.0.iter().find(|entry| entry.no == no);
        Ok(found.map(|entry| (entry.clone(), leaf(no))))
    }
}

/// Any hash will do where nobody hashes.
fn leaf(no: EntryNo) -> Hash32 {
    Hash32([u8::try_from(no.0 % 251).unwrap(); 32])
}

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn posting(fund: FundNo, account: u32, fen: i64, dims: Dims) -> Posting {
    Posting { fund, account: AccountCode(account), amount: Fen::new(fen), dims }
}

/// Postings without their amounts: `+100201@1 money=1 -4603@1 donor=2`.
pub fn row(lines: &[Posting]) -> String {
    let shown = |line: &Posting| {
        let side = if line.amount.is_negative() { '-' } else { '+' };
        let dims = [
            ("prog", line.dims.programme.map(|no| u64::from(no.0))),
            ("person", line.dims.person.map(|no| no.0)),
            ("donor", line.dims.donor.map(|no| no.0)),
            ("place", line.dims.purpose.map(|no| u64::from(no.0))),
            ("money", line.dims.money.map(|no| u64::from(no.0))),
            ("budget", line.dims.budget.map(|no| u64::from(no.0))),
        ];
        let dims = dims.into_iter().filter_map(|(name, no)| no.map(|no| format!(" {name}={no}")));
        format!("{side}{}@{}{}", line.account, line.fund.0, dims.collect::<String>())
    };
    lines.iter().map(shown).collect::<Vec<_>>().join(" ")
}

/// The book: its state as it was recorded, and as a replay of its entries makes it.
pub struct Book {
    state: Overlay<Entries>,
    again: Overlay<Entries>,
    today: Date,
}

fn refusal<T>(done: Result<T, Stop<Infallible>>) -> Result<T, Refusal> {
    done.map_err(|stop| match stop {
        Stop::Refused(refusal) => *refusal,
        Stop::State(never) => match never {},
    })
}

impl Book {
    /// A book with two funds, three persons, two money accounts, a budget, and money everywhere.
    pub fn furnished(edition: Edition) -> Book {
        let (chart, today) = match edition {
            Edition::Of2004 => (Chart::NonProfit, Date::new(2025, 12, 8)),
            Edition::Of2026 => (Chart::NonProfit, Date::new(2026, 3, 8)),
            Edition::Government => (Chart::Government, Date::new(2026, 3, 8)),
        };
        let (state, again) = (Overlay::new(Entries::default()), Overlay::new(Entries::default()));
        let mut book = Book { state, again, today: today.unwrap() };
        book.adds(Body::Open(Open {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart,
            ledger_key: Hash32([1; 32]),
            operator: OperatorNo(1),
            operator_name: line("张敏"),
            operator_key: Hash32([2; 32]),
        }));
        for (no, code, purpose, restriction) in
            [(OFFICE, "GZ", "妇联工作", Restriction::Office), (DONORS, "GA", "困难救助", Restriction::Donors)]
        {
            let (code, name, holder) = (Code::new(code).unwrap(), line(code), Holder::Office);
            let purpose = line(purpose);
            book.adds(Body::Fund(FundAdded { no, code, name, purpose, restriction, holder, document: None }));
        }
        for (no, code, fund, purpose) in
            [(PROGRAMME, "GJ", DONORS, "困难救助"), (WORK, "RC", OFFICE, "妇联工作")]
        {
            let (code, name, purpose) = (Code::new(code).unwrap(), line(code), line(purpose));
            book.adds(Body::Programme(ProgrammeAdded { no, code, name, fund, purpose }));
        }
        for (no, sort) in [
            (WOMAN, PersonSort::Natural),
            (FIRM, PersonSort::Organisation),
            (GRANTEE, PersonSort::Organisation),
        ] {
            let (subject, lookup, commitments) = (SubjectNo(no.0), None, Vec::new());
            book.adds(Body::Person(PersonAdded { no, sort, subject, lookup, commitments }));
        }
        book.adds(Body::Purpose(PurposeAdded { no: PLACE, name: line("地震灾区") }));
        for (no, code, sort) in [(JB, "JB", MoneySort::Bank), (CASH, "XJ", MoneySort::Cash)] {
            let (code, name) = (Code::new(code).unwrap(), line(code));
            book.adds(Body::MoneyAccount(MoneyAccountAdded { no, code, name, sort, number: None }));
        }
        let (purpose, amount) = (line("办公费"), Fen::new(200_000));
        let year = book.today.number() / 10_000;
        book.adds(Body::Budget(BudgetSet { no: BUDGET, fund: OFFICE, year, purpose, amount }));
        for fund in [OFFICE, DONORS] {
            let (amount, source) = (Fen::new(1_000_000), DonationSource::Gift);
            book.adds(Body::Donation(Donation { fund, donor: None, amount, source }));
        }
        let (received, other, amount) = (true, None, Fen::new(1_000_000));
        book.adds(Body::PassThrough(PassThrough { received, target: Target::Purpose(PLACE), other, amount }));
        for to in [JB, CASH] {
            book.adds(Body::Move(Move { fund: OFFICE, from: None, to: Some(to), amount: Fen::new(100_000) }));
        }
        book.adds_on(
            Body::Donation(Donation { fund: DONORS, donor: None, amount, source: DonationSource::Gift }),
            Some(JB),
        );
        let back = Move { fund: DONORS, from: Some(JB), to: None, amount };
        book.adds(Body::Move(back));
        book
    }

    pub const fn today(&self) -> Date {
        self.today
    }

    /// What a fund has in cash and at banks, in 分.
    pub fn cash(&mut self, fund: FundNo) -> i64 {
        match refusal(self.state.get(&Key::Cash(fund))).unwrap() {
            Some(Cell::Cash(cash)) => cash.balance.get(),
            _ => 0,
        }
    }

    /// A register's lines, count, and amount in 分.
    pub fn register(&mut self, no: RegisterNo) -> (u64, u64, i64) {
        match refusal(self.state.get(&Key::Register(no))).unwrap() {
            Some(Cell::Register(sums)) => (sums.lines, sums.count, sums.amount.get()),
            _ => (0, 0, 0),
        }
    }

    fn tries(&mut self, operator: u32, draft: Draft) -> Result<Entry, Refusal> {
        let no = EntryNo(u64::try_from(self.state.base().0.len()).unwrap() + 1);
        let operator = OperatorNo(operator);
        let ctx = Context { no, recorded_at: noon(self.today), operator, rules_version: RULES_VERSION };
        match refusal(record(&mut self.state, &ctx, draft)) {
            Ok(entry) => {
                // What was recorded is what anybody makes of it again, and its bytes read back.
                refusal(replay(&mut self.again, &ctx, &entry)).unwrap();
                assert_eq!(Entry::decode(&entry.to_bytes()), Ok(entry.clone()));
                for state in [&mut self.state, &mut self.again] {
                    state.take_changes();
                    state.base_mut().0.push(entry.clone());
                }
                Ok(entry)
            }
            Err(refused) => {
                self.state.roll_back();
                Err(refused)
            }
        }
    }

    fn draft(&self, body: Body) -> Draft {
        Draft::new(self.today, body)
    }

    pub fn adds(&mut self, body: Body) -> Entry {
        self.adds_as(1, body)
    }

    pub fn adds_as(&mut self, operator: u32, body: Body) -> Entry {
        let draft = self.draft(body);
        self.tries(operator, draft).unwrap()
    }

    pub fn adds_on(&mut self, body: Body, money: Option<MoneyAccountNo>) -> Entry {
        let draft = Draft { money, ..self.draft(body) };
        self.tries(1, draft).unwrap()
    }

    pub fn refuses(&mut self, body: Body) -> Result<Entry, Refusal> {
        self.refuses_as(1, body)
    }

    pub fn refuses_as(&mut self, operator: u32, body: Body) -> Result<Entry, Refusal> {
        let draft = self.draft(body);
        self.tries(operator, draft)
    }

    /// A bank charge of that amount on a money account.
    pub fn refuses_on(
        &mut self,
        body: Body,
        money: Option<MoneyAccountNo>,
        amount: Fen,
    ) -> Result<Entry, Refusal> {
        let Body::BankCharge(charge) = body else { panic!("only charges are asked for") };
        let draft = Draft { money, ..self.draft(Body::BankCharge(BankCharge { amount, ..charge })) };
        self.tries(1, draft)
    }

    pub fn reverses(&mut self, original: EntryNo) -> Entry {
        let (original_hash, reason) = (leaf(original), ReversalReason::RecordedTwice);
        self.adds(Body::Reversal(Reversal { original, original_hash, reason, memo: None }))
    }

    pub fn strikes(&mut self, entry: EntryNo) -> Result<Entry, Refusal> {
        self.refuses(Body::Struck(Struck { line: Link { entry, leaf: leaf(entry) } }))
    }

    pub fn decide(&mut self, operator: u32, entry: EntryNo, decision: Decision) -> Result<Entry, Refusal> {
        let prepared = Link { entry, leaf: leaf(entry) };
        self.refuses_as(operator, Body::Decided(Decided { prepared, decision, reason: None }))
    }

    pub fn second_person(&mut self, role: Role) {
        let entry = self.adds(person(2, "李静", role));
        assert!(!entry.prepared, "while there is one person only");
    }

    /// A third operator, whom the second may not approve: one alone lets her in, in an emergency.
    pub fn third_person(&mut self, role: Role) -> u32 {
        let prepared = self.adds(person(3, "王兰", role));
        assert!(prepared.prepared);
        let link = Link { entry: prepared.no, leaf: leaf(prepared.no) };
        let subject = SubjectNo(refusal(self.state.counts()).unwrap().subjects + 1);
        let reason = Some(Memo { subject, commitment: Hash32([7; 32]) });
        self.adds(Body::Decided(Decided { prepared: link, decision: Decision::Emergency, reason }));
        3
    }

    /// Closes the month of its day, on the second of the next one.
    pub fn closes_its_month(&mut self) {
        let period = self.today.period();
        self.today = period.next().first_day().next();
        self.adds(Body::Close(Close { period }));
    }

    pub fn next_year(&mut self) {
        self.today = Date::new(2027, 1, 5).unwrap();
    }
}

fn person(no: u32, name: &str, role: Role) -> Body {
    let key = Hash32([u8::try_from(no + 10).unwrap(); 32]);
    Body::Operator(OperatorAdded { no: OperatorNo(no), name: line(name), key, role, proof: Proof([0; 64]) })
}

/// Noon in Shanghai.
fn noon(day: Date) -> Timestamp {
    let mut days = 0;
    let mut at = Date::new(1970, 1, 1).unwrap();
    while at < day {
        at = at.next();
        days += 1;
    }
    Timestamp::from_millis((days * 24 + 4) * 3_600_000).unwrap()
}
