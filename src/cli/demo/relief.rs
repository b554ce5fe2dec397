//! Relief of the sample books: programmes with rules, bound gifts, goods and rounds.
//!
//! Owns: how each is written. Refuses to know: who gave and received how much; `books` says it.
//!
//! A report says how many people and how much in all. Days, rules, papers and the split between cash and goods are
//! invented.

use super::line;
use super::scribe::{Scribe, seeded_key};
use crate::base::{CaseNo, Code, Date, Fen, FundNo, GiftNo, Hash32, ItemNo, PersonNo, ProgrammeNo, RoundNo};
use crate::book::Draft;
use crate::entry::{
    BackReason, Body, Bound, Cap, CaseEvent, CaseWhat, GiftEvent, GiftWhat, Gives, GoodsEvent, GoodsWhat,
    Item, LookStep, Pile, ProgrammeAdded, Proposal, ReliefRules, RoundEvent, RoundWhat, Row, Rows, RulesSet,
    Steps, Worth,
};
use crate::ledger::LedgerError;

/// Rules that ask for approval and bound nothing: a programme's story says what is different.
pub fn open_rules(gives: Gives) -> ReliefRules {
    ReliefRules { steps: Steps { approval: true, ..Steps::default() }, ..ReliefRules::unbounded(gives) }
}

/// The rules of 两癌救助: so much, once in a lifetime, with every step.
pub fn two_cancers(amount: Fen) -> ReliefRules {
    ReliefRules {
        least: amount,
        most: amount,
        lifetime: Cap { times: 1, amount },
        papers: 2,
        steps: Steps {
            application: true,
            visit: true,
            review: true,
            approval: true,
            answer: true,
            notice_days: 7,
        },
        ..open_rules(Gives::Money)
    }
}

/// A paper that stands for a scanned one.
fn paper(what: &str) -> Hash32 {
    Hash32(seeded_key(&format!("paper {what}")))
}

fn rows_of(count: usize) -> Rows {
    let last = u16::try_from(count).unwrap_or(u16::MAX);
    Rows::new((1..=last).collect()).unwrap_or_else(|| panic!("the demonstration pays {count} rows"))
}

fn round_event(round: RoundNo, what: RoundWhat) -> Body {
    Body::Round(RoundEvent { round, what })
}

impl Scribe {
    /// A programme of a fund, with the fund's purpose.
    pub fn programme(
        &mut self,
        on: Date,
        fund: FundNo,
        code: &str,
        name: &str,
    ) -> Result<ProgrammeNo, LedgerError> {
        self.commit(on, |batch| {
            let state = batch.ledger().state();
            let no = ProgrammeNo(state.counts()?.programmes + 1);
            let purpose = state.fund(fund)?.purpose.clone();
            let code = Code::new(code).unwrap_or_else(|e| panic!("the demonstration's code {code}: {e}"));
            let added = ProgrammeAdded { no, code, name: line(name), fund, purpose };
            batch.add(Draft::new(on, Body::Programme(added)))?;
            Ok(no)
        })
    }

    /// A programme's rules from that day on.
    pub fn rules(&mut self, on: Date, programme: ProgrammeNo, rules: ReliefRules) -> Result<(), LedgerError> {
        let set = RulesSet { programme, from: on, rules };
        self.commit(on, |batch| batch.add(Draft::new(on, Body::ReliefRules(set))).map(drop))
    }

    /// A gift that is held for others, bound to a programme and, where any are named, to persons; its money came in.
    pub fn gift(
        &mut self,
        on: Date,
        donor: PersonNo,
        programme: ProgrammeNo,
        persons: &[PersonNo],
        amount: Fen,
    ) -> Result<GiftNo, LedgerError> {
        self.commit(on, |batch| {
            let gift = GiftNo(batch.ledger().state().counts()?.gifts + 1);
            let bound = Bound::new(Some(programme), persons.to_vec())
                .unwrap_or_else(|| panic!("the demonstration binds a gift to {} persons", persons.len()));
            let agreed = GiftWhat::Agreed { donor: Some(donor), fund: FundNo::PASS_THROUGH, bound };
            for what in [agreed, GiftWhat::Received { amount }] {
                batch.add(Draft::new(on, Body::Gift(GiftEvent { gift, what })))?;
            }
            Ok(gift)
        })
    }

    /// An item of goods.
    pub fn item(&mut self, on: Date, name: &str, unit: &str, digits: u8) -> Result<ItemNo, LedgerError> {
        self.commit(on, |batch| {
            let item = ItemNo(batch.ledger().state().counts()?.items + 1);
            let added = Item { name: line(name), unit: line(unit), digits };
            batch.add(Draft::new(on, Body::Goods(GoodsEvent { item, what: GoodsWhat::Added(added) })))?;
            Ok(item)
        })
    }

    /// Goods came in: given, or bought.
    pub fn goods(&mut self, on: Date, item: ItemNo, what: GoodsWhat) -> Result<(), LedgerError> {
        self.commit(on, |batch| batch.add(Draft::new(on, Body::Goods(GoodsEvent { item, what }))).map(drop))
    }

    /// A round, granted and paid on one day.
    pub fn round(
        &mut self,
        on: Date,
        programme: ProgrammeNo,
        (fund, item): (FundNo, Option<ItemNo>),
        rows: Vec<Row>,
    ) -> Result<(), LedgerError> {
        let all = rows_of(rows.len());
        self.commit(on, |batch| {
            let round = RoundNo(batch.ledger().state().counts()?.rounds + 1);
            let proposal = Proposal { programme, fund, item, rows };
            batch.add(Draft::new(on, round_event(round, RoundWhat::Proposed(proposal))))?;
            let mut draft = Draft::new(on, round_event(round, RoundWhat::Paid { rows: all }));
            if item.is_some() {
                draft.attachments = vec![paper("signatures")];
            }
            batch.add(draft).map(drop)
        })
    }

    /// Everybody's application to a programme with every step, on its way to the bank's answer; `back` is the row whose
    /// payment came back and was paid again.
    pub fn cases(
        &mut self,
        days: [Date; 7],
        programme: ProgrammeNo,
        gift: GiftNo,
        persons: &[PersonNo],
        (amount, back): (Fen, u16),
    ) -> Result<(), LedgerError> {
        let [applied, visited, granted, noticed, paid, returned, again] = days;
        let asked = amount.get().unsigned_abs();
        let first = self.commit(applied, |batch| {
            let first = batch.ledger().state().counts()?.cases + 1;
            for (case, person) in (first..).zip(persons) {
                let what = CaseWhat::Applied { programme, person: *person, item: None, asked };
                let mut draft = Draft::new(applied, Body::Case(CaseEvent { case: CaseNo(case), what }));
                draft.attachments = vec![paper("diagnosis"), paper("identity")];
                batch.add(draft)?;
            }
            Ok(first)
        })?;
        let cases = || (first..).zip(persons).map(|(case, person)| (CaseNo(case), *person));
        self.commit(visited, |batch| {
            for step in [LookStep::Visit, LookStep::Review] {
                for (case, _) in cases() {
                    let what = CaseWhat::Looked { step, fits: true };
                    batch.add(Draft::new(visited, Body::Case(CaseEvent { case, what })))?;
                }
            }
            Ok(())
        })?;
        let rows = cases().map(|(case, person)| Row {
            case: Some(case),
            person,
            gift: Some(gift),
            given: asked,
            paper: None,
        });
        let proposal = Proposal { programme, fund: FundNo::PASS_THROUGH, item: None, rows: rows.collect() };
        let round = self.commit(granted, |batch| {
            let round = RoundNo(batch.ledger().state().counts()?.rounds + 1);
            batch.add(Draft::new(granted, round_event(round, RoundWhat::Proposed(proposal))))?;
            Ok(round)
        })?;
        let one = || Rows::new(vec![back]).unwrap_or_else(|| rows_of(1));
        let reason = BackReason::NoAccount;
        for (on, what) in [
            (noticed, RoundWhat::Noticed),
            (paid, RoundWhat::Paid { rows: rows_of(persons.len()) }),
            (returned, RoundWhat::CameBack { reason, rows: one() }),
            (again, RoundWhat::Paid { rows: one() }),
            (again, RoundWhat::Answered { rows: rows_of(persons.len()) }),
        ] {
            self.commit(on, |batch| batch.add(Draft::new(on, round_event(round, what))).map(drop))?;
        }
        Ok(())
    }
}

/// A row of money or of goods, without an application.
pub const fn row(person: PersonNo, gift: Option<GiftNo>, given: u64) -> Row {
    Row { case: None, person, gift, given, paper: None }
}

/// Goods that were bought from a fund's own money.
pub const fn bought(fund: FundNo, pieces: u32, amount: Fen) -> GoodsWhat {
    GoodsWhat::Bought { pile: Pile { fund, gift: None, pieces, first: None }, seller: None, amount }
}

/// Goods of a bound gift, with a document that says their value.
pub const fn of_gift(gift: GiftNo, pieces: u32, value: Fen) -> GoodsWhat {
    let pile = Pile { fund: FundNo::PASS_THROUGH, gift: Some(gift), pieces, first: None };
    GoodsWhat::Received { pile, donor: None, worth: Worth::Document(value) }
}

/// Numbered cards that have no value of their own.
pub const fn cards(fund: FundNo, donor: PersonNo, pieces: u32) -> GoodsWhat {
    let pile = Pile { fund, gift: None, pieces, first: Some(1) };
    GoodsWhat::Received { pile, donor: Some(donor), worth: Worth::Unknown }
}
