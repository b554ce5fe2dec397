//! The scale of a chart: round numbers along an axis that holds zero and every value.
//!
//! Owns: its ends, its ticks, and how a value is written. Refuses to know: where on the page it stands.

use crate::base::Fen;
use crate::export::amount;
use crate::report::chart::Scale;
use crate::report::{Chart, Unit};

/// The most steps.
const STEPS: i128 = 5;
/// From here on amounts are shown in 万元.
const WAN: u64 = 10_000_000;

/// An axis.
pub(super) struct Axis {
    pub(super) low: i64,
    high: i64,
    /// Round values from the lowest to the highest.
    pub(super) ticks: Vec<i64>,
    pub(super) scale: Scale,
    /// What amounts are shown in.
    pub(super) unit: Unit,
}

/// The axis for the first values of each series.
pub(super) fn axis(chart: &Chart, count: usize) -> Axis {
    let values = || chart.series.iter().flat_map(|series| series.values.iter().take(count).copied());
    let (least, most) = (values().min().unwrap_or(0).min(0), values().max().unwrap_or(0).max(0));
    let (least, most) = (i128::from(least), i128::from(most));
    let step = step((most - least).max(1), smallest(chart.scale));
    let (low, high) = (least.div_euclid(step), (most + step - 1).div_euclid(step));
    let high = if low == high { high + 1 } else { high };
    let ticks: Vec<i64> = (low..=high).filter_map(|number| i64::try_from(number * step).ok()).collect();
    let largest = values().map(i64::unsigned_abs).max().unwrap_or(0);
    Axis {
        low: clamped(low * step),
        high: clamped(high * step),
        ticks,
        scale: chart.scale,
        unit: if chart.scale == Scale::Fen && largest >= WAN { Unit::Wan } else { Unit::Yuan },
    }
}

/// A tick is a whole yuan, a whole thing, a tenth of a per cent.
const fn smallest(scale: Scale) -> i128 {
    match scale {
        Scale::Fen => 100,
        Scale::BasisPoints => 10,
        Scale::Count => 1,
    }
}

/// The least of 1, 2, 5, 10, 20 … times `smallest` that spans the range in few steps.
fn step(range: i128, smallest: i128) -> i128 {
    let mut ten = smallest;
    loop {
        if let Some(step) = [1, 2, 5].map(|times| times * ten).into_iter().find(|step| range <= step * STEPS)
        {
            return step;
        }
        ten *= 10;
    }
}

fn clamped(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

impl Axis {
    /// How far along a length the value stands.
    pub(super) fn part(&self, value: i64, length: i64) -> i64 {
        let from = i128::from(value.clamp(self.low, self.high)) - i128::from(self.low);
        let range = (i128::from(self.high) - i128::from(self.low)).max(1);
        clamped(from * i128::from(length) / range)
    }

    /// The value, as it is written along the axis.
    pub(super) fn label(&self, value: i64) -> String {
        shown(value, self.scale, self.unit)
    }
}

/// The value with its unit or without, by its scale.
pub(super) fn shown(value: i64, scale: Scale, unit: Unit) -> String {
    match scale {
        Scale::Fen => amount(Fen::new(value), unit),
        Scale::BasisPoints => format!("{}%", Fen::new(value)),
        Scale::Count => Fen::new(value.saturating_mul(100))
            .to_string()
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
    }
}
