//! Journals in which relief went past the rules, and everything after it is chained and signed anew.
//!
//! Owns: forging them, and that verification and opening both name the entry. Refuses to know: changed bytes; see
//! `tamper.rs`.

use super::cause::{Cause, family};
use super::judge::{What, Wish};
use super::named::{Desk, GIFT, of_gift, open_rules, pile, proposal, row, rows};
use super::office::{CARDS, Folders, day, key, line};
use crate::sim_index::SimIndex;
use jinguo::base::{Date, EntryNo, Fen, ItemNo, OperatorNo, PersonNo, ProgrammeNo, RoundNo, Timestamp};
use jinguo::book::{RULES_VERSION, Refusal};
use jinguo::chain::{Author, CommitWriter, Sealed, leaf_hash};
use jinguo::entry::*;
use jinguo::ledger::verify::Finding;
use jinguo::ledger::{Access, Ledger, LedgerError, NewLedger, Options, VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use std::path::Path;
use std::sync::Arc;

fn clock() -> Timestamp {
    Timestamp::from_millis(2_300_000_000_000).unwrap()
}

fn options() -> Options {
    Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(Folders(SimIndex::new())),
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild: false,
    }
}

/// An entry and who signs it.
type Signed = (u8, Entry);

/// The entries of an honest life, and those in it that are forged later.
struct Honest {
    entries: Vec<Signed>,
    proposed: u64,
    paid: u64,
    goods_paid: u64,
    cards_paid: u64,
    waited: u64,
    approved: u64,
    given_back: u64,
    last: u64,
    relief: u64,
}

fn honest() -> Honest {
    let mut desk = Desk::new(true);
    let today = desk.today;
    let lifetime = Cap { times: 0, amount: Fen::new(50_000) };
    let notice = Steps { notice_days: 3, ..Steps::default() };
    desk.rules(1, today, ReliefRules { lifetime, steps: notice, ..open_rules() });
    let approval = Steps { approval: true, ..Steps::default() };
    desk.rules(2, today, ReliefRules { steps: approval, ..open_rules() });
    let yearly = Cap { times: 1, ..Cap::default() };
    desk.rules(3, today, ReliefRules { yearly, household: PerHousehold::Year, ..open_rules() });
    desk.agreed(1, &[1]);
    desk.gift(GiftWhat::Received { amount: Fen::new(40_000) });
    desk.goods(1, pile(1, None, 3), Worth::Fair(Fen::new(1001)));
    desk.goods(1, pile(1, None, 2), Worth::Fair(Fen::new(500)));
    desk.goods(CARDS.0, Pile { first: Some(7), ..pile(1, None, 3) }, Worth::Document(Fen::new(300)));
    let proposed = desk.proposed(1, proposal(1, 1, None, vec![of_gift(1, 30_000), row(3, 20_000)]));
    desk.round(1, RoundWhat::Noticed);
    desk.today = day(2025, 3, 4);
    let paid = desk.round(1, RoundWhat::Paid { rows: rows(&[1, 2]) });
    desk.proposed(2, proposal(3, 1, Some(1), vec![row(5, 2), row(3, 2)]));
    let goods_paid = desk.round(2, RoundWhat::Paid { rows: rows(&[1, 2]) });
    desk.proposed(3, proposal(1, 1, Some(CARDS.0), vec![row(2, 7), row(4, 8)]));
    desk.round(3, RoundWhat::Noticed);
    let waited = desk.proposed(4, proposal(2, 2, None, vec![row(6, 9_000)]));
    let on = desk.today;
    let what = What::Decide(waited, Decision::Approved);
    let approved = desk.world.attempt(&Wish { by: 2, on, papers: 0, prepare: false, what }, None).unwrap();
    desk.round(4, RoundWhat::Paid { rows: rows(&[1]) });
    desk.today = day(2025, 3, 8);
    let cards_paid = desk.round(3, RoundWhat::Paid { rows: rows(&[1]) });
    let given_back = desk.gift(GiftWhat::GivenBack { amount: Fen::new(4_000) });
    let relief = desk.relief(3, 1, 700).unwrap();
    let received = GoodsWhat::Received { pile: pile(2, None, 4), donor: None, worth: Worth::Unknown };
    let last = desk.must(Body::Goods(GoodsEvent { item: ItemNo(2), what: received }));
    let by: Vec<u8> = desk.world.model.events.iter().map(|event| event.by).collect();
    let entries = (1..=desk.world.office.entries()).zip(by).map(|(no, by)| {
        let entry = desk.world.office.ledger().entry(EntryNo(no)).unwrap().unwrap();
        (by, entry)
    });
    let entries = entries.collect();
    Honest { entries, proposed, paid, goods_paid, cards_paid, waited, approved, given_back, last, relief }
}

/// A ledger with exactly these entries, each in a commit of its own, all hashes and signatures right.
fn written(dir: &Path, entries: &[Signed]) {
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: key(9).public(),
        operator_name: line("张敏"),
    };
    new.create(dir, Arc::new(RealFs), &key(1), clock()).unwrap();
    let mut tip = Ledger::open(dir, Access::Write, options(), &mut |_, _| ()).unwrap().tip().clone();
    let mut journal = std::fs::read(dir.join("journal")).unwrap();
    for (by, entry) in &entries[1..] {
        let key = key(*by);
        let author = Author {
            origin: "example.org/fund",
            operator: OperatorNo(u32::from(*by)),
            key: &key,
            clock: clock(),
            rules_version: RULES_VERSION,
        };
        let mut writer = CommitWriter::new(&tip, &author, 1);
        writer.entry(&entry.to_bytes());
        let Sealed { bytes, tip: next, .. } = writer.seal(&author);
        journal.extend(bytes);
        tip = next;
    }
    std::fs::write(dir.join("journal"), journal).unwrap();
}

/// What verification finds in a ledger of these entries: nothing, or one broken rule, which opening meets too.
fn found(entries: &[Signed]) -> Option<(u64, Refusal)> {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("book");
    written(&dir, entries);
    let options_to_verify = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let mut report = verify(&dir, options_to_verify, &mut |_, _| ()).unwrap();
    // The people of these books are in no vault here; that is asked elsewhere.
    report.findings.retain(|finding| !matches!(finding, Finding::Vault { .. }));
    let opened = Ledger::open(&dir, Access::Write, options(), &mut |_, _| ());
    let Some(finding) = report.findings.pop() else {
        assert!(opened.is_ok());
        return None;
    };
    assert!(report.findings.is_empty(), "{finding:?} and {report:?}");
    assert_eq!(finding.code(), 42);
    let Finding::RuleBroken { entry, refusal } = finding else { panic!("{finding:?}") };
    assert!(matches!(opened.err(), Some(LedgerError::RuleBroken { entry: at, .. }) if at == entry));
    Some((entry.0, *refusal))
}

impl Honest {
    fn at(&self, no: u64) -> &Entry {
        &self.entries[usize::try_from(no).unwrap() - 1].1
    }

    /// The life up to an entry, which is another.
    fn with(&self, no: u64, change: impl FnOnce(&mut Signed)) -> Vec<Signed> {
        let mut forged = self.entries[..usize::try_from(no).unwrap()].to_vec();
        change(forged.last_mut().unwrap());
        forged
    }

    /// The whole life and one entry more, after the example of an earlier one.
    fn and(&self, like: u64, change: impl FnOnce(&mut Entry)) -> Vec<Signed> {
        let mut forged = self.entries.clone();
        let (by, mut entry) = (1, self.at(like).clone());
        entry.no = EntryNo(u64::try_from(forged.len()).unwrap() + 1);
        change(&mut entry);
        if let Some(voucher) = &mut entry.voucher {
            let of_month =
                |e: &&Signed| e.1.voucher.is_some_and(|v| v.date.period() == voucher.date.period());
            voucher.number = u32::try_from(self.entries.iter().filter(of_month).count()).unwrap() + 1;
        }
        forged.push((by, entry));
        forged
    }
}

/// The forged entry, its last one, is found, for a cause of that family.
fn is_found(forged: &[Signed], cause: Cause) {
    let last = forged.last().unwrap();
    let Some((no, refusal)) = found(forged) else { panic!("nobody sees {:?}", last.1) };
    assert_eq!(no, last.1.no.0, "{refusal:?}");
    assert_eq!(family(&refusal).0, cause, "{refusal:?} of {:?}", last.1);
}

/// Its postings are not those that the rules make.
fn is_posted_wrongly(forged: &[Signed]) {
    let last = forged.last().unwrap();
    let wrong = Refusal::NotByTheRules { part: jinguo::book::refusal::EntryPart::Postings };
    assert_eq!(found(forged), Some((last.1.no.0, wrong)), "{:?}", last.1);
}

fn said(entry: &mut Entry) -> &mut Proposal {
    match &mut entry.body {
        Body::Round(RoundEvent { what: RoundWhat::Proposed(said), .. }) => said,
        other => panic!("{other:?}"),
    }
}

fn dated(entry: &mut Entry, on: Date) {
    entry.business_date = on;
    if let Some(voucher) = &mut entry.voucher {
        voucher.date = on;
    }
}

#[test]
fn an_honest_life_verifies() {
    assert_eq!(found(&honest().entries), None);
}

#[test]
fn a_round_past_the_rules_is_found() {
    let life = honest();
    let with = |change: &dyn Fn(&mut Proposal)| life.with(life.proposed, |(_, entry)| change(said(entry)));
    is_found(&with(&|said| said.rows[1].given = 50_001), Cause::Caps);
    is_found(&with(&|said| said.rows[0].person = PersonNo(2)), Cause::Gift);
    is_found(&with(&|said| said.rows[0].given = 40_001), Cause::Gift);
    is_found(&with(&|said| said.rows[1].person = PersonNo(1)), Cause::Twice);
    is_found(&with(&|said| said.rows[1].person = PersonNo(10)), Cause::Person);
    is_found(&with(&|said| said.fund = jinguo::base::FundNo(3)), Cause::Purpose);
    is_found(&with(&|said| said.programme = ProgrammeNo(4)), Cause::Rules);
    is_found(&with(&|said| said.item = Some(ItemNo(2))), Cause::Stock);
    let second = |said: &mut Proposal| said.rows.push(row(1, 2));
    let goods = life.goods_paid - 1;
    is_found(&life.with(goods, |(_, entry)| second(said(entry))), Cause::Stock);
    let another = life.and(life.proposed, |entry| {
        entry.business_date = day(2025, 3, 9);
        entry.body = Body::Round(RoundEvent {
            round: RoundNo(5),
            what: RoundWhat::Proposed(proposal(1, 1, Some(CARDS.0), vec![row(5, 7)])),
        });
    });
    is_found(&another, Cause::Card);
}

#[test]
fn a_payment_past_the_rules_is_found() {
    let life = honest();
    let early = life.with(life.paid, |(_, entry)| dated(entry, day(2025, 3, 3)));
    is_found(&early, Cause::Date);
    let twice = life.and(life.paid, |_| ());
    is_found(&twice, Cause::Status);
    let card_twice = life.and(life.cards_paid, |_| ());
    is_found(&card_twice, Cause::Status);
    let unsigned = life.with(life.cards_paid, |(_, entry)| entry.attachments.clear());
    is_found(&unsigned, Cause::Papers);
    let unknown = life.with(life.paid, |(_, entry)| {
        let what = RoundWhat::Paid { rows: rows(&[1, 3]) };
        entry.body = Body::Round(RoundEvent { round: RoundNo(1), what });
    });
    is_found(&unknown, Cause::Unknown);
    let back = life.and(life.cards_paid, |entry| {
        let what = RoundWhat::CameBack { reason: BackReason::Other, rows: rows(&[2]) };
        entry.body = Body::Round(RoundEvent { round: RoundNo(3), what });
    });
    is_found(&back, Cause::Status);
    let with_rules_of_one_step = life.and(life.relief, |_| ());
    is_found(&with_rules_of_one_step, Cause::Caps);
    let sister = life.and(life.relief, |entry| {
        let Body::Disbursement(relief) = &mut entry.body else { panic!("{entry:?}") };
        relief.person = PersonNo(2);
    });
    is_found(&sister, Cause::Household);
}

/// Vouchers that balance, and say something else than what happened.
#[test]
fn postings_that_tell_another_story_are_found() {
    let life = honest();
    for no in [life.paid, life.goods_paid, life.cards_paid, life.given_back] {
        let of = |forged: &mut Entry, at: usize, by: i64| {
            let amount = forged.postings[at].amount.get() + by;
            forged.postings[at].amount = Fen::new(amount);
        };
        let lines = life.at(no).postings.len();
        // A 分 more or less for one row; and from one row to another, the sum as before.
        is_posted_wrongly(&life.with(no, |(_, entry)| {
            of(entry, 0, 1);
            of(entry, lines - 1, -1);
        }));
        if lines > 2 {
            is_posted_wrongly(&life.with(no, |(_, entry)| {
                of(entry, 0, 1);
                of(entry, 1, -1);
            }));
        }
    }
    for dims in [
        |dims: &mut Dims| dims.person = Some(PersonNo(5)),
        |dims: &mut Dims| dims.programme = Some(ProgrammeNo(2)),
        |dims: &mut Dims| dims.gift = None,
    ] {
        is_posted_wrongly(&life.with(life.paid, |(_, entry)| dims(&mut entry.postings[0].dims)));
    }
    // The second row is nobody's gift.
    is_posted_wrongly(&life.with(life.paid, |(_, entry)| entry.postings[1].dims.gift = Some(GIFT)));
}

#[test]
fn one_person_alone_is_found() {
    let life = honest();
    is_found(&life.with(life.approved, |(by, _)| *by = 1), Cause::TwoPersons);
    let alone = life.with(life.waited, |(_, entry)| entry.prepared = false);
    assert_eq!(found(&alone), Some((life.waited, Refusal::TwoPersonsNeeded)));
    let mut twice = life.and(life.approved, |_| ());
    let last = twice.last_mut().unwrap();
    last.0 = 2;
    let last = last.1.no.0;
    assert!(matches!(found(&twice), Some((no, Refusal::AlreadyDecided { .. })) if no == last));
    let other_words = life.with(life.approved, |(_, entry)| {
        let Body::Decided(decided) = &mut entry.body else { panic!("{entry:?}") };
        decided.prepared.leaf = leaf_hash(b"another");
    });
    assert!(
        matches!(found(&other_words), Some((no, Refusal::OriginalDiffers { .. })) if no == life.approved)
    );
}

#[test]
fn gifts_and_goods_past_the_rules_are_found() {
    let life = honest();
    let gift = |what| {
        life.with(life.given_back, |(_, entry)| {
            entry.body = Body::Gift(GiftEvent { gift: GIFT, what });
        })
    };
    is_found(&gift(GiftWhat::GivenBack { amount: Fen::new(10_001) }), Cause::Gift);
    let goods = |item: u32, what: GoodsWhat| {
        life.with(life.last, |(_, entry)| {
            entry.body = Body::Goods(GoodsEvent { item: ItemNo(item), what });
        })
    };
    let fund = jinguo::base::FundNo(1);
    let counted = |on_the_books, counted, missing: &[u64]| GoodsWhat::Counted {
        fund,
        on_the_books,
        counted,
        missing: missing.to_vec(),
    };
    // One piece is left of five; of three cards one is out and one granted.
    is_found(&goods(1, counted(2, 1, &[])), Cause::Stock);
    is_found(&goods(CARDS.0, counted(2, 1, &[7])), Cause::Card);
    is_found(&goods(CARDS.0, counted(2, 1, &[])), Cause::Card);
    is_found(&goods(CARDS.0, counted(2, 3, &[])), Cause::Stock);
    let again = Pile { first: Some(9), ..pile(1, None, 1) };
    let received = |pile, donor| GoodsWhat::Received { pile, donor, worth: Worth::Unknown };
    is_found(&goods(CARDS.0, received(again, None)), Cause::Card);
    is_found(&goods(CARDS.0, received(Pile { first: Some(9_999), ..pile(1, None, 2) }, None)), Cause::Card);
    is_found(&goods(1, received(pile(0, None, 2), None)), Cause::Gift);
    is_found(&goods(1, received(pile(1, Some(GIFT), 2), Some(PersonNo(9)))), Cause::Gift);
    is_found(&goods(1, GoodsWhat::GivenBack { pile: pile(1, None, 1) }), Cause::Gift);
    is_found(&goods(1, GoodsWhat::GivenBack { pile: pile(1, Some(GIFT), 1) }), Cause::Stock);
    let taken_back = life.and(life.relief, |entry| {
        let original = life.goods_paid - 1;
        let (original, original_hash) = (EntryNo(original), leaf_hash(&life.at(original).to_bytes()));
        let reason = ReversalReason::RecordedTwice;
        entry.body = Body::Reversal(Reversal { original, original_hash, reason, memo: None });
        (entry.voucher, entry.postings) = (None, Vec::new());
    });
    is_found(&taken_back, Cause::Status);
}
