//! What the rules say about loans, as sentences with their figures.
//!
//! Owns: which text belongs to which refusal. Refuses to know: what the person typed.

use super::Words;
use crate::book::loan::LoanRefusal;

/// What the rules say, without an ending.
pub(super) fn sentence(words: &Words, refusal: &LoanRefusal) -> String {
    let _ = words;
    format!("{refusal:?}")
}
