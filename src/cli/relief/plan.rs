//! Who is to receive what: from one person, her application, a file, or all that have passed or are of a kind.
//!
//! Owns: how a proposal is put together, and that every row that can't be is told. Refuses to know: what the rules allow.

use super::bad_rows::{self, BadRow, Place as RowPlace};
use super::propose::ReliefProposeArgs;
use crate::base::{CaseNo, Date, Fen, FundNo, Hash32, ItemNo, Line, PersonNo, ProgrammeNo};
use crate::book::relief::{CaseState, ReliefRefusal};
use crate::cli::attachment;
use crate::cli::context::{Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::Cause;
use crate::cli::parse_goods::Number;
use crate::cli::typed::Typed;
use crate::entry::{Field, MOST_ROWS, PersonSort, Proposal, ReliefRules, Row};
use crate::import::rows::{RowCells, RowsFile};
use crate::import::to_rows::{Filling, Giving, to_rows};
use crate::ledger::{Ledger, LedgerError, VaultFields};
use crate::words::Words;
use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};

/// From where the rows come.
#[derive(Clone, Debug)]
pub enum Source {
    /// One person.
    Person(PersonNo),
    /// One application.
    Case(CaseNo),
    /// A file, and the folder that its papers lie in.
    File(RowsFile, PathBuf),
    /// All applications that have passed.
    AllPassed,
    /// Everybody of a category, or of an area.
    Where(Option<Line>, Option<Line>),
}

impl Source {
    const fn is_one(&self) -> bool {
        matches!(self, Source::Person(_) | Source::Case(_))
    }
}

/// The proposal, every row of which can be.
///
/// # Errors
/// What the rules or the ledger say; of many rows, with each that can't be.
pub fn plan(
    (words, typed): (&Words, Typed<'_>),
    ledger: &mut Ledger,
    (args, paper): (&ReliefProposeArgs, Option<Hash32>),
    source: &Source,
    (on, papers): (Date, usize),
) -> Result<Proposal, Cause> {
    let programme = ledger.programme_by_code(&args.programme)?;
    let rules = ledger.rules_on(programme.no, on)?;
    let item = args.item.as_ref().map(|name| ledger.item_by_name(name)).transpose()?;
    let giving = match item {
        None => Giving::Money,
        Some(no) => match ledger.item(no)? {
            of if of.numbered() => Giving::Cards(of.digits),
            _ => Giving::Pieces,
        },
    };
    let fixed = rules.as_ref().filter(|rules| !rules.least.is_zero() && rules.least == rules.most);
    let fixed = fixed.map(|rules| rules.least);
    let filling = Filling { giving, amount: args.amount, pieces: args.pieces, gift: args.gift, fixed };
    let (cells, mut bad) = match source {
        Source::File(file, _) => (file.rows.clone(), file.bad.clone()),
        other => (candidates(ledger, other, (programme.no, item), rules.as_ref(), args.number)?, Vec::new()),
    };
    if cells.len() > MOST_ROWS {
        let found = [("found", cells.len().into()), ("most", MOST_ROWS.into())];
        let message = Message::nothing_recorded(words.say("error-too-many-found", &found));
        return Err(told(message.hint(words.word("hint-file-split"))));
    }
    if cells.is_empty() {
        let message = Message::nothing_recorded(words.word("error-nobody-found"));
        let list = format!("jinguo relief list --programme {}", args.programme);
        return Err(told(message.hint(words.say("hint-relief-command", &[("command", list.into())]))));
    }
    let mut hashed = Papers::beside(source);
    let mut made = to_rows(ledger, &cells, filling, &mut |file| hashed.hash(file), &mut bad)?;
    made.iter_mut().for_each(|(_, row)| row.paper = row.paper.or(paper));
    let fund = match &args.fund {
        Some(place) => place.fund(ledger)?,
        None => usual_fund(ledger, &made, rules.as_ref(), programme.fund)?,
    };
    let numbers: Vec<usize> = made.iter().map(|(number, _)| *number).collect();
    let rows: Vec<Row> = made.into_iter().map(|(_, row)| row).collect();
    let proposal = Proposal { programme: programme.no, fund, item, rows };
    let refused = if numbers.is_empty() { Vec::new() } else { ledger.bad_rows(on, papers, &proposal)? };
    if source.is_one() {
        if let Some((_, cause)) = refused.into_iter().next() {
            return Err(LedgerError::Refused(Box::new(cause)).into());
        }
        if !bad.is_empty() {
            if let Some(item) = item.filter(|_| args.number.is_some() || matches!(giving, Giving::Cards(_))) {
                return Err(LedgerError::from(ReliefRefusal::CardNumbers { item }).into());
            }
            let message = Message::nothing_recorded(words.word("error-nothing-given"));
            let failure = Failure::told(Exit::Usage, message.hint(words.word("hint-nothing-given")));
            return Err(failure.into());
        }
        return Ok(proposal);
    }
    let of_file = |row: u16| numbers.get(usize::from(row) - 1).copied().unwrap_or_default();
    let mut all: Vec<BadRow> = bad.into_iter().map(BadRow::Cell).collect();
    all.extend(refused.into_iter().map(|(row, cause)| BadRow::Refused(of_file(row), cause)));
    if all.is_empty() {
        return Ok(proposal);
    }
    let place = |row: usize| {
        let cells = row.checked_sub(1).and_then(|at| cells.get(at));
        match cells.map(|cells| (cells.line, cells.person)) {
            Some((None, Some(person))) => RowPlace::Person(person),
            Some((Some(line), _)) => RowPlace::Line(line),
            _ => RowPlace::Line(0),
        }
    };
    let again = words.say("hint-bad-rows", &[("command", typed.again().into())]);
    Err(told(bad_rows::message(words, ledger, (all, cells.len()), place)?.hint(again)))
}

fn told(message: Message) -> Cause {
    Failure::told(Exit::Refused, message).into()
}

/// Rows that come from no file.
fn candidates(
    ledger: &mut Ledger,
    source: &Source,
    (programme, item): (ProgrammeNo, Option<ItemNo>),
    rules: Option<&ReliefRules>,
    number: Option<Number>,
) -> Result<Vec<RowCells>, LedgerError> {
    let card = number.map(|number| (number.number, number.digits));
    let of_case = |(no, case): (CaseNo, CaseState)| RowCells {
        person: Some(case.person),
        case: Some(no),
        ..RowCells::default()
    };
    let of_person = |person| RowCells { person: Some(person), card, ..RowCells::default() };
    Ok(match source {
        Source::Person(person) => vec![of_person(*person)],
        Source::Case(no) => vec![RowCells { card, ..of_case((*no, ledger.case(*no)?)) }],
        Source::AllPassed => {
            let fits = |case: &CaseState| {
                case.programme == programme
                    && case.item == item
                    && case.granted.is_none()
                    && rules.is_none_or(|rules| passed(case, rules))
            };
            ledger.cases()?.into_iter().filter(|(_, case)| fits(case)).map(of_case).collect()
        }
        Source::Where(category, area) => {
            persons_where(ledger, category.as_ref(), area.as_ref())?.into_iter().map(of_person).collect()
        }
        Source::File(..) => Vec::new(),
    })
}

/// Whether an application has passed the steps that the rules ask for.
fn passed(case: &CaseState, rules: &ReliefRules) -> bool {
    let steps = rules.steps;
    (!steps.visit || case.visit.is_some_and(|look| look.fits))
        && (!steps.review || case.review.is_some_and(|look| look.fits))
}

/// The natural persons of a category or an area whom something new may name, by the vault.
fn persons_where(
    ledger: &mut Ledger,
    category: Option<&Line>,
    area: Option<&Line>,
) -> Result<Vec<PersonNo>, LedgerError> {
    let mut found = Vec::new();
    for no in (1..=ledger.state().counts()?.persons).map(PersonNo) {
        let Some(known) = ledger.person(no)? else { continue };
        if known.sort != PersonSort::Natural || known.erased || known.restricted {
            continue;
        }
        let fields = match ledger.person_fields(no)? {
            Some((_, VaultFields::Known(fields))) => fields,
            Some((_, VaultFields::NotHere)) => return Err(LedgerError::NoSecrets),
            Some((_, VaultFields::Erased)) | None => continue,
        };
        let says = |field: Field, fits: &dyn Fn(&str) -> bool| {
            fields.iter().any(|(tag, text)| *tag == field.tag() && fits(text))
        };
        // As the rules have it: an area by its beginning, a category as it is.
        let here = area.is_none_or(|area| says(Field::Area, &|text| text.starts_with(area.as_str())));
        if here && category.is_none_or(|category| says(Field::Category, &|text| text == category.as_str())) {
            found.push(no);
        }
    }
    Ok(found)
}

/// The fund where none is named: that of the gift, where every row is out of one; the only one that the rules name; the
/// programme's own.
fn usual_fund(
    ledger: &mut Ledger,
    rows: &[(usize, Row)],
    rules: Option<&ReliefRules>,
    own: FundNo,
) -> Result<FundNo, LedgerError> {
    if let Some(gift) = rows.first().and_then(|(_, row)| row.gift)
        && rows.iter().all(|(_, row)| row.gift.is_some())
    {
        match ledger.gift(gift) {
            Ok(gift) => return Ok(gift.fund),
            // It is told with its row.
            Err(LedgerError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(match rules.map(|rules| rules.funds.as_slice()) {
        Some([only]) => *only,
        _ => own,
    })
}

/// The papers that a file names: beside it or below, each read once.
struct Papers {
    folder: Option<PathBuf>,
    known: HashMap<String, Hash32>,
}

impl Papers {
    fn beside(source: &Source) -> Papers {
        let folder = match source {
            Source::File(_, folder) => Some(folder.clone()),
            _ => None,
        };
        Papers { folder, known: HashMap::new() }
    }

    fn hash(&mut self, file: &str) -> io::Result<Hash32> {
        if let Some(known) = self.known.get(file) {
            return Ok(*known);
        }
        let plain = Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
        let folder = self.folder.as_deref().filter(|_| plain).ok_or(io::ErrorKind::InvalidFilename)?;
        let hash = attachment::sha256(&folder.join(file))?;
        self.known.insert(file.to_owned(), hash);
        Ok(hash)
    }
}

/// What a proposal comes to: money, pieces or numbered pieces.
pub fn sum(proposal: &Proposal) -> Option<Fen> {
    proposal.rows.iter().try_fold(Fen::ZERO, |sum, row| sum.checked_add(row.amount()))
}
