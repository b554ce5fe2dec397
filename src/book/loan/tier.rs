//! The five tiers 五级分类, by days overdue.
//!
//! Owns: the two profiles' bounds. Refuses to know: loans.
//!
//! The loan's bounds are those that this project's design names; the card's are those of 商业银行信用卡业务监督管理办法
//! (银监会令2011年第2号), article 93. Both are by days alone: an office may class a loan worse, never better.

use crate::base::Fen;
use crate::entry::Profile;

/// A tier 五级分类.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 正常.
    Pass,
    /// 关注.
    SpecialMention,
    /// 次级.
    Substandard,
    /// 可疑.
    Doubtful,
    /// 损失.
    Loss,
}

impl Tier {
    /// All of them, best first.
    pub const ALL: [Tier; 5] =
        [Tier::Pass, Tier::SpecialMention, Tier::Substandard, Tier::Doubtful, Tier::Loss];

    /// The tier of a loan that many days overdue. One that was extended is at best 关注.
    #[must_use]
    pub const fn of(profile: Profile, days_overdue: u32, extended: bool) -> Tier {
        let [substandard, doubtful, loss] = match profile {
            Profile::Loan => [90, 270, 360],
            Profile::Card => [90, 120, 180],
        };
        match days_overdue {
            0 if extended => Tier::SpecialMention,
            0 => Tier::Pass,
            days if days > loss => Tier::Loss,
            days if days > doubtful => Tier::Doubtful,
            days if days > substandard => Tier::Substandard,
            _ => Tier::SpecialMention,
        }
    }

    /// What part of what is outstanding an allowance should be, in per cent: 贷款损失准备计提指引 (银发〔2002〕98号), the
    /// middle of its ranges, and 1 % of what is in order.
    #[must_use]
    pub const fn allowance_percent(self) -> i64 {
        match self {
            Tier::Pass => 1,
            Tier::SpecialMention => 2,
            Tier::Substandard => 25,
            Tier::Doubtful => 50,
            Tier::Loss => 100,
        }
    }
}

/// What the allowance for these loans should come to: each one's part of what is outstanding, the sum rounded to the
/// nearest 分, a half upwards.
#[must_use]
pub fn allowance(loans: impl IntoIterator<Item = (Tier, Fen)>) -> Fen {
    let each =
        loans.into_iter().map(|(tier, fen)| i128::from(fen.get()) * i128::from(tier.allowance_percent()));
    let hundredths: i128 = each.sum();
    Fen::new(i64::try_from((hundredths + 50) / 100).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_belongs_to_the_better_tier() {
        for (profile, bounds) in [(Profile::Loan, [90, 270, 360]), (Profile::Card, [90, 120, 180])] {
            assert_eq!(Tier::of(profile, 0, false), Tier::Pass);
            assert_eq!(Tier::of(profile, 0, true), Tier::SpecialMention);
            assert_eq!(Tier::of(profile, 1, false), Tier::SpecialMention);
            for (bound, worse) in bounds.into_iter().zip([Tier::Substandard, Tier::Doubtful, Tier::Loss]) {
                assert!(Tier::of(profile, bound, true) < worse);
                assert_eq!(Tier::of(profile, bound + 1, false), worse);
            }
        }
    }

    #[test]
    fn the_sum_is_rounded_once() {
        let fen = |n| (Tier::Pass, Fen::new(n));
        assert_eq!(allowance([fen(25), fen(24)]), Fen::ZERO);
        assert_eq!(allowance([fen(25), fen(25)]), Fen::new(1));
        let mixed =
            [(Tier::Doubtful, Fen::new(101)), (Tier::Loss, Fen::new(7)), (Tier::Substandard, Fen::new(2))];
        // 50.50 + 7 + 0.50.
        assert_eq!(allowance(mixed), Fen::new(58));
    }
}
