//! 专款专用: money given for a purpose is spent on that purpose (invariant 3, as far as it is about funds).
//!
//! Owns: that comparison. Refuses to know: whether there is enough.

use super::checks::is_own_cash;
use super::refusal::Refusal;
use super::two_persons::by_fund;
use super::view::{Overlay, Stop, View};
use crate::base::{FundNo, ProgrammeNo};
use crate::entry::{Body, Posting, Restriction, Transfer};

/// Whether the money that an entry spends or moves was given for that.
pub(super) fn on_purpose<B: View>(
    state: &mut Overlay<B>,
    body: &Body,
    lines: &[Posting],
) -> Result<(), Stop<B::Error>> {
    match body {
        Body::Disbursement(relief) => programme_fits(state, relief.programme, relief.fund),
        Body::Transfer(Transfer { from, to, consent: None, .. }) => {
            let from = state.fund(*from)?.clone();
            let to = state.fund(*to)?;
            if from.restriction == Restriction::Donors && from.purpose != to.purpose {
                return Err(Refusal::ConsentNeeded {
                    from: from.code,
                    from_purpose: from.purpose,
                    to: to.code.clone(),
                    to_purpose: to.purpose.clone(),
                }
                .into());
            }
            Ok(())
        }
        Body::Spending(spending) => spent_for(state, spending.fund, spending.programme),
        Body::GrantDown(grant) => spent_for(state, grant.fund, grant.programme),
        Body::GeneralVoucher(_) => vouched_for(state, lines),
        _ => Ok(()),
    }
}

/// What donors restricted is spent through a programme; what the office set aside may be spent without one.
fn spent_for<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    programme: Option<ProgrammeNo>,
) -> Result<(), Stop<B::Error>> {
    match programme {
        Some(programme) => programme_fits(state, programme, fund),
        None => {
            let fund = state.fund(fund)?;
            match fund.restriction {
                Restriction::Office => Ok(()),
                Restriction::Donors => Err(Refusal::RestrictedSpending {
                    fund: fund.code.clone(),
                    fund_purpose: fund.purpose.clone(),
                }
                .into()),
            }
        }
    }
}

/// Where a general voucher takes cash from a fund, each line that receives it says for which programme.
fn vouched_for<B: View>(state: &mut Overlay<B>, lines: &[Posting]) -> Result<(), Stop<B::Error>> {
    for (fund, net) in by_fund(lines)? {
        if !net.is_negative() {
            continue;
        }
        let receives =
            |line: &&Posting| line.fund == fund && !line.amount.is_negative() && !is_own_cash(line);
        for line in lines.iter().filter(receives) {
            spent_for(state, fund, line.dims.programme)?;
        }
    }
    Ok(())
}

pub(super) fn programme_fits<B: View>(
    state: &mut Overlay<B>,
    programme: ProgrammeNo,
    fund: FundNo,
) -> Result<(), Stop<B::Error>> {
    // The common case without more copies: the programme spends from a fund of its own purpose.
    let fund_purpose = state.fund(fund)?.purpose.clone();
    if state.programme(programme)?.purpose == fund_purpose {
        return Ok(());
    }
    let fund = state.fund(fund)?.code.clone();
    let programme = state.programme(programme)?;
    Err(Refusal::OffPurpose {
        programme: programme.name.clone(),
        programme_purpose: programme.purpose.clone(),
        fund,
        fund_purpose,
    }
    .into())
}
