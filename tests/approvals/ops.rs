//! What somebody does in one commit: told to the model and to a real batch alike.
//!
//! Owns: operations, people and keys of the office. Refuses to know: which operations come when.

use super::model::{Model, Texts};
use crate::sim_index::Fault as IndexFault;
use crate::support::sim_fs::Fault;
use jinguo::base::{Date, EntryNo, Hash32, IdNumber, Line, MoneyAccountNo, OperatorNo, PersonNo, SubjectNo};
use jinguo::book::{Draft, Refusal};
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::{
    Body, Decided, Decision, Details, Field, Link, Memo, Note, PersonAdded, PersonSort, PersonThoughKnown,
    Proof, Restricted, Reversal, ReversalReason, Struck,
};
use jinguo::ledger::{Batch, LedgerError, PersonDetails};
use std::sync::LazyLock;

/// The keys of all who may ever sign.
pub static KEYS: LazyLock<Vec<OperatorKey>> =
    LazyLock::new(|| (1..=10).map(|seed| OperatorKey::from_seed(&[seed; 32])).collect());
/// Their public halves.
pub static PUBLIC: LazyLock<Vec<Hash32>> = LazyLock::new(|| KEYS.iter().map(OperatorKey::public).collect());

/// Somebody's own words.
const WORDS: &str = "按办公会意见";

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// The dates and the account that a draft is given.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    pub on: Date,
    pub voucher: Option<Date>,
    pub money: Option<MoneyAccountNo>,
    pub prepare: bool,
}

impl Given {
    pub fn draft(self, body: Body) -> Draft {
        Draft {
            voucher_date: self.voucher,
            money: self.money,
            prepare: self.prepare,
            ..Draft::new(self.on, body)
        }
    }
}

#[derive(Clone, Debug)]
pub enum Op {
    /// Without words; proofs of possession are filled in.
    Plain(Draft),
    Person {
        who: usize,
        on: Date,
    },
    Twin {
        who: usize,
        same_as: PersonNo,
        on: Date,
    },
    Details {
        person: PersonNo,
        who: usize,
        on: Date,
    },
    Restrict {
        person: PersonNo,
        restricted: bool,
        reason: bool,
        on: Date,
    },
    Reverse {
        original: EntryNo,
        given: Given,
    },
    Decide {
        prepared: EntryNo,
        decision: Decision,
        reason: bool,
        given: Given,
    },
    Note {
        entry: EntryNo,
        on: Date,
    },
    Strike {
        entry: EntryNo,
        on: Date,
    },
}

/// Everybody who may be registered: natural persons, the last without ID number, and two organisations.
pub const PEOPLE: usize = 7;

pub fn details(who: usize) -> PersonDetails {
    let natural = who < PEOPLE - 2;
    let id = IdNumber::from_first_17(&format!("33050219800101{:03}", who + 100)).unwrap();
    PersonDetails {
        sort: if natural { PersonSort::Natural } else { PersonSort::Organisation },
        name: line(&format!("{}{who}", if natural { "王芳" } else { "爱心企业" })),
        id_number: (who < PEOPLE - 3).then_some(id),
        area: who.is_multiple_of(2).then(|| line("雉城街道")),
        category: who.is_multiple_of(3).then(|| line("低收入母亲")),
        bank_card: None,
    }
}

pub fn texts(who: usize) -> Texts {
    let known = details(who);
    let id = known.id_number.as_ref().map(|id| id.as_str().to_owned());
    let text = |line: &Line| line.to_string();
    let fields =
        [Some(text(&known.name)), id, known.area.as_ref().map(text), known.category.as_ref().map(text)];
    (1..).zip(fields).filter_map(|(tag, text)| Some((tag, text?))).collect()
}

fn words() -> Texts {
    vec![(0, WORDS.to_owned())]
}

fn memo(subject: u64) -> Memo {
    Memo { subject: SubjectNo(subject), commitment: Hash32::ZERO }
}

fn committed(who: usize) -> Vec<(Field, Hash32)> {
    texts(who).iter().map(|(tag, _)| (Field::from_tag(*tag).unwrap(), Hash32::ZERO)).collect()
}

/// Without what is random or a hash, as the model keeps it.
pub fn bare(body: &Body) -> Body {
    let zero = |all: &[(Field, Hash32)]| all.iter().map(|(field, _)| (*field, Hash32::ZERO)).collect();
    let bare_memo = |memo: Memo| Memo { commitment: Hash32::ZERO, ..memo };
    let person = |p: &PersonAdded| PersonAdded {
        lookup: p.lookup.map(|_| Hash32::ZERO),
        commitments: zero(&p.commitments),
        ..p.clone()
    };
    match body.clone() {
        Body::Person(added) => Body::Person(person(&added)),
        Body::PersonThoughKnown(known) => Body::PersonThoughKnown(PersonThoughKnown {
            person: person(&known.person),
            reason: bare_memo(known.reason),
            ..known
        }),
        Body::Details(d) => Body::Details(Details { commitments: zero(&d.commitments), ..d }),
        Body::Restricted(r) => Body::Restricted(Restricted { reason: r.reason.map(bare_memo), ..r }),
        Body::Reversal(r) => {
            Body::Reversal(Reversal { original_hash: Hash32::ZERO, memo: r.memo.map(bare_memo), ..r })
        }
        Body::Decided(d) => Body::Decided(Decided {
            prepared: Link { leaf: Hash32::ZERO, ..d.prepared },
            reason: d.reason.map(bare_memo),
            ..d
        }),
        Body::Note(note) => Body::Note(Note { memo: bare_memo(note.memo), ..note }),
        Body::Struck(s) => Body::Struck(Struck { line: Link { leaf: Hash32::ZERO, ..s.line } }),
        Body::Operator(added) => {
            Body::Operator(jinguo::entry::OperatorAdded { proof: Proof([0; 64]), ..added })
        }
        Body::Rotated(rotated) => {
            Body::Rotated(jinguo::entry::KeyRotated { proof: Proof([0; 64]), ..rotated })
        }
        other => other,
    }
}

impl Op {
    /// The draft as the model sees it, and what goes to the vault.
    pub fn draft(&self, model: &Model) -> Result<(Draft, Vec<Texts>), Refusal> {
        let books = model.books();
        let subject = books.subjects + 1;
        let person = |who: usize| PersonAdded {
            no: PersonNo(books.persons_given + 1),
            sort: details(who).sort,
            subject: SubjectNo(subject),
            lookup: (who != PEOPLE - 3).then_some(Hash32::ZERO),
            commitments: committed(who),
        };
        let reason = |given: bool| (given.then(|| memo(subject)), given.then(words).into_iter().collect());
        let there = |no: EntryNo| model.event(no).ok_or(Refusal::UnknownEntry { no });
        Ok(match self {
            Op::Plain(draft) => (draft.clone(), Vec::new()),
            Op::Person { who, on } => (Draft::new(*on, Body::Person(person(*who))), vec![texts(*who)]),
            Op::Twin { who, same_as, on } => {
                let reason = memo(subject + 1);
                let known = PersonThoughKnown { person: person(*who), same_as: *same_as, reason };
                (Draft::new(*on, Body::PersonThoughKnown(known)), vec![texts(*who), words()])
            }
            Op::Details { person, who, on } => {
                let (person, subject, commitments) = (*person, SubjectNo(subject), committed(*who));
                let body = Body::Details(Details { person, subject, commitments });
                (Draft::new(*on, body), vec![texts(*who)])
            }
            Op::Restrict { person, restricted, reason: given, on } => {
                let ((reason, private), (person, restricted)) = (reason(*given), (*person, *restricted));
                (Draft::new(*on, Body::Restricted(Restricted { person, restricted, reason })), private)
            }
            Op::Reverse { original, given } => {
                // Words on somebody who is erased could not be erased with her, and a reversal must be possible.
                let about = model.named(there(*original)?, true);
                let (memo, private) = reason(!about.into_iter().any(|no| books.is_erased(no)));
                let (original, original_hash) = (*original, Hash32::ZERO);
                let reason = ReversalReason::WrongAmount;
                (given.draft(Body::Reversal(Reversal { original, original_hash, reason, memo })), private)
            }
            Op::Decide { prepared, decision, reason: given_reason, given } => {
                let on = there(*prepared)?.business;
                let (reason, private) = reason(*given_reason);
                let prepared = Link { entry: *prepared, leaf: Hash32::ZERO };
                let body = Body::Decided(Decided { prepared, decision: *decision, reason });
                (Given { on, ..*given }.draft(body), private)
            }
            Op::Note { entry, on } => {
                there(*entry)?;
                (Draft::new(*on, Body::Note(Note { entry: *entry, memo: memo(subject) })), vec![words()])
            }
            Op::Strike { entry, on } => {
                there(*entry)?;
                let line = Link { entry: *entry, leaf: Hash32::ZERO };
                (Draft::new(*on, Body::Struck(Struck { line })), Vec::new())
            }
        })
    }

    /// The same to a real commit.
    pub fn add(&self, batch: &mut Batch<'_>) -> Result<(), LedgerError> {
        let reason = |given: bool| given.then(|| line(WORDS));
        match self {
            Op::Plain(draft) => {
                let draft = proved(draft, batch);
                batch.add(draft).map(drop)
            }
            Op::Person { who, on } => batch.add_person(&details(*who), *on).map(drop),
            Op::Twin { who, same_as, on } => {
                batch.add_person_though_known(&details(*who), *same_as, &line(WORDS), *on).map(drop)
            }
            Op::Details { person, who, on } => batch.add_details(*person, &details(*who), *on).map(drop),
            Op::Restrict { person, restricted, reason: given, on } => {
                batch.add_restriction(*person, *restricted, reason(*given).as_ref(), *on).map(drop)
            }
            Op::Reverse { original, given } => {
                let why = ReversalReason::WrongAmount;
                batch.add_reversal(*original, why, &line(WORDS), |body| given.draft(body)).map(drop)
            }
            Op::Decide { prepared, decision, reason: given_reason, given } => {
                let reason = reason(*given_reason);
                batch.add_decision(*prepared, *decision, reason.as_ref(), |body| given.draft(body)).map(drop)
            }
            Op::Note { entry, on } => batch.add_note(*entry, &line(WORDS), *on).map(drop),
            Op::Strike { entry, on } => batch.strike(*entry, *on).map(drop),
        }
    }
}

/// The draft with the proof that its new key's holder makes.
fn proved(draft: &Draft, batch: &mut Batch<'_>) -> Draft {
    let prove = |key: &Hash32, name: &Line| {
        let at = PUBLIC.iter().position(|public| public == key).unwrap();
        Proof(possession::prove(&KEYS[at], name))
    };
    let mut draft = draft.clone();
    match &mut draft.body {
        Body::Operator(added) => added.proof = prove(&added.key, &added.name),
        Body::Rotated(rotated) => {
            let all = batch.ledger().operators().unwrap();
            let known = all.into_iter().find(|(no, _)| *no == rotated.operator);
            let name = known.map_or_else(|| line("无人"), |(_, operator)| operator.name);
            rotated.proof = prove(&rotated.key, &name);
        }
        _ => {}
    }
    draft
}

/// Why a commit was not made.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The key is nobody's, or no longer.
    ForeignKey,
    Refused(Refusal),
}

/// Somebody's commit.
#[derive(Clone, Debug)]
pub struct Step {
    /// Whose key signs, as a place in [`KEYS`].
    pub key: usize,
    /// How long nobody did anything before.
    pub days: u32,
    pub ops: Vec<Op>,
    pub trouble: Option<Trouble>,
}

/// What goes wrong with a commit.
#[derive(Clone, Copy, Debug)]
pub struct Trouble {
    /// At which call to the file system, from the commit on.
    pub call: u64,
    pub fault: Fault,
    /// At which call of the index, and how.
    pub index: Option<(u64, IndexFault)>,
    /// Power goes at that call of the opening that follows.
    pub again: u64,
    /// What the disk and the index keep after a power cut.
    pub seed: u64,
}

impl Model {
    /// The office after a commit; the cause where there is none.
    pub fn after(&self, step: &Step) -> (Model, Option<Cause>) {
        let mut told = self.clone();
        let pause = i64::from(step.days) * 86_400_000;
        told.now = jinguo::base::Timestamp::from_millis(self.now.millis() + pause).unwrap();
        let before = told.clone();
        let books = told.books();
        let holder = books.operators.iter().position(|operator| operator.key == PUBLIC[step.key]);
        let Some(by) = holder else { return (before, Some(Cause::ForeignKey)) };
        let by = OperatorNo(u32::try_from(by).unwrap() + 1);
        if let Some(entry) = books.operators[usize::try_from(by.0).unwrap() - 1].revoked {
            let refusal = Refusal::OperatorRevoked { no: by, by: EntryNo(entry) };
            return (before, Some(Cause::Refused(refusal)));
        }
        for op in &step.ops {
            let judged = op.draft(&told).and_then(|(draft, private)| told.judge(by, &draft, private));
            match judged {
                Ok(event) => told.events.push(event),
                Err(refusal) => return (before, Some(Cause::Refused(refusal))),
            }
        }
        (told, None)
    }
}
