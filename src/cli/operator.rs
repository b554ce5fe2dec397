//! `jinguo operator`: who may sign, in which role, with which key.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Exit, Failure};
use super::keys;
use super::message::Message;
use super::open::{Cause, note, with_ledger};
use super::parse::{self, ProvedKey, Who};
use super::record::{Given, record};
use crate::base::{Line, OperatorNo};
use crate::book::operators::approves;
use crate::chain::possession;
use crate::entry::{self, Body, KeyRotated, OperatorAdded, OperatorRevoked, Proof, RoleChanged};
use crate::ledger::{Access, Batch};
use crate::report;
use crate::words::Words;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What to do with operators.
#[derive(Clone, Debug, Subcommand)]
pub enum OperatorCommand {
    /// Adds an operator.
    #[command(alias = "新增")]
    Add(OperatorAddArgs),
    /// Changes an operator's role.
    #[command(alias = "角色")]
    Role(OperatorRoleArgs),
    /// Revokes an operator's key 吊销.
    #[command(alias = "吊销")]
    Revoke(OperatorRevokeArgs),
    /// Changes one's own key 换钥.
    #[command(alias = "换钥")]
    Rotate(OperatorRotateArgs),
    /// Lists the operators.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// What an operator is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// 管理员.
    #[value(alias = "管理员")]
    Administrator,
    /// 经办.
    #[value(alias = "经办")]
    Clerk,
    /// 复核.
    #[value(alias = "复核")]
    Checker,
    /// 审计.
    #[value(alias = "审计")]
    Auditor,
}

impl From<Role> for entry::Role {
    fn from(role: Role) -> entry::Role {
        match role {
            Role::Administrator => entry::Role::Administrator,
            Role::Clerk => entry::Role::Clerk,
            Role::Checker => entry::Role::Checker,
            Role::Auditor => entry::Role::Auditor,
        }
    }
}

/// `operator add NAME --role ROLE --public-key KEY.PROOF`
#[derive(Clone, Debug, Args)]
pub struct OperatorAddArgs {
    /// Her name, as her key file has it.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// What she is there for.
    #[arg(long, value_name = "ROLE", value_enum)]
    pub role: Role,
    /// The last line that her `key new` or `key public` printed.
    #[arg(long, value_name = "PUBLIC", value_parser = parse::proved_key)]
    pub public_key: ProvedKey,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `operator role O-…|NAME --role ROLE`
#[derive(Clone, Debug, Args)]
pub struct OperatorRoleArgs {
    /// Whose role.
    #[arg(value_name = "OPERATOR", value_parser = parse::who)]
    pub who: Who,
    /// What she is there for from now on.
    #[arg(long, value_name = "ROLE", value_enum)]
    pub role: Role,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `operator revoke O-…|NAME`
#[derive(Clone, Debug, Args)]
pub struct OperatorRevokeArgs {
    /// Whose key.
    #[arg(value_name = "OPERATOR", value_parser = parse::who)]
    pub who: Who,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `operator rotate --new-key FILE`
#[derive(Clone, Debug, Args)]
pub struct OperatorRotateArgs {
    /// The file of the new private key, made with `key new` under the same name.
    #[arg(long, value_name = "FILE")]
    pub new_key: PathBuf,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Adds, changes, revokes or lists operators.
///
/// # Errors
/// What the rules or the ledger say; failures of key files.
pub fn run(command: &OperatorCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        OperatorCommand::Add(args) => add(args, context),
        OperatorCommand::Role(args) => on_operator(&args.who, &args.register, context, |operator| {
            Body::Role(RoleChanged { operator, role: args.role.into() })
        }),
        OperatorCommand::Revoke(args) => on_operator(&args.who, &args.register, context, |operator| {
            Body::Revoked(OperatorRevoked { operator })
        }),
        OperatorCommand::Rotate(args) => rotate(args, context),
        OperatorCommand::List(print) => list(*print, context),
    }
}

fn add(args: &OperatorAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let role = entry::Role::from(args.role);
    let mut second = false;
    record(context, &given, |batch| {
        let highest = batch.ledger().state().counts()?.operators;
        second = highest == 1;
        let added = OperatorAdded {
            no: OperatorNo(highest + 1),
            name: args.name.clone(),
            key: args.public_key.key,
            role,
            proof: args.public_key.proof,
        };
        given.add(batch, Body::Operator(added))?;
        Ok(())
    })?;
    if second {
        note(context, &context.words.word("operators-two"))?;
        if !approves(role) {
            note(context, &context.words.word("operators-two-but-nobody-approves"))?;
        }
    }
    Ok(())
}

fn on_operator(
    who: &Who,
    register: &RegisterArgs,
    context: &mut Context<'_>,
    body: impl Fn(OperatorNo) -> Body,
) -> Result<(), Failure> {
    let given = Given::of_register(register);
    let words = context.words;
    record(context, &given, |batch| {
        let operator = find(words, batch, who)?;
        given.add(batch, body(operator))?;
        Ok(())
    })
}

fn find(words: &Words, batch: &mut Batch<'_>, who: &Who) -> Result<OperatorNo, Cause> {
    let name = match who {
        Who::Number(no) => return Ok(*no),
        Who::Name(name) => name,
    };
    let all = batch.ledger().operators()?;
    let found = all.into_iter().find(|(_, operator)| operator.name == *name).map(|(no, _)| no);
    found.ok_or_else(|| {
        let text = words.say("error-no-operator-named", &[("name", name.into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-operators"));
        Cause::Told(Failure::told(Exit::Refused, message))
    })
}

fn rotate(args: &OperatorRotateArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let new = keys::read(context, &args.new_key)?;
    let key = new.unlock_successor(context)?;
    let (public, proof) = (key.public(), Proof(possession::prove(&key, new.name())));
    // A name that is not hers makes no valid proof; she is told of the name, which she can see.
    let mut of_another = None;
    let recorded = record(context, &given, |batch| {
        let operator = batch.operator();
        let all = batch.ledger().operators()?;
        let own = all.into_iter().find(|(no, _)| *no == operator).map(|(_, operator)| operator.name);
        of_another = own.filter(|own| own != new.name());
        given.add(batch, Body::Rotated(KeyRotated { operator, key: public, proof }))?;
        Ok(())
    });
    if let Some(own) = of_another {
        return Err(keys::of_another(context, &new, &own));
    }
    recorded?;
    let file = new.path().display().to_string();
    note(context, &context.words.say("operator-rotated", &[("file", file.into())]))
}

fn list(print: PrintArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::operators::table(context.words, ledger)?)
    })?;
    context.print(&table, print.format)
}
