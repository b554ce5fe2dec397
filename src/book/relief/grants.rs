//! What was granted to whom: caps, households and yearly budgets (invariant 6).
//!
//! Owns: these sums. Refuses to know: where the money is.

use super::state::{Grant, Granted};
use super::{ReliefRefusal, Scope, programme};
use crate::base::{Code, Date, Fen, HouseholdNo, PersonNo, ProgrammeNo};
use crate::book::record::Effect;
use crate::book::refusal::Refusal;
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Cap, Disbursement, Gives, PerHousehold, ReliefRules};

/// The year of a day.
pub(super) fn year(day: Date) -> u32 {
    day.number() / 10_000
}

/// A household that had something granted.
pub(super) type Served = (HouseholdNo, PersonNo);

/// Whether relief may be paid in one step, where its programme has rules on the day.
pub(in crate::book) fn may_disburse<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    relief: &Disbursement,
) -> Result<(), Stop<B::Error>> {
    let Some(rules) = programme::rules_on(state, relief.programme, effect.on)? else { return Ok(()) };
    let code = state.programme(relief.programme)?.code.clone();
    let steps = rules.steps;
    if steps.application || steps.notice_days > 0 || steps.answer {
        return Err(ReliefRefusal::ByRound { programme: code }.into());
    }
    if !rules.funds.is_empty() && !rules.funds.contains(&relief.fund) {
        return Err(ReliefRefusal::FundNotAllowed { programme: code, fund: relief.fund }.into());
    }
    if rules.gives == Gives::Goods {
        return Err(ReliefRefusal::GivesOther { programme: code, goods: false }.into());
    }
    papers(&rules, effect.papers)?;
    let asked = Asked { programme: relief.programme, code: &code, rules: &rules, on: effect.on };
    asked.within(relief.amount)?;
    asked.caps(state, relief.person, relief.amount)?;
    asked.household(state, relief.person, &[])?;
    asked.over_budget(Scope::Round, rules.round_budget, Fen::ZERO, relief.amount)?;
    let spent = spent(state, relief.programme, effect.on)?;
    Ok(asked.over_budget(Scope::Year, rules.year_budget, spent, relief.amount)?)
}

pub(super) fn papers(rules: &ReliefRules, found: usize) -> Result<(), ReliefRefusal> {
    let found = u8::try_from(found).unwrap_or(u8::MAX);
    if found < rules.papers {
        return Err(ReliefRefusal::PapersNeeded { needed: rules.papers, found });
    }
    Ok(())
}

/// What was granted of a programme in the year of a day; of goods, what was handed out.
pub(super) fn spent<B: View>(
    state: &mut Overlay<B>,
    programme: ProgrammeNo,
    day: Date,
) -> Result<Fen, Stop<B::Error>> {
    state.amount(&Key::SpentIn(programme, year(day)))
}

/// A programme's rules on the day of a grant.
pub(super) struct Asked<'a> {
    pub programme: ProgrammeNo,
    pub code: &'a Code,
    pub rules: &'a ReliefRules,
    pub on: Date,
}

impl Asked<'_> {
    /// Whether an amount is one that the programme gives at a time.
    pub fn within(&self, amount: Fen) -> Result<(), ReliefRefusal> {
        let (least, most) = (self.rules.least, self.rules.most);
        if amount < least {
            return Err(ReliefRefusal::BelowLeast { least, amount });
        }
        self.over_budget(Scope::Once, most, Fen::ZERO, amount)
    }

    /// Whether an amount, with what went before, is within a bound for all; 0: there is none.
    pub fn over_budget(&self, scope: Scope, cap: Fen, before: Fen, amount: Fen) -> Result<(), ReliefRefusal> {
        // A sum past the range of money is past any cap.
        let fits = before.checked_add(amount).is_some_and(|sum| sum <= cap);
        if cap.is_zero() || fits {
            return Ok(());
        }
        let programme = self.code.clone();
        Err(ReliefRefusal::OverCap { programme, person: None, scope, cap, before, amount, last: None })
    }

    /// Whether her caps leave room for one more grant, of this amount.
    pub fn caps<B: View>(
        &self,
        state: &mut Overlay<B>,
        person: PersonNo,
        amount: Fen,
    ) -> Result<(), Stop<B::Error>> {
        let (lifetime, yearly) = (self.rules.lifetime, self.rules.yearly);
        if lifetime == Cap::default() && yearly == Cap::default() {
            return Ok(());
        }
        let granted = granted(state, &Key::Granted(self.programme, person))?;
        let this_year = Some(year(self.on));
        for (scope, cap, of) in [(Scope::Lifetime, lifetime, None), (Scope::Year, yearly, this_year)] {
            let (times, before) = granted.sum(of).ok_or(Refusal::SumTooLarge)?;
            let last = granted.last(of).copied();
            let programme = self.code.clone();
            if cap.times > 0 && times >= u32::from(cap.times) {
                let times = cap.times;
                return Err(ReliefRefusal::OverTimes { programme, person, scope, times, last }.into());
            }
            // A sum past the range of money is past any cap.
            let fits = before.checked_add(amount).is_some_and(|sum| sum <= cap.amount);
            if !cap.amount.is_zero() && !fits {
                let (person, cap) = (Some(person), cap.amount);
                let refusal = ReliefRefusal::OverCap { programme, person, scope, cap, before, amount, last };
                return Err(refusal.into());
            }
        }
        Ok(())
    }

    /// Whether nobody of her household was served, where the programme serves one in each. `others` are the households of
    /// the rows before. Hers is returned.
    pub fn household<B: View>(
        &self,
        state: &mut Overlay<B>,
        person: PersonNo,
        others: &[Served],
    ) -> Result<Option<Served>, Stop<B::Error>> {
        let scope = self.rules.household;
        if scope == PerHousehold::Any {
            return Ok(None);
        }
        let household = household(state, person)?.ok_or(ReliefRefusal::HouseholdUnknown { person })?;
        let served = |person, entry| {
            let programme = self.code.clone();
            Stop::from(ReliefRefusal::HouseholdServed { programme, household, person, entry })
        };
        if let Some((_, other)) = others.iter().find(|(no, _)| *no == household) {
            return Err(served(*other, None));
        }
        let of = match scope {
            PerHousehold::Lifetime => None,
            PerHousehold::Year => Some(year(self.on)),
            PerHousehold::Any | PerHousehold::Round => return Ok(Some((household, person))),
        };
        // What she herself was granted counts wherever she lived then.
        for key in [Key::GrantedTo(self.programme, household), Key::Granted(self.programme, person)] {
            let granted = granted(state, &key)?;
            let (times, _) = granted.sum(of).ok_or(Refusal::SumTooLarge)?;
            if times > 0 {
                let last = granted.last(of);
                return Err(served(last.map_or(person, |grant| grant.person), last.map(|grant| grant.entry)));
            }
        }
        Ok(Some((household, person)))
    }
}

/// What was granted under a key.
pub(super) fn granted<B: View>(state: &mut Overlay<B>, key: &Key) -> Result<Granted, Stop<B::Error>> {
    Ok(match state.get(key)? {
        Some(Cell::Granted(granted)) => Granted::clone(granted),
        _ => Granted::default(),
    })
}

/// Counts a grant, for her, her household and the year.
pub(super) fn count<B: View>(
    state: &mut Overlay<B>,
    programme: ProgrammeNo,
    grant: Grant,
) -> Result<(), Stop<B::Error>> {
    let household = household(state, grant.person)?;
    let grant = Grant { household, ..grant };
    for key in keys(programme, &grant) {
        let mut pushed_out = None;
        change(state, &key, |granted| {
            pushed_out = granted.add(grant)?;
            Some(())
        })?;
        // It may be taken back still, and must then be of the household of its time.
        if let (Key::Granted(..), Some(old)) = (&key, pushed_out)
            && let Some(household) = old.household
        {
            state.set(Key::HouseholdThen(old.entry, old.row), Cell::Number(household.0));
        }
    }
    state.add_amount(&Key::SpentIn(programme, year(grant.day)), grant.amount)
}

/// Counts a grant no more.
pub(super) fn uncount<B: View>(
    state: &mut Overlay<B>,
    programme: ProgrammeNo,
    grant: Grant,
) -> Result<(), Stop<B::Error>> {
    let is_it = |there: &&Grant| (there.entry, there.row) == (grant.entry, grant.row);
    let of_her = granted(state, &Key::Granted(programme, grant.person))?;
    let household = match of_her.recent.iter().find(is_it) {
        Some(there) => there.household,
        None => {
            let then = Key::HouseholdThen(grant.entry, grant.row);
            let known = state.number(&then)?.map(HouseholdNo);
            if known.is_some() {
                state.remove(then);
            }
            known
        }
    };
    let grant = Grant { household, ..grant };
    for key in keys(programme, &grant) {
        change(state, &key, |granted| granted.remove(&grant))?;
    }
    state.add_amount(&Key::SpentIn(programme, year(grant.day)), grant.amount.negated())
}

fn change<B: View>(
    state: &mut Overlay<B>,
    key: &Key,
    f: impl FnOnce(&mut Granted) -> Option<()>,
) -> Result<(), Stop<B::Error>> {
    let mut nothing = false;
    state.update(key, |cell| {
        let mut granted = match cell {
            Some(Cell::Granted(granted)) => granted,
            _ => Box::default(),
        };
        f(&mut granted).ok_or(Refusal::SumTooLarge)?;
        nothing = granted.years.is_empty();
        Ok(Cell::Granted(granted))
    })?;
    if nothing {
        state.remove(key.clone());
    }
    Ok(())
}

fn household<B: View>(
    state: &mut Overlay<B>,
    person: PersonNo,
) -> Result<Option<HouseholdNo>, Stop<B::Error>> {
    Ok(match state.get(&Key::Person(person))? {
        Some(Cell::Person(known)) => known.household,
        _ => None,
    })
}

fn keys(programme: ProgrammeNo, grant: &Grant) -> impl Iterator<Item = Key> {
    let of_household = grant.household.map(|no| Key::GrantedTo(programme, no));
    [Key::Granted(programme, grant.person)].into_iter().chain(of_household)
}
