//! The close of months and years: restrictions released as they are used, income and expenses carried to net assets, and
//! what is corrected of a year that is carried.
//!
//! Owns: what a fund has used and not released, what each account of it is carried to. Refuses to know: when somebody closes.
//!
//! A year is *carried* 结转 fund by fund. What was carried is no account's balance any more, so a correction of it posts to
//! net assets (`docs/rules.md`, version 6).

use super::chart::carry::{FISCAL_INCOME, FISCAL_KEPT, PRIOR_YEARS, Way, corrected, ends_with_the_year, way};
use super::chart::{
    Class, Edition, GIFTS_RESTRICTED, GRANTS_RESTRICTED, NET_ASSETS_RESTRICTED, NET_ASSETS_UNRESTRICTED,
};
use super::exists::may_close;
use super::record::Effect;
use super::refusal::Refusal;
use super::state::{Cell, Key};
use super::view::{Overlay, Stop, View};
use crate::base::{AccountCode, Code, Date, EntryNo, Fen, FundNo, Period};
use crate::entry::{Body, Chart, Dims, Entry, Posting, Released, Restriction, YearEnd};

/// Why a month or a year is not closed in this way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClosingRefusal {
    /// Only a fund that its donors restrict, in the non-profit chart, has a restriction to release.
    NotReleasable {
        /// The fund's code.
        fund: Code,
    },
    /// Of the fund nothing was used in the month that is not released.
    NothingUsed {
        /// The fund's code.
        fund: Code,
        /// The month.
        period: Period,
    },
    /// What was used of the fund must be released before its year is carried, and before December closes.
    NotReleased {
        /// The fund's code.
        fund: Code,
        /// The year.
        year: u32,
    },
    /// The fund has no income and no expenses of the year left.
    NothingToCarry {
        /// The fund's code.
        fund: Code,
        /// The year.
        year: u32,
    },
    /// December does not close while a fund's income and expenses are not carried.
    NotCarried {
        /// The fund's code.
        fund: Code,
        /// The year.
        year: u32,
    },
    /// A closing entry is dated on the last day of what it closes.
    NotOnLastDay {
        /// That day.
        last: Date,
    },
    /// A closing entry is not reversed: what it closed is corrected by an entry of its own.
    ClosingEntry {
        /// The entry.
        original: EntryNo,
    },
}

impl From<ClosingRefusal> for Refusal {
    fn from(refusal: ClosingRefusal) -> Refusal {
        Refusal::Closing(Box::new(refusal))
    }
}

impl<E> From<ClosingRefusal> for Stop<E> {
    fn from(refusal: ClosingRefusal) -> Stop<E> {
        Refusal::from(refusal).into()
    }
}

/// The last month of a year.
fn december(year: u32) -> Option<Period> {
    Period::from_number(year.checked_mul(100)?.checked_add(12)?)
}

/// Whether a closing entry may be recorded; its voucher date is looked at in [`on_last_day`].
pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    today: Date,
) -> Result<(), Stop<B::Error>> {
    let chart = state.chart()?;
    match effect.body {
        Body::Released(Released { fund, period }) => {
            may_close(state, *period, today)?;
            let of = state.fund(*fund)?.clone();
            if chart == Chart::Government || of.restriction != Restriction::Donors {
                return Err(ClosingRefusal::NotReleasable { fund: of.code }.into());
            }
            if unreleased(state, *fund, *period)?.is_zero() {
                return Err(ClosingRefusal::NothingUsed { fund: of.code, period: *period }.into());
            }
            Ok(())
        }
        Body::YearEnd(YearEnd { fund, year }) => {
            let Some(period) = december(*year) else { return Ok(()) };
            may_close(state, period, today)?;
            let code = state.fund(*fund)?.code.clone();
            if !unreleased(state, *fund, period)?.is_zero() {
                return Err(ClosingRefusal::NotReleased { fund: code, year: *year }.into());
            }
            if !uncarried(state, *fund, period)? {
                return Err(ClosingRefusal::NothingToCarry { fund: code, year: *year }.into());
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Closing entries are booked on the last day of what they close.
pub(super) fn on_last_day(body: &Body, day: Date) -> Result<(), Refusal> {
    let last = match body {
        Body::Released(released) => Some(released.period.last_day()),
        Body::YearEnd(end) => december(end.year).map(Period::last_day),
        _ => None,
    };
    match last {
        Some(last) if last != day => Err(ClosingRefusal::NotOnLastDay { last }.into()),
        _ => Ok(()),
    }
}

/// From rules version 6 on, December closes once what was used of every fund is released, and its income and expenses
/// are carried.
pub(super) fn all_carried<B: View>(state: &mut Overlay<B>, period: Period) -> Result<(), Stop<B::Error>> {
    if !period.is_december() {
        return Ok(());
    }
    let year = period.number() / 100;
    for no in (1..=state.counts()?.funds).map(FundNo) {
        if !unreleased(state, no, period)?.is_zero() {
            let fund = state.fund(no)?.code.clone();
            return Err(ClosingRefusal::NotReleased { fund, year }.into());
        }
        if uncarried(state, no, period)? {
            let fund = state.fund(no)?.code.clone();
            return Err(ClosingRefusal::NotCarried { fund, year }.into());
        }
    }
    Ok(())
}

/// What was used of what donors gave a fund for its purpose, by the end of the month, and is not released yet: the
/// expenses that stand, less what was released of them, and no more than is restricted by then. Negative where expenses
/// that were released were taken back, or less is restricted than was released.
///
/// # Errors
/// Where the state can't be read.
pub fn unreleased<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    period: Period,
) -> Result<Fen, Stop<B::Error>> {
    let chart = state.chart()?;
    if chart == Chart::Government || state.fund(fund)?.restriction != Restriction::Donors {
        return Ok(Fen::ZERO);
    }
    let edition = Edition::of(chart, period.last_day());
    let mut used = Fen::ZERO;
    for account in edition.accounts().iter().filter(|a| Class::of(a.code) == Some(Class::Expenses)) {
        used = add(used, through(state, fund, account.code, period)?)?;
    }
    let released = state.amount(&Key::ReleasedOfYear(fund))?;
    let mut restricted = Fen::ZERO;
    for account in [NET_ASSETS_RESTRICTED, PRIOR_YEARS, GIFTS_RESTRICTED, GRANTS_RESTRICTED] {
        restricted = add(restricted, through(state, fund, account, period)?.negated())?;
    }
    // Where gifts went away that had been released, no more comes back than was released.
    let bound = restricted.max(released.max(Fen::ZERO).negated());
    Ok(add(used, released.negated())?.min(bound))
}

/// Whether a fund has income or expenses, to the end of the month, that are not carried to net assets.
///
/// # Errors
/// Where the state can't be read.
pub fn uncarried<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    period: Period,
) -> Result<bool, Stop<B::Error>> {
    let edition = Edition::of(state.chart()?, period.last_day());
    Ok(!standing(state, fund, edition, period)?.is_empty())
}

/// What stands on an account of a fund at the end of the month, debit positive.
fn through<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    account: AccountCode,
    period: Period,
) -> Result<Fen, Stop<B::Error>> {
    // An account that was never posted to costs one look.
    if state.get(&Key::Balance(fund, account))?.is_none() {
        return Ok(Fen::ZERO);
    }
    let mut month = first_month(state, fund, account, period)?;
    let mut sum = Fen::ZERO;
    while month <= period {
        if let Some(Cell::Turnover(of)) = state.get(&Key::Turnover(fund, account, month))? {
            let net = of.debit.checked_sub(of.credit).ok_or(Refusal::SumTooLarge)?;
            sum = add(sum, net)?;
        }
        if month.next() == month {
            break;
        }
        month = month.next();
    }
    Ok(sum)
}

/// From which month on what was posted to the account has to be added up: what a year's end brought to zero needs no look.
fn first_month<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    account: AccountCode,
    period: Period,
) -> Result<Period, Stop<B::Error>> {
    if Class::of(account).is_some_and(Class::is_of_a_year)
        && let Some(carried) = state.number(&Key::Carried(fund))?
        && carried < u64::from(period.number() / 100)
        && let Some(last) = u32::try_from(carried).ok().and_then(december)
    {
        return Ok(last.next());
    }
    // The month before the first voucher has what an opening balance brought.
    Ok(state.periods()?.first.map_or(period, Period::previous))
}

/// The accounts of a fund that a year's end brings to zero, with what stands on each.
fn standing<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    edition: Edition,
    period: Period,
) -> Result<Vec<(AccountCode, Fen)>, Stop<B::Error>> {
    let mut found = Vec::new();
    for account in edition.accounts().iter().filter(|account| ends_with_the_year(edition, account.code)) {
        let amount = through(state, fund, account.code, period)?;
        if !amount.is_zero() {
            found.push((account.code, amount));
        }
    }
    Ok(found)
}

/// The postings of a closing entry.
pub(super) fn postings<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<Vec<Posting>, Stop<B::Error>> {
    match body {
        Body::Released(Released { fund, period }) => {
            let amount = unreleased(state, *fund, *period)?;
            let mut lines = Lines::of(*fund);
            lines.add(NET_ASSETS_RESTRICTED, amount)?;
            lines.add(NET_ASSETS_UNRESTRICTED, amount.negated())?;
            Ok(lines.all)
        }
        Body::YearEnd(YearEnd { fund, year }) => {
            let Some(period) = december(*year) else { return Ok(Vec::new()) };
            // Of the year, not of a voucher date that is refused later: its accounts are those that were posted to.
            let edition = Edition::of(state.chart()?, period.last_day());
            year_end(state, *fund, edition, period)
        }
        _ => Ok(Vec::new()),
    }
}

/// Each account to zero, and what stood on it to where the chart carries it, one line a destination; on the way through
/// the accounts that the chart has for it.
fn year_end<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    edition: Edition,
    period: Period,
) -> Result<Vec<Posting>, Stop<B::Error>> {
    let restriction = state.fund(fund)?.restriction;
    let standing = standing(state, fund, edition, period)?;
    let fiscal = standing.iter().any(|(account, _)| *account == FISCAL_INCOME)
        || !through(state, fund, FISCAL_KEPT, period)?.is_zero();
    let mut lines = Lines::of(fund);
    let mut carried: Vec<(Way, Fen)> = Vec::new();
    for (account, amount) in standing {
        lines.add(account, amount.negated())?;
        let way = way(edition, account, restriction, fiscal);
        match carried.iter_mut().find(|(known, _)| *known == way) {
            Some((_, sum)) => *sum = add(*sum, amount)?,
            None => carried.push((way, amount)),
        }
    }
    for (way, sum) in carried {
        for passed in way.by {
            lines.add(*passed, sum)?;
            lines.add(*passed, sum.negated())?;
        }
        lines.add(way.to, sum)?;
    }
    Ok(lines.all)
}

/// Whether the fund ever had fiscal appropriations 财政拨款: after a year's end nothing may stand of them.
fn had_fiscal<B: View>(state: &mut Overlay<B>, fund: FundNo) -> Result<bool, Stop<B::Error>> {
    Ok(state.get(&Key::Balance(fund, FISCAL_INCOME))?.is_some()
        || state.get(&Key::Balance(fund, FISCAL_KEPT))?.is_some())
}

/// The postings of a reversal: those of the original with the sign turned. Where the original is of a year that is
/// carried in the fund, what was income or expense is net assets now, by way of the account that the chart has for it.
pub(super) fn reversed<B: View>(
    state: &mut Overlay<B>,
    original: &Entry,
    edition: Edition,
) -> Result<Vec<Posting>, Stop<B::Error>> {
    let mut lines = Vec::with_capacity(original.postings.len());
    let mut passed = Vec::new();
    for posting in &original.postings {
        let mut line = Posting { amount: posting.amount.negated(), ..*posting };
        let (fund, account) = (line.fund, line.account);
        let year = original.voucher.map(|voucher| u64::from(voucher.date.number() / 10_000));
        if Class::of(account).is_some_and(Class::is_of_a_year)
            && state.number(&Key::Carried(fund))?.is_some_and(|carried| year <= Some(carried))
        {
            let fiscal = had_fiscal(state, fund)?;
            let way = corrected(edition, account, state.fund(fund)?.restriction, fiscal);
            for (by, next) in way.by.iter().zip(way.by.iter().skip(1).chain([&way.to])) {
                let plain = |account, amount| Posting { fund, account, amount, dims: Dims::default() };
                passed.extend([plain(*by, line.amount.negated()), plain(*next, line.amount)]);
            }
            line.account = way.by.first().copied().unwrap_or(way.to);
        }
        lines.push(line);
    }
    lines.extend(passed);
    Ok(lines)
}

/// Whether a reversal posts to other accounts than its original: it corrects a year that was carried, and is no 红字.
pub(super) fn corrects_a_carried_year(original: &Entry, reversal: &[Posting]) -> bool {
    let accounts = |postings: &[Posting]| postings.iter().map(|p| p.account).collect::<Vec<_>>();
    accounts(&original.postings) != accounts(reversal)
}

/// What a closing entry changes beside its postings.
pub(super) fn fold<B: View>(
    state: &mut Overlay<B>,
    body: &Body,
    no: u64,
    postings: &[Posting],
) -> Result<(), Stop<B::Error>> {
    match body {
        Body::Released(Released { fund, period }) => {
            let amount = postings.first().map_or(Fen::ZERO, |line| line.amount);
            state.add_amount(&Key::ReleasedOfYear(*fund), amount)?;
            state.add_amount(&Key::Released(*fund, *period), amount)
        }
        Body::YearEnd(YearEnd { fund, year }) => {
            let mut ends = state.numbers(&Key::YearEnds(*fund, *year))?;
            ends.push(no);
            state.set(Key::YearEnds(*fund, *year), Cell::Numbers(ends));
            state.set(Key::Carried(*fund), Cell::Number(u64::from(*year)));
            state.set(Key::ReleasedOfYear(*fund), Cell::Amount(Fen::ZERO));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Lines of one fund, none of them of zero.
struct Lines {
    fund: FundNo,
    all: Vec<Posting>,
}

impl Lines {
    const fn of(fund: FundNo) -> Lines {
        Lines { fund, all: Vec::new() }
    }

    fn add(&mut self, account: AccountCode, amount: Fen) -> Result<(), Refusal> {
        if amount.is_zero() {
            return Ok(());
        }
        if !amount.fits_a_posting() {
            return Err(Refusal::SumTooLarge);
        }
        self.all.push(Posting { fund: self.fund, account, amount, dims: Dims::default() });
        Ok(())
    }
}

fn add(a: Fen, b: Fen) -> Result<Fen, Refusal> {
    a.checked_add(b).ok_or(Refusal::SumTooLarge)
}
