//! What is allowed: the chart of accounts, the rules, and the state they keep.
//!
//! Owns: turning a draft into an entry or a refusal, and folding entries into state; pure, over any state view.
//! Refuses to know: storage, clocks, terminals and hashing.

pub mod chart;
pub mod checks;
pub mod closing;
mod everyday;
mod exists;
pub mod fold;
pub mod loan;
pub mod operators;
pub mod persons;
pub mod postings;
mod purposes;
pub mod record;
pub mod refusal;
mod register;
pub mod relief;
pub mod settings;
pub mod state;
pub mod two_persons;
pub mod view;

pub use checks::Check;
pub use record::{Context, Draft, record, replay};
pub use refusal::Refusal;
pub use state::{
    BudgetState, Cell, Counts, Days, Key, LedgerInfo, Named, Operator, Pending, Periods, PersonState,
    RegisterState, Turnover,
};
pub use view::{Overlay, Stop, View};

/// The rules that this crate writes under, named in every header. Older rules stay for replaying older entries.
pub const RULES_VERSION: u16 = 6;
