//! The office's first days: four operators, three funds, people and money.
//!
//! Owns: those steps. Refuses to know: what comes after them.

use super::model::Model;
use super::ops::{Given, Op, PEOPLE, PUBLIC, Step, line};
use jinguo::base::{
    BudgetNo, Code, Date, EntryNo, Fen, FundNo, MoneyAccountNo, OperatorNo, PersonNo, ProgrammeNo, PurposeNo,
    RegisterNo,
};
use jinguo::book::Draft;
use jinguo::entry::{
    Body, BudgetSet, Decision, Donation, DonationSource, FundAdded, Holder, MoneyAccountAdded, MoneySort,
    OperatorAdded, ProgrammeAdded, Proof, PurposeAdded, RegisterAdded, Restriction, Role, ThresholdOf,
    ThresholdSet,
};

fn given(on: Date) -> Given {
    Given { on, voucher: None, money: None, prepare: false }
}

/// The first days of an office with four operators: two administrators, a clerk and a checker.
pub fn first_days(model: &mut Model) -> Vec<Step> {
    let on = model.today();
    let mut steps = Vec::new();
    let mut commit = |key: usize, ops: Vec<Op>| {
        let step = Step { key, days: 0, ops, trouble: None };
        *model = model.after(&step).0;
        steps.push(step);
        EntryNo(model.last())
    };
    let plain = |body| Op::Plain(Draft::new(on, body));
    let fen = Fen::new;
    let operator = |no: u32, name: &str, role| {
        let key = PUBLIC[usize::try_from(no).unwrap() - 1];
        plain(Body::Operator(OperatorAdded {
            no: OperatorNo(no),
            name: line(name),
            key,
            role,
            proof: Proof([0; 64]),
        }))
    };
    commit(0, vec![operator(2, "李静", Role::Administrator)]);
    for (no, name, role) in [(3, "陈红", Role::Clerk), (4, "赵兰", Role::Checker)] {
        let prepared = commit(0, vec![operator(no, name, role)]);
        let decision = Decision::Approved;
        commit(1, vec![Op::Decide { prepared, decision, reason: false, given: given(on) }]);
    }
    let fund = |no, code: &str, purpose: &str, restriction| {
        let (code, name, purpose) = (Code::new(code).unwrap(), line(code), line(purpose));
        let holder = Holder::Office;
        plain(Body::Fund(FundAdded {
            no: FundNo(no),
            code,
            name,
            purpose,
            restriction,
            holder,
            document: None,
        }))
    };
    let programme = |no, code: &str, fund, purpose: &str| {
        let (no, fund) = (ProgrammeNo(no), FundNo(fund));
        let (code, name, purpose) = (Code::new(code).unwrap(), line(code), line(purpose));
        plain(Body::Programme(ProgrammeAdded { no, code, name, fund, purpose }))
    };
    commit(
        0,
        vec![
            fund(1, "GA", "困难", Restriction::Donors),
            fund(2, "GZ", "工作", Restriction::Office),
            fund(3, "LA", "两癌", Restriction::Donors),
            programme(1, "GJ", 1, "困难"),
            programme(2, "LJ", 3, "两癌"),
            plain(Body::Purpose(PurposeAdded { no: PurposeNo(1), name: line("地震灾区") })),
            account(1, on, MoneySort::Bank),
            account(2, on, MoneySort::Cash),
            plain(Body::Register(RegisterAdded { no: RegisterNo(1), name: line("帮贷") })),
            plain(budget(1, 1, on, 2000)),
            plain(Body::Threshold(ThresholdSet {
                of: ThresholdOf::Programme(ProgrammeNo(1)),
                over: Some(fen(1000)),
            })),
            plain(Body::Threshold(ThresholdSet { of: ThresholdOf::Fund(FundNo(2)), over: Some(fen(1200)) })),
        ],
    );
    let gift = |fund, amount| {
        let (fund, amount, source) = (FundNo(fund), fen(amount), DonationSource::Gift);
        plain(Body::Donation(Donation { fund, donor: Some(PersonNo(3)), amount, source }))
    };
    commit(
        2,
        vec![
            Op::Person { who: 0, on },
            Op::Person { who: 1, on },
            Op::Person { who: PEOPLE - 1, on },
            gift(1, 5000),
            gift(2, 5000),
            gift(3, 2000),
        ],
    );
    steps
}

fn account(no: u32, on: Date, sort: MoneySort) -> Op {
    let code = Code::new(&format!("A{no}")).unwrap();
    let name = line(&format!("账户{no}"));
    Op::Plain(Draft::new(
        on,
        Body::MoneyAccount(MoneyAccountAdded { no: MoneyAccountNo(no), code, name, sort, number: None }),
    ))
}

/// A budget of the second fund in the day's year.
pub fn budget(no: u32, purpose: u32, on: Date, amount: i64) -> Body {
    Body::Budget(BudgetSet {
        no: BudgetNo(no),
        fund: FundNo(2),
        year: on.number() / 10_000,
        purpose: line(&format!("办公{purpose}")),
        amount: Fen::new(amount),
    })
}
