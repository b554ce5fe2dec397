//! `jinguo demo`: sample books.
//!
//! Owns: the arguments of this command, its folders and keys. Refuses to know: what the books say; `demo::books` does.

mod books;
mod figures;
mod lending;
mod relief;
mod scribe;

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::{keys, open, secrets, trouble, typed};
use crate::base::{Line, Timestamp};
use crate::chain::OperatorKey;
use crate::entry::Chart;
use crate::ledger::{Access, Ledger, LedgerError, NewLedger, Options, Secrets, VerifyOptions, verify};
use crate::report::table::{Cell, Kind, Style, Table};
use crate::store::fs::RealFs;
use crate::store::key_file;
use crate::store::ledger_secrets::LedgerSecrets;
use crate::store::sled_index::SledIndexes;
use crate::store::vault::MasterKey;
use books::{OFFICES, Office};
use clap::Args;
use figures::{Compared, Figure, Route};
use scribe::{Scribe, day, morning, seeded, seeded_key};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `demo DIR`
#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// A new folder for the sample books.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// The name of the demonstration's operator.
const OPERATOR: &str = "示例经办";

/// Makes the four sample books, verifies each, and prints reported and recorded figures side by side.
///
/// # Errors
/// Where the folder is not new, or can't be written.
pub fn run(args: &DemoArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let words = context.words;
    let shown = args.dir.display().to_string();
    if std::fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) {
        let message = Message::nothing_recorded(words.say("demo-exists", &[("dir", shown.as_str().into())]));
        let other = typed::quote(&format!("{shown}-2"));
        return Err(Failure::told(
            Exit::Refused,
            message.hint(words.say("hint-demo-dir", &[("dir", other.into())])),
        ));
    }
    let told =
        |context: &Context<'_>, error: LedgerError| trouble::failure(context, Access::Write, None, &error);
    let key_file = write_operator_key(context, &args.dir.join("keys"))?;
    let mut compared = Vec::new();
    for office in &OFFICES {
        let dir = args.dir.join(office.folder);
        let mut ledger = make(office, &dir, context, &args.dir.join("keys"))?;
        compared.extend(figures::compare(office.folder, &mut ledger).map_err(|e| told(context, e))?);
        drop(ledger);
        let options = VerifyOptions {
            fs: Arc::new(RealFs),
            expect: None,
            master: Some(secrets_of(office).master),
            indexes: Some(Arc::new(SledIndexes)),
        };
        let report = verify(&dir, options, &mut open::bar(context, "progress-verify"));
        let report = report.map_err(|e| told(context, e))?;
        let note = words.say(
            "demo-verified",
            &[
                ("office", office.folder.into()),
                ("commits", report.commits.into()),
                ("entries", report.entries.into()),
                ("code", u64::from(report.verdict()).into()),
            ],
        );
        open::note(context, &note)?;
        if !report.findings.is_empty() {
            return Ok(Exit::Verdict(report.verdict()));
        }
    }
    context.print(&table(context, &compared), args.print.format)?;
    if compared.iter().any(|row| row.reported != row.recorded) {
        return Err(Failure::told(
            Exit::Damage,
            Message::new(words.word("demo-differs"), super::message::Recorded::NotAsked),
        ));
    }
    if args.print.format == Format::Table {
        let county = typed::quote(&args.dir.join("county").display().to_string());
        writeln!(context.out, "\n{}", words.say("demo-try", &[("dir", county.into())]))
            .map_err(Failure::Output)?;
        let key = typed::quote(&key_file.display().to_string());
        writeln!(context.out, "{}", words.say("demo-key", &[("file", key.into())]))
            .map_err(Failure::Output)?;
    }
    Ok(Exit::Done)
}

fn table(context: &Context<'_>, compared: &[Compared]) -> Table {
    let words = context.words;
    let mut table = Table::new(words.word("demo-title"))
        .column("figure", words.word("term-figure"), Kind::Text)
        .column("office", words.word("term-office"), Kind::Text)
        .column("programme", words.word("term-programme"), Kind::Text)
        .column("route", words.word("term-route"), Kind::Text)
        .column("reported_yuan", words.word("term-reported"), Kind::Money)
        .column("recorded_yuan", words.word("term-recorded-sum"), Kind::Money)
        .column("reported_count", words.word("term-reported-count"), Kind::Number)
        .column("recorded_count", words.word("term-recorded-count"), Kind::Number)
        .column("agrees", words.word("term-agrees"), Kind::Text);
    for row in compared {
        let (style, tick) =
            if row.reported == row.recorded { (Style::Plain, "✓") } else { (Style::Warning, "✗") };
        let route = words.word(match row.route {
            Route::Own => "route-own",
            Route::PassThrough => "route-pass-through",
            Route::Facilitated => "route-facilitated",
        });
        let texts = [&row.id, &row.office, &row.programme, &route];
        let mut cells: Vec<Cell> = texts.into_iter().map(|text| text.as_str().into()).collect();
        let figures = [row.reported, row.recorded];
        cells.extend(figures.map(|figure| match figure {
            Figure::Money(amount) | Figure::Both(amount, _) => amount.into(),
            Figure::Count(_) => Cell::Empty,
        }));
        cells.extend(figures.map(|figure| match figure {
            Figure::Money(_) => Cell::Empty,
            Figure::Count(count) | Figure::Both(_, count) => i64::try_from(count).ok().into(),
        }));
        cells.push(tick.into());
        table.push_as(style, cells);
    }
    table.notes.push(words.word("demo-note"));
    table
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap_or_else(|e| panic!("the demonstration writes {text}: {e}"))
}

fn operator() -> OperatorKey {
    OperatorKey::from_seed(&seeded_key("operator"))
}

fn key_of(office: &Office, what: &str) -> [u8; 32] {
    seeded_key(&format!("{} {what}", office.folder))
}

fn secrets_of(office: &Office) -> Secrets {
    Secrets {
        master: MasterKey::new(key_of(office, "master").into()),
        lookup: Some(key_of(office, "look-up").into()),
    }
}

/// The demonstration's keys are public: anyone can make them again. They never go to the user's own key folder.
fn write_operator_key(context: &Context<'_>, folder: &Path) -> Result<PathBuf, Failure> {
    let path = keys::operator_path(folder, &line(OPERATOR));
    let (seed, public) = (seeded_key("operator").into(), operator().public().0);
    let text = key_file::seal(&line(OPERATOR), &seed, public, None, &mut seeded("key file"));
    let text = text.map_err(|error| keys::key_failure(context, &path, error))?;
    std::fs::create_dir_all(folder).map_err(|cause| keys::write_failure(context, &path, &cause))?;
    keys::write(context, &path, &text, &line(OPERATOR))?;
    Ok(path)
}

fn make(office: &Office, dir: &Path, context: &Context<'_>, key_folder: &Path) -> Result<Ledger, Failure> {
    let told = |error: LedgerError| trouble::failure(context, Access::Write, None, &error);
    let ledger_key = OperatorKey::from_seed(&key_of(office, "ledger")).public();
    let own = LedgerSecrets {
        seed: key_of(office, "ledger").into(),
        master: key_of(office, "master").into(),
        lookup: Some(key_of(office, "look-up").into()),
    };
    secrets::write(context, key_folder, &line(office.origin), &own, None, &mut seeded("ledger's keys"))?;
    let new = NewLedger {
        chart: Chart::NonProfit,
        origin: line(office.origin),
        organisation: line(office.organisation),
        ledger_key,
        operator_name: line(OPERATOR),
    };
    let (year, month, first) = office.since;
    let since: Timestamp = morning(day(year, month, first));
    new.create(dir, Arc::new(RealFs), &operator(), since).map_err(told)?;
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: Some((context.outside.lock_wait, "demo".to_owned(), since.to_string())),
        secrets: Some(secrets_of(office)),
        entropy: seeded(office.folder),
        rebuild: false,
    };
    let ledger = Ledger::open(dir, Access::Write, options, &mut |_, _| ()).map_err(told)?;
    let mut scribe = Scribe::new(ledger, operator(), office.region);
    (office.story)(&mut scribe).map_err(told)?;
    Ok(scribe.finish())
}
