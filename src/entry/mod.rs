//! What happened: an entry, its postings, and its canonical bytes (`docs/format.md`).
//!
//! Owns: the envelope and one file for each family of bodies. Refuses to know: rules and hashing.

pub mod approval;
pub mod correction;
pub mod everyday;
pub mod fund;
pub mod gift;
pub mod goods;
pub mod lending;
pub mod loan;
pub mod opening;
pub mod operator;
pub mod period;
pub mod person;
pub mod person_change;
pub mod posting;
pub mod product;
pub mod programme;
pub mod register;
pub mod relief;
pub mod round;
pub mod setting;
pub mod trace;

use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{Code, Date, EntryNo, Fen, Hash32, Line, PersonNo, SubjectNo, VoucherNo};

pub use approval::{Decided, Decision, Link};
pub use correction::{Memo, Reversal, ReversalReason};
pub use everyday::{Appropriation, BankCharge, GeneralVoucher, GrantDown, Move, OpeningBalance, Spending};
pub use fund::{FundAdded, Holder, ProgrammeAdded, PurposeAdded, Restriction, Transfer};
pub use gift::{Bound, GiftEvent, GiftWhat, MOST_BOUND};
pub use goods::{GoodsEvent, GoodsWhat, Item, MOST_MISSING, Pile, Worth};
pub use lending::{Deposit, GuarantorAdded, MOST_SHARES, Provision, SubsidyMode, SubsidySet, SubsidyShare};
pub use loan::{
    Instalment, LoanEvent, LoanWhat, MOST_INSTALMENTS, PaidFrom, Plan, Quarter, RecoveredAfter, Split,
    VisitResult,
};
pub use opening::{Chart, Open};
pub use operator::{KeyRotated, OperatorAdded, OperatorRevoked, Proof, Role, RoleChanged};
pub use period::{Close, Released, YearEnd};
pub use person::{Field, PersonAdded, PersonSort};
pub use person_change::{
    DataLost, Details, Erased, ErasureBasis, HouseholdJoined, LookUps, PersonThoughKnown, Restricted,
};
pub use posting::{Dims, Posting};
pub use product::{
    DayCount, Eligible, Graces, LoanKind, Method, Part, ProductAdded, Profile, RepaymentOrder, Rounding,
    Source, Terms, TermsSet,
};
pub use programme::{Cap, Gives, MOST_FUNDS, MOST_WORDS, PerHousehold, ReliefRules, RulesSet, Steps};
pub use register::{Registered, Struck};
pub use relief::{Disbursement, Donation, DonationSource, PassThrough, Target};
pub use round::{
    BackReason, CaseEvent, CaseWhat, DropReason, HIGHEST_CARD, LookStep, MOST_PIECES, MOST_ROWS, Proposal,
    RoundEvent, RoundWhat, Row, Rows,
};
pub use setting::{
    BudgetSet, MoneyAccountAdded, MoneySort, RegisterAdded, RetentionSet, ThresholdOf, ThresholdSet,
};
pub use trace::{HandedOver, Note, Restored, Unmasked};

/// The first byte of an entry's record.
pub const ENTRY_TAG: u8 = 2;

/// An entry 分录 as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in recorded order.
    pub no: EntryNo,
    /// When it happened 业务日期; may lie in a closed month.
    pub business_date: Date,
    /// Whether it only asks for something, until a second person decides 待审.
    pub prepared: bool,
    /// Date and number of its voucher 凭证; `None` for an entry outside the books (a new fund, a new person).
    pub voucher: Option<Voucher>,
    /// SHA-256 of papers that belong to it 附件.
    pub attachments: Vec<Hash32>,
    /// What it does to the accounts; empty without a voucher.
    pub postings: Vec<Posting>,
    /// What happened.
    pub body: Body,
}

/// The day and number an entry was booked 记账 under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// The voucher date 凭证日期.
    pub date: Date,
    /// Its place in the month, from 1.
    pub number: u32,
}

impl Voucher {
    /// The voucher's full number, `2025-06/记-0118`.
    pub fn no(self) -> VoucherNo {
        VoucherNo { period: self.date.period(), number: self.number }
    }
}

/// What an entry is about, by family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The ledger was opened 建账.
    Open(Open),
    /// A fund was set up 设立基金.
    Fund(FundAdded),
    /// A programme was set up 设立项目.
    Programme(ProgrammeAdded),
    /// A place or cause that money is passed on to was named.
    Purpose(PurposeAdded),
    /// A person or an organisation was registered 登记.
    Person(PersonAdded),
    /// Money was given to a fund 捐入.
    Donation(Donation),
    /// Money held for others came in 代收 or was passed on 转付.
    PassThrough(PassThrough),
    /// Relief was paid 发放.
    Disbursement(Disbursement),
    /// Money moved between funds 调拨.
    Transfer(Transfer),
    /// An earlier entry was reversed 红字冲销.
    Reversal(Reversal),
    /// A month was closed 结账.
    Close(Close),
    /// A fund's restriction was released as far as it was used 限定性净资产转出.
    Released(Released),
    /// A fund's income and expenses of a year were carried to net assets 年终结转.
    YearEnd(YearEnd),
    /// An operator was added.
    Operator(OperatorAdded),
    /// An operator's role was changed.
    Role(RoleChanged),
    /// An operator's key was revoked 吊销.
    Revoked(OperatorRevoked),
    /// An operator changed her key 换钥.
    Rotated(KeyRotated),
    /// Payments above an amount need a second person.
    Threshold(ThresholdSet),
    /// A bank or cash account was opened.
    MoneyAccount(MoneyAccountAdded),
    /// A budget was set.
    Budget(BudgetSet),
    /// The retention period was set.
    Retention(RetentionSet),
    /// A memorandum register was begun.
    Register(RegisterAdded),
    /// A person was registered although somebody has her look-up hash.
    PersonThoughKnown(PersonThoughKnown),
    /// A person's data was restricted, or that was lifted.
    Restricted(Restricted),
    /// A person's data was erased.
    Erased(Erased),
    /// A person joined or left a household.
    Household(HouseholdJoined),
    /// Look-up hashes under a new key.
    LookUps(LookUps),
    /// A person's details were entered anew.
    Details(Details),
    /// What the vault held was lost with it.
    DataLost(DataLost),
    /// Money moved between accounts of the office.
    Move(Move),
    /// The bank paid interest or took a fee.
    BankCharge(BankCharge),
    /// The office bought or paid for something.
    Spending(Spending),
    /// A grant came in 拨入.
    Appropriation(Appropriation),
    /// A grant was passed down 拨付下级.
    GrantDown(GrantDown),
    /// What stood on an account before the books began.
    OpeningBalance(OpeningBalance),
    /// A general voucher.
    GeneralVoucher(GeneralVoucher),
    /// A prepared entry was approved, rejected or withdrawn.
    Decided(Decided),
    /// Somebody's own words on an entry.
    Note(Note),
    /// Somebody saw personal data unmasked.
    Unmasked(Unmasked),
    /// The ledger was brought back from a backup.
    Restored(Restored),
    /// People's data was sealed for a named auditor.
    HandedOver(HandedOver),
    /// A checkpoint 检查点 is to be signed over the tree that ends with this entry's commit.
    Checkpoint,
    /// A line of a memorandum register.
    Registered(Registered),
    /// A line of a register was struck.
    Struck(Struck),
    /// A loan product was set up.
    Product(ProductAdded),
    /// A product has new terms from a day on.
    Terms(TermsSet),
    /// A product's loans are subsidised from a day on.
    Subsidy(SubsidySet),
    /// A guarantor was named.
    Guarantor(GuarantorAdded),
    /// Money was placed with a guarantor, or came back.
    Deposit(Deposit),
    /// The allowance for bad debts was changed.
    Provision(Provision),
    /// Something happened to a loan.
    Loan(LoanEvent),
    /// A programme has rules from a day on.
    ReliefRules(RulesSet),
    /// Something happened to an application for relief.
    Case(CaseEvent),
    /// Something happened to a round of relief.
    Round(RoundEvent),
    /// Something happened to a bound gift.
    Gift(GiftEvent),
    /// Something happened to goods.
    Goods(GoodsEvent),
}

impl Body {
    /// The kind's number in the journal.
    pub const fn kind(&self) -> u16 {
        match self {
            Body::Open(_) => 1,
            Body::Fund(_) => 10,
            Body::Programme(_) => 11,
            Body::Purpose(_) => 12,
            Body::Person(_) => 20,
            Body::Donation(_) => 30,
            Body::PassThrough(p) if p.received => 31,
            Body::PassThrough(_) => 32,
            Body::Disbursement(_) => 33,
            Body::Transfer(_) => 34,
            Body::Reversal(_) => 40,
            Body::Close(_) => 50,
            Body::Released(_) => 51,
            Body::YearEnd(_) => 52,
            Body::Operator(_) => 2,
            Body::Role(_) => 3,
            Body::Revoked(_) => 4,
            Body::Rotated(_) => 5,
            Body::Threshold(_) => 13,
            Body::MoneyAccount(_) => 14,
            Body::Budget(_) => 15,
            Body::Retention(_) => 16,
            Body::Register(_) => 17,
            Body::PersonThoughKnown(_) => 21,
            Body::Restricted(_) => 22,
            Body::Erased(_) => 23,
            Body::Household(_) => 24,
            Body::LookUps(_) => 25,
            Body::Details(_) => 26,
            Body::DataLost(_) => 27,
            Body::Move(_) => 35,
            Body::BankCharge(b) => {
                if b.interest {
                    36
                } else {
                    37
                }
            }
            Body::Spending(_) => 38,
            Body::Appropriation(_) => 39,
            Body::GrantDown(_) => 43,
            Body::OpeningBalance(_) => 44,
            Body::GeneralVoucher(_) => 45,
            Body::Decided(b) => b.kind(),
            Body::Note(_) => 70,
            Body::Unmasked(_) => 71,
            Body::Restored(_) => 72,
            Body::HandedOver(_) => 73,
            Body::Checkpoint => 74,
            Body::Registered(_) => 80,
            Body::Struck(_) => 81,
            Body::Product(_) => 100,
            Body::Terms(_) => 101,
            Body::Subsidy(_) => 102,
            Body::Guarantor(_) => 103,
            Body::Deposit(d) => {
                if d.placed {
                    104
                } else {
                    105
                }
            }
            Body::Provision(_) => 106,
            Body::Loan(b) => b.kind(),
            Body::ReliefRules(_) => 130,
            Body::Case(b) => b.kind(),
            Body::Round(b) => b.kind(),
            Body::Gift(b) => b.kind(),
            Body::Goods(b) => b.kind(),
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Body::Open(b) => b.put(out),
            Body::Fund(b) => b.put(out),
            Body::Programme(b) => b.put(out),
            Body::Purpose(b) => b.put(out),
            Body::Person(b) => b.put(out),
            Body::Donation(b) => b.put(out),
            Body::PassThrough(b) => b.put(out),
            Body::Disbursement(b) => b.put(out),
            Body::Transfer(b) => b.put(out),
            Body::Reversal(b) => b.put(out),
            Body::Close(b) => b.put(out),
            Body::Released(b) => b.put(out),
            Body::YearEnd(b) => b.put(out),
            Body::Operator(b) => b.put(out),
            Body::Role(b) => b.put(out),
            Body::Revoked(b) => b.put(out),
            Body::Rotated(b) => b.put(out),
            Body::Threshold(b) => b.put(out),
            Body::MoneyAccount(b) => b.put(out),
            Body::Budget(b) => b.put(out),
            Body::Retention(b) => b.put(out),
            Body::Register(b) => b.put(out),
            Body::PersonThoughKnown(b) => b.put(out),
            Body::Restricted(b) => b.put(out),
            Body::Erased(b) => b.put(out),
            Body::Household(b) => b.put(out),
            Body::LookUps(b) => b.put(out),
            Body::Details(b) => b.put(out),
            Body::DataLost(b) => b.put(out),
            Body::Move(b) => b.put(out),
            Body::BankCharge(b) => b.put(out),
            Body::Spending(b) => b.put(out),
            Body::Appropriation(b) => b.put(out),
            Body::GrantDown(b) => b.put(out),
            Body::OpeningBalance(b) => b.put(out),
            Body::GeneralVoucher(b) => b.put(out),
            Body::Decided(b) => b.put(out),
            Body::Note(b) => b.put(out),
            Body::Unmasked(b) => b.put(out),
            Body::Restored(b) => b.put(out),
            Body::HandedOver(b) => b.put(out),
            Body::Checkpoint => {}
            Body::Registered(b) => b.put(out),
            Body::Struck(b) => b.put(out),
            Body::Product(b) => b.put(out),
            Body::Terms(b) => b.put(out),
            Body::Subsidy(b) => b.put(out),
            Body::Guarantor(b) => b.put(out),
            Body::Deposit(b) => b.put(out),
            Body::Provision(b) => b.put(out),
            Body::Loan(b) => b.put(out),
            Body::ReliefRules(b) => b.put(out),
            Body::Case(b) => b.put(out),
            Body::Round(b) => b.put(out),
            Body::Gift(b) => b.put(out),
            Body::Goods(b) => b.put(out),
        }
    }

    fn take(kind: u16, from: &mut Take<'_>) -> Result<Body, WireError> {
        Ok(match kind {
            1 => Body::Open(Open::take(from)?),
            10 => Body::Fund(FundAdded::take(from)?),
            11 => Body::Programme(ProgrammeAdded::take(from)?),
            12 => Body::Purpose(PurposeAdded::take(from)?),
            20 => Body::Person(PersonAdded::take(from)?),
            30 => Body::Donation(Donation::take(from)?),
            31 | 32 => Body::PassThrough(PassThrough::take(kind == 31, from)?),
            33 => Body::Disbursement(Disbursement::take(from)?),
            34 => Body::Transfer(Transfer::take(from)?),
            40 => Body::Reversal(Reversal::take(from)?),
            50 => Body::Close(Close::take(from)?),
            51 => Body::Released(Released::take(from)?),
            52 => Body::YearEnd(YearEnd::take(from)?),
            2 => Body::Operator(OperatorAdded::take(from)?),
            3 => Body::Role(RoleChanged::take(from)?),
            4 => Body::Revoked(OperatorRevoked::take(from)?),
            5 => Body::Rotated(KeyRotated::take(from)?),
            13 => Body::Threshold(ThresholdSet::take(from)?),
            14 => Body::MoneyAccount(MoneyAccountAdded::take(from)?),
            15 => Body::Budget(BudgetSet::take(from)?),
            16 => Body::Retention(RetentionSet::take(from)?),
            17 => Body::Register(RegisterAdded::take(from)?),
            21 => Body::PersonThoughKnown(PersonThoughKnown::take(from)?),
            22 => Body::Restricted(Restricted::take(from)?),
            23 => Body::Erased(Erased::take(from)?),
            24 => Body::Household(HouseholdJoined::take(from)?),
            25 => Body::LookUps(LookUps::take(from)?),
            26 => Body::Details(Details::take(from)?),
            27 => Body::DataLost(DataLost::take(from)?),
            35 => Body::Move(Move::take(from)?),
            36 | 37 => Body::BankCharge(BankCharge::take(kind == 36, from)?),
            38 => Body::Spending(Spending::take(from)?),
            39 => Body::Appropriation(Appropriation::take(from)?),
            43 => Body::GrantDown(GrantDown::take(from)?),
            44 => Body::OpeningBalance(OpeningBalance::take(from)?),
            45 => Body::GeneralVoucher(GeneralVoucher::take(from)?),
            60..=63 => Body::Decided(Decided::take(kind, from)?),
            70 => Body::Note(Note::take(from)?),
            71 => Body::Unmasked(Unmasked::take(from)?),
            72 => Body::Restored(Restored::take(from)?),
            73 => Body::HandedOver(HandedOver::take(from)?),
            74 => Body::Checkpoint,
            80 => Body::Registered(Registered::take(from)?),
            81 => Body::Struck(Struck::take(from)?),
            100 => Body::Product(ProductAdded::take(from)?),
            101 => Body::Terms(TermsSet::take(from)?),
            102 => Body::Subsidy(SubsidySet::take(from)?),
            103 => Body::Guarantor(GuarantorAdded::take(from)?),
            104 | 105 => Body::Deposit(Deposit::take(kind == 104, from)?),
            106 => Body::Provision(Provision::take(from)?),
            110..=122 => Body::Loan(LoanEvent::take(kind, from)?),
            130 => Body::ReliefRules(RulesSet::take(from)?),
            131 | 132 => Body::Case(CaseEvent::take(kind, from)?),
            133..=138 => Body::Round(RoundEvent::take(kind, from)?),
            140..=143 => Body::Gift(GiftEvent::take(kind, from)?),
            150..=154 => Body::Goods(GoodsEvent::take(kind, from)?),
            _ => return Err(from.fail(WireCause::Newer("kind of entry"))),
        })
    }
}

impl Body {
    /// What the vault holds for this entry: each subject with the commitments to its fields, by their tags.
    pub fn subjects(&self) -> Vec<(SubjectNo, Vec<(u8, Hash32)>)> {
        let fields = |all: &[(Field, Hash32)]| all.iter().map(|(f, h)| (f.tag(), *h)).collect();
        let memo = |memo: &Memo| (memo.subject, vec![(Field::NOTE_TAG, memo.commitment)]);
        match self {
            Body::Person(person) => vec![(person.subject, fields(&person.commitments))],
            Body::PersonThoughKnown(known) => {
                vec![(known.person.subject, fields(&known.person.commitments)), memo(&known.reason)]
            }
            Body::Details(details) => vec![(details.subject, fields(&details.commitments))],
            Body::Reversal(reversal) => reversal.memo.iter().map(memo).collect(),
            Body::Restricted(restricted) => restricted.reason.iter().map(memo).collect(),
            Body::Decided(decided) => decided.reason.iter().map(memo).collect(),
            Body::Note(note) => vec![memo(&note.memo)],
            _ => Vec::new(),
        }
    }

    /// The persons that the entry itself names; those of a booked entry stand in its postings too.
    pub fn persons(&self) -> Vec<PersonNo> {
        match self {
            Body::Person(person) => vec![person.no],
            Body::PersonThoughKnown(known) => vec![known.person.no, known.same_as],
            Body::Restricted(restricted) => vec![restricted.person],
            Body::Erased(erased) => vec![erased.person],
            Body::Household(joined) => vec![joined.person],
            Body::Details(details) => vec![details.person],
            Body::Donation(donation) => donation.donor.into_iter().collect(),
            Body::PassThrough(held) => {
                let target = if let Target::Person(no) = held.target { Some(no) } else { None };
                target.into_iter().chain(held.other).collect()
            }
            Body::Disbursement(relief) => vec![relief.person],
            Body::Spending(spending) => spending.payee.into_iter().collect(),
            Body::Appropriation(grant) => vec![grant.giver],
            Body::GrantDown(grant) => vec![grant.receiver],
            Body::GeneralVoucher(voucher) => voucher
                .lines
                .iter()
                .flat_map(|line| line.dims.person.into_iter().chain(line.dims.donor))
                .collect(),
            Body::Unmasked(unmasked) => unmasked.person.into_iter().collect(),
            Body::Registered(line) => line.person.into_iter().chain(line.provider).collect(),
            Body::Loan(LoanEvent { what: LoanWhat::Applied { borrower, .. }, .. }) => vec![*borrower],
            Body::Case(CaseEvent { what: CaseWhat::Applied { person, .. }, .. }) => vec![*person],
            Body::Round(RoundEvent { what: RoundWhat::Proposed(proposal), .. }) => {
                proposal.rows.iter().map(|row| row.person).collect()
            }
            Body::Gift(event) => match &event.what {
                GiftWhat::Agreed { donor, bound, .. } => {
                    donor.iter().chain(bound.persons()).copied().collect()
                }
                GiftWhat::BoundAnew { bound, .. } => bound.persons().to_vec(),
                GiftWhat::Received { .. } | GiftWhat::GivenBack { .. } => Vec::new(),
            },
            Body::Goods(event) => match event.what {
                GoodsWhat::Received { donor, .. } => donor.into_iter().collect(),
                GoodsWhat::Bought { seller, .. } => seller.into_iter().collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

const MEMORANDUM: u8 = 0;
const BOOKED: u8 = 1;
const PREPARED: u8 = 2;

impl Entry {
    /// Appends the canonical bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.u8(ENTRY_TAG);
        out.u64(self.no.0);
        out.u16(self.body.kind());
        assert!(!self.prepared || self.voucher.is_none(), "a prepared entry has no voucher");
        out.u8(match (self.prepared, self.voucher) {
            (true, _) => PREPARED,
            (false, Some(_)) => BOOKED,
            (false, None) => MEMORANDUM,
        });
        out.u32(self.business_date.number());
        out.u32(self.voucher.map_or(0, |v| v.date.number()));
        out.u32(self.voucher.map_or(0, |v| v.number));
        out.u8(count(self.attachments.len()));
        for hash in &self.attachments {
            out.hash(hash);
        }
        out.u16(count(self.postings.len()));
        for posting in &self.postings {
            posting.put(out);
        }
        let length_at = out.len();
        out.u16(0);
        self.body.put(out);
        let length: u16 = count(out.len() - length_at - 2);
        out[length_at..length_at + 2].copy_from_slice(&length.to_be_bytes());
    }

    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        self.encode(&mut out);
        out
    }

    /// Reads an entry from exactly its canonical bytes.
    ///
    /// # Errors
    /// [`WireError`] where the bytes are not the canonical form of any entry; [`WireCause::Newer`] where a
    /// later version may understand them.
    pub fn decode(bytes: &[u8]) -> Result<Entry, WireError> {
        let mut from = Take::new(bytes);
        if from.u8()? != ENTRY_TAG {
            return Err(WireError { at: 0, cause: WireCause::Value("record tag") });
        }
        let no = EntryNo(take_u64(&mut from, "entry number")?);
        let kind = from.u16()?;
        let status_at = from.clone();
        let status = from.u8()?;
        let business_date = take_date(&mut from)?;
        let voucher_at = from.clone();
        let (day, number) = (from.u32()?, from.u32()?);
        let voucher = match status {
            MEMORANDUM | PREPARED if (day, number) == (0, 0) => None,
            BOOKED if number > 0 => {
                let date = Date::from_number(day).ok_or(voucher_at.impossible("voucher date"))?;
                Some(Voucher { date, number })
            }
            MEMORANDUM | BOOKED | PREPARED => return Err(voucher_at.impossible("voucher")),
            _ => return Err(status_at.impossible("status")),
        };
        let attachments = (0..from.u8()?).map(|_| from.hash()).collect::<Result<Vec<_>, _>>()?;
        let count = from.u16()?;
        if (voucher.is_some() && count < 2) || (voucher.is_none() && count > 0) {
            return Err(from.impossible("count of postings"));
        }
        let postings = (0..count).map(|_| Posting::take(&mut from)).collect::<Result<Vec<_>, _>>()?;
        let length = usize::from(from.u16()?);
        let body_at = from.at();
        let body = Body::take(kind, &mut from)?;
        if from.at() - body_at != length {
            return Err(from.impossible("length of body"));
        }
        from.end()?;
        let prepared = status == PREPARED;
        let entry = Entry { no, business_date, prepared, voucher, attachments, postings, body };
        // The pair of the fields' own checks: a form that a field let through twice would show here.
        let mut again = Vec::with_capacity(bytes.len());
        entry.encode(&mut again);
        if again != bytes {
            return Err(WireError { at: 0, cause: WireCause::Value("form") });
        }
        Ok(entry)
    }
}

/// A length in the width of its field; the field's own types keep it in bounds.
fn count<N: TryFrom<usize>>(len: usize) -> N {
    match N::try_from(len) {
        Ok(n) => n,
        Err(_) => panic!("a count of {len} passed the types that bound it"),
    }
}

fn take_date(from: &mut Take<'_>) -> Result<Date, WireError> {
    let wrong = from.impossible("date");
    Date::from_number(from.u32()?).ok_or(wrong)
}

/// A positive amount that a posting may carry.
fn take_amount(from: &mut Take<'_>) -> Result<Fen, WireError> {
    let wrong = from.impossible("amount");
    let amount = Fen::new(from.i64()?);
    if amount.fits_a_posting() && !amount.is_negative() { Ok(amount) } else { Err(wrong) }
}

/// An amount that may be zero, and is no more than a posting may carry.
fn take_nonnegative(from: &mut Take<'_>) -> Result<Fen, WireError> {
    let wrong = from.impossible("amount");
    let amount = Fen::new(from.i64()?);
    let fine = amount.is_zero() || (amount.fits_a_posting() && !amount.is_negative());
    if fine { Ok(amount) } else { Err(wrong) }
}

fn take_code(from: &mut Take<'_>) -> Result<Code, WireError> {
    let wrong = from.impossible("code");
    Code::exact(from.text()?).map_err(|_| wrong)
}

/// A line of text, or an empty one for none.
fn take_maybe_line(from: &mut Take<'_>, field: &'static str) -> Result<Option<Line>, WireError> {
    let wrong = from.impossible(field);
    match from.text()? {
        "" => Ok(None),
        text => Line::exact(text).map(Some).map_err(|_| wrong),
    }
}

fn take_u32(from: &mut Take<'_>, field: &'static str) -> Result<u32, WireError> {
    let wrong = from.impossible(field);
    match from.u32()? {
        0 => Err(wrong),
        n => Ok(n),
    }
}

fn take_u64(from: &mut Take<'_>, field: &'static str) -> Result<u64, WireError> {
    let wrong = from.impossible(field);
    match from.u64()? {
        0 => Err(wrong),
        n => Ok(n),
    }
}

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_loan;
#[cfg(test)]
mod tests_relief;
#[cfg(test)]
mod tests_relief_forms;
