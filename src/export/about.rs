//! What every file says of itself: whose figures, of which state of the ledger, asked how, and how to check it.
//!
//! Owns: the fields and their words, and which notes a page says above already. Refuses to know: formats.

use super::binding::{Binding, PersonNames};
use crate::report::{Table, Unit};
use crate::words::{Lang, Words};

/// The notes of a table on paper, without the months and the unit: these stand above it.
pub(super) fn notes<'a>(words: &Words, binding: &Binding, table: &'a Table) -> Vec<&'a String> {
    let above = [
        words.say("report-period", &[("period", words.months(binding.asked.months).into())]),
        words.word("report-unit"),
    ];
    table.notes.iter().filter(|note| !above.contains(note)).collect()
}

/// Labels and values, in order. The last value but one is [`Binding::line`], alone; the last says how to check it.
pub(super) fn fields(words: &Words, binding: &Binding, organisation: &str) -> Vec<(String, String)> {
    let asked = &binding.asked;
    let mut fields = vec![
        (words.word("export-organisation"), organisation.to_owned()),
        (words.word("paper-origin"), binding.origin.to_string()),
        (words.word("export-months"), words.months(asked.months)),
        (words.word("export-as-of"), asked.as_of.to_string()),
    ];
    if let Some(fund) = &asked.fund {
        fields.push((words.word("export-fund"), fund.to_string()));
    }
    fields.extend([
        (
            words.word("export-unit"),
            words.word(match binding.unit {
                Unit::Yuan => "export-yuan",
                Unit::Wan => "export-wan",
            }),
        ),
        (
            words.word("export-language"),
            match binding.lang {
                Lang::ZhCn => "中文",
                Lang::En => "English",
            }
            .to_owned(),
        ),
        (
            words.word("export-names"),
            words.word(match binding.names {
                PersonNames::Masked => "export-names-masked",
                PersonNames::Numbers => "export-names-numbers",
            }),
        ),
        (words.word("paper-records"), words.say("paper-records-count", &[("count", binding.size.into())])),
        (words.word("paper-audit-head"), binding.head.to_string()),
        (words.word("export-binding"), binding.line()),
        (words.word("paper-how-to-check"), words.word("export-how-to-check")),
    ]);
    fields
}
