//! The statements and books of finance, by name.
//!
//! Owns: which there are, and what each is asked. Refuses to know: their figures.

use crate::base::{Code, Date, Months};

/// A statement or a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statement {
    /// 科目余额表.
    TrialBalance,
    /// 资产负债表.
    Position,
    /// 业务活动表; of the government chart 收入费用表.
    Activities,
    /// 现金流量表.
    CashFlows,
    /// 收支明细表, fund by fund.
    IncomeAndSpending,
    /// 预算收入支出表, of the government chart.
    Budget,
    /// 总账: each account, month by month.
    GeneralLedger,
    /// 序时账: every posting by voucher.
    Chronological,
    /// 日记账 of cash and bank.
    DayBook,
    /// 明细账: every posting by account.
    Subsidiary,
    /// 贷款组合.
    Portfolio,
    /// 项目统计.
    Programme,
    /// 公示表.
    Disclosure,
    /// 工作报告.
    Work,
}

impl Statement {
    /// All, in the order in which they are filed.
    pub const ALL: [Statement; 14] = [
        Statement::TrialBalance,
        Statement::Position,
        Statement::Activities,
        Statement::CashFlows,
        Statement::IncomeAndSpending,
        Statement::Budget,
        Statement::GeneralLedger,
        Statement::Chronological,
        Statement::DayBook,
        Statement::Subsidiary,
        Statement::Portfolio,
        Statement::Programme,
        Statement::Disclosure,
        Statement::Work,
    ];

    /// The name that programs and the command line know it by.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Statement::TrialBalance => "trial-balance",
            Statement::Position => "position",
            Statement::Activities => "activities",
            Statement::CashFlows => "cash-flows",
            Statement::IncomeAndSpending => "income-and-spending",
            Statement::Budget => "budget",
            Statement::GeneralLedger => "general-ledger",
            Statement::Chronological => "chronological",
            Statement::DayBook => "day-book",
            Statement::Subsidiary => "subsidiary",
            Statement::Portfolio => "portfolio",
            Statement::Programme => "programme",
            Statement::Disclosure => "disclosure",
            Statement::Work => "work",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Statement> {
        Statement::ALL.into_iter().find(|statement| statement.key() == key)
    }
}

/// What a statement is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The months that it covers, by voucher date; of 工作报告 and programmes by business date.
    pub months: Months,
    /// The day that it is made on.
    pub as_of: Date,
    /// Only of this fund, where the statement can be of one.
    pub fund: Option<Code>,
}
