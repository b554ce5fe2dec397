//! A table in 万元, rounded so that what is added up still adds up.
//!
//! Owns: which way each figure is rounded. Refuses to know: what the figures are of.
//!
//! A total is rounded first. Its parts then get the whole units that they have, and the units that are still missing go
//! to the parts with the largest remainders. So every part is less than a unit off, parts that are whole stay as they
//! are, and the column adds up to the total shown. Columns that are sums of others are added up from what is shown.

use super::{Cell, Kind, Sum, Table, Unit};
use crate::base::Fen;
use crate::words::Words;

/// 0.01 万元, in fen: the last digit that is shown.
const STEP: i64 = 10_000;

impl Table {
    /// The table in 万元; one that is in 万元 already stays as it is.
    #[must_use]
    pub fn in_wan(mut self, words: &Words) -> Table {
        if self.unit == Unit::Wan {
            return self;
        }
        self.unit = Unit::Wan;
        for at in 0..self.columns.len() {
            let column = &mut self.columns[at];
            if column.kind != Kind::Money {
                continue;
            }
            column.title = column.title.replace("（元）", "（万元）").replace("(yuan)", "(10,000 yuan)");
            if column.sum_of == (&[][..], &[][..]) {
                self.round(at);
            } else {
                self.add_across(at);
            }
        }
        let (yuan, wan) = (words.word("report-unit"), words.word("report-unit-wan"));
        match self.notes.iter_mut().find(|note| **note == yuan) {
            Some(note) => *note = wan,
            None => self.notes.push(wan),
        }
        self
    }

    fn round(&mut self, column: usize) {
        let exact: Vec<Option<i64>> = self
            .rows
            .iter()
            .map(|row| match row.cells.get(column) {
                Some(Cell::Money(amount)) => Some(amount.get()),
                _ => None,
            })
            .collect();
        for (row, steps) in self.rows.iter_mut().zip(rounded(&exact, &self.sums)) {
            if let Some(steps) = steps {
                row.cells[column] = Cell::Money(Fen::new(steps.saturating_mul(STEP)));
            }
        }
    }

    fn add_across(&mut self, column: usize) {
        let (plus, minus) = self.columns[column].sum_of;
        let at = |key: &&str| self.columns.iter().position(|column| column.key == *key);
        let signs: Vec<(usize, i64)> = plus
            .iter()
            .filter_map(at)
            .map(|at| (at, 1))
            .chain(minus.iter().filter_map(at).map(|at| (at, -1)))
            .collect();
        for row in &mut self.rows {
            if !matches!(row.cells[column], Cell::Money(_)) {
                continue;
            }
            let part = |(at, sign): &(usize, i64)| match &row.cells[*at] {
                Cell::Money(amount) => sign * amount.get(),
                _ => 0,
            };
            row.cells[column] = Cell::Money(Fen::new(signs.iter().map(part).sum()));
        }
    }
}

/// Each figure in steps, so that every sum still holds.
fn rounded(exact: &[Option<i64>], sums: &[Sum]) -> Vec<Option<i64>> {
    let mut steps: Vec<Option<i64>> = vec![None; exact.len()];
    let is_part = |row: usize| sums.iter().any(|sum| sum.plus.contains(&row) || sum.minus.contains(&row));
    let mut left: Vec<&Sum> = sums.iter().collect();
    while !left.is_empty() {
        // From the top: a total that is part of no other, else one whose own total is settled, else whichever is left.
        let next = left.iter().position(|sum| steps[sum.of].is_some());
        let next = next.or_else(|| left.iter().position(|sum| !is_part(sum.of))).unwrap_or(0);
        let sum = left.swap_remove(next);
        apportion(exact, &mut steps, sum);
    }
    for (at, value) in exact.iter().enumerate() {
        if steps[at].is_none() {
            steps[at] = value.map(nearest);
        }
    }
    steps
}

/// Settles the parts of one sum that are not settled yet.
fn apportion(exact: &[Option<i64>], steps: &mut [Option<i64>], sum: &Sum) {
    let Some(total) = exact[sum.of] else { return };
    let signed = sum.plus.iter().map(|row| (*row, 1)).chain(sum.minus.iter().map(|row| (*row, -1)));
    let (mut settled, mut open, mut whole) = (0, Vec::new(), 0);
    for (row, sign) in signed {
        match (exact.get(row).copied().flatten(), steps.get(row).copied().flatten()) {
            (Some(_), Some(known)) => settled += sign * known,
            (Some(value), None) => {
                let value = sign * value;
                whole += value.div_euclid(STEP);
                open.push((row, sign, value));
            }
            (None, _) => {}
        }
    }
    if open.is_empty() {
        // All parts are told already: the total is theirs.
        steps[sum.of] = Some(steps[sum.of].unwrap_or(settled));
        return;
    }
    let total = *steps[sum.of].get_or_insert(nearest(total));
    let mut missing = total - settled - whole;
    open.sort_by_key(|(row, _, value)| (std::cmp::Reverse(value.rem_euclid(STEP)), *row));
    let mut extra = vec![0; open.len()];
    // What is exact is touched only where nothing else is left to carry a difference.
    let carriers = open.iter().filter(|(_, _, value)| value.rem_euclid(STEP) != 0).count();
    let carriers = if carriers == 0 { open.len() } else { carriers };
    for at in (0..carriers).cycle() {
        match missing {
            0 => break,
            1.. => (extra[at], missing) = (extra[at] + 1, missing - 1),
            _ => (extra[carriers - 1 - at], missing) = (extra[carriers - 1 - at] - 1, missing + 1),
        }
    }
    for ((row, sign, value), extra) in open.into_iter().zip(extra) {
        steps[row] = Some(sign * (value.div_euclid(STEP) + extra));
    }
}

/// The nearest number of steps; a half goes away from zero, as people round.
const fn nearest(value: i64) -> i64 {
    let half = if value < 0 { -STEP / 2 } else { STEP / 2 };
    value.saturating_add(half) / STEP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Style};
    use crate::words::Lang;
    use proptest::prelude::*;

    fn table(groups: &[Vec<(i64, i64)>]) -> Table {
        let mut table = Table::new("")
            .column("name", "", Kind::Text)
            .column("a_yuan", "甲（元）", Kind::Money)
            .column("b_yuan", "乙（元）", Kind::Money)
            .column("all_yuan", "合计（元）", Kind::Money)
            .sum_of(&["a_yuan", "b_yuan"], &[]);
        let mut add = |style, (a, b): (i64, i64)| {
            table.push_as(
                style,
                vec!["x".into(), Fen::new(a).into(), Fen::new(b).into(), Fen::new(a + b).into()],
            );
            table.rows.len() - 1
        };
        let (mut sums, mut totals, mut grand) = (Vec::new(), Vec::new(), (0, 0));
        for group in groups {
            let plus: Vec<usize> = group.iter().map(|pair| add(Style::Plain, *pair)).collect();
            let total = group.iter().fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            let of = add(Style::Total, total);
            sums.push(Sum { of, plus, minus: Vec::new() });
            // Every second group is taken off.
            let sign = if totals.len() % 2 == 0 { 1 } else { -1 };
            grand = (grand.0 + sign * total.0, grand.1 + sign * total.1);
            totals.push(of);
        }
        let of = add(Style::Total, grand);
        let half = |odd: usize| totals.iter().copied().skip(odd).step_by(2).collect();
        sums.push(Sum { of, plus: half(0), minus: half(1) });
        table.sums = sums;
        table
    }

    fn money(cell: &Cell) -> i64 {
        match cell {
            Cell::Money(amount) => amount.get(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn three_thirds_add_up_to_what_is_shown() {
        let third = 3_333_333;
        let shown = table(&[vec![(third, 0), (third, 0), (third + 1, 0)]]).in_wan(&Words::new(Lang::ZhCn));
        let column: Vec<i64> = shown.rows.iter().map(|row| money(&row.cells[1])).collect();
        assert_eq!(column, [3_330_000, 3_330_000, 3_340_000, 10_000_000, 10_000_000]);
        assert_eq!((shown.columns[3].title.as_str(), shown.unit), ("合计（万元）", Unit::Wan));
        assert_eq!(shown.clone().in_wan(&Words::new(Lang::ZhCn)), shown);
    }

    #[test]
    fn a_half_goes_away_from_zero() {
        assert_eq!([nearest(5_000), nearest(4_999), nearest(-5_000), nearest(-4_999)], [1, 0, -1, 0]);
    }

    proptest! {
        #[test]
        fn columns_and_rows_add_up_and_nothing_is_a_step_off(
            groups in prop::collection::vec(prop::collection::vec((-3_000_000..3_000_000i64, -90_000..90_000i64), 1..6), 1..5),
        ) {
            let exact = table(&groups);
            let shown = exact.clone().in_wan(&Words::new(Lang::En));
            for column in 1..=3 {
                let at = |row: usize| money(&shown.rows[row].cells[column]);
                for sum in &exact.sums {
                    let plus: i64 = sum.plus.iter().map(|row| at(*row)).sum();
                    let minus: i64 = sum.minus.iter().map(|row| at(*row)).sum();
                    prop_assert_eq!(at(sum.of), plus - minus);
                }
                for row in 0..exact.rows.len() {
                    let off = (at(row) - money(&exact.rows[row].cells[column])).abs();
                    let most = if column == 3 { 2 * STEP } else { STEP };
                    prop_assert!(at(row) % STEP == 0 && off < most);
                }
            }
            for row in &shown.rows {
                prop_assert_eq!(money(&row.cells[1]) + money(&row.cells[2]), money(&row.cells[3]));
            }
        }
    }
}
