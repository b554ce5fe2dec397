//! The loans of the sample books: three kinds of money, each with its loans' whole lives.
//!
//! Owns: their products, borrowers and payments. Refuses to know: what was reported; `figures` compares.
//!
//! A report names how many households and how much in all. Who borrowed how much, when and on which terms is invented, and
//! so is what was repaid.

use super::books::yuan;
use super::line;
use super::scribe::{Scribe, day, shares};
use crate::base::{Code, Date, Fen, FundNo, GuarantorNo, LoanNo, PersonNo, ProductNo, Rate};
use crate::book::Draft;
use crate::book::loan::{Known, owed, position, subsidy};
use crate::entry::{
    Body, DayCount, Deposit, Eligible, Graces, GuarantorAdded, LoanEvent, LoanKind, LoanWhat, Method,
    PaidFrom, ProductAdded, Profile, Provision, Quarter, RecoveredAfter, RepaymentOrder, Rounding, Source,
    SubsidyMode, SubsidySet, SubsidyShare, Terms, TermsSet, VisitResult,
};
use crate::ledger::{Batch, LedgerError};
use std::collections::BTreeMap;

/// A product of the demonstration.
pub struct Product {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How often it may be drawn.
    pub kind: LoanKind,
    /// Whose money.
    pub source: Source,
    /// Who stands behind it.
    pub guarantor: Option<GuarantorNo>,
    /// The yearly rate, in millionths.
    pub rate: u32,
    /// How it is repaid.
    pub method: Method,
    /// The most that one borrower may owe.
    pub limit: Fen,
    /// The day of the month on which instalments fall due; 0: that of the draw.
    pub due_day: u8,
}

impl Product {
    fn terms(&self) -> Terms {
        Terms {
            rate: Rate::from_millionths(self.rate),
            surcharge_percent: 50,
            day_count: DayCount::Actual360,
            rounding: Rounding::HalfEven,
            method: self.method,
            graces: Graces { ageing_days: 3, ..Graces::default() },
            order: RepaymentOrder::USUAL,
            due_day: self.due_day,
            limit: self.limit,
            longest_months: 36,
            eligible: Eligible { women_only: true, youngest: 18, oldest: 60 },
        }
    }
}

/// How a borrower of the demonstration pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Each instalment on its day.
    Punctual,
    /// Each instalment ten days late.
    Late,
    /// Nothing after so many instalments.
    StopsAfter(usize),
}

/// One loan of the demonstration.
pub struct Wish {
    /// Whose.
    pub borrower: PersonNo,
    /// How much, in these draws.
    pub draws: Vec<Fen>,
    /// The day of the first draw; each further one a month later.
    pub from: Date,
    /// Months.
    pub months: u16,
    /// How she pays.
    pub habit: Habit,
}

fn event(loan: LoanNo, what: LoanWhat) -> Body {
    Body::Loan(LoanEvent { loan, what })
}

/// Sets up a product with its terms.
pub fn product(scribe: &mut Scribe, on: Date, product: &Product) -> Result<ProductNo, LedgerError> {
    scribe.commit(on, |batch| {
        let no = ProductNo(batch.ledger().state().counts()?.products + 1);
        let code = Code::new(product.code).unwrap_or_else(|e| panic!("code {}: {e}", product.code));
        let profile = match product.kind {
            LoanKind::Term => Profile::Loan,
            LoanKind::Revolving => Profile::Card,
        };
        let added = ProductAdded {
            no,
            code,
            name: line(product.name),
            kind: product.kind,
            profile,
            source: product.source.clone(),
            guarantor: product.guarantor,
        };
        batch.add(Draft::new(on, Body::Product(added)))?;
        let terms = TermsSet { product: no, from: on, terms: product.terms() };
        batch.add(Draft::new(on, Body::Terms(terms)))?;
        Ok(no)
    })
}

/// Names a guarantor and registers its own fund.
pub fn guarantor(scribe: &mut Scribe, on: Date, name: &str, own: Fen) -> Result<GuarantorNo, LedgerError> {
    scribe.commit(on, |batch| {
        let no = GuarantorNo(batch.ledger().state().counts()?.guarantors + 1);
        batch.add(Draft::new(on, Body::Guarantor(GuarantorAdded { no, name: line(name) })))?;
        let deposit = Deposit { placed: true, guarantor: no, fund: None, amount: own };
        batch.add(Draft::new(on, Body::Deposit(deposit)))?;
        Ok(no)
    })
}

/// The treasury bears half of what is above LPR − 150 basis points, shared by two levels.
pub fn subsidised(scribe: &mut Scribe, on: Date, product: ProductNo) -> Result<(), LedgerError> {
    let share = |level: &str, millionths| SubsidyShare { level: line(level), millionths };
    let rule = SubsidySet {
        product,
        from: on,
        // The one-year LPR of January 2021 was 3.85 %.
        mode: SubsidyMode::Above { lpr: Rate::from_millionths(38_500), basis_points: -150 },
        longest_months: 24,
        shares: vec![share("省级财政", 700_000), share("县级财政", 300_000)],
    };
    scribe.commit(on, |batch| batch.add(Draft::new(on, Body::Subsidy(rule))).map(drop))
}

/// What is done on one day, for the loans that it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Sign(usize),
    Draw(usize, usize),
    Pay(usize),
}

/// Loans that are still to be lent and repaid, in the order of days.
#[derive(Default)]
pub struct Lending {
    days: BTreeMap<Date, Vec<Act>>,
    all: Vec<Running>,
}

/// One of them.
struct Running {
    product: ProductNo,
    wish: Wish,
    loan: LoanNo,
    paid: usize,
}

impl Lending {
    /// Adds one; its number is known once it is signed.
    fn wish(&mut self, product: ProductNo, wish: Wish) {
        let at = self.all.len();
        self.days.entry(wish.from).or_default().push(Act::Sign(at));
        for (month, n) in (0..).zip(0..wish.draws.len()) {
            self.days.entry(wish.from.plus_months(month)).or_default().push(Act::Draw(at, n));
        }
        self.all.push(Running { product, wish, loan: LoanNo(0), paid: 0 });
    }

    /// The next day on which something is to be done, where it lies before `day`.
    pub fn next_before(&self, day: Date) -> Option<Date> {
        self.days.keys().next().copied().filter(|next| *next < day)
    }

    /// Does what is to be done on that day.
    pub fn run(&mut self, batch: &mut Batch<'_>, on: Date) -> Result<(), LedgerError> {
        for act in self.days.remove(&on).unwrap_or_default() {
            let at = match act {
                Act::Sign(at) => {
                    let line = &mut self.all[at];
                    line.loan = sign(batch, on, line.product, &line.wish)?;
                    continue;
                }
                Act::Draw(at, n) => {
                    draw(batch, on, self.all[at].loan, self.all[at].wish.draws[n])?;
                    at
                }
                Act::Pay(at) => {
                    pay(batch, on, self.all[at].loan)?;
                    self.all[at].paid += 1;
                    at
                }
            };
            let line = &self.all[at];
            let next = position(&batch.ledger().loan(line.loan)?, on, Known::ALL).next;
            let late = if line.wish.habit == Habit::Late { 10 } else { 0 };
            let stopped = line.wish.habit == Habit::StopsAfter(line.paid);
            if let Some(next) = next.filter(|_| !stopped) {
                let acts = self.days.entry(next.due.plus_days(late)).or_default();
                if !acts.contains(&Act::Pay(at)) {
                    acts.push(Act::Pay(at));
                }
            }
        }
        Ok(())
    }

    /// The loans of a product, and how their borrowers pay.
    fn of(&self, product: ProductNo) -> Vec<(LoanNo, Habit)> {
        let all = self.all.iter().filter(|line| line.product == product);
        all.map(|line| (line.loan, line.wish.habit)).collect()
    }
}

fn sign(batch: &mut Batch<'_>, on: Date, product: ProductNo, wish: &Wish) -> Result<LoanNo, LedgerError> {
    let loan = LoanNo(batch.ledger().state().counts()?.loans + 1);
    let amount = wish.draws.iter().fold(Fen::ZERO, |sum, draw| Fen::new(sum.get() + draw.get()));
    let (borrower, months) = (wish.borrower, wish.months);
    let terms = batch.ledger().product(product)?.terms_on(on).copied();
    let terms = terms.unwrap_or_else(|| panic!("the demonstration lends before there are terms"));
    let number = line(&format!("示例借字〔{}〕第{:04}号", on.number() / 10_000, loan.0));
    let paper = crate::base::Hash32(*blake3::hash(number.as_str().as_bytes()).as_bytes());
    for what in [
        LoanWhat::Applied { product, borrower, amount, months },
        LoanWhat::Granted { amount, months },
        LoanWhat::Signed { number, paper, terms },
    ] {
        batch.add(Draft::new(on, event(loan, what)))?;
    }
    Ok(loan)
}

fn draw(batch: &mut Batch<'_>, on: Date, loan: LoanNo, amount: Fen) -> Result<(), LedgerError> {
    let state = batch.ledger().loan(loan)?;
    let plan = owed::plan_after_draw(loan, &state, on, amount).map_err(refused)?;
    batch.add(Draft::new(on, event(loan, LoanWhat::Drawn { amount, plan }))).map(drop)
}

/// What is due on that day.
fn pay(batch: &mut Batch<'_>, on: Date, loan: LoanNo) -> Result<(), LedgerError> {
    let state = batch.ledger().loan(loan)?;
    let p = position(&state, on, Known::ALL);
    let due = [p.fees, p.penalty.max(Fen::ZERO), p.interest_due.max(Fen::ZERO), p.principal_due];
    let sum = due.into_iter().fold(Fen::ZERO, |sum, part| Fen::new(sum.get() + part.get()));
    if sum.is_zero() {
        return Ok(());
    }
    let split = owed::split(loan, &state, on, sum, false).map_err(refused)?;
    let what = LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: None };
    batch.add(Draft::new(on, event(loan, what))).map(drop)
}

fn refused(refusal: crate::book::loan::LoanRefusal) -> LedgerError {
    LedgerError::Refused(Box::new(refusal.into()))
}

/// What becomes of a loan that is not paid: a visit, the guarantor's payment, and a part recovered.
pub fn claimed(
    scribe: &mut Scribe,
    loan: LoanNo,
    on: Date,
    recovered: (Date, Fen),
) -> Result<(), LedgerError> {
    scribe.commit(on, |batch| {
        batch.add(Draft::new(on, event(loan, LoanWhat::Visited { result: VisitResult::Concern })))?;
        let split = owed::all_owed(&batch.ledger().loan(loan)?, on);
        batch.add(Draft::new(on, event(loan, LoanWhat::Claimed { split, fund: None }))).map(drop)
    })?;
    let (on, amount) = recovered;
    scribe.commit(on, |batch| {
        let what = LoanWhat::Recovered { after: RecoveredAfter::Claim, amount };
        batch.add(Draft::new(on, event(loan, what))).map(drop)
    })
}

/// Claims the subsidy of a quarter for each of these loans that has any.
pub fn claim_subsidy(
    scribe: &mut Scribe,
    on: Date,
    loans: &[LoanNo],
    quarter: Quarter,
) -> Result<(), LedgerError> {
    scribe.commit(on, |batch| {
        for loan in loans.iter().filter(|loan| loan.0 > 0) {
            let state = batch.ledger().loan(*loan)?;
            let product = batch.ledger().product(state.product)?;
            let signed = position(&state, on, Known::ALL).signed;
            let Some(rule) = signed.and_then(|signed| product.subsidy_on(signed)) else { continue };
            let amount = subsidy::total(&subsidy::lines(&state, rule, quarter, Known::ALL));
            if !amount.is_zero() {
                let shares = subsidy::shares(rule, amount);
                let what = LoanWhat::SubsidyClaimed { quarter, amount, shares };
                batch.add(Draft::new(on, event(*loan, what)))?;
            }
        }
        Ok(())
    })
}

/// F01: six women and 900,000.00 yuan of a bank that the report does not name.
pub fn town_a(scribe: &mut Scribe) -> Result<(), LedgerError> {
    let on = day(2021, 3, 1);
    let no = product(
        scribe,
        on,
        &Product {
            code: "BD",
            name: "帮贷",
            kind: LoanKind::Term,
            source: Source::Lender(line("示例银行（报告未列名）")),
            guarantor: None,
            rate: 43_500,
            method: Method::InterestMonthly,
            limit: yuan(200_000),
            due_day: 20,
        },
    )?;
    let women = scribe.persons(on, "创业妇女", "甲镇", 6)?;
    let amounts = [200_000, 180_000, 160_000, 150_000, 120_000, 90_000].map(yuan);
    for (n, (borrower, amount)) in (0u32..).zip(women.into_iter().zip(amounts)) {
        let (draws, from) = (vec![amount], day(2021, 3, 8).plus_months(n * 8));
        scribe.lending.wish(no, Wish { borrower, draws, from, months: 12, habit: Habit::Punctual });
    }
    Ok(())
}

/// F05 and F06: the office's own 15,000.00 yuan, lent five times over, to fifteen women in all, and all repaid.
pub fn town_b(scribe: &mut Scribe, fund: FundNo) -> Result<(), LedgerError> {
    let on = day(2021, 3, 1);
    let no = product(
        scribe,
        on,
        &Product {
            code: "XD",
            name: "小额信贷扶贫",
            kind: LoanKind::Term,
            source: Source::Own(fund),
            guarantor: None,
            // Reported is what was paid out and what came back, no interest.
            rate: 0,
            method: Method::EqualPrincipal,
            limit: yuan(5_000),
            due_day: 0,
        },
    )?;
    let women = scribe.persons(on, "贫困妇女", "乙镇", 15)?;
    for (year, round) in (2021..).zip(women.chunks(3)) {
        for borrower in round.iter().copied() {
            let (draws, from) = (vec![yuan(5_000)], day(year, 3, 8));
            scribe.lending.wish(no, Wish { borrower, draws, from, months: 9, habit: Habit::Punctual });
        }
    }
    Ok(())
}

/// The five tiers ask for 1 % of what is in order; nothing is outstanding any more, so it is released again.
pub fn allowance(scribe: &mut Scribe, fund: FundNo) -> Result<(), LedgerError> {
    let change = |amount| Body::Provision(Provision { fund, amount });
    let (raised, released) = (day(2025, 12, 30), day(2025, 12, 31));
    scribe.commit(raised, |batch| batch.add(Draft::new(raised, change(yuan(150)))).map(drop))?;
    scribe.commit(released, |batch| batch.add(Draft::new(released, change(yuan(-150)))).map(drop))
}

/// How many of the county's households took a loan at the end of whose term all is repaid, one in equal payments, a card.
const HOUSEHOLDS: [u32; 3] = [542, 540, 540];

/// F18: 1,622 households and 150,000,000.00 yuan, loans and cards together.
pub fn county(scribe: &mut Scribe) -> Result<(), LedgerError> {
    let on = day(2021, 2, 1);
    let behind = guarantor(scribe, on, "示例县融资担保有限公司", yuan(5_000_000))?;
    let bank = || Source::Lender(line("示例农村商业银行"));
    let term = |code, name, method, guarantor| Product {
        code,
        name,
        kind: LoanKind::Term,
        source: bank(),
        guarantor,
        rate: 43_500,
        method,
        limit: yuan(200_000),
        due_day: 20,
    };
    let card = Product {
        kind: LoanKind::Revolving,
        limit: yuan(300_000),
        ..term("JG", "巾帼绿色信用卡", Method::InterestMonthly, None)
    };
    let products = [
        term("DB", "妇女小额担保贷款", Method::AllAtEnd, Some(behind)),
        term("DE", "妇女小额贷款（等额本息）", Method::EqualPayments, Some(behind)),
        card,
    ];
    let totals = [50_000_000, 50_000_000, 50_000_000].map(yuan);
    let towns = ["雉城街道", "示例甲镇", "示例乙镇", "示例丙镇"];
    for (kind, ((of, households), total)) in products.iter().zip(HOUSEHOLDS).zip(totals).enumerate() {
        let no = product(scribe, on, of)?;
        if kind < 2 {
            subsidised(scribe, on, no)?;
        }
        let mut women = Vec::new();
        for (town, count) in towns.iter().zip(even(households, 4)) {
            women.extend(scribe.persons(on, "创业妇女", town, count)?);
        }
        for wish in wishes(kind, &women, total) {
            scribe.lending.wish(no, wish);
        }
    }
    Ok(())
}

/// What the year 2025 ends with: a quarter's subsidy is claimed, and the guarantor pays for a woman who did not.
pub fn county_at_the_end(scribe: &mut Scribe) -> Result<(), LedgerError> {
    let (on, loans) = (day(2025, 12, 31), scribe.lending.of(ProductNo(1)));
    let quarter = Quarter::new(2025, 2).unwrap_or_else(|| panic!("no such quarter"));
    let numbers: Vec<LoanNo> = loans.iter().map(|(loan, _)| *loan).collect();
    claim_subsidy(scribe, on, &numbers, quarter)?;
    match loans.iter().find(|(_, habit)| *habit == Habit::StopsAfter(0)) {
        Some((loan, _)) => claimed(scribe, *loan, on, (on, yuan(20_000))),
        None => Ok(()),
    }
}

fn even(count: u32, parts: u32) -> Vec<u32> {
    (0..parts).map(|n| count / parts + u32::from(n < count % parts)).collect()
}

/// Equal shares are no portfolio: every second household gives a part of its share to the one after it.
fn wishes(kind: usize, women: &[PersonNo], total: Fen) -> Vec<Wish> {
    let mut amounts = shares(total, women.len());
    for at in (0..amounts.len().saturating_sub(1)).step_by(2) {
        // Between 5,000 and 45,000 yuan, in steps of 5,000.
        let moved = i64::try_from(at / 2 % 9 + 1).unwrap_or(1) * 500_000;
        amounts[at] = Fen::new(amounts[at].get() - moved);
        amounts[at + 1] = Fen::new(amounts[at + 1].get() + moved);
    }
    let count = u32::try_from(women.len()).unwrap_or(1).max(1);
    (0u32..)
        .zip(women.iter().zip(amounts))
        .map(|(n, (borrower, amount))| {
            // Spread over the years 2021 to 2025.
            let from = day(2021, 2, 8).plus_months(n * 56 / count).plus_days(n % 20);
            let months = [12, 24, 36][kind];
            let habit = match n % 90 {
                17 => Habit::Late,
                61 if kind == 0 => Habit::StopsAfter(0),
                61 => Habit::StopsAfter(3),
                _ => Habit::Punctual,
            };
            // Who is behind draws nothing more.
            let twice = kind == 2 && habit == Habit::Punctual;
            let draws = if twice { shares(amount, 2) } else { vec![amount] };
            Wish { borrower: *borrower, draws, from, months, habit }
        })
        .collect()
}
