//! The close of months and of a year, as a finance officer types it.
//!
//! Owns: a year from its gifts to what is left, and a correction after it. Refuses to know: the rules; see `closing.rs` above.

use crate::office::{DAY, in_folder};

#[test]
fn a_year_is_closed_and_corrected() {
    in_folder("closing", "year", |office| {
        office.does(&["spend", "300", "--fund", "GA", "--account", "业务活动成本", "--programme", "GJ"]);
        office.does(&["bank", "interest", "12.50", "--fund", "LA"]);
        office.clock += 30 * DAY;
        office.does(&["close", "2026-03", "--check", "--confirm-clock"]);
        office.does(&["close", "2026-03", "--confirm-clock"]);
        // Bought twice, found out in April.
        office.does(&["reverse", "E-9", "--reason", "重复录入"]);
        office.refuses(1, &["reverse", "E-11", "--reason", "重复录入"]);
        office.clock += 275 * DAY;
        office.does(&["close", "2026-04", "--check", "--confirm-clock"]);
        office.does(&["close", "2026-04", "--confirm-clock"]);
        for month in 5..=11 {
            office.does(&["close", &format!("2026-{month:02}")]);
        }
        office.refuses(1, &["close", "2026-11"]);
        office.does(&["close", "2026", "--check"]);
        office.does(&["balance"]);
        office.does(&["close", "2026"]);
        office.does(&["balance"]);
        // Interest that was another fund's.
        office.does(&["reverse", "E-10", "--reason", "基金或项目记错"]);
        office.does(&["report", "trial-balance", "--period", "2027-01"]);
    });
}
