//! What to do after a refusal about relief, rounds, gifts and goods: a command that can be typed as it stands.
//!
//! Owns: one piece of advice for each. Refuses to know: why the rules refuse.

use super::typed::Typed;
use crate::book::relief::ReliefRefusal;
use crate::words::Words;
use crate::words::names::Names;

/// The hints for a refusal, the best first.
pub(super) fn of(
    _words: &Words,
    _typed: Typed<'_>,
    _refusal: &ReliefRefusal,
    _names: &dyn Names,
) -> Vec<String> {
    Vec::new()
}
