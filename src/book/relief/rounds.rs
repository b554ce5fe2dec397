//! Rounds 发放批次: what may be proposed, put up, paid, brought back and dropped.
//!
//! Owns: that, row by row. Refuses to know: what changes in the state (`settle`), and which accounts are touched.

use super::cases::looked;
use super::grants::{self, Asked, Served};
use super::refusal::Step;
use super::state::{RoundState, RowState, RowStatus, Stock};
use super::{ReliefRefusal, Scope, case, gift, item, programme, round, stock};
use crate::base::{Code, Date, Fen, FundNo, GiftNo, ItemNo};
use crate::book::exists::next;
use crate::book::persons;
use crate::book::purposes::programme_fits;
use crate::book::record::{Context, Effect};
use crate::book::refusal::{Refusal, Series};
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Gives, MOST_PIECES, PersonSort, Proposal, ReliefRules, RoundEvent, RoundWhat, Row, Rows};
use std::collections::HashMap;

pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
    event: &RoundEvent,
) -> Result<(), Stop<B::Error>> {
    let rows = match &event.what {
        RoundWhat::Proposed(proposal) => {
            if let Some((row, cause)) = bad_rows(state, effect.on, effect.papers, proposal, true)?.pop() {
                return Err(ReliefRefusal::Row { row, cause: Box::new(cause) }.into());
            }
            // One that is approved was numbered when it was prepared.
            if effect.source == ctx.no {
                next(Series::Rounds, u64::from(state.counts()?.rounds), u64::from(event.round.0))?;
            }
            return Ok(());
        }
        RoundWhat::Noticed => return may_notice(state, effect, event),
        RoundWhat::Paid { rows }
        | RoundWhat::CameBack { rows, .. }
        | RoundWhat::Answered { rows }
        | RoundWhat::Dropped { rows, .. } => rows,
    };
    let of = round(state, event.round)?.clone();
    let what = &event.what;
    for &row in rows.numbers() {
        let there = of.row(row).ok_or(ReliefRefusal::UnknownRow { round: event.round, row })?;
        let fits = match what {
            RoundWhat::Paid { .. } | RoundWhat::Dropped { .. } => there.status == RowStatus::Granted,
            RoundWhat::Answered { .. } => there.status == RowStatus::Paid,
            _ => matches!(there.status, RowStatus::Paid | RowStatus::Arrived),
        };
        if !fits {
            return Err(ReliefRefusal::RowIs { round: event.round, row, status: there.status }.into());
        }
        let first = there.paid.filter(|_| !matches!(what, RoundWhat::Dropped { .. }));
        let first = first.map_or(of.day, |(_, day)| day);
        if effect.on < first {
            return Err(ReliefRefusal::TooEarly { first }.into());
        }
    }
    match what {
        RoundWhat::Paid { rows } => may_pay(state, effect, event, &of, rows),
        RoundWhat::Answered { .. } if !of.answer => step_off(state, &of, Step::Answer),
        _ => Ok(()),
    }
}

fn step_off<B: View>(state: &mut Overlay<B>, of: &RoundState, step: Step) -> Result<(), Stop<B::Error>> {
    let programme = state.programme(of.programme)?.code.clone();
    Err(ReliefRefusal::StepOff { programme, step }.into())
}

fn may_notice<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    event: &RoundEvent,
) -> Result<(), Stop<B::Error>> {
    let of = round(state, event.round)?.clone();
    if of.notice_days == 0 {
        return step_off(state, &of, Step::Notice);
    }
    if let Some(since) = of.noticed {
        return Err(ReliefRefusal::NoticedBefore { round: event.round, since }.into());
    }
    if effect.on < of.day {
        return Err(ReliefRefusal::TooEarly { first: of.day }.into());
    }
    Ok(())
}

fn may_pay<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    event: &RoundEvent,
    of: &RoundState,
    rows: &Rows,
) -> Result<(), Stop<B::Error>> {
    let round = event.round;
    match of.payable_from() {
        None => return Err(ReliefRefusal::NoticeNeeded { round, days: of.notice_days }.into()),
        Some(until) if effect.on < until => {
            return Err(ReliefRefusal::NoticeRuns { round, until }.into());
        }
        Some(_) => {}
    }
    if of.item.is_some() && effect.papers == 0 {
        return Err(ReliefRefusal::SignatureNeeded.into());
    }
    for &row in rows.numbers() {
        if let Some(there) = of.row(row) {
            let named = persons::may_be_named(state, there.person).map(drop);
            if let Some(cause) = refusal(named)? {
                return Err(ReliefRefusal::Row { row, cause: Box::new(cause) }.into());
            }
        }
    }
    if of.item.is_none() {
        return Ok(());
    }
    let parts = super::postings::handed_out(state, of, rows)?;
    let sum = parts.iter().try_fold(Fen::ZERO, |sum, part| sum.checked_add(part.value()?));
    let rules = programme::rules(state, of.programme, of.day)?;
    let code = state.programme(of.programme)?.code.clone();
    let asked = Asked { programme: of.programme, code: &code, rules: &rules, on: of.day };
    let spent = grants::spent(state, of.programme, of.day)?;
    let worth = sum.ok_or(Refusal::SumTooLarge)?;
    asked.over_budget(Scope::Year, rules.year_budget, spent, worth)?;
    Ok(())
}

/// The refusal, where it is one: what can't be read goes on as it is.
fn refusal<E>(result: Result<(), Stop<E>>) -> Result<Option<Refusal>, Stop<E>> {
    match result {
        Ok(()) => Ok(None),
        Err(Stop::Refused(refusal)) => Ok(Some(*refusal)),
        Err(stop) => Err(stop),
    }
}

/// The rows of a proposal that can't be, each with its cause; only the first where that is enough. What concerns the
/// round as a whole is refused at once.
///
/// # Errors
/// [`Stop::Refused`] for the round as a whole, or where the state can't be read.
pub fn bad_rows<B: View>(
    state: &mut Overlay<B>,
    on: Date,
    papers: usize,
    proposal: &Proposal,
    first_only: bool,
) -> Result<Vec<(u16, Refusal)>, Stop<B::Error>> {
    let code = state.programme(proposal.programme)?.code.clone();
    let rules = programme::rules(state, proposal.programme, on)?;
    whole(state, proposal, &code, &rules)?;
    let mut rows = Walk::new(state, (on, papers), proposal, &code, &rules)?;
    let mut bad = Vec::new();
    for (row, number) in proposal.rows.iter().zip(1..) {
        if let Some(cause) = refusal(rows.row(state, row, number))? {
            bad.push((number, cause));
            if first_only {
                break;
            }
        }
    }
    Ok(bad)
}

fn whole<B: View>(
    state: &mut Overlay<B>,
    proposal: &Proposal,
    code: &Code,
    rules: &ReliefRules,
) -> Result<(), Stop<B::Error>> {
    let (programme, fund) = (code.clone(), proposal.fund);
    if fund != FundNo::PASS_THROUGH {
        programme_fits(state, proposal.programme, fund)?;
    }
    if !rules.funds.is_empty() && !rules.funds.contains(&fund) {
        return Err(ReliefRefusal::FundNotAllowed { programme, fund }.into());
    }
    let goods = proposal.item.is_some();
    if rules.gives == (if goods { Gives::Money } else { Gives::Goods }) {
        return Err(ReliefRefusal::GivesOther { programme, goods }.into());
    }
    Ok(())
}

/// A walk over the rows of a proposal: what the rows before take is not there for the later ones.
struct Walk<'a> {
    proposal: &'a Proposal,
    asked: Asked<'a>,
    papers: usize,
    /// Goods with numbers on them, and how many digits those have.
    item: Option<(ItemNo, u8)>,
    fund_left: Fen,
    stock: Stock,
    spent_before: Fen,
    sum: Fen,
    persons: HashMap<u64, u16>,
    households: Vec<Served>,
    gifts: HashMap<GiftNo, Fen>,
    pieces: HashMap<Option<GiftNo>, u32>,
    cards: HashMap<u64, u16>,
}

impl<'a> Walk<'a> {
    fn new<B: View>(
        state: &mut Overlay<B>,
        (on, papers): (Date, usize),
        proposal: &'a Proposal,
        code: &'a Code,
        rules: &'a ReliefRules,
    ) -> Result<Walk<'a>, Stop<B::Error>> {
        let of_goods = match proposal.item {
            Some(no) => Some((no, item(state, no)?.digits)),
            None => None,
        };
        Ok(Walk {
            proposal,
            asked: Asked { programme: proposal.programme, code, rules, on },
            papers,
            item: of_goods,
            fund_left: fund_left(state, proposal.fund)?,
            stock: match proposal.item {
                Some(no) => stock(state, no, proposal.fund)?,
                None => Stock::default(),
            },
            spent_before: grants::spent(state, proposal.programme, on)?,
            sum: Fen::ZERO,
            persons: HashMap::new(),
            households: Vec::new(),
            gifts: HashMap::new(),
            pieces: HashMap::new(),
            cards: HashMap::new(),
        })
    }

    /// Whether a row can be. A row that can't takes nothing from those after it.
    fn row<B: View>(&mut self, state: &mut Overlay<B>, row: &Row, number: u16) -> Result<(), Stop<B::Error>> {
        if persons::may_be_named(state, row.person)? != PersonSort::Natural {
            return Err(Refusal::NotANaturalPerson { no: row.person }.into());
        }
        if let Some(&first) = self.persons.get(&row.person.0) {
            return Err(ReliefRefusal::Twice { person: row.person, first }.into());
        }
        self.persons.insert(row.person.0, number);
        self.case(state, row)?;
        let amount = if self.item.is_none() { row.amount() } else { Fen::ZERO };
        if self.item.is_none() {
            self.asked.within(amount)?;
        }
        self.asked.caps(state, row.person, amount)?;
        let served = self.asked.household(state, row.person, &self.households)?;
        self.gift(state, row)?;
        match self.item {
            None => self.money(state, row, amount)?,
            Some((no, 0)) => self.goods(no, row)?,
            Some((no, digits)) => self.card(state, (no, digits), row, number)?,
        }
        self.households.extend(served);
        Ok(())
    }

    fn case<B: View>(&self, state: &mut Overlay<B>, row: &Row) -> Result<(), Stop<B::Error>> {
        let steps = self.asked.rules.steps;
        let papers = self.papers + usize::from(row.paper.is_some());
        let Some(no) = row.case else {
            if steps.application {
                return Err(ReliefRefusal::CaseNeeded { programme: self.asked.code.clone() }.into());
            }
            return Ok(grants::papers(self.asked.rules, papers)?);
        };
        let of = case(state, no)?;
        if of.programme != self.proposal.programme
            || of.person != row.person
            || of.item != self.proposal.item
            || of.day > self.asked.on
        {
            return Err(ReliefRefusal::CaseOfOther { case: no }.into());
        }
        if let Some(entry) = of.granted {
            return Err(ReliefRefusal::CaseGranted { case: no, entry }.into());
        }
        if steps.visit {
            looked(no, Step::Visit, of.visit)?;
        }
        if steps.review {
            looked(no, Step::Review, of.review)?;
        }
        Ok(grants::papers(self.asked.rules, usize::from(of.papers) + papers)?)
    }

    fn gift<B: View>(&self, state: &mut Overlay<B>, row: &Row) -> Result<(), Stop<B::Error>> {
        let Some(no) = row.gift else {
            return match self.proposal.fund {
                FundNo::PASS_THROUGH => Err(ReliefRefusal::GiftNeeded.into()),
                _ => Ok(()),
            };
        };
        let of = gift(state, no)?;
        if of.fund != self.proposal.fund {
            return Err(ReliefRefusal::GiftElsewhere { gift: no, fund: of.fund }.into());
        }
        if !of.bound.allows(self.proposal.programme, row.person) {
            return Err(ReliefRefusal::GiftBound { gift: no }.into());
        }
        Ok(())
    }

    fn money<B: View>(
        &mut self,
        state: &mut Overlay<B>,
        row: &Row,
        amount: Fen,
    ) -> Result<(), Stop<B::Error>> {
        let rules = self.asked.rules;
        self.asked.over_budget(Scope::Round, rules.round_budget, self.sum, amount)?;
        let spent = self.spent_before.checked_add(self.sum).ok_or(Refusal::SumTooLarge)?;
        self.asked.over_budget(Scope::Year, rules.year_budget, spent, amount)?;
        match row.gift {
            None => {
                if self.fund_left < amount {
                    let (fund, available) = (self.proposal.fund, self.fund_left);
                    return Err(ReliefRefusal::FundShort { fund, available, needed: amount }.into());
                }
                self.fund_left = self.fund_left.checked_sub(amount).ok_or(Refusal::SumTooLarge)?;
            }
            Some(no) => {
                let free = gift(state, no)?.free();
                let taken = self.gifts.entry(no).or_default();
                let available = free.checked_sub(*taken).ok_or(Refusal::SumTooLarge)?;
                if available < amount {
                    return Err(ReliefRefusal::GiftShort { gift: no, available, needed: amount }.into());
                }
                *taken = taken.checked_add(amount).ok_or(Refusal::SumTooLarge)?;
            }
        }
        self.sum = self.sum.checked_add(amount).ok_or(Refusal::SumTooLarge)?;
        Ok(())
    }

    fn goods(&mut self, no: ItemNo, row: &Row) -> Result<(), ReliefRefusal> {
        let (needed, most) = (row.pieces(), self.asked.rules.most_pieces);
        if needed > MOST_PIECES || (most > 0 && needed > most) {
            return Err(ReliefRefusal::OverPieces {
                most: if most > 0 { most } else { MOST_PIECES },
                pieces: needed,
            });
        }
        let taken = self.pieces.entry(row.gift).or_default();
        let available = self.stock.free(row.gift).saturating_sub(*taken);
        if available < needed {
            return Err(ReliefRefusal::StockShort { item: no, available, needed });
        }
        *taken += needed;
        Ok(())
    }

    fn card<B: View>(
        &mut self,
        state: &mut Overlay<B>,
        (no, _): (ItemNo, u8),
        row: &Row,
        number: u16,
    ) -> Result<(), Stop<B::Error>> {
        let missing = |entry| Stop::from(ReliefRefusal::CardNotThere { item: no, number: row.given, entry });
        match state.get(&Key::Card(no, row.given))? {
            Some(Cell::Card(card)) => match card.gone {
                Some(entry) => return Err(missing(Some(entry))),
                None if card.fund != self.proposal.fund || card.gift != row.gift => {
                    return Err(missing(None));
                }
                None => {}
            },
            _ => return Err(missing(None)),
        }
        if self.cards.insert(row.given, number).is_some() {
            return Err(missing(None));
        }
        Ok(())
    }
}

/// What a fund has that nobody speaks for.
pub(super) fn fund_left<B: View>(state: &mut Overlay<B>, fund: FundNo) -> Result<Fen, Stop<B::Error>> {
    let balance = match state.get(&Key::Cash(fund))? {
        Some(Cell::Cash(cash)) => cash.balance,
        _ => Fen::ZERO,
    };
    let spoken_for = [state.amount(&Key::Reserved(fund))?, state.amount(&Key::Bound(fund))?];
    let left = spoken_for.iter().try_fold(balance, |left, amount| left.checked_sub(*amount));
    Ok(left.ok_or(Refusal::SumTooLarge)?)
}

/// What rows of a round come to in money.
pub(super) fn amounts<'a>(of: &'a RoundState, rows: &'a Rows) -> impl Iterator<Item = (u16, &'a RowState)> {
    rows.numbers().iter().filter_map(|row| Some((*row, of.row(*row)?)))
}
