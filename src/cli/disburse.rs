//! `jinguo disburse`: relief paid out.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::attachment;
use super::context::{Context, Failure};
use super::goods::at_once;
use super::parse;
use super::parse_goods;
use super::record::{Given, record};
use crate::base::{Code, Date, Fen, FundNo, GiftNo, Hash32, PersonNo, ProgrammeNo};
use crate::book::Refusal;
use crate::entry::{Body, Disbursement, Proposal, Row};
use crate::ledger::{Batch, LedgerError};
use clap::Args;

/// `disburse PROGRAMME AMOUNT --to P-… [--fund CODE] [--gift J-…]`
#[derive(Clone, Debug, Args)]
pub struct DisburseArgs {
    /// The programme it is paid under.
    #[arg(value_name = "PROGRAMME", value_parser = parse::code)]
    pub programme: Code,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Who receives it.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub to: PersonNo,
    /// The fund that pays; the programme's own where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// The bound gift that it is paid from; then the fund is the one where that stands.
    #[arg(long, value_name = "GIFT", value_parser = parse_goods::gift, conflicts_with = "fund")]
    pub gift: Option<GiftNo>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the payment.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &DisburseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let papers = args.record.attach.iter().map(|file| attachment::hash_of(file, context));
    let papers = papers.collect::<Result<Vec<Hash32>, _>>()?;
    let words = context.words;
    record(context, &given, |batch| {
        let programme = batch.ledger().programme_by_code(&args.programme)?;
        if let Some(gift) = args.gift {
            let fund = batch.ledger().gift(gift)?.fund;
            let proposal = of_gift(args, gift, programme.no, fund)?;
            let (code, to, amount) = (&args.programme, args.to, args.amount.to_string().replace(',', ""));
            let instead = format!("jinguo relief propose {code} --to {to} --amount {amount} --gift {gift}");
            return at_once::pay(batch, words, (&given, &papers), (code, proposal), &instead);
        }
        may_receive(batch, programme.no, given.business(batch), args.to)?;
        let fund = match &args.fund {
            Some(code) => batch.ledger().fund_by_code(code)?.no,
            None => programme.fund,
        };
        let relief = Disbursement { programme: programme.no, fund, person: args.to, amount: args.amount };
        given.add(batch, Body::Disbursement(relief))?;
        Ok(())
    })
}

/// A round of one, whose money is that of a gift.
fn of_gift(
    args: &DisburseArgs,
    gift: GiftNo,
    programme: ProgrammeNo,
    fund: FundNo,
) -> Result<Proposal, LedgerError> {
    let too_large = |_| LedgerError::Refused(Box::new(Refusal::SumTooLarge));
    let given = u64::try_from(args.amount.get()).map_err(too_large)?;
    let row = Row { case: None, person: args.to, gift: Some(gift), given, paper: None };
    Ok(Proposal { programme, fund, item: None, rows: vec![row] })
}

/// What only the vault can say of her, where the programme asks for it; no entry shows it.
fn may_receive(
    batch: &mut Batch<'_>,
    programme: ProgrammeNo,
    on: Date,
    person: PersonNo,
) -> Result<(), LedgerError> {
    match batch.ledger().rules_on(programme, on)? {
        Some(rules) => batch.ledger().may_receive(person, &rules),
        None => Ok(()),
    }
}
