//! The lines of the statement of cash flows, of both charts, and which of them a payment belongs to.
//!
//! Owns: the template, and the line of each account that can stand against cash. Refuses to know: figures.

use super::lines::Name;
use crate::base::AccountCode;
use crate::book::chart::{Class, Edition};
use crate::entry::Chart;

/// What a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    Gifts,
    Fees,
    Services,
    Sales,
    Appropriations,
    Grants,
    OtherIn,
    Aid,
    Staff,
    Purchases,
    Taxes,
    OtherOut,
    LoansBack,
    InvestmentsBack,
    InvestmentIncome,
    Disposed,
    LoansOut,
    FixedAssets,
    Investments,
    Borrowed,
    PaidBack,
    FundRaising,
    /// Between funds, and what was put to net assets at once.
    Direct,
    HeldIn,
    HeldOut,
}

/// Whose cash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own,
    Held,
}

pub(super) enum What {
    Heading,
    Opening(Whose),
    Closing(Whose),
    Came(Flow),
    Went(Flow),
    /// The sum of rows, by their Chinese names: those added, those taken off.
    Sum(&'static [&'static str], &'static [&'static str]),
}

use What::{Came, Closing, Heading, Opening, Sum, Went};

pub(super) struct Line {
    pub name: Name,
    pub what: What,
}

const fn line(zh: &'static str, en: &'static str, what: What) -> Line {
    Line { name: (zh, en), what }
}

pub(super) const NET: &str = "现金净增加额";
const DIRECT: &str = "基金间调拨和直接计入净资产的现金";

static NON_PROFIT: [Line; 39] = [
    line("一、业务活动产生的现金流量：", "Operating activities:", Heading),
    line("接受捐赠收到的现金", "Received as donations", Came(Flow::Gifts)),
    line("收取会费收到的现金", "Received as membership fees", Came(Flow::Fees)),
    line("提供服务收到的现金", "Received for services", Came(Flow::Services)),
    line("销售商品收到的现金", "Received for goods sold", Came(Flow::Sales)),
    line("政府补助收到的现金", "Received as government grants", Came(Flow::Grants)),
    line("收到的其他与业务活动有关的现金", "Other receipts", Came(Flow::OtherIn)),
    line(
        "业务活动现金流入小计",
        "Operating receipts in all",
        Sum(
            &[
                "接受捐赠收到的现金",
                "收取会费收到的现金",
                "提供服务收到的现金",
                "销售商品收到的现金",
                "政府补助收到的现金",
                "收到的其他与业务活动有关的现金",
            ],
            &[],
        ),
    ),
    line("提供捐赠或者资助支付的现金", "Paid as relief and grants", Went(Flow::Aid)),
    line("支付给员工以及为员工支付的现金", "Paid to and for staff", Went(Flow::Staff)),
    line("购买商品、接受服务支付的现金", "Paid for goods and services", Went(Flow::Purchases)),
    line("支付的其他与业务活动有关的现金", "Other payments", Went(Flow::OtherOut)),
    line(
        "业务活动现金流出小计",
        "Operating payments in all",
        Sum(
            &[
                "提供捐赠或者资助支付的现金",
                "支付给员工以及为员工支付的现金",
                "购买商品、接受服务支付的现金",
                "支付的其他与业务活动有关的现金",
            ],
            &[],
        ),
    ),
    line(
        "业务活动产生的现金流量净额",
        "Net from operating activities",
        Sum(&["业务活动现金流入小计"], &["业务活动现金流出小计"]),
    ),
    line("二、投资活动产生的现金流量：", "Investing activities:", Heading),
    line("收回借出款项收到的现金", "Loans and deposits that came back", Came(Flow::LoansBack)),
    line("收回投资所收到的现金", "Investments that came back", Came(Flow::InvestmentsBack)),
    line("取得投资收益所收到的现金", "Investment income received", Came(Flow::InvestmentIncome)),
    line("处置固定资产和无形资产所收回的现金", "Received for fixed assets sold", Came(Flow::Disposed)),
    line(
        "投资活动现金流入小计",
        "Investing receipts in all",
        Sum(
            &[
                "收回借出款项收到的现金",
                "收回投资所收到的现金",
                "取得投资收益所收到的现金",
                "处置固定资产和无形资产所收回的现金",
            ],
            &[],
        ),
    ),
    line("发放借款和存出保证金支付的现金", "Lent out and placed as deposits", Went(Flow::LoansOut)),
    line("购建固定资产和无形资产所支付的现金", "Paid for fixed assets", Went(Flow::FixedAssets)),
    line("对外投资所支付的现金", "Paid for investments", Went(Flow::Investments)),
    line(
        "投资活动现金流出小计",
        "Investing payments in all",
        Sum(
            &["发放借款和存出保证金支付的现金", "购建固定资产和无形资产所支付的现金", "对外投资所支付的现金"],
            &[],
        ),
    ),
    line(
        "投资活动产生的现金流量净额",
        "Net from investing activities",
        Sum(&["投资活动现金流入小计"], &["投资活动现金流出小计"]),
    ),
    line("三、筹资活动产生的现金流量：", "Financing activities:", Heading),
    line("借款所收到的现金", "Borrowed", Came(Flow::Borrowed)),
    line("偿还借款所支付的现金", "Repaid of borrowings", Went(Flow::PaidBack)),
    line("筹资费用所支付的现金", "Paid for raising funds", Went(Flow::FundRaising)),
    line(
        "筹资活动产生的现金流量净额",
        "Net from financing activities",
        Sum(&["借款所收到的现金"], &["偿还借款所支付的现金", "筹资费用所支付的现金"]),
    ),
    line(DIRECT, "Between funds, and put to net assets directly", Came(Flow::Direct)),
    line(
        NET,
        "Net change in cash",
        Sum(
            &[
                "业务活动产生的现金流量净额",
                "投资活动产生的现金流量净额",
                "筹资活动产生的现金流量净额",
                DIRECT,
            ],
            &[],
        ),
    ),
    line("期初现金", "Opening cash", Opening(Whose::Own)),
    line("期末现金", "Closing cash", Closing(Whose::Own)),
    line("受托代理（不属于自有现金）：", "Held for others (no own cash):", Heading),
    line("期初受托代理的现金", "Opening cash held for others", Opening(Whose::Held)),
    line("收到受托代理的现金", "Received for others", Came(Flow::HeldIn)),
    line("转付受托代理的现金", "Paid on for others", Went(Flow::HeldOut)),
    line(
        "期末受托代理的现金",
        "Closing cash held for others",
        Sum(&["期初受托代理的现金", "收到受托代理的现金"], &["转付受托代理的现金"]),
    ),
];

static GOVERNMENT: [Line; 38] = [
    line("一、日常活动产生的现金流量：", "Daily activities:", Heading),
    line("财政拨款收到的现金", "Received as fiscal appropriations", Came(Flow::Appropriations)),
    line("非同级财政拨款收到的现金", "Received from other levels", Came(Flow::Grants)),
    line("接受捐赠收到的现金", "Received as donations", Came(Flow::Gifts)),
    line(
        "事业活动收到的除财政拨款以外的现金",
        "Received for services and from other units",
        Came(Flow::Services),
    ),
    line("收到的其他与日常活动有关的现金", "Other receipts", Came(Flow::OtherIn)),
    line(
        "日常活动的现金流入小计",
        "Daily receipts in all",
        Sum(
            &[
                "财政拨款收到的现金",
                "非同级财政拨款收到的现金",
                "接受捐赠收到的现金",
                "事业活动收到的除财政拨款以外的现金",
                "收到的其他与日常活动有关的现金",
            ],
            &[],
        ),
    ),
    line("业务活动支付的现金", "Paid for programmes, relief and grants", Went(Flow::Aid)),
    line("购买商品、接受劳务支付的现金", "Paid for goods and services", Went(Flow::Purchases)),
    line("支付给职工以及为职工支付的现金", "Paid to and for staff", Went(Flow::Staff)),
    line("支付的各项税费", "Taxes and fees paid", Went(Flow::Taxes)),
    line("支付的其他与日常活动有关的现金", "Other payments", Went(Flow::OtherOut)),
    line(
        "日常活动的现金流出小计",
        "Daily payments in all",
        Sum(
            &[
                "业务活动支付的现金",
                "购买商品、接受劳务支付的现金",
                "支付给职工以及为职工支付的现金",
                "支付的各项税费",
                "支付的其他与日常活动有关的现金",
            ],
            &[],
        ),
    ),
    line(
        "日常活动产生的现金流量净额",
        "Net from daily activities",
        Sum(&["日常活动的现金流入小计"], &["日常活动的现金流出小计"]),
    ),
    line("二、投资活动产生的现金流量：", "Investing activities:", Heading),
    line("收回借出款项收到的现金", "Loans and deposits that came back", Came(Flow::LoansBack)),
    line("收回投资收到的现金", "Investments that came back", Came(Flow::InvestmentsBack)),
    line("取得投资收益收到的现金", "Investment income received", Came(Flow::InvestmentIncome)),
    line("处置固定资产、无形资产等收回的现金", "Received for fixed assets sold", Came(Flow::Disposed)),
    line(
        "投资活动的现金流入小计",
        "Investing receipts in all",
        Sum(
            &[
                "收回借出款项收到的现金",
                "收回投资收到的现金",
                "取得投资收益收到的现金",
                "处置固定资产、无形资产等收回的现金",
            ],
            &[],
        ),
    ),
    line("发放借款和存出保证金支付的现金", "Lent out and placed as deposits", Went(Flow::LoansOut)),
    line("购建固定资产、无形资产等支付的现金", "Paid for fixed assets", Went(Flow::FixedAssets)),
    line("对外投资支付的现金", "Paid for investments", Went(Flow::Investments)),
    line(
        "投资活动的现金流出小计",
        "Investing payments in all",
        Sum(
            &["发放借款和存出保证金支付的现金", "购建固定资产、无形资产等支付的现金", "对外投资支付的现金"],
            &[],
        ),
    ),
    line(
        "投资活动产生的现金流量净额",
        "Net from investing activities",
        Sum(&["投资活动的现金流入小计"], &["投资活动的现金流出小计"]),
    ),
    line("三、筹资活动产生的现金流量：", "Financing activities:", Heading),
    line("取得借款收到的现金", "Borrowed", Came(Flow::Borrowed)),
    line("偿还借款支付的现金", "Repaid of borrowings", Went(Flow::PaidBack)),
    line(
        "筹资活动产生的现金流量净额",
        "Net from financing activities",
        Sum(&["取得借款收到的现金"], &["偿还借款支付的现金"]),
    ),
    line(DIRECT, "Between funds, and put to net assets directly", Came(Flow::Direct)),
    line(
        NET,
        "Net change in cash",
        Sum(
            &[
                "日常活动产生的现金流量净额",
                "投资活动产生的现金流量净额",
                "筹资活动产生的现金流量净额",
                DIRECT,
            ],
            &[],
        ),
    ),
    line("期初现金", "Opening cash", Opening(Whose::Own)),
    line("期末现金", "Closing cash", Closing(Whose::Own)),
    line("受托代理（不属于自有现金）：", "Held for others (no own cash):", Heading),
    line("期初受托代理的现金", "Opening cash held for others", Opening(Whose::Held)),
    line("收到受托代理的现金", "Received for others", Came(Flow::HeldIn)),
    line("转付受托代理的现金", "Paid on for others", Went(Flow::HeldOut)),
    line(
        "期末受托代理的现金",
        "Closing cash held for others",
        Sum(&["期初受托代理的现金", "收到受托代理的现金"], &["转付受托代理的现金"]),
    ),
];

/// What stands against cash on an account: income and expenses have a line each, others one for each way.
pub(super) fn flow(edition: Edition, account: AccountCode, comes: bool) -> Flow {
    let either = |came, went| if comes { came } else { went };
    match Class::of(account) {
        Some(Class::NetAssets) => return Flow::Direct,
        Some(Class::Income) => return income(edition, account),
        Some(Class::Expenses) => return expense(edition, account),
        _ => {}
    }
    let (receivables, allowance) = match edition {
        Edition::Government => (1218, 1219),
        Edition::Of2004 | Edition::Of2026 => (1122, 1131),
    };
    let top = account.top().0;
    if top == allowance || (top == receivables && (1..=3).contains(&(account.0 % 100)) && account.0 != top) {
        return either(Flow::LoansBack, Flow::LoansOut);
    }
    match edition {
        Edition::Government => match top {
            1101 | 1501 | 1502 => either(Flow::InvestmentsBack, Flow::Investments),
            1601..=1890 => either(Flow::Disposed, Flow::FixedAssets),
            1214 | 1301..=1303 | 2301 | 2302 => either(Flow::OtherIn, Flow::Purchases),
            2201 => either(Flow::OtherIn, Flow::Staff),
            2101..=2103 => either(Flow::OtherIn, Flow::Taxes),
            2001 | 2501 | 2502 => either(Flow::Borrowed, Flow::PaidBack),
            _ => either(Flow::OtherIn, Flow::OtherOut),
        },
        Edition::Of2004 | Edition::Of2026 => match top {
            1101 | 1102 | 1401..=1421 => either(Flow::InvestmentsBack, Flow::Investments),
            1501..=1602 => either(Flow::Disposed, Flow::FixedAssets),
            1141 | 1201 | 1202 | 2201 | 2202 => either(Flow::OtherIn, Flow::Purchases),
            2204 => either(Flow::OtherIn, Flow::Staff),
            2101 | 2501 | 2502 => either(Flow::Borrowed, Flow::PaidBack),
            _ => either(Flow::OtherIn, Flow::OtherOut),
        },
    }
}

fn income(edition: Edition, account: AccountCode) -> Flow {
    match (edition, account.top().0) {
        (Edition::Government, 4001) => Flow::Appropriations,
        (Edition::Government, 4101 | 4201 | 4301 | 4401) => Flow::Services,
        (Edition::Government, 4601) | (Edition::Of2004 | Edition::Of2026, 4401) => Flow::Grants,
        (Edition::Government, 4602) | (Edition::Of2004 | Edition::Of2026, 4601) => Flow::InvestmentIncome,
        (Edition::Government, 4603) | (Edition::Of2004 | Edition::Of2026, 4101) => Flow::Gifts,
        (Edition::Of2004 | Edition::Of2026, 4201) => Flow::Fees,
        (Edition::Of2004 | Edition::Of2026, 4301) => Flow::Services,
        (Edition::Of2004 | Edition::Of2026, 4501) => Flow::Sales,
        _ => Flow::OtherIn,
    }
}

fn expense(edition: Edition, account: AccountCode) -> Flow {
    match (edition, account.top().0) {
        (Edition::Government, 5001 | 5101) | (Edition::Of2004 | Edition::Of2026, 5101) => Flow::Aid,
        (Edition::Of2004, 5301) | (Edition::Of2026, 5401) => Flow::FundRaising,
        _ => Flow::OtherOut,
    }
}

/// Whether the line counts what came, and not what went.
pub(super) const fn is_receipt(flow: Flow) -> bool {
    matches!(
        flow,
        Flow::Gifts
            | Flow::Fees
            | Flow::Services
            | Flow::Sales
            | Flow::Appropriations
            | Flow::Grants
            | Flow::OtherIn
            | Flow::LoansBack
            | Flow::InvestmentsBack
            | Flow::InvestmentIncome
            | Flow::Disposed
            | Flow::Borrowed
            | Flow::Direct
            | Flow::HeldIn
    )
}

pub(super) const fn template(chart: Chart) -> &'static [Line] {
    match chart {
        Chart::NonProfit => &NON_PROFIT,
        Chart::Government => &GOVERNMENT,
    }
}

#[cfg(test)]
mod tests {
    use super::super::books::is_financial;
    use super::*;

    const ALL: [Edition; 3] = [Edition::Of2004, Edition::Of2026, Edition::Government];

    fn template_of(edition: Edition) -> &'static [Line] {
        template(if edition == Edition::Government { Chart::Government } else { Chart::NonProfit })
    }

    #[test]
    fn whatever_stands_against_cash_has_one_line_in_its_template() {
        for edition in ALL {
            for account in edition.accounts().iter().filter(|a| is_financial(a.code)) {
                for comes in [true, false] {
                    let flow = flow(edition, account.code, comes);
                    let is = |line: &&Line| matches!(line.what, Came(of) | Went(of) if of == flow);
                    let lines: Vec<&Line> = template_of(edition).iter().filter(is).collect();
                    assert_eq!(lines.len(), 1, "{} {}", account.code, account.name);
                    assert_eq!(matches!(lines[0].what, Came(_)), is_receipt(flow));
                }
            }
        }
    }

    #[test]
    fn each_line_counts_once() {
        for edition in ALL {
            let lines = template_of(edition);
            for line in lines.iter().filter(|line| matches!(line.what, Came(_) | Went(_) | Sum(..))) {
                let of = |other: &Line| match other.what {
                    Sum(plus, minus) => plus.iter().chain(minus).filter(|n| **n == line.name.0).count(),
                    _ => 0,
                };
                let last = line.name.0 == NET || line.name.0 == "期末受托代理的现金";
                assert_eq!(lines.iter().map(of).sum::<usize>(), usize::from(!last), "{}", line.name.0);
            }
        }
    }

    #[test]
    fn lines_follow_the_accounts() {
        let of = |edition, code, comes| flow(edition, AccountCode(code), comes);
        for edition in [Edition::Of2004, Edition::Of2026] {
            assert_eq!(of(edition, 410_102, true), Flow::Gifts);
            assert_eq!(of(edition, 410_102, false), Flow::Gifts);
            assert_eq!(of(edition, 112_201, true), Flow::LoansBack);
            assert_eq!(of(edition, 112_201, false), Flow::LoansOut);
            assert_eq!(of(edition, 1122, false), Flow::OtherOut);
            assert_eq!(of(edition, 5101, false), Flow::Aid);
            assert_eq!(of(edition, 3101, true), Flow::Direct);
        }
        assert_eq!(of(Edition::Of2004, 5301, false), Flow::FundRaising);
        assert_eq!(of(Edition::Of2026, 5301, false), Flow::OtherOut);
        assert_eq!(of(Edition::Government, 5301, false), Flow::OtherOut);
        assert_eq!(of(Edition::Government, 121_801, true), Flow::LoansBack);
        assert_eq!(of(Edition::Government, 4601, true), Flow::Grants);
        assert_eq!(of(Edition::Of2026, 4601, true), Flow::InvestmentIncome);
    }
}
