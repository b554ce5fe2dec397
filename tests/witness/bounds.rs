//! Strangers who send too much, too slowly, too often or nonsense.
//!
//! Owns: that each has an answer of its own and that others are served meanwhile. Refuses to know: checkpoints.

use crate::forker::{ORIGIN, request};
use crate::served::{Connection, Served, trust};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[test]
fn a_body_that_is_too_long_is_not_read() {
    let served = Served::new(&trust());
    // Announced.
    let mut connection = served.connect();
    connection
        .send(b"POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 1000000000000\r\n\r\n")
        .unwrap();
    assert_eq!(connection.answer().unwrap().status, 413);
    // In pieces without an end: the witness has answered long before.
    let mut connection = served.connect();
    connection
        .send(b"POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ntransfer-encoding: chunked\r\n\r\n")
        .unwrap();
    let piece = [b"4000\r\n".as_slice(), &[b'x'; 0x4000], b"\r\n"].concat();
    let sent = (0..100_000).take_while(|_| connection.send(&piece).is_ok()).count();
    assert!(sent < 100_000, "it went on reading");
    // One byte more than the bound, and the bound itself.
    let most = jinguo::chain::witness::MAX_REQUEST;
    assert_eq!(served.connect().post("/add-checkpoint", &vec![b'x'; most]).status, 400);
    assert_eq!(served.connect().post("/add-checkpoint", &vec![b'x'; most + 1]).status, 413);
    assert_eq!(served.connect().post("/add-checkpoint", request(0, 1).to_string().as_bytes()).status, 200);
}

#[test]
fn a_head_that_is_too_long_is_not_read() {
    let served = Served::new(&trust());
    for head in [format!("x: {}\r\n", "y".repeat(40_000)), "x: y\r\n".repeat(70)] {
        let mut connection = served.connect();
        let _ = connection.send(format!("GET / HTTP/1.1\r\nhost: w\r\n{head}\r\n").as_bytes());
        assert_eq!(connection.answer().map(|answer| answer.status), Some(431));
    }
    for nonsense in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        let mut connection = served.connect();
        connection.send(nonsense.as_bytes()).unwrap();
        assert!(connection.answer().is_none_or(|answer| answer.status == 400), "{nonsense:?}");
    }
}

#[test]
fn who_is_too_slow_is_told_so_and_nobody_waits_for_her() {
    let served = Served::with(&trust(), &[("JINGUO_CLIENT_WAIT", "300")]);
    let mut slow = served.connect();
    slow.send(b"POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 100\r\n\r\nold").unwrap();
    let mut silent = served.connect();
    silent.send(b"POST /add-checkpoint HTTP/1.1\r\nhost").unwrap();
    let mut idle = served.connect();
    assert_eq!(served.connect().post("/add-checkpoint", request(0, 1).to_string().as_bytes()).status, 200);
    assert_eq!(slow.answer().unwrap().status, 408);
    // No request, no answer: these are only hung up on.
    assert!(silent.answer().is_none_or(|answer| answer.status == 408));
    assert!(idle.answer().is_none());
    assert_eq!(served.connect().get(&served.monitoring(ORIGIN)).status, 200);
}

#[test]
fn one_connection_too_many_is_told_so() {
    let served = Served::new(&trust());
    // One has asked and been answered, so that the places are taken in this order.
    let mut held: Vec<Connection> = Vec::new();
    for _ in 0..64 {
        let mut connection = served.connect();
        assert_eq!(connection.get("/").status, 404);
        held.push(connection);
    }
    assert_eq!(served.connect().answer().unwrap().status, 503);
    // Those who are in go on; when one leaves there is room again.
    assert_eq!(held[0].post("/add-checkpoint", request(0, 1).to_string().as_bytes()).status, 200);
    held.pop();
    let again = std::iter::repeat_with(|| served.connect().try_ask("GET", "/", b""));
    let mut tries = again.take(10_000).flatten();
    assert!(tries.any(|answer| answer.status == 404));
}

#[test]
fn nonsense_is_a_bad_request_and_changes_nothing() {
    let served = Served::new(&trust());
    let mut connection = served.connect();
    assert_eq!(connection.post("/add-checkpoint", request(0, 5).to_string().as_bytes()).status, 200);
    let kept = connection.get(&served.monitoring(ORIGIN)).body;
    let good = request(5, 8).to_string().into_bytes();
    let bodies = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        "old [0-9]{0,3}\n(\\PC{0,50}\n){0,6}".prop_map(String::into_bytes),
        // A good request with one byte changed, or cut.
        (any::<prop::sample::Index>(), any::<u8>(), any::<bool>()).prop_map(move |(at, byte, cut)| {
            let mut body = good.clone();
            let at = at.index(body.len());
            if cut {
                body.truncate(at);
            } else {
                body[at] = body[at].wrapping_add(byte.max(1));
            }
            body
        }),
    ];
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let connection = std::cell::RefCell::new(connection);
    let ran = runner.run(&bodies, |body| {
        let answer = connection.borrow_mut().post("/add-checkpoint", &body);
        prop_assert!([400, 403, 404, 409, 422].contains(&answer.status), "{:?}", answer);
        Ok(())
    });
    ran.unwrap();
    assert_eq!(connection.into_inner().get(&served.monitoring(ORIGIN)).body, kept);
}
