//! The witness over real HTTP on this machine, killed, cut off and lied to: it never cosigns two histories.
//!
//! Owns: that promise, and the specification's answers. Refuses to know: what people are told; see `cli/witness.rs`.

#[path = "witness/bounds.rs"]
mod bounds;
#[path = "witness/client.rs"]
mod client;
#[path = "witness/forker.rs"]
mod forker;
#[path = "support/history.rs"]
mod history;
#[path = "witness/killed.rs"]
mod killed;
#[path = "witness/ledger.rs"]
mod ledger;
#[path = "witness/memory.rs"]
mod memory;
#[path = "witness/served.rs"]
mod served;
// The simulated disk alone is used here, and not all of its faults.
#[allow(dead_code)]
mod support;

use forker::{KEY, ORIGIN, at, request};
use jinguo::chain::witness::Request;
use jinguo::chain::{
    Algorithm, KeyName, OperatorKey, SignatureLine, SignedCheckpoint, VerifierKey, VerifyingKey,
};
use served::{Answer, Served, trust};

/// The requests of torchwood's own test of its witness.
const TORCHWOOD: &str = include_str!("witness/torchwood.txt");
/// The key of the log in it, whose origin has the key's hash.
const TORCHWOOD_KEY: &str = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f";
const TORCHWOOD_ORIGIN: &str =
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";

#[test]
fn torchwoods_requests_are_answered_as_the_specification_says() {
    let key = VerifyingKey::new(&jinguo::base::Hash32::from_hex(TORCHWOOD_KEY).unwrap()).unwrap();
    let log = VerifierKey::new(KeyName::new(TORCHWOOD_ORIGIN).unwrap(), Algorithm::Ed25519, key);
    let served = Served::new(&format!("log {log}\nquorum none\n"));
    let mut connection = served.connect();
    let mut count = 0;
    let mut last = None;
    for block in TORCHWOOD.split("\n== ").skip(1) {
        let (expected, body) = block.split_once('\n').unwrap();
        let (status, text) = expected.split_once(' ').unwrap();
        // The split took the end of the last line of each but the last.
        let body = if body.ends_with('\n') { body.to_owned() } else { format!("{body}\n") };
        let answer = connection.post("/add-checkpoint", body.as_bytes());
        assert_eq!(answer.status.to_string(), status, "{expected}\n{answer:?}");
        match text.strip_prefix('~') {
            Some(part) => assert!(answer.text().contains(part), "{expected}\n{answer:?}"),
            None => assert_eq!(answer.text(), text.replace("\\n", "\n")),
        }
        let kind = answer.header("content-type");
        assert_eq!(
            kind,
            Some(if status == "409" { "text/x.tlog.size" } else { "text/plain; charset=utf-8" })
        );
        if status == "200" {
            let request = Request::parse(body.as_bytes()).unwrap();
            let line = SignatureLine::parse(answer.text().trim_end()).unwrap();
            let signed = request.signed.with(line).unwrap();
            assert!(signed.note().verify(&served.own).unwrap().timestamp > Some(1_700_000_000));
            last = Some(signed);
        }
        count += 1;
    }
    assert_eq!(count, 9);
    // Monitors see the newest with the log's signature and the witness's.
    let answer = connection.get(&served.monitoring(TORCHWOOD_ORIGIN));
    assert_eq!((answer.status, answer.text()), (200, last.unwrap().note().to_string()));
    let unknown = connection.get(&served.monitoring("example.org/nobody"));
    assert_eq!(unknown.status, 404);
}

#[test]
fn each_answer_of_the_specification_over_one_connection() {
    let served = Served::new(&trust());
    let mut connection = served.connect();
    let mut ask = |status, request: Request| {
        let answer = connection.post("/add-checkpoint", request.to_string().as_bytes());
        assert_eq!(answer.status, status, "{answer:?}");
        answer
    };
    ask(409, request(3, 5));
    ask(200, request(0, 0));
    ask(200, request(0, 5));
    ask(200, request(5, 5));
    assert_eq!(ask(409, request(0, 5)).text(), "5\n");
    assert_eq!(ask(409, request(3, 8)).text(), "5\n");
    ask(400, Request { old: 6, ..request(0, 5) });
    ask(422, Request { signed: at(1, 5), ..request(5, 5) });
    ask(422, Request { signed: at(1, 8), ..request(5, 8) });
    ask(422, Request { proof: vec![], ..request(5, 8) });
    let other = KeyName::new("example.org/other").unwrap();
    let foreign = SignedCheckpoint::sign(&other, 8, jinguo::base::Hash32::ZERO, &KEY).unwrap();
    ask(404, Request { signed: foreign, ..request(5, 8) });
    let name = KeyName::new(ORIGIN).unwrap();
    let unsigned =
        SignedCheckpoint::sign(&name, 8, *at(0, 8).checkpoint().root(), &OperatorKey::from_seed(&[8; 32]));
    ask(403, Request { signed: unsigned.unwrap(), ..request(5, 8) });
    // Others' signatures beside the log's are passed over, and not kept.
    let line = SignatureLine { name: other, id: [1, 2, 3, 4], bytes: vec![5; 2420] };
    ask(200, Request { signed: at(0, 8).with(line).unwrap(), ..request(5, 8) });
    let kept = connection.get(&served.monitoring(ORIGIN));
    assert_eq!(SignedCheckpoint::parse(&kept.body).unwrap().note().signatures().len(), 2);

    for (method, path, status) in [
        ("GET", "/add-checkpoint", 405),
        ("PUT", "/add-checkpoint", 405),
        ("POST", &served.monitoring(ORIGIN), 405),
        ("GET", &served.monitoring(ORIGIN).to_uppercase(), 404),
        ("GET", "/", 404),
        ("POST", "/add-checkpoint/", 404),
        ("POST", "/sign-subtree", 404),
    ] {
        assert_eq!(served.connect().ask(method, path, b"").status, status, "{method} {path}");
    }
}

#[test]
fn after_a_restart_it_remembers() {
    let mut served = Served::new(&trust());
    let ask = |served: &Served, request: Request| -> Answer {
        served.connect().post("/add-checkpoint", request.to_string().as_bytes())
    };
    assert_eq!(ask(&served, request(0, 5)).status, 200);
    served.kill();
    served.start(&[]);
    assert_eq!(ask(&served, request(0, 5)).text(), "5\n");
    assert_eq!(ask(&served, Request { signed: at(1, 5), ..request(5, 5) }).status, 422);
    assert_eq!(ask(&served, request(5, 8)).status, 200);

    // A memory that is not as the witness wrote it: no cosignature for that log, never a new beginning.
    let file = served.memory_file(ORIGIN);
    let whole = std::fs::read(&file).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    let unsigned = text.rsplit_once("— ").unwrap().0.to_owned();
    let shorter = at(0, 5).note().to_string();
    for damaged in [String::new(), unsigned, shorter, text.replace("\n8\n", "\n7\n"), "x".repeat(200_000)] {
        std::fs::write(&file, damaged).unwrap();
        for request in [request(0, 5), request(8, 8), request(8, 9), request(5, 8)] {
            assert_eq!(ask(&served, request).status, 500);
        }
        assert_eq!(served.connect().get(&served.monitoring(ORIGIN)).status, 500);
    }
    std::fs::write(&file, whole).unwrap();
    assert_eq!(ask(&served, request(8, 9)).status, 200);
}
