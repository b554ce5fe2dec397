//! A table into a format, one file a format.
//!
//! Owns: the formats. Refuses to know: the rules.

pub mod audit_page;
mod beancount;
pub mod binding;
pub mod checkpoint_page;
pub mod compare;
pub mod csv;
mod hledger;
pub mod html;
pub mod journal;
pub mod json;
pub mod qr;
pub mod receipt_page;
pub mod table_text;
mod wrap;

use crate::base::Fen;

/// An amount for programs: yuan with two decimals, without separators: `-1234.56`.
fn plain_amount(amount: Fen) -> String {
    amount.to_string().replace(',', "")
}

#[cfg(test)]
pub(crate) fn sample() -> crate::report::Table {
    use crate::base::Date;
    use crate::report::{Cell, Kind, Style, Table};
    let mut table = Table::new("基金余额")
        .column("fund", "基金", Kind::Text)
        .column("opened", "设立", Kind::Date)
        .column("entries", "笔数", Kind::Number)
        .column("balance_yuan", "余额（元）", Kind::Money);
    table.notes.push("截至 2026-03-31".into());
    let day = Date::new(2026, 3, 8);
    table.push(vec!["GA 妇女儿童关爱基金".into(), day.into(), Cell::Int(12), Fen::new(10_000_000).into()]);
    table.push(vec!["LA, \"两癌\"".into(), Cell::Empty, Cell::Int(-3), Fen::new(-5).into()]);
    table.push_as(Style::Warning, vec!["=1+1".into(), Cell::Empty, Cell::Empty, Cell::Empty]);
    table.push_as(Style::Total, vec!["合计".into(), Cell::Empty, Cell::Int(9), Fen::new(9_999_995).into()]);
    table
}
