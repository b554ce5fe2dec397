//! The charts of accounts 会计科目: 民间非营利组织会计制度 in its two editions, and 政府会计制度.
//!
//! Owns: codes, names, classes, and which account has which role. Refuses to know: what is posted.
//!
//! The charts give some codes different meanings (2601 is 受托代理负债 in one and 预计负债 in the other), so an account is
//! always named by edition and code. What of each was checked against the official text stands in its own file. The
//! constants are the non-profit chart's, or all charts' where nothing else is said; no rule of version 1 posts to an
//! account that the edition of 2026 renumbered.

pub mod carry;
mod gov;
mod ngo;
mod roles;

pub use roles::{Accounts, Budget};

use crate::base::{AccountCode, Date};
use crate::entry::Chart;

/// The fund's own money at its bank.
pub const OWN_BANK: AccountCode = AccountCode(100_201);
/// Money held for others at the bank.
pub const HELD_BANK: AccountCode = AccountCode(100_202);
/// Cash on hand 现金, 库存现金.
pub const CASH_ON_HAND: AccountCode = AccountCode(1001);
/// What is owed onwards 受托代理负债, in the non-profit chart; see [`held_for_others`].
pub const HELD_FOR_OTHERS: AccountCode = AccountCode(2601);
/// 非限定性净资产.
pub const NET_ASSETS_UNRESTRICTED: AccountCode = AccountCode(3101);
/// 限定性净资产.
pub const NET_ASSETS_RESTRICTED: AccountCode = AccountCode(3102);
/// 捐赠收入—非限定性.
pub const GIFTS_UNRESTRICTED: AccountCode = AccountCode(410_101);
/// 捐赠收入—限定性.
pub const GIFTS_RESTRICTED: AccountCode = AccountCode(410_102);
/// 政府补助收入—非限定性.
pub const GRANTS_UNRESTRICTED: AccountCode = AccountCode(440_101);
/// 政府补助收入—限定性.
pub const GRANTS_RESTRICTED: AccountCode = AccountCode(440_102);
/// 业务活动成本.
pub const RELIEF: AccountCode = AccountCode(5101);

/// An account 科目.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its code.
    pub code: AccountCode,
    /// Its official name.
    pub name: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
}

/// The class that an account's first digit stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 资产.
    Assets,
    /// 负债.
    Liabilities,
    /// 净资产.
    NetAssets,
    /// 收入.
    Income,
    /// 费用.
    Expenses,
    /// 预算收入, in the government chart.
    BudgetIncome,
    /// 预算支出, in the government chart.
    BudgetExpenses,
    /// 预算结余, in the government chart.
    BudgetBalances,
}

/// Which of the two sets of books an account belongs to; each balances by itself 平行记账.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// 财务会计: the non-profit chart has only this.
    Financial,
    /// 预算会计.
    Budget,
}

/// An edition of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// 民间非营利组织会计制度, 财会〔2004〕7号.
    Of2004,
    /// 民间非营利组织会计制度, 财会〔2024〕25号, for vouchers from 2026-01-01.
    Of2026,
    /// 政府会计制度, 财会〔2017〕25号.
    Government,
}

impl Edition {
    /// The edition of the ledger's chart for a voucher of that day.
    #[must_use]
    pub fn of(chart: Chart, day: Date) -> Edition {
        match chart {
            Chart::Government => Edition::Government,
            Chart::NonProfit if day.number() < 20_260_101 => Edition::Of2004,
            Chart::NonProfit => Edition::Of2026,
        }
    }

    /// Its number in entries.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Edition::Of2004 => 1,
            Edition::Of2026 => 2,
            Edition::Government => 3,
        }
    }

    /// The edition of that number; nothing for a number that this version does not know.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Edition> {
        match number {
            1 => Some(Edition::Of2004),
            2 => Some(Edition::Of2026),
            3 => Some(Edition::Government),
            _ => None,
        }
    }

    /// All accounts, by code; a sub-account follows its account.
    #[must_use]
    pub fn accounts(self) -> &'static [Account] {
        match self {
            Edition::Of2004 => &ngo::OF_2004,
            Edition::Of2026 => &ngo::OF_2026,
            Edition::Government => &gov::OF_2017,
        }
    }

    /// The account of that code.
    #[must_use]
    pub fn account(self, code: AccountCode) -> Option<&'static Account> {
        self.accounts().iter().find(|a| a.code == code)
    }

    /// The account that a person typed: its code, or its whole name in Chinese or English. The name of an account never
    /// stands for its sub-accounts.
    #[must_use]
    pub fn find(self, typed: &str) -> Option<AccountCode> {
        let typed = typed.trim();
        let code = AccountCode::parse(typed).ok();
        let is_meant =
            |a: &&Account| code == Some(a.code) || a.name == typed || a.name_en.eq_ignore_ascii_case(typed);
        self.accounts().iter().find(is_meant).map(|a| a.code)
    }
}

impl Class {
    /// Whether accounts of the class tell of a year, and begin the next one at zero.
    #[must_use]
    pub const fn is_of_a_year(self) -> bool {
        matches!(self, Class::Income | Class::Expenses | Class::BudgetIncome | Class::BudgetExpenses)
    }

    /// The class of an account.
    pub const fn of(code: AccountCode) -> Option<Class> {
        match code.top().0 / 1000 {
            1 => Some(Class::Assets),
            2 => Some(Class::Liabilities),
            3 => Some(Class::NetAssets),
            4 => Some(Class::Income),
            5 => Some(Class::Expenses),
            6 => Some(Class::BudgetIncome),
            7 => Some(Class::BudgetExpenses),
            8 => Some(Class::BudgetBalances),
            _ => None,
        }
    }
}

impl Basis {
    /// The set of books that the account belongs to.
    #[must_use]
    pub const fn of(code: AccountCode) -> Basis {
        match Class::of(code) {
            Some(Class::BudgetIncome | Class::BudgetExpenses | Class::BudgetBalances) => Basis::Budget,
            _ => Basis::Financial,
        }
    }
}

/// Whether the account is cash or bank of the office's own money, without what is held for others: 1001 and 1002 in
/// every chart, 1009 in the non-profit one, 1011 and 1021 in the government one. No chart has another meaning for
/// any of them.
pub const fn is_cash(code: AccountCode) -> bool {
    matches!(code.top().0, 1001 | 1002 | 1009 | 1011 | 1021) && code.0 != HELD_BANK.0
}

/// Whether the non-profit edition of 2026 means another account by this code than that of 2004: sums of one must not be
/// shown as sums of the other.
#[must_use]
pub const fn is_reused(code: AccountCode) -> bool {
    matches!(code.0, 1701 | 5201 | 5301 | 5401)
}

/// The edition that gives an expense its name, where the edition of 2026 gave its code to another: expenses begin anew with
/// each year, so the two are told apart by day. What stands on other reused codes goes on under the new one's name.
#[must_use]
pub fn edition_apart(chart: Chart, code: AccountCode, day: Date) -> Option<Edition> {
    let apart = chart == Chart::NonProfit && is_reused(code) && Class::of(code) == Some(Class::Expenses);
    apart.then(|| Edition::of(chart, day))
}

/// What is owed onwards 受托代理负债 in that chart.
#[must_use]
pub fn held_for_others(chart: Chart) -> AccountCode {
    let roles = match chart {
        Chart::NonProfit => Accounts::of(Edition::Of2026),
        Chart::Government => Accounts::of(Edition::Government),
    };
    roles.held_for_others
}

const fn account(code: u32, name: &'static str, name_en: &'static str) -> Account {
    Account { code: AccountCode(code), name, name_en }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const ALL: [Edition; 3] = [Edition::Of2004, Edition::Of2026, Edition::Government];

    #[test]
    fn every_account_that_a_rule_posts_to_means_the_same_in_both_editions() {
        for code in [
            OWN_BANK,
            HELD_BANK,
            CASH_ON_HAND,
            HELD_FOR_OTHERS,
            NET_ASSETS_UNRESTRICTED,
            NET_ASSETS_RESTRICTED,
            GIFTS_UNRESTRICTED,
            GIFTS_RESTRICTED,
            GRANTS_UNRESTRICTED,
            GRANTS_RESTRICTED,
            RELIEF,
        ] {
            let old = Edition::Of2004.account(code).unwrap();
            assert_eq!(Some(old), Edition::Of2026.account(code));
        }
    }

    #[test]
    fn codes_are_unique_and_sorted_and_have_a_class_and_an_account_above() {
        for edition in ALL {
            let codes: Vec<u32> = edition.accounts().iter().map(|a| a.code.0).collect();
            let full = |c: &u32| if *c < 10_000 { c * 100 } else { *c };
            assert!(codes.windows(2).all(|w| full(&w[0]) < full(&w[1])), "{codes:?}");
            assert!(edition.accounts().iter().all(|a| Class::of(a.code).is_some()));
            assert!(edition.accounts().iter().all(|a| edition.account(a.code.top()).is_some()));
        }
    }

    #[test]
    fn the_standards_have_as_many_accounts_as_they_say() {
        let standard = |edition: Edition| edition.accounts().iter().filter(|a| a.code == a.code.top());
        assert_eq!(standard(Edition::Of2004).count(), 48);
        assert_eq!(standard(Edition::Of2026).count(), 56);
        let of = |class| standard(Edition::Government).filter(|a| Class::of(a.code) == Some(class)).count();
        let classes = [
            Class::Assets,
            Class::Liabilities,
            Class::NetAssets,
            Class::Income,
            Class::Expenses,
            Class::BudgetIncome,
            Class::BudgetExpenses,
            Class::BudgetBalances,
        ];
        assert_eq!(classes.map(of), [35, 16, 7, 11, 8, 9, 8, 9]);
        let budget =
            |edition: Edition| standard(edition).filter(|a| Basis::of(a.code) == Basis::Budget).count();
        assert_eq!(ALL.map(budget), [0, 0, 26]);
    }

    #[test]
    fn codes_with_several_meanings_are_told_apart() {
        let name = |chart, day: &str, code| {
            Edition::of(chart, Date::parse(day).unwrap()).account(AccountCode(code)).map(|a| a.name)
        };
        assert_eq!(name(Chart::NonProfit, "2025-12-31", 5201), Some("管理费用"));
        assert_eq!(name(Chart::NonProfit, "2026-01-01", 5201), Some("税金及附加"));
        for day in ["2025-12-31", "2026-01-01"] {
            assert_eq!(name(Chart::Government, day, 5201), Some("经营费用"));
            assert_eq!(name(Chart::NonProfit, day, 2601), Some("受托代理负债"));
            assert_eq!(name(Chart::Government, day, 2601), Some("预计负债"));
        }
        for (chart, edition) in [
            (Chart::NonProfit, Edition::Of2004),
            (Chart::NonProfit, Edition::Of2026),
            (Chart::Government, Edition::Government),
        ] {
            assert_eq!(edition.account(held_for_others(chart)).unwrap().name, "受托代理负债");
        }
    }

    #[test]
    fn a_code_is_reused_where_the_account_it_stood_for_has_another() {
        for old in Edition::Of2004.accounts() {
            let moved = Edition::Of2026.accounts().iter().find(|new| new.name == old.name);
            let elsewhere = moved.is_some_and(|new| new.code != old.code);
            let taken = Edition::Of2026.account(old.code).is_some();
            assert_eq!(is_reused(old.code), elsewhere && taken, "{}", old.code);
        }
    }

    #[test]
    fn cash_is_the_offices_own_money_in_every_chart() {
        let cash = |edition: Edition| -> Vec<u32> {
            edition.accounts().iter().map(|a| a.code).filter(|c| is_cash(*c)).map(|c| c.0).collect()
        };
        for edition in [Edition::Of2004, Edition::Of2026] {
            assert_eq!(cash(edition), [1001, 1002, 100_201, 1009]);
        }
        assert_eq!(cash(Edition::Government), [1001, 1002, 100_201, 1011, 1021]);
    }

    #[test]
    fn an_account_is_found_by_its_code_and_by_each_of_its_names() {
        for edition in ALL {
            let mut names = BTreeSet::new();
            for account in edition.accounts() {
                assert!(names.insert(account.name.to_owned()), "{}", account.name);
                assert!(names.insert(account.name_en.to_ascii_lowercase()), "{}", account.name_en);
                for typed in [&account.code.to_string(), account.name, account.name_en] {
                    assert_eq!(edition.find(typed), Some(account.code), "{typed}");
                    assert_eq!(edition.find(&format!(" {typed} ")), Some(account.code));
                }
            }
        }
        assert_eq!(Edition::Of2004.find("管理费用"), Some(AccountCode(5201)));
        assert_eq!(Edition::Of2026.find("管理费用"), Some(AccountCode(5301)));
        assert_eq!(Edition::Government.find("管理费用"), None);
        assert_eq!(Edition::Of2026.find("受托代理"), None);
        assert_eq!(Edition::Of2026.find("8001"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_finds_an_account_of_that_name_or_none(typed in "\\PC{0,12}") {
            for edition in ALL {
                let found = edition.find(&typed).and_then(|code| edition.account(code));
                if let Some(account) = found {
                    let typed = typed.trim();
                    prop_assert!(
                        account.code.to_string() == typed
                            || account.name == typed
                            || account.name_en.eq_ignore_ascii_case(typed)
                    );
                }
            }
        }

        #[test]
        fn an_edition_is_known_by_its_number_and_no_other_number(number: u8) {
            let known = ALL.into_iter().find(|edition| edition.number() == number);
            prop_assert_eq!(Edition::from_number(number), known);
        }
    }

    #[test]
    fn the_numbers_of_the_editions_stay() {
        assert_eq!(ALL.map(Edition::number), [1, 2, 3]);
    }
}
