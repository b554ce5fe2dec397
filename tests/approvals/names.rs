//! Whether what a draft names is there, and what it adds is not, told naively.
//!
//! Owns: those causes of refusal. Refuses to know: dates and money.

use super::model::{Books, Event, Model, Person, Texts, lookup};
use jinguo::base::{
    AccountCode, BudgetNo, EntryNo, FundNo, Hash32, HouseholdNo, OperatorNo, Period, PersonNo, ProgrammeNo,
    PurposeNo, RegisterNo,
};
use jinguo::book::Refusal;
use jinguo::book::closing::ClosingRefusal;
use jinguo::book::refusal::Series;
use jinguo::entry::{
    Body, BudgetSet, Close, Erased, ErasureBasis, MoneySort, OpeningBalance, PersonSort, Posting,
    Restriction, Role, Spending, Target, ThresholdOf,
};

use std::collections::BTreeMap;

struct Asked<'a> {
    model: &'a Model,
    books: &'a Books,
}

/// The causes about names and numbers. `source` is the entry that says what happens: the prepared one, where it is
/// about to be approved; `texts` are the person's whom it registers.
pub fn known(
    model: &Model,
    books: &Books,
    by: OperatorNo,
    source: u64,
    body: &Body,
    texts: &Texts,
) -> Result<(), Refusal> {
    let asked = Asked { model, books };
    let approving = source <= model.last();
    match body {
        Body::Fund(fund) => {
            if let Some(taken) = books.funds.iter().find(|f| f.code == fund.code) {
                return Err(Refusal::FundCodeTaken { code: fund.code.clone(), name: taken.name.clone() });
            }
            next(Series::Funds, books.funds.len(), u64::from(fund.no.0))
        }
        Body::Programme(programme) => {
            asked.fund(programme.fund)?;
            next(Series::Programmes, books.programmes.len(), u64::from(programme.no.0))
        }
        Body::Purpose(purpose) => next(Series::Purposes, books.purposes.len(), u64::from(purpose.no.0)),
        Body::Donation(gift) => {
            asked.fund(gift.fund)?;
            asked.all_named(gift.donor)
        }
        Body::PassThrough(through) => {
            match through.target {
                Target::Purpose(no) => asked.purpose(no)?,
                Target::Person(no) => drop(asked.named(no)?),
            }
            asked.all_named(through.other)
        }
        Body::Disbursement(relief) => {
            asked.programme(relief.programme)?;
            asked.fund(relief.fund)?;
            match asked.named(relief.person)?.sort {
                PersonSort::Natural => Ok(()),
                PersonSort::Organisation => Err(Refusal::NotANaturalPerson { no: relief.person }),
            }
        }
        Body::Transfer(transfer) => {
            asked.fund(transfer.from)?;
            asked.fund(transfer.to)?;
            if transfer.from == transfer.to {
                let fund = &books.funds[usize::try_from(transfer.from.0).unwrap() - 1];
                return Err(Refusal::SameFund { fund: fund.code.clone() });
            }
            Ok(())
        }
        Body::Move(moved) => {
            if moved.fund != FundNo(0) {
                asked.fund(moved.fund)?;
            }
            for no in moved.from.into_iter().chain(moved.to) {
                if books.money.iter().all(|account| account.no != no) {
                    return Err(Refusal::UnknownMoneyAccount { no });
                }
            }
            if moved.from == moved.to { Err(Refusal::SameMoneyAccount) } else { Ok(()) }
        }
        Body::BankCharge(charge) => asked.fund(charge.fund),
        Body::Spending(spending) => asked.spending(spending),
        Body::GrantDown(grant) => {
            asked.fund(grant.fund)?;
            grant.programme.map_or(Ok(()), |no| asked.programme(no))?;
            match asked.named(grant.receiver)?.sort {
                PersonSort::Organisation => Ok(()),
                PersonSort::Natural => Err(Refusal::NotAnOrganisation { no: grant.receiver }),
            }
        }
        Body::OpeningBalance(opening) => asked.opening(opening),
        Body::GeneralVoucher(voucher) => voucher.lines.iter().try_for_each(|line| asked.line(line)),
        Body::Reversal(reversal) => asked.reversible(reversal.original),
        Body::Close(close) => asked.close(*close),
        Body::Operator(added) => {
            asked.new_key(&added.key)?;
            if let Some(at) = books.operators.iter().position(|other| other.name == added.name) {
                let no = OperatorNo(u32::try_from(at).unwrap() + 1);
                return Err(Refusal::OperatorNameTaken { no });
            }
            next(Series::Operators, books.operators.len(), u64::from(added.no.0))
        }
        Body::Role(changed) => {
            asked.active(changed.operator)?;
            if changed.role == Role::Administrator { Ok(()) } else { asked.another(changed.operator) }
        }
        Body::Revoked(revoked) => {
            asked.active(revoked.operator)?;
            asked.another(revoked.operator)
        }
        Body::Rotated(rotated) if rotated.operator != by => Err(Refusal::NotHerKey { no: rotated.operator }),
        Body::Rotated(rotated) => asked.new_key(&rotated.key),
        Body::Threshold(set) => match set.of {
            ThresholdOf::Fund(no) => asked.fund(no),
            ThresholdOf::Programme(no) => asked.programme(no),
        },
        Body::MoneyAccount(added) => {
            if let Some(taken) = books.money.iter().find(|account| account.code == added.code) {
                return Err(Refusal::MoneyCodeTaken { code: added.code.clone(), name: taken.name.clone() });
            }
            next(Series::MoneyAccounts, books.money.len(), u64::from(added.no.0))
        }
        Body::Budget(set) => asked.budget(set),
        Body::Register(added) => {
            if books.registers.contains(&added.name) {
                return Err(Refusal::RegisterTaken { name: added.name.clone() });
            }
            next(Series::Registers, books.registers.len(), u64::from(added.no.0))
        }
        Body::Registered(line) => {
            asked.register(line.register)?;
            asked.all_named(line.person.into_iter().chain(line.provider))
        }
        Body::Struck(struck) => asked.strikeable(struck.line.entry),
        Body::Person(_) => match asked.twin(body, texts) {
            Some(no) => Err(Refusal::DuplicatePerson { no }),
            None => Ok(()),
        },
        Body::PersonThoughKnown(known) => {
            let twin = asked.twin(body, texts);
            let no = known.same_as;
            if twin == Some(no) { Ok(()) } else { Err(Refusal::NotADuplicate { no }) }
        }
        Body::Restricted(set) => {
            let before = asked.not_erased(set.person)?.restricted;
            if before == set.restricted {
                return Err(Refusal::AlreadyRestricted { no: set.person, restricted: before });
            }
            Ok(())
        }
        Body::Erased(erased) => asked.erasable(erased),
        Body::Household(joined) => {
            let before = asked.not_erased(joined.person)?.household;
            let no = joined.household.unwrap_or(HouseholdNo(0));
            if before == joined.household.map(|household| household.0) {
                Err(Refusal::SameHousehold { no: joined.person })
            } else if no.0 > books.households + 1 {
                Err(Refusal::UnknownHousehold { no })
            } else {
                Ok(())
            }
        }
        Body::Details(details) => asked.not_erased(details.person).map(drop),
        _ => {
            assert!(!approving || matches!(body, Body::Retention(_)), "{body:?} waited");
            Ok(())
        }
    }
}

fn next(series: Series, there: usize, found: u64) -> Result<(), Refusal> {
    let expected = u64::try_from(there).unwrap() + 1;
    if found == expected { Ok(()) } else { Err(Refusal::OutOfSequence { series, expected, found }) }
}

/// Accounts that drafts here may name, the same in both editions: whether there is such a one, without parts.
fn account(account: AccountCode) -> Result<(), Refusal> {
    match account.0 {
        1001 | 1009 | 100_201 | 100_202 | 1122 | 1501 | 2209 | 2601 | 5101 | 5201 | 5301 | 410_101 => Ok(()),
        1002 => Err(Refusal::AccountNotAllowed { account }),
        _ => Err(Refusal::UnknownAccount { account }),
    }
}

impl Asked<'_> {
    fn fund(&self, no: FundNo) -> Result<(), Refusal> {
        let there = self.books.funds.iter().any(|fund| fund.no == no);
        if there { Ok(()) } else { Err(Refusal::UnknownFund { no }) }
    }

    fn programme(&self, no: ProgrammeNo) -> Result<(), Refusal> {
        let there = self.books.programmes.iter().any(|programme| programme.no == no);
        if there { Ok(()) } else { Err(Refusal::UnknownProgramme { no }) }
    }

    fn purpose(&self, no: PurposeNo) -> Result<(), Refusal> {
        let there = (1..=self.books.purposes.len()).contains(&usize::try_from(no.0).unwrap());
        if there { Ok(()) } else { Err(Refusal::UnknownPurpose { no }) }
    }

    fn register(&self, no: RegisterNo) -> Result<(), Refusal> {
        let there = (1..=self.books.registers.len()).contains(&usize::try_from(no.0).unwrap());
        if there { Ok(()) } else { Err(Refusal::UnknownRegister { no }) }
    }

    fn a_budget(&self, no: BudgetNo) -> Result<(), Refusal> {
        let there = self.books.budgets.iter().any(|budget| budget.no == no);
        if there { Ok(()) } else { Err(Refusal::UnknownBudget { no }) }
    }

    fn not_erased(&self, no: PersonNo) -> Result<&Person, Refusal> {
        match self.books.persons.get(&no.0) {
            None => Err(Refusal::UnknownPerson { no }),
            Some(person) if person.erased => Err(Refusal::PersonErased { no }),
            Some(person) => Ok(person),
        }
    }

    fn named(&self, no: PersonNo) -> Result<&Person, Refusal> {
        match self.not_erased(no)? {
            person if person.restricted => Err(Refusal::PersonRestricted { no }),
            person => Ok(person),
        }
    }

    fn all_named(&self, all: impl IntoIterator<Item = PersonNo>) -> Result<(), Refusal> {
        all.into_iter().try_for_each(|no| self.named(no).map(drop))
    }

    fn spending(&self, spending: &Spending) -> Result<(), Refusal> {
        self.fund(spending.fund)?;
        spending.programme.map_or(Ok(()), |no| self.programme(no))?;
        spending.budget.map_or(Ok(()), |no| self.a_budget(no))?;
        self.all_named(spending.payee)?;
        account(spending.account)?;
        let bought = matches!(spending.account.0, 1122 | 1501 | 5101 | 5201 | 5301);
        if bought { Ok(()) } else { Err(Refusal::AccountNotAllowed { account: spending.account }) }
    }

    fn opening(&self, opening: &OpeningBalance) -> Result<(), Refusal> {
        self.fund(opening.fund)?;
        if let Some(closed_through) = self.books.closed {
            return Err(Refusal::OpeningTooLate { closed_through });
        }
        account(opening.account)?;
        let stands = matches!(opening.account.0, 1001 | 1009 | 100_201 | 1122 | 1501 | 2209);
        if stands { Ok(()) } else { Err(Refusal::AccountNotAllowed { account: opening.account }) }
    }

    fn line(&self, line: &Posting) -> Result<(), Refusal> {
        let refused = Err(Refusal::AccountNotAllowed { account: line.account });
        self.fund(line.fund)?;
        account(line.account)?;
        if matches!(line.account.0, 100_202 | 2601) {
            return refused;
        }
        line.dims.programme.map_or(Ok(()), |no| self.programme(no))?;
        self.all_named(line.dims.person.into_iter().chain(line.dims.donor))?;
        line.dims.budget.map_or(Ok(()), |no| self.a_budget(no))?;
        let Some(no) = line.dims.money else { return Ok(()) };
        let account = self.books.money.iter().find(|account| account.no == no);
        let sort = account.ok_or(Refusal::UnknownMoneyAccount { no })?.sort;
        match (line.account.0, sort) {
            (1001, MoneySort::Cash) | (1009 | 100_201, MoneySort::Bank) => Ok(()),
            _ => refused,
        }
    }

    fn reversible(&self, original: EntryNo) -> Result<(), Refusal> {
        let event = self.model.event(original);
        let is_reversal = |event: &Event| match self.model.prepared_of(event) {
            Some((_, waited)) => matches!(waited.body, Body::Reversal(_)),
            None => matches!(event.body, Body::Reversal(_)),
        };
        if event.is_none_or(|event| event.voucher.is_none() || is_reversal(event)) {
            return Err(Refusal::NotReversible { original });
        }
        match self.books.reversed.get(&original.0) {
            Some(by) => Err(Refusal::AlreadyReversed { original, by: EntryNo(*by) }),
            None => Ok(()),
        }
    }

    fn close(&self, close: Close) -> Result<(), Refusal> {
        let period = close.period;
        if self.books.closed.is_some_and(|closed| period <= closed) {
            return Err(Refusal::AlreadyClosed { period });
        }
        let first = self.model.posted().map(|(_, voucher, _)| voucher.date.period()).min();
        let turn = self.books.closed.map(|closed| closed.next()).or(first).unwrap_or(period);
        if period != turn {
            return Err(Refusal::CloseOutOfOrder { asked: period, next: turn });
        }
        if period.last_day() >= self.model.today() {
            return Err(Refusal::MonthNotOver { period });
        }
        let waiting = self.model.pending();
        let waiting = waiting.iter().filter(|(_, event)| event.business.period() <= period).count();
        let count = u64::try_from(waiting).unwrap();
        if count > 0 { Err(Refusal::PendingInMonth { period, count }) } else { self.all_carried(period) }
    }

    /// December asks for releases and year ends, which nobody here records: other tests do.
    fn all_carried(&self, period: Period) -> Result<(), Refusal> {
        if period.number() % 100 != 12 {
            return Ok(());
        }
        let year = period.number() / 100;
        for fund in &self.books.funds {
            let mut stands: BTreeMap<u32, i64> = BTreeMap::new();
            for (event, voucher, line) in self.model.posted().filter(|(.., line)| line.fund == fund.no) {
                let what = self.model.prepared_of(event).map_or(event, |(_, waited)| waited);
                let month = voucher.date.period();
                let opening = matches!(what.body, Body::OpeningBalance(_));
                if (if opening { month.previous() } else { month }) <= period {
                    *stands.entry(line.account.0).or_default() += line.amount.get();
                }
            }
            let sum = |which: &dyn Fn(u32) -> bool| -> i64 {
                stands.iter().filter(|(account, _)| which(**account)).map(|(_, sum)| sum).sum()
            };
            let used = sum(&|account| account / 1000 == 5);
            let restricted = -sum(&|account| matches!(account, 3102 | 410_102 | 440_102));
            let of_year = |account: u32| matches!(account, 4000..6000 | 400_000..500_000 | 3201);
            let code = || fund.code.clone();
            if fund.restriction == Restriction::Donors && used.min(restricted.max(0)) != 0 {
                return Err(ClosingRefusal::NotReleased { fund: code(), year }.into());
            }
            if stands.iter().any(|(account, sum)| of_year(*account) && *sum != 0) {
                return Err(ClosingRefusal::NotCarried { fund: code(), year }.into());
            }
        }
        Ok(())
    }

    fn new_key(&self, key: &Hash32) -> Result<(), Refusal> {
        match self.books.keys.iter().find(|(taken, _)| taken == key) {
            Some((_, no)) => Err(Refusal::OperatorKeyTaken { no: *no }),
            None => Ok(()),
        }
    }

    fn active(&self, no: OperatorNo) -> Result<(), Refusal> {
        let at = usize::try_from(no.0).unwrap().checked_sub(1);
        match at.and_then(|at| self.books.operators.get(at)) {
            None => Err(Refusal::UnknownOperator { no }),
            Some(operator) => match operator.revoked {
                Some(by) => Err(Refusal::OperatorRevoked { no, by: EntryNo(by) }),
                None => Ok(()),
            },
        }
    }

    /// Somebody else is left who administers.
    fn another(&self, no: OperatorNo) -> Result<(), Refusal> {
        let others = self.books.operators.iter().zip(1..).filter(|(_, other)| *other != no.0);
        let left = |(other, _): (&super::model::Operator, u32)| {
            other.role == Role::Administrator && other.revoked.is_none()
        };
        if others.into_iter().any(left) { Ok(()) } else { Err(Refusal::LastAdministrator { no }) }
    }

    fn budget(&self, set: &BudgetSet) -> Result<(), Refusal> {
        self.fund(set.fund)?;
        let same = |b: &BudgetSet| (b.fund, b.year, &b.purpose) == (set.fund, set.year, &set.purpose);
        if let Some(before) = self.books.budgets.iter().find(|before| before.no == set.no) {
            let spent = self.model.spent(set.no.0);
            return if !same(before) {
                Err(Refusal::BudgetTaken { no: set.no })
            } else if set.amount.get() < spent {
                Err(Refusal::BudgetBelowSpent { spent: jinguo::base::Fen::new(spent) })
            } else {
                Ok(())
            };
        }
        if let Some(other) = self.books.budgets.iter().find(|other| same(other)) {
            return Err(Refusal::BudgetTaken { no: other.no });
        }
        next(Series::Budgets, self.books.budgets.len(), u64::from(set.no.0))
    }

    fn strikeable(&self, entry: EntryNo) -> Result<(), Refusal> {
        if !self.model.event(entry).is_some_and(|event| matches!(event.body, Body::Registered(_))) {
            return Err(Refusal::NotARegisterLine { entry });
        }
        match self.books.struck.get(&entry.0) {
            Some(by) => Err(Refusal::AlreadyStruck { entry, by: EntryNo(*by) }),
            None => Ok(()),
        }
    }

    /// Who was registered first with what a person is found by.
    fn twin(&self, body: &Body, texts: &Texts) -> Option<PersonNo> {
        let added = match body {
            Body::Person(added) => added,
            Body::PersonThoughKnown(known) => &known.person,
            _ => return None,
        };
        let wanted = lookup(added.sort, texts)?;
        let found = |person: &Person| person.lookup.as_ref() == Some(&wanted);
        let all = self.books.persons.iter().filter(|(_, person)| found(person));
        all.min_by_key(|(_, person)| person.registered).map(|(no, _)| PersonNo(*no))
    }

    fn erasable(&self, erased: &Erased) -> Result<(), Refusal> {
        let no = erased.person;
        let person = self.not_erased(no)?;
        if person.sort != PersonSort::Natural {
            return Err(Refusal::NotANaturalPerson { no });
        }
        let until = person.last_named.plus_years(self.books.retention.unwrap_or(30));
        if erased.basis == ErasureBasis::RetentionOver && self.model.today() <= until {
            return Err(Refusal::RetentionNotOver { no, until });
        }
        let named: Vec<u64> = erased.subjects.iter().map(|subject| subject.0).collect();
        if named == self.books.left_of(no.0) { Ok(()) } else { Err(Refusal::ErasureIncomplete { no }) }
    }
}
