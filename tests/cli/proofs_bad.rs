//! Checkpoints, receipts, scanned parts, trust files and bundles that are none, and histories that were changed.
//!
//! Owns: what is said of each, its exit code, and that nothing is recorded. Refuses to know: proofs that are good.

use crate::goods::{does, quietly};
use crate::office::Office;
use crate::proofs::{
    audits, checkpoint_in, ends, ends_with, first_in, in_both, log_line, read, typed, witnesses, write,
};
use jinguo::base::parts;
use jinguo::chain::{Algorithm, KeyName, Note, OperatorKey, SignedCheckpoint, TlogProof, VerifierKey};

/// One checkpoint and one receipt that are good, and trust files.
fn open(lang: &'static str) -> Office {
    let mut office = Office::open(lang);
    witnesses(&mut office);
    quietly(&mut office, &["checkpoint -o good.txt", "prove E-7 -o receipt.txt"]);
    office.said.clear();
    office
}

fn name(name: &str) -> KeyName {
    KeyName::new(name).expect("a name")
}

/// The good checkpoint under that name, by another key.
fn signed_by(office: &Office, origin: &str, seed: u8) -> String {
    let good = checkpoint_in(office, "good.txt");
    let key = OperatorKey::from_seed(&[seed; 32]);
    let size = good.checkpoint().size();
    let signed = SignedCheckpoint::sign(&name(origin), size, *good.checkpoint().root(), &key);
    signed.expect("signed").note().to_string()
}

/// The text with its first such piece changed.
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{text} has no {from}");
    text.replacen(from, to, 1)
}

/// The text with the first letter of its line that begins so, after its first word, made another one.
fn flipped(text: &str, line: usize, at: usize) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let mut letters: Vec<char> = lines[line].chars().collect();
    letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
    lines[line] = letters.into_iter().collect();
    lines.join("\n")
}

#[test]
fn checkpoints_that_are_none() {
    in_both("bad-checkpoints", open, |office| {
        let good = read(office, "good.txt");
        let size = format!("\n{}\n", checkpoint_in(office, "good.txt").checkpoint().size());
        let huge = "a line\n".repeat(300_000);
        for (what, text) in [
            ("empty", String::new()),
            ("cut", good[..good.len() - 20].to_owned()),
            ("half", good[..good.len() / 2].to_owned()),
            ("no newline", good.trim_end().to_owned()),
            ("windows", good.replace('\n', "\r\n")),
            ("a tab", changed(&good, "\n", "\t\n")),
            ("no origin", good[good.find('\n').expect("a line")..].to_owned()),
            ("size", changed(&good, &size, "\nmany\n")),
            ("size with a nought", changed(&good, &size, &format!("\n0{}", &size[1..]))),
            ("root", changed(&good, "=\n", "\n")),
            ("no signature", good[..good.find("\n\n").expect("an end") + 2].to_owned()),
            ("two megabytes", huge.clone()),
            ("a letter", "你好\n".to_owned()),
            (
                "a note",
                Note::sign("hello\n".to_owned(), &OperatorKey::from_seed(&[1; 32]), &name("a.b/c"))
                    .expect("a note")
                    .to_string(),
            ),
        ] {
            office.said.push_str(&format!("-- {what}\n"));
            write(office, "bad.txt", text);
            ends(office, 2, "verify --against bad.txt");
            ends(office, 2, "checkpoint --merge bad.txt");
        }
        write(office, "bad.txt", [good.as_bytes(), b"\xff\n"].concat());
        ends(office, 2, "verify --against bad.txt");
        ends(office, 2, "verify --against nowhere.txt");
        ends(office, 4, "verify --against books");
        ends(office, 2, "checkpoint --merge receipt.txt");
        // Whole, and not what they say.
        for (what, code, text) in [
            ("another size", 41, changed(&good, &size, "\n3\n")),
            ("another root", 41, flipped(&good, 2, 3)),
            (
                "another signature",
                41,
                flipped(&good, 4, good.lines().nth(4).expect("a signature").chars().count() - 9),
            ),
            ("another key", 41, signed_by(office, "example.org/fund", 7)),
            ("another ledger", 30, signed_by(office, "example.org/other", 7)),
        ] {
            office.said.push_str(&format!("-- {what}\n"));
            write(office, "bad.txt", text);
            ends(office, code, "verify --against bad.txt");
            ends(office, code, "verify --against bad.txt --trust ledger.trust");
            ends(office, 1, "checkpoint --merge bad.txt");
        }
        ends(office, 0, "verify --against good.txt");
    });
}

#[test]
fn receipts_that_are_none() {
    in_both("bad-receipts", open, |office| {
        let good = read(office, "receipt.txt");
        let line = |n: usize| good.lines().nth(n).expect("a line").to_owned();
        let index = good.lines().position(|line| line.starts_with("index ")).expect("an index");
        let path = index + 1;
        let mut proof = TlogProof::parse(good.as_bytes()).expect("a proof");
        proof.extra = None;
        let bare = proof.to_string();
        proof.extra = Some(b"something else".to_vec());
        let foreign = proof.to_string();
        for (what, text) in [
            ("empty", String::new()),
            ("a checkpoint", read(office, "good.txt")),
            ("cut", good[..good.len() - 20].to_owned()),
            ("cut before the checkpoint", good[..good.find("\n\n").expect("an end") + 1].to_owned()),
            ("another version", changed(&good, "@v1", "@v2")),
            ("extra", changed(&good, "extra ", "extra !")),
            ("index", changed(&good, &line(index), "index first")),
            ("another index", changed(&good, &line(index), "index 3")),
            ("path", changed(&good, &line(path), "not a hash")),
            ("another path", flipped(&good, path, 3)),
            ("another entry", flipped(&good, 1, 40)),
            ("another end of extra", flipped(&good, 1, line(1).len() - 8)),
            (
                "another root",
                flipped(
                    &good,
                    path + good.lines().skip(path).position(str::is_empty).expect("an end") + 3,
                    3,
                ),
            ),
            ("no entry", bare),
            ("something else", foreign),
            ("windows", good.replace('\n', "\r\n")),
            ("two megabytes", format!("c2sp.org/tlog-proof@v1\nextra {}\n", "QUFB".repeat(500_000))),
        ] {
            office.said.push_str(&format!("-- {what}\n"));
            write(office, "bad.txt", text);
            ends(office, 2, "verify-receipt bad.txt --trust ledger.trust");
        }
        write(office, "bad.txt", changed(&good, "extra ", "extra !"));
        ends(office, 2, "verify --against bad.txt");
        ends(office, 2, "verify-receipt nowhere.txt");
        ends(office, 4, "verify-receipt books");
        // Good, and signed by nobody who is trusted.
        let other = TlogProof {
            checkpoint: SignedCheckpoint::parse(signed_by(office, "example.org/fund", 7).as_bytes())
                .expect("a checkpoint"),
            ..TlogProof::parse(good.as_bytes()).expect("a proof")
        };
        write(office, "other.txt", other.to_string());
        ends(office, 41, "verify-receipt other.txt --trust ledger.trust");
        ends(office, 10, "verify-receipt other.txt");
        ends(office, 41, "verify --against other.txt");
        let signature = good.trim_end().lines().count() - 1;
        write(office, "wrong.txt", flipped(&good, signature, line(signature).chars().count() - 9));
        ends(office, 41, "verify-receipt wrong.txt --trust ledger.trust");
        let key = log_line(office);
        let key = key.trim_start_matches("log ");
        ends(office, 41, &format!("verify-receipt other.txt --ledger-key {key}"));
        ends(office, 41, &format!("verify-receipt wrong.txt --ledger-key {key}"));
        ends(office, 2, &format!("verify-receipt receipt.txt --ledger-key {}", &key[..key.len() - 3]));
        ends(office, 2, "verify-receipt receipt.txt --ledger-key example.org/fund");
        ends(office, 2, &format!("verify-receipt receipt.txt --ledger-key {key} --trust ledger.trust"));
        let quoted = format!("log {key}");
        ends_with(office, 0, "verify-receipt receipt.txt --ledger-key", &quoted);
        // A trust file of another ledger, and files that are none.
        let of = |origin: &str| {
            let key = OperatorKey::from_seed(&[7; 32]);
            VerifierKey::of(&key, name(origin), Algorithm::Ed25519).expect("a key line")
        };
        write(office, "key.trust", format!("log {}\nquorum none\n", of("example.org/fund")));
        ends(office, 41, "verify-receipt receipt.txt --trust key.trust");
        ends(office, 41, "verify --against good.txt --trust key.trust");
        write(office, "other.trust", format!("log {}\nquorum none\n", of("example.org/other")));
        ends(office, 41, "verify-receipt receipt.txt --trust other.trust");
        ends(office, 41, "verify --against good.txt --trust other.trust");
        for text in ["", "quorum none\r\n", "trust everybody\n", "log example.org/fund\n"] {
            write(office, "bad.trust", text);
            ends(office, 2, "verify-receipt receipt.txt --trust bad.trust");
            ends(office, 2, "verify --trust bad.trust");
            ends(office, 2, "checkpoint --trust bad.trust");
        }
        ends(office, 2, "verify-receipt receipt.txt --trust nowhere.trust");
    });
}

#[test]
fn scanned_parts_that_do_not_fit() {
    in_both("bad-parts", open, |office| {
        let good = read(office, "receipt.txt");
        let all = parts::split(&good, 400);
        assert!(all.len() > 3);
        let held = parts::split(&read(office, "good.txt"), 100);
        write(office, "parts.txt", all.join("\r\n"));
        ends(office, 0, "verify-receipt parts.txt --trust ledger.trust");
        let mut turned = all.clone();
        turned.rotate_left(2);
        write(office, "parts.txt", turned.join("\n\n"));
        ends(office, 0, "verify-receipt parts.txt --trust ledger.trust");
        ends(office, 0, "verify --against parts.txt");
        write(office, "held.txt", held.join("\n"));
        ends(office, 0, "verify --against held.txt");
        let but = |without: &[usize]| {
            let kept = all.iter().enumerate().filter(|(at, _)| !without.contains(at));
            kept.map(|(_, part)| part.clone()).collect::<Vec<_>>()
        };
        for (what, lines) in [
            ("one missing", but(&[1])),
            ("two missing", but(&[0, 2])),
            ("one doubled", [&all[..], &all[1..2]].concat()),
            ("one doubled for another", [&but(&[2])[..], &all[1..2]].concat()),
            ("one of another text", [&but(&[1])[..], &held[1..2]].concat()),
            ("a line that is none", [&all[..1], &["scanned".to_owned()], &all[1..]].concat()),
            ("one altered", all.iter().map(|part| part.replacen("index", "Index", 1)).collect()),
        ] {
            office.said.push_str(&format!("-- {what}\n"));
            write(office, "parts.txt", lines.join("\n"));
            // How many parts there are hangs on the receipt's length, which is the same from run to run.
            ends(office, 2, "verify-receipt parts.txt --trust ledger.trust");
            ends(office, 2, "verify --against parts.txt");
        }
    });
}

#[test]
fn what_is_typed_from_paper() {
    in_both("bad-paper", open, |office| {
        let root = typed(office, "good.txt");
        let (size, rows) = root.split_once(':').expect("a size");
        let rows: Vec<&str> = rows.split('-').collect();
        let put = |at: usize, group: String| {
            let mut rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
            rows[at] = group;
            format!("{size}:{}", rows.join("-"))
        };
        let first = |group: &str| if group.starts_with('2') { '3' } else { '2' };
        let mistyped = put(6, format!("{}{}", first(rows[6]), &rows[6][1..]));
        let two = {
            let other = |at: usize| format!("{}{}", first(rows[at]), &rows[at][1..]);
            let mut rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
            (rows[4], rows[5]) = (other(4), other(5));
            format!("{size}:{}", rows.join("-"))
        };
        let swapped: Vec<&str> = [&rows[4..8], &rows[..4], &rows[8..]].concat();
        for wrong in [
            root.replace(':', ""),
            format!("x{root}"),
            format!("{size}:"),
            put(9, "U*UU".to_owned()),
            put(9, "ABC".to_owned()),
            mistyped,
            two,
            format!("{size}:{}", swapped.join("-")),
        ] {
            ends_with(office, 2, "verify --paper", &wrong);
        }
        ends_with(office, 30, "verify --paper", &root.replacen(size, "3", 1));
        ends_with(office, 30, "verify --paper", &root.replacen(size, "9999", 1));
        ends_with(office, 10, "verify --paper", &root.replacen(size, "0", 1));
    });
}

#[test]
fn histories_that_are_others() {
    in_both("other-histories", open, |office| {
        // The folder is copied, and both go on: two histories of the same size, both signed.
        let root = office.root.path().to_owned();
        let copied = |from: &str, to: &str| copy(&root.join(from), &root.join(to));
        copied("books", "fork");
        let before = checkpoint_in(office, "good.txt").checkpoint().size();
        does(office, "donate GA 1 --anonymous");
        does(office, "checkpoint -o here.txt");
        does(office, "prove E-10 -o here-receipt.txt");
        let fork = |office: &mut Office, line: &str| does(office, &format!("{line} --ledger fork"));
        fork(office, "donate GA 2 --anonymous");
        fork(office, "checkpoint -o there.txt");
        assert_eq!(
            checkpoint_in(office, "here.txt").checkpoint().size(),
            checkpoint_in(office, "there.txt").checkpoint().size()
        );
        assert!(before < checkpoint_in(office, "here.txt").checkpoint().size());
        ends(office, 30, "verify --against there.txt");
        ends(office, 30, "verify --against here.txt --ledger fork");
        ends(office, 30, "verify --against here-receipt.txt --ledger fork");
        ends(office, 0, "verify --against good.txt --ledger fork");
        let paper = typed(office, "there.txt");
        ends_with(office, 30, "verify --paper", &paper);
        ends(office, 1, "checkpoint --merge there.txt");
        // The fork has seen more than the copy that is put back.
        copied("fork", "shorter");
        fork(office, "donate GA 3 --anonymous");
        fork(office, "checkpoint -o longer.txt");
        fork(office, "prove E-12 -o longer-receipt.txt");
        ends(office, 30, "verify --against longer.txt --ledger shorter");
        ends(office, 30, "verify --against longer-receipt.txt --ledger shorter");
        ends(office, 30, "verify --against longer.txt --against good.txt --ledger shorter --format csv");
        ends(office, 1, "checkpoint --merge longer.txt --ledger shorter");
        // Kept beside a journal that it is not of: an alarm too, although it came from nobody outside.
        std::fs::copy(office.root.path().join("fork/checkpoints"), office.books().join("checkpoints"))
            .expect("a copy");
        ends(office, 30, "verify");
        // To sign another of that size would be to show two histories.
        ends(office, 3, "checkpoint -o never.txt");
        write(office, "books/checkpoints", "no checkpoints");
        ends(office, 10, "verify");
        ends(office, 3, "checkpoint -o never.txt");
        ends(office, 3, "checkpoint --newest");
        ends(office, 3, "prove E-7 -o never.txt");
        ends(office, 3, "bundle -o never.jgb");
    });
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for item in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &target);
        } else {
            std::fs::copy(item.path(), target).expect("a copy");
        }
    }
}

#[test]
fn what_is_not_made() {
    in_both("not-made", open, |office| {
        write(office, "there.txt", "mine");
        for line in [
            "checkpoint -o there.txt",
            "checkpoint --page there.txt",
            "checkpoint --newest -o there.txt",
            "prove E-7 -o there.txt",
            "prove E-7 --page there.txt",
            "key ledger -o there.txt",
            "verify --report there.txt",
            "bundle -o there.txt",
        ] {
            ends(office, 1, line);
        }
        assert_eq!(read(office, "there.txt"), "mine");
        ends(office, 4, "checkpoint -o nowhere/checkpoint.txt");
        ends(office, 4, "prove E-7 -o nowhere/receipt.txt");
        ends(office, 1, "prove E-99 -o never.txt");
        ends(office, 2, "prove 7 -o never.txt");
        ends(office, 1, "prove E-7 --for P-1 -o never.txt");
        ends(office, 1, "prove E-7 --for P-99 -o never.txt");
        ends(office, 2, "prove E-7 --for P-2 --without-names -o never.txt");
        ends(office, 2, "prove E-7 --all-fields --without-names -o never.txt");
        ends(office, 2, "prove E-7 --receipt-number 12 -o never.txt");
        does(office, "donate GA 1 --from 爱心企业");
        let last = first_in(office, "log --last 1");
        ends(office, 1, &format!("prove {last} -o never.txt"));
        // Witnesses that are not asked, or do not answer.
        let any = read(office, "any.trust");
        ends(office, 2, "checkpoint --witness http://127.0.0.1:9/w -o never.txt");
        ends(office, 2, "checkpoint --trust any.trust --witness http://127.0.0.1:9/w -o never.txt");
        let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/w", closed.local_addr().expect("an address"));
        drop(closed);
        let line = any.lines().nth(1).expect("a witness").to_owned();
        write(office, "url.trust", any.replace(&line, &format!("{line} {url}")));
        let told = office.said.len();
        for more in [format!("--witness {url}/"), String::new()] {
            let line = format!("checkpoint --newest --trust url.trust {more}");
            let output = ends(office, 4, line.trim());
            assert!(SignedCheckpoint::parse(&output.stdout).is_ok(), "{}", office.said);
        }
        let said = office.said.split_off(told).replace(&url, "[URL]");
        office.said.push_str(&said);
        ends(office, 2, "checkpoint --for-witness 0 --page never.html");
        ends(office, 2, "checkpoint --for-witness -1");
        ends(office, 2, "checkpoint --merge good.txt --newest");
        for name in ["never.txt", "never.html"] {
            assert!(!office.root.path().join(name).exists(), "{name}");
        }
    });
}

#[test]
fn a_passphrase_guards_the_ledgers_key() {
    in_both("passphrase", Office::open, |office| {
        let with = |office: &mut Office, variable: &str, value: &str, code: i32, line: &str| {
            let mut command = office.command(env!("CARGO_BIN_EXE_jinguo"));
            command.args(line.split(' ')).env(variable, value);
            let before = office.journal();
            let output = office.tell(&format!("jinguo {line}"), command, "");
            assert_eq!(output.status.code(), Some(code), "{line}\n{}", office.said);
            assert!(code == 0 || office.journal() == before, "{line}");
        };
        let ledger = "JINGUO_LEDGER_PASSPHRASE";
        with(office, "JINGUO_NEW_PASSPHRASE", "账套口令", 0, "vault passphrase");
        ends(office, 2, "checkpoint -o never.txt");
        with(office, ledger, "wrong", 2, "checkpoint -o never.txt");
        assert!(!office.root.path().join("never.txt").exists());
        with(office, ledger, "账套口令", 0, "checkpoint -o first.txt");
        // The newest needs no key, nor does a receipt that opens nothing.
        ends(office, 0, "checkpoint --newest");
        ends(office, 0, "prove E-7 --without-names -o receipt.txt");
    });
}

#[test]
fn bundles_that_are_none() {
    in_both("bad-bundles", open, |office| {
        quietly(office, &["bundle -o good.jgb"]);
        let good = std::fs::read(office.root.path().join("good.jgb")).expect("the bundle");
        let find = |what: &[u8]| good.windows(what.len()).position(|w| w == what).expect("a piece of it");
        let flip = |at: usize| {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            bytes
        };
        for (what, code, bytes) in [
            ("empty", 2, Vec::new()),
            ("a text", 2, b"no bundle\n".repeat(1000)),
            ("a journal", 2, office.journal()),
            ("cut", 3, good[..good.len() / 2].to_vec()),
            ("one byte short", 3, good[..good.len() - 1].to_vec()),
            ("one byte more", 3, [&good[..], b"x"].concat()),
            ("a bit of the journal", 40, flip(find("妇女儿童关爱基金".as_bytes()))),
            ("a bit of the checkpoints", 40, flip(find("— example.org/fund ".as_bytes()))),
            ("a bit of the public key", 40, flip(find(b"\nquorum none\n") + 3)),
        ] {
            office.said.push_str(&format!("-- {what}\n"));
            write(office, "bad.jgb", bytes);
            audits(office, code, "verify --bundle ../bad.jgb");
        }
        audits(office, 2, "verify --bundle ../nowhere.jgb");
        audits(office, 4, "verify --bundle ..");
        audits(office, 2, "verify");
        audits(office, 0, "verify --bundle ../good.jgb --against ../good.txt");
    });
}
