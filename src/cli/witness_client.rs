//! A log's side of C2SP `tlog-witness`: asking a witness for its cosignature.
//!
//! Owns: HTTP, its bounds, and the check of what comes back. Refuses to know: ledgers; proofs are asked for.

use super::context::{Exit, Failure};
use super::message::{Message, Recorded};
use crate::base::Hash32;
use crate::chain::cosignature;
use crate::chain::witness::Request;
use crate::chain::{SignatureLine, SignedCheckpoint, Unverified, VerifierKey};
use crate::words::Words;
use std::time::Duration;
use ureq::Agent;

/// The longest answer that is read, in bytes: a hundred signatures.
const LONGEST: u64 = 64 * 1024;
/// How long all of one exchange may take.
const TIME: Duration = Duration::from_secs(30);
/// How often a witness may name another size before it is left alone.
const TRIES: usize = 3;

/// Why a witness gave no cosignature.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// No answer: no connection, no time, no HTTP.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// It has cosigned a larger tree of this log than there is here.
    #[error("it has seen {size} records")]
    Ahead {
        /// How large.
        size: u64,
    },
    /// It names another size each time.
    #[error("it names another size each time")]
    Undecided,
    /// It refused.
    #[error("refused with {status}: {said}")]
    Refused {
        /// The status of its answer.
        status: u16,
        /// The first line of what it said, cut short.
        said: String,
    },
    /// Its answer is not what the specification wants.
    #[error("an answer that is none: {0}")]
    Nonsense(&'static str),
    /// It answered, and none of its lines is by the key that was asked for.
    #[error("no signature by the key that it should have")]
    OtherKey,
    /// A line is by that key and wrong.
    #[error("its signature is wrong")]
    WrongSignature,
    /// The proof could not be made.
    #[error("no proof")]
    Prove(Failure),
}

/// The cosignature of the witness at `url` on a checkpoint, checked with its key. `old_size` is what the witness is
/// thought to remember; `prove` makes the proof from a size to the checkpoint's.
///
/// # Errors
/// [`WitnessError`].
pub fn collect(
    url: &str,
    key: &VerifierKey,
    note: &SignedCheckpoint,
    old_size: u64,
    prove: &mut dyn FnMut(u64) -> Result<Vec<Hash32>, Failure>,
) -> Result<SignatureLine, WitnessError> {
    let config = Agent::config_builder()
        .timeout_global(Some(TIME))
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent("jinguo");
    let agent = Agent::new_with_config(config.build());
    let address = format!("{}/add-checkpoint", url.trim_end_matches('/'));
    let mut old = old_size;
    for _ in 0..TRIES {
        let nothing_to_prove = old == 0 || old == note.checkpoint().size();
        let proof = if nothing_to_prove { Vec::new() } else { prove(old).map_err(WitnessError::Prove)? };
        let body = Request { old, proof, signed: note.clone() }.to_string();
        let (status, said) = post(&agent, &address, &body)?;
        match status {
            200 => return checked(&said, key, note),
            409 => {
                let size = said.strip_suffix('\n').and_then(|size| size.parse().ok());
                old = size.ok_or(WitnessError::Nonsense("409 without a size"))?;
                if old > note.checkpoint().size() {
                    return Err(WitnessError::Ahead { size: old });
                }
            }
            _ => {
                let said = said.lines().next().unwrap_or("").chars().take(200).collect();
                return Err(WitnessError::Refused { status, said });
            }
        }
    }
    Err(WitnessError::Undecided)
}

fn post(agent: &Agent, address: &str, body: &str) -> Result<(u16, String), WitnessError> {
    let unreachable = |error: ureq::Error| WitnessError::Unreachable(error.to_string());
    let mut response =
        agent.post(address).content_type("text/plain; charset=utf-8").send(body).map_err(unreachable)?;
    let status = response.status().as_u16();
    let said = response.body_mut().with_config().limit(LONGEST).read_to_string();
    match said {
        Ok(said) => Ok((status, said)),
        // What it says beside a refusal is only a courtesy.
        Err(_) if status != 200 && status != 409 => Ok((status, String::new())),
        Err(ureq::Error::BodyExceedsLimit(_)) => Err(WitnessError::Nonsense("too long")),
        Err(error) => Err(unreachable(error)),
    }
}

fn checked(said: &str, key: &VerifierKey, note: &SignedCheckpoint) -> Result<SignatureLine, WitnessError> {
    let lines = said.strip_suffix('\n').ok_or(WitnessError::Nonsense("no whole line"))?;
    let mut found = None;
    for line in lines.split('\n') {
        let line = SignatureLine::parse(line).map_err(|_| WitnessError::Nonsense("no signature line"))?;
        match cosignature::verify(note.note().text(), &line, key) {
            Ok(0) => return Err(WitnessError::Nonsense("a cosignature without a time")),
            Ok(_) => found = found.or(Some(line)),
            // By a key that nobody asked for: neither good nor bad.
            Err(Unverified::Absent) => {}
            Err(Unverified::Wrong) => return Err(WitnessError::WrongSignature),
        }
    }
    found.ok_or(WitnessError::OtherKey)
}

/// What a witness's silence or refusal is told as.
pub fn failure(words: &Words, url: &str, error: WitnessError) -> Failure {
    let (exit, text) = match error {
        WitnessError::Prove(failure) => return failure,
        WitnessError::Unreachable(cause) => {
            let args = [("url", url.into()), ("cause", cause.into())];
            (Exit::InputOutput, words.say("error-witness-unreachable", &args))
        }
        WitnessError::Ahead { size } => {
            (Exit::Refused, words.say("error-witness-ahead", &[("url", url.into()), ("size", size.into())]))
        }
        WitnessError::Refused { status, said } => {
            let args = [("url", url.into()), ("status", status.to_string().into()), ("said", said.into())];
            (Exit::Refused, words.say("error-witness-refused", &args))
        }
        error @ (WitnessError::Undecided
        | WitnessError::Nonsense(_)
        | WitnessError::OtherKey
        | WitnessError::WrongSignature) => {
            let args = [("url", url.into()), ("cause", error.to_string().into())];
            (Exit::Refused, words.say("error-witness-nonsense", &args))
        }
    };
    let message = Message::new(text, Recorded::NotAsked);
    Failure::told(exit, message.hint(words.say("hint-witness-later", &[("url", url.into())])))
}
