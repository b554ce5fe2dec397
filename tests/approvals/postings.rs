//! Which accounts of the non-profit chart each event touches, told naively from `docs/format.md` and `docs/rules.md`.
//!
//! Owns: that table. Refuses to know: whether the event is allowed.

use super::model::{Books, Model, is_cash};
use jinguo::base::{AccountCode, Date, Fen, FundNo, MoneyAccountNo};
use jinguo::book::Refusal;
use jinguo::entry::{Body, Dims, DonationSource, MoneySort, Posting, Restriction, Target};

fn sort(books: &Books, no: Option<MoneyAccountNo>) -> Result<MoneySort, Refusal> {
    let Some(no) = no else { return Ok(MoneySort::Bank) };
    let account = books.money.iter().find(|account| account.no == no);
    account.map(|account| account.sort).ok_or(Refusal::UnknownMoneyAccount { no })
}

fn pair(fund: FundNo, debit: (u32, Dims), credit: (u32, Dims), amount: Fen) -> Vec<Posting> {
    let line = |(account, dims), amount| Posting { fund, account: AccountCode(account), amount, dims };
    vec![line(debit, amount), line(credit, Fen::new(-amount.get()))]
}

/// The lines of an event whose voucher is of that day.
pub fn of(
    model: &Model,
    books: &Books,
    body: &Body,
    day: Date,
    money: Option<MoneyAccountNo>,
) -> Result<Vec<Posting>, Refusal> {
    let chosen = sort(books, money)?;
    let at = |bank: u32, sort| if sort == MoneySort::Cash { 1001 } else { bank };
    let on = |money| Dims { money, ..Dims::default() };
    let (own, held) = ((at(100_201, chosen), on(money)), (at(100_202, chosen), on(money)));
    let edition = if day.number() < 20_260_101 { 1 } else { 2 };
    let administration = if edition == 1 { 5201 } else { 5301 };
    let none = Dims::default();
    let donors = |no: FundNo| {
        let fund = books.funds.iter().find(|fund| fund.no == no);
        fund.is_some_and(|fund| fund.restriction == Restriction::Donors)
    };
    let net_assets = |no| if donors(no) { 3102 } else { 3101 };
    let of_edition = |given: u8| {
        if given == edition { Ok(()) } else { Err(Refusal::OtherEdition { date: day }) }
    };
    Ok(match body {
        Body::Donation(gift) => {
            let income = if gift.source == DonationSource::Gift { 410_101 } else { 440_101 };
            let income = income + u32::from(donors(gift.fund));
            pair(gift.fund, own, (income, Dims { donor: gift.donor, ..none }), gift.amount)
        }
        Body::BankCharge(charge) if charge.interest => pair(charge.fund, own, (4901, none), charge.amount),
        Body::BankCharge(charge) => pair(charge.fund, (administration, none), own, charge.amount),
        Body::Disbursement(relief) => {
            let dims = Dims { programme: Some(relief.programme), person: Some(relief.person), ..none };
            pair(relief.fund, (5101, dims), own, relief.amount)
        }
        Body::GrantDown(grant) => {
            let dims = Dims { programme: grant.programme, person: Some(grant.receiver), ..none };
            pair(grant.fund, (5101, dims), own, grant.amount)
        }
        Body::Spending(spending) => {
            of_edition(spending.edition)?;
            let (programme, budget) = (spending.programme, spending.budget);
            let dims = Dims { programme, person: spending.payee, budget, ..none };
            pair(spending.fund, (spending.account.0, dims), own, spending.amount)
        }
        Body::PassThrough(through) => {
            let whom = match through.target {
                Target::Purpose(no) => Dims { purpose: Some(no), ..none },
                Target::Person(no) => Dims { person: Some(no), ..none },
            };
            let of_place = matches!(through.target, Target::Purpose(_));
            let payee = if of_place { through.other } else { whom.person };
            if through.received {
                pair(FundNo(0), held, (2601, Dims { donor: through.other, ..whom }), through.amount)
            } else {
                pair(FundNo(0), (2601, Dims { person: payee, ..whom }), held, through.amount)
            }
        }
        Body::Transfer(transfer) => {
            let mut lines = pair(transfer.from, (net_assets(transfer.from), none), own, transfer.amount);
            lines.extend(pair(transfer.to, own, (net_assets(transfer.to), none), transfer.amount));
            lines
        }
        Body::Move(moved) => {
            let bank = if moved.fund == FundNo(0) { 100_202 } else { 100_201 };
            let side = |no| -> Result<_, Refusal> { Ok((at(bank, sort(books, no)?), on(no))) };
            pair(moved.fund, side(moved.to)?, side(moved.from)?, moved.amount)
        }
        Body::OpeningBalance(opening) => {
            of_edition(opening.edition)?;
            let account = opening.account;
            let cash = is_cash(account.0);
            if money.is_some() && (!cash || own.0 != account.0) {
                return Err(Refusal::AccountNotAllowed { account });
            }
            let stands = (account.0, if cash { on(money) } else { none });
            pair(opening.fund, stands, (net_assets(opening.fund), none), opening.amount)
        }
        Body::GeneralVoucher(voucher) => {
            of_edition(voucher.edition)?;
            voucher.lines.clone()
        }
        Body::Reversal(reversal) => {
            let lines = model.event(reversal.original).map(|event| event.lines.clone()).unwrap_or_default();
            let turned = |line: Posting| Posting { amount: Fen::new(-line.amount.get()), ..line };
            lines.into_iter().map(turned).collect()
        }
        _ => Vec::new(),
    })
}
