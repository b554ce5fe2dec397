//! Properties of the canonical form.

use super::*;
use crate::base::{
    AccountCode, BudgetNo, Code, FundNo, GiftNo, HouseholdNo, Line, LoanNo, MoneyAccountNo, OperatorNo,
    Period, PersonNo, ProgrammeNo, PurposeNo, RegisterNo, SubjectNo, Timestamp,
};
use proptest::prelude::*;

pub(super) fn line() -> impl Strategy<Value = Line> {
    "[一-龥A-Za-z0-9]{1,20}".prop_map(|s| Line::new(&s).unwrap())
}

pub(super) fn code() -> impl Strategy<Value = Code> {
    "[A-Z0-9][A-Z0-9-]{0,11}".prop_map(|s| Code::new(&s).unwrap())
}

pub(super) fn hash() -> impl Strategy<Value = Hash32> {
    any::<[u8; 32]>().prop_map(Hash32)
}

pub(super) fn amount() -> impl Strategy<Value = Fen> {
    (1..=crate::base::money::MAX_FEN).prop_map(Fen::new)
}

pub(super) fn date() -> impl Strategy<Value = Date> {
    (0u32..90_000).prop_map(|d| Date::new(1950, 1, 1).unwrap().plus_days(d % 20_000))
}

pub(super) fn person() -> impl Strategy<Value = Option<PersonNo>> {
    prop::option::of((1..u64::MAX).prop_map(PersonNo))
}

pub(crate) fn body() -> impl Strategy<Value = Body> {
    // Each family as often as it has kinds.
    prop_oneof![
        12 => of_version_1(),
        9 => operator_or_setting(),
        6 => person_change(),
        8 => everyday(),
        4 => decision(),
        6 => trace_or_register(),
        7 => super::tests_loan::lending(),
        13 => super::tests_loan::loan(),
        9 => super::tests_relief::relief(),
        9 => super::tests_relief::gift_or_goods(),
    ]
}

fn of_version_1() -> impl Strategy<Value = Body> {
    let n32 = 1..u32::MAX;
    let target = prop_oneof![
        (1..u32::MAX).prop_map(|n| Target::Purpose(PurposeNo(n))),
        (1..u64::MAX).prop_map(|n| Target::Person(PersonNo(n)))
    ];
    prop_oneof![
        (line(), line(), hash(), n32.clone(), line(), hash(), any::<bool>()).prop_map(
            |(origin, organisation, key, n, name, own, government)| {
                Body::Open(Open {
                    origin,
                    organisation,
                    chart: if government { Chart::Government } else { Chart::NonProfit },
                    ledger_key: key,
                    operator: OperatorNo(n),
                    operator_name: name,
                    operator_key: own,
                })
            }
        ),
        (n32.clone(), code(), line(), line(), any::<bool>(), 0..4usize, prop::option::of(line())).prop_map(
            |(n, code, name, purpose, donors, holder, document)| {
                Body::Fund(FundAdded {
                    no: FundNo(n),
                    code,
                    name,
                    purpose,
                    restriction: if donors { Restriction::Donors } else { Restriction::Office },
                    holder: [Holder::Office, Holder::Charity, Holder::Treasury, Holder::Bank][holder],
                    document,
                })
            }
        ),
        (n32.clone(), code(), line(), n32.clone(), line()).prop_map(|(n, code, name, fund, purpose)| {
            Body::Programme(ProgrammeAdded { no: ProgrammeNo(n), code, name, fund: FundNo(fund), purpose })
        }),
        (n32.clone(), line()).prop_map(|(n, name)| Body::Purpose(PurposeAdded { no: PurposeNo(n), name })),
        registered().prop_map(Body::Person),
        (n32.clone(), person(), amount(), any::<bool>()).prop_map(|(fund, donor, amount, gift)| {
            let source = if gift { DonationSource::Gift } else { DonationSource::Grant };
            Body::Donation(Donation { fund: FundNo(fund), donor, amount, source })
        }),
        (any::<bool>(), target, person(), amount()).prop_map(|(received, target, other, amount)| {
            Body::PassThrough(PassThrough { received, target, other, amount })
        }),
        (n32.clone(), n32.clone(), 1..u64::MAX, amount()).prop_map(|(p, f, who, amount)| {
            Body::Disbursement(Disbursement {
                programme: ProgrammeNo(p),
                fund: FundNo(f),
                person: PersonNo(who),
                amount,
            })
        }),
        (n32.clone(), n32, amount(), prop::option::of(hash())).prop_map(|(from, to, amount, consent)| {
            Body::Transfer(Transfer { from: FundNo(from), to: FundNo(to), amount, consent })
        }),
        (1..u64::MAX, hash(), 0..6usize, prop::option::of(memo())).prop_map(|(n, h, reason, memo)| {
            Body::Reversal(Reversal {
                original: EntryNo(n),
                original_hash: h,
                reason: ReversalReason::ALL[reason].1,
                memo,
            })
        }),
        (1900i32..2200, 1u32..=12)
            .prop_map(|(y, m)| Body::Close(Close { period: Period::new(y, m).unwrap() })),
        (1..u32::MAX, 1900i32..2200, 1u32..=12).prop_map(|(fund, y, m)| {
            Body::Released(Released { fund: FundNo(fund), period: Period::new(y, m).unwrap() })
        }),
        (1..u32::MAX, 1900u32..2200)
            .prop_map(|(fund, year)| Body::YearEnd(YearEnd { fund: FundNo(fund), year })),
    ]
}

fn memo() -> impl Strategy<Value = Memo> {
    (1..u64::MAX, hash()).prop_map(|(n, commitment)| Memo { subject: SubjectNo(n), commitment })
}

fn link() -> impl Strategy<Value = Link> {
    (1..u64::MAX, hash()).prop_map(|(n, leaf)| Link { entry: EntryNo(n), leaf })
}

/// 0 to the highest amount.
pub(super) fn amount_or_none() -> impl Strategy<Value = Fen> {
    (0..=crate::base::money::MAX_FEN).prop_map(Fen::new)
}

/// Of either sign, and never 0.
pub(super) fn change() -> impl Strategy<Value = Fen> {
    (amount(), any::<bool>()).prop_map(|(fen, debit)| if debit { fen } else { fen.negated() })
}

fn commitments() -> impl Strategy<Value = Vec<(Field, Hash32)>> {
    prop::array::uniform5(prop::option::of(hash())).prop_map(|hashes| {
        Field::ALL.into_iter().zip(hashes).filter_map(|(f, h)| h.map(|h| (f, h))).collect()
    })
}

fn registered() -> impl Strategy<Value = PersonAdded> {
    (1..u64::MAX, any::<bool>(), 1..u64::MAX, prop::option::of(hash()), commitments()).prop_map(
        |(n, natural, subject, lookup, commitments)| PersonAdded {
            no: PersonNo(n),
            sort: if natural { PersonSort::Natural } else { PersonSort::Organisation },
            subject: SubjectNo(subject),
            lookup,
            commitments,
        },
    )
}

fn operator_or_setting() -> impl Strategy<Value = Body> {
    let n32 = || 1..u32::MAX;
    let role = || (0..4usize).prop_map(|at| Role::ALL[at].1);
    let proof = || prop::collection::vec(any::<u8>(), 64).prop_map(|p| Proof(p.try_into().unwrap()));
    prop_oneof![
        (n32(), line(), hash(), role(), proof()).prop_map(|(n, name, key, role, proof)| {
            Body::Operator(OperatorAdded { no: OperatorNo(n), name, key, role, proof })
        }),
        (n32(), role()).prop_map(|(n, role)| Body::Role(RoleChanged { operator: OperatorNo(n), role })),
        n32().prop_map(|n| Body::Revoked(OperatorRevoked { operator: OperatorNo(n) })),
        (n32(), hash(), proof()).prop_map(|(n, key, proof)| {
            Body::Rotated(KeyRotated { operator: OperatorNo(n), key, proof })
        }),
        (n32(), any::<bool>(), prop::option::of(amount_or_none())).prop_map(|(n, fund, over)| {
            let programme = ThresholdOf::Programme(ProgrammeNo(n));
            let of = if fund { ThresholdOf::Fund(FundNo(n)) } else { programme };
            Body::Threshold(ThresholdSet { of, over })
        }),
        (n32(), code(), line(), any::<bool>(), prop::option::of(line())).prop_map(
            |(n, code, name, bank, number)| {
                let sort = if bank { MoneySort::Bank } else { MoneySort::Cash };
                Body::MoneyAccount(MoneyAccountAdded { no: MoneyAccountNo(n), code, name, sort, number })
            }
        ),
        (n32(), n32(), 1900..2200u32, line(), amount_or_none()).prop_map(
            |(n, fund, year, purpose, amount)| {
                Body::Budget(BudgetSet { no: BudgetNo(n), fund: FundNo(fund), year, purpose, amount })
            }
        ),
        (1..=RetentionSet::MAX_YEARS).prop_map(|years| Body::Retention(RetentionSet { years })),
        (n32(), line()).prop_map(|(n, name)| Body::Register(RegisterAdded { no: RegisterNo(n), name })),
    ]
}

fn person_change() -> impl Strategy<Value = Body> {
    let n64 = || 1..u64::MAX;
    let basis = prop_oneof![Just(ErasureBasis::RetentionOver), line().prop_map(ErasureBasis::Order)];
    let several = prop::collection::btree_set(n64(), 0..5);
    let hashes = prop::collection::btree_map(n64(), hash(), 1..5);
    let lost = prop::collection::btree_set(n64(), 1..5);
    prop_oneof![
        (registered(), n64(), memo()).prop_map(|(person, same, reason)| {
            Body::PersonThoughKnown(PersonThoughKnown { person, same_as: PersonNo(same), reason })
        }),
        (n64(), any::<bool>(), prop::option::of(memo())).prop_map(|(n, restricted, reason)| {
            Body::Restricted(Restricted { person: PersonNo(n), restricted, reason })
        }),
        (n64(), basis, several).prop_map(|(n, basis, subjects)| {
            let subjects = subjects.into_iter().map(SubjectNo).collect();
            Body::Erased(Erased { person: PersonNo(n), basis, subjects })
        }),
        (n64(), prop::option::of(n64())).prop_map(|(n, household)| {
            let household = household.map(HouseholdNo);
            Body::Household(HouseholdJoined { person: PersonNo(n), household })
        }),
        hashes.prop_map(|hashes| {
            Body::LookUps(LookUps { hashes: hashes.into_iter().map(|(n, h)| (PersonNo(n), h)).collect() })
        }),
        (n64(), n64(), commitments()).prop_map(|(n, subject, commitments)| {
            Body::Details(Details { person: PersonNo(n), subject: SubjectNo(subject), commitments })
        }),
        lost.prop_map(|subjects| {
            Body::DataLost(DataLost { subjects: subjects.into_iter().map(SubjectNo).collect() })
        }),
    ]
}

fn everyday() -> impl Strategy<Value = Body> {
    let n32 = || 1..u32::MAX;
    let account = || (1000..999_999u32).prop_map(AccountCode);
    let maybe = || prop::option::of(1..u32::MAX);
    prop_oneof![
        (any::<u32>(), maybe(), maybe(), amount()).prop_map(|(fund, from, to, amount)| {
            let (from, to) = (from.map(MoneyAccountNo), to.map(MoneyAccountNo));
            Body::Move(Move { fund: FundNo(fund), from, to, amount })
        }),
        (any::<bool>(), n32(), amount()).prop_map(|(interest, fund, amount)| {
            Body::BankCharge(BankCharge { interest, fund: FundNo(fund), amount })
        }),
        (n32(), account(), 1..=3u8, maybe(), maybe(), person(), amount()).prop_map(
            |(fund, account, edition, programme, budget, payee, amount)| {
                let (programme, budget) = (programme.map(ProgrammeNo), budget.map(BudgetNo));
                let fund = FundNo(fund);
                Body::Spending(Spending { fund, account, edition, programme, budget, payee, amount })
            }
        ),
        (n32(), 1..u64::MAX, amount()).prop_map(|(fund, giver, amount)| {
            Body::Appropriation(Appropriation { fund: FundNo(fund), giver: PersonNo(giver), amount })
        }),
        (n32(), maybe(), 1..u64::MAX, amount()).prop_map(|(fund, programme, receiver, amount)| {
            let (programme, receiver) = (programme.map(ProgrammeNo), PersonNo(receiver));
            Body::GrantDown(GrantDown { fund: FundNo(fund), programme, receiver, amount })
        }),
        (n32(), account(), 1..=3u8, change()).prop_map(|(fund, account, edition, amount)| {
            Body::OpeningBalance(OpeningBalance { fund: FundNo(fund), account, edition, amount })
        }),
        (1..=3u8, prop::collection::vec(posting(), 2..6))
            .prop_map(|(edition, lines)| Body::GeneralVoucher(GeneralVoucher { edition, lines })),
    ]
}

fn decision() -> impl Strategy<Value = Body> {
    (link(), 0..4u8, memo(), any::<bool>()).prop_map(|(prepared, decision, memo, told)| {
        let (decision, reason) = match decision {
            0 => (Decision::Approved, None),
            1 => (Decision::Rejected, told.then_some(memo)),
            2 => (Decision::Withdrawn, told.then_some(memo)),
            _ => (Decision::Emergency, Some(memo)),
        };
        Body::Decided(Decided { prepared, decision, reason })
    })
}

fn trace_or_register() -> impl Strategy<Value = Body> {
    prop_oneof![
        (1..u64::MAX, memo()).prop_map(|(n, memo)| Body::Note(Note { entry: EntryNo(n), memo })),
        (person(), any::<u32>()).prop_map(|(person, count)| Body::Unmasked(Unmasked { person, count })),
        (1..u64::MAX, hash(), 0..7_258_118_400_000i64).prop_map(|(size, head, at)| {
            Body::Restored(Restored { size, head, taken_at: Timestamp::from_millis(at).unwrap() })
        }),
        (hash(), line(), any::<u64>()).prop_map(|(key, name, persons)| Body::HandedOver(HandedOver {
            key,
            name,
            persons
        })),
        (1..u32::MAX, person(), person(), any::<u32>(), amount_or_none()).prop_map(
            |(register, person, provider, count, amount)| {
                let register = RegisterNo(register);
                Body::Registered(Registered { register, person, provider, count, amount })
            }
        ),
        link().prop_map(|line| Body::Struck(Struck { line })),
        Just(Body::Checkpoint),
    ]
}

fn posting() -> impl Strategy<Value = Posting> {
    let maybe = || prop::option::of(1..u32::MAX);
    let loan = prop::option::of((1..u64::MAX).prop_map(LoanNo));
    let gift = prop::option::of((1..u64::MAX).prop_map(GiftNo));
    let dims = (maybe(), person(), person(), maybe(), maybe(), maybe(), loan, gift);
    (any::<u32>(), 1000..999_999u32, change(), dims).prop_map(|(fund, account, amount, dims)| Posting {
        fund: FundNo(fund),
        account: AccountCode(account),
        amount,
        dims: Dims {
            programme: dims.0.map(ProgrammeNo),
            person: dims.1,
            donor: dims.2,
            purpose: dims.3.map(PurposeNo),
            money: dims.4.map(MoneyAccountNo),
            budget: dims.5.map(BudgetNo),
            loan: dims.6,
            gift: dims.7,
        },
    })
}

prop_compose! {
    pub(crate) fn entry()(
        no in 1..u64::MAX,
        business_date in date(),
        voucher in prop::option::of((date(), 1..u32::MAX, prop::collection::vec(posting(), 2..6))),
        prepared in any::<bool>(),
        attachments in prop::collection::vec(hash(), 0..3),
        body in body(),
    ) -> Entry {
        let (voucher, postings) = match voucher {
            Some((date, number, postings)) => (Some(Voucher { date, number }), postings),
            None => (None, vec![]),
        };
        Entry { no: EntryNo(no), business_date, prepared: voucher.is_none() && prepared, voucher, attachments, postings, body }
    }
}

/// The kinds that the generators make: all, or a body without one would go untested.
#[test]
fn every_kind_is_generated() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..3000 {
        kinds.insert(body().new_tree(&mut runner).unwrap().current().kind());
    }
    let first = (1..=5).chain(10..=17).chain(20..=27).chain(30..=40).chain(43..=45);
    let all = first.chain(50..=52).chain(60..=63).chain(70..=74).chain([80, 81]);
    let all = all.chain(100..=106).chain(110..=122);
    let all = all.chain(130..=138).chain(140..=143).chain(150..=154);
    assert_eq!(kinds, all.collect());
}

proptest! {
    #[test]
    fn entries_read_back(entry in entry()) {
        prop_assert_eq!(Entry::decode(&entry.to_bytes()), Ok(entry));
    }

    /// Two byte strings never stand for one entry: whatever decodes is what it encodes to.
    #[test]
    fn one_form_only(entry in entry(), at in any::<prop::sample::Index>(), bit in 0u8..8, cut in any::<bool>()) {
        let mut bytes = entry.to_bytes();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
        if let Ok(other) = Entry::decode(&bytes) {
            prop_assert_eq!(other.to_bytes(), bytes);
            prop_assert_ne!(other, entry);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Entry::decode(&bytes);
    }
}

#[test]
fn a_later_kind_is_named_as_newer_and_no_status_is_guessed() {
    let entry = Entry {
        no: EntryNo(1),
        business_date: Date::new(2026, 3, 8).unwrap(),
        prepared: false,
        voucher: None,
        attachments: vec![],
        postings: vec![],
        body: Body::Close(Close { period: Period::new(2026, 2).unwrap() }),
    };
    let mut bytes = entry.to_bytes();
    bytes[10] = 99;
    assert!(matches!(Entry::decode(&bytes).unwrap_err().cause, WireCause::Newer(_)));
    let mut bytes = entry.to_bytes();
    bytes[11] = 3;
    assert!(matches!(Entry::decode(&bytes).unwrap_err().cause, WireCause::Value(_)));
}
