//! Operators 操作员: who may sign, in which role, with which key, and since when no more.
//!
//! Owns: their fields. Refuses to know: whether a proof of possession is right, and what a role allows.

use super::opening::take_line;
use super::take_u32;
use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{Hash32, Line, OperatorNo};
use serde::{Deserialize, Serialize};

/// What an operator is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// 管理员: sets up, records, and approves what others prepared.
    Administrator,
    /// 经办: records and prepares.
    Clerk,
    /// 复核: approves or rejects what others prepared, and closes months.
    Checker,
    /// 审计: reads.
    Auditor,
}

impl Role {
    /// All of them, with their numbers in records.
    pub const ALL: [(u8, Role); 4] =
        [(1, Role::Administrator), (2, Role::Clerk), (3, Role::Checker), (4, Role::Auditor)];

    fn put(self, out: &mut Vec<u8>) {
        out.u8(Role::ALL.iter().find(|(_, role)| *role == self).map_or(0, |(n, _)| *n));
    }

    fn take(from: &mut Take<'_>) -> Result<Role, WireError> {
        let unknown = from.fail(WireCause::Newer("role"));
        let number = from.u8()?;
        Role::ALL.iter().find(|(n, _)| *n == number).map(|(_, role)| *role).ok_or(unknown)
    }
}

/// The 64 bytes with which the holder of a new key proves that she holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof(pub [u8; 64]);

impl Proof {
    fn take(from: &mut Take<'_>) -> Result<Proof, WireError> {
        let short = from.fail(WireCause::Short);
        Ok(Proof(from.bytes(64)?.try_into().map_err(|_| short)?))
    }
}

/// An operator was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorAdded {
    /// Her number.
    pub no: OperatorNo,
    /// Her name: operators' names are the one stated exception to "no names in the chain".
    pub name: Line,
    /// Her Ed25519 public key.
    pub key: Hash32,
    /// What she is there for.
    pub role: Role,
    /// That she holds the private key, signed by it over key and name.
    pub proof: Proof,
}

impl OperatorAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.name.as_str());
        out.hash(&self.key);
        self.role.put(out);
        out.extend_from_slice(&self.proof.0);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<OperatorAdded, WireError> {
        Ok(OperatorAdded {
            no: take_operator(from)?,
            name: take_line(from, "operator's name")?,
            key: from.hash()?,
            role: Role::take(from)?,
            proof: Proof::take(from)?,
        })
    }
}

/// An operator's role was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleChanged {
    /// Whose.
    pub operator: OperatorNo,
    /// Her role from now on.
    pub role: Role,
}

impl RoleChanged {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.operator.0);
        self.role.put(out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<RoleChanged, WireError> {
        Ok(RoleChanged { operator: take_operator(from)?, role: Role::take(from)? })
    }
}

/// An operator's key was revoked 吊销: she signs nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorRevoked {
    /// Whose.
    pub operator: OperatorNo,
}

impl OperatorRevoked {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.operator.0);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<OperatorRevoked, WireError> {
        Ok(OperatorRevoked { operator: take_operator(from)? })
    }
}

/// An operator changed her key 换钥. The commit is signed with the old one, the proof with the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyRotated {
    /// Whose.
    pub operator: OperatorNo,
    /// Her new public key.
    pub key: Hash32,
    /// That she holds the new private key.
    pub proof: Proof,
}

impl KeyRotated {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.operator.0);
        out.hash(&self.key);
        out.extend_from_slice(&self.proof.0);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<KeyRotated, WireError> {
        Ok(KeyRotated { operator: take_operator(from)?, key: from.hash()?, proof: Proof::take(from)? })
    }
}

fn take_operator(from: &mut Take<'_>) -> Result<OperatorNo, WireError> {
    Ok(OperatorNo(take_u32(from, "operator")?))
}
