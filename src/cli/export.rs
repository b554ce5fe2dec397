//! `jinguo export`: statements, books, vouchers or the whole journal into a file 导出.
//!
//! Owns: the arguments of this command, and that no half file is left. Refuses to know: formats and figures.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::new_file::{self, NewFile};
use super::open::{Cause, now, with_ledger};
use super::record::head_line;
use super::typed::{Typed, quote};
use super::{fonts, parse, parse_goods, parse_loan};
use crate::base::{Code, Date, GiftNo, LoanNo, Months, PersonNo};
use crate::export::binding::{Binding, FileFormat, PersonNames};
use crate::export::file::{self, FileError};
use crate::ledger::{Access, Ledger, LedgerError};
use crate::report::statements::{Asked, Statement};
use crate::report::{Kind, Table, Unit};
use crate::words::Words;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What amounts are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum UnitOf {
    /// 元.
    #[default]
    #[value(alias = "元")]
    Yuan,
    /// 万元.
    #[value(alias = "万元")]
    Wan,
}

impl UnitOf {
    /// The table in the unit.
    pub fn shown(self, table: Table, words: &Words) -> Table {
        match self {
            UnitOf::Yuan => table,
            UnitOf::Wan => table.in_wan(words),
        }
    }
}

impl From<UnitOf> for Unit {
    fn from(unit: UnitOf) -> Unit {
        match unit {
            UnitOf::Yuan => Unit::Yuan,
            UnitOf::Wan => Unit::Wan,
        }
    }
}

/// `export FORMAT -o FILE [--period MONTHS] [--report NAME,…] [--fund CODE] [--unit wan] [--without-names] [--force]`
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// The form of the file.
    #[arg(id = "file_format", value_name = "FORM", value_parser = forms())]
    pub form: FileFormat,
    /// The file that is made.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: PathBuf,
    /// The months; those of this year up to now where they are not given, of a journal all.
    #[arg(id = "run", long = "period", value_name = "RUN", value_parser = parse::run_of_months)]
    pub months: Option<Months>,
    /// Which statements; those that are usual for the format where they are not given.
    #[arg(long = "report", value_name = "NAMES", value_delimiter = ',', value_parser = statements())]
    pub statements: Vec<Statement>,
    /// Only of this fund, where a statement can be of one.
    #[arg(id = "only_fund", long = "fund", value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// The statement of this loan.
    #[arg(long = "loan", value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loans: Vec<LoanNo>,
    /// The statement of this bound gift.
    #[arg(long = "gift", value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gifts: Vec<GiftNo>,
    /// The statement of this person.
    #[arg(long = "person", value_name = "PERSON", value_parser = parse::person)]
    pub persons: Vec<PersonNo>,
    /// What amounts are shown in.
    #[arg(id = "money_unit", long = "unit", value_name = "UNIT", value_enum, default_value_t)]
    pub unit: UnitOf,
    /// Persons by number alone.
    #[arg(long)]
    pub without_names: bool,
    /// Write over a file that is there.
    #[arg(long)]
    pub force: bool,
    /// How what was made is told.
    #[command(flatten)]
    pub print: PrintArgs,
}

fn forms() -> impl TypedValueParser<Value = FileFormat> {
    let names = PossibleValuesParser::new(FileFormat::ALL.map(FileFormat::name));
    names.map(|name| FileFormat::from_name(&name).unwrap_or(FileFormat::Xlsx))
}

fn statements() -> impl TypedValueParser<Value = Statement> {
    let value = |one: Statement| PossibleValue::new(one.key()).aliases(in_chinese(one).iter().copied());
    let names = PossibleValuesParser::new(Statement::by_name().map(value));
    names.map(|name| {
        Statement::by_name()
            .find(|one| one.key() == name || in_chinese(*one).contains(&name.as_str()))
            .unwrap_or(Statement::TrialBalance)
    })
}

/// What a statement may be called on the command line too.
const fn in_chinese(statement: Statement) -> &'static [&'static str] {
    match statement {
        Statement::TrialBalance => &["科目余额表"],
        Statement::Position => &["资产负债表"],
        Statement::Activities => &["业务活动表", "收入费用表"],
        Statement::CashFlows => &["现金流量表"],
        Statement::IncomeAndSpending => &["收支明细表"],
        Statement::Budget => &["预算收入支出表"],
        Statement::GeneralLedger => &["总账"],
        Statement::Chronological => &["序时账"],
        Statement::DayBook => &["日记账"],
        Statement::Subsidiary => &["明细账"],
        Statement::Portfolio => &["贷款组合"],
        Statement::Programme => &["项目统计"],
        Statement::Disclosure => &["公示表"],
        Statement::Work => &["工作报告"],
        Statement::Vouchers => &["凭证"],
        Statement::Fund => &["基金"],
        // These have options of their own.
        Statement::Loan(_) | Statement::Gift(_) | Statement::Person(_) => &[],
    }
}

/// Makes the file.
///
/// # Errors
/// Failures that name the case; then no file was made, and one that was there is as it was.
pub fn run(args: &ExportArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let statements = chosen(args);
    if statements.contains(&Statement::Fund) && args.fund.is_none() {
        let message = Message::new(context.words.word("error-export-which-fund"), Recorded::NotAsked);
        let command = Typed(context.args).with("--fund", Some("GA"));
        let hint = context.words.say("hint-export-again", &[("command", command.into())]);
        return Err(Failure::told(Exit::Usage, message.hint(hint)));
    }
    if !file::takes(args.form, &statements) {
        return Err(not_together(context, args.form, &statements));
    }
    // Journals and vouchers are exact by what they are.
    if args.unit == UnitOf::Wan && (statements.is_empty() || statements.contains(&Statement::Vouchers)) {
        let message = Message::new(context.words.word("error-export-exact"), Recorded::NotAsked);
        let command = Typed(context.args).without("--unit");
        let hint = context.words.say("hint-export-again", &[("command", command.into())]);
        return Err(Failure::told(Exit::Usage, message.hint(hint)));
    }
    may_be_written(context, args)?;
    let today = now(context)?.shanghai_date();
    let (binding, names, out) = with_ledger(context, Access::Read, |context, ledger| {
        let mut statements = statements.clone();
        let asked = statements.len();
        // A file never says that it holds what these books don't have.
        let chart = ledger.chart()?;
        statements.retain(|statement| statement.belongs_to(chart));
        if args.names_statements() && statements.len() < asked {
            return Err(told(context, &args.output, FileError::NothingToSay));
        }
        let binding = bound(args, &statements, context.words, today, ledger)?;
        let mut out = NewFile::begin(context, &args.output)?;
        match make(context.words, ledger, &binding, &mut out) {
            Ok(()) => {
                let names = binding.statements.iter().map(|one| one.label(context.words, chart)).collect();
                Ok((binding, names, out))
            }
            Err(error) => Err(told(context, &args.output, error)),
        }
    })?;
    out.finish(context)?;
    let table = made(context.words, &args.output, &binding, names, args.print.format);
    context.print(&table, args.print.format)?;
    if args.print.format == Format::Table {
        head_line(context, binding.size, &binding.head)?;
        let check = format!("jinguo verify-export {}", quote(&args.output.to_string_lossy()));
        let hint = context.words.say("export-check-with", &[("command", check.into())]);
        writeln!(context.out, "{hint}").map_err(Failure::Output)?;
    }
    Ok(())
}

impl ExportArgs {
    /// Whether she says what is to be in the file.
    fn names_statements(&self) -> bool {
        !(self.statements.is_empty()
            && self.loans.is_empty()
            && self.gifts.is_empty()
            && self.persons.is_empty())
    }
}

/// What is asked for, else what is usual for the format.
fn chosen(args: &ExportArgs) -> Vec<Statement> {
    if !args.names_statements() {
        return file::usual(args.form);
    }
    let loans = args.loans.iter().copied().map(Statement::Loan);
    let gifts = args.gifts.iter().copied().map(Statement::Gift);
    let persons = args.persons.iter().copied().map(Statement::Person);
    args.statements.iter().copied().chain(loans).chain(gifts).chain(persons).collect()
}

/// Writes the file that the binding names; a PDF in a font of this computer.
///
/// # Errors
/// [`FileError`].
pub fn make(
    words: &Words,
    ledger: &mut Ledger,
    binding: &Binding,
    out: &mut dyn Write,
) -> Result<(), FileError> {
    if binding.format != FileFormat::Pdf {
        return file::write(words, ledger, binding, None, out);
    }
    let made = fonts::with_chinese(|font| file::write(words, ledger, binding, Some(font), out));
    made.unwrap_or(Err(FileError::NoFont))
}

/// What the file is bound to: the ledger as it stands now.
fn bound(
    args: &ExportArgs,
    statements: &[Statement],
    words: &Words,
    today: Date,
    ledger: &mut Ledger,
) -> Result<Binding, LedgerError> {
    if let Some(code) = &args.fund {
        ledger.fund_by_code(code)?;
    }
    let months = match args.months {
        Some(months) => months,
        None => {
            let of_one = |one: &Statement| {
                matches!(one, Statement::Loan(_) | Statement::Gift(_) | Statement::Person(_))
            };
            usual_months(statements.iter().all(of_one), today, ledger)?
        }
    };
    let named = !args.without_names && ledger.has_names() && !statements.is_empty();
    Ok(Binding {
        format: args.form,
        origin: ledger.origin().clone(),
        size: ledger.tip().records(),
        head: ledger.tip().head,
        asked: Asked { months, as_of: today, fund: args.fund.clone() },
        lang: words.lang(),
        unit: args.unit.into(),
        names: if named { PersonNames::Masked } else { PersonNames::Numbers },
        statements: statements.to_vec(),
    })
}

/// A journal is of all months, so that its balances are the ledger's, and so is the statement of one loan, gift or person;
/// other statements are of this year so far.
fn usual_months(all: bool, today: Date, ledger: &mut Ledger) -> Result<Months, LedgerError> {
    let this = today.period();
    let first = if all {
        // What an opening balance brings counts as the month before.
        ledger.state().periods()?.first.map_or(this, crate::base::Period::previous)
    } else {
        Months::year_of(this).first()
    };
    // A voucher may be dated tomorrow.
    let last = if all { today.next().period() } else { this };
    Ok(Months::new(first, last).unwrap_or(Months::one(this)))
}

/// Whether the name is free, or a person or `--force` says that it may be written over.
fn may_be_written(context: &mut Context<'_>, args: &ExportArgs) -> Result<(), Failure> {
    let path = &args.output;
    if !path.exists() {
        return new_file::is_free(context, path);
    }
    if path.is_dir() {
        return Err(new_file::there(context, path));
    }
    if new_file::may_write_over(context, path, args.force)? {
        return Ok(());
    }
    let words = context.words;
    let text = words.say("error-export-exists", &[("file", path.display().to_string().into())]);
    let message = Message::new(text, Recorded::NotAsked);
    let command = Typed(context.args).with("--force", None);
    Err(Failure::told(Exit::Refused, message.hint(words.say("hint-force", &[("command", command.into())]))))
}

fn not_together(context: &Context<'_>, form: FileFormat, statements: &[Statement]) -> Failure {
    let words = context.words;
    let typed = Typed(context.args);
    let (key, command) = if file::usual(form).is_empty() {
        ("error-export-journal", typed.without("--report"))
    } else if statements.contains(&Statement::Vouchers) {
        ("error-export-vouchers", "jinguo export html -o vouchers.html --report vouchers".to_owned())
    } else {
        let first = statements.first().map_or("trial-balance", |statement| statement.key());
        ("error-export-one", typed.with("--report", Some(first)))
    };
    let message = Message::new(words.say(key, &[("form", form.name().into())]), Recorded::NotAsked);
    Failure::told(Exit::Usage, message.hint(words.say("hint-export-again", &[("command", command.into())])))
}

/// Why no file was made, in words.
pub fn told(context: &mut Context<'_>, path: &Path, error: FileError) -> Cause {
    let words = context.words;
    match error {
        FileError::Ledger(error) => Cause::Ledger(error),
        FileError::Output(error) => Cause::Told(new_file::failed(context, path, &error)),
        FileError::OtherLedger => {
            let message = Message::new(words.word("error-export-other-ledger"), Recorded::NotAsked);
            Cause::Told(Failure::told(Exit::Damage, message.hint(words.word("hint-export-verify"))))
        }
        FileError::NoFont => {
            let message = Message::new(words.word("error-no-font"), Recorded::NotAsked);
            Cause::Told(Failure::told(Exit::InputOutput, message.hint(words.word("hint-no-font"))))
        }
        FileError::NothingToSay => {
            let message = Message::new(words.word("error-report-not-of-chart"), Recorded::NotAsked);
            Cause::Told(Failure::told(Exit::Refused, message.hint(words.word("hint-report-not-of-chart"))))
        }
    }
}

/// How many statements are named on a screen.
const NAMED: usize = 3;

fn made(words: &Words, path: &Path, binding: &Binding, mut names: Vec<String>, format: Format) -> Table {
    let mut table = Table::new(words.word("export-made"))
        .column("file", words.word("term-file"), Kind::Text)
        .column("format", words.word("export-form"), Kind::Text)
        .column("months", words.word("export-months"), Kind::Text)
        .column("statements", words.word("export-statements"), Kind::Text);
    let count = names.len();
    let short = format == Format::Table && count > NAMED;
    names.truncate(if short { NAMED } else { count });
    let names = names.join(&words.word("list-between"));
    let mut cells = vec![
        path.display().to_string().into(),
        binding.format.name().into(),
        words.months(binding.asked.months).into(),
        if count == 0 {
            words.word("export-journal").into()
        } else if short {
            words.say("export-statements-short", &[("names", names.into()), ("count", count.into())]).into()
        } else {
            names.into()
        },
    ];
    // On a screen the head stands below the table, as after every command.
    if format != Format::Table {
        table = table.column("size", words.word("term-size"), Kind::Number).column(
            "head",
            words.word("term-head"),
            Kind::Text,
        );
        cells.extend([i64::try_from(binding.size).ok().into(), binding.head.to_string().into()]);
    }
    table.push(cells);
    table
}
