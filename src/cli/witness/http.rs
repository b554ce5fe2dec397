//! C2SP `tlog-witness` over HTTP.
//!
//! Owns: paths, status codes, and bounds on what strangers may send, how slowly and how many at once.
//! Refuses to know: what is cosigned, and words for people.

use crate::base::Hash32;
use crate::chain::CheckpointError;
use crate::chain::note::{LineError, NoteError};
use crate::chain::witness::{Answer, MAX_REQUEST, Request, RequestError, Unsound};
use crate::cli::outside::clock;
use crate::ledger::witness::{Outcome, Witness, WitnessFault};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{ALLOW, CONNECTION, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

/// The most connections at once; with the bounds below they hold at most some ten megabytes.
const MOST_CONNECTIONS: usize = 64;
/// The longest request head in bytes, and the most lines of it.
const LONGEST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
/// How long a connection lasts, whatever it does.
const CONNECTION_TIME: Duration = Duration::from_secs(300);
/// How many requests are worked on at once; they wait for each other anyway.
const WORKERS: usize = 4;
/// How many events wait to be told; more are not told.
const MOST_EVENTS: usize = 256;
/// What a connection too many is told, without reading what it asks.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// What the witness's operator may want to know.
#[derive(Debug)]
pub enum Event {
    /// A request that a log had signed was answered.
    Answered {
        /// The log.
        origin: String,
        /// The checkpoint's size.
        size: u64,
        /// What became of it.
        outcome: Outcome,
    },
    /// It could not be.
    Fault(WitnessFault),
}

/// What each request is answered with.
#[derive(Clone)]
struct Desk {
    witness: Arc<Witness>,
    teller: mpsc::Sender<Event>,
    /// How long a head may take, a body, and the rest between two requests.
    wait: Duration,
}

/// Serves until the process is interrupted; `wait` is how long a client may take for a request's head, and for its body.
///
/// # Errors
/// Where the system gives no way to wait for connections.
pub fn serve(
    listener: TcpListener,
    witness: Witness,
    wait: Duration,
    tell: &mut dyn FnMut(&Event),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(WORKERS).build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let (teller, mut told) = mpsc::channel(MOST_EVENTS);
        let desk = Desk { witness: Arc::new(witness), teller, wait };
        let mut stop = pin!(tokio::signal::ctrl_c());
        loop {
            tokio::select! {
                _ = &mut stop => return Ok(()),
                Some(event) = told.recv() => tell(&event),
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => match Arc::clone(&room).try_acquire_owned() {
                        Ok(place) => {
                            let desk = desk.clone();
                            tokio::spawn(async move {
                                connection(stream, desk).await;
                                drop(place);
                            });
                        }
                        Err(_full) => { let _ = stream.try_write(TOO_MANY); }
                    },
                    // No more files may be open, or the like: it passes when connections end.
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                },
            }
        }
    })
}

async fn connection(stream: TcpStream, desk: Desk) {
    let wait = desk.wait;
    let service = service_fn(|request| {
        let desk = desk.clone();
        async move { Ok::<_, Infallible>(answer(request, desk).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(wait)
        .max_buf_size(LONGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    // Whatever ended it is the client's affair.
    let _ = timeout(CONNECTION_TIME, served).await;
}

async fn answer(request: hyper::Request<Incoming>, desk: Desk) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    let log = path.strip_prefix('/').and_then(|path| path.strip_suffix("/checkpoint")).and_then(origin_hash);
    match (path, log) {
        ("/add-checkpoint", _) if request.method() == Method::POST => add(request, desk).await,
        ("/add-checkpoint", _) => not_allowed("POST"),
        (_, Some(log)) if request.method() == Method::GET => latest(log, desk).await,
        (_, Some(_)) => not_allowed("GET"),
        _ => plain(StatusCode::NOT_FOUND, "no such path"),
    }
}

/// Lower-case digits only, as the specification has them: one address for one thing.
fn origin_hash(text: &str) -> Option<Hash32> {
    Hash32::from_hex(text).filter(|hash| hash.to_string() == text)
}

async fn add(request: hyper::Request<Incoming>, desk: Desk) -> Response<Full<Bytes>> {
    // What is announced as too long is not read at all.
    if request.body().size_hint().lower() > u64::try_from(MAX_REQUEST).unwrap_or(u64::MAX) {
        return closing(plain(StatusCode::PAYLOAD_TOO_LARGE, "body too long"));
    }
    let body = match timeout(desk.wait, Limited::new(request.into_body(), MAX_REQUEST).collect()).await {
        Err(_late) => return closing(plain(StatusCode::REQUEST_TIMEOUT, "body too slow")),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return closing(plain(StatusCode::PAYLOAD_TOO_LARGE, "body too long"));
        }
        Ok(Err(_)) => return closing(plain(StatusCode::BAD_REQUEST, "body not whole")),
        Ok(Ok(body)) => body.to_bytes(),
    };
    let request = match Request::parse(&body) {
        Ok(request) => request,
        // A signature that is not written in the one way there is does not verify, as the specification's own vectors have
        // it; anything else that is no request is a bad one.
        Err(RequestError::Checkpoint(CheckpointError::Note(NoteError::Line {
            cause: LineError::Base64,
            ..
        }))) => {
            return plain(StatusCode::FORBIDDEN, "invalid signature");
        }
        Err(error) => return plain(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let checkpoint = request.signed.checkpoint();
    let (origin, size) = (checkpoint.origin().to_owned(), checkpoint.size());
    let seconds = clock().and_then(|now| u64::try_from(now.millis() / 1000).ok()).unwrap_or(0);
    // Files are synced there: others are not to wait for that.
    let Desk { witness, teller, .. } = desk;
    let added = tokio::task::spawn_blocking(move || witness.add(request, seconds)).await;
    match added {
        Ok(Ok(outcome)) => {
            let response = told(&outcome);
            // What no log signed is noise that anyone can make.
            let noise = matches!(
                outcome,
                Outcome::Refused {
                    answer: Answer::UnknownLog | Answer::NotSigned | Answer::WrongSignature,
                    ..
                }
            );
            if !noise {
                let _ = teller.try_send(Event::Answered { origin, size, outcome });
            }
            response
        }
        Ok(Err(fault)) => broken(fault, &teller),
        Err(_panicked) => plain(StatusCode::INTERNAL_SERVER_ERROR, "no answer"),
    }
}

async fn latest(log: Hash32, desk: Desk) -> Response<Full<Bytes>> {
    let Desk { witness, teller, .. } = desk;
    match tokio::task::spawn_blocking(move || witness.latest(&log)).await {
        Ok(Ok(Some(kept))) => plain(StatusCode::OK, &kept.signed().note().to_string()),
        Ok(Ok(None)) => plain(StatusCode::NOT_FOUND, "no checkpoint of that log"),
        Ok(Err(fault)) => broken(fault, &teller),
        Err(_panicked) => plain(StatusCode::INTERNAL_SERVER_ERROR, "no answer"),
    }
}

fn told(outcome: &Outcome) -> Response<Full<Bytes>> {
    let answer = match outcome {
        Outcome::Cosigned { line, .. } => return plain(StatusCode::OK, &format!("{line}\n")),
        Outcome::Refused { answer, .. } => answer,
    };
    match answer {
        Answer::OldAboveSize => plain(StatusCode::BAD_REQUEST, "old size above the checkpoint's"),
        Answer::UnknownLog => plain(StatusCode::NOT_FOUND, "unknown log"),
        Answer::NotSigned => plain(StatusCode::FORBIDDEN, "no signature by the log"),
        Answer::WrongSignature => plain(StatusCode::FORBIDDEN, "invalid signature"),
        Answer::Conflict { size } => {
            let mut response = plain(StatusCode::CONFLICT, &format!("{size}\n"));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/x.tlog.size"));
            response
        }
        Answer::Unprocessable(unsound) => {
            let why = match unsound {
                Unsound::EmptyTree => "not the root of an empty tree",
                Unsound::Fork => "another root at this size",
                Unsound::Proof => "invalid consistency proof",
            };
            plain(StatusCode::UNPROCESSABLE_ENTITY, why)
        }
        Answer::Cosign => plain(StatusCode::INTERNAL_SERVER_ERROR, "no answer"),
    }
}

fn broken(fault: WitnessFault, teller: &mpsc::Sender<Event>) -> Response<Full<Bytes>> {
    let _ = teller.try_send(Event::Fault(fault));
    plain(StatusCode::INTERNAL_SERVER_ERROR, "this witness cannot answer; its operator was told")
}

fn plain(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    let line = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let mut response = Response::new(Full::from(line));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// The rest of what the client sends is not read, so the connection cannot be used again.
fn closing(mut response: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn not_allowed(allowed: &'static str) -> Response<Full<Bytes>> {
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "no such method");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    closing(response)
}
