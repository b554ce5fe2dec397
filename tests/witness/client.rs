//! A log's side: asking a witness, an honest one and others.
//!
//! Owns: what is taken and what is not. Refuses to know: ledgers.

use crate::forker::{ORIGIN, at, request_of};
use crate::served::{Served, trust};
use jinguo::base::Hash32;
use jinguo::chain::cosignature::cosign;
use jinguo::chain::{Algorithm, KeyName, OperatorKey, SignatureLine, VerifierKey};
use jinguo::cli::witness_client::{WitnessError, collect};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;

fn asked(
    served: &Served,
    history: u8,
    size: u64,
    old: u64,
) -> (Result<SignatureLine, WitnessError>, Vec<u64>) {
    let mut proved = Vec::new();
    let mut prove = |from| {
        proved.push(from);
        Ok(request_of(history, from, size).proof)
    };
    let line = collect(&served.url(), &served.own, &at(history, size), old, &mut prove);
    (line, proved)
}

#[test]
fn an_honest_witness_is_asked_until_it_cosigns() {
    let served = Served::new(&trust());
    let good = |size, old, proofs: &[u64]| {
        let (line, proved) = asked(&served, 0, size, old);
        let signed = at(0, size).with(line.unwrap()).unwrap();
        assert!(signed.note().verify(&served.own).is_ok());
        assert_eq!(proved, proofs);
    };
    good(5, 0, &[]);
    // It remembers another size than was thought: it says which, and the proof is made from there.
    good(8, 0, &[5]);
    good(20, 3, &[3, 8]);
    good(20, 20, &[]);
    assert!(matches!(asked(&served, 0, 19, 8).0, Err(WitnessError::Ahead { size: 20 })));
    assert!(matches!(asked(&served, 1, 20, 20).0, Err(WitnessError::Refused { status: 422, .. })));
    assert!(matches!(asked(&served, 1, 25, 20).0, Err(WitnessError::Refused { status: 422, .. })));
    let other = KeyName::new("example.com/witness").unwrap();
    let other = VerifierKey::of(&OperatorKey::from_seed(&[3; 32]), other, Algorithm::Cosignature).unwrap();
    let line = collect(&served.url(), &other, &at(0, 20), 20, &mut |_| Ok(Vec::new()));
    assert!(matches!(line, Err(WitnessError::OtherKey)));
    assert!(
        collect(&format!("{}/", served.url()), &served.own, &at(0, 20), 20, &mut |_| Ok(Vec::new())).is_ok()
    );
}

/// A server that answers every request with these bytes.
fn answering(bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().take(10).flatten() {
            let mut stream = BufReader::new(stream);
            let (mut line, mut length) = (String::new(), 0);
            while stream.read_line(&mut line).unwrap_or(0) > 2 {
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
                line.clear();
            }
            let _ = stream.read_exact(&mut vec![0; length]);
            let _ = stream.get_mut().write_all(&bytes);
        }
    });
    url
}

fn http(status: u16, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

#[test]
fn others_are_not_believed() {
    let (key, name) = (OperatorKey::from_seed(&[9; 32]), KeyName::new("example.com/witness").unwrap());
    let own = VerifierKey::of(&key, name.clone(), Algorithm::Cosignature).unwrap();
    let text = at(0, 5).note().text().to_owned();
    let good = cosign(&text, &key, &name, 7).unwrap();
    let stranger = cosign(&text, &OperatorKey::from_seed(&[3; 32]), &name, 7).unwrap();
    let elsewhere = cosign(at(0, 6).note().text(), &key, &name, 7).unwrap();
    let ask = |bytes: Vec<u8>| {
        collect(&answering(bytes), &own, &at(0, 5), 0, &mut |from| Ok(request_of(0, from, 5).proof))
    };
    // A stranger's line beside the good one is passed over.
    assert_eq!(ask(http(200, &format!("{stranger}\n{good}\n"))).unwrap(), good);
    assert!(matches!(ask(http(200, &format!("{stranger}\n"))), Err(WitnessError::OtherKey)));
    assert!(matches!(ask(http(200, &format!("{good}\n{elsewhere}\n"))), Err(WitnessError::WrongSignature)));
    let nonsense = |bytes| assert!(matches!(ask(bytes), Err(WitnessError::Nonsense(_))));
    nonsense(http(200, ""));
    nonsense(http(200, &good.to_string()));
    nonsense(http(200, &format!("\n{good}\n")));
    nonsense(http(200, "<html>\n"));
    nonsense(http(200, &"x".repeat(100_000)));
    nonsense(http(409, "many\n"));
    assert!(matches!(ask(http(409, "6\n")), Err(WitnessError::Ahead { size: 6 })));
    assert!(matches!(ask(http(409, "3\n")), Err(WitnessError::Undecided)));
    for status in [301, 400, 403, 404, 500, 503] {
        let refused = ask(http(status, "no\nmore"));
        assert!(
            matches!(refused, Err(WitnessError::Refused { status: s, ref said }) if s == status && said == "no")
        );
    }
    assert!(matches!(ask(b"nonsense".to_vec()), Err(WitnessError::Unreachable(_))));
    assert!(matches!(ask(http(200, "")[..20].to_vec()), Err(WitnessError::Unreachable(_))));
    // Nobody listens there: a port that was this test's own a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = collect(&format!("http://{port}"), &own, &at(0, 5), 0, &mut |_| Ok(vec![Hash32::ZERO]));
    assert!(matches!(gone, Err(WitnessError::Unreachable(_))));
    assert!(matches!(
        collect("no address", &own, &at(0, 5), 0, &mut |_| Ok(vec![])),
        Err(WitnessError::Unreachable(_))
    ));
    assert_eq!(at(0, 5).checkpoint().origin(), ORIGIN);
}
