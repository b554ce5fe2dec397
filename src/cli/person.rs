//! `jinguo person`: persons who give or receive.
//!
//! Owns: the commands that show persons, and which file has the others. Refuses to know: rules and arithmetic.

mod add;
mod amend;
mod bank_card;
mod change;
mod id_number;
mod secret_line;

use super::args::PrintArgs;
use super::context::{Context, Failure};
use super::parse::{self, FromStdin};
use super::unmask::{self, UnmaskArgs};
use crate::base::{Line, PersonNo};
use crate::report::persons::{self, Sought};
use clap::{ArgGroup, Args, Subcommand};

pub use add::PersonAddArgs;
pub use amend::PersonAmendArgs;
pub use change::{PersonEraseArgs, PersonHouseholdArgs, PersonRestrictArgs, PersonRetentionArgs};

/// What to do with persons.
#[derive(Clone, Debug, Subcommand)]
pub enum PersonCommand {
    /// Registers a person.
    #[command(alias = "新增")]
    Add(PersonAddArgs),
    /// Finds persons.
    #[command(alias = "查找")]
    Find(PersonFindArgs),
    /// Shows a person.
    #[command(alias = "查看")]
    Show(PersonShowArgs),
    /// Lists the persons.
    #[command(alias = "列表")]
    List(PersonListArgs),
    /// Enters a person's details anew.
    #[command(alias = "更新")]
    Amend(PersonAmendArgs),
    /// A person's household.
    #[command(alias = "户")]
    Household(PersonHouseholdArgs),
    /// Restricts a person's data, or lifts that.
    #[command(alias = "限制")]
    Restrict(PersonRestrictArgs),
    /// Erases a person's data.
    #[command(alias = "删除")]
    Erase(PersonEraseArgs),
    /// How long personal data is kept.
    #[command(alias = "保管期限")]
    Retention(PersonRetentionArgs),
}

/// `person find [--name TEXT] [--id-number -] [--area TEXT] [--category TEXT] [--unmask]`
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("sought").required(true).multiple(true).args(["name", "id_number", "area", "category"]))]
pub struct PersonFindArgs {
    /// A part of her name.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub name: Option<Line>,
    /// `-`: her identity number is asked for, or read from a pipe.
    #[arg(long, value_name = "STDIN", value_parser = parse::from_stdin, allow_hyphen_values = true)]
    pub id_number: Option<FromStdin>,
    /// A part of where she lives.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub area: Option<Line>,
    /// A part of her category.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub category: Option<Line>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `person show P-… [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct PersonShowArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `person list [--unmask]`
#[derive(Clone, Copy, Debug, Args)]
pub struct PersonListArgs {
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Registers or changes a person, or shows what may be seen of one, of some or of all.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &PersonCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let (table, print) = match command {
        PersonCommand::Add(args) => return add::run(args, context),
        PersonCommand::Amend(args) => return amend::run(args, context),
        PersonCommand::Household(args) => return change::household(args, context),
        PersonCommand::Restrict(args) => return change::restrict(args, context),
        PersonCommand::Erase(args) => return change::erase(args, context),
        PersonCommand::Retention(args) => return change::retention(args, context),
        PersonCommand::Find(args) => (find(args, context)?, args.print),
        PersonCommand::Show(args) => {
            let table = unmask::report(context, args.unmask, |context, ledger, names| {
                Ok(persons::one(context.words, ledger, names, args.person)?)
            });
            (table?, args.print)
        }
        PersonCommand::List(args) => {
            let table = unmask::report(context, args.unmask, |context, ledger, names| {
                Ok(persons::all(context.words, ledger, names)?)
            });
            (table?, args.print)
        }
    };
    context.print(&table, print.format)
}

fn find(args: &PersonFindArgs, context: &mut Context<'_>) -> Result<crate::report::Table, Failure> {
    let id_number = match args.id_number {
        Some(FromStdin) => Some(id_number::read(context)?.number()),
        None => None,
    };
    let (name, area, category) = (args.name.clone(), args.area.clone(), args.category.clone());
    let sought = Sought { name, id_number, area, category };
    unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(persons::found(context.words, ledger, names, &sought)?)
    })
}
