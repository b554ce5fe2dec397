//! Mutants of journals: what a disk or a stranger does to the bytes, and what somebody does who holds all the keys.
//!
//! Owns: the mutations, by name. Refuses to know: what a verifier says of them.

use crate::book::*;
use jinguo::chain::hash::{check, link};

/// Numbers from a seed (SplitMix64): the same on each machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64, run: u64) -> Dice {
        Dice(seed.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ run)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `count`, which is above 0.
    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count).unwrap()).unwrap()
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

/// A mutation: its name, and the mutant, where this book has something to change.
pub struct Mutation {
    pub name: &'static str,
    pub make: fn(&Book, &mut Dice) -> Option<Vec<u8>>,
    /// Of a hundred of these that we find something in, the second verifier finds it itself in at least so many.
    pub found: usize,
}

macro_rules! mutations {
    ($($name:ident $found:literal),* $(,)?) => {
        &[$(Mutation { name: stringify!($name), make: $name, found: $found }),*]
    };
}

/// All of them. 100: every rule and hash that finds it is checked by both.
pub const ALL: &[Mutation] = mutations![
    // The bytes alone.
    flip 100, flip_in_last_commit 100, delete_bytes 100, delete_frame 100, swap_frames 100, double_frame 100, truncate 100,
    truncate_and_flip 100, zero_block 100, zero_bytes 100, zero_tail 100, append_rubbish 100, append_record 80,
    other_length 100, swap_seals 100, swap_commits 100, delete_commit 100, double_commit 100, splice 100,
    lost_block_and_cut 100, cut_between_commits 100,
    // Chained and signed anew.
    one_leg 100, both_legs 30, moved_to_fund 100, all_moved_to_fund 30, other_account 3, other_dimension 5, other_amount 30,
    overspent 75, wrong_root 100, wrong_head 100, wrong_size 100, wrong_commit_no 100, wrong_origin 100, plus_order 100,
    signature_bit 100, small_order_signature 100, longer_seal 100, small_order_key 100, other_key 100, other_operator 100,
    clock_back 100, time_off 100, header_byte 100, other_rules 100, entry_byte 75, body_byte 40, longer_entry 100,
    shorter_entry 100, bad_text 60, bad_date 100, late_date 75, voucher_gap 100, voucher_date 75, other_status 70,
    other_kind 80, other_entry_no 100, other_leaf 100, bad_proof 100, proof_plus_order 100, double_entry 35,
    drop_entry 25, swap_entries 15, commits_in_other_order 45, commits_without_numbers 100, commit_again 30,
    commit_left_out 30, more_entries_counted 100, key_and_flip 90, key_and_cut 90, attachment 75,
];

fn frame_places(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    jinguo::chain::frames(&bytes[16..]).map(|frame| 16 + frame.range.start..16 + frame.range.end).collect()
}

fn flip(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let at = dice.below(bytes.len());
    bytes[at] ^= 1 << dice.below(8);
    Some(bytes)
}

fn last_commit(book: &Book) -> usize {
    book.commits.len().checked_sub(2).map_or(16, |before| book.commits[before].end)
}

fn flip_in_last_commit(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let from = last_commit(book);
    let at = from + dice.below(bytes.len() - from);
    bytes[at] ^= 1 << dice.below(8);
    Some(bytes)
}

fn delete_bytes(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let from = dice.below(bytes.len());
    let most = *dice.of(&[1, 8, 300]);
    let count = 1 + dice.below(most);
    bytes.drain(from..bytes.len().min(from + count));
    Some(bytes)
}

fn two_frames(book: &Book, dice: &mut Dice) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let places = frame_places(&book.bytes);
    let first = dice.below(places.len() - 1);
    (places[first].clone(), places[first + 1].clone())
}

fn delete_frame(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    bytes.drain(two_frames(book, dice).0);
    Some(bytes)
}

fn swap_frames(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let (a, b) = two_frames(book, dice);
    let all = &book.bytes;
    Some([&all[..a.start], &all[b.clone()], &all[a], &all[b.end..]].concat())
}

fn double_frame(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let places = frame_places(&book.bytes);
    let place = dice.of(&places).clone();
    let all = &book.bytes;
    Some([&all[..place.end], &all[place.clone()], &all[place.end..]].concat())
}

fn truncate(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    Some(book.bytes[..dice.below(book.bytes.len())].to_vec())
}

fn truncate_and_flip(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let from = last_commit(book);
    bytes.truncate(from + 1 + dice.below(bytes.len() - from));
    let at = from + dice.below(bytes.len() - from);
    bytes[at] ^= 1 << dice.below(8);
    Some(bytes)
}

fn zero_block(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    // The last ones more often: there it may be a torn tail.
    let from = if dice.below(2) == 0 { 0 } else { last_commit(book) / 512 };
    let block = from + dice.below(bytes.len() / 512 + 1 - from);
    let end = bytes.len().min(512 * block + 512);
    bytes[512 * block..end].fill(0);
    Some(bytes)
}

fn zero_bytes(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let from = dice.below(bytes.len());
    let end = bytes.len().min(from + 1 + dice.below(600));
    bytes[from..end].fill(0);
    Some(bytes)
}

fn zero_tail(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let from = last_commit(book);
    let at = from + dice.below(bytes.len() - from);
    bytes[at..].fill(0);
    Some(bytes)
}

fn append_rubbish(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let count = 1 + dice.below(700);
    let more = if dice.below(3) == 0 { vec![0; count] } else { dice.bytes(count) };
    Some([&book.bytes[..], &more[..]].concat())
}

/// Records whose checks fit, and no seal: what a power cut leaves, and what anybody can write.
fn append_record(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    commits.push(dice.of(&book.commits).clone());
    let whole = book.chained(&commits, true, None);
    let (cut, end) = (book.bytes.len() + 1 + dice.below(whole.len() - book.bytes.len()), whole.len());
    let mut bytes = whole[..cut].to_vec();
    if dice.below(3) == 0 && cut + 12 < end {
        bytes.extend(frame_of(&[2, 9], &jinguo::base::Hash32::ZERO));
    }
    Some(bytes)
}

fn frame_of(record: &[u8], before: &jinguo::base::Hash32) -> Vec<u8> {
    let hash = link(before, 1, record);
    [&u32::try_from(record.len()).unwrap().to_be_bytes()[..], record, &check(&hash)].concat()
}

fn other_length(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let places = frame_places(&bytes);
    let at = dice.of(&places).start;
    let length = *dice.of(&[0_u32, 1, 117, 152, 65_535, 65_536, 65_537, u32::MAX]);
    bytes[at..at + 4].copy_from_slice(&length.to_be_bytes());
    Some(bytes)
}

fn commit_range(book: &Book, at: usize) -> std::ops::Range<usize> {
    at.checked_sub(1).map_or(16, |before| book.commits[before].end)..book.commits[at].end
}

fn two_commits(book: &Book, dice: &mut Dice) -> Option<(usize, usize)> {
    (book.commits.len() > 1).then(|| {
        let first = dice.below(book.commits.len() - 1);
        (first, first + 1 + dice.below(book.commits.len() - first - 1))
    })
}

fn swap_seals(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let (a, b) = two_commits(book, dice)?;
    let mut bytes = book.bytes.clone();
    for (to, from) in [(a, b), (b, a)] {
        let (to, from) = (book.commits[to].end, book.commits[from].end);
        bytes[to - 160..to].copy_from_slice(&book.bytes[from - 160..from]);
    }
    Some(bytes)
}

fn swap_commits(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let (a, b) = two_commits(book, dice)?;
    let (a, b, all) = (commit_range(book, a), commit_range(book, b), &book.bytes);
    Some([&all[..a.start], &all[b.clone()], &all[a.end..b.start], &all[a], &all[b.end..]].concat())
}

fn delete_commit(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    bytes.drain(commit_range(book, dice.below(book.commits.len())));
    Some(bytes)
}

fn double_commit(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let place = commit_range(book, dice.below(book.commits.len()));
    let all = &book.bytes;
    Some([&all[..place.end], &all[place.clone()], &all[place.end..]].concat())
}

/// A stretch of the journal, copied over another.
fn splice(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = book.bytes.clone();
    let count = 1 + dice.below(400.min(bytes.len() / 2));
    let (from, to) = (dice.below(bytes.len() - count), dice.below(bytes.len() - count));
    bytes.copy_within(from..from + count, to);
    Some(bytes)
}

/// Two disk blocks that did not arrive, and an end that did not.
fn lost_block_and_cut(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = zero_block(book, dice)?;
    let from = last_commit(book);
    bytes.truncate(from + dice.below(book.bytes.len() - from));
    Some(bytes)
}

fn cut_between_commits(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    Some(book.bytes[..dice.of(&book.commits).end].to_vec())
}

/// A commit and an entry in it that it is worth to look at.
fn entry_that(book: &Book, dice: &mut Dice, is_it: fn(&[u8]) -> bool) -> Option<(usize, usize)> {
    (0..60).find_map(|_| {
        let commit = dice.below(book.commits.len());
        let entry = dice.below(book.commits[commit].entries.len());
        is_it(&book.commits[commit].entries[entry]).then_some((commit, entry))
    })
}

fn changed(
    book: &Book,
    dice: &mut Dice,
    is_it: fn(&[u8]) -> bool,
    change: impl FnOnce(&mut Vec<u8>, &mut Dice) -> Option<()>,
) -> Option<Vec<u8>> {
    let (commit, entry) = entry_that(book, dice, is_it)?;
    let mut commits = book.commits.clone();
    change(&mut commits[commit].entries[entry], dice)?;
    Some(book.chained(&commits, false, None))
}

fn any(_: &[u8]) -> bool {
    true
}

fn is_booked(entry: &[u8]) -> bool {
    entry[11] == 1
}

fn kind_of(entry: &[u8]) -> u16 {
    u16::from_be_bytes([entry[9], entry[10]])
}

fn amount_at(entry: &[u8], posting: usize) -> i64 {
    i64::from_be_bytes(entry[posting + 8..posting + 16].try_into().unwrap())
}

fn set_amount(entry: &mut [u8], posting: usize, amount: i64) {
    entry[posting + 8..posting + 16].copy_from_slice(&amount.to_be_bytes());
}

fn one_leg(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let at = *dice.of(&postings_of(entry));
        let more = *dice.of(&[1, -1, 100, 1_000_000, 20_000_000_000_000]);
        let amount = amount_at(entry, at) + more;
        set_amount(entry, at, amount);
        Some(())
    })
}

fn both_legs(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let places = postings_of(entry);
        let (a, b) = (places[0], *dice.of(&places[1..]));
        let more = *dice.of(&[1, -1, 100, 1_000_000]);
        let (first, second) = (amount_at(entry, a) + more, amount_at(entry, b) - more);
        set_amount(entry, a, first);
        set_amount(entry, b, second);
        Some(())
    })
}

fn moved_to_fund(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let at = *dice.of(&postings_of(entry));
        entry[at + 3] ^= 1 + u8::try_from(dice.below(3)).unwrap();
        Some(())
    })
}

fn all_moved_to_fund(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let other = 1 + u8::try_from(dice.below(3)).unwrap();
        postings_of(entry).into_iter().for_each(|at| entry[at + 3] ^= other);
        Some(())
    })
}

fn other_account(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let at = *dice.of(&postings_of(entry));
        let accounts =
            [1001_u32, 100_201, 100_202, 5101, 410_101, 410_102, 8001, 2601, 112_201, 99_999, 7, 1009, 1021];
        entry[at + 4..at + 8].copy_from_slice(&dice.of(&accounts).to_be_bytes());
        Some(())
    })
}

fn other_dimension(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let with: Vec<usize> = postings_of(entry).into_iter().filter(|at| entry[at + 16] > 0).collect();
        let at = *dice.of(if with.is_empty() { return None } else { &with });
        let within = at + 17 + dice.below(9 * usize::from(entry[at + 16]));
        entry[within] ^= 1 << dice.below(4);
        Some(())
    })
}

/// The amount of an everyday entry, wherever it stands in it.
fn set_amounts(entry: &mut [u8], to: impl Fn(i64) -> i64) {
    let before = amount_at(entry, postings_of(entry)[0]).abs();
    for at in 25..entry.len() - 7 {
        let here = i64::from_be_bytes(entry[at..at + 8].try_into().unwrap());
        if here.unsigned_abs() == before.unsigned_abs() {
            entry[at..at + 8].copy_from_slice(&(to(before) * here.signum()).to_be_bytes());
        }
    }
}

fn other_amount(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let more = *dice.of(&[1, -1, 100, 1_000_000]);
        set_amounts(entry, |amount| amount + more);
        Some(())
    })
}

fn takes_cash(entry: &[u8]) -> bool {
    is_booked(entry) && (32..=43).contains(&kind_of(entry))
}

fn overspent(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, takes_cash, |entry, _| {
        set_amounts(entry, |amount| amount + 900_000_000_000);
        Some(())
    })
}

fn seal_fault(book: &Book, dice: &mut Dice, fault: Fault) -> Option<Vec<u8>> {
    Some(book.chained(&book.commits, false, Some((dice.below(book.commits.len()), fault))))
}

fn wrong_root(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::Root)
}

fn wrong_head(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::Head)
}

fn wrong_size(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::Size)
}

fn wrong_commit_no(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::CommitNo)
}

fn wrong_origin(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::Origin)
}

fn plus_order(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::PlusOrder)
}

fn signature_bit(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let bit = dice.below(512);
    seal_fault(book, dice, Fault::Bit(bit))
}

fn small_order_signature(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut key = [0; 32];
    hex::decode_to_slice(dice.of(&SMALL_POINTS), &mut key).unwrap();
    seal_fault(book, dice, Fault::SmallOrder(key))
}

fn longer_seal(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    seal_fault(book, dice, Fault::Longer)
}

/// Keys that have a second form, or are no point at all.
const NO_KEYS: [&str; 3] = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0200000000000000000000000000000000000000000000000000000000000000",
];

fn small_order_key(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut weak = [0; 32];
    let all = [&SMALL_POINTS[..], &NO_KEYS].concat();
    hex::decode_to_slice(dice.of(&all), &mut weak).unwrap();
    let mut commits = book.commits[..1 + dice.below(book.commits.len())].to_vec();
    let public = book.keys[commits[0].key].public();
    let opening = &mut commits[0].entries[0];
    let at = opening.windows(32).rposition(|w| w == public.0)?;
    opening[at..at + 32].copy_from_slice(&weak);
    let fault = (dice.below(4) > 0).then_some((0, Fault::SmallOrder(weak)));
    Some(book.chained(&commits, false, fault))
}

fn other_key(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    let key = commits[at].key;
    commits[at].key = (key + 1 + dice.below(book.keys.len() - 1)) % book.keys.len();
    Some(book.chained(&commits, false, None))
}

/// Another operator's number in the header; half of these are sealed with her key, from some time or other.
fn other_operator(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    commits[at].header[OPERATOR + 3] = u8::try_from(dice.below(5)).unwrap();
    if dice.below(2) == 0 {
        commits[at].key = dice.below(book.keys.len());
    }
    Some(book.chained(&commits, false, None))
}

fn time_at(header: &[u8], at: usize) -> i64 {
    i64::from_be_bytes(header[at..at + 8].try_into().unwrap())
}

fn clock_back(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = 1 + dice.below(commits.len().checked_sub(1).filter(|more| *more > 0)?);
    let before = time_at(&commits[at - 1].header, RECORDED);
    let earlier = before - 1 - i64::try_from(dice.below(1_000_000)).unwrap();
    commits[at].header[RECORDED..CLOCK].copy_from_slice(&earlier.to_be_bytes());
    commits[at].header[CLOCK..OPERATOR].copy_from_slice(&earlier.to_be_bytes());
    Some(book.chained(&commits, false, None))
}

fn time_off(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    let field = *dice.of(&[RECORDED, CLOCK]);
    let other = match dice.below(4) {
        0 => -1,
        1 => 7_258_118_400_000,
        2 => time_at(&commits[at].header, field) + 1,
        _ => time_at(&commits[at].header, field) - 100_000_000,
    };
    commits[at].header[field..field + 8].copy_from_slice(&other.to_be_bytes());
    Some(book.chained(&commits, false, None))
}

fn header_byte(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    let header = &mut commits[at].header;
    match dice.below(6) {
        0 => header.push(0),
        1 => drop(header.pop()),
        // The links are made anew in any case.
        _ => {
            let byte =
                *dice.of(&[0, 1, 2, 7, 10, 15, 18, 23, 26, 27, 30, 97, 102, 105, 110, 113, 114, 115, 116]);
            header[byte] ^= 1 << dice.below(8);
        }
    }
    Some(book.chained(&commits, false, None))
}

fn other_rules(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    commits[at].header[RULES + 1] = u8::try_from(dice.below(7)).unwrap();
    Some(book.chained(&commits, false, None))
}

fn entry_byte(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let at = dice.below(body_at(entry));
        entry[at] ^= 1 << dice.below(8);
        Some(())
    })
}

fn body_byte(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let from = body_at(entry);
        let at = from + dice.below(entry.len().checked_sub(from).filter(|size| *size > 0)?);
        match dice.below(4) {
            0 => entry[at] = *dice.of(&[0, 1, 2, 9, 12, 0x7f, 0xff]),
            1 => {
                // A number that is 0, or as large as can be.
                let end = entry.len().min(at + *dice.of(&[2, 4, 8]));
                entry[at..end].fill(*dice.of(&[0, 0, 0xff]));
            }
            _ => entry[at] ^= 1 << dice.below(8),
        }
        Some(())
    })
}

/// The length of the body goes with its bytes.
fn body_of_length(entry: &mut Vec<u8>, body: &[u8]) {
    let at = body_at(entry);
    entry.truncate(at);
    entry[at - 2..at].copy_from_slice(&u16::try_from(body.len()).unwrap().to_be_bytes());
    entry.extend(body);
}

fn longer_entry(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let count = 1 + dice.below(9);
        let more = if dice.below(2) == 0 { vec![0; count] } else { dice.bytes(count) };
        if dice.below(2) == 0 {
            entry.extend(more);
        } else {
            let body = [&entry[body_at(entry)..], &more[..]].concat();
            body_of_length(entry, &body);
        }
        Some(())
    })
}

fn shorter_entry(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let body = entry[body_at(entry)..].to_vec();
        let count = (1 + dice.below(9)).min(body.len());
        if count == 0 {
            return None;
        }
        if dice.below(2) == 0 {
            entry.truncate(entry.len() - count);
        } else {
            body_of_length(entry, &body[..body.len() - count]);
        }
        Some(())
    })
}

fn has_text(entry: &[u8]) -> bool {
    matches!(kind_of(entry), 1 | 2 | 10 | 11 | 12 | 14 | 15 | 17 | 100 | 102 | 103 | 112 | 130 | 150)
}

/// Something that a text may not hold, or may, written over a part of it.
fn bad_text(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let bad: [&[u8]; 16] = [
        b" ",
        b"\n",
        b"\x7f",
        b"\x00",
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xe2\x80\x8b",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
        b"\xc2\xa0",
        b"\xc2\x85",
        b"\xe3\x80\x80",
        b"\xf4\x90\x80\x80",
        b"a",
        b"\xe2\x81\xa3",
    ];
    changed(book, dice, has_text, |entry, dice| {
        let (body, over) = (body_at(entry), *dice.of(&bad));
        // Whole characters of three bytes are what most texts are of: at a length of two bytes, three bytes of zeros
        // or so and a letter of Chinese, something to write over.
        let places: Vec<usize> = (body..entry.len().checked_sub(over.len())?)
            .filter(|at| entry[*at] >= 0x20 && (over.len() != 3 || entry[*at] >= 0xe4))
            .collect();
        let at = *dice.of(if places.is_empty() { return None } else { &places });
        entry[at..at + over.len()].copy_from_slice(over);
        Some(())
    })
}

const NO_DATES: [u32; 9] =
    [0, 20_260_230, 20_261_301, 18_991_231, 22_000_101, 20_260_100, 99_999_999, u32::MAX, 20_250_229];

fn bad_date(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let at = if is_booked(entry) { *dice.of(&[12, 16]) } else { 12 };
        entry[at..at + 4].copy_from_slice(&dice.of(&NO_DATES).to_be_bytes());
        Some(())
    })
}

fn late_date(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let at = if is_booked(entry) { *dice.of(&[12, 16]) } else { 12 };
        let date = u32::from_be_bytes(entry[at..at + 4].try_into().unwrap());
        let later =
            if date % 100 < 26 && dice.below(2) == 0 { date + 2 } else { date + 10_000 - date % 100 + 1 };
        entry[at..at + 4].copy_from_slice(&later.to_be_bytes());
        Some(())
    })
}

fn voucher_gap(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let number = u32::from_be_bytes(entry[20..24].try_into().unwrap());
        let other = *dice.of(&[number + 1, number - 1, number + 256]);
        entry[20..24].copy_from_slice(&other.to_be_bytes());
        Some(())
    })
}

fn voucher_date(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, is_booked, |entry, dice| {
        let date = u32::from_be_bytes(entry[16..20].try_into().unwrap());
        let first = date - date % 100 + 1;
        let other = *dice.of(&[
            first,
            first + 27,
            date - 10_000,
            if date % 10_000 > 200 { first - 100 } else { first },
        ]);
        entry[16..20].copy_from_slice(&other.to_be_bytes());
        Some(())
    })
}

fn other_status(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let status = u8::try_from(dice.below(4)).unwrap();
        if status == entry[11] {
            return None;
        }
        let body = entry[body_at(entry)..].to_vec();
        entry[11] = status;
        if dice.below(4) > 0 && status != 1 {
            // With all that such an entry may not have taken out.
            entry[16..24].fill(0);
            entry.truncate(25 + 32 * usize::from(entry[24]));
            entry.extend([0; 4]);
            body_of_length(entry, &body);
        }
        Some(())
    })
}

fn other_kind(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        let near = (kind_of(entry) + u16::try_from(dice.below(3)).unwrap()).saturating_sub(1);
        let kind = *dice.of(&[near, near, near, 0, 6, 46, 155, 999, 36, 60]);
        entry[9..11].copy_from_slice(&kind.to_be_bytes());
        Some(())
    })
}

fn other_entry_no(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        entry[8] ^= 1 << dice.below(8);
        Some(())
    })
}

fn has_link(entry: &[u8]) -> bool {
    matches!(kind_of(entry), 40 | 60..=63 | 81)
}

fn other_leaf(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, has_link, |entry, dice| {
        let at = body_at(entry) + *dice.of(&[7, 8, 20, 39]);
        entry[at] ^= 1 << dice.below(3);
        Some(())
    })
}

fn has_proof(entry: &[u8]) -> bool {
    matches!(kind_of(entry), 2 | 5)
}

fn bad_proof(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, has_proof, |entry, dice| {
        // The proof is the last of the body; before it stand the role and, of a new operator, the key.
        let at = entry.len() - 1 - dice.below(64);
        entry[at] ^= 1 << dice.below(8);
        Some(())
    })
}

fn proof_plus_order(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, has_proof, |entry, _| {
        let at = entry.len() - 32;
        crate::book::plus_order(&mut entry[at..]);
        Some(())
    })
}

fn in_a_commit(
    book: &Book,
    dice: &mut Dice,
    change: impl FnOnce(&mut Vec<Vec<u8>>, &mut Dice) -> Option<()>,
) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    change(&mut commits[at].entries, dice)?;
    Some(book.chained(&commits, true, None))
}

fn double_entry(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    in_a_commit(book, dice, |entries, dice| {
        let at = dice.below(entries.len());
        let again = entries[at].clone();
        entries.insert(at + 1, again);
        Some(())
    })
}

fn drop_entry(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    in_a_commit(book, dice, |entries, dice| {
        (entries.len() > 1).then(|| {
            let at = dice.below(entries.len());
            entries.remove(at);
        })
    })
}

fn swap_entries(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    in_a_commit(book, dice, |entries, dice| {
        (entries.len() > 1).then(|| {
            let at = dice.below(entries.len() - 1);
            entries.swap(at, at + 1);
        })
    })
}

fn with_commits(
    book: &Book,
    dice: &mut Dice,
    numbered: bool,
    change: impl FnOnce(&mut Vec<Commit>, usize, usize),
) -> Option<Vec<u8>> {
    let (a, b) = two_commits(book, dice)?;
    let mut commits = book.commits.clone();
    change(&mut commits, a, b);
    Some(book.chained(&commits, numbered, None))
}

fn commits_in_other_order(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    with_commits(book, dice, true, |commits, a, b| {
        commits.swap(a, b);
        // The times go on, so that the order is the only thing wrong.
        let (first, second) = (commits[a].header.clone(), commits[b].header.clone());
        commits[a].header[RECORDED..OPERATOR].copy_from_slice(&second[RECORDED..OPERATOR]);
        commits[b].header[RECORDED..OPERATOR].copy_from_slice(&first[RECORDED..OPERATOR]);
    })
}

fn commits_without_numbers(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    with_commits(book, dice, false, |commits, a, b| commits.swap(a, b))
}

fn commit_again(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    with_commits(book, dice, true, |commits, a, _| {
        let again = commits[a].clone();
        commits.insert(a + 1, again);
    })
}

fn commit_left_out(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    with_commits(book, dice, true, |commits, a, _| drop(commits.remove(a)))
}

fn more_entries_counted(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut commits = book.commits.clone();
    let at = dice.below(commits.len());
    let count = u32::try_from(commits[at].entries.len()).unwrap();
    let other = *dice.of(&[0, count + 1, count.saturating_sub(1), 1_000_000, 1_000_001]);
    if other == count {
        return None;
    }
    commits[at].header[COUNT..LINK].copy_from_slice(&other.to_be_bytes());
    Some(book.chained(&commits, false, None))
}

/// Two faults: which comes first?
fn key_and_flip(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let make =
        dice.of(&[one_leg, other_key, wrong_root, voucher_gap, bad_date, other_operator, signature_bit]);
    let mut bytes = make(book, dice)?;
    let at = dice.below(bytes.len());
    bytes[at] ^= 1 << dice.below(8);
    Some(bytes)
}

fn key_and_cut(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    let make = dice.of(&[one_leg, other_key, wrong_root, voucher_gap, bad_date, other_operator, header_byte]);
    let bytes = make(book, dice)?;
    let cut = 1 + dice.below(bytes.len().min(1_000) - 1);
    Some(bytes[..bytes.len() - cut].to_vec())
}

fn attachment(book: &Book, dice: &mut Dice) -> Option<Vec<u8>> {
    changed(book, dice, any, |entry, dice| {
        entry[24] = entry[24].checked_add(1)?;
        let hash = dice.bytes(32);
        entry.splice(25..25, hash);
        Some(())
    })
}
