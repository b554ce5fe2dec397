//! The same lines as the plain reader's, told by the crate.
//!
//! Owns: the crate's side of the comparison. Refuses to know: how the bytes are laid out.

use jinguo::base::Hash32;
use jinguo::chain::{Frontier, Header, Seal, Step, Walker, leaf_hash};
use jinguo::entry::{
    Body, Chart, Dims, DonationSource, Entry, Holder, PersonSort, Restriction, ReversalReason, Target,
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
        self.say("status", u8::from(entry.voucher.is_some()));
        self.say("business date", entry.business_date.number());
        self.say("voucher date", entry.voucher.map_or(0, |v| v.date.number()));
        self.say("voucher number", entry.voucher.map_or(0, |v| v.number));
        for hash in &entry.attachments {
            self.say("attachment", hash);
        }
        for posting in &entry.postings {
            self.say("posting: fund", posting.fund.0);
            self.say("account", posting.account);
            self.say("amount", posting.amount.get());
            let Dims { programme, person, donor, purpose } = posting.dims;
            let (programme, purpose) = (programme.map(|p| u64::from(p.0)), purpose.map(|p| u64::from(p.0)));
            let values = [(1, programme), (2, person.map(|p| p.0)), (3, donor.map(|p| p.0)), (4, purpose)];
            for (tag, value) in values {
                if let Some(value) = value {
                    self.say("dimension", tag);
                    self.say("value", value);
                }
            }
        }
        self.body(&entry.body);
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
            Body::Person(person) => {
                self.say("person", person.no.0);
                self.say("sort", if person.sort == PersonSort::Natural { 1 } else { 2 });
                self.say("vault subject", person.subject.0);
                self.maybe("look-up hash", person.lookup);
                for (field, hash) in &person.commitments {
                    self.say("field", field.tag());
                    self.say("commitment", hash);
                }
            }
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
                if let Some(memo) = reversal.memo {
                    self.say("vault subject", memo.subject.0);
                    self.say("commitment", memo.commitment);
                }
            }
            Body::Close(close) => self.say("period", close.period.number()),
        }
    }
}
