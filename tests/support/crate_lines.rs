//! The same lines as the plain reader's, told by the crate.
//!
//! Owns: the crate's side of the comparison. Refuses to know: how the bytes are laid out.

#[path = "crate_lines_lending.rs"]
mod lending;
#[path = "crate_lines_relief.rs"]
mod relief;

use jinguo::base::Hash32;
use jinguo::chain::{Frontier, Header, Seal, Step, Walker, leaf_hash};
use jinguo::entry::{
    Body, Chart, Decision, Dims, DonationSource, Entry, ErasureBasis, Field, Holder, Link, Memo, MoneySort,
    PersonAdded, PersonSort, Posting, Restriction, ReversalReason, Role, Target, ThresholdOf,
};
use std::fmt::Display;

/// Every field and hash of a journal, after writing each record again and comparing its bytes.
pub fn lines(file: &[u8]) -> Vec<String> {
    let (mut walker, mut tree, mut out) = (Walker::new(), Frontier::default(), Lines(Vec::new()));
    out.say("format", jinguo::chain::FORMAT_VERSION);
    loop {
        let before = usize::try_from(walker.offset()).unwrap();
        let step = walker.step(&file[before..]).unwrap();
        let at = before.max(jinguo::chain::FILE_HEAD.len());
        match step {
            Step::NeedMore(_) => {
                assert!(before == file.len() && walker.is_between_commits(), "the journal ends at {before}");
                return out.0;
            }
            Step::Header(header, record) => {
                let mut again = Vec::new();
                header.encode(&mut again);
                assert_eq!(again, record);
                out.0.push(format!("[record {}, byte {at}: header]", tree.size()));
                out.header(&header);
                out.hashes(&walker, record);
                tree.push(leaf_hash(record));
            }
            Step::Entry(_, record) => {
                let entry = Entry::decode(record).unwrap();
                assert_eq!(entry.to_bytes(), record);
                out.0.push(format!("[record {}, byte {at}: entry]", tree.size()));
                out.entry(&entry);
                out.hashes(&walker, record);
                tree.push(leaf_hash(record));
            }
            Step::Seal(seal) => {
                let mut again = Vec::new();
                seal.encode(&mut again);
                assert_eq!(again, file[at + 4..at + 4 + Seal::LEN]);
                assert_eq!(seal.root, tree.root());
                out.0.push(format!("[seal of commit {}, byte {at}]", seal.commit_no));
                out.say("commit", seal.commit_no);
                out.say("size", seal.size);
                out.say("head", seal.head);
                out.say("root", seal.root);
                out.say("signature", hex::encode(seal.signature));
                out.say("seal hash", walker.tip(tree.clone()).seal);
            }
        }
    }
}

/// Every field of one entry.
pub fn fields_of(entry: &Entry) -> Vec<String> {
    let mut out = Lines(Vec::new());
    out.entry(entry);
    out.0
}

struct Lines(Vec<String>);

impl Lines {
    fn say(&mut self, name: &str, value: impl Display) {
        self.0.push(format!("{name} = {value}"));
    }

    fn hashes(&mut self, walker: &Walker, record: &[u8]) {
        self.say("link", walker.head());
        self.say("leaf", leaf_hash(record));
    }

    fn header(&mut self, header: &Header) {
        self.say("commit", header.commit_no);
        self.say("record", header.record_no);
        self.say("first entry", header.first_entry.0);
        self.say("count of entries", header.entries);
        self.say("link before", header.prev_head);
        self.say("seal before", header.prev_seal);
        self.say("recorded at", header.recorded_at.millis());
        self.say("raw clock", header.clock.millis());
        self.say("operator", header.operator.0);
        self.say("rules version", header.rules_version);
    }

    fn entry(&mut self, entry: &Entry) {
        self.say("entry number", entry.no.0);
        self.say("kind", entry.body.kind());
        self.say("status", if entry.prepared { 2 } else { u8::from(entry.voucher.is_some()) });
        self.say("business date", entry.business_date.number());
        self.say("voucher date", entry.voucher.map_or(0, |v| v.date.number()));
        self.say("voucher number", entry.voucher.map_or(0, |v| v.number));
        for hash in &entry.attachments {
            self.say("attachment", hash);
        }
        for posting in &entry.postings {
            self.posting(posting);
        }
        self.body(&entry.body);
    }

    fn posting(&mut self, posting: &Posting) {
        self.say("posting: fund", posting.fund.0);
        self.say("account", posting.account);
        self.say("amount", posting.amount.get());
        let Dims { programme, person, donor, purpose, money, budget, loan, gift } = posting.dims;
        let values = [
            programme.map(|p| u64::from(p.0)),
            person.map(|p| p.0),
            donor.map(|p| p.0),
            purpose.map(|p| u64::from(p.0)),
            money.map(|m| u64::from(m.0)),
            budget.map(|b| u64::from(b.0)),
            loan.map(|l| l.0),
            gift.map(|g| g.0),
        ];
        for (tag, value) in (1..).zip(values) {
            if let Some(value) = value {
                self.say("dimension", tag);
                self.say("value", value);
            }
        }
    }

    fn maybe(&mut self, name: &str, hash: Option<Hash32>) {
        if let Some(hash) = hash {
            self.say(name, hash);
        }
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::Open(open) => {
                self.say("origin", &open.origin);
                self.say("organisation", &open.organisation);
                self.say(
                    "chart",
                    match open.chart {
                        Chart::NonProfit => 1,
                        Chart::Government => 2,
                    },
                );
                self.say("ledger's key", open.ledger_key);
                self.say("operator", open.operator.0);
                self.say("operator's name", &open.operator_name);
                self.say("operator's key", open.operator_key);
                self.say("role", 1);
            }
            Body::Fund(fund) => {
                self.say("fund", fund.no.0);
                self.say("code", &fund.code);
                self.say("name", &fund.name);
                self.say("purpose", &fund.purpose);
                self.say("restricted by", u8::from(fund.restriction == Restriction::Donors));
                self.say(
                    "money with",
                    match fund.holder {
                        Holder::Office => 0,
                        Holder::Charity => 1,
                        Holder::Treasury => 2,
                        Holder::Bank => 3,
                    },
                );
                self.say("document", fund.document.as_ref().map_or("", |text| text.as_str()));
            }
            Body::Programme(programme) => {
                self.say("programme", programme.no.0);
                self.say("code", &programme.code);
                self.say("name", &programme.name);
                self.say("fund", programme.fund.0);
                self.say("purpose", &programme.purpose);
            }
            Body::Purpose(purpose) => {
                self.say("place or cause", purpose.no.0);
                self.say("name", &purpose.name);
            }
            Body::Person(person) => self.person(person),
            Body::Donation(gift) => {
                self.say("fund", gift.fund.0);
                self.say("donor", gift.donor.map_or(0, |p| p.0));
                self.say("amount", gift.amount.get());
                self.say("source", if gift.source == DonationSource::Gift { 1 } else { 2 });
            }
            Body::PassThrough(held) => {
                let (sort, number) = match held.target {
                    Target::Purpose(no) => (1, u64::from(no.0)),
                    Target::Person(no) => (2, no.0),
                };
                self.say("for", sort);
                self.say("its number", number);
                self.say(if held.received { "donor" } else { "payee" }, held.other.map_or(0, |p| p.0));
                self.say("amount", held.amount.get());
            }
            Body::Disbursement(relief) => {
                self.say("programme", relief.programme.0);
                self.say("fund", relief.fund.0);
                self.say("person", relief.person.0);
                self.say("amount", relief.amount.get());
            }
            Body::Transfer(moved) => {
                self.say("from fund", moved.from.0);
                self.say("to fund", moved.to.0);
                self.say("amount", moved.amount.get());
                self.maybe("consent", moved.consent);
            }
            Body::Reversal(reversal) => {
                self.say("entry", reversal.original.0);
                self.say("its leaf", reversal.original_hash);
                let number = ReversalReason::ALL.iter().find(|(_, r)| *r == reversal.reason).unwrap().0;
                self.say("reason", number);
                self.maybe_memo(reversal.memo.as_ref());
            }
            Body::Close(close) => self.say("period", close.period.number()),
            Body::Released(released) => {
                self.say("fund", released.fund.0);
                self.say("period", released.period.number());
            }
            Body::YearEnd(end) => {
                self.say("fund", end.fund.0);
                self.say("year", end.year);
            }
            Body::Decided(decided) => {
                self.link(&decided.prepared);
                match (decided.decision, decided.reason) {
                    (Decision::Approved, _) => {}
                    (Decision::Emergency, memo) => self.memo(&memo.unwrap()),
                    (_, memo) => self.maybe_memo(memo.as_ref()),
                }
            }
            Body::Operator(_) | Body::Role(_) | Body::Revoked(_) | Body::Rotated(_) => self.operators(body),
            Body::Threshold(_)
            | Body::MoneyAccount(_)
            | Body::Budget(_)
            | Body::Retention(_)
            | Body::Register(_) => self.settings(body),
            Body::PersonThoughKnown(_)
            | Body::Restricted(_)
            | Body::Erased(_)
            | Body::DataLost(_)
            | Body::Household(_)
            | Body::LookUps(_)
            | Body::Details(_) => self.people(body),
            Body::Move(_)
            | Body::BankCharge(_)
            | Body::Spending(_)
            | Body::Appropriation(_)
            | Body::GrantDown(_)
            | Body::OpeningBalance(_)
            | Body::GeneralVoucher(_) => self.everyday(body),
            Body::Product(_)
            | Body::Terms(_)
            | Body::Subsidy(_)
            | Body::Guarantor(_)
            | Body::Deposit(_)
            | Body::Provision(_)
            | Body::Loan(_) => lending::lines(body, &mut |name, value| self.say(name, value)),
            Body::ReliefRules(_) | Body::Case(_) | Body::Round(_) | Body::Gift(_) | Body::Goods(_) => {
                relief::lines(body, &mut |name, value| self.say(name, value));
            }
            _ => self.traces(body),
        }
    }

    fn link(&mut self, link: &Link) {
        self.say("entry", link.entry.0);
        self.say("its leaf", link.leaf);
    }

    fn memo(&mut self, memo: &Memo) {
        self.say("vault subject", memo.subject.0);
        self.say("commitment", memo.commitment);
    }

    fn maybe_memo(&mut self, memo: Option<&Memo>) {
        if let Some(memo) = memo {
            self.memo(memo);
        }
    }

    fn commitments(&mut self, all: &[(Field, Hash32)]) {
        for (field, hash) in all {
            self.say("field", field.tag());
            self.say("commitment", hash);
        }
    }

    fn person(&mut self, person: &PersonAdded) {
        self.say("person", person.no.0);
        self.say("sort", if person.sort == PersonSort::Natural { 1 } else { 2 });
        self.say("vault subject", person.subject.0);
        self.maybe("look-up hash", person.lookup);
        self.commitments(&person.commitments);
    }

    fn operators(&mut self, body: &Body) {
        let role = |role| Role::ALL.iter().find(|(_, r)| *r == role).unwrap().0;
        match body {
            Body::Operator(added) => {
                self.say("operator", added.no.0);
                self.say("name", &added.name);
                self.say("key", added.key);
                self.say("role", role(added.role));
                self.say("proof", hex::encode(added.proof.0));
            }
            Body::Role(changed) => {
                self.say("operator", changed.operator.0);
                self.say("role", role(changed.role));
            }
            Body::Revoked(revoked) => self.say("operator", revoked.operator.0),
            Body::Rotated(rotated) => {
                self.say("operator", rotated.operator.0);
                self.say("key", rotated.key);
                self.say("proof", hex::encode(rotated.proof.0));
            }
            other => panic!("{other:?}"),
        }
    }

    fn settings(&mut self, body: &Body) {
        match body {
            Body::Threshold(set) => {
                let (of, number) = match set.of {
                    ThresholdOf::Fund(no) => (1, no.0),
                    ThresholdOf::Programme(no) => (2, no.0),
                };
                self.say("threshold of", of);
                self.say("its number", number);
                if let Some(over) = set.over {
                    self.say("amount", over.get());
                }
            }
            Body::MoneyAccount(account) => {
                self.say("money account", account.no.0);
                self.say("code", &account.code);
                self.say("name", &account.name);
                self.say("sort", if account.sort == MoneySort::Bank { 1 } else { 2 });
                self.say("number at the bank", account.number.as_ref().map_or("", |text| text.as_str()));
            }
            Body::Budget(budget) => {
                self.say("budget", budget.no.0);
                self.say("fund", budget.fund.0);
                self.say("year", budget.year);
                self.say("purpose", &budget.purpose);
                self.say("amount", budget.amount.get());
            }
            Body::Retention(set) => self.say("years", set.years),
            Body::Register(register) => {
                self.say("register", register.no.0);
                self.say("name", &register.name);
            }
            other => panic!("{other:?}"),
        }
    }

    fn people(&mut self, body: &Body) {
        match body {
            Body::PersonThoughKnown(known) => {
                self.person(&known.person);
                self.say("person", known.same_as.0);
                self.memo(&known.reason);
            }
            Body::Restricted(restricted) => {
                self.say("person", restricted.person.0);
                self.say("restricted", u8::from(restricted.restricted));
                self.maybe_memo(restricted.reason.as_ref());
            }
            Body::Erased(erased) => {
                self.say("person", erased.person.0);
                let (basis, document) = match &erased.basis {
                    ErasureBasis::RetentionOver => (1, ""),
                    ErasureBasis::Order(document) => (2, document.as_str()),
                };
                self.say("basis", basis);
                self.say("document", document);
                for subject in &erased.subjects {
                    self.say("vault subject", subject.0);
                }
            }
            Body::DataLost(lost) => {
                for subject in &lost.subjects {
                    self.say("vault subject", subject.0);
                }
            }
            Body::Household(joined) => {
                self.say("person", joined.person.0);
                self.say("household", joined.household.map_or(0, |h| h.0));
            }
            Body::LookUps(look_ups) => {
                for (person, hash) in &look_ups.hashes {
                    self.say("person", person.0);
                    self.say("look-up hash", hash);
                }
            }
            Body::Details(details) => {
                self.say("person", details.person.0);
                self.say("vault subject", details.subject.0);
                self.commitments(&details.commitments);
            }
            other => panic!("{other:?}"),
        }
    }

    fn everyday(&mut self, body: &Body) {
        match body {
            Body::Move(moved) => {
                self.say("fund", moved.fund.0);
                self.say("from", moved.from.map_or(0, |m| m.0));
                self.say("to", moved.to.map_or(0, |m| m.0));
                self.say("amount", moved.amount.get());
            }
            Body::BankCharge(charge) => {
                self.say("fund", charge.fund.0);
                self.say("amount", charge.amount.get());
            }
            Body::Spending(spending) => {
                self.say("fund", spending.fund.0);
                self.say("account", spending.account);
                self.say("edition", spending.edition);
                self.say("programme", spending.programme.map_or(0, |p| p.0));
                self.say("budget", spending.budget.map_or(0, |b| b.0));
                self.say("payee", spending.payee.map_or(0, |p| p.0));
                self.say("amount", spending.amount.get());
            }
            Body::Appropriation(grant) => {
                self.say("fund", grant.fund.0);
                self.say("giver", grant.giver.0);
                self.say("amount", grant.amount.get());
            }
            Body::GrantDown(grant) => {
                self.say("fund", grant.fund.0);
                self.say("programme", grant.programme.map_or(0, |p| p.0));
                self.say("receiver", grant.receiver.0);
                self.say("amount", grant.amount.get());
            }
            Body::OpeningBalance(opening) => {
                self.say("fund", opening.fund.0);
                self.say("account", opening.account);
                self.say("edition", opening.edition);
                self.say("amount", opening.amount.get());
            }
            Body::GeneralVoucher(voucher) => {
                self.say("edition", voucher.edition);
                for posting in &voucher.lines {
                    self.posting(posting);
                }
            }
            other => panic!("{other:?}"),
        }
    }

    fn traces(&mut self, body: &Body) {
        match body {
            Body::Note(note) => {
                self.say("entry", note.entry.0);
                self.memo(&note.memo);
            }
            Body::Unmasked(unmasked) => {
                self.say("scope", if unmasked.person.is_some() { 1 } else { 2 });
                self.say("person", unmasked.person.map_or(0, |p| p.0));
                self.say("persons shown", unmasked.count);
            }
            Body::Restored(restored) => {
                self.say("size", restored.size);
                self.say("head", restored.head);
                self.say("taken at", restored.taken_at.millis());
            }
            Body::HandedOver(given) => {
                self.say("receiver's key", given.key);
                self.say("receiver's name", &given.name);
                self.say("persons", given.persons);
            }
            Body::Registered(line) => {
                self.say("register", line.register.0);
                self.say("person", line.person.map_or(0, |p| p.0));
                self.say("provider", line.provider.map_or(0, |p| p.0));
                self.say("count", line.count);
                self.say("amount", line.amount.get());
            }
            Body::Struck(struck) => self.link(&struck.line),
            Body::Checkpoint => {}
            other => panic!("{other:?}"),
        }
    }
}
