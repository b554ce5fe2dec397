//! All cells of a family, made into something without holding them all.
//!
//! Owns: reading them in pieces, on every core. Refuses to know: what the cells are about.

use super::Ledger;
use super::error::LedgerError;
use super::pack::{decode_cell, family_range};
use super::read::damaged;
use crate::book::Cell;
use crate::store::index::Space;
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Cells that are decoded at a time: enough to keep every core busy, few enough that a million need no more room.
const CELLS_AT_A_TIME: usize = 4096;

impl Ledger {
    /// What `f` makes of each cell of a family and the bytes of its key, in the order of keys; `None` where it is none
    /// that belongs there.
    pub(super) fn map_cells<T: Send>(
        &self,
        family: u8,
        f: impl Fn(&[u8], Cell) -> Option<T> + Sync,
    ) -> Result<Vec<T>, LedgerError> {
        let (mut from, to) = family_range(family);
        let mut all = Vec::new();
        loop {
            let mut piece: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
            self.state.base().index.range(Space::State, &from, &to, &mut |key, value| {
                piece.push((key.to_vec(), value.to_vec()));
                if piece.len() < CELLS_AT_A_TIME { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            let Some((last, _)) = piece.last() else { return Ok(all) };
            // The next piece begins right after the last key of this one.
            from.clone_from(last);
            from.push(0);
            let made: Result<Vec<T>, LedgerError> = piece
                .into_par_iter()
                .map(|(key, value)| f(&key[1..], decode_cell(&value)?).ok_or_else(|| damaged("cell")))
                .collect();
            all.extend(made?);
        }
    }
}
