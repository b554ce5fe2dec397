//! The statements and books of finance, by name.
//!
//! Owns: which there are, what each is asked, and which room makes it. Refuses to know: their figures.
//!
//! Lines follow the templates of 财会〔2004〕7号, 财会〔2024〕25号 and 财会〔2017〕25号 as far as they are known from the accounts;
//! `docs/decisions.md` says what was not checked against the official text.

mod activities;
mod books;
mod budget_statement;
mod cash_flows;
mod cash_lines;
mod chronological;
mod day_book;
mod general_ledger;
mod income_and_spending;
mod lines;
mod position;
mod subsidiary;
mod told;
mod wrapped;

use super::balance::add;
use super::names::NameBook;
use super::work::Work;
use super::{Sheet, Table, statement_fund, statement_gift, statement_loan, statement_person};
use crate::base::{AccountCode, Code, Date, Fen, FundNo, GiftNo, LoanNo, Months, Period, PersonNo};
use crate::book::Turnover;
use crate::entry::Chart;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use books::Books;

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
    /// 凭证: a page of vouchers, and no table.
    Vouchers,
    /// The statement of the fund that is asked for 基金收支.
    Fund,
    /// The statement of a loan.
    Loan(LoanNo),
    /// The statement of a bound gift.
    Gift(GiftNo),
    /// The statement of a person.
    Person(PersonNo),
}

impl Statement {
    /// All that are tables of the whole ledger, in the order in which they are filed.
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

    /// All that are named by a word: those of [`Statement::ALL`], vouchers, and the statement of one fund.
    pub fn by_name() -> impl Iterator<Item = Statement> {
        Statement::ALL.into_iter().chain([Statement::Vouchers, Statement::Fund])
    }

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
            Statement::Vouchers => "vouchers",
            Statement::Fund => "fund",
            Statement::Loan(_) => "loan",
            Statement::Gift(_) => "gift",
            Statement::Person(_) => "person",
        }
    }

    /// Whether books that are kept by that chart of accounts have it.
    #[must_use]
    pub fn belongs_to(self, chart: Chart) -> bool {
        self != Statement::Budget || chart == Chart::Government
    }

    /// Its key, and of one loan, gift or person also which: `loan:L-000001`.
    #[must_use]
    pub fn name(self) -> String {
        let key = self.key();
        match self {
            Statement::Loan(no) => format!("{key}:{no}"),
            Statement::Gift(no) => format!("{key}:{no}"),
            Statement::Person(no) => format!("{key}:{no}"),
            _ => key.to_owned(),
        }
    }

    /// What people call it: the government chart has another name for 业务活动表, that of one loan, gift or person its number.
    #[must_use]
    pub fn label(self, words: &Words, chart: Chart) -> String {
        match (self, chart) {
            (Statement::Loan(no), _) => no.to_string(),
            (Statement::Gift(no), _) => no.to_string(),
            (Statement::Person(no), _) => no.to_string(),
            (Statement::Activities, Chart::Government) => words.word("sheet-income-and-expenses"),
            _ => words.word(&format!("sheet-{}", self.key())),
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Statement> {
        match name.split_once(':') {
            Some(("loan", no)) => LoanNo::parse(no).ok().map(Statement::Loan),
            Some(("gift", no)) => GiftNo::parse(no).ok().map(Statement::Gift),
            Some(("person", no)) => PersonNo::parse(no).ok().map(Statement::Person),
            Some(_) => None,
            None => Statement::by_name().find(|statement| statement.key() == name),
        }
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

/// What was posted to an account of a fund in a month.
type Moved = (FundNo, AccountCode, Period, Turnover);

/// The statement as a sheet; `None` where it does not belong to the ledger's chart of accounts.
///
/// # Errors
/// [`Refusal::UnknownFundCode`](crate::book::Refusal::UnknownFundCode); where index or vault can't be read; sums past
/// the range of money.
pub fn sheet(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    statement: Statement,
    asked: &Asked,
) -> Result<Option<Sheet>, LedgerError> {
    if !statement.belongs_to(ledger.chart()?) {
        return Ok(None);
    }
    let (table, charts) = match statement {
        Statement::TrialBalance => (wrapped::trial_balance(words, ledger, asked)?, Vec::new()),
        Statement::Position => (position::table(words, ledger, names, asked)?, Vec::new()),
        Statement::Activities => activities::table(words, ledger, names, asked)?,
        Statement::Portfolio => wrapped::portfolio(words, ledger, names, asked)?,
        Statement::Programme => wrapped::programme(words, ledger, names, asked)?,
        Statement::Disclosure => (wrapped::disclosure(words, ledger, names, asked)?, Vec::new()),
        Statement::CashFlows => (cash_flows::table(words, ledger, names, asked)?, Vec::new()),
        Statement::IncomeAndSpending => income_and_spending::table(words, ledger, names, asked)?,
        Statement::Budget => (budget_statement::table(words, ledger, names, asked)?, Vec::new()),
        Statement::GeneralLedger => (general_ledger::table(words, ledger, names, asked)?, Vec::new()),
        Statement::Chronological => (chronological::table(words, ledger, names, asked)?, Vec::new()),
        Statement::DayBook => (day_book::table(words, ledger, names, asked)?, Vec::new()),
        Statement::Subsidiary => (subsidiary::table(words, ledger, names, asked)?, Vec::new()),
        Statement::Work => (Work::of(words, ledger, names, asked.months)?.table(words, true), Vec::new()),
        Statement::Fund => {
            let Some(code) = &asked.fund else { return Ok(None) };
            let fund = ledger.fund_by_code(code)?;
            (statement_fund::table(words, ledger, &fund, asked.months.into())?, Vec::new())
        }
        Statement::Loan(no) => {
            let (span, today) = (asked.months.into(), asked.as_of);
            (statement_loan::table(words, ledger, names, no, span, today, true)?, Vec::new())
        }
        Statement::Gift(no) => (statement_gift::table(words, ledger, names, no)?, Vec::new()),
        Statement::Person(no) => {
            (statement_person::table(words, ledger, names, no, asked.months.into())?, Vec::new())
        }
        Statement::Vouchers => return Ok(None),
    };
    let name = statement.label(words, ledger.chart()?);
    Ok(Some(Sheet { key: statement.key(), name, table, charts }))
}

/// What income, expenses and net assets of the months are made of: all that was posted but for what closes a year.
fn activity(ledger: &Ledger) -> Result<Vec<Moved>, LedgerError> {
    ledger.activity()
}

/// What restrictions ended in the months 限定性净资产转为非限定性净资产, of one fund or of all.
fn released(ledger: &Ledger, fund: Option<FundNo>, months: Months) -> Result<Fen, LedgerError> {
    let all = ledger.releases()?.into_iter();
    all.filter(|(of, month, _)| fund.is_none_or(|fund| fund == *of) && months.holds(*month))
        .try_fold(Fen::ZERO, |sum, (_, _, amount)| add(sum, amount))
}

/// A table with its title, and what must be known of all of it: the months, the fund, the unit, whether anything was
/// booked.
fn begun(words: &Words, ledger: &Ledger, names: &NameBook, key: &str, books: &Books) -> Table {
    let mut table = Table::new(words.say(key, &[("name", ledger.organisation().into())]));
    table.notes = notes(words, names, books);
    table
}

/// What must be known of the names that a book came to show, where the table does not say it already.
fn named(words: &Words, names: &NameBook, table: &mut Table) {
    for note in names.notes_on_names(words) {
        if !table.notes.contains(&note) {
            table.notes.push(note);
        }
    }
}

fn notes(words: &Words, names: &NameBook, books: &Books) -> Vec<String> {
    let mut notes = vec![words.say("report-period", &[("period", words.months(books.months).into())])];
    if let Some(fund) = &books.fund {
        let of = [("code", (&fund.code).into()), ("name", (&fund.name).into())];
        notes.push(words.say("report-of-fund", &of));
    }
    notes.push(words.word("report-unit"));
    if !books.moved.iter().any(|(_, _, month, _)| books.months.holds(*month)) {
        notes.push(words.word("report-nothing-booked"));
    }
    notes.extend(names.notes(words));
    notes
}
