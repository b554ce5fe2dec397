//! What the ledger says of a loan beside what the model says.
//!
//! Owns: that comparison. Refuses to know: how either came to be.

use super::model::{Life, Stand};
use jinguo::base::{Date, EntryNo, Fen};
use jinguo::book::loan::{Known, LoanState, Position, position};

/// All that both say, side by side.
type Said = (Vec<(&'static str, i64)>, [Option<Date>; 6], Option<(Date, i64)>, u16);

fn of_the_ledger(p: &Position) -> Said {
    let sums: [(&str, Fen); 18] = [
        ("amount", p.amount),
        ("drawn", p.drawn),
        ("repaid", p.repaid),
        ("claimed", p.claimed),
        ("written off", p.written_off),
        ("outstanding", p.outstanding),
        ("fees", p.fees),
        ("kept", p.prepaid),
        ("to recover", p.to_recover),
        ("given up", p.given_up),
        ("interest run", p.interest_run),
        ("interest due", p.interest_due),
        ("interest paid", p.interest_paid),
        ("penalty", p.penalty),
        ("overdue", p.principal_due),
        ("arrears", p.arrears),
        ("fallen due", p.fallen_due),
        ("days", Fen::new(i64::from(p.days_overdue))),
    ];
    let days = [p.signed, p.first_draw, p.end, p.extended, p.arrears_since, None];
    let next = p.next.map(|next| (next.due, next.principal.get()));
    (sums.map(|(name, fen)| (name, fen.get())).to_vec(), days, next, p.months)
}

fn of_the_model(s: &Stand) -> Said {
    let sums = [
        ("amount", s.amount),
        ("drawn", s.drawn),
        ("repaid", s.repaid),
        ("claimed", s.claimed),
        ("written off", s.written_off),
        ("outstanding", s.outstanding),
        ("fees", s.fees),
        ("kept", s.kept),
        ("to recover", s.to_recover),
        ("given up", s.given_up),
        ("interest run", s.interest_run),
        ("interest due", s.interest_due),
        ("interest paid", s.interest_paid),
        ("penalty", s.penalty),
        ("overdue", s.overdue),
        ("arrears", s.arrears),
        ("fallen due", s.fallen_due),
        ("days", s.late),
    ];
    let days = [s.signed, s.first_draw, s.end, s.extended, s.since, None];
    (sums.to_vec(), days, s.next, s.months)
}

/// The same on that day, for somebody who knows the entries up to one.
pub fn same(life: &Life, loan: &LoanState, day: Date, known: u64) {
    let real = position(loan, day, Known(EntryNo(known)));
    let (model, real) = (of_the_model(&life.at(day, known)), of_the_ledger(&real));
    let differ: Vec<_> = real.0.iter().zip(&model.0).filter(|(real, model)| real != model).collect();
    assert!(
        real == model,
        "on {day}, known up to {known}, the ledger and the model: {differ:?} {:?} {:?} {:#?}",
        (real.1, real.2),
        (model.1, model.2),
        life.events
    );
}
