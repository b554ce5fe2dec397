//! A log that keeps several histories and signs whatever it is asked to.
//!
//! Owns: its trees and its key. Refuses to know: witnesses.

use crate::history::History;
use jinguo::chain::proof::{prove_consistency, root};
use jinguo::chain::witness::Request;
use jinguo::chain::{Frontier, KeyName, OperatorKey, SignedCheckpoint};
use std::sync::LazyLock;

pub const ORIGIN: &str = "example.org/fund";
pub static KEY: LazyLock<OperatorKey> = LazyLock::new(|| OperatorKey::from_seed(&[1; 32]));

/// A checkpoint of one history.
pub fn at(history: u8, size: u64) -> SignedCheckpoint {
    let root = if size == 0 { Frontier::default().root() } else { root(&History(history), size).unwrap() };
    SignedCheckpoint::sign(&KeyName::new(ORIGIN).unwrap(), size, root, &KEY).unwrap()
}

/// A request of one history, with its proof where it can have one.
pub fn request_of(history: u8, old: u64, size: u64) -> Request {
    let proof =
        if old <= size { prove_consistency(&History(history), old, size).unwrap() } else { Vec::new() };
    Request { old, proof, signed: at(history, size) }
}

/// A request of the first history.
pub fn request(old: u64, size: u64) -> Request {
    request_of(0, old, size)
}
