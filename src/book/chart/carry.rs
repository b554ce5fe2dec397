//! Where each edition carries income and expenses at a year's end 年终结转, and where it corrects a year that was carried.
//!
//! Owns: that table. Refuses to know: when a year ends, and how much stands on an account.
//!
//! Non-profit: restricted income to 限定性净资产, everything else to 非限定性净资产; 3201 以前年度净资产调整 of the edition of 2026 is
//! passed through when an earlier year is corrected, that of 2004 corrects net assets themselves. Government: 财务会计 by
//! way of 3301 本期盈余 and 3302 本年盈余分配 to 3001 累计盈余, corrections by way of 3501; 预算会计 to 8101, 8201, or by way of 8501 and
//! 8701 to 8202. What is fiscal (财政拨款) is told by the fund, for a budget expense does not say what paid for it.

use super::{
    Basis, Class, Edition, GIFTS_RESTRICTED, GRANTS_RESTRICTED, NET_ASSETS_RESTRICTED,
    NET_ASSETS_UNRESTRICTED,
};
use crate::base::AccountCode;
use crate::entry::Restriction;

/// 6001 财政拨款预算收入.
pub const FISCAL_INCOME: AccountCode = AccountCode(6001);
/// 8101 财政拨款结转.
pub const FISCAL_KEPT: AccountCode = AccountCode(8101);

/// 3201 以前年度净资产调整 of the edition of 2026.
pub const PRIOR_YEARS: AccountCode = AccountCode(3201);

/// A way to net assets or a budget balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Accounts that are passed through, both sides of each.
    pub by: &'static [AccountCode],
    /// Where it ends.
    pub to: AccountCode,
}

const THROUGH_SURPLUS: &[AccountCode] = &[AccountCode(3301), AccountCode(3302)];
const THROUGH_OTHER_SURPLUS: &[AccountCode] = &[AccountCode(8501), AccountCode(8701)];
const PRIOR_YEARS_OF_2026: &[AccountCode] = &[PRIOR_YEARS];
const PRIOR_YEARS_GOVERNMENT: &[AccountCode] = &[AccountCode(3501)];

/// Whether a year's end brings the account to zero.
#[must_use]
pub fn ends_with_the_year(edition: Edition, account: AccountCode) -> bool {
    match Class::of(account) {
        Some(class) if class.is_of_a_year() => true,
        Some(Class::NetAssets) => match edition {
            Edition::Of2004 => false,
            Edition::Of2026 => account == PRIOR_YEARS,
            Edition::Government => matches!(account.0, 3401 | 3501),
        },
        _ => false,
    }
}

/// Where what stands on the account is carried. `fiscal`: the fund has fiscal appropriations.
#[must_use]
pub fn way(edition: Edition, account: AccountCode, restriction: Restriction, fiscal: bool) -> Way {
    match edition {
        Edition::Of2004 | Edition::Of2026 => {
            let restricted = match Class::of(account) {
                Some(Class::NetAssets) => restriction == Restriction::Donors,
                _ => is_restricted_income(account),
            };
            Way { by: &[], to: net_assets(restricted) }
        }
        Edition::Government => match (Basis::of(account), Class::of(account)) {
            (Basis::Financial, Some(Class::NetAssets)) => Way { by: &[], to: AccountCode(3001) },
            (Basis::Financial, _) => Way { by: THROUGH_SURPLUS, to: AccountCode(3001) },
            (Basis::Budget, _) => budget(account, restriction, fiscal, THROUGH_OTHER_SURPLUS),
        },
    }
}

/// Where a correction of what stood on the account goes once its year is carried.
#[must_use]
pub fn corrected(edition: Edition, account: AccountCode, restriction: Restriction, fiscal: bool) -> Way {
    // What a fund that donors restrict spent was released: taken back, it is restricted again. Its other income never was.
    let donors = match Class::of(account) {
        Some(Class::Income) => is_restricted_income(account),
        _ => restriction == Restriction::Donors,
    };
    match edition {
        Edition::Of2004 => Way { by: &[], to: net_assets(donors) },
        Edition::Of2026 => Way { by: PRIOR_YEARS_OF_2026, to: net_assets(donors) },
        Edition::Government => match Basis::of(account) {
            Basis::Financial => Way { by: PRIOR_YEARS_GOVERNMENT, to: AccountCode(3001) },
            Basis::Budget => budget(account, restriction, fiscal, &[]),
        },
    }
}

fn budget(account: AccountCode, restriction: Restriction, fiscal: bool, by: &'static [AccountCode]) -> Way {
    match restriction {
        _ if fiscal && Class::of(account) == Some(Class::BudgetExpenses) || account == FISCAL_INCOME => {
            Way { by: &[], to: FISCAL_KEPT }
        }
        Restriction::Donors => Way { by: &[], to: AccountCode(8201) },
        Restriction::Office => Way { by, to: AccountCode(8202) },
    }
}

/// Income that its giver restricted.
fn is_restricted_income(account: AccountCode) -> bool {
    account == GIFTS_RESTRICTED || account == GRANTS_RESTRICTED
}

const fn net_assets(restricted: bool) -> AccountCode {
    if restricted { NET_ASSETS_RESTRICTED } else { NET_ASSETS_UNRESTRICTED }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Restriction::{Donors, Office};

    #[test]
    fn every_way_leads_over_accounts_of_its_edition_and_basis_to_one_that_stays() {
        for edition in [Edition::Of2004, Edition::Of2026, Edition::Government] {
            for account in edition.accounts().iter().map(|account| account.code) {
                if !ends_with_the_year(edition, account) {
                    continue;
                }
                for (restriction, fiscal) in
                    [(Donors, false), (Office, false), (Donors, true), (Office, true)]
                {
                    let of = |way: fn(Edition, AccountCode, Restriction, bool) -> Way| {
                        way(edition, account, restriction, fiscal)
                    };
                    for Way { by, to } in [of(way), of(corrected)] {
                        for passed in by.iter().chain([&to]) {
                            let known = edition.account(*passed);
                            assert!(known.is_some(), "{account} to {passed} in {edition:?}");
                            assert_eq!(Basis::of(*passed), Basis::of(account), "{account} to {passed}");
                        }
                        assert!(!ends_with_the_year(edition, to), "{account} to {to}");
                    }
                }
            }
        }
    }

    #[test]
    fn money_goes_where_the_standard_says() {
        let to = |edition, account, restriction, fiscal| {
            let way = way(edition, AccountCode(account), restriction, fiscal);
            (way.by.iter().map(|code| code.0).collect::<Vec<_>>(), way.to.0)
        };
        for edition in [Edition::Of2004, Edition::Of2026] {
            assert_eq!(to(edition, 410_102, Donors, false), (vec![], 3102));
            assert_eq!(to(edition, 410_101, Donors, false), (vec![], 3101));
            assert_eq!(to(edition, 4901, Donors, false), (vec![], 3101));
            assert_eq!(to(edition, 5101, Donors, false), (vec![], 3101));
        }
        let government = Edition::Government;
        assert_eq!(to(government, 4603, Donors, false), (vec![3301, 3302], 3001));
        assert_eq!(to(government, 5001, Office, false), (vec![3301, 3302], 3001));
        assert_eq!(to(government, 3501, Office, false), (vec![], 3001));
        assert_eq!(to(government, 6001, Office, false), (vec![], 8101));
        assert_eq!(to(government, 7101, Office, true), (vec![], 8101));
        assert_eq!(to(government, 6609, Office, true), (vec![8501, 8701], 8202));
        assert_eq!(to(government, 7101, Donors, false), (vec![], 8201));
        let back = |edition, account, restriction| {
            let way = corrected(edition, AccountCode(account), restriction, false);
            (way.by.iter().map(|code| code.0).collect::<Vec<_>>(), way.to.0)
        };
        assert_eq!(back(Edition::Of2004, 5101, Donors), (vec![], 3102));
        assert_eq!(back(Edition::Of2026, 5101, Office), (vec![3201], 3101));
        assert_eq!(back(Edition::Of2026, 410_102, Donors), (vec![3201], 3102));
        assert_eq!(back(Edition::Of2026, 4901, Donors), (vec![3201], 3101));
        assert_eq!(back(government, 5001, Office), (vec![3501], 3001));
        assert_eq!(back(government, 7101, Office), (vec![], 8202));
    }
}
