//! Products, their terms and subsidies, guarantors, deposits and allowances: whether they may be, and setting them.
//!
//! Owns: those cells. Refuses to know: what happens to single loans.

use super::refusal::LoanRefusal;
use super::state::{GuarantorState, ProductState};
use super::{HIGHEST_RATE_MILLIONTHS, LONGEST_MONTHS};
use crate::base::{Date, Fen, GuarantorNo, Line, ProductNo, Rate};
use crate::book::exists::next;
use crate::book::refusal::{Refusal, Series};
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{
    Body, Deposit, MOST_SHARES, ProductAdded, Source, SubsidyMode, SubsidySet, Terms, TermsSet,
};

/// The product of that number.
pub fn product<B: View>(state: &mut Overlay<B>, no: ProductNo) -> Result<&ProductState, Stop<B::Error>> {
    match state.get(&Key::Product(no))? {
        Some(Cell::Product(product)) => Ok(product),
        _ => Err(LoanRefusal::UnknownProduct { no }.into()),
    }
}

/// The guarantor of that number.
pub fn guarantor<B: View>(
    state: &mut Overlay<B>,
    no: GuarantorNo,
) -> Result<&GuarantorState, Stop<B::Error>> {
    match state.get(&Key::Guarantor(no))? {
        Some(Cell::Guarantor(guarantor)) => Ok(guarantor),
        _ => Err(LoanRefusal::UnknownGuarantor { no }.into()),
    }
}

/// Whether something around loans may be recorded.
pub(crate) fn may<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    match body {
        Body::Product(added) => may_add(state, added),
        Body::Terms(set) => {
            let days: Vec<Date> = product(state, set.product)?.terms.iter().map(|(from, _)| *from).collect();
            in_order(&days, set.from)?;
            Ok(possible(&set.terms)?)
        }
        Body::Subsidy(set) => {
            let days: Vec<Date> = product(state, set.product)?.subsidies.iter().map(|set| set.from).collect();
            in_order(&days, set.from)?;
            Ok(subsidy_possible(set)?)
        }
        Body::Guarantor(added) => {
            if state.number(&Key::GuarantorName(added.name.clone()))?.is_some() {
                return Err(LoanRefusal::GuarantorTaken { name: added.name.clone() }.into());
            }
            if is_an_office(state, &added.name)? {
                return Err(LoanRefusal::OfficeAsGuarantor { name: added.name.clone() }.into());
            }
            let highest = u64::from(state.counts()?.guarantors);
            Ok(next(Series::Guarantors, highest, u64::from(added.no.0))?)
        }
        Body::Deposit(deposit) => {
            if let Some(fund) = deposit.fund {
                state.fund(fund)?;
            }
            let guarantor = guarantor(state, deposit.guarantor)?;
            if deposit.placed { Ok(()) } else { Ok(covered(guarantor, deposit)?) }
        }
        Body::Provision(provision) => state.fund(provision.fund).map(drop),
        _ => Ok(()),
    }
}

/// Whether a deposit can come back: what is placed is enough.
pub(super) fn covered(guarantor: &GuarantorState, deposit: &Deposit) -> Result<(), LoanRefusal> {
    let (available, needed) = (guarantor.of(deposit.fund), deposit.amount);
    if available < needed {
        return Err(LoanRefusal::DepositNotCovered { name: guarantor.name.clone(), available, needed });
    }
    Ok(())
}

fn may_add<B: View>(state: &mut Overlay<B>, added: &ProductAdded) -> Result<(), Stop<B::Error>> {
    if let Some(no) = state.number(&Key::ProductCode(added.code.clone()))? {
        let name = product(state, ProductNo(u32::try_from(no).unwrap_or(0)))?.added.name.clone();
        return Err(LoanRefusal::ProductCodeTaken { code: added.code.clone(), name }.into());
    }
    if let Source::Own(fund) = added.source {
        state.fund(fund)?;
    }
    if let Some(no) = added.guarantor {
        guarantor(state, no)?;
    }
    Ok(next(Series::Products, u64::from(state.counts()?.products), u64::from(added.no.0))?)
}

/// A new rule holds from a later day than the ones before it, or up to the first of them: none takes the place of one
/// that something may have been decided under.
fn in_order(days: &[Date], from: Date) -> Result<(), LoanRefusal> {
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if (*first..=*last).contains(&from) => {
            Err(LoanRefusal::TermsOutOfOrder { last: *last })
        }
        _ => Ok(()),
    }
}

fn possible(terms: &Terms) -> Result<(), LoanRefusal> {
    let highest = Rate::from_millionths(HIGHEST_RATE_MILLIONTHS);
    let with_surcharge =
        u64::from(terms.rate.millionths()) * (100 + u64::from(terms.surcharge_percent)) / 100;
    if with_surcharge > u64::from(HIGHEST_RATE_MILLIONTHS) {
        let rate = Rate::from_millionths(u32::try_from(with_surcharge).unwrap_or(u32::MAX));
        return Err(LoanRefusal::RateTooHigh { rate, highest });
    }
    let longest = terms.longest_months;
    if !(1..=LONGEST_MONTHS).contains(&longest) {
        return Err(LoanRefusal::MonthsOutOfRange { months: longest, longest: LONGEST_MONTHS });
    }
    let graces = terms.graces;
    let too_long =
        [graces.principal_months, graces.interest_months, graces.free_months].iter().any(|m| *m >= longest);
    let ages = terms.eligible;
    let wrong_ages = ages.oldest > 0 && ages.youngest > ages.oldest;
    if too_long || wrong_ages || graces.ageing_days > 366 {
        return Err(LoanRefusal::TermsImpossible);
    }
    Ok(())
}

fn subsidy_possible(set: &SubsidySet) -> Result<(), LoanRefusal> {
    let whole = set.shares.iter().map(|share| u64::from(share.millionths)).sum::<u64>() == 1_000_000;
    if !whole {
        return Err(LoanRefusal::SharesNotWhole);
    }
    let fine = match set.mode {
        SubsidyMode::Full => true,
        SubsidyMode::PartOf(millionths) => (1..=1_000_000).contains(&millionths),
        // No more than 100 percentage points either way: beyond that somebody typed per cent for basis points.
        SubsidyMode::Above { basis_points, .. } => (-10_000..=10_000).contains(&basis_points),
        SubsidyMode::Points(points) => points > Rate::ZERO,
    };
    // A record holds so many and no more.
    let fine = fine && (1..=MOST_SHARES).contains(&set.shares.len());
    if fine && (1..=LONGEST_MONTHS).contains(&set.longest_months) {
        Ok(())
    } else {
        Err(LoanRefusal::TermsImpossible)
    }
}

/// The office itself, another women's federation, or another body of the state, by its name: 民法典 article 683 bars 机关法人
/// from guaranteeing, and these endings are how such bodies are named.
fn is_an_office<B: View>(state: &mut Overlay<B>, name: &Line) -> Result<bool, Stop<B::Error>> {
    let own = match state.get(&Key::Ledger)? {
        Some(Cell::Ledger(info)) => info.organisation == *name,
        _ => false,
    };
    let text = name.as_str();
    let federation = ["妇女联合会", "妇联"].iter().any(|word| text.contains(word));
    let endings = ["人民政府", "委员会", "财政局", "民政局", "办事处", "办公室", "法院", "检察院"];
    Ok(own || federation || endings.iter().any(|ending| text.ends_with(ending)))
}

/// Folds something around loans into the state.
pub(crate) fn fold<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    let mut counts = state.counts()?;
    match body {
        Body::Product(added) => {
            counts.products = added.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::ProductCode(added.code.clone()), Cell::Number(u64::from(added.no.0)));
            let new = ProductState { added: added.clone(), terms: Vec::new(), subsidies: Vec::new() };
            state.set(Key::Product(added.no), Cell::Product(Box::new(new)));
        }
        Body::Terms(TermsSet { product: no, from, terms }) => {
            let mut changed = product(state, *no)?.clone();
            let at = changed.terms.partition_point(|(day, _)| day < from);
            changed.terms.insert(at, (*from, *terms));
            state.set(Key::Product(*no), Cell::Product(Box::new(changed)));
        }
        Body::Subsidy(set) => {
            let mut changed = product(state, set.product)?.clone();
            let at = changed.subsidies.partition_point(|before| before.from < set.from);
            changed.subsidies.insert(at, set.clone());
            state.set(Key::Product(set.product), Cell::Product(Box::new(changed)));
        }
        Body::Guarantor(added) => {
            counts.guarantors = added.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::GuarantorName(added.name.clone()), Cell::Number(u64::from(added.no.0)));
            let new = GuarantorState { name: added.name.clone(), own: Fen::ZERO, deposits: Vec::new() };
            state.set(Key::Guarantor(added.no), Cell::Guarantor(Box::new(new)));
        }
        Body::Deposit(deposit) => moved(state, deposit, deposit.placed)?,
        _ => {}
    }
    Ok(())
}

/// Adds a deposit to what is placed, or takes it off.
pub(super) fn moved<B: View>(
    state: &mut Overlay<B>,
    deposit: &Deposit,
    placed: bool,
) -> Result<(), Stop<B::Error>> {
    let mut changed = guarantor(state, deposit.guarantor)?.clone();
    let amount = if placed { deposit.amount } else { deposit.amount.negated() };
    changed.add(deposit.fund, amount).ok_or(Refusal::SumTooLarge)?;
    state.set(Key::Guarantor(deposit.guarantor), Cell::Guarantor(Box::new(changed)));
    Ok(())
}
