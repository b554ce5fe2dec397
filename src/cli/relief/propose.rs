//! `jinguo relief propose`: to whom what is granted, in one round.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::plan::{self, Source};
use super::{add_payment, all_rows, bad_rows, file, typed};
use crate::base::{CaseNo, Code, Date, Fen, GiftNo, Hash32, Line, PersonNo, RoundNo};
use crate::cli::args::{Format, RecordArgs};
use crate::cli::attachment;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::{now, with_ledger};
use crate::cli::parse;
use crate::cli::parse_goods::{self, Number, Place};
use crate::cli::record::{Given, record, tell};
use crate::cli::typed::Typed;
use crate::entry::{Body, Proposal, RoundEvent, RoundWhat};
use crate::import::rows;
use crate::ledger::Access;
use crate::report::names::NameBook;
use crate::report::relief_show;
use clap::{ArgGroup, Args};
use std::path::{Path, PathBuf};

/// `relief propose CODE (--to P-… | --case C-… | --file FILE | --all-passed | --where-category TEXT --where-area TEXT)`
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("whom").required(true).multiple(true)
    .args(["to", "case", "file", "all_passed", "where_category", "where_area"]))]
pub struct ReliefProposeArgs {
    /// The programme's code.
    #[arg(value_name = "PROGRAMME", value_parser = parse::code)]
    pub programme: Code,
    /// One person.
    #[arg(long, value_name = "PERSON", value_parser = parse::person,
        conflicts_with_all = ["case", "file", "all_passed", "where_category", "where_area"])]
    pub to: Option<PersonNo>,
    /// One application.
    #[arg(long, value_name = "CASE", value_parser = typed::case,
        conflicts_with_all = ["file", "all_passed", "where_category", "where_area"])]
    pub case: Option<CaseNo>,
    /// A file with a row for each person.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all_passed", "where_category", "where_area"])]
    pub file: Option<PathBuf>,
    /// All applications that have passed and are not granted.
    #[arg(long, conflicts_with_all = ["where_category", "where_area"])]
    pub all_passed: bool,
    /// Everybody of a category, by the vault.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub where_category: Option<Line>,
    /// Everybody of an area, by the vault.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub where_area: Option<Line>,
    /// How much each gets, where nothing else says it.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true, conflicts_with = "item")]
    pub amount: Option<Fen>,
    /// Goods of this item instead of money.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub item: Option<Line>,
    /// How many pieces each gets, where nothing else says it.
    #[arg(long, value_name = "QUANTITY", value_parser = parse_goods::pieces, allow_hyphen_values = true, requires = "item")]
    pub pieces: Option<u32>,
    /// Which numbered piece she gets.
    #[arg(long, value_name = "NUMBER", value_parser = parse_goods::number, requires = "item",
        conflicts_with_all = ["pieces", "file", "all_passed", "where_category", "where_area"])]
    pub number: Option<Number>,
    /// Whose money or goods; the programme's fund where it is not given.
    #[arg(long, value_name = "PLACE-OF-GOODS", value_parser = parse_goods::place)]
    pub fund: Option<Place>,
    /// The bound gift that it comes out of.
    #[arg(long, value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: Option<GiftNo>,
    /// A paper of each row that names none: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub paper: Option<PathBuf>,
    /// Only look: nothing is recorded.
    #[arg(long, conflicts_with = "pay")]
    pub dry_run: bool,
    /// It is paid in the same commit, where nobody else must agree and no notice is needed.
    #[arg(long)]
    pub pay: bool,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the round, whole or not at all.
///
/// # Errors
/// What the rules or the ledger say; of many rows, with each that can't be.
pub fn run(args: &ReliefProposeArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let paper = args.paper.as_deref().map(|file| attachment::hash_of(file, context)).transpose()?;
    let source = source(args, context)?;
    if args.dry_run {
        return look(args, paper, &source, &given, context);
    }
    let (words, format, typed) = (context.words, args.record.register.print.format, Typed(context.args));
    let mut made: Option<(RoundNo, Proposal)> = None;
    let not_paid = pay_waits(context);
    record(context, &given, |batch| {
        let (on, papers) = (given.business(batch), given.papers());
        let proposal = plan::plan((words, typed), batch.ledger(), (args, paper), &source, (on, papers))?;
        let round = RoundNo(batch.ledger().state().counts()?.rounds + 1);
        let rows = all_rows(proposal.rows.len())?;
        let what = RoundWhat::Proposed(proposal.clone());
        // On which account it moves is for the payment to say.
        let draft = given.clone().without_money().drafter(batch)?(Body::Round(RoundEvent { round, what }));
        let added = batch.add(draft)?;
        let (entry, waits) = (added.no, added.prepared);
        given.add_note(batch, entry)?;
        if args.pay {
            if waits {
                return Err(Failure::told(Exit::Refused, not_paid.clone()).into());
            }
            add_payment(&given, batch, round, rows)?;
        }
        made = Some((round, proposal));
        Ok(())
    })?;
    let Some((round, proposal)) = made else { return Ok(()) };
    let mut line = vec![("round", round.to_string().into()), ("rows", proposal.rows.len().into())];
    let sum = plan::sum(&proposal).filter(|_| proposal.item.is_none());
    let key = if sum.is_some() { "relief-round-of-money" } else { "relief-round-of-goods" };
    line.extend(sum.map(|sum| ("sum", sum.into())));
    tell(context, format, &words.say(key, &line))
}

fn source(args: &ReliefProposeArgs, context: &Context<'_>) -> Result<Source, Failure> {
    if let Some(path) = &args.file {
        let bytes = file::bytes(path, context)?;
        let columns = bad_rows::row_columns(context.words);
        let read =
            rows::read(&bytes).map_err(|cause| file::unreadable(context.words, path, &columns, &cause))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        return Ok(Source::File(read, folder));
    }
    Ok(match (args.to, args.case) {
        (Some(person), _) => Source::Person(person),
        (None, Some(case)) => Source::Case(case),
        (None, None) if args.all_passed => Source::AllPassed,
        (None, None) => Source::Where(args.where_category.clone(), args.where_area.clone()),
    })
}

/// What can't be paid at once because another person must agree first.
fn pay_waits(context: &Context<'_>) -> Message {
    let words = context.words;
    let command = Typed(context.args).without_flag("--pay");
    let message = Message::nothing_recorded(words.word("error-pay-waits"));
    message.hint(words.say("hint-pay-waits", &[("command", command.into())]))
}

/// Prints what would be recorded.
fn look(
    args: &ReliefProposeArgs,
    paper: Option<Hash32>,
    source: &Source,
    given: &Given,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let today: Date = now(context)?.shanghai_date();
    let on = args.record.register.date.unwrap_or(today);
    let format = args.record.register.print.format;
    let (table, rows) = with_ledger(context, Access::Read, |context, ledger| {
        let when = (on, given.papers());
        let proposal = plan::plan((context.words, Typed(context.args)), ledger, (args, paper), source, when)?;
        let mut names = NameBook::new(ledger)?;
        let table = relief_show::proposed(context.words, ledger, &mut names, &proposal, on)?;
        Ok((table, proposal.rows.len()))
    })?;
    context.print(&table, format)?;
    if format == Format::Table {
        let text = context.words.say("relief-dry-run", &[("rows", rows.into())]);
        writeln!(context.out, "{text}").map_err(Failure::Output)?;
    }
    Ok(())
}
