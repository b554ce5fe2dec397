//! Which accounts each event touches (`docs/rules.md`).
//!
//! Owns: that table. Refuses to know: whether the event is allowed, and which chart is kept; the roles know that.

use super::chart::{Accounts, Edition, is_cash};
use super::checks::is_money;
use super::closing;
use super::loan::postings::Role;
use super::loan::{lending, postings, rules};
use super::refusal::Refusal;
use super::relief;
use super::settings::money_sort;
use super::view::{Overlay, Stop, View};
use crate::base::{AccountCode, Date, Fen, FundNo, GiftNo, MoneyAccountNo};
use crate::entry::{
    Body, Dims, DonationSource, Entry, GiftEvent, GiftWhat, GoodsEvent, GoodsWhat, LoanEvent, LoanWhat,
    MoneySort, Move, OpeningBalance, PassThrough, Posting, Restriction, RoundEvent, RoundWhat, Target,
    Transfer,
};

/// What is posted to, and what it is analysed by.
type Side = (AccountCode, Dims);

/// The accounts of the voucher's day, and where the money moves.
struct Books {
    accounts: &'static Accounts,
    money: Option<MoneyAccountNo>,
    sort: MoneySort,
}

/// The postings of an event; none for a memorandum.
pub(super) fn of<B: View>(
    state: &mut Overlay<B>,
    body: &Body,
    edition: Edition,
    voucher_date: Date,
    money: Option<MoneyAccountNo>,
) -> Result<Vec<Posting>, Stop<B::Error>> {
    let books = Books { accounts: Accounts::of(edition), money, sort: money_sort(state, money)? };
    let same_edition = |number: u8| {
        if number == edition.number() { Ok(()) } else { Err(Refusal::OtherEdition { date: voucher_date }) }
    };
    let accounts = books.accounts;
    Ok(match body {
        Body::Donation(gift) => {
            let fund = state.fund(gift.fund)?.restriction;
            let dims = Dims { donor: gift.donor, ..Dims::default() };
            let (income, budget) = match gift.source {
                DonationSource::Gift => (accounts.gifts(fund), accounts.budget.map(|b| b.gifts)),
                DonationSource::Grant => (accounts.grants(fund), accounts.budget.map(|b| b.grants)),
            };
            books.received(gift.fund, (income, dims), budget, gift.amount)
        }
        Body::Appropriation(grant) => {
            let income = accounts.appropriations(state.fund(grant.fund)?.restriction);
            let dims = Dims { donor: Some(grant.giver), ..Dims::default() };
            let budget = accounts.budget.map(|b| b.appropriations);
            books.received(grant.fund, (income, dims), budget, grant.amount)
        }
        Body::BankCharge(charge) if charge.interest => {
            let budget = accounts.budget.map(|b| b.interest);
            books.received(charge.fund, plain(accounts.interest), budget, charge.amount)
        }
        Body::BankCharge(charge) => {
            let budget = accounts.budget.map(|b| b.bank_fees);
            books.paid(charge.fund, plain(accounts.bank_fees), budget, charge.amount)
        }
        Body::Disbursement(relief) => {
            let dims =
                Dims { programme: Some(relief.programme), person: Some(relief.person), ..Dims::default() };
            books.paid(relief.fund, (accounts.relief, dims), accounts.budget.map(|b| b.relief), relief.amount)
        }
        Body::GrantDown(grant) => {
            let dims = Dims { programme: grant.programme, person: Some(grant.receiver), ..Dims::default() };
            let budget = accounts.budget.map(|b| b.grants_passed_down);
            books.paid(grant.fund, (accounts.grants_passed_down, dims), budget, grant.amount)
        }
        Body::Spending(spending) => {
            same_edition(spending.edition)?;
            let dims = Dims {
                programme: spending.programme,
                person: spending.payee,
                budget: spending.budget,
                ..Dims::default()
            };
            let budget = accounts.budget.map(|b| b.administration);
            books.paid(spending.fund, (spending.account, dims), budget, spending.amount)
        }
        Body::PassThrough(held) => books.held_for_others(held),
        Body::Transfer(transfer) => {
            let from = state.fund(transfer.from)?.restriction;
            let to = state.fund(transfer.to)?.restriction;
            books.transfer(transfer, from, to)
        }
        Body::Move(moved) => {
            let (from, to) = (money_sort(state, moved.from)?, money_sort(state, moved.to)?);
            books.moved(moved, from, to)
        }
        Body::OpeningBalance(opening) => {
            same_edition(opening.edition)?;
            let restriction = state.fund(opening.fund)?.restriction;
            books.opening(opening, restriction)?
        }
        Body::GeneralVoucher(voucher) => {
            same_edition(voucher.edition)?;
            voucher.lines.clone()
        }
        Body::Reversal(reversal) => {
            let found = state.base().entry(reversal.original).map_err(Stop::State)?;
            let (original, _) = found.ok_or(Refusal::UnknownEntry { no: reversal.original })?;
            closing::reversed(state, &original, edition)?
        }
        Body::Released(_) | Body::YearEnd(_) => closing::postings(state, body)?,
        Body::Deposit(deposit) => match deposit.fund {
            Some(fund) => {
                let placed = plain(accounts.placed);
                let (debit, credit) =
                    if deposit.placed { (placed, books.own()) } else { (books.own(), placed) };
                pair(fund, debit, credit, deposit.amount)
            }
            None => Vec::new(),
        },
        Body::Provision(provision) => {
            let (expense, allowance) = (plain(accounts.bad_debts), plain(accounts.allowance));
            pair(provision.fund, expense, allowance, provision.amount)
        }
        Body::Loan(event) => books.loan(state, event)?,
        Body::Round(event) => books.round(state, event)?,
        Body::Gift(event) => books.gift(state, event)?,
        Body::Goods(event) => books.goods(state, event)?,
        _ => Vec::new(),
    })
}

/// The money account that a recorded entry's postings stand on: the one that its draft chose.
pub(super) fn money_chosen(entry: &Entry) -> Option<MoneyAccountNo> {
    match entry.body {
        // These name their accounts themselves.
        Body::Move(_) | Body::GeneralVoucher(_) | Body::Reversal(_) => None,
        _ => entry.postings.iter().find(|p| is_money(p)).and_then(|p| p.dims.money),
    }
}

/// Where a gift stands, and what lines of it carry.
fn of_gift<B: View>(state: &mut Overlay<B>, no: GiftNo) -> Result<(FundNo, Dims), Stop<B::Error>> {
    let of = relief::gift(state, no)?;
    Ok((of.fund, Dims { donor: of.donor, gift: Some(no), ..Dims::default() }))
}

fn plain(account: AccountCode) -> Side {
    (account, Dims::default())
}

fn pair(fund: FundNo, debit: Side, credit: Side, amount: Fen) -> Vec<Posting> {
    vec![
        Posting { fund, account: debit.0, amount, dims: debit.1 },
        Posting { fund, account: credit.0, amount: amount.negated(), dims: credit.1 },
    ]
}

impl Books {
    fn money(&self) -> Dims {
        Dims { money: self.money, ..Dims::default() }
    }

    /// 银行存款 or 现金 of the office's own money.
    fn own(&self) -> Side {
        (self.at(self.accounts.own_bank, self.sort), self.money())
    }

    /// The same of money held for others.
    fn held(&self) -> Side {
        (self.at(self.accounts.held_bank, self.sort), self.money())
    }

    fn at(&self, bank: AccountCode, sort: MoneySort) -> AccountCode {
        match sort {
            MoneySort::Bank => bank,
            MoneySort::Cash => self.accounts.cash_on_hand,
        }
    }

    /// 借 银行存款，贷 income; in 预算会计 借 资金结存，贷 预算收入.
    fn received(&self, fund: FundNo, income: Side, budget: Option<AccountCode>, amount: Fen) -> Vec<Posting> {
        let mut lines = pair(fund, self.own(), income, amount);
        if let (Some(books), Some(income)) = (&self.accounts.budget, budget) {
            lines.extend(pair(fund, plain(books.fund), plain(income), amount));
        }
        lines
    }

    /// 借 expense，贷 银行存款; in 预算会计 借 预算支出，贷 资金结存.
    fn paid(&self, fund: FundNo, expense: Side, budget: Option<AccountCode>, amount: Fen) -> Vec<Posting> {
        let mut lines = pair(fund, expense, self.own(), amount);
        if let (Some(books), Some(expense)) = (&self.accounts.budget, budget) {
            lines.extend(pair(fund, plain(expense), plain(books.fund), amount));
        }
        lines
    }

    /// 借 银行存款—受托代理，贷 受托代理负债; paid on, the other way round. 预算会计 does not know it.
    fn held_for_others(&self, held: &PassThrough) -> Vec<Posting> {
        let mut dims = match held.target {
            Target::Purpose(no) => Dims { purpose: Some(no), ..Dims::default() },
            Target::Person(no) => Dims { person: Some(no), ..Dims::default() },
        };
        let fund = FundNo::PASS_THROUGH;
        let owed = self.accounts.held_for_others;
        if held.received {
            dims.donor = held.other;
            pair(fund, self.held(), (owed, dims), held.amount)
        } else {
            if matches!(held.target, Target::Purpose(_)) {
                dims.person = held.other;
            }
            pair(fund, (owed, dims), self.held(), held.amount)
        }
    }

    /// 借 net assets of the giver，贷 its 银行存款; 借 银行存款 of the receiver，贷 its net assets. In 预算会计 the balances
    /// move the same way.
    fn transfer(&self, transfer: &Transfer, from: Restriction, to: Restriction) -> Vec<Posting> {
        let Transfer { from: giver, to: receiver, amount, .. } = *transfer;
        let net_assets = |restriction| plain(self.accounts.net_assets(restriction));
        let mut lines = pair(giver, net_assets(from), self.own(), amount);
        lines.extend(pair(receiver, self.own(), net_assets(to), amount));
        if let Some(books) = &self.accounts.budget {
            lines.extend(pair(giver, plain(books.balance(from)), plain(books.fund), amount));
            lines.extend(pair(receiver, plain(books.fund), plain(books.balance(to)), amount));
        }
        lines
    }

    /// What an event of a loan posts, for her and the loan. In 预算会计 only what is income counts: what is lent and comes
    /// back is no expenditure and no revenue.
    fn loan<B: View>(
        &self,
        state: &mut Overlay<B>,
        event: &LoanEvent,
    ) -> Result<Vec<Posting>, Stop<B::Error>> {
        if matches!(event.what, LoanWhat::Applied { .. }) {
            return Ok(Vec::new());
        }
        let loan = rules::loan(state, event.loan)?.clone();
        let product = lending::product(state, loan.product)?;
        let Some((fund, lines)) = postings::lines(&loan, product, &event.what) else {
            return Ok(Vec::new());
        };
        let dims = Dims { person: Some(loan.borrower), loan: Some(event.loan), ..Dims::default() };
        let of = &self.accounts;
        let side = |role: Role| match role {
            Role::Money => self.own(),
            Role::Lent => (of.lent, dims),
            Role::Income => (of.loan_income, dims),
            Role::Kept => (of.kept, dims),
            Role::Allowance => (of.allowance, dims),
            Role::Placed => (of.placed, dims),
            Role::PaidForHer => (of.paid_for_others, dims),
        };
        let mut all: Vec<Posting> = Vec::with_capacity(lines.len() + 2);
        for (role, amount) in &lines {
            let (account, dims) = side(*role);
            all.push(Posting { fund, account, amount: *amount, dims });
        }
        let money = lines.iter().any(|(role, _)| *role == Role::Money);
        let income = lines.iter().find(|(role, _)| *role == Role::Income);
        if let (Some(books), true, Some((_, income))) = (&of.budget, money, income) {
            all.extend(pair(fund, plain(books.fund), plain(books.interest), income.negated()));
        }
        Ok(all)
    }

    /// Rows that are paid: 借 业务活动成本 for each, 贷 银行存款 or, of goods, 存货; held for others: 借 受托代理负债. What comes back
    /// takes it back in red.
    fn round<B: View>(
        &self,
        state: &mut Overlay<B>,
        event: &RoundEvent,
    ) -> Result<Vec<Posting>, Stop<B::Error>> {
        let (rows, back) = match &event.what {
            RoundWhat::Paid { rows } => (rows, false),
            RoundWhat::CameBack { rows, .. } => (rows, true),
            _ => return Ok(Vec::new()),
        };
        let (of, values) = relief::postings::rows(state, event.round, rows, back)?;
        let (accounts, held) = (self.accounts, of.fund == FundNo::PASS_THROUGH);
        let cost = if held { accounts.held_for_others } else { accounts.relief };
        let signed = |amount: Fen| if back { amount.negated() } else { amount };
        let mut lines = Vec::with_capacity(values.len() + 3);
        let mut total = Fen::ZERO;
        for (dims, amount) in values {
            total = total.checked_add(amount).ok_or(Refusal::SumTooLarge)?;
            lines.push(Posting { fund: of.fund, account: cost, amount: signed(amount), dims });
        }
        if total.is_zero() {
            return Ok(Vec::new());
        }
        let (account, dims) = match (of.item.is_some(), held) {
            (false, false) => self.own(),
            (false, true) => self.held(),
            (true, false) => plain(accounts.goods),
            (true, true) => plain(accounts.held_goods),
        };
        lines.push(Posting { fund: of.fund, account, amount: signed(total.negated()), dims });
        if let (Some(books), true) = (&accounts.budget, of.item.is_none() && !held) {
            lines.extend(pair(of.fund, plain(books.relief), plain(books.fund), signed(total)));
        }
        Ok(lines)
    }

    /// Money of a gift: 借 银行存款，贷 捐赠收入, or 受托代理负债 where it is held for others. What goes back to the donor takes it
    /// back in red.
    fn gift<B: View>(
        &self,
        state: &mut Overlay<B>,
        event: &GiftEvent,
    ) -> Result<Vec<Posting>, Stop<B::Error>> {
        let amount = match event.what {
            GiftWhat::Received { amount } => amount,
            GiftWhat::GivenBack { amount } => amount.negated(),
            GiftWhat::Agreed { .. } | GiftWhat::BoundAnew { .. } => return Ok(Vec::new()),
        };
        let (fund, dims) = of_gift(state, event.gift)?;
        if fund == FundNo::PASS_THROUGH {
            return Ok(pair(fund, self.held(), (self.accounts.held_for_others, dims), amount));
        }
        let income = self.accounts.gifts(state.fund(fund)?.restriction);
        let budget = self.accounts.budget.map(|b| b.gifts);
        Ok(self.received(fund, (income, dims), budget, amount))
    }

    /// Goods that come or go: 存货, or 受托代理资产 where they are held for others, against where they come from.
    fn goods<B: View>(
        &self,
        state: &mut Overlay<B>,
        event: &GoodsEvent,
    ) -> Result<Vec<Posting>, Stop<B::Error>> {
        let (fund, moved) = relief::postings::moved(state, event)?;
        let (accounts, held) = (self.accounts, fund == FundNo::PASS_THROUGH);
        let stock = plain(if held { accounts.held_goods } else { accounts.goods });
        let mut lines = Vec::new();
        for (gift, amount) in moved.into_iter().filter(|(_, amount)| !amount.is_zero()) {
            let dims = match (gift, &event.what) {
                (Some(gift), _) => of_gift(state, gift)?.1,
                (None, GoodsWhat::Received { donor, .. }) => Dims { donor: *donor, ..Dims::default() },
                (None, _) => Dims::default(),
            };
            let against = match &event.what {
                GoodsWhat::Bought { .. } if held => self.held(),
                GoodsWhat::Bought { .. } => self.own(),
                _ if held => (accounts.held_for_others, dims),
                GoodsWhat::Counted { .. } if amount.is_negative() => (accounts.goods_lost, dims),
                GoodsWhat::Counted { .. } => plain(accounts.goods_found),
                _ => (accounts.gifts(state.fund(fund)?.restriction), dims),
            };
            lines.extend(pair(fund, stock, against, amount));
            let paid = matches!(event.what, GoodsWhat::Bought { .. }) && !held;
            if let (Some(books), true) = (&accounts.budget, paid) {
                lines.extend(pair(fund, plain(books.relief), plain(books.fund), amount));
            }
        }
        Ok(lines)
    }

    /// 借 the account it goes to，贷 the one it leaves. 资金结存 stays as it is.
    fn moved(&self, moved: &Move, from: MoneySort, to: MoneySort) -> Vec<Posting> {
        let bank = match moved.fund {
            FundNo::PASS_THROUGH => self.accounts.held_bank,
            _ => self.accounts.own_bank,
        };
        let side =
            |no: Option<MoneyAccountNo>, sort| (self.at(bank, sort), Dims { money: no, ..Dims::default() });
        pair(moved.fund, side(moved.to, to), side(moved.from, from), moved.amount)
    }

    /// 借 the account，贷 net assets, or the other way round; cash also 借 资金结存，贷 its balance.
    fn opening(&self, opening: &OpeningBalance, restriction: Restriction) -> Result<Vec<Posting>, Refusal> {
        let OpeningBalance { fund, account, amount, .. } = *opening;
        let cash = is_cash(account);
        let stands = if cash { (account, self.money()) } else { plain(account) };
        let misplaced = self.money.is_some() && (!cash || self.own().0 != account);
        if misplaced {
            return Err(Refusal::AccountNotAllowed { account });
        }
        let mut lines = pair(fund, stands, plain(self.accounts.net_assets(restriction)), amount);
        if let (Some(books), true) = (&self.accounts.budget, cash) {
            lines.extend(pair(fund, plain(books.fund), plain(books.balance(restriction)), amount));
        }
        Ok(lines)
    }
}
