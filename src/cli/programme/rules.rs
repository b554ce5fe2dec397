//! `jinguo programme rules`: a programme's rules 项目办法 from a day on.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: which rules are possible.

use super::options::RuleOptions;
use crate::base::{Code, Date, FundNo};
use crate::book::relief::templates::Template;
use crate::cli::args::RegisterArgs;
use crate::cli::attachment;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::{Cause, note};
use crate::cli::parse;
use crate::cli::record::{Given, record};
use crate::entry::{Body, Gives, ProgrammeAdded, ReliefRules, RulesSet};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use clap::Args;
use std::path::PathBuf;

/// What rules are made of: a template, and what is set otherwise.
#[derive(Clone, Debug, Default, Args)]
pub struct RulesArgs {
    /// A template to begin with.
    #[arg(long, value_name = "TEMPLATE", value_parser = parse::template)]
    pub template: Option<&'static Template>,
    /// What is set otherwise.
    #[command(flatten)]
    pub options: RuleOptions,
}

impl RulesArgs {
    /// Whether there is nothing to set.
    pub fn is_empty(&self) -> bool {
        self.template.is_none() && self.options.is_empty()
    }

    /// The rules for a programme: what was given over the template, else over the rules that it had.
    ///
    /// # Errors
    /// A fund that is not there, or more words than rules can hold.
    pub fn rules(
        &self,
        words: &Words,
        ledger: &mut Ledger,
        programme: &ProgrammeAdded,
        had: Option<ReliefRules>,
    ) -> Result<ReliefRules, Cause> {
        let begin = match self.template {
            Some(template) => template.rules(programme.fund),
            None => had.unwrap_or_else(|| ReliefRules::unbounded(Gives::Money)),
        };
        self.options.over(words, ledger, begin)
    }
}

/// `programme rules CODE [--from DATE] [--template T] [rule options]`
#[derive(Clone, Debug, Args)]
pub struct ProgrammeRulesArgs {
    /// Which programme.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The first business date that they hold for; the one of recording where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// What they are made of.
    #[command(flatten)]
    pub rules: RulesArgs,
    /// The office's document that says so: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Sets the rules; what was granted under those before stays.
///
/// # Errors
/// What the rules or the ledger say.
pub fn set(args: &ProgrammeRulesArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let hashes: Vec<_> =
        args.attach.iter().map(|file| attachment::hash_of(file, context)).collect::<Result<_, _>>()?;
    let mut given = Given::of_register(&args.register);
    for hash in hashes {
        given = given.with_attachment(Some(hash));
    }
    let words = context.words;
    if args.rules.is_empty() && args.from.is_none() {
        let message = Message::nothing_recorded(words.word("error-no-rules-given"));
        let hint = words.say("hint-rules-options", &[("code", (&args.code).into())]);
        return Err(Failure::told(Exit::Usage, message.hint(hint)));
    }
    let mut shared = None;
    record(context, &given, |batch| {
        let from = args.from.unwrap_or_else(|| given.business(batch));
        let ledger = batch.ledger();
        let programme = ledger.programme_by_code(&args.code)?;
        let all = ledger.programme_rules(programme.no)?;
        // Before the first day on which any hold, the first are the nearest.
        let had = all.iter().rev().find(|set| set.from <= from).or(all.first()).map(|set| set.rules.clone());
        let rules = args.rules.rules(words, ledger, &programme, had)?;
        shared = others_on_its_fund(ledger, args.rules.template, &programme)?;
        given.add(batch, Body::ReliefRules(RulesSet { programme: programme.no, from, rules }))?;
        Ok(())
    })?;
    warn_of_sharing(context, shared.as_ref())
}

/// A fund that was to stand apart, and the programmes that draw on it too.
pub(super) type Shared = (Code, Vec<Code>);

/// The other programmes of a fund whose money a template keeps apart.
pub(super) fn others_on_its_fund(
    ledger: &mut Ledger,
    template: Option<&Template>,
    programme: &ProgrammeAdded,
) -> Result<Option<Shared>, LedgerError> {
    if !template.is_some_and(|template| template.own_fund) {
        return Ok(None);
    }
    let mut others = Vec::new();
    for other in ledger.programmes()? {
        let by_rules = |rules: &ReliefRules| rules.funds.contains(&programme.fund);
        let rules = ledger.programme_rules(other.no)?;
        let draws = other.fund == programme.fund || rules.last().is_some_and(|set| by_rules(&set.rules));
        if other.no != programme.no && draws {
            others.push(other.code);
        }
    }
    let code = |no: FundNo| ledger.funds().map(|all| all.into_iter().find(|f| f.no == no).map(|f| f.code));
    let fund = code(programme.fund)?;
    Ok(fund.filter(|_| !others.is_empty()).map(|fund| (fund, others)))
}

/// Says that other programmes draw on a fund that was to stand apart. It is recorded all the same: the office knows why.
pub(super) fn warn_of_sharing(context: &mut Context<'_>, shared: Option<&Shared>) -> Result<(), Failure> {
    let Some((fund, others)) = shared else { return Ok(()) };
    let separator = context.words.word("list-separator");
    let others: Vec<String> = others.iter().map(Code::to_string).collect();
    let args = [("fund", fund.into()), ("programmes", others.join(&separator).into())];
    let text = context.words.say("notice-fund-shared", &args);
    note(context, &text)
}
