//! The demonstration's hand: writes plainly invented people and their money into a ledger, the same on every run.
//!
//! Owns: synthetic names, ID numbers, keys and clocks. Refuses to know: which office does what.

use super::lending::Lending;
use super::line;
use crate::base::{
    BudgetNo, Code, Date, Fen, FundNo, IdNumber, Period, PersonNo, ProgrammeNo, PurposeNo, RegisterNo,
    Timestamp,
};
use crate::book::Draft;
use crate::book::chart::Accounts;
use crate::chain::OperatorKey;
use crate::entry::{
    Appropriation, Body, BudgetSet, Disbursement, Donation, DonationSource, FundAdded, GrantDown, Holder,
    PassThrough, PersonSort, ProgrammeAdded, PurposeAdded, RegisterAdded, Registered, Restriction, Spending,
    Target,
};
use crate::ledger::{Batch, Entropy, Ledger, LedgerError, PersonDetails};

/// A seeded stream of bytes. Fit for sample books alone: anyone can repeat it.
pub fn seeded(seed: &str) -> Entropy {
    let mut stream =
        blake3::Hasher::new_derive_key("jinguo demonstration").update(seed.as_bytes()).finalize_xof();
    Box::new(move |bytes| stream.fill(bytes))
}

/// 32 bytes that stand for a key of the demonstration.
pub fn seeded_key(what: &str) -> [u8; 32] {
    let mut key = [0; 32];
    seeded(what)(&mut key);
    key
}

/// The day, for days that the demonstration's own code names.
pub fn day(year: i32, month: u32, day: u32) -> Date {
    Date::new(year, month, day).unwrap_or_else(|| panic!("the demonstration names {year}-{month}-{day}"))
}

/// Nine in the morning in Shanghai.
pub fn morning(day: Date) -> Timestamp {
    // Days since 1970 by counting them: exact, and a demonstration has time.
    let mut days = 0;
    let mut at = Date::new(1970, 1, 1).unwrap_or(day);
    while at < day {
        at = at.next();
        days += 1;
    }
    Timestamp::from_millis((days * 24 + 1) * 3_600_000)
        .unwrap_or_else(|| panic!("{day} is outside the calendar"))
}

/// Shares of a total in 分: equal, with what is left over going to the first.
pub fn shares(total: Fen, count: usize) -> Vec<Fen> {
    let parts = i64::try_from(count).unwrap_or(1).max(1);
    let (each, over) = (total.get() / parts, total.get() % parts);
    (0..parts).map(|n| Fen::new(each + i64::from(n < over))).collect()
}

/// Writes into one ledger.
pub struct Scribe {
    ledger: Ledger,
    key: OperatorKey,
    region: u32,
    invented: u32,
    /// Loans that are lent and repaid between everything else, each on its day.
    pub lending: Lending,
}

impl Scribe {
    /// A scribe for that ledger. `region`: three digits that keep the offices' invented ID numbers apart.
    pub fn new(ledger: Ledger, key: OperatorKey, region: u32) -> Scribe {
        Scribe { ledger, key, region, invented: 0, lending: Lending::default() }
    }

    /// The ledger, when all is written.
    pub fn finish(self) -> Ledger {
        self.ledger
    }

    /// One commit, recorded on that day, after what is lent and repaid before it.
    pub fn commit<T>(
        &mut self,
        on: Date,
        write: impl FnOnce(&mut Batch<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        while let Some(day) = self.lending.next_before(on) {
            let mut lending = std::mem::take(&mut self.lending);
            let done = self.write(day, |batch| lending.run(batch, day));
            self.lending = lending;
            done?;
        }
        self.write(on, write)
    }

    fn write<T>(
        &mut self,
        on: Date,
        write: impl FnOnce(&mut Batch<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        // Sample books jump through the years; no person could be asked each time.
        let mut batch = self.ledger.begin(&self.key, morning(on), true)?;
        let made = write(&mut batch)?;
        batch.commit()?;
        Ok(made)
    }

    /// A fund with one programme of the same name and code.
    pub fn fund(
        &mut self,
        on: Date,
        code: &str,
        name: &str,
        purpose: &str,
        restriction: Restriction,
    ) -> Result<(FundNo, ProgrammeNo), LedgerError> {
        self.commit(on, |batch| {
            let counts = batch.ledger().state().counts()?;
            let (fund, programme) = (FundNo(counts.funds + 1), ProgrammeNo(counts.programmes + 1));
            let code = Code::new(code).unwrap_or_else(|e| panic!("the demonstration's code {code}: {e}"));
            let (name, purpose) = (line(name), line(purpose));
            batch.add(Draft::new(
                on,
                Body::Fund(FundAdded {
                    no: fund,
                    code: code.clone(),
                    name: name.clone(),
                    purpose: purpose.clone(),
                    restriction,
                    holder: Holder::Office,
                    document: None,
                }),
            ))?;
            batch.add(Draft::new(
                on,
                Body::Programme(ProgrammeAdded { no: programme, code, name, fund, purpose }),
            ))?;
            Ok((fund, programme))
        })
    }

    /// A place or cause.
    pub fn place(&mut self, on: Date, name: &str) -> Result<PurposeNo, LedgerError> {
        self.commit(on, |batch| {
            let no = PurposeNo(batch.ledger().state().counts()?.purposes + 1);
            batch.add(Draft::new(on, Body::Purpose(PurposeAdded { no, name: line(name) })))?;
            Ok(no)
        })
    }

    /// So many invented persons of a category.
    pub fn persons(
        &mut self,
        on: Date,
        category: &str,
        area: &str,
        count: u32,
    ) -> Result<Vec<PersonNo>, LedgerError> {
        let (region, first) = (self.region, self.invented);
        self.invented += count;
        self.commit(on, |batch| {
            (first..first + count)
                .map(|n| batch.add_person(&invented(region, n, category, area), on))
                .collect()
        })
    }

    /// A donor with a plainly invented name.
    pub fn donor(&mut self, on: Date, name: &str) -> Result<PersonNo, LedgerError> {
        let details = PersonDetails {
            sort: PersonSort::Organisation,
            name: line(name),
            id_number: None,
            area: None,
            category: None,
            bank_card: None,
        };
        self.commit(on, |batch| batch.add_person(&details, on))
    }

    /// Money for a fund: so many equal gifts or grants.
    pub fn donate(
        &mut self,
        on: Date,
        fund: FundNo,
        donor: PersonNo,
        total: Fen,
        times: usize,
        source: DonationSource,
    ) -> Result<(), LedgerError> {
        self.commit(on, |batch| {
            for amount in shares(total, times) {
                batch.add(Draft::new(
                    on,
                    Body::Donation(Donation { fund, donor: Some(donor), amount, source }),
                ))?;
            }
            Ok(())
        })
    }

    /// An appropriation to a fund, in so many equal parts.
    pub fn appropriate(
        &mut self,
        on: Date,
        fund: FundNo,
        giver: PersonNo,
        total: Fen,
        times: usize,
    ) -> Result<(), LedgerError> {
        self.commit(on, |batch| {
            for amount in shares(total, times) {
                batch.add(Draft::new(on, Body::Appropriation(Appropriation { fund, giver, amount })))?;
            }
            Ok(())
        })
    }

    /// A budget of a fund.
    pub fn budget(
        &mut self,
        on: Date,
        fund: FundNo,
        year: u32,
        purpose: &str,
        amount: Fen,
    ) -> Result<BudgetNo, LedgerError> {
        self.commit(on, |batch| {
            let no = BudgetNo(batch.ledger().state().counts()?.budgets + 1);
            let purpose = line(purpose);
            batch.add(Draft::new(on, Body::Budget(BudgetSet { no, fund, year, purpose, amount })))?;
            Ok(no)
        })
    }

    /// Money spent on administration under a budget, in so many equal parts.
    pub fn spend(
        &mut self,
        on: Date,
        fund: FundNo,
        budget: BudgetNo,
        payee: PersonNo,
        total: Fen,
        times: usize,
    ) -> Result<(), LedgerError> {
        self.commit(on, |batch| {
            let (_, edition) = batch.voucher_date(on, None)?;
            let account = Accounts::of(edition).administration;
            for amount in shares(total, times) {
                let (edition, programme) = (edition.number(), None);
                let (budget, payee) = (Some(budget), Some(payee));
                let spending = Spending { fund, account, edition, programme, budget, payee, amount };
                batch.add(Draft::new(on, Body::Spending(spending)))?;
            }
            Ok(())
        })
    }

    /// A grant passed down.
    pub fn pass_down(
        &mut self,
        on: Date,
        (fund, programme): (FundNo, ProgrammeNo),
        receiver: PersonNo,
        amount: Fen,
    ) -> Result<(), LedgerError> {
        let grant = GrantDown { fund, programme: Some(programme), receiver, amount };
        self.commit(on, |batch| batch.add(Draft::new(on, Body::GrantDown(grant))).map(drop))
    }

    /// A register with one line.
    pub fn register(
        &mut self,
        on: Date,
        name: &str,
        provider: Option<PersonNo>,
        count: u32,
    ) -> Result<(), LedgerError> {
        self.commit(on, |batch| {
            let register = RegisterNo(batch.ledger().state().counts()?.registers + 1);
            let name = line(name);
            batch.add(Draft::new(on, Body::Register(RegisterAdded { no: register, name })))?;
            let (person, amount) = (None, Fen::ZERO);
            let noted = Registered { register, person, provider, count, amount };
            batch.add(Draft::new(on, Body::Registered(noted))).map(drop)
        })
    }

    /// Relief for each of these persons, equal shares of the total.
    pub fn relieve(
        &mut self,
        on: Date,
        (fund, programme): (FundNo, ProgrammeNo),
        persons: &[PersonNo],
        total: Fen,
    ) -> Result<(), LedgerError> {
        self.commit(on, |batch| {
            for (person, amount) in persons.iter().zip(shares(total, persons.len())) {
                let relief = Disbursement { programme, fund, person: *person, amount };
                batch.add(Draft::new(on, Body::Disbursement(relief)))?;
            }
            Ok(())
        })
    }

    /// Money received for each of these, and paid on to each, equal shares of the total.
    pub fn pass_on(
        &mut self,
        on: Date,
        targets: &[Target],
        donor: Option<PersonNo>,
        total: Fen,
        times: usize,
    ) -> Result<(), LedgerError> {
        self.commit(on, |batch| {
            let entry = |received, target, amount| {
                let other = donor.filter(|_| received);
                Draft::new(on, Body::PassThrough(PassThrough { received, target, other, amount }))
            };
            for (target, share) in targets.iter().zip(shares(total, targets.len())) {
                for amount in shares(share, times) {
                    batch.add(entry(true, *target, amount))?;
                }
                batch.add(entry(false, *target, share))?;
            }
            Ok(())
        })
    }

    /// Closes the open months of a year, on the second of January after it, and carries it.
    pub fn close_year(&mut self, year: i32) -> Result<(), LedgerError> {
        let on = day(year + 1, 1, 2);
        self.commit(on, |batch| {
            let periods = batch.ledger().state().periods()?;
            let begun = periods.closed_through.map(Period::next).or(periods.first);
            let mut period = begun.unwrap_or(day(year, 1, 1).period());
            while period <= day(year, 12, 1).period() {
                for body in batch.ledger().closing_entries(period)? {
                    let day = if matches!(body, Body::Close(_)) { on } else { period.last_day() };
                    batch.add(Draft::new(day, body))?;
                }
                period = period.next();
            }
            Ok(())
        })
    }
}

/// Region 999 is no region: such a number is well formed and nobody's.
fn invented(region: u32, n: u32, category: &str, area: &str) -> PersonDetails {
    let first_17 = format!(
        "999{region:03}{}{:02}{:02}{:03}",
        1980 + n % 30,
        n / 30 % 12 + 1,
        n / 360 % 28 + 1,
        n % 1000
    );
    PersonDetails {
        sort: PersonSort::Natural,
        name: line(&format!("示例{:04}", n + 1)),
        id_number: IdNumber::from_first_17(&first_17),
        area: Some(line(area)),
        category: Some(line(category)),
        bank_card: None,
    }
}
