//! Who signs: an operator by number or key, and whether a new key came with a right proof of possession.
//!
//! Owns: those look-ups, for recording, opening and verification alike. Refuses to know: what operators may do.

use super::error::LedgerError;
use crate::base::{Hash32, OperatorNo};
use crate::book::{Cell, Key, Operator, Overlay, Stop, View};
use crate::chain::{FlawCause, VerifyingKey, possession};
use crate::entry::{Body, Entry};
use rustc_hash::FxHashMap;

/// An operator of that number.
pub(super) fn operator<B: View>(
    state: &mut Overlay<B>,
    no: OperatorNo,
) -> Result<Option<Operator>, Stop<B::Error>> {
    Ok(match state.get(&Key::Operator(no))? {
        Some(Cell::Operator(operator)) => Some(Operator::clone(operator)),
        _ => None,
    })
}

/// Keys that were made fit to check signatures before. To do so for each commit again made
/// verifying single-entry commits slower by a fifteenth.
#[derive(Default)]
pub(super) struct KnownKeys(FxHashMap<Hash32, Option<VerifyingKey>>);

impl KnownKeys {
    /// The key that signs a commit of that operator; an error where she is not there or signs nothing more.
    pub fn signing<B: View>(
        &mut self,
        state: &mut Overlay<B>,
        no: OperatorNo,
    ) -> Result<Result<VerifyingKey, FlawCause>, Stop<B::Error>> {
        Ok(match state.get(&Key::Operator(no))? {
            Some(Cell::Operator(operator)) if operator.revoked.is_some() => {
                Err(FlawCause::RevokedOperator(no))
            }
            Some(Cell::Operator(operator)) => {
                let key = self.0.entry(operator.public_key);
                key.or_insert_with_key(VerifyingKey::new).ok_or(FlawCause::UnknownOperator(no))
            }
            _ => Err(FlawCause::UnknownOperator(no)),
        })
    }
}

/// The operator whose present key that is.
pub(super) fn holder<B: View>(
    state: &mut Overlay<B>,
    public: &Hash32,
) -> Result<Option<(OperatorNo, Operator)>, Stop<B::Error>> {
    let Some(no) = state.number(&Key::OperatorKey(*public))?.and_then(|no| u32::try_from(no).ok()) else {
        return Ok(None);
    };
    let found = operator(state, OperatorNo(no))?;
    Ok(found.filter(|operator| operator.public_key == *public).map(|operator| (OperatorNo(no), operator)))
}

/// Whether the new key in an entry, if it brings one, was proved by its holder. Asked before the entry is folded.
pub(super) fn proof_is_right<B: View>(state: &mut Overlay<B>, entry: &Entry) -> Result<bool, Stop<B::Error>> {
    Ok(match &entry.body {
        Body::Operator(added) => possession::is_proof(&added.key, &added.name, &added.proof.0),
        Body::Rotated(rotated) => operator(state, rotated.operator)?
            .is_some_and(|operator| possession::is_proof(&rotated.key, &operator.name, &rotated.proof.0)),
        _ => true,
    })
}

impl super::Ledger {
    /// The operator with that public key, revoked or not; `None` where it is, or no longer is, anybody's.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn operator_with_key(
        &mut self,
        public: &Hash32,
    ) -> Result<Option<(OperatorNo, Operator)>, LedgerError> {
        Ok(holder(&mut self.state, public)?)
    }

    /// All operators, by number, revoked ones too.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn operators(&mut self) -> Result<Vec<(OperatorNo, Operator)>, LedgerError> {
        let mut all = Vec::new();
        for no in (1..=self.state.counts()?.operators).map(OperatorNo) {
            all.extend(operator(&mut self.state, no)?.map(|operator| (no, operator)));
        }
        Ok(all)
    }
}
