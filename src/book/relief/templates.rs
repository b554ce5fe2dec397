//! What programmes of the kinds that offices run usually ask for 项目模板: rules to begin with.
//!
//! Owns: these beginnings. Refuses to know: what an office decided; its own document says that, and each of these can be
//! set otherwise when it is used and later.
//!
//! The only figure here is the one that 两癌救助 is known by, 10,000 yuan once. Amounts, budgets, areas and most
//! categories differ from office to office: they are left open rather than guessed. Days of notice, papers and steps are
//! what an office may begin with, not what any document says.

use crate::base::{Fen, FundNo, Line};
use crate::entry::{Cap, Gives, ReliefRules, Steps};

/// Rules to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// What such a programme is called.
    pub name: &'static str,
    /// Other names for it; the first is in letters that any keyboard has.
    pub also: &'static [&'static str],
    /// Whether its money stands apart: it draws on the programme's own fund only.
    pub own_fund: bool,
    /// A category of hardship, where the programme is named after it.
    category: Option<&'static str>,
    gives: Gives,
    /// What everybody gets, where that is one amount.
    fixed: Fen,
    most_pieces: u32,
    lifetime: u16,
    yearly: u16,
    papers: u8,
    steps: Steps,
}

/// 申请、入户核查、审核、审批、公示、回盘.
const WHOLE: Steps =
    Steps { application: true, visit: true, review: true, approval: true, answer: true, notice_days: 7 };
/// The same without a home visit.
const ON_PAPER: Steps = Steps { visit: false, ..WHOLE };
/// A list that another person approves.
const BY_LIST: Steps =
    Steps { application: false, visit: false, review: false, approval: true, answer: false, notice_days: 0 };

const MONEY: Template = Template {
    name: "",
    also: &[],
    own_fund: false,
    category: None,
    gives: Gives::Money,
    fixed: Fen::ZERO,
    most_pieces: 0,
    lifetime: 0,
    yearly: 0,
    papers: 0,
    steps: BY_LIST,
};

/// All of them.
pub const ALL: [Template; 9] = [
    // Diagnosis and identity card. Its money is given for it alone.
    Template {
        name: "两癌救助",
        also: &["two-cancers", "农村妇女两癌救助"],
        own_fund: true,
        fixed: Fen::new(1_000_000),
        lifetime: 1,
        papers: 2,
        steps: WHOLE,
        ..MONEY
    },
    Template { name: "春蕾计划", also: &["spring-buds"], yearly: 1, papers: 1, steps: ON_PAPER, ..MONEY },
    // Once, on the way to a university: letter of admission and identity card.
    Template {
        name: "金秋助学", also: &["autumn-aid"], lifetime: 1, papers: 2, steps: ON_PAPER, ..MONEY
    },
    // A donor and a pupil are paired: who receives stands in the gift, so nobody applies.
    Template {
        name: "爱心助学",
        also: &["paired-aid", "结对助学"],
        steps: Steps { answer: true, ..BY_LIST },
        ..MONEY
    },
    Template {
        name: "母亲邮包",
        also: &["mothers-parcel"],
        gives: Gives::Goods,
        most_pieces: 1,
        yearly: 1,
        ..MONEY
    },
    Template {
        name: "慰问", also: &["visit-gift", "慰问金", "慰问品"], gives: Gives::Either, ..MONEY
    },
    Template {
        name: "妇女儿童关爱基金",
        also: &["care-fund", "妇女儿童关爱"],
        yearly: 1,
        papers: 1,
        steps: WHOLE,
        ..MONEY
    },
    // Numbered cards, one each.
    Template {
        name: "医疗援助卡",
        also: &["medical-card"],
        gives: Gives::Goods,
        most_pieces: 1,
        lifetime: 1,
        papers: 1,
        steps: Steps { answer: false, notice_days: 0, ..ON_PAPER },
        ..MONEY
    },
    Template {
        name: "低收入母亲救助",
        also: &["low-income-mothers"],
        category: Some("低收入母亲"),
        yearly: 1,
        papers: 1,
        steps: WHOLE,
        ..MONEY
    },
];

/// The template of a name, in any of its forms.
#[must_use]
pub fn called(name: &str) -> Option<&'static Template> {
    let name = name.trim();
    let fits = |own: &str| own.eq_ignore_ascii_case(name);
    ALL.iter().find(|template| fits(template.name) || template.also.iter().any(|also| fits(also)))
}

impl Template {
    /// Its rules for a programme whose own fund is this one.
    #[must_use]
    pub fn rules(&self, own: FundNo) -> ReliefRules {
        let cap = |times| Cap { times, amount: Fen::ZERO };
        ReliefRules {
            funds: if self.own_fund { vec![own] } else { Vec::new() },
            categories: self.category.and_then(|category| Line::new(category).ok()).into_iter().collect(),
            least: self.fixed,
            most: self.fixed,
            most_pieces: self.most_pieces,
            lifetime: cap(self.lifetime),
            yearly: cap(self.yearly),
            papers: self.papers,
            steps: self.steps,
            ..ReliefRules::unbounded(self.gives)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::relief::programme::possible;

    #[test]
    fn every_template_is_possible_and_found_by_each_name_of_its_own() {
        for template in &ALL {
            assert_eq!(possible(&template.rules(FundNo(1))), Ok(()), "{}", template.name);
            for name in [template.name].iter().chain(template.also) {
                assert_eq!(called(name).map(|found| found.name), Some(template.name), "{name}");
            }
            assert!(template.also.first().is_some_and(|short| short.is_ascii()), "{}", template.name);
        }
        assert_eq!(called("Two-Cancers").map(|found| found.name), Some("两癌救助"));
        assert!(called("").is_none() && called("救助").is_none());
        assert_eq!(possible(&ReliefRules::unbounded(Gives::Money)), Ok(()));
    }
}
