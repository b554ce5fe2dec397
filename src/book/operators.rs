//! Who may sign what, and how operators come, change and go.
//!
//! Owns: what each role allows. Refuses to know: keys beyond their being taken; signatures are the chain's.

use super::exists::next;
use super::record::Context;
use super::refusal::{Refusal, Series};
use super::state::{Cell, Key, Operator};
use super::view::{Overlay, Stop, View};
use crate::base::{Hash32, OperatorNo};
use crate::entry::{Body, Decision, Role};

/// Whether the operator's role lets her sign an entry of that body.
pub const fn role_allows(role: Role, body: &Body) -> bool {
    let decision = match body {
        Body::Decided(decided) => Some(decided.decision),
        _ => None,
    };
    match role {
        Role::Administrator => true,
        Role::Clerk => match body {
            Body::Decided(_) => matches!(decision, Some(Decision::Withdrawn)),
            Body::Open(_)
            | Body::Operator(_)
            | Body::Role(_)
            | Body::Revoked(_)
            | Body::Fund(_)
            | Body::Programme(_)
            | Body::Threshold(_)
            | Body::MoneyAccount(_)
            | Body::Budget(_)
            | Body::Retention(_)
            | Body::Erased(_)
            | Body::LookUps(_)
            | Body::DataLost(_)
            | Body::Close(_)
            | Body::Released(_)
            | Body::YearEnd(_)
            | Body::Unmasked(_)
            | Body::Restored(_)
            | Body::HandedOver(_)
            | Body::Product(_)
            | Body::Terms(_)
            | Body::ReliefRules(_)
            | Body::Subsidy(_)
            | Body::Guarantor(_) => false,
            _ => true,
        },
        Role::Checker => match body {
            Body::Decided(_) => {
                approves(role) && matches!(decision, Some(Decision::Approved | Decision::Rejected))
            }
            Body::Close(_)
            | Body::Released(_)
            | Body::YearEnd(_)
            | Body::Note(_)
            | Body::Unmasked(_)
            | Body::Rotated(_)
            | Body::Checkpoint => true,
            _ => false,
        },
        Role::Auditor => matches!(body, Body::Unmasked(_) | Body::Rotated(_) | Body::Checkpoint),
    }
}

/// Whether the role lets her approve or reject what another prepared.
pub const fn approves(role: Role) -> bool {
    match role {
        Role::Administrator | Role::Checker => true,
        Role::Clerk | Role::Auditor => false,
    }
}

/// The operator of that number.
pub(super) fn operator<B: View>(state: &mut Overlay<B>, no: OperatorNo) -> Result<&Operator, Stop<B::Error>> {
    match state.get(&Key::Operator(no))? {
        Some(Cell::Operator(operator)) => Ok(operator),
        _ => Err(Refusal::UnknownOperator { no }.into()),
    }
}

/// Whether the one who records may sign this. Before the first entry there is nobody to ask about.
pub(super) fn may_sign<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    body: &Body,
) -> Result<(), Stop<B::Error>> {
    if matches!(body, Body::Open(_)) {
        return Ok(());
    }
    let signer = active(state, ctx.operator)?;
    if role_allows(signer.role, body) {
        Ok(())
    } else {
        Err(Refusal::RoleMayNot { operator: ctx.operator, role: signer.role }.into())
    }
}

fn active<B: View>(state: &mut Overlay<B>, no: OperatorNo) -> Result<Operator, Stop<B::Error>> {
    let operator = operator(state, no)?;
    match operator.revoked {
        Some(by) => Err(Refusal::OperatorRevoked { no, by: crate::base::EntryNo(by) }.into()),
        None => Ok(operator.clone()),
    }
}

/// Whether an operator may come, change or go in this way.
pub(super) fn may<B: View>(state: &mut Overlay<B>, ctx: &Context, body: &Body) -> Result<(), Stop<B::Error>> {
    match body {
        Body::Operator(added) => {
            key_is_new(state, &added.key)?;
            let highest = state.counts()?.operators;
            for no in (1..=highest).map(OperatorNo) {
                if operator(state, no)?.name == added.name {
                    return Err(Refusal::OperatorNameTaken { no }.into());
                }
            }
            Ok(next(Series::Operators, u64::from(highest), u64::from(added.no.0))?)
        }
        Body::Role(changed) => {
            active(state, changed.operator)?;
            match changed.role {
                Role::Administrator => Ok(()),
                Role::Clerk | Role::Checker | Role::Auditor => somebody_administers(state, changed.operator),
            }
        }
        Body::Revoked(revoked) => {
            active(state, revoked.operator)?;
            somebody_administers(state, revoked.operator)
        }
        Body::Rotated(rotated) => {
            if rotated.operator != ctx.operator {
                return Err(Refusal::NotHerKey { no: rotated.operator }.into());
            }
            key_is_new(state, &rotated.key)
        }
        _ => Ok(()),
    }
}

/// A key that stood for anybody ever stands for nobody else: else one person could be two.
fn key_is_new<B: View>(state: &mut Overlay<B>, key: &Hash32) -> Result<(), Stop<B::Error>> {
    match state.number(&Key::OperatorKey(*key))? {
        Some(no) => Err(Refusal::OperatorKeyTaken { no: OperatorNo(u32::try_from(no).unwrap_or(0)) }.into()),
        None => Ok(()),
    }
}

/// Somebody other than `leaving` must be left who can administer the ledger.
fn somebody_administers<B: View>(state: &mut Overlay<B>, leaving: OperatorNo) -> Result<(), Stop<B::Error>> {
    for no in (1..=state.counts()?.operators).map(OperatorNo) {
        let other = operator(state, no)?;
        if no != leaving && other.role == Role::Administrator && other.revoked.is_none() {
            return Ok(());
        }
    }
    Err(Refusal::LastAdministrator { no: leaving }.into())
}

/// Folds what became of an operator into the state; `by` is the entry that says so.
pub(super) fn fold<B: View>(state: &mut Overlay<B>, body: &Body, by: u64) -> Result<(), Stop<B::Error>> {
    let set = |state: &mut Overlay<B>, no, operator| {
        state.set(Key::Operator(no), Cell::Operator(Box::new(operator)));
    };
    match body {
        Body::Open(open) => {
            let (name, public_key) = (open.operator_name.clone(), open.operator_key);
            let first = Operator { name, public_key, role: Role::Administrator, since: by, revoked: None };
            come(state, open.operator, first)
        }
        Body::Operator(added) => {
            let (name, public_key) = (added.name.clone(), added.key);
            come(state, added.no, Operator { name, public_key, role: added.role, since: by, revoked: None })
        }
        Body::Role(changed) => {
            let before = operator(state, changed.operator)?.clone();
            set(state, changed.operator, Operator { role: changed.role, ..before });
            Ok(())
        }
        Body::Revoked(revoked) => {
            let before = operator(state, revoked.operator)?.clone();
            set(state, revoked.operator, Operator { revoked: Some(by), ..before });
            Ok(())
        }
        Body::Rotated(rotated) => {
            let before = operator(state, rotated.operator)?.clone();
            state.set(Key::OperatorKey(rotated.key), Cell::Number(u64::from(rotated.operator.0)));
            set(state, rotated.operator, Operator { public_key: rotated.key, ..before });
            Ok(())
        }
        _ => Ok(()),
    }
}

fn come<B: View>(state: &mut Overlay<B>, no: OperatorNo, operator: Operator) -> Result<(), Stop<B::Error>> {
    let mut counts = state.counts()?;
    counts.operators = no.0;
    state.set(Key::Counts, Cell::Counts(counts));
    state.set(Key::OperatorKey(operator.public_key), Cell::Number(u64::from(no.0)));
    state.set(Key::Operator(no), Cell::Operator(Box::new(operator)));
    Ok(())
}
