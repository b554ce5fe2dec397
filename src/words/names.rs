//! What things are called, as far as a sentence needs it.
//!
//! Owns: the questions that sentences ask. Refuses to know: where names are kept, and how much of one may be seen.

use crate::base::{
    EntryNo, FundNo, MoneyAccountNo, OperatorNo, PersonNo, ProgrammeNo, PurposeNo, RegisterNo,
};
use crate::entry::{Body, Target};

/// Gives the names of things; whoever implements it masks what must be masked.
pub trait Names {
    /// A fund's code, such as `GA`; its number where it has none.
    fn fund_code(&self, no: FundNo) -> String;
    /// A fund's name.
    fn fund(&self, no: FundNo) -> String;
    /// A programme's name.
    fn programme(&self, no: ProgrammeNo) -> String;
    /// The name of a place or cause.
    fn place(&self, no: PurposeNo) -> String;
    /// A person's number, with her masked name where it is known: `P-000001 王*`.
    fn person(&self, no: PersonNo) -> String;

    /// An operator's name.
    fn operator(&self, no: OperatorNo) -> String;
    /// A money account's code and name; `None`: the first account, which has neither.
    fn money(&self, no: Option<MoneyAccountNo>) -> String;
    /// A register's name.
    fn register(&self, no: RegisterNo) -> String;
    /// What an earlier entry was about, where it is known.
    fn body(&self, no: EntryNo) -> Option<&Body>;

    /// For whom money is held.
    fn target(&self, target: Target) -> String {
        match target {
            Target::Purpose(no) => self.place(no),
            Target::Person(no) => self.person(no),
        }
    }
}
