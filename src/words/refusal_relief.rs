//! What the rules say about relief, rounds, gifts and goods, as sentences with their figures.
//!
//! Owns: which text belongs to which refusal. Refuses to know: what the person typed.

use super::Words;
use super::names::Names;
use crate::book::relief::ReliefRefusal;

/// What the rules say, without an ending.
pub(super) fn sentence(_words: &Words, refusal: &ReliefRefusal, _names: &dyn Names) -> String {
    format!("{refusal:?}")
}
