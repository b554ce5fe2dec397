//! The bank's return file 回盘文件 of a round: which payments arrived and which came back, a row each.
//!
//! Owns: its columns, and holding it against what was paid. Refuses to know: the ledger, and what becomes of it there.

use super::rows::digits;
use super::sheet::{self, Column, Found, Unreadable};
use super::{Bad, Cause};
use crate::base::{BankCard, Fen};
use crate::entry::{BackReason, MOST_ROWS};
use std::collections::BTreeMap;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankColumn {
    /// The row of the round.
    Row,
    /// To which account.
    Account,
    /// Whose name.
    Name,
    /// How much.
    Amount,
    /// Whether it arrived.
    Result,
    /// Why it did not.
    Reason,
}

impl Column for BankColumn {
    const ALL: &'static [BankColumn] = &[
        BankColumn::Row,
        BankColumn::Account,
        BankColumn::Name,
        BankColumn::Amount,
        BankColumn::Result,
        BankColumn::Reason,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            BankColumn::Row => &["序号", "row"],
            BankColumn::Account => &["账号", "卡号", "收款账号", "account"],
            BankColumn::Name => &["户名", "姓名", "收款人", "name"],
            BankColumn::Amount => &["金额", "金额（元）", "金额(元)", "amount", "amount_yuan"],
            BankColumn::Result => &["结果", "状态", "result"],
            BankColumn::Reason => &["原因", "失败原因", "reason"],
        }
    }
}

/// What was paid in a row of the round, as far as the file must say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// How much; nothing where the row was not paid, or is past it.
    pub amount: Option<Fen>,
    /// The payment that it is of: a file must have all rows of each that it has any of.
    pub payment: u64,
    /// Her bank card and her name, where they were asked for.
    pub person: Option<(Option<String>, String)>,
}

/// What the file says of each row: nothing where it arrived, else why it came back.
pub type Answers = BTreeMap<u16, Option<BackReason>>;

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct BankFile {
    rows: Vec<Line>,
    bad: Vec<Bad<BankColumn>>,
    /// Whether it names accounts or persons: only then somebody must look into the vault.
    pub names_persons: bool,
}

#[derive(Clone, Debug, Default)]
struct Line {
    of_file: u64,
    row: Option<u16>,
    account: Option<String>,
    name: Option<String>,
    amount: Option<Fen>,
    result: Option<bool>,
    reason: Option<String>,
}

/// What is wrong with a file that is held against a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// Bad rows, each with its line in the file.
    pub bad: Vec<(u64, Bad<BankColumn>)>,
    /// Rows of the round that the file should have.
    pub missing: Vec<u16>,
}

/// Reads a file.
///
/// # Errors
/// [`Unreadable`]; what is wrong with single cells is told by [`BankFile::answers`].
pub fn read(bytes: &[u8]) -> Result<BankFile, Unreadable> {
    let sheet = sheet::read::<BankColumn>(bytes, MOST_ROWS)?;
    let (mut rows, mut found) = (Vec::new(), Found::new());
    for row in &sheet.rows {
        found.row += 1;
        let mut line = Line { of_file: row.line, ..Line::default() };
        match sheet.cells(row) {
            Err(bad) => bad.into_iter().for_each(|(column, cause)| found.push(column, cause)),
            Ok(cells) => {
                let here = |column| cells.iter().any(|(c, _)| *c == column);
                for needed in [BankColumn::Row, BankColumn::Amount, BankColumn::Result] {
                    if !here(needed) {
                        found.push(Some(needed), Cause::Empty);
                    }
                }
                cells.into_iter().for_each(|(column, cell)| take(&mut line, column, cell, &mut found));
            }
        }
        rows.push(line);
    }
    let names_persons = sheet.has(BankColumn::Account) || sheet.has(BankColumn::Name);
    Ok(BankFile { rows, bad: found.bad, names_persons })
}

fn take(into: &mut Line, column: BankColumn, cell: &str, found: &mut Found<BankColumn>) {
    match column {
        BankColumn::Row => {
            let row = digits(cell).and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0);
            into.row = found.take(column, row.ok_or_else(|| Cause::NoRow(cell.to_owned())));
        }
        // As `bank-list` guards it against spreadsheets, or as the bank writes it.
        BankColumn::Account => into.account = Some(cell.trim_start_matches('\'').to_owned()),
        BankColumn::Name => into.name = Some(cell.trim_start_matches('\'').to_owned()),
        BankColumn::Amount => into.amount = found.take(column, Fen::parse_yuan(cell).map_err(Cause::Amount)),
        BankColumn::Result => {
            let arrived = match cell.to_lowercase().as_str() {
                "成功" | "success" => Ok(true),
                "失败" | "failed" => Ok(false),
                _ => Err(Cause::Result(cell.to_owned())),
            };
            into.result = found.take(column, arrived);
        }
        BankColumn::Reason => into.reason = Some(cell.to_owned()),
    }
}

/// Why money came back, by the bank's own words: what is not understood is another reason.
fn reason(words: &str) -> BackReason {
    let words = words.to_lowercase();
    let says = |any: &[&str]| any.iter().any(|part| words.contains(part));
    if says(&["户名", "姓名", "name"]) {
        BackReason::NameDiffers
    } else if says(&["账号", "账户", "帐号", "帐户", "卡号", "销户", "account", "card"]) {
        BackReason::NoAccount
    } else if says(&["未领", "逾期未", "not-collected", "not collected"]) {
        BackReason::NotCollected
    } else {
        BackReason::Other
    }
}

impl BankFile {
    /// What it says of each row of the round that it names; `paid` are all rows of the round, the first first.
    ///
    /// # Errors
    /// [`Wrong`]: every row that does not fit, and every row that is missing.
    pub fn answers(&self, paid: &[Paid]) -> Result<Answers, Wrong> {
        let mut wrong: Vec<Bad<BankColumn>> = self.bad.clone();
        let (mut first, mut answers, mut payments) = (BTreeMap::new(), Answers::new(), Vec::new());
        for (line, number) in self.rows.iter().zip(1..) {
            let Some(row) = line.row else { continue };
            let mut bad = |column, cause| wrong.push(Bad { row: number, column: Some(column), cause });
            if let Some(first) = first.get(&row) {
                bad(BankColumn::Row, Cause::RowTwice { first: *first });
                continue;
            }
            first.insert(row, number);
            let Some(of) = usize::from(row).checked_sub(1).and_then(|at| paid.get(at)) else {
                bad(BankColumn::Row, Cause::NoRow(row.to_string()));
                continue;
            };
            let Some(amount) = of.amount else {
                bad(BankColumn::Row, Cause::NotPaid);
                continue;
            };
            payments.push(of.payment);
            if line.amount.is_some_and(|said| said != amount) {
                bad(BankColumn::Amount, Cause::OtherAmount { paid: amount });
            }
            if let Some((card, name)) = &of.person {
                let is_hers =
                    |said: &String| BankCard::parse(said).ok().map(|c| c.as_str().to_owned()) == *card;
                if line.account.as_ref().is_some_and(|said| !is_hers(said)) {
                    bad(BankColumn::Account, Cause::OtherAccount);
                }
                if line.name.as_ref().is_some_and(|said| said != name) {
                    bad(BankColumn::Name, Cause::OtherName);
                }
            }
            let because = reason(line.reason.as_deref().unwrap_or(""));
            answers.insert(row, (line.result == Some(false)).then_some(because));
        }
        let whole = |of: &&Paid| of.amount.is_some() && payments.contains(&of.payment);
        let expected = (1..).zip(paid).filter(|(_, of)| whole(of)).map(|(row, _)| row);
        let missing: Vec<u16> = expected.filter(|row| !first.contains_key(row)).collect();
        if wrong.is_empty() && missing.is_empty() {
            return Ok(answers);
        }
        wrong.sort_by_key(|bad| bad.row);
        let line = |row: usize| self.rows.get(row - 1).map_or(0, |line| line.of_file);
        Err(Wrong { bad: wrong.into_iter().map(|bad| (line(bad.row), bad)).collect(), missing })
    }
}
