//! Properties of the canonical form.

use super::*;
use crate::base::{
    AccountCode, BudgetNo, Code, FundNo, Line, MoneyAccountNo, OperatorNo, Period, PersonNo, ProgrammeNo,
    PurposeNo, SubjectNo,
};
use proptest::prelude::*;

fn line() -> impl Strategy<Value = Line> {
    "[一-龥A-Za-z0-9]{1,20}".prop_map(|s| Line::new(&s).unwrap())
}

fn code() -> impl Strategy<Value = Code> {
    "[A-Z0-9][A-Z0-9-]{0,11}".prop_map(|s| Code::new(&s).unwrap())
}

fn hash() -> impl Strategy<Value = Hash32> {
    any::<[u8; 32]>().prop_map(Hash32)
}

fn amount() -> impl Strategy<Value = Fen> {
    (1..=crate::base::money::MAX_FEN).prop_map(Fen::new)
}

fn date() -> impl Strategy<Value = Date> {
    (0u32..90_000).prop_map(|d| Date::new(1950, 1, 1).unwrap().plus_days(d % 20_000))
}

fn person() -> impl Strategy<Value = Option<PersonNo>> {
    prop::option::of((1..u64::MAX).prop_map(PersonNo))
}

pub(crate) fn body() -> impl Strategy<Value = Body> {
    let n32 = 1..u32::MAX;
    let target = prop_oneof![
        (1..u32::MAX).prop_map(|n| Target::Purpose(PurposeNo(n))),
        (1..u64::MAX).prop_map(|n| Target::Person(PersonNo(n)))
    ];
    prop_oneof![
        (line(), line(), hash(), n32.clone(), line(), hash()).prop_map(
            |(origin, organisation, key, n, name, own)| {
                Body::Open(Open {
                    origin,
                    organisation,
                    chart: Chart::NonProfit,
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
        (
            1..u64::MAX,
            any::<bool>(),
            1..u64::MAX,
            prop::option::of(hash()),
            prop::array::uniform4(prop::option::of(hash()))
        )
            .prop_map(|(n, natural, subject, lookup, fields)| {
                Body::Person(PersonAdded {
                    no: PersonNo(n),
                    sort: if natural { PersonSort::Natural } else { PersonSort::Organisation },
                    subject: SubjectNo(subject),
                    lookup,
                    commitments: Field::ALL
                        .into_iter()
                        .zip(fields)
                        .filter_map(|(f, h)| h.map(|h| (f, h)))
                        .collect(),
                })
            }),
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
        (1..u64::MAX, hash(), 0..6usize, prop::option::of((1..u64::MAX, hash()))).prop_map(
            |(n, h, reason, memo)| {
                Body::Reversal(Reversal {
                    original: EntryNo(n),
                    original_hash: h,
                    reason: ReversalReason::ALL[reason].1,
                    memo: memo.map(|(s, c)| Memo { subject: SubjectNo(s), commitment: c }),
                })
            }
        ),
        (1900i32..2200, 1u32..=12)
            .prop_map(|(y, m)| Body::Close(Close { period: Period::new(y, m).unwrap() })),
    ]
}

fn posting() -> impl Strategy<Value = Posting> {
    (
        any::<u32>(),
        1000..999_999u32,
        amount(),
        any::<bool>(),
        person(),
        prop::option::of(1..u32::MAX),
        person(),
    )
        .prop_map(|(fund, account, amount, debit, person, programme, donor)| Posting {
            fund: FundNo(fund),
            account: AccountCode(account),
            amount: if debit { amount } else { amount.negated() },
            dims: Dims {
                programme: programme.map(ProgrammeNo),
                person,
                donor,
                purpose: programme.map(PurposeNo),
                money: programme.map(MoneyAccountNo),
                budget: programme.map(BudgetNo),
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
