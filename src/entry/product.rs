//! Loan products 贷款产品: whose money they lend, and on which terms.
//!
//! Owns: their fields. Refuses to know: arithmetic, and which terms are lawful.

use super::opening::take_line;
use super::{take_amount, take_code, take_u32};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Code, Date, Fen, FundNo, GuarantorNo, Line, ProductNo, Rate};
use serde::{Deserialize, Serialize};

/// A value in one byte, from a list that is also its order in `docs/format.md`.
macro_rules! one_byte {
    ($(#[$doc:meta])* $name:ident $field:literal { $($(#[$of:meta])* $value:ident = $tag:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* $value,)+
        }

        impl $name {
            /// All of them, by their number in entries.
            pub const ALL: &'static [$name] = &[$($name::$value,)+];

            /// Its number in entries.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $($name::$value => $tag,)+ }
            }

            pub(super) fn take(from: &mut Take<'_>) -> Result<$name, WireError> {
                let wrong = from.impossible($field);
                match from.u8()? {
                    $($tag => Ok($name::$value),)+
                    _ => Err(wrong),
                }
            }
        }
    };
}
pub(super) use one_byte;

one_byte!(
    /// How often its money may be drawn.
    LoanKind "kind of product" {
        /// Drawn once or in tranches, up to its amount.
        Term = 1,
        /// Drawn and repaid freely within a limit 循环额度.
        Revolving = 2,
    }
);

one_byte!(
    /// How days count for interest.
    DayCount "day count" {
        /// Days as they are, a year of 360.
        Actual360 = 1,
        /// Days as they are, a year of 365.
        Actual365 = 2,
        /// Months of 30 days, a year of 360; a 31st counts as the 30th (30E/360).
        Thirty360 = 3,
    }
);

one_byte!(
    /// How a fraction of a 分 becomes whole.
    Rounding "rounding" {
        /// To the nearest; a half to the even one 银行家舍入.
        HalfEven = 1,
        /// To the nearest; a half upwards 四舍五入.
        HalfUp = 2,
    }
);

one_byte!(
    /// How a loan is repaid.
    Method "method" {
        /// 等额本息: equal payments.
        EqualPayments = 1,
        /// 等额本金: equal parts of the principal.
        EqualPrincipal = 2,
        /// 按月付息到期还本: interest monthly, the principal at the end.
        InterestMonthly = 3,
        /// 到期一次还本付息: everything at the end.
        AllAtEnd = 4,
    }
);

one_byte!(
    /// A part of what a borrower owes.
    Part "part of a repayment" {
        /// 费用.
        Fees = 1,
        /// 罚息.
        Penalty = 2,
        /// 利息.
        Interest = 3,
        /// 本金.
        Principal = 4,
    }
);

one_byte!(
    /// Whose days count for the five tiers 五级分类.
    Profile "profile of tiers" {
        /// A loan: 90, 270 and 360 days.
        Loan = 1,
        /// A card: 90, 120 and 180 days.
        Card = 2,
    }
);

/// In which order a payment meets what is due. Each part stands in it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RepaymentOrder([Part; 4]);

impl RepaymentOrder {
    /// 费用、罚息、利息、本金.
    pub const USUAL: RepaymentOrder =
        RepaymentOrder([Part::Fees, Part::Penalty, Part::Interest, Part::Principal]);

    /// The order, where each part stands in it once.
    #[must_use]
    pub fn new(parts: [Part; 4]) -> Option<RepaymentOrder> {
        let each_once = Part::ALL.iter().all(|part| parts.contains(part));
        each_once.then_some(RepaymentOrder(parts))
    }

    /// The parts, first to last.
    #[must_use]
    pub const fn parts(self) -> [Part; 4] {
        self.0
    }
}

/// Time that a borrower is given 宽限: four kinds, each for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Graces {
    /// Months after the first draw in which no principal falls due.
    pub principal_months: u16,
    /// Months after the first draw in which interest runs but none falls due.
    pub interest_months: u16,
    /// Months after the first draw in which no interest runs.
    pub free_months: u16,
    /// Days by which a payment may be late before it counts as arrears.
    pub ageing_days: u16,
}

/// The terms of a product from a day on, and of a contract made under them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Terms {
    /// The yearly rate.
    pub rate: Rate,
    /// By how many per cent of the rate the penalty interest 罚息 on overdue principal is, on top of the rate.
    pub surcharge_percent: u16,
    /// How days count.
    pub day_count: DayCount,
    /// How a fraction of a 分 becomes whole.
    pub rounding: Rounding,
    /// How it is repaid.
    pub method: Method,
    /// What time is given.
    pub graces: Graces,
    /// In which order a payment meets what is due.
    pub order: RepaymentOrder,
    /// The day of the month on which instalments fall due, 1 to 28; 0: the day of the first draw.
    pub due_day: u8,
    /// The most that one borrower may owe.
    pub limit: Fen,
    /// The longest term, in months.
    pub longest_months: u16,
    /// Who may apply.
    pub eligible: Eligible,
}

/// Who may apply, as far as an ID number shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Eligible {
    /// Women alone.
    pub women_only: bool,
    /// The lowest age in whole years; 0: none.
    pub youngest: u8,
    /// The highest age in whole years; 0: none.
    pub oldest: u8,
}

impl Terms {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.rate.millionths());
        out.u16(self.surcharge_percent);
        out.u8(self.day_count.number());
        out.u8(self.rounding.number());
        out.u8(self.method.number());
        let Graces { principal_months, interest_months, free_months, ageing_days } = self.graces;
        for grace in [principal_months, interest_months, free_months, ageing_days] {
            out.u16(grace);
        }
        for part in self.order.0 {
            out.u8(part.number());
        }
        out.u8(self.due_day);
        out.i64(self.limit.get());
        out.u16(self.longest_months);
        out.u8(u8::from(self.eligible.women_only));
        out.u8(self.eligible.youngest);
        out.u8(self.eligible.oldest);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Terms, WireError> {
        let rate = Rate::from_millionths(from.u32()?);
        let surcharge_percent = from.u16()?;
        let (day_count, rounding, method) =
            (DayCount::take(from)?, Rounding::take(from)?, Method::take(from)?);
        let graces = Graces {
            principal_months: from.u16()?,
            interest_months: from.u16()?,
            free_months: from.u16()?,
            ageing_days: from.u16()?,
        };
        let wrong = from.impossible("order of repayment");
        let mut parts = [Part::Fees; 4];
        for part in &mut parts {
            *part = Part::take(from)?;
        }
        let order = RepaymentOrder::new(parts).ok_or(wrong)?;
        let wrong = from.impossible("day of the month");
        let due_day = from.u8()?;
        if due_day > 28 {
            return Err(wrong);
        }
        Ok(Terms {
            rate,
            surcharge_percent,
            day_count,
            rounding,
            method,
            graces,
            order,
            due_day,
            limit: take_amount(from)?,
            longest_months: from.u16()?,
            eligible: Eligible {
                women_only: from.flag("women only")?,
                youngest: from.u8()?,
                oldest: from.u8()?,
            },
        })
    }
}

/// Whose money a product lends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A fund of the office 自有资金: on the books.
    Own(FundNo),
    /// Another lender, such as a bank, on the office's recommendation 推荐: outside vouchers. Public text, no person.
    Lender(Line),
}

/// A product was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductAdded {
    /// Its number.
    pub no: ProductNo,
    /// The short code that people type.
    pub code: Code,
    /// Its name.
    pub name: Line,
    /// How often its money may be drawn.
    pub kind: LoanKind,
    /// Whose days count for the five tiers.
    pub profile: Profile,
    /// Whose money.
    pub source: Source,
    /// Who stands behind its loans, where somebody does.
    pub guarantor: Option<GuarantorNo>,
}

impl ProductAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.code.as_str());
        out.text(self.name.as_str());
        out.u8(self.kind.number());
        out.u8(self.profile.number());
        match &self.source {
            Source::Own(fund) => {
                out.u8(1);
                out.u32(fund.0);
            }
            Source::Lender(lender) => {
                out.u8(2);
                out.text(lender.as_str());
            }
        }
        out.u32(self.guarantor.map_or(0, |g| g.0));
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<ProductAdded, WireError> {
        let no = ProductNo(take_u32(from, "product")?);
        let code = take_code(from)?;
        let name = take_line(from, "product's name")?;
        let (kind, profile) = (LoanKind::take(from)?, Profile::take(from)?);
        let wrong = from.impossible("source of money");
        let source = match from.u8()? {
            1 => Source::Own(FundNo(take_u32(from, "fund number")?)),
            2 => Source::Lender(take_line(from, "lender")?),
            _ => return Err(wrong),
        };
        let guarantor = match from.u32()? {
            0 => None,
            no => Some(GuarantorNo(no)),
        };
        Ok(ProductAdded { no, code, name, kind, profile, source, guarantor })
    }
}

/// The terms of a product from a day on; contracts made before that day keep theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsSet {
    /// The product.
    pub product: ProductNo,
    /// The first day on which contracts are made under them.
    pub from: Date,
    /// The terms.
    pub terms: Terms,
}

impl TermsSet {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.product.0);
        out.u32(self.from.number());
        self.terms.put(out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<TermsSet, WireError> {
        Ok(TermsSet {
            product: ProductNo(take_u32(from, "product")?),
            from: super::take_date(from)?,
            terms: Terms::take(from)?,
        })
    }
}
