//! What happened: an entry, its postings, and its canonical bytes (`docs/format.md`).
//!
//! Owns: the envelope and one file for each family of bodies. Refuses to know: rules and hashing.

pub mod correction;
pub mod fund;
pub mod opening;
pub mod period;
pub mod person;
pub mod posting;
pub mod relief;

use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{Date, EntryNo, Fen, Hash32, VoucherNo};

pub use correction::{Memo, Reversal, ReversalReason};
pub use fund::{FundAdded, Holder, ProgrammeAdded, PurposeAdded, Restriction, Transfer};
pub use opening::{Chart, Open};
pub use period::Close;
pub use person::{Field, PersonAdded, PersonSort};
pub use posting::{Dims, Posting};
pub use relief::{Disbursement, Donation, DonationSource, PassThrough, Target};

/// The first byte of an entry's record.
pub const ENTRY_TAG: u8 = 2;

/// An entry 分录 as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in recorded order.
    pub no: EntryNo,
    /// When it happened 业务日期; may lie in a closed month.
    pub business_date: Date,
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
            _ => return Err(from.fail(WireCause::Newer("kind of entry"))),
        })
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
        out.u8(if self.voucher.is_some() { BOOKED } else { MEMORANDUM });
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
            MEMORANDUM if (day, number) == (0, 0) => None,
            BOOKED if number > 0 => {
                let date = Date::from_number(day).ok_or(voucher_at.impossible("voucher date"))?;
                Some(Voucher { date, number })
            }
            MEMORANDUM | BOOKED => return Err(voucher_at.impossible("voucher")),
            PREPARED => return Err(status_at.fail(WireCause::Newer("status"))),
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
        let entry = Entry { no, business_date, voucher, attachments, postings, body };
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
