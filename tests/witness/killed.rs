//! Killed at any moment among many requests of a log that shows two histories.
//!
//! Owns: that what was acknowledged is never gone back on. Refuses to know: power cuts; see `memory.rs`.

use crate::forker::{ORIGIN, at, request_of};
use crate::served::{Connection, Served, trust};
use jinguo::base::Hash32;
use jinguo::chain::{SignatureLine, SignedCheckpoint};
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was cosigned, in the order in which the answers came to one client.
type Acknowledged = Mutex<Vec<(u64, Hash32)>>;

/// Asks for both histories until the witness is gone: forward, once more, back, and the other way.
fn pester(
    address: SocketAddr,
    count: &AtomicU64,
    acknowledged: &Acknowledged,
    own: &jinguo::chain::VerifierKey,
) {
    let Ok(stream) = std::net::TcpStream::connect(address) else { return };
    drop(stream);
    let mut connection = Connection::to(address);
    let mut known = 0;
    for turn in 0u64.. {
        let history = u8::try_from(turn % 2).unwrap();
        let (old, size) = match turn % 7 {
            0..=3 => (known, known + 1 + turn % 3),
            4 => (known, known),
            5 => (known.saturating_sub(1), known),
            _ => (0, known),
        };
        let asked = request_of(history, old, size);
        let Some(answer) = connection.try_ask("POST", "/add-checkpoint", asked.to_string().as_bytes()) else {
            return;
        };
        match answer.status {
            200 => {
                let line = SignatureLine::parse(answer.text().trim_end()).unwrap();
                assert!(asked.signed.clone().with(line).unwrap().note().verify(own).is_ok());
                acknowledged.lock().unwrap().push((size, *asked.signed.checkpoint().root()));
                known = size;
                count.fetch_add(1, Ordering::SeqCst);
            }
            409 => known = answer.text().trim_end().parse().unwrap(),
            422 => {}
            other => panic!("{other}: {answer:?}"),
        }
    }
}

#[test]
fn killed_in_the_middle_of_requests_it_goes_back_on_nothing() {
    const ROUNDS: u64 = 25;
    const CLIENTS: usize = 3;
    let mut served = Served::new(&trust());
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let (mut all, mut highest) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let (count, acknowledged) = (AtomicU64::new(0), [const { Mutex::new(Vec::new()) }; CLIENTS]);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (many, looks) = (random >> 60, random >> 44 & 0xFFFF);
        let (address, own) = (served.address(), served.own.clone());
        std::thread::scope(|scope| {
            for of_one in &acknowledged {
                let (count, own) = (&count, &own);
                scope.spawn(move || pester(address, count, of_one, own));
            }
            // After so many answers and so many looks more: anywhere in a request.
            while count.load(Ordering::SeqCst) < many {
                std::thread::yield_now();
            }
            for _ in 0..looks {
                std::hint::spin_loop();
            }
            served.kill();
        });
        // One client's answers never go back, nor below what was acknowledged before the kill.
        let mut newest = highest;
        for of_one in acknowledged {
            let of_one = of_one.into_inner().unwrap();
            assert!(of_one.iter().map(|(size, _)| *size).is_sorted(), "round {round}: {of_one:?}");
            assert!(
                of_one.iter().all(|(size, _)| *size >= highest),
                "round {round}: below {highest}: {of_one:?}"
            );
            newest = newest.max(of_one.iter().map(|(size, _)| *size).max().unwrap_or(0));
            all.extend(of_one);
        }
        highest = newest;
        served.start(&[]);
        let kept = served.connect().get(&served.monitoring(ORIGIN));
        let kept = SignedCheckpoint::parse(&kept.body).unwrap();
        assert!(kept.checkpoint().size() >= highest, "round {round}: forgot {highest}");
        highest = kept.checkpoint().size();
        all.push((highest, *kept.checkpoint().root()));
    }
    assert!(all.len() > 100, "only {} answers", all.len());
    // From the first leaf on all that was ever cosigned is of one history.
    let of =
        |history| all.iter().all(|(size, root)| *size == 0 || at(history, *size).checkpoint().root() == root);
    assert!(of(0) != of(1), "both histories were cosigned, or neither");
}
