//! Statements and books under random entries, beside figures that are counted from the entries anew.
//!
//! Owns: what must hold of every statement: both sides agree, sums add up, books tell the same, funds add up to the whole.
//! Refuses to know: how a statement looks; the snapshots of the command line show that.

#[path = "support/fresh.rs"]
mod fresh;
#[path = "statements/office.rs"]
mod office;

use jinguo::base::{AccountCode, Code, FundNo, Months, Period};
use jinguo::entry::Chart;
use jinguo::report::names::NameBook;
use jinguo::report::statements::{Asked, Statement, sheet};
use jinguo::report::{Cell, Kind, Row, Style, Table};
use jinguo::words::{Lang, Words};
use office::{Counted, FUNDS, Office, Step};
use proptest::prelude::*;

/// All that can be made of any ledger; a budget statement only of one with the government chart.
const MADE: [Statement; 13] = [
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
];

/// A statement of some months, of one fund or of all.
struct Reader<'a> {
    office: &'a mut Office,
    words: Words,
}

impl Reader<'_> {
    fn made(&mut self, statement: Statement, months: Months, fund: Option<&str>) -> Option<Table> {
        let fund = fund.map(|code| Code::new(code).unwrap());
        let asked = Asked { months, as_of: self.office.today(), fund };
        let ledger = &mut self.office.ledger;
        let mut names = NameBook::new(ledger).unwrap();
        let made = sheet(&self.words, ledger, &mut names, statement, &asked).unwrap()?;
        assert_eq!(made.key, statement.key());
        assert!(!made.name.is_empty() && made.name.chars().count() <= 31, "{}", made.name);
        for chart in &made.charts {
            assert!(chart.series.iter().all(|series| series.values.len() == chart.labels.len()));
        }
        Some(made.table)
    }

    fn of(&mut self, statement: Statement, months: Months) -> Table {
        self.made(statement, months, None).unwrap()
    }
}

fn at(table: &Table, key: &str) -> usize {
    table.columns.iter().position(|column| column.key == key).unwrap_or_else(|| panic!("no column {key}"))
}

fn money(row: &Row, column: usize) -> i64 {
    match &row.cells[column] {
        Cell::Money(amount) => amount.get(),
        _ => 0,
    }
}

/// The figure in the line of that name; nothing where there is no such line.
fn figure(table: &Table, name: &str, key: &str) -> i64 {
    let column = at(table, key);
    let named = |row: &&Row| row.cells.first() == Some(&Cell::Text(name.to_owned()));
    table.rows.iter().find(named).map_or(0, |row| money(row, column))
}

/// The sum of a column over the rows that are totals.
fn totals(table: &Table, key: &str) -> i64 {
    let column = at(table, key);
    let is_total = |row: &&Row| matches!(row.style, Style::Total | Style::Warning);
    table.rows.iter().filter(is_total).map(|row| money(row, column)).sum()
}

/// Every row and column that is said to be a sum is one.
fn adds_up(table: &Table) {
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|at| table.columns[*at].kind == Kind::Money).collect();
    for sum in &table.sums {
        for column in &columns {
            let of = |rows: &[usize]| rows.iter().map(|row| money(&table.rows[*row], *column)).sum::<i64>();
            let shown = &table.rows[sum.of];
            assert_eq!(money(shown, *column), of(&sum.plus) - of(&sum.minus), "{}: {:?}", table.title, shown);
        }
    }
    for column in columns {
        let (plus, minus) = table.columns[column].sum_of;
        if plus.is_empty() && minus.is_empty() {
            continue;
        }
        for row in table.rows.iter().filter(|row| matches!(row.cells[column], Cell::Money(_))) {
            let of = |keys: &[&str]| keys.iter().map(|key| money(row, at(table, key))).sum::<i64>();
            assert_eq!(money(row, column), of(plus) - of(minus), "{}: {row:?}", table.title);
        }
    }
    assert!(table.rows.iter().all(|row| row.style != Style::Warning), "{} has a row to look at", table.title);
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
}

const fn class(account: AccountCode) -> u32 {
    account.top().0 / 1000
}

fn own_cash(line: &Counted) -> bool {
    line.fund.0 != 0 && line.account.0 != 100_202 && matches!(line.account.top().0, 1001 | 1002 | 1009)
}

fn held_cash(line: &Counted) -> bool {
    !own_cash(line) && matches!(line.account.top().0, 1001 | 1002 | 1009)
}

fn agree_with_the_entries(office: &mut Office, months: Months) {
    let lines = office.lines();
    let words = Words::new(Lang::ZhCn);
    let mut reader = Reader { office, words };
    let sum = |counts: &dyn Fn(&Counted) -> bool| -> i64 {
        lines.iter().filter(|line| counts(line)).map(|line| line.amount).sum()
    };
    let within = |line: &Counted| months.holds(line.month);
    let until = |line: &Counted| line.month <= months.last();

    let position = reader.of(Statement::Position, months);
    let assets = sum(&|line| until(line) && class(line.account) == 1);
    assert_eq!(figure(&position, "资产总计", "closing_yuan"), assets);
    assert_eq!(figure(&position, "负债和净资产总计", "closing_yuan"), assets);
    let owed = -sum(&|line| until(line) && class(line.account) == 2);
    assert_eq!(figure(&position, "负债合计", "closing_yuan"), owed);
    let cash = sum(&|line| until(line) && own_cash(line));
    assert_eq!(figure(&position, "货币资金", "closing_yuan"), cash);
    let january = Months::year_of(months.last()).first();
    let net_before = -sum(&|line| line.month < january && (3..=5).contains(&class(line.account)));
    assert_eq!(figure(&position, "净资产合计", "opening_yuan"), net_before);

    let activities = reader.of(Statement::Activities, months);
    let bottom = if reader.office.chart == Chart::Government { "本期盈余" } else { "净资产变动额" };
    let result = -sum(&|line| within(line) && matches!(class(line.account), 4 | 5));
    assert_eq!(figure(&activities, bottom, "total_yuan"), result);
    let direct = -sum(&|line| within(line) && class(line.account) == 3);
    assert_eq!(figure(&activities, "直接计入净资产的变动", "total_yuan"), direct);
    let before = months.year_before().unwrap();
    let a_year_before = -sum(&|line| before.holds(line.month) && matches!(class(line.account), 4 | 5));
    assert_eq!(figure(&activities, bottom, "before_yuan"), a_year_before);
    if reader.office.chart == Chart::NonProfit {
        let restricted = -sum(&|line| within(line) && matches!(line.account.0, 410_102 | 440_102));
        assert_eq!(figure(&activities, bottom, "restricted_yuan"), restricted);
    }

    let flows = reader.of(Statement::CashFlows, months);
    let moved = sum(&|line| within(line) && own_cash(line));
    assert_eq!(figure(&flows, "现金净增加额", "total_yuan"), moved);
    assert_eq!(figure(&flows, "期末现金", "total_yuan"), cash);
    assert_eq!(figure(&flows, "期末受托代理的现金", "total_yuan"), sum(&|l| until(l) && held_cash(l)));

    let spending = reader.of(Statement::IncomeAndSpending, months);
    let last = spending.rows.last().unwrap();
    assert_eq!(money(last, at(&spending, "cash_yuan")), cash);

    let trial = reader.of(Statement::TrialBalance, months);
    let side = |debit: bool| -> i64 {
        lines
            .iter()
            .filter(|l| within(l) && l.debit == debit)
            .map(|l| if debit { l.amount } else { -l.amount })
            .sum()
    };
    let general = reader.of(Statement::GeneralLedger, months);
    let subsidiary = reader.of(Statement::Subsidiary, months);
    for (key, debit) in [("debit_yuan", true), ("credit_yuan", false)] {
        let counted = side(debit);
        assert_eq!(totals(&trial, key), counted);
        assert_eq!(totals(&general, key), counted);
        assert_eq!(totals(&subsidiary, key), counted);
    }
    assert_eq!(totals(&subsidiary, "balance_yuan"), 0);

    let chronological = reader.of(Statement::Chronological, months);
    let booked: i64 = lines.iter().filter(|l| months.holds(l.booked) && l.debit).map(|l| l.amount).sum();
    assert_eq!(totals(&chronological, "debit_yuan"), booked);
    assert_eq!(chronological.rows.len() - 1, lines.iter().filter(|l| months.holds(l.booked)).count());

    let days = reader.of(Statement::DayBook, months);
    let all_money = sum(&|line| until(line) && (own_cash(line) || held_cash(line)));
    assert_eq!(totals(&days, "balance_yuan"), all_money);
    for (name, no) in [("基本账户", None), ("JB 工资户", Some(1))] {
        let (money_at, balance) = (at(&days, "money"), at(&days, "balance_yuan"));
        let of = |row: &&Row| row.style == Style::Total && row.cells[money_at] == Cell::Text(name.into());
        let shown = days.rows.iter().find(of).map_or(0, |row| money(row, balance));
        let counted = sum(&|l| until(l) && (own_cash(l) || held_cash(l)) && l.money.map(|no| no.0) == no);
        assert_eq!(shown, counted, "{name}");
    }

    for statement in MADE {
        let table = reader.made(statement, months, None);
        assert_eq!(
            table.is_none(),
            statement == Statement::Budget && reader.office.chart == Chart::NonProfit
        );
        table.iter().for_each(adds_up);
    }
}

fn funds_add_up(office: &mut Office, months: Months) {
    let lines = office.lines();
    let mut reader = Reader { office, words: Words::new(Lang::En) };
    let held = |counts: &dyn Fn(&Counted) -> bool| -> i64 {
        let of = |line: &&Counted| line.fund == FundNo::PASS_THROUGH && counts(line);
        lines.iter().filter(of).map(|line| line.amount).sum()
    };
    let until = |line: &Counted| line.month <= months.last();
    for (statement, key, outside) in [
        (Statement::TrialBalance, "debit_yuan", held(&|l| months.holds(l.month) && l.debit)),
        (Statement::Subsidiary, "debit_yuan", held(&|l| months.holds(l.month) && l.debit)),
        (Statement::GeneralLedger, "debit_yuan", held(&|l| months.holds(l.month) && l.debit)),
        (Statement::Chronological, "debit_yuan", held(&|l| months.holds(l.booked) && l.debit)),
        (Statement::DayBook, "balance_yuan", held(&|l| until(l) && held_cash(l))),
        (Statement::IncomeAndSpending, "cash_yuan", 0),
    ] {
        let whole = reader.of(statement, months);
        let mut sum = outside;
        for fund in FUNDS {
            let table = reader.made(statement, months, Some(fund)).unwrap();
            adds_up(&table);
            sum += totals(&table, key);
        }
        // The whole has a total of its own below those of the funds.
        let twice = if statement == Statement::IncomeAndSpending { 2 } else { 1 };
        assert_eq!(totals(&whole, key), sum * twice, "{statement:?}");
    }
    for (statement, line) in [
        (Statement::Activities, "Income in all"),
        (Statement::Activities, "Expenses in all"),
        (Statement::CashFlows, "Net change in cash"),
    ] {
        let whole = figure(&reader.of(statement, months), line, "total_yuan");
        let each = FUNDS
            .map(|fund| figure(&reader.made(statement, months, Some(fund)).unwrap(), line, "total_yuan"));
        assert_eq!(whole, each.iter().sum::<i64>(), "{line}");
    }
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<[u8; 6]>().prop_map(Step), 1..most)
}

fn run(first: u32, length: u32) -> Months {
    let month = |n: u32| Period::from_number((2025 + n / 12) * 100 + n % 12 + 1).unwrap();
    Months::new(month(first), month(first + length)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_statement_agrees_with_the_entries(
        steps in steps(60),
        government: bool,
        first in 0u32..18,
        length in 0u32..6,
    ) {
        let chart = if government { Chart::Government } else { Chart::NonProfit };
        let mut office = Office::of(chart, &steps);
        agree_with_the_entries(&mut office, run(first, length));
        agree_with_the_entries(&mut office, Months::parse("2026").unwrap());
        funds_add_up(&mut office, run(first, length));
    }
}

/// A long quiet book of everything: each kind of step in each month.
#[test]
fn both_sides_agree_at_every_month_end() {
    for chart in [Chart::NonProfit, Chart::Government] {
        let steps: Vec<Step> = (0..240u8).map(|n| Step([n, n / 10, n % 28, 200 - n / 2, n % 7, n])).collect();
        let mut office = Office::of(chart, &steps);
        assert!(office.lines().len() > 250, "only {} lines", office.lines().len());
        for n in 0..24 {
            agree_with_the_entries(&mut office, run(n, 0));
        }
        funds_add_up(&mut office, run(0, 23));
    }
}

#[test]
fn nothing_was_booked_in_an_empty_period() {
    let mut office = Office::of(Chart::NonProfit, &[]);
    let words = Words::new(Lang::En);
    let nothing = words.word("report-nothing-booked");
    let mut reader = Reader { office: &mut office, words };
    for statement in MADE.into_iter().filter(|statement| *statement != Statement::Budget) {
        let table = reader.of(statement, Months::parse("2024-Q1").unwrap());
        adds_up(&table);
        let figures = table.rows.iter().flat_map(|row| &row.cells);
        assert!(figures.clone().all(|cell| !matches!(cell, Cell::Money(amount) if !amount.is_zero())));
        let others = [Statement::Portfolio, Statement::Programme, Statement::Disclosure];
        assert!(others.contains(&statement) || table.notes.contains(&nothing), "{statement:?}");
    }
}
