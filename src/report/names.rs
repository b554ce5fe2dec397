//! The names of what entries are about, read once each.
//!
//! Owns: reading and masking them, what is withheld, whose were shown whole. Refuses to know: what they are shown in.

pub(super) mod offline;
mod relief;

use crate::base::{
    BudgetNo, CaseNo, Code, EntryNo, FundNo, GiftNo, GuarantorNo, ItemNo, Line, MoneyAccountNo, OperatorNo,
    PersonNo, ProductNo, ProgrammeNo, PurposeNo, RegisterNo, RoundNo,
};
use crate::book::loan::LoanRefusal;
use crate::book::relief::Grant;
use crate::book::{Cell, Key, PersonState, Refusal};
use crate::entry::{Body, Decision, Entry, Field, FundAdded, PersonSort, ProgrammeAdded, Target};
use crate::ledger::{Ledger, LedgerError, VaultFields};
use crate::words::mask;
use crate::words::names::{Names, Paid, Withheld};
use crate::words::{Words, summary};
use std::collections::{BTreeMap, BTreeSet};

/// How many entries a note lists by number.
const MOST_LISTED: usize = 20;

/// Names of funds and programmes, and of those places and persons that were asked for.
#[derive(Default)]
pub struct NameBook {
    funds: BTreeMap<FundNo, (Code, Line)>,
    programmes: BTreeMap<ProgrammeNo, (Code, Line)>,
    places: BTreeMap<PurposeNo, Line>,
    persons: BTreeMap<PersonNo, Called>,
    operators: BTreeMap<OperatorNo, Line>,
    money: BTreeMap<MoneyAccountNo, (Code, Line)>,
    registers: BTreeMap<RegisterNo, Line>,
    products: BTreeMap<ProductNo, Line>,
    guarantors: BTreeMap<GuarantorNo, Line>,
    budgets: BTreeMap<BudgetNo, Line>,
    relief: relief::Known,
    bodies: BTreeMap<EntryNo, Body>,
    /// Entries by which one person alone let something take effect.
    emergencies: BTreeSet<EntryNo>,
    hidden: bool,
    differing: BTreeSet<PersonNo>,
    sight: Sight,
    opened: BTreeSet<PersonNo>,
}

/// How much of personal data is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// Masked: 王*, `110***********002X`. Whoever is restricted stays hidden.
    #[default]
    Masked,
    /// Whole. Whoever is restricted stays hidden.
    Plain,
    /// Whole, of those who are restricted too.
    Everything,
}

/// How a person is called.
enum Called {
    Name(String),
    NumberOnly(Option<Withheld>),
}

/// What may be shown of a person.
pub struct Shown {
    /// What the rules know of her.
    pub state: PersonState,
    /// Her fields, masked unless they may be seen whole; `None` where they can't be read here or are withheld.
    pub fields: Option<Vec<(Field, String)>>,
    /// Why they are withheld, where they are.
    pub withheld: Option<Withheld>,
}

impl NameBook {
    /// All funds and programmes; persons will be masked.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn new(ledger: &mut Ledger) -> Result<NameBook, LedgerError> {
        let fund = |f: FundAdded| (f.no, (f.code, f.name));
        let programme = |p: ProgrammeAdded| (p.no, (p.code, p.name));
        Ok(NameBook {
            funds: ledger.funds()?.into_iter().map(fund).collect(),
            programmes: ledger.programmes()?.into_iter().map(programme).collect(),
            operators: ledger.operators()?.into_iter().map(|(no, operator)| (no, operator.name)).collect(),
            money: ledger.money_accounts()?.into_iter().map(|a| (a.no, (a.code, a.name))).collect(),
            registers: ledger.registers()?.into_iter().map(|(no, register)| (no, register.name)).collect(),
            products: ledger.products()?.into_iter().map(|p| (p.added.no, p.added.name)).collect(),
            guarantors: ledger.guarantors()?.into_iter().map(|(no, g)| (no, g.name)).collect(),
            relief: relief::Known::new(ledger)?,
            emergencies: ledger.emergencies()?.into_iter().map(|(by, _)| by).collect(),
            budgets: ledger.budgets()?.into_iter().map(|b| (b.set.no, b.set.purpose)).collect(),
            ..NameBook::default()
        })
    }

    /// The same, with persons shown so far. Whoever asks for more than masks records first who saw what:
    /// [`NameBook::opened`] says whose data it was.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn seen(ledger: &mut Ledger, sight: Sight) -> Result<NameBook, LedgerError> {
        Ok(NameBook { sight, ..NameBook::new(ledger)? })
    }

    /// The natural persons whose data was read out whole so far.
    pub const fn opened(&self) -> &BTreeSet<PersonNo> {
        &self.opened
    }

    /// What a budget is for; its number where it is not known.
    #[must_use]
    pub fn budget(&self, no: BudgetNo) -> String {
        self.budgets.get(&no).map_or_else(|| no.to_string(), Line::to_string)
    }

    /// Everything that a refusal names.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn of_refusal(ledger: &mut Ledger, refusal: &Refusal) -> Result<NameBook, LedgerError> {
        let mut names = NameBook::new(ledger)?;
        names.learn_refusal(ledger, refusal)?;
        Ok(names)
    }

    /// Learns the names of everything that a refusal names.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn learn_refusal(&mut self, ledger: &mut Ledger, refusal: &Refusal) -> Result<(), LedgerError> {
        match refusal {
            Refusal::HeldNotCovered { target, .. } => self.learn_target(ledger, *target),
            Refusal::NotANaturalPerson { no }
            | Refusal::NotAnOrganisation { no }
            | Refusal::DuplicatePerson { no } => self.learn_person(ledger, *no),
            Refusal::Loan(loan) => match **loan {
                LoanRefusal::WomenOnly { person } | LoanRefusal::AgeOutside { person, .. } => {
                    self.learn_person(ledger, person)
                }
                _ => Ok(()),
            },
            Refusal::Relief(relief) => self.learn_relief_refusal(ledger, relief),
            _ => Ok(()),
        }
    }

    /// Learns the names of everything that an entry is about.
    ///
    /// # Errors
    /// Where index or vault can't be read; a vault that does not match is no error, see [`NameBook::notes`].
    pub fn learn(&mut self, ledger: &mut Ledger, entry: &Entry) -> Result<(), LedgerError> {
        match &entry.body {
            Body::PassThrough(held) => {
                self.learn_target(ledger, held.target)?;
                held.other.map_or(Ok(()), |other| self.learn_person(ledger, other))?;
            }
            Body::Reversal(_) => self.learn_postings(ledger, entry)?,
            Body::Decided(decided) => {
                let no = decided.prepared.entry;
                if let Some(prepared) = ledger.entry(no)? {
                    self.learn(ledger, &prepared)?;
                    self.bodies.insert(no, prepared.body);
                }
                self.learn_postings(ledger, entry)?;
            }
            Body::Case(_) | Body::Round(_) | Body::Gift(_) | Body::Goods(_) => {
                self.learn_relief(ledger, &entry.body)?;
            }
            body => {
                for person in body.persons() {
                    self.learn_person(ledger, person)?;
                }
            }
        }
        Ok(())
    }

    fn learn_postings(&mut self, ledger: &mut Ledger, entry: &Entry) -> Result<(), LedgerError> {
        for dims in entry.postings.iter().map(|p| p.dims) {
            for person in [dims.person, dims.donor].into_iter().flatten() {
                self.learn_person(ledger, person)?;
            }
            if let Some(place) = dims.purpose {
                self.learn_target(ledger, Target::Purpose(place))?;
            }
        }
        Ok(())
    }

    /// Learns the name of a place, a cause or a person.
    ///
    /// # Errors
    /// As [`NameBook::learn`].
    pub fn learn_target(&mut self, ledger: &mut Ledger, target: Target) -> Result<(), LedgerError> {
        match target {
            Target::Person(no) => self.learn_person(ledger, no),
            Target::Purpose(no) => {
                if !self.places.contains_key(&no)
                    && let Some(name) = ledger.purpose_name(no)?
                {
                    self.places.insert(no, name);
                }
                Ok(())
            }
        }
    }

    /// Learns the name of a person.
    ///
    /// # Errors
    /// As [`NameBook::learn`].
    pub fn learn_person(&mut self, ledger: &mut Ledger, no: PersonNo) -> Result<(), LedgerError> {
        if !self.persons.contains_key(&no) {
            let shown = self.person_shown(ledger, no)?;
            let name = |(field, text)| (field == Field::Name).then_some(text);
            let called = match shown {
                None => Called::NumberOnly(None),
                Some(Shown { fields: Some(fields), .. }) => {
                    let name = fields.into_iter().find_map(name);
                    name.map_or(Called::NumberOnly(None), Called::Name)
                }
                Some(Shown { withheld, .. }) => Called::NumberOnly(withheld),
            };
            self.persons.insert(no, called);
        }
        Ok(())
    }

    /// Why words on an entry, such as a note, may not be shown: it, or one that it stands on, names
    /// somebody whose data is withheld.
    ///
    /// # Errors
    /// As [`NameBook::learn`].
    pub fn words_withheld(
        &mut self,
        ledger: &mut Ledger,
        about: &Entry,
    ) -> Result<Option<Withheld>, LedgerError> {
        for person in ledger.about(about)? {
            self.learn_person(ledger, person)?;
            if let Some(withheld) = self.withheld(person) {
                return Ok(Some(withheld));
            }
        }
        Ok(None)
    }

    /// What may be shown of a person; `None` where nobody of that number is registered.
    ///
    /// # Errors
    /// As [`NameBook::learn`].
    pub fn person_shown(&mut self, ledger: &mut Ledger, no: PersonNo) -> Result<Option<Shown>, LedgerError> {
        let Some(mut shown) = self.person_read(ledger, no)? else { return Ok(None) };
        let sort = shown.state.sort;
        if let Some(fields) = &mut shown.fields {
            if self.sight == Sight::Masked {
                fields.iter_mut().for_each(|(field, text)| mask_field(sort, *field, text));
            } else if sort == PersonSort::Natural {
                self.opened.insert(no);
            }
        }
        Ok(Some(shown))
    }

    /// The same with nothing masked, for a search: only what is found is shown, by [`NameBook::person_shown`].
    pub(super) fn person_read(
        &mut self,
        ledger: &mut Ledger,
        no: PersonNo,
    ) -> Result<Option<Shown>, LedgerError> {
        let Some(state) = ledger.person(no)? else { return Ok(None) };
        let withheld = match state {
            PersonState { erased: true, .. } => Some(Withheld::Erased),
            PersonState { restricted: true, .. } if self.sight != Sight::Everything => {
                Some(Withheld::Restricted)
            }
            _ => None,
        };
        let found = match withheld {
            Some(_) => None,
            None => match ledger.person_fields(no) {
                Ok(found) => found.map(|(_, fields)| fields),
                Err(LedgerError::VaultDiffers { .. } | LedgerError::Vault(_)) => {
                    self.differing.insert(no);
                    None
                }
                Err(error) => return Err(error),
            },
        };
        let fields = match found {
            Some(VaultFields::Known(fields)) => Some(
                fields.into_iter().filter_map(|(tag, text)| Some((Field::from_tag(tag)?, text))).collect(),
            ),
            Some(VaultFields::NotHere) => {
                self.hidden = true;
                None
            }
            Some(VaultFields::Erased) | None => None,
        };
        Ok(Some(Shown { state, fields, withheld }))
    }

    /// A person's name as it may be shown, without her number; `None` where there is only that.
    pub(super) fn name_alone(&self, no: PersonNo) -> Option<&str> {
        match self.persons.get(&no) {
            Some(Called::Name(name)) => Some(name),
            Some(Called::NumberOnly(_)) | None => None,
        }
    }

    /// Whether one person alone let something take effect by that entry 应急.
    pub fn is_emergency(&self, no: EntryNo) -> bool {
        self.emergencies.contains(&no)
    }

    /// What a reader of any report must know: what one person alone let take effect, and what [`NameBook::notes_on_names`] says.
    pub fn notes(&self, words: &Words) -> Vec<String> {
        let mut notes = self.notes_on_names(words);
        if !self.emergencies.is_empty() {
            let mut listed: Vec<String> =
                self.emergencies.iter().take(MOST_LISTED).map(EntryNo::to_string).collect();
            if self.emergencies.len() > MOST_LISTED {
                listed.push("…".to_owned());
            }
            let count = ("count", self.emergencies.len().into());
            let entries = ("entries", listed.join(", ").into());
            notes.insert(0, words.say("report-emergencies", &[count, entries]));
        }
        notes
    }

    /// What a reader must know of the names: that they can't be read here, or that the vault does not match.
    pub fn notes_on_names(&self, words: &Words) -> Vec<String> {
        let mut notes = Vec::new();
        if self.hidden {
            notes.push(words.word("report-names-hidden"));
        }
        if !self.differing.is_empty() {
            let persons: Vec<String> = self.differing.iter().map(PersonNo::to_string).collect();
            notes.push(words.say("report-vault-differs", &[("persons", persons.join(", ").into())]));
        }
        notes
    }

    /// The summary of an entry, after learning what it is about. Of a prepared one it says what became of it.
    ///
    /// # Errors
    /// As [`NameBook::learn`].
    pub fn summary(
        &mut self,
        words: &Words,
        ledger: &mut Ledger,
        entry: &Entry,
    ) -> Result<String, LedgerError> {
        let text = self.asked(words, ledger, entry)?;
        if !entry.prepared {
            return Ok(text);
        }
        let decided = decided_by(ledger, entry.no)?;
        let Some((by, decision)) = decided else {
            return Ok(words.say("summary-prepared", &[("text", text.into())]));
        };
        let key = match decision {
            Decision::Approved => "summary-prepared-approved",
            Decision::Rejected => "summary-prepared-rejected",
            Decision::Withdrawn => "summary-prepared-withdrawn",
            Decision::Emergency => "summary-prepared-emergency",
        };
        Ok(words.say(key, &[("text", text.into()), ("by", by.into())]))
    }

    /// The summary of an entry as it would be if it took effect.
    ///
    /// # Errors
    /// As [`NameBook::learn`].
    pub fn asked(
        &mut self,
        words: &Words,
        ledger: &mut Ledger,
        entry: &Entry,
    ) -> Result<String, LedgerError> {
        self.learn(ledger, entry)?;
        Ok(summary::summary(words, &entry.body, self))
    }
}

/// Natural persons are masked; an organisation's name is no personal data.
fn mask_field(sort: PersonSort, field: Field, text: &mut String) {
    match (sort, field) {
        (PersonSort::Natural, Field::Name) => *text = mask::name(text),
        (_, Field::IdNumber | Field::BankCard) => *text = mask::id_number(text),
        (PersonSort::Organisation, Field::Name) | (_, Field::Area | Field::Category) => {}
    }
}

/// The name of an operator; her number where it is not known.
///
/// # Errors
/// Where the index can't be read.
pub fn operator(ledger: &mut Ledger, no: OperatorNo) -> Result<String, LedgerError> {
    Ok(match ledger.state().get(&Key::Operator(no))? {
        Some(Cell::Operator(operator)) => operator.name.to_string(),
        _ => no.to_string(),
    })
}

/// The entry that decided on a prepared one, and how.
///
/// # Errors
/// Where the index can't be read.
pub fn decided_by(
    ledger: &mut Ledger,
    prepared: EntryNo,
) -> Result<Option<(EntryNo, Decision)>, LedgerError> {
    let Some(by) = ledger.decided_by(prepared)? else { return Ok(None) };
    Ok(match ledger.entry(by)?.map(|entry| entry.body) {
        Some(Body::Decided(decided)) => Some((by, decided.decision)),
        _ => None,
    })
}

/// The entry that reversed this one.
///
/// # Errors
/// Where the index can't be read.
pub fn reversed_by(ledger: &mut Ledger, no: EntryNo) -> Result<Option<EntryNo>, LedgerError> {
    Ok(match ledger.state().get(&Key::Reversed(no.0))? {
        Some(Cell::Number(by)) => Some(EntryNo(*by)),
        _ => None,
    })
}

impl Names for NameBook {
    fn operator(&self, no: OperatorNo) -> String {
        self.operators.get(&no).map_or_else(|| no.to_string(), |name| format!("{no} {name}"))
    }

    fn money(&self, no: Option<MoneyAccountNo>) -> String {
        let Some(no) = no else { return String::new() };
        self.money.get(&no).map_or_else(|| no.to_string(), |(code, name)| format!("{code} {name}"))
    }

    fn register(&self, no: RegisterNo) -> String {
        self.registers.get(&no).map_or_else(|| no.to_string(), Line::to_string)
    }

    fn product(&self, no: ProductNo) -> String {
        self.products.get(&no).map_or_else(|| no.to_string(), Line::to_string)
    }

    fn guarantor(&self, no: GuarantorNo) -> String {
        self.guarantors.get(&no).map_or_else(|| no.to_string(), Line::to_string)
    }

    fn body(&self, no: EntryNo) -> Option<&Body> {
        self.bodies.get(&no)
    }

    fn fund_code(&self, no: FundNo) -> String {
        self.funds.get(&no).map_or_else(|| no.to_string(), |(code, _)| code.to_string())
    }

    fn fund(&self, no: FundNo) -> String {
        self.funds.get(&no).map_or_else(|| no.to_string(), |(_, name)| name.to_string())
    }

    fn programme(&self, no: ProgrammeNo) -> String {
        self.programmes.get(&no).map_or_else(|| no.to_string(), |(_, name)| name.to_string())
    }

    fn programme_of(&self, code: &Code) -> String {
        let called = self.programmes.values().find(|(of, _)| of == code);
        called.map_or_else(|| code.to_string(), |(_, name)| name.to_string())
    }

    fn case(&self, no: CaseNo) -> Option<(ProgrammeNo, PersonNo)> {
        self.relief.case(no)
    }

    fn round(&self, no: RoundNo) -> Option<ProgrammeNo> {
        self.relief.round(no)
    }

    fn donor(&self, no: GiftNo) -> Option<PersonNo> {
        self.relief.donor(no)
    }

    fn item(&self, no: ItemNo) -> String {
        self.relief.item(no)
    }

    fn pieces(&self, item: ItemNo, pieces: u64) -> String {
        self.relief.pieces(item, pieces)
    }

    fn numbered(&self, item: ItemNo) -> Option<bool> {
        self.relief.numbered(item)
    }

    fn card(&self, item: ItemNo, number: u64) -> String {
        self.relief.card(item, number)
    }

    fn paid(&self, grant: &Grant) -> Option<Paid> {
        self.relief.paid(grant)
    }

    fn place(&self, no: PurposeNo) -> String {
        self.places.get(&no).map_or_else(|| no.to_string(), Line::to_string)
    }

    fn person(&self, no: PersonNo) -> String {
        match self.persons.get(&no) {
            Some(Called::Name(name)) => format!("{no} {name}"),
            Some(Called::NumberOnly(_)) | None => no.to_string(),
        }
    }

    fn withheld(&self, no: PersonNo) -> Option<Withheld> {
        match self.persons.get(&no) {
            Some(Called::NumberOnly(withheld)) => *withheld,
            Some(Called::Name(_)) | None => None,
        }
    }
}
