//! What things are called, as far as a sentence needs it.
//!
//! Owns: the questions that sentences ask. Refuses to know: where names are kept, and how much of one may be seen.

use super::Words;
use crate::base::{
    CaseNo, Code, Date, EntryNo, FundNo, GiftNo, GuarantorNo, ItemNo, MoneyAccountNo, OperatorNo, PersonNo,
    ProductNo, ProgrammeNo, PurposeNo, RegisterNo, RoundNo, VoucherNo,
};
use crate::book::relief::Grant;
use crate::entry::{Body, Target};

/// Why nothing but a person's number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// Her data is restricted 限制处理.
    Restricted,
    /// Her data is erased 已删除.
    Erased,
}

/// How an earlier grant was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The entry that paid it.
    pub entry: EntryNo,
    /// Its business date.
    pub day: Date,
    /// Its voucher; `None` for goods that stand in the register only.
    pub voucher: Option<VoucherNo>,
}

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

    /// Why only a person's number is told, where that has such a reason.
    fn withheld(&self, _: PersonNo) -> Option<Withheld> {
        None
    }
    /// An operator's name.
    fn operator(&self, no: OperatorNo) -> String;
    /// A money account's code and name; `None`: the first account, which has neither.
    fn money(&self, no: Option<MoneyAccountNo>) -> String;
    /// A loan product's name.
    fn product(&self, no: ProductNo) -> String;
    /// A guarantor's name.
    fn guarantor(&self, no: GuarantorNo) -> String;
    /// A register's name.
    fn register(&self, no: RegisterNo) -> String;
    /// What an earlier entry was about, where it is known.
    fn body(&self, no: EntryNo) -> Option<&Body>;

    /// A programme's name by its code; the code where the name is not known.
    fn programme_of(&self, code: &Code) -> String {
        code.to_string()
    }
    /// The programme and the person of an application, where they are known.
    fn case(&self, _: CaseNo) -> Option<(ProgrammeNo, PersonNo)> {
        None
    }
    /// The programme of a round, where it is known.
    fn round(&self, _: RoundNo) -> Option<ProgrammeNo> {
        None
    }
    /// Who gave a bound gift, where that is known and she is not anonymous.
    fn donor(&self, _: GiftNo) -> Option<PersonNo> {
        None
    }
    /// An item's name.
    fn item(&self, no: ItemNo) -> String {
        no.to_string()
    }
    /// So many pieces of an item, with what a piece of it is called: `100 个`.
    fn pieces(&self, _: ItemNo, pieces: u64) -> String {
        pieces.to_string()
    }
    /// Whether each piece of an item has a number, where that is known.
    fn numbered(&self, _: ItemNo) -> Option<bool> {
        None
    }
    /// The number on a piece of an item, with all its digits.
    fn card(&self, _: ItemNo, number: u64) -> String {
        number.to_string()
    }
    /// How an earlier grant was paid, where it was and that is known.
    fn paid(&self, _: &Grant) -> Option<Paid> {
        None
    }
}

/// A person as a sentence names her: her number with her name, or with the reason why that is not told.
pub fn person(words: &Words, names: &dyn Names, no: PersonNo) -> String {
    let key = match names.withheld(no) {
        None => return names.person(no),
        Some(Withheld::Restricted) => "person-restricted",
        Some(Withheld::Erased) => "person-erased",
    };
    words.say(key, &[("person", no.into())])
}

/// For whom money is held.
pub fn target(words: &Words, names: &dyn Names, target: Target) -> String {
    match target {
        Target::Purpose(no) => names.place(no),
        Target::Person(no) => person(words, names, no),
    }
}
