//! Which accounts each event touches, under rules version 1 (`docs/rules.md`).
//!
//! Owns: that table. Refuses to know: whether the event is allowed.

use super::chart;
use crate::base::{AccountCode, Fen, FundNo};
use crate::entry::{
    Dims, Disbursement, Donation, DonationSource, Entry, PassThrough, Posting, Restriction, Target, Transfer,
};

fn pair(fund: FundNo, debit: (AccountCode, Dims), credit: (AccountCode, Dims), amount: Fen) -> [Posting; 2] {
    [
        Posting { fund, account: debit.0, amount, dims: debit.1 },
        Posting { fund, account: credit.0, amount: amount.negated(), dims: credit.1 },
    ]
}

/// 借 银行存款，贷 捐赠收入 or 政府补助收入, restricted or not as the fund is.
pub(super) fn donation(donation: &Donation, restriction: Restriction) -> Vec<Posting> {
    let income = match (donation.source, restriction) {
        (DonationSource::Gift, Restriction::Donors) => chart::GIFTS_RESTRICTED,
        (DonationSource::Gift, Restriction::Office) => chart::GIFTS_UNRESTRICTED,
        (DonationSource::Grant, Restriction::Donors) => chart::GRANTS_RESTRICTED,
        (DonationSource::Grant, Restriction::Office) => chart::GRANTS_UNRESTRICTED,
    };
    let dims = Dims { donor: donation.donor, ..Dims::default() };
    pair(donation.fund, (chart::OWN_BANK, Dims::default()), (income, dims), donation.amount).into()
}

/// 借 银行存款—受托代理，贷 受托代理负债; paid on, the other way round.
pub(super) fn pass_through(held: &PassThrough) -> Vec<Posting> {
    let mut dims = match held.target {
        Target::Purpose(no) => Dims { purpose: Some(no), ..Dims::default() },
        Target::Person(no) => Dims { person: Some(no), ..Dims::default() },
    };
    let fund = FundNo::PASS_THROUGH;
    if held.received {
        dims.donor = held.other;
        pair(fund, (chart::HELD_BANK, Dims::default()), (chart::HELD_FOR_OTHERS, dims), held.amount).into()
    } else {
        if matches!(held.target, Target::Purpose(_)) {
            dims.person = held.other;
        }
        pair(fund, (chart::HELD_FOR_OTHERS, dims), (chart::HELD_BANK, Dims::default()), held.amount).into()
    }
}

/// 借 业务活动成本，贷 银行存款.
pub(super) fn disbursement(relief: &Disbursement) -> Vec<Posting> {
    let dims = Dims { programme: Some(relief.programme), person: Some(relief.person), ..Dims::default() };
    pair(relief.fund, (chart::RELIEF, dims), (chart::OWN_BANK, Dims::default()), relief.amount).into()
}

/// 借 net assets of the giver，贷 its 银行存款; 借 银行存款 of the receiver，贷 its net assets.
pub(super) fn transfer(transfer: &Transfer, from: Restriction, to: Restriction) -> Vec<Posting> {
    let net_assets = |restriction| match restriction {
        Restriction::Donors => chart::NET_ASSETS_RESTRICTED,
        Restriction::Office => chart::NET_ASSETS_UNRESTRICTED,
    };
    let plain = |account| (account, Dims::default());
    let giver = pair(transfer.from, plain(net_assets(from)), plain(chart::OWN_BANK), transfer.amount);
    let receiver = pair(transfer.to, plain(chart::OWN_BANK), plain(net_assets(to)), transfer.amount);
    [giver, receiver].concat()
}

/// Every line of the original with its sign turned.
pub(super) fn reversal(original: &Entry) -> Vec<Posting> {
    original.postings.iter().map(|p| Posting { amount: p.amount.negated(), ..*p }).collect()
}
