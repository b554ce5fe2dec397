//! What the crate reads in entries about loans, as the lines that stand beside a vector.
//!
//! Owns: their names. Refuses to know: other kinds.

use jinguo::entry::*;
use std::fmt::Display;

/// The lines of a body about loans.
pub fn lines(body: &Body, say: &mut dyn FnMut(&str, &dyn Display)) {
    match body {
        Body::Product(added) => {
            say("product", &added.no.0);
            say("code", &added.code);
            say("name", &added.name);
            say("kind of product", &added.kind.number());
            say("profile", &added.profile.number());
            match &added.source {
                Source::Own(fund) => {
                    say("source", &1);
                    say("fund", &fund.0);
                }
                Source::Lender(lender) => {
                    say("source", &2);
                    say("lender", lender);
                }
            }
            say("guarantor", &added.guarantor.map_or(0, |g| g.0));
        }
        Body::Terms(set) => {
            say("product", &set.product.0);
            say("from", &set.from.number());
            terms(&set.terms, say);
        }
        Body::Subsidy(set) => subsidy(set, say),
        Body::Guarantor(added) => {
            say("guarantor", &added.no.0);
            say("name", &added.name);
        }
        Body::Deposit(deposit) => {
            say("guarantor", &deposit.guarantor.0);
            say("fund", &deposit.fund.map_or(0, |f| f.0));
            say("amount", &deposit.amount.get());
        }
        Body::Provision(provision) => {
            say("fund", &provision.fund.0);
            say("amount", &provision.amount.get());
        }
        Body::Loan(event) => {
            say("loan", &event.loan.0);
            happened(&event.what, say);
        }
        _ => {}
    }
}

fn subsidy(set: &SubsidySet, say: &mut dyn FnMut(&str, &dyn Display)) {
    say("product", &set.product.0);
    say("from", &set.from.number());
    let (mode, a, b) = match set.mode {
        SubsidyMode::Full => (1, 0, 0),
        SubsidyMode::PartOf(part) => (2, part, 0),
        SubsidyMode::Above { lpr, basis_points } => (3, lpr.millionths(), basis_points),
        SubsidyMode::Points(points) => (4, points.millionths(), 0),
    };
    say("mode", &mode);
    say("a", &a);
    say("b", &b);
    say("longest", &set.longest_months);
    for share in &set.shares {
        say("level", &share.level);
        say("millionths", &share.millionths);
    }
}

fn terms(terms: &Terms, say: &mut dyn FnMut(&str, &dyn Display)) {
    say("rate", &terms.rate.millionths());
    say("surcharge", &terms.surcharge_percent);
    say("day count", &terms.day_count.number());
    say("rounding", &terms.rounding.number());
    say("method", &terms.method.number());
    say("without principal", &terms.graces.principal_months);
    say("without interest due", &terms.graces.interest_months);
    say("without interest", &terms.graces.free_months);
    say("before arrears", &terms.graces.ageing_days);
    for part in terms.order.parts() {
        say("part", &part.number());
    }
    say("day of the month", &terms.due_day);
    say("amount", &terms.limit.get());
    say("longest", &terms.longest_months);
    say("women only", &u8::from(terms.eligible.women_only));
    say("youngest", &terms.eligible.youngest);
    say("oldest", &terms.eligible.oldest);
}

fn split(split: &Split, say: &mut dyn FnMut(&str, &dyn Display)) {
    for part in split.parts() {
        say("amount", &part.get());
    }
}

fn plan(plan: &[Instalment], say: &mut dyn FnMut(&str, &dyn Display)) {
    for instalment in plan {
        say("due", &instalment.due.number());
        say("amount", &instalment.principal.get());
        say("amount", &instalment.interest.get());
    }
}

fn happened(what: &LoanWhat, say: &mut dyn FnMut(&str, &dyn Display)) {
    match what {
        LoanWhat::Applied { product, borrower, amount, months } => {
            say("product", &product.0);
            say("borrower", &borrower.0);
            say("amount", &amount.get());
            say("months", months);
        }
        LoanWhat::Granted { amount, months } => {
            say("amount", &amount.get());
            say("months", months);
        }
        LoanWhat::Signed { number, paper, terms: of } => {
            say("contract", number);
            say("paper", paper);
            terms(of, say);
        }
        LoanWhat::Drawn { amount, plan: of } => {
            say("amount", &amount.get());
            plan(of, say);
        }
        LoanWhat::Repaid { from, split: of, plan: new } => {
            say("from", &from.number());
            split(of, say);
            if let Some(new) = new {
                plan(new, say);
            }
        }
        LoanWhat::Charged { amount } | LoanWhat::Refunded { amount } => say("amount", &amount.get()),
        LoanWhat::Extended { plan: of } => plan(of, say),
        LoanWhat::Claimed { split: of, fund } => {
            split(of, say);
            say("fund", &fund.map_or(0, |f| f.0));
        }
        LoanWhat::WrittenOff { split: of, claimed } => {
            split(of, say);
            say("amount", &claimed.get());
        }
        LoanWhat::Recovered { after, amount } => {
            say("after", &after.number());
            say("amount", &amount.get());
        }
        LoanWhat::Visited { result } => say("result", &result.number()),
        LoanWhat::SubsidyClaimed { quarter, amount, shares } => {
            say("quarter", &quarter.number());
            say("amount", &amount.get());
            for share in shares {
                say("amount", &share.get());
            }
        }
    }
}
