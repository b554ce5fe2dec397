//! The first entry of a ledger: whose it is, which chart it keeps, and whose signature counts.
//!
//! Owns: its fields. Refuses to know: where keys are kept.

use super::take_u32;
use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{Hash32, Line, OperatorNo};
use serde::{Deserialize, Serialize};

/// The chart of accounts 会计制度 that the ledger keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chart {
    /// 民间非营利组织会计制度.
    NonProfit,
    /// 政府会计制度.
    Government,
}

/// The ledger was opened 建账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The ledger's name among all ledgers, such as `example.org/fund`. Every signature covers it.
    pub origin: Line,
    /// The office.
    pub organisation: Line,
    /// The chart of accounts.
    pub chart: Chart,
    /// The ledger's own Ed25519 public key, which will sign checkpoints.
    pub ledger_key: Hash32,
    /// The first operator: an administrator.
    pub operator: OperatorNo,
    /// Her name: operators' names are the one stated exception to "no names in the chain".
    pub operator_name: Line,
    /// Her Ed25519 public key. The seal of this commit proves that she holds the private one.
    pub operator_key: Hash32,
}

const NON_PROFIT: u8 = 1;
const GOVERNMENT: u8 = 2;
const ADMINISTRATOR: u8 = 1;

impl Open {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.text(self.origin.as_str());
        out.text(self.organisation.as_str());
        match self.chart {
            Chart::NonProfit => out.u8(NON_PROFIT),
            Chart::Government => out.u8(GOVERNMENT),
        }
        out.hash(&self.ledger_key);
        out.u32(self.operator.0);
        out.text(self.operator_name.as_str());
        out.hash(&self.operator_key);
        out.u8(ADMINISTRATOR);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Open, WireError> {
        let origin = take_line(from, "origin")?;
        let organisation = take_line(from, "organisation")?;
        let chart_at = from.clone();
        let chart = match from.u8()? {
            NON_PROFIT => Chart::NonProfit,
            GOVERNMENT => Chart::Government,
            _ => return Err(chart_at.fail(WireCause::Newer("chart of accounts"))),
        };
        let ledger_key = from.hash()?;
        let operator = OperatorNo(take_u32(from, "operator")?);
        let operator_name = take_line(from, "operator's name")?;
        let operator_key = from.hash()?;
        let role_at = from.clone();
        if from.u8()? != ADMINISTRATOR {
            return Err(role_at.impossible("first operator's role"));
        }
        Ok(Open { origin, organisation, chart, ledger_key, operator, operator_name, operator_key })
    }
}

pub(super) fn take_line(from: &mut Take<'_>, field: &'static str) -> Result<Line, WireError> {
    let wrong = from.impossible(field);
    Line::exact(from.text()?).map_err(|_| wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "example.org/fund";
    const ORGANISATION: &str = "示例县妇女联合会";

    fn bytes(chart: Chart) -> Vec<u8> {
        let line = |text| Line::exact(text).unwrap();
        let open = Open {
            origin: line(ORIGIN),
            organisation: line(ORGANISATION),
            chart,
            ledger_key: Hash32([1; 32]),
            operator: OperatorNo(1),
            operator_name: line("张敏"),
            operator_key: Hash32([2; 32]),
        };
        let mut out = Vec::new();
        open.put(&mut out);
        out
    }

    #[test]
    fn each_chart_has_its_byte_and_every_other_byte_is_newer() {
        let at = 2 + ORIGIN.len() + 2 + ORGANISATION.len();
        for byte in 0..=u8::MAX {
            let mut data = bytes(Chart::NonProfit);
            data[at] = byte;
            let read = Open::take(&mut Take::new(&data)).map(|open| open.chart);
            let known = [(1, Chart::NonProfit), (2, Chart::Government)].into_iter().find(|(n, _)| *n == byte);
            if let Some((_, chart)) = known {
                assert_eq!(read, Ok(chart));
                assert_eq!(bytes(chart), data);
            } else {
                assert_eq!(read, Err(WireError { at, cause: WireCause::Newer("chart of accounts") }));
            }
        }
    }
}
