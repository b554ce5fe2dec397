//! `jinguo bundle`: a copy for an auditor, with people's data sealed for her where she is named; and opening one.
//!
//! Owns: the arguments of this command, the entry that a hand-over leaves, the sealed key beside an opened bundle.
//! Refuses to know: the file's layout.

use super::args::RegisterArgs;
use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open::{self, note, with_ledger};
use super::record::{Given, head_line, record};
use super::typed::quote;
use super::{backup, keys, parse, restore, trouble};
use crate::base::{Hash32, Line};
use crate::entry::{Body, HandedOver};
use crate::ledger::Access;
use crate::ledger::put_back::from_bundle;
use crate::ledger::snapshot::{NotBundled, handed_over_to};
use crate::store::bundle_file::{self, Bundle, BundleError};
use crate::store::fs::{Fs, RealFs};
use crate::store::sealed_box;
use crate::store::vault::MasterKey;
use clap::{ArgGroup, Args};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The sealed key's name in the folder of an opened bundle.
const SEALED_KEY: &str = "people.key";
/// More of a sealed key than this is not read.
const LONGEST: u64 = 4096;

/// `bundle -o FILE [--with-people --to KEY --name NAME]`, `bundle --open FILE --into DIR`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["output", "open"])))]
pub struct BundleArgs {
    /// The file that is made.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// With people's data, sealed for one auditor.
    #[arg(long, requires_all = ["to", "name"], conflicts_with = "open")]
    pub with_people: bool,
    /// The auditor's public key.
    #[arg(long, value_name = "KEY", value_parser = parse::public_key, requires = "with_people")]
    pub to: Option<Hash32>,
    /// The auditor's name; it is recorded.
    #[arg(long, value_name = "NAME", value_parser = parse::line, requires = "with_people")]
    pub name: Option<Line>,
    /// The bundle to open.
    #[arg(long, value_name = "FILE", requires = "into")]
    pub open: Option<PathBuf>,
    /// The new folder that it is opened into.
    #[arg(long, value_name = "DIR", requires = "open")]
    pub into: Option<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Makes a bundle, or opens one.
///
/// # Errors
/// Failures that name the case.
pub fn run(args: &BundleArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    match (&args.output, &args.open, &args.into) {
        (Some(file), ..) => make(args, file, context),
        (None, Some(file), Some(dir)) => open_bundle(file, dir, context),
        _ => Ok(()),
    }
}

fn make(args: &BundleArgs, file: &Path, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    if file.exists() {
        let text = words.say("error-bundle-exists", &[("file", file.display().to_string().into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-bundle-exists"));
        return Err(Failure::told(Exit::Refused, message));
    }
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let mut master = None;
    if let (true, Some(to), Some(name)) = (args.with_people, args.to, &args.name) {
        let dir = open::find(context, Access::Write)?;
        master = Some(backup::ledger_keys(context, &dir)?.master);
        // What is handed over is in the record before it is in anybody's hands.
        let given = Given::of_register(&args.register);
        record(context, &given, |batch| {
            let persons = batch.ledger().state().counts()?.persons;
            given.add(batch, Body::HandedOver(HandedOver { key: to, name: name.clone(), persons }))?;
            Ok(())
        })?;
    }
    let (snapshot, checkpoints) = with_ledger(context, Access::Read, |_, ledger| {
        let master = master.as_ref().map(|master: &Zeroizing<[u8; 32]>| MasterKey::new(master.clone()));
        Ok((ledger.snapshot(&fs, master)?, ledger.checkpoints()?))
    })?;
    let written = bundle_file::write(fs.as_ref(), file, |into| {
        snapshot.bundle(into, args.to.as_ref(), &checkpoints, &mut keys::fill)
    });
    written.map_err(|error| match error {
        NotBundled::Bundle(error) => failure(context, file, &error),
        NotBundled::Ledger(error) => trouble::failure(context, Access::Read, None, &error),
        NotBundled::BadKey => {
            let message = Message::new(words.word("error-bundle-key"), Recorded::NotAsked);
            Failure::told(Exit::Usage, message.hint(words.word("hint-bundle-key")))
        }
    })?;
    let people = if args.with_people { "bundle-with-people" } else { "bundle-without-people" };
    let shown = file.display().to_string();
    let told = [("file", shown.into()), ("name", args.name.as_ref().map_or("", Line::as_str).into())];
    writeln!(context.out, "{}", words.say(people, &told)).map_err(Failure::Output)?;
    head_line(context, snapshot.size(), &snapshot.head())
}

fn open_bundle(file: &Path, dir: &Path, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let bundle = Bundle::open(&RealFs, file).map_err(|error| failure(context, file, &error))?;
    let sealed = from_bundle(&bundle, &RealFs, dir).map_err(|error| restore::told(context, file, error))?;
    if let Some(sealed) = &sealed {
        let path = dir.join(SEALED_KEY);
        std::fs::write(&path, sealed).map_err(|cause| keys::write_failure(context, &path, &cause))?;
    }
    let key = if sealed.is_some() { "bundle-opened-with-people" } else { "bundle-opened" };
    let shown = dir.display().to_string();
    note(context, &words.say(key, &[("dir", shown.as_str().into()), ("quoted", quote(&shown).into())]))
}

/// Whether the folder is an opened bundle with people in it: a copy to read, whose handing over is on record at the office.
pub fn is_opened(dir: &Path) -> bool {
    dir.join(SEALED_KEY).is_file()
}

/// The key that opens the people of an opened bundle, where the folder holds one that is sealed for this machine's key.
///
/// # Errors
/// Failures of finding and unlocking that key.
pub fn handed_master(
    context: &Context<'_>,
    dir: &Path,
    public: &Hash32,
) -> Result<Option<Zeroizing<[u8; 32]>>, Failure> {
    use std::io::Read;
    let mut sealed = Vec::new();
    let Ok(file) = std::fs::File::open(dir.join(SEALED_KEY)) else { return Ok(None) };
    let Ok(_) = file.take(LONGEST).read_to_end(&mut sealed) else { return Ok(None) };
    let Some(origin) = open::origin(dir).filter(|_| open::public_key(dir).as_ref() == Some(public)) else {
        return Ok(None);
    };
    let seed = keys::chosen(context, None)?.unlock_seed(context)?;
    let opened = sealed_box::open(&seed, &sealed, &handed_over_to(&origin));
    Ok(opened.and_then(|bytes| bytes.as_slice().try_into().ok().map(Zeroizing::new)))
}

/// The failure for a bundle that was not read or written.
pub fn failure(context: &Context<'_>, file: &Path, error: &BundleError) -> Failure {
    let words = context.words;
    let shown = file.display().to_string();
    let said = |key: &str| words.say(key, &[("file", shown.as_str().into())]);
    let (exit, text, hint) = match error {
        BundleError::NotABundle => (Exit::Usage, said("error-bundle-none"), words.word("hint-bundle-again")),
        BundleError::Newer => (Exit::Damage, said("error-bundle-newer"), words.word("hint-newer")),
        BundleError::Damaged { offset } => {
            let args = [("file", shown.as_str().into()), ("offset", (*offset).into())];
            (Exit::Damage, words.say("error-bundle-damaged", &args), words.word("hint-bundle-again"))
        }
        BundleError::Io(cause) => {
            let args = [("file", shown.as_str().into()), ("cause", cause.to_string().into())];
            (Exit::InputOutput, words.say("error-bundle-io", &args), words.word("hint-bundle-again"))
        }
    };
    Failure::told(exit, Message::new(text, Recorded::NotAsked).hint(hint))
}
