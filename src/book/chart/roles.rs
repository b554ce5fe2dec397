//! Which account of an edition has which role: what the rules post to without knowing the chart.
//!
//! Owns: that table. Refuses to know: when a rule posts.
//!
//! The government edition is filled in for a women's federation office that is an administrative body (行政单位): a
//! finance department's expenditure classification names 妇联 with an administrative establishment among them.
//! Such a body books its expenses in 5001 业务活动费用 and does not use 5101 单位管理费用 (政府会计准则制度解释第1号, as
//! 济南市财政局 quotes it), and its budget expenses in 7101 行政支出. A public institution (事业单位), also one that is
//! managed like the civil service (参公), would use 5101 and 7201 事业支出 as well; there is no edition for one.
//! Gifts and interest have no budget account of their own: the standard counts them as 6609 其他预算收入.
//! Money from the finance department of its own level is 4001 and 6001, from other levels 4601 and 6601; this, and what
//! is 8201 or 8202, follows the accounts' names and common practice, and was not compared with the standard's text.

use super::Edition;
use super::{
    CASH_ON_HAND, GIFTS_RESTRICTED, GIFTS_UNRESTRICTED, GRANTS_RESTRICTED, GRANTS_UNRESTRICTED, HELD_BANK,
    HELD_FOR_OTHERS, NET_ASSETS_RESTRICTED, NET_ASSETS_UNRESTRICTED, OWN_BANK, RELIEF,
};
use crate::base::AccountCode;
use crate::entry::Restriction;

/// A role whose account depends on who restricted the fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ByRestriction {
    office: AccountCode,
    donors: AccountCode,
}

impl ByRestriction {
    const fn same(code: u32) -> ByRestriction {
        ByRestriction { office: AccountCode(code), donors: AccountCode(code) }
    }

    const fn of(self, restriction: Restriction) -> AccountCode {
        match restriction {
            Restriction::Office => self.office,
            Restriction::Donors => self.donors,
        }
    }
}

/// The account of each role in one edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// The fund's own money at its bank.
    pub own_bank: AccountCode,
    /// Money held for others at the bank.
    pub held_bank: AccountCode,
    /// 现金, 库存现金.
    pub cash_on_hand: AccountCode,
    /// What is owed onwards 受托代理负债.
    pub held_for_others: AccountCode,
    /// Relief paid to a person.
    pub relief: AccountCode,
    /// Grants passed down to another office.
    pub grants_passed_down: AccountCode,
    /// Interest on the bank account.
    pub interest: AccountCode,
    /// Bank fees 手续费.
    pub bank_fees: AccountCode,
    /// Spending where no other account is named.
    pub administration: AccountCode,
    /// Lent out of the office's own funds 其他应收款—借款.
    pub lent: AccountCode,
    /// Placed with a guarantor 其他应收款—存出保证金.
    pub placed: AccountCode,
    /// Paid by a guarantor out of such a deposit 其他应收款—应收代偿款.
    pub paid_for_others: AccountCode,
    /// The allowance for bad debts 坏账准备.
    pub allowance: AccountCode,
    /// What raising the allowance costs.
    pub bad_debts: AccountCode,
    /// Interest, penalty interest and fees of loans.
    pub loan_income: AccountCode,
    /// Kept for a borrower 其他应付款.
    pub kept: AccountCode,
    /// Goods for relief 存货—救助物资.
    pub goods: AccountCode,
    /// Goods held for others 受托代理资产.
    pub held_goods: AccountCode,
    /// What missing goods cost.
    pub goods_lost: AccountCode,
    /// What goods that were found are worth.
    pub goods_found: AccountCode,
    /// The counterparts in 预算会计; none in the non-profit chart. Money held for others has none in any chart.
    pub budget: Option<Budget>,
    net_assets: ByRestriction,
    gifts: ByRestriction,
    grants: ByRestriction,
    appropriations: ByRestriction,
}

/// The account of each role in 预算会计.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// 资金结存: the counterpart of own cash and bank.
    pub fund: AccountCode,
    /// Gifts.
    pub gifts: AccountCode,
    /// Grants from other levels.
    pub grants: AccountCode,
    /// Appropriations of the office's own level 财政拨款.
    pub appropriations: AccountCode,
    /// Interest on the bank account.
    pub interest: AccountCode,
    /// Relief paid to a person.
    pub relief: AccountCode,
    /// Grants passed down to another office.
    pub grants_passed_down: AccountCode,
    /// Bank fees 手续费.
    pub bank_fees: AccountCode,
    /// Spending where no other account is named.
    pub administration: AccountCode,
    balance: ByRestriction,
}

impl Accounts {
    /// The table of that edition.
    #[must_use]
    pub fn of(edition: Edition) -> &'static Accounts {
        match edition {
            Edition::Of2004 => &OF_2004,
            Edition::Of2026 => &OF_2026,
            Edition::Government => &GOVERNMENT,
        }
    }

    /// 净资产: 限定性 where donors restrict the fund. The government chart makes no difference: 3001 累计盈余.
    #[must_use]
    pub const fn net_assets(&self, restriction: Restriction) -> AccountCode {
        self.net_assets.of(restriction)
    }

    /// 捐赠收入.
    #[must_use]
    pub const fn gifts(&self, restriction: Restriction) -> AccountCode {
        self.gifts.of(restriction)
    }

    /// 政府补助收入, or 非同级财政拨款收入.
    #[must_use]
    pub const fn grants(&self, restriction: Restriction) -> AccountCode {
        self.grants.of(restriction)
    }

    /// 财政拨款收入. The non-profit chart knows no appropriations: they are 政府补助收入 there.
    #[must_use]
    pub const fn appropriations(&self, restriction: Restriction) -> AccountCode {
        self.appropriations.of(restriction)
    }
}

impl Budget {
    /// What an opening balance or a transfer moves of money that is no 财政拨款: 8201 非财政拨款结转 where it is bound to a
    /// purpose from outside, else 8202 非财政拨款结余.
    #[must_use]
    pub const fn balance(&self, restriction: Restriction) -> AccountCode {
        self.balance.of(restriction)
    }
}

static OF_2004: Accounts = non_profit(AccountCode(5201), AccountCode(5201), AccountCode(1701));
static OF_2026: Accounts = non_profit(AccountCode(5301), AccountCode(5501), AccountCode(1801));

/// The roles of the non-profit chart. Its edition of 2026 renumbered 管理费用, and has 资产减值损失 for bad debts, which
/// were 管理费用 before.
const fn non_profit(
    administration: AccountCode,
    bad_debts: AccountCode,
    held_goods: AccountCode,
) -> Accounts {
    let grants = ByRestriction { office: GRANTS_UNRESTRICTED, donors: GRANTS_RESTRICTED };
    Accounts {
        own_bank: OWN_BANK,
        held_bank: HELD_BANK,
        cash_on_hand: CASH_ON_HAND,
        held_for_others: HELD_FOR_OTHERS,
        relief: RELIEF,
        grants_passed_down: RELIEF,
        interest: AccountCode(4901),
        bank_fees: administration,
        administration,
        lent: AccountCode(112_201),
        placed: AccountCode(112_202),
        paid_for_others: AccountCode(112_203),
        allowance: AccountCode(1131),
        bad_debts,
        loan_income: AccountCode(4901),
        kept: AccountCode(2209),
        goods: AccountCode(120_101),
        held_goods,
        goods_lost: administration,
        goods_found: AccountCode(4901),
        budget: None,
        net_assets: ByRestriction { office: NET_ASSETS_UNRESTRICTED, donors: NET_ASSETS_RESTRICTED },
        gifts: ByRestriction { office: GIFTS_UNRESTRICTED, donors: GIFTS_RESTRICTED },
        grants,
        appropriations: grants,
    }
}

const PROGRAMME_EXPENSES: AccountCode = AccountCode(5001);
const ADMINISTRATIVE_BODY: AccountCode = AccountCode(7101);
const OTHER_BUDGET_INCOME: AccountCode = AccountCode(6609);

static GOVERNMENT: Accounts = Accounts {
    own_bank: OWN_BANK,
    held_bank: HELD_BANK,
    cash_on_hand: CASH_ON_HAND,
    held_for_others: AccountCode(2901),
    relief: PROGRAMME_EXPENSES,
    grants_passed_down: PROGRAMME_EXPENSES,
    interest: AccountCode(4604),
    bank_fees: PROGRAMME_EXPENSES,
    administration: PROGRAMME_EXPENSES,
    lent: AccountCode(121_801),
    placed: AccountCode(121_802),
    paid_for_others: AccountCode(121_803),
    allowance: AccountCode(1219),
    bad_debts: AccountCode(5901),
    loan_income: AccountCode(4609),
    kept: AccountCode(2307),
    goods: AccountCode(130_201),
    held_goods: AccountCode(1891),
    goods_lost: AccountCode(5301),
    goods_found: AccountCode(4609),
    budget: Some(Budget {
        fund: AccountCode(8001),
        gifts: OTHER_BUDGET_INCOME,
        grants: AccountCode(6601),
        appropriations: AccountCode(6001),
        interest: OTHER_BUDGET_INCOME,
        relief: ADMINISTRATIVE_BODY,
        grants_passed_down: ADMINISTRATIVE_BODY,
        bank_fees: ADMINISTRATIVE_BODY,
        administration: ADMINISTRATIVE_BODY,
        balance: ByRestriction { office: AccountCode(8202), donors: AccountCode(8201) },
    }),
    net_assets: ByRestriction::same(3001),
    gifts: ByRestriction::same(4603),
    grants: ByRestriction::same(4601),
    appropriations: ByRestriction::same(4001),
};

#[cfg(test)]
mod tests {
    use super::super::{Basis, Class, is_cash};
    use super::*;

    fn financial(of: &Accounts) -> Vec<(Class, AccountCode)> {
        use Restriction::{Donors, Office};
        let mut roles = vec![
            (Class::Assets, of.own_bank),
            (Class::Assets, of.held_bank),
            (Class::Assets, of.cash_on_hand),
            (Class::Liabilities, of.held_for_others),
            (Class::Expenses, of.relief),
            (Class::Expenses, of.grants_passed_down),
            (Class::Income, of.interest),
            (Class::Expenses, of.bank_fees),
            (Class::Expenses, of.administration),
            (Class::Assets, of.lent),
            (Class::Assets, of.placed),
            (Class::Assets, of.paid_for_others),
            (Class::Assets, of.allowance),
            (Class::Expenses, of.bad_debts),
            (Class::Income, of.loan_income),
            (Class::Liabilities, of.kept),
            (Class::Assets, of.goods),
            (Class::Assets, of.held_goods),
            (Class::Expenses, of.goods_lost),
            (Class::Income, of.goods_found),
        ];
        for restriction in [Office, Donors] {
            roles.extend([
                (Class::NetAssets, of.net_assets(restriction)),
                (Class::Income, of.gifts(restriction)),
                (Class::Income, of.grants(restriction)),
                (Class::Income, of.appropriations(restriction)),
            ]);
        }
        roles
    }

    fn budget(of: &Budget) -> Vec<(Class, AccountCode)> {
        vec![
            (Class::BudgetBalances, of.fund),
            (Class::BudgetIncome, of.gifts),
            (Class::BudgetIncome, of.grants),
            (Class::BudgetIncome, of.appropriations),
            (Class::BudgetIncome, of.interest),
            (Class::BudgetExpenses, of.relief),
            (Class::BudgetExpenses, of.grants_passed_down),
            (Class::BudgetExpenses, of.bank_fees),
            (Class::BudgetExpenses, of.administration),
            (Class::BudgetBalances, of.balance(Restriction::Office)),
            (Class::BudgetBalances, of.balance(Restriction::Donors)),
        ]
    }

    fn names(edition: Edition, roles: &[(Class, AccountCode)]) -> Vec<&'static str> {
        roles.iter().map(|(_, code)| edition.account(*code).map_or("?", |a| a.name)).collect()
    }

    #[test]
    fn every_role_exists_in_its_edition_and_is_of_its_class_and_basis() {
        for edition in [Edition::Of2004, Edition::Of2026, Edition::Government] {
            let of = Accounts::of(edition);
            assert_eq!(of.budget.is_some(), edition == Edition::Government);
            for (basis, roles) in [
                (Basis::Financial, financial(of)),
                (Basis::Budget, of.budget.iter().flat_map(budget).collect()),
            ] {
                for (class, code) in roles {
                    assert!(edition.account(code).is_some(), "{code} in {edition:?}");
                    assert_eq!(Class::of(code), Some(class), "{code} in {edition:?}");
                    assert_eq!(Basis::of(code), basis, "{code} in {edition:?}");
                }
            }
            assert!(is_cash(of.own_bank) && is_cash(of.cash_on_hand) && !is_cash(of.held_bank));
        }
    }

    #[test]
    fn every_role_has_the_account_that_the_standard_means() {
        let bank = ["银行存款—自有资金", "银行存款—受托代理"];
        let receivable = ["其他应收款—借款", "其他应收款—存出保证金", "其他应收款—应收代偿款", "坏账准备"];
        for (edition, bad_debts) in [(Edition::Of2004, "管理费用"), (Edition::Of2026, "资产减值损失")]
        {
            let mut meant = bank.to_vec();
            meant.extend(["现金", "受托代理负债", "业务活动成本", "业务活动成本", "其他收入"]);
            meant.extend(["管理费用", "管理费用"]);
            meant.extend(receivable);
            meant.extend([bad_debts, "其他收入", "其他应付款"]);
            meant.extend(["存货—救助物资", "受托代理资产", "管理费用", "其他收入"]);
            meant.extend(["非限定性净资产", "捐赠收入—非限定性"]);
            meant.extend(["政府补助收入—非限定性"; 2]);
            meant.extend(["限定性净资产", "捐赠收入—限定性"]);
            meant.extend(["政府补助收入—限定性"; 2]);
            assert_eq!(names(edition, &financial(Accounts::of(edition))), meant);
        }
        let government = Accounts::of(Edition::Government);
        let mut meant = bank.to_vec();
        meant.extend(["库存现金", "受托代理负债", "业务活动费用", "业务活动费用", "利息收入"]);
        meant.extend(["业务活动费用"; 2]);
        meant.extend(receivable);
        meant.extend(["其他费用", "其他收入", "其他应付款"]);
        meant.extend(["库存物品—救助物资", "受托代理资产", "资产处置费用", "其他收入"]);
        for _ in 0..2 {
            meant.extend(["累计盈余", "捐赠收入", "非同级财政拨款收入", "财政拨款收入"]);
        }
        assert_eq!(names(Edition::Government, &financial(government)), meant);
        let mut meant = vec!["资金结存", "其他预算收入", "非同级财政拨款预算收入", "财政拨款预算收入"];
        meant.push("其他预算收入");
        meant.extend(["行政支出"; 4]);
        meant.extend(["非财政拨款结余", "非财政拨款结转"]);
        assert_eq!(names(Edition::Government, &budget(&government.budget.unwrap())), meant);
    }
}
