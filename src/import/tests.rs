//! Files as offices and banks make them, and files as nobody should.

use super::bank::{self, BankColumn, Paid};
use super::rows::{self, RowColumn};
use super::sheet::{MOST_BYTES, Unreadable};
use super::{Bad, Cause};
use crate::base::money::AmountError;
use crate::base::{CaseNo, Fen, GiftNo, PersonNo};
use crate::entry::BackReason;
use proptest::prelude::*;

fn causes(text: &str) -> Vec<(usize, Option<RowColumn>, Cause)> {
    let read = rows::read(text.as_bytes()).unwrap();
    read.bad.into_iter().map(|bad| (bad.row, bad.column, bad.cause)).collect()
}

#[test]
fn rows_are_read_in_either_language_and_any_order() {
    let id = "11010519491231002X";
    let text = "\u{FEFF}金额,编号,Case,附件\r\n\"1,000.00\",P-1,C-2,\"收据 1.pdf\"\r\n,,,\r\n\r\n1万 , p-000002,,\r\n";
    let read = rows::read(text.as_bytes()).unwrap();
    assert!(read.bad.is_empty(), "{:?}", read.bad);
    assert_eq!(read.rows.len(), 2);
    let (first, second) = (&read.rows[0], &read.rows[1]);
    assert_eq!((first.person, first.amount), (Some(PersonNo(1)), Some(Fen::new(100_000))));
    assert_eq!((first.case, first.paper.as_deref()), (Some(CaseNo(2)), Some("收据 1.pdf")));
    assert_eq!((first.line, second.line), (Some(2), Some(5)));
    assert_eq!((second.person, second.amount), (Some(PersonNo(2)), Some(Fen::new(1_000_000))));
    let text = format!("id_number,pieces,card,gift\n{id},3,00000017,J-4");
    let read = rows::read(text.as_bytes()).unwrap();
    let row = &read.rows[0];
    assert_eq!((row.pieces, row.card, row.gift), (Some(3), Some((17, 8)), Some(GiftNo(4))));
    assert_eq!(row.id_number.as_ref().map(|id| id.as_str()), Some(id));
}

#[test]
fn every_bad_cell_is_named() {
    let text = "person,amount,pieces,card,case,id_number\n\
        P-0,0.005,0,x,C-,12\n\
        P-1,-5,,,,\n\
        王芳,=1+1,1.5,1E+17,L-1,11010519491231002X\n\
        P-2\n\
        P-3,1,,,,,more\n\
        P-4,\"1\n0\",,,,\n\
        P-5,1\u{0},,,,\n";
    let found = causes(text);
    let at: Vec<(usize, Option<RowColumn>)> = found.iter().map(|(row, column, _)| (*row, *column)).collect();
    let all = [RowColumn::Person, RowColumn::Amount, RowColumn::Pieces, RowColumn::Card, RowColumn::Case];
    let mut expected: Vec<(usize, Option<RowColumn>)> = all.iter().map(|c| (1, Some(*c))).collect();
    expected.push((1, Some(RowColumn::IdNumber)));
    expected.push((2, Some(RowColumn::Amount)));
    expected.extend(all.iter().map(|c| (3, Some(*c))));
    expected.extend([(4, None), (5, None), (6, Some(RowColumn::Amount)), (7, Some(RowColumn::Amount))]);
    assert_eq!(at, expected);
    assert_eq!(found[6].2, Cause::Amount(AmountError::Negative("-5".into())));
    assert_eq!(found[13].2, Cause::Cells { found: 7, expected: 6 });
    assert_eq!(found[14].2, Cause::Control(10));
    assert_eq!(found[15].2, Cause::Control(0));
}

#[test]
fn lines_are_counted_over_line_breaks_and_empty_lines() {
    let text = "person\r\n\r\n\"P-1\r\n\"\r\nP-2\r\rP-3\n";
    let lines: Vec<_> = rows::read(text.as_bytes()).unwrap().rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [Some(3), Some(5), Some(7)]);
}

#[test]
fn what_is_no_such_file_is_refused_whole() {
    let wrong = |bytes: &[u8]| rows::read(bytes).unwrap_err();
    let named = |name: &str| Unreadable::UnknownColumn { name: name.into() };
    assert_eq!(wrong(b""), Unreadable::NoHeader);
    assert_eq!(wrong(b"\n,,\n\n"), Unreadable::NoHeader);
    assert_eq!(wrong(b"person,amount\n"), Unreadable::NoRows);
    assert_eq!(wrong(b"person,phone\nP-1,1"), named("phone"));
    assert_eq!(wrong("person;amount\nP-1;1".as_bytes()), named("person;amount"));
    assert_eq!(wrong("person,编号\nP-1,P-1".as_bytes()), Unreadable::ColumnTwice { name: "编号".into() });
    // 编号 in GBK, and a file in UTF-16.
    assert_eq!(wrong(b"person\nP-1\n\xB1\xE0\xBA\xC5\n"), Unreadable::NotUtf8 { line: 3 });
    assert_eq!(wrong(b"\xFF\xFEp\0e\0"), Unreadable::NotUtf8 { line: 1 });
    assert_eq!(wrong(&vec![b'a'; MOST_BYTES + 1]), Unreadable::TooLarge);
    let many = |rows: usize| format!("person\n{}", "P-1\n".repeat(rows));
    assert_eq!(rows::read(many(1000).as_bytes()).unwrap().rows.len(), 1000);
    assert_eq!(wrong(many(1001).as_bytes()), Unreadable::TooManyRows { found: 1001, most: 1000 });
    let long = format!("person,paper\nP-1,{}\n", "a".repeat(300_000));
    assert_eq!(causes(&long), [(1, Some(RowColumn::Paper), Cause::TooLong { length: 300_000 })]);
}

fn paid(amount: i64, payment: u64) -> Paid {
    let person = Some((Some("6217000000000001".to_owned()), "王芳".to_owned()));
    Paid { amount: (amount > 0).then_some(Fen::new(amount)), payment, person }
}

#[test]
fn the_banks_answer_is_held_against_what_was_paid() {
    let text = "序号,账号,户名,金额,结果,原因\n\
        2,6217 0000 0000 0001,王芳,1000.00,失败,户名不符\n\
        1,6217000000000001,王芳,\"1,000\",成功,\n";
    let file = bank::read(text.as_bytes()).unwrap();
    let both = [paid(100_000, 7), paid(100_000, 7), paid(5, 8), paid(0, 0)];
    let answers = file.answers(&both).unwrap();
    assert_eq!(answers.into_iter().collect::<Vec<_>>(), [(1, None), (2, Some(BackReason::NameDiffers))]);
    let wrong = |text: &str, paid: &[Paid]| {
        let wrong = bank::read(text.as_bytes()).unwrap().answers(paid).unwrap_err();
        let bad = wrong.bad.into_iter().map(|(line, Bad { row, column, cause })| (line, row, column, cause));
        (bad.collect::<Vec<_>>(), wrong.missing)
    };
    let text = "row,account,name,amount,result\n\
        1,6217000000000002,王芬,1000.01,ok\n\
        1,,,1000.00,success\n\
        9,,,1,success\n\
        4,,,1,failed\n\
        x,,,,\n";
    let (bad, missing) = wrong(text, &both);
    let causes: Vec<_> = bad.iter().map(|(line, row, column, _)| (*line, *row, *column)).collect();
    let at = |row: usize, column| (u64::try_from(row).unwrap() + 1, row, Some(column));
    for expected in [
        at(1, BankColumn::Account),
        at(1, BankColumn::Name),
        at(1, BankColumn::Amount),
        at(1, BankColumn::Result),
        at(2, BankColumn::Row),
        at(3, BankColumn::Row),
        at(4, BankColumn::Row),
        at(5, BankColumn::Row),
        at(5, BankColumn::Amount),
        at(5, BankColumn::Result),
    ] {
        assert!(causes.contains(&expected), "{expected:?} is not in {causes:?}");
    }
    assert_eq!((causes.len(), missing), (10, vec![2]));
}

#[test]
fn a_banks_words_become_reasons() {
    for (words, reason) in [
        ("账号不存在", BackReason::NoAccount),
        ("已销户", BackReason::NoAccount),
        ("账号户名不符", BackReason::NameDiffers),
        ("name-differs", BackReason::NameDiffers),
        ("no-account", BackReason::NoAccount),
        ("逾期未领取", BackReason::NotCollected),
        ("", BackReason::Other),
        ("系统错误", BackReason::Other),
    ] {
        let text = format!("row,amount,result,reason\n1,0.05,failed,{words}\n");
        let answers = bank::read(text.as_bytes()).unwrap().answers(&[paid(5, 1)]).unwrap();
        assert_eq!(answers.get(&1), Some(&Some(reason)), "{words}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = rows::read(&bytes);
        if let Ok(file) = bank::read(&bytes) {
            let _ = file.answers(&[paid(5, 1)]);
        }
    }

    #[test]
    fn nor_does_anything_below_a_header(
        text in "(编号|person|金额|,|\"|\r|\n|P-[0-9]{1,3}|[0-9.]{1,5}|=cmd|\u{0}|\u{FEFF}){0,60}",
    ) {
        let below = format!("person,amount,id_number,paper\n{text}");
        if let Ok(read) = rows::read(below.as_bytes()) {
            prop_assert!(read.rows.len() <= 1000);
            let lines: Vec<_> = read.rows.iter().map(|row| row.line).collect();
            prop_assert!(lines.is_sorted());
            prop_assert!(read.bad.iter().all(|bad| (1..=read.rows.len()).contains(&bad.row)));
        }
        let below = format!("row,amount,result,account\n{text}");
        if let Ok(file) = bank::read(below.as_bytes()) {
            let _ = file.answers(&[paid(5, 1), paid(0, 0)]);
        }
    }
}

#[test]
fn the_seeds_of_the_fuzz_target_are_good_files() {
    let read = rows::read(include_bytes!("../../fuzz/seeds/import_rows/rows")).unwrap();
    assert_eq!((read.rows.len(), read.bad), (3, vec![]));
    let file = bank::read(include_bytes!("../../fuzz/seeds/import_rows/bank")).unwrap();
    let person = Some((Some("9990001234567890123".to_owned()), "Wang Fang".to_owned()));
    let paid = Paid { person, ..paid(100_000, 1) };
    assert_eq!(file.answers(&[paid.clone(), paid]).map(|answers| answers.len()), Ok(2));
}
