//! The chart of accounts 会计科目 of the 民间非营利组织会计制度, in its two editions.
//!
//! Owns: codes, names and classes. Refuses to know: what is posted.
//!
//! The 2004 edition follows 财会〔2004〕7号. The edition for vouchers from 2026-01-01 follows 财会〔2024〕25号 as secondary
//! sources list it; it has not been checked against the official text. It gives four old codes new meanings, so an
//! account is always named by edition and code. No rule of version 1 posts to an account that was renumbered.

use crate::base::{AccountCode, Date};

/// The fund's own money at its bank.
pub const OWN_BANK: AccountCode = AccountCode(100_201);
/// Money held for others at the bank.
pub const HELD_BANK: AccountCode = AccountCode(100_202);
/// What is owed onwards 受托代理负债.
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
}

/// An edition of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// 财会〔2004〕7号.
    Of2004,
    /// 财会〔2024〕25号, for vouchers from 2026-01-01.
    Of2026,
}

impl Edition {
    /// The edition for a voucher of that day.
    pub fn on(day: Date) -> Edition {
        if day.number() < 20_260_101 { Edition::Of2004 } else { Edition::Of2026 }
    }

    /// All accounts, by code; a sub-account follows its account.
    pub const fn accounts(self) -> &'static [Account] {
        match self {
            Edition::Of2004 => &OF_2004,
            Edition::Of2026 => &OF_2026,
        }
    }

    /// The account of that code.
    pub fn account(self, code: AccountCode) -> Option<&'static Account> {
        self.accounts().iter().find(|a| a.code == code)
    }
}

impl Class {
    /// The class of an account.
    pub const fn of(code: AccountCode) -> Option<Class> {
        match code.top().0 / 1000 {
            1 => Some(Class::Assets),
            2 => Some(Class::Liabilities),
            3 => Some(Class::NetAssets),
            4 => Some(Class::Income),
            5 => Some(Class::Expenses),
            _ => None,
        }
    }
}

/// Whether the account is cash or bank of the office's own money (1001, 1002, 1009, without what is held for others).
pub const fn is_cash(code: AccountCode) -> bool {
    matches!(code.top().0, 1001 | 1002 | 1009) && code.0 != HELD_BANK.0
}

const fn account(code: u32, name: &'static str, name_en: &'static str) -> Account {
    Account { code: AccountCode(code), name, name_en }
}

/// 财会〔2004〕7号, 48 accounts, and this program's sub-accounts 明细科目.
static OF_2004: [Account; 54] = [
    account(1001, "现金", "Cash on hand"),
    account(1002, "银行存款", "Bank deposits"),
    account(100201, "银行存款—自有资金", "Bank deposits, own money"),
    account(100202, "银行存款—受托代理", "Bank deposits, money held for others"),
    account(1009, "其他货币资金", "Other monetary funds"),
    account(1101, "短期投资", "Short-term investments"),
    account(1102, "短期投资跌价准备", "Allowance on short-term investments"),
    account(1111, "应收票据", "Notes receivable"),
    account(1121, "应收账款", "Accounts receivable"),
    account(1122, "其他应收款", "Other receivables"),
    account(1131, "坏账准备", "Allowance for bad debts"),
    account(1141, "预付账款", "Prepayments"),
    account(1201, "存货", "Inventories"),
    account(1202, "存货跌价准备", "Allowance on inventories"),
    account(1301, "待摊费用", "Deferred expenses"),
    account(1401, "长期股权投资", "Long-term equity investments"),
    account(1402, "长期债权投资", "Long-term debt investments"),
    account(1421, "长期投资减值准备", "Allowance on long-term investments"),
    account(1501, "固定资产", "Fixed assets"),
    account(1502, "累计折旧", "Accumulated depreciation"),
    account(1505, "在建工程", "Construction in progress"),
    account(1506, "文物文化资产", "Cultural assets"),
    account(1509, "固定资产清理", "Disposal of fixed assets"),
    account(1601, "无形资产", "Intangible assets"),
    account(1701, "受托代理资产", "Assets held for others"),
    account(2101, "短期借款", "Short-term borrowings"),
    account(2201, "应付票据", "Notes payable"),
    account(2202, "应付账款", "Accounts payable"),
    account(2203, "预收账款", "Advances received"),
    account(2204, "应付工资", "Wages payable"),
    account(2206, "应交税金", "Taxes payable"),
    account(2209, "其他应付款", "Other payables"),
    account(2301, "预提费用", "Accrued expenses"),
    account(2401, "预计负债", "Provisions"),
    account(2501, "长期借款", "Long-term borrowings"),
    account(2502, "长期应付款", "Long-term payables"),
    account(2601, "受托代理负债", "Money held for others"),
    account(3101, "非限定性净资产", "Unrestricted net assets"),
    account(3102, "限定性净资产", "Restricted net assets"),
    account(4101, "捐赠收入", "Donations"),
    account(410101, "捐赠收入—非限定性", "Donations, unrestricted"),
    account(410102, "捐赠收入—限定性", "Donations, restricted"),
    account(4201, "会费收入", "Membership fees"),
    account(4301, "提供服务收入", "Service income"),
    account(4401, "政府补助收入", "Government grants"),
    account(440101, "政府补助收入—非限定性", "Government grants, unrestricted"),
    account(440102, "政府补助收入—限定性", "Government grants, restricted"),
    account(4501, "商品销售收入", "Sales of goods"),
    account(4601, "投资收益", "Investment income"),
    account(4901, "其他收入", "Other income"),
    account(5101, "业务活动成本", "Cost of charitable activities"),
    account(5201, "管理费用", "Administrative expenses"),
    account(5301, "筹资费用", "Fund-raising expenses"),
    account(5401, "其他费用", "Other expenses"),
];

/// 财会〔2024〕25号.
static OF_2026: [Account; 62] = [
    account(1001, "现金", "Cash on hand"),
    account(1002, "银行存款", "Bank deposits"),
    account(100201, "银行存款—自有资金", "Bank deposits, own money"),
    account(100202, "银行存款—受托代理", "Bank deposits, money held for others"),
    account(1009, "其他货币资金", "Other monetary funds"),
    account(1101, "短期投资", "Short-term investments"),
    account(1102, "短期投资跌价准备", "Allowance on short-term investments"),
    account(1111, "应收票据", "Notes receivable"),
    account(1121, "应收账款", "Accounts receivable"),
    account(1122, "其他应收款", "Other receivables"),
    account(1131, "坏账准备", "Allowance for bad debts"),
    account(1141, "预付账款", "Prepayments"),
    account(1201, "存货", "Inventories"),
    account(1202, "存货跌价准备", "Allowance on inventories"),
    account(1301, "待摊费用", "Deferred expenses"),
    account(1401, "长期股权投资", "Long-term equity investments"),
    account(1402, "长期债权投资", "Long-term debt investments"),
    account(1403, "其他长期投资", "Other long-term investments"),
    account(1421, "长期投资减值准备", "Allowance on long-term investments"),
    account(1501, "固定资产", "Fixed assets"),
    account(1502, "累计折旧", "Accumulated depreciation"),
    account(1505, "在建工程", "Construction in progress"),
    account(1506, "文物资源", "Cultural relics"),
    account(1509, "固定资产清理", "Disposal of fixed assets"),
    account(1601, "无形资产", "Intangible assets"),
    account(1602, "累计摊销", "Accumulated amortisation"),
    account(1701, "长期待摊费用", "Long-term deferred expenses"),
    account(1801, "受托代理资产", "Assets held for others"),
    account(2101, "短期借款", "Short-term borrowings"),
    account(2201, "应付票据", "Notes payable"),
    account(2202, "应付账款", "Accounts payable"),
    account(2203, "预收账款", "Advances received"),
    account(2204, "应付职工薪酬", "Employee benefits payable"),
    account(2206, "应交税费", "Taxes and fees payable"),
    account(2209, "其他应付款", "Other payables"),
    account(2301, "预提费用", "Accrued expenses"),
    account(2501, "长期借款", "Long-term borrowings"),
    account(2502, "长期应付款", "Long-term payables"),
    account(2503, "预计负债", "Provisions"),
    account(2601, "受托代理负债", "Money held for others"),
    account(3101, "非限定性净资产", "Unrestricted net assets"),
    account(3102, "限定性净资产", "Restricted net assets"),
    account(3201, "以前年度净资产调整", "Prior-year adjustments to net assets"),
    account(4101, "捐赠收入", "Donations"),
    account(410101, "捐赠收入—非限定性", "Donations, unrestricted"),
    account(410102, "捐赠收入—限定性", "Donations, restricted"),
    account(4201, "会费收入", "Membership fees"),
    account(4301, "提供服务收入", "Service income"),
    account(4401, "政府补助收入", "Government grants"),
    account(440101, "政府补助收入—非限定性", "Government grants, unrestricted"),
    account(440102, "政府补助收入—限定性", "Government grants, restricted"),
    account(4501, "商品销售收入", "Sales of goods"),
    account(4601, "投资收益", "Investment income"),
    account(4701, "总部拨款收入", "Appropriations from headquarters"),
    account(4901, "其他收入", "Other income"),
    account(5101, "业务活动成本", "Cost of charitable activities"),
    account(5201, "税金及附加", "Taxes and surcharges"),
    account(5301, "管理费用", "Administrative expenses"),
    account(5401, "筹资费用", "Fund-raising expenses"),
    account(5501, "资产减值损失", "Impairment losses"),
    account(5601, "所得税费用", "Income tax"),
    account(5901, "其他费用", "Other expenses"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_that_a_rule_posts_to_means_the_same_in_both_editions() {
        for code in [
            OWN_BANK,
            HELD_BANK,
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
    fn codes_are_unique_and_sorted_and_have_a_class() {
        for edition in [Edition::Of2004, Edition::Of2026] {
            let codes: Vec<u32> = edition.accounts().iter().map(|a| a.code.0).collect();
            let full = |c: &u32| if *c < 10_000 { c * 100 } else { *c };
            assert!(codes.windows(2).all(|w| full(&w[0]) < full(&w[1])), "{codes:?}");
            assert!(edition.accounts().iter().all(|a| Class::of(a.code).is_some()));
        }
    }

    #[test]
    fn old_codes_with_new_meanings_are_told_apart() {
        let name = |e: Edition, c| e.account(AccountCode(c)).map(|a| a.name);
        assert_eq!(name(Edition::on(Date::new(2025, 12, 31).unwrap()), 5201), Some("管理费用"));
        assert_eq!(name(Edition::on(Date::new(2026, 1, 1).unwrap()), 5201), Some("税金及附加"));
    }
}
