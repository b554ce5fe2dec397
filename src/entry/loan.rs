//! The life of a loan 贷款, event by event.
//!
//! Owns: the fields of each event, with its split and its schedule as they were. Refuses to know: how they come about,
//! and which event may follow which.

use super::opening::take_line;
use super::product::{Terms, one_byte};
use super::{take_amount, take_date, take_nonnegative, take_u32, take_u64};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Date, Fen, FundNo, Hash32, Line, LoanNo, PersonNo, ProductNo};
use serde::{Deserialize, Serialize};

/// One payment of a schedule 分期.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    /// When it falls due.
    pub due: Date,
    /// Principal 本金, in 分; not negative.
    pub principal: Fen,
    /// Interest 利息 as foreseen, in 分; not negative.
    pub interest: Fen,
}

/// A schedule 还款计划: ascending by day, of one instalment at least.
pub type Plan = Vec<Instalment>;

/// The most instalments of one schedule: 360 months, an extension of 36, one more where the day of the month changes, and
/// room to a round number.
pub const MOST_INSTALMENTS: usize = 400;

/// What a payment meets 本息拆分, in 分; none of it negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Fees 费用.
    pub fees: Fen,
    /// Penalty interest 罚息.
    pub penalty: Fen,
    /// Interest 利息.
    pub interest: Fen,
    /// Principal 本金.
    pub principal: Fen,
    /// What is kept for later 预收.
    pub prepaid: Fen,
}

impl Split {
    /// The parts in the order of their fields.
    #[must_use]
    pub const fn parts(&self) -> [Fen; 5] {
        [self.fees, self.penalty, self.interest, self.principal, self.prepaid]
    }

    /// What it comes to; `None` past the bounds of an `i64`.
    #[must_use]
    pub fn total(&self) -> Option<Fen> {
        self.parts().into_iter().try_fold(Fen::ZERO, Fen::checked_add)
    }

    fn put(&self, out: &mut Vec<u8>) {
        self.parts().iter().for_each(|part| out.i64(part.get()));
    }

    fn take(from: &mut Take<'_>) -> Result<Split, WireError> {
        Ok(Split {
            fees: take_nonnegative(from)?,
            penalty: take_nonnegative(from)?,
            interest: take_nonnegative(from)?,
            principal: take_nonnegative(from)?,
            prepaid: take_nonnegative(from)?,
        })
    }
}

one_byte!(
    /// Which money a repayment is made of.
    PaidFrom "source of the payment" {
        /// New money.
        Cash = 1,
        /// What she paid before and was kept 预收.
        Prepayment = 2,
    }
);

one_byte!(
    /// After what money still comes in.
    RecoveredAfter "kind of recovery" {
        /// After the guarantor paid 追偿.
        Claim = 1,
        /// After it was written off 核销后收回.
        WriteOff = 2,
    }
);

one_byte!(
    /// What a visit 定期跟踪 found.
    VisitResult "result of a visit" {
        /// All is well.
        Well = 1,
        /// Repayment is in doubt.
        Concern = 2,
        /// Nobody was met.
        NotMet = 3,
    }
);

/// A quarter of a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quarter {
    year: u16,
    quarter: u8,
}

impl Quarter {
    /// The quarter; `None` outside 1900–2199 and 1–4.
    #[must_use]
    pub fn new(year: u16, quarter: u8) -> Option<Quarter> {
        ((1900..=2199).contains(&year) && (1..=4).contains(&quarter)).then_some(Quarter { year, quarter })
    }

    /// Reads `2026Q1`.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Quarter> {
        let (year, quarter) = typed.trim().split_once(['Q', 'q'])?;
        let digits = |s: &str, len| s.len() == len && s.bytes().all(|b| b.is_ascii_digit());
        (digits(year, 4) && digits(quarter, 1)).then_some(())?;
        Quarter::new(year.parse().ok()?, quarter.parse().ok()?)
    }

    /// The latest quarter that is over on a day; `None` before the first of all.
    #[must_use]
    pub fn over_on(day: Date) -> Option<Quarter> {
        let (year, month) = (day.number() / 10_000, day.number() / 100 % 100);
        let (year, quarter) = if month <= 3 { (year - 1, 4) } else { (year, (month - 1) / 3) };
        Quarter::new(u16::try_from(year).ok()?, u8::try_from(quarter).ok()?)
    }

    /// A number that reads like it: the first quarter of 2026 is 20261.
    #[must_use]
    pub fn number(self) -> u32 {
        u32::from(self.year) * 10 + u32::from(self.quarter)
    }

    /// The quarter of such a number.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Quarter> {
        Quarter::new(u16::try_from(number / 10).ok()?, u8::try_from(number % 10).ok()?)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        let month = u32::from(self.quarter) * 3 - 2;
        Date::new(i32::from(self.year), month, 1).unwrap_or_else(|| panic!("a quarter outside the calendar"))
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        let month = self.first_day().period().next().next();
        month.last_day()
    }
}

/// `2026Q1`.
impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{}Q{}", self.year, self.quarter))
    }
}

/// Something happened to a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanEvent {
    /// The loan.
    pub loan: LoanNo,
    /// What happened.
    pub what: LoanWhat,
}

/// What happened to a loan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoanWhat {
    /// Somebody applied for it 申请.
    Applied {
        /// The product.
        product: ProductNo,
        /// Who.
        borrower: PersonNo,
        /// How much.
        amount: Fen,
        /// For how long.
        months: u16,
    },
    /// It was granted 审批.
    Granted {
        /// How much: the amount, or the limit of a revolving one.
        amount: Fen,
        /// For how long.
        months: u16,
    },
    /// Its contract was signed 签约.
    Signed {
        /// The contract's number 合同编号.
        number: Line,
        /// SHA-256 of the signed paper.
        paper: Hash32,
        /// The terms that it is made under.
        terms: Terms,
    },
    /// Money was paid out to the borrower: 放款 of a term loan, 支用 of a revolving one.
    Drawn {
        /// How much.
        amount: Fen,
        /// The schedule from then on, of all that is outstanding.
        plan: Plan,
    },
    /// The borrower paid 还款.
    Repaid {
        /// Which money.
        from: PaidFrom,
        /// What it met.
        split: Split,
        /// The schedule from then on, where a new one was made.
        plan: Option<Plan>,
    },
    /// A fee was charged 收费.
    Charged {
        /// How much.
        amount: Fen,
    },
    /// It was extended 展期.
    Extended {
        /// The schedule from then on; its last day is the new end.
        plan: Plan,
    },
    /// The guarantor paid in the borrower's place 代偿.
    Claimed {
        /// What it met; nothing is kept for later.
        split: Split,
        /// Out of which fund's deposit; `None`: of the guarantor's own money.
        fund: Option<FundNo>,
    },
    /// It was given up 坏账核销; it is still followed up.
    WrittenOff {
        /// What was outstanding.
        split: Split,
        /// What was still to be recovered after a claim.
        claimed: Fen,
    },
    /// Money came in after a claim or a write-off.
    Recovered {
        /// After which.
        after: RecoveredAfter,
        /// How much.
        amount: Fen,
    },
    /// Money that was kept for later was paid back.
    Refunded {
        /// How much.
        amount: Fen,
    },
    /// Somebody went to see the borrower 定期跟踪.
    Visited {
        /// What was found.
        result: VisitResult,
    },
    /// The interest subsidy 财政贴息 of a quarter was claimed.
    SubsidyClaimed {
        /// The quarter.
        quarter: Quarter,
        /// How much.
        amount: Fen,
        /// Which level of government bears how much, in the order of the rule.
        shares: Vec<Fen>,
    },
}

impl LoanEvent {
    pub(super) const fn kind(&self) -> u16 {
        match self.what {
            LoanWhat::Applied { .. } => 110,
            LoanWhat::Granted { .. } => 111,
            LoanWhat::Signed { .. } => 112,
            LoanWhat::Drawn { .. } => 113,
            LoanWhat::Repaid { .. } => 114,
            LoanWhat::Charged { .. } => 115,
            LoanWhat::Extended { .. } => 116,
            LoanWhat::Claimed { .. } => 117,
            LoanWhat::WrittenOff { .. } => 118,
            LoanWhat::Recovered { .. } => 119,
            LoanWhat::Refunded { .. } => 120,
            LoanWhat::Visited { .. } => 121,
            LoanWhat::SubsidyClaimed { .. } => 122,
        }
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.loan.0);
        match &self.what {
            LoanWhat::Applied { product, borrower, amount, months } => {
                out.u32(product.0);
                out.u64(borrower.0);
                out.i64(amount.get());
                out.u16(*months);
            }
            LoanWhat::Granted { amount, months } => {
                out.i64(amount.get());
                out.u16(*months);
            }
            LoanWhat::Signed { number, paper, terms } => {
                out.text(number.as_str());
                out.hash(paper);
                terms.put(out);
            }
            LoanWhat::Drawn { amount, plan } => {
                out.i64(amount.get());
                put_plan(plan, out);
            }
            LoanWhat::Repaid { from, split, plan } => {
                out.u8(from.number());
                split.put(out);
                out.u8(u8::from(plan.is_some()));
                if let Some(plan) = plan {
                    put_plan(plan, out);
                }
            }
            LoanWhat::Charged { amount } | LoanWhat::Refunded { amount } => out.i64(amount.get()),
            LoanWhat::Extended { plan } => put_plan(plan, out),
            LoanWhat::Claimed { split, fund } => {
                split.put(out);
                out.u32(fund.map_or(0, |f| f.0));
            }
            LoanWhat::WrittenOff { split, claimed } => {
                split.put(out);
                out.i64(claimed.get());
            }
            LoanWhat::Recovered { after, amount } => {
                out.u8(after.number());
                out.i64(amount.get());
            }
            LoanWhat::Visited { result } => out.u8(result.number()),
            LoanWhat::SubsidyClaimed { quarter, amount, shares } => {
                out.u32(quarter.number());
                out.i64(amount.get());
                out.u8(super::count(shares.len()));
                shares.iter().for_each(|share| out.i64(share.get()));
            }
        }
    }

    pub(super) fn take(kind: u16, from: &mut Take<'_>) -> Result<LoanEvent, WireError> {
        let loan = LoanNo(take_u64(from, "loan")?);
        let what = match kind {
            110 => LoanWhat::Applied {
                product: ProductNo(take_u32(from, "product")?),
                borrower: PersonNo(take_u64(from, "person number")?),
                amount: take_amount(from)?,
                months: from.u16()?,
            },
            111 => LoanWhat::Granted { amount: take_amount(from)?, months: from.u16()? },
            112 => LoanWhat::Signed {
                number: take_line(from, "number of the contract")?,
                paper: from.hash()?,
                terms: Terms::take(from)?,
            },
            113 => LoanWhat::Drawn { amount: take_amount(from)?, plan: take_plan(from)? },
            114 => LoanWhat::Repaid {
                from: PaidFrom::take(from)?,
                split: Split::take(from)?,
                plan: if from.flag("schedule")? { Some(take_plan(from)?) } else { None },
            },
            115 => LoanWhat::Charged { amount: take_amount(from)? },
            116 => LoanWhat::Extended { plan: take_plan(from)? },
            117 => LoanWhat::Claimed {
                split: Split::take(from)?,
                fund: match from.u32()? {
                    0 => None,
                    no => Some(FundNo(no)),
                },
            },
            118 => LoanWhat::WrittenOff { split: Split::take(from)?, claimed: take_nonnegative(from)? },
            119 => LoanWhat::Recovered { after: RecoveredAfter::take(from)?, amount: take_amount(from)? },
            120 => LoanWhat::Refunded { amount: take_amount(from)? },
            121 => LoanWhat::Visited { result: VisitResult::take(from)? },
            _ => {
                let wrong = from.impossible("quarter");
                let quarter = Quarter::from_number(from.u32()?).ok_or(wrong)?;
                let amount = take_amount(from)?;
                let shares =
                    (0..from.u8()?).map(|_| take_nonnegative(from)).collect::<Result<Vec<_>, _>>()?;
                LoanWhat::SubsidyClaimed { quarter, amount, shares }
            }
        };
        Ok(LoanEvent { loan, what })
    }
}

fn put_plan(plan: &Plan, out: &mut Vec<u8>) {
    out.u16(super::count(plan.len()));
    for instalment in plan {
        out.u32(instalment.due.number());
        out.i64(instalment.principal.get());
        out.i64(instalment.interest.get());
    }
}

fn take_plan(from: &mut Take<'_>) -> Result<Plan, WireError> {
    let wrong = from.impossible("count of instalments");
    let count = usize::from(from.u16()?);
    if !(1..=MOST_INSTALMENTS).contains(&count) {
        return Err(wrong);
    }
    let mut plan: Plan = Vec::with_capacity(count);
    for _ in 0..count {
        let wrong = from.impossible("order of instalments");
        let due = take_date(from)?;
        if plan.last().is_some_and(|before| before.due >= due) {
            return Err(wrong);
        }
        plan.push(Instalment { due, principal: take_nonnegative(from)?, interest: take_nonnegative(from)? });
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_read_back_and_hold_three_months() {
        let quarter = Quarter::parse("2026q4").unwrap();
        assert_eq!(quarter.to_string(), "2026Q4");
        assert_eq!(Quarter::from_number(quarter.number()), Some(quarter));
        assert_eq!(quarter.first_day().to_string(), "2026-10-01");
        assert_eq!(quarter.last_day().to_string(), "2026-12-31");
        let over_on =
            |month, day| Quarter::over_on(Date::new(2026, month, day).unwrap()).map(Quarter::number);
        assert_eq!([over_on(1, 1), over_on(3, 31), over_on(4, 1)], [Some(20254), Some(20254), Some(20261)]);
        assert_eq!([over_on(10, 1), over_on(12, 31)], [Some(20263); 2]);
        assert_eq!(Quarter::over_on(Date::new(1900, 3, 31).unwrap()), None);
        for wrong in ["2026", "2026Q0", "2026Q5", "26Q1", "1899Q1", "2026Q+1", "Q1"] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
    }
}
