//! A table into a format, one file a format.
//!
//! Owns: the formats. Refuses to know: the rules.

mod about;
pub mod audit_page;
mod beancount;
pub mod binding;
pub mod checkpoint_page;
pub mod compare;
pub mod csv;
pub mod file;
mod hledger;
pub mod html;
pub mod journal;
pub mod json;
pub mod pdf;
pub mod qr;
pub mod receipt_page;
pub mod report_page;
mod svg;
pub mod table_text;
pub mod voucher_page;
mod wrap;
pub mod xlsx;
mod zip;

use crate::base::Fen;
use crate::report::{Column, Kind, Unit};
use std::borrow::Cow;

/// What one hundredth of 万元 is in fen.
const WAN_STEP: i64 = 10_000;

/// The amount as a number of the unit, with two decimals and separators: `-1,234.56`.
///
/// In 万元 it is rounded to two decimals, half away from zero, where the table has not been rounded before.
fn amount(amount: Fen, unit: Unit) -> String {
    in_unit(amount, unit).to_string()
}

/// The same for programs, without separators: `-1234.56`.
fn plain_amount(amount: Fen, unit: Unit) -> String {
    let mut text = String::new();
    push_plain(in_unit(amount, unit), &mut text);
    text
}

/// Hundredths of the unit, which are shown as fen are: with two decimals.
fn in_unit(amount: Fen, unit: Unit) -> Fen {
    match unit {
        Unit::Yuan => amount,
        Unit::Wan => {
            let fen = amount.get();
            let away = i64::from(fen % WAN_STEP >= WAN_STEP / 2) - i64::from(fen % WAN_STEP <= -WAN_STEP / 2);
            Fen::new(fen / WAN_STEP + away)
        }
    }
}

/// Writes hundredths with a point and without separators.
fn push_plain(hundredths: Fen, out: &mut String) {
    use std::fmt::Write as _;
    let size = hundredths.get().unsigned_abs();
    let sign = if hundredths.is_negative() { "-" } else { "" };
    // A String takes everything.
    let _ = write!(out, "{sign}{}.{:02}", size / 100, size % 100);
}

/// The name that programs know a column by: of amounts it says the unit.
fn key(column: &Column, unit: Unit) -> Cow<'static, str> {
    match (unit, column.kind, column.key.strip_suffix("yuan")) {
        (Unit::Wan, Kind::Money, Some(name)) => Cow::Owned(format!("{name}wan_yuan")),
        _ => Cow::Borrowed(column.key),
    }
}

/// The heading of a column: one of amounts that names yuan names the table's unit instead.
fn heading(column: &Column, unit: Unit) -> Cow<'_, str> {
    let named = |yuan: &str, wan: &str| Some(format!("{}{wan}", column.title.strip_suffix(yuan)?));
    match (unit, column.kind) {
        (Unit::Wan, Kind::Money) => named("（元）", "（万元）")
            .or_else(|| named("(yuan)", "(10,000 yuan)"))
            .map_or(Cow::Borrowed(&column.title), Cow::Owned),
        _ => Cow::Borrowed(&column.title),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Table;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_shown_in_the_unit() {
        for (fen, yuan, wan) in [
            (123_456_789_000, "1,234,567,890.00", "123,456.79"),
            (1_230_000, "12,300.00", "1.23"),
            (-1_230_000, "-12,300.00", "-1.23"),
            (5_000, "50.00", "0.01"),
            (-5_000, "-50.00", "-0.01"),
            (4_999, "49.99", "0.00"),
            (-4_999, "-49.99", "0.00"),
            (0, "0.00", "0.00"),
        ] {
            assert_eq!(amount(Fen::new(fen), Unit::Yuan), yuan);
            assert_eq!(amount(Fen::new(fen), Unit::Wan), wan, "{fen}");
        }
        assert_eq!(plain_amount(Fen::new(-123_456_789), Unit::Yuan), "-1234567.89");
        assert_eq!(plain_amount(Fen::new(i64::MIN), Unit::Yuan), "-92233720368547758.08");
    }

    #[test]
    fn a_column_says_its_unit() {
        let table = Table::new("")
            .column("debit_yuan", "借方（元）", Kind::Money)
            .column("yuan", "Debit (yuan)", Kind::Text)
            .column("credit_yuan", "Credit (yuan)", Kind::Money);
        let shown: Vec<_> =
            table.columns.iter().map(|c| (key(c, Unit::Wan), heading(c, Unit::Wan))).collect();
        assert_eq!(shown[0], ("debit_wan_yuan".into(), "借方（万元）".into()));
        assert_eq!(shown[1], ("yuan".into(), "Debit (yuan)".into()));
        assert_eq!(shown[2], ("credit_wan_yuan".into(), "Credit (10,000 yuan)".into()));
        assert_eq!(
            (key(&table.columns[0], Unit::Yuan), heading(&table.columns[0], Unit::Yuan)),
            ("debit_yuan".into(), "借方（元）".into())
        );
    }

    proptest! {
        #[test]
        fn plain_amounts_are_amounts_without_commas(fen in any::<i64>()) {
            prop_assert_eq!(plain_amount(Fen::new(fen), Unit::Yuan), Fen::new(fen).to_string().replace(',', ""));
            let apart = i128::from(fen) - i128::from(in_unit(Fen::new(fen), Unit::Wan).get()) * i128::from(WAN_STEP);
            prop_assert!(apart.abs() <= i128::from(WAN_STEP / 2));
        }
    }
}
