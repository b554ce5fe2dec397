//! The statement of position 资产负债表: 会民非01表, and 会政财01表 of the government chart.
//!
//! Owns: which account stands in which line, and whether both sides agree. Refuses to know: single entries.
//!
//! Money held for others is no own money: it stands with the other assets held for others, not under 货币资金. What income
//! and expenses have come to since they were last carried forward stands with the net assets that it will go to.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::{Kind, Table};
use super::books::{Books, held_cash, is_financial};
use super::lines::{Lines, Name, told};
use super::{Asked, begun};
use crate::base::{AccountCode, Fen, FundNo, Period};
use crate::book::chart::{Class, Edition, HELD_BANK};
use crate::entry::Chart;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// A row of the template.
struct Line {
    name: Name,
    what: What,
}

enum What {
    /// A heading of what follows.
    Heading,
    /// These accounts, debit positive; a four-digit one stands for all of its sub-accounts that no line names.
    Assets(&'static [u32]),
    /// The same, credit positive, to be taken off.
    LessAssets(&'static [u32]),
    /// Liabilities and net assets, credit positive.
    Funds(&'static [u32]),
    /// The sum of rows, by their Chinese names: those added, those taken off.
    Sum(&'static [&'static str], &'static [&'static str]),
}

impl Line {
    const fn codes(&self) -> &'static [u32] {
        match self.what {
            What::Assets(codes) | What::LessAssets(codes) | What::Funds(codes) => codes,
            What::Heading | What::Sum(..) => &[],
        }
    }
}

const fn line(zh: &'static str, en: &'static str, what: What) -> Line {
    Line { name: (zh, en), what }
}

/// Both sides must come to the same.
const ASSETS: &str = "资产总计";
const FUNDED_BY: &str = "负债和净资产总计";

use What::{Assets, Funds, Heading, LessAssets, Sum};

/// Of both editions; [`meant`] knows the one code that they use for different lines.
static NON_PROFIT: [Line; 47] = [
    line("流动资产：", "Current assets:", Heading),
    line("货币资金", "Cash and bank", Assets(&[1001, 1002, 1009])),
    line("短期投资", "Short-term investments, net", Assets(&[1101, 1102])),
    line("应收款项", "Receivables, net", Assets(&[1111, 1121, 1122, 1131])),
    line("预付账款", "Prepayments", Assets(&[1141])),
    line("存货", "Inventories, net", Assets(&[1201, 1202])),
    line("待摊费用", "Deferred expenses", Assets(&[1301])),
    line(
        "流动资产合计",
        "Current assets in all",
        Sum(&["货币资金", "短期投资", "应收款项", "预付账款", "存货", "待摊费用"], &[]),
    ),
    line("长期投资：", "Long-term investments:", Heading),
    line("长期股权投资", "Long-term equity investments", Assets(&[1401])),
    line("长期债权投资", "Long-term debt investments", Assets(&[1402])),
    line("其他长期投资", "Other long-term investments", Assets(&[1403])),
    line("减：长期投资减值准备", "Less: allowance on long-term investments", LessAssets(&[1421])),
    line(
        "长期投资合计",
        "Long-term investments in all",
        Sum(&["长期股权投资", "长期债权投资", "其他长期投资"], &["减：长期投资减值准备"]),
    ),
    line("固定资产：", "Fixed assets:", Heading),
    line("固定资产原价", "Fixed assets at cost", Assets(&[1501])),
    line("减：累计折旧", "Less: accumulated depreciation", LessAssets(&[1502])),
    line("固定资产净值", "Fixed assets, net", Sum(&["固定资产原价"], &["减：累计折旧"])),
    line("在建工程", "Construction in progress", Assets(&[1505])),
    line("文物资源", "Cultural assets", Assets(&[1506])),
    line("固定资产清理", "Disposal of fixed assets", Assets(&[1509])),
    line(
        "固定资产合计",
        "Fixed assets in all",
        Sum(&["固定资产净值", "在建工程", "文物资源", "固定资产清理"], &[]),
    ),
    line("无形资产", "Intangible assets, net", Assets(&[1601, 1602])),
    line("长期待摊费用", "Long-term deferred expenses", Assets(&[1701])),
    line("受托代理资产", "Assets held for others", Assets(&[1801, 100_202])),
    line(
        ASSETS,
        "Assets in all",
        Sum(
            &["流动资产合计", "长期投资合计", "固定资产合计", "无形资产", "长期待摊费用", "受托代理资产"],
            &[],
        ),
    ),
    line("流动负债：", "Current liabilities:", Heading),
    line("短期借款", "Short-term borrowings", Funds(&[2101])),
    line("应付款项", "Payables", Funds(&[2201, 2202, 2209])),
    line("应付职工薪酬", "Wages and benefits payable", Funds(&[2204])),
    line("应交税费", "Taxes and fees payable", Funds(&[2206])),
    line("预收账款", "Advances received", Funds(&[2203])),
    line("预提费用", "Accrued expenses", Funds(&[2301])),
    line(
        "流动负债合计",
        "Current liabilities in all",
        Sum(&["短期借款", "应付款项", "应付职工薪酬", "应交税费", "预收账款", "预提费用"], &[]),
    ),
    line("长期负债：", "Long-term liabilities:", Heading),
    line("长期借款", "Long-term borrowings", Funds(&[2501])),
    line("长期应付款", "Long-term payables", Funds(&[2502])),
    line("预计负债", "Provisions", Funds(&[2401, 2503])),
    line("长期负债合计", "Long-term liabilities in all", Sum(&["长期借款", "长期应付款", "预计负债"], &[])),
    line("受托代理负债", "Owed onwards for others", Funds(&[2601])),
    line("负债合计", "Liabilities in all", Sum(&["流动负债合计", "长期负债合计", "受托代理负债"], &[])),
    line("净资产：", "Net assets:", Heading),
    line("非限定性净资产", "Unrestricted net assets", Funds(&[3101])),
    line("限定性净资产", "Restricted net assets", Funds(&[3102])),
    line("以前年度净资产调整", "Prior-year adjustments", Funds(&[3201])),
    line(
        "净资产合计",
        "Net assets in all",
        Sum(&["非限定性净资产", "限定性净资产", "以前年度净资产调整"], &[]),
    ),
    line(FUNDED_BY, "Liabilities and net assets in all", Sum(&["负债合计", "净资产合计"], &[])),
];

static GOVERNMENT: [Line; 69] = [
    line("流动资产：", "Current assets:", Heading),
    line("货币资金", "Cash and bank", Assets(&[1001, 1002, 1011, 1021])),
    line("短期投资", "Short-term investments", Assets(&[1101])),
    line("财政应返还额度", "Fiscal quota receivable", Assets(&[1201])),
    line("应收票据", "Notes receivable", Assets(&[1211])),
    line("应收账款", "Accounts receivable", Assets(&[1212])),
    line("预付账款", "Prepayments", Assets(&[1214])),
    line("应收股利", "Dividends receivable", Assets(&[1215])),
    line("应收利息", "Interest receivable", Assets(&[1216])),
    line("其他应收款净额", "Other receivables, net", Assets(&[1218, 1219])),
    line("存货", "Inventories", Assets(&[1301, 1302, 1303])),
    line("待摊费用", "Deferred expenses", Assets(&[1401])),
    line(
        "流动资产合计",
        "Current assets in all",
        Sum(
            &[
                "货币资金",
                "短期投资",
                "财政应返还额度",
                "应收票据",
                "应收账款",
                "预付账款",
                "应收股利",
                "应收利息",
                "其他应收款净额",
                "存货",
                "待摊费用",
            ],
            &[],
        ),
    ),
    line("非流动资产：", "Non-current assets:", Heading),
    line("长期股权投资", "Long-term equity investments", Assets(&[1501])),
    line("长期债券投资", "Long-term bond investments", Assets(&[1502])),
    line("固定资产原值", "Fixed assets at cost", Assets(&[1601])),
    line("减：固定资产累计折旧", "Less: accumulated depreciation of fixed assets", LessAssets(&[1602])),
    line("固定资产净值", "Fixed assets, net", Sum(&["固定资产原值"], &["减：固定资产累计折旧"])),
    line("工程物资", "Construction materials", Assets(&[1611])),
    line("在建工程", "Construction in progress", Assets(&[1613])),
    line("无形资产原值", "Intangible assets at cost", Assets(&[1701])),
    line("减：无形资产累计摊销", "Less: accumulated amortisation", LessAssets(&[1702])),
    line("无形资产净值", "Intangible assets, net", Sum(&["无形资产原值"], &["减：无形资产累计摊销"])),
    line("研发支出", "Research and development", Assets(&[1703])),
    line("公共基础设施原值", "Public infrastructure at cost", Assets(&[1801])),
    line(
        "减：公共基础设施累计折旧（摊销）",
        "Less: accumulated depreciation of infrastructure",
        LessAssets(&[1802]),
    ),
    line(
        "公共基础设施净值",
        "Public infrastructure, net",
        Sum(&["公共基础设施原值"], &["减：公共基础设施累计折旧（摊销）"]),
    ),
    line("政府储备物资", "Government reserves of goods", Assets(&[1811])),
    line("文物文化资产", "Cultural assets", Assets(&[1821])),
    line("保障性住房原值", "Subsidised housing at cost", Assets(&[1831])),
    line("减：保障性住房累计折旧", "Less: accumulated depreciation of housing", LessAssets(&[1832])),
    line("保障性住房净值", "Subsidised housing, net", Sum(&["保障性住房原值"], &["减：保障性住房累计折旧"])),
    line("长期待摊费用", "Long-term deferred expenses", Assets(&[1901])),
    line("待处理财产损溢", "Property gains and losses pending", Assets(&[1902])),
    line(
        "非流动资产合计",
        "Non-current assets in all",
        Sum(
            &[
                "长期股权投资",
                "长期债券投资",
                "固定资产净值",
                "工程物资",
                "在建工程",
                "无形资产净值",
                "研发支出",
                "公共基础设施净值",
                "政府储备物资",
                "文物文化资产",
                "保障性住房净值",
                "长期待摊费用",
                "待处理财产损溢",
            ],
            &[],
        ),
    ),
    line("受托代理资产", "Assets held for others", Assets(&[1891, 100_202])),
    line(ASSETS, "Assets in all", Sum(&["流动资产合计", "非流动资产合计", "受托代理资产"], &[])),
    line("流动负债：", "Current liabilities:", Heading),
    line("短期借款", "Short-term borrowings", Funds(&[2001])),
    line("应交增值税", "Value-added tax payable", Funds(&[2101])),
    line("其他应交税费", "Other taxes and fees payable", Funds(&[2102])),
    line("应缴财政款", "Payable to the treasury", Funds(&[2103])),
    line("应付职工薪酬", "Employee benefits payable", Funds(&[2201])),
    line("应付票据", "Notes payable", Funds(&[2301])),
    line("应付账款", "Accounts payable", Funds(&[2302])),
    line("应付政府补贴款", "Government subsidies payable", Funds(&[2303])),
    line("应付利息", "Interest payable", Funds(&[2304])),
    line("预收账款", "Advances received", Funds(&[2305])),
    line("其他应付款", "Other payables", Funds(&[2307])),
    line("预提费用", "Accrued expenses", Funds(&[2401])),
    line(
        "流动负债合计",
        "Current liabilities in all",
        Sum(
            &[
                "短期借款",
                "应交增值税",
                "其他应交税费",
                "应缴财政款",
                "应付职工薪酬",
                "应付票据",
                "应付账款",
                "应付政府补贴款",
                "应付利息",
                "预收账款",
                "其他应付款",
                "预提费用",
            ],
            &[],
        ),
    ),
    line("非流动负债：", "Non-current liabilities:", Heading),
    line("长期借款", "Long-term borrowings", Funds(&[2501])),
    line("长期应付款", "Long-term payables", Funds(&[2502])),
    line("预计负债", "Provisions", Funds(&[2601])),
    line(
        "非流动负债合计",
        "Non-current liabilities in all",
        Sum(&["长期借款", "长期应付款", "预计负债"], &[]),
    ),
    line("受托代理负债", "Owed onwards for others", Funds(&[2901])),
    line("负债合计", "Liabilities in all", Sum(&["流动负债合计", "非流动负债合计", "受托代理负债"], &[])),
    line("净资产：", "Net assets:", Heading),
    line("累计盈余", "Accumulated surplus", Funds(&[3001])),
    line("专用基金", "Special-purpose funds", Funds(&[3101])),
    line("权益法调整", "Equity-method adjustments", Funds(&[3201])),
    line("无偿调拨净资产", "Net assets transferred without charge", Funds(&[3401])),
    line("本期盈余", "Surplus of the period", Funds(&[3301])),
    line("本年盈余分配", "Distribution of the year's surplus", Funds(&[3302])),
    line("以前年度盈余调整", "Prior-year adjustments to surplus", Funds(&[3501])),
    line(
        "净资产合计",
        "Net assets in all",
        Sum(
            &[
                "累计盈余",
                "专用基金",
                "权益法调整",
                "无偿调拨净资产",
                "本期盈余",
                "本年盈余分配",
                "以前年度盈余调整",
            ],
            &[],
        ),
    ),
    line(FUNDED_BY, "Liabilities and net assets in all", Sum(&["负债合计", "净资产合计"], &[])),
];

fn template(chart: Chart) -> &'static [Line] {
    match chart {
        Chart::NonProfit => &NON_PROFIT,
        Chart::Government => &GOVERNMENT,
    }
}

/// The code by which a line names the account.
fn meant(edition: Edition, fund: FundNo, account: AccountCode) -> AccountCode {
    match (Class::of(account), edition) {
        _ if held_cash(fund, account) => HELD_BANK,
        // 限定性 income is a sub-account of its own; all else is 非限定性 until it is released or carried forward.
        (Some(Class::Income), Edition::Of2004 | Edition::Of2026) if is_restricted(account) => {
            AccountCode(3102)
        }
        (Some(Class::Income | Class::Expenses), Edition::Of2004 | Edition::Of2026) => AccountCode(3101),
        (Some(Class::Income | Class::Expenses), Edition::Government) => AccountCode(3301),
        // 受托代理资产 until 2025, 长期待摊费用 since.
        (_, Edition::Of2004) if account.0 == 1701 => AccountCode(1801),
        _ => account,
    }
}

/// Whether the sub-account is that of restricted income 限定性.
pub(super) const fn is_restricted(account: AccountCode) -> bool {
    account.0 >= 100_000 && account.0 % 100 == 2
}

/// The row of the account.
fn row_of(lines: &[Line], account: AccountCode) -> Option<usize> {
    let names = |code: AccountCode| lines.iter().position(|line| line.codes().contains(&code.0));
    names(account).or_else(|| names(account.top()))
}

/// One row a line of the template, with its figures at the beginning of the year and at the end of the months.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let table = begun(words, ledger, names, "report-position", &books)
        .column("item", words.word("term-statement-item"), Kind::Text)
        .column("line", words.word("term-line"), Kind::Number)
        .column("opening_yuan", words.word("term-year-opening"), Kind::Money)
        .column("closing_yuan", words.word("term-closing-figure"), Kind::Money);
    let lines = template(books.chart);
    let opening = stands(&books, lines, books.year_to_date().first())?;
    let closing = stands(&books, lines, books.months.last().next())?;
    let mut rows = Lines::new(table);
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        let name = told(words, line.name);
        let find = |names: &[&str]| -> Vec<usize> {
            names.iter().filter_map(|name| at.get(name).copied()).collect()
        };
        let row = match line.what {
            What::Heading => {
                rows.heading(name);
                continue;
            }
            What::Sum(plus, minus) => rows.sum(name, &find(plus), &find(minus))?,
            What::Assets(codes) | What::LessAssets(codes) | What::Funds(codes) => {
                let figures =
                    [opening.get(&place), closing.get(&place)].map(|sum| *sum.unwrap_or(&Fen::ZERO));
                let known = codes.iter().any(|code| books.edition.account(AccountCode(*code)).is_some());
                if !known && figures.iter().all(|figure| figure.is_zero()) {
                    continue;
                }
                let credit = !matches!(line.what, What::Assets(_));
                let figures = figures.map(|figure| Some(if credit { figure.negated() } else { figure }));
                rows.line(name, figures.to_vec())
            }
        };
        at.insert(line.name.0, row);
    }
    let both = at.get(ASSETS).zip(at.get(FUNDED_BY)).map(|(a, b)| (*a, *b));
    if let Some((assets, funded)) = both {
        let agrees = rows.figures(assets) == rows.figures(funded);
        if !agrees {
            rows.warn(assets);
            rows.warn(funded);
        }
        let key = if agrees { "report-position-agrees" } else { "report-position-differs" };
        rows.note(words.word(key));
    }
    let end = books.months.last().next();
    let runs = |class| books.before(end, |_, account| Class::of(account) == Some(class));
    if !runs(Class::Income)?.is_zero() || !runs(Class::Expenses)?.is_zero() {
        rows.note(words.word(match books.chart {
            Chart::NonProfit => "report-position-running",
            Chart::Government => "report-position-running-government",
        }));
    }
    rows.note(words.word("report-position-held"));
    rows.note(words.word("report-template"));
    Ok(rows.done())
}

/// What stands in each row before the month, debit positive.
fn stands(books: &Books, lines: &[Line], month: Period) -> Result<BTreeMap<usize, Fen>, LedgerError> {
    let mut sums: BTreeMap<usize, Fen> = BTreeMap::new();
    let wanted = books.moved.iter().filter(|(_, account, of, _)| *of < month && is_financial(*account));
    for (fund, account, _, moved) in wanted {
        if let Some(row) = row_of(lines, meant(books.edition, *fund, *account)) {
            let sum = sums.entry(row).or_default();
            let change = add(moved.debit, moved.credit.negated())?;
            *sum = add(*sum, change)?;
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Edition; 3] = [Edition::Of2004, Edition::Of2026, Edition::Government];

    fn template_of(edition: Edition) -> &'static [Line] {
        template(if edition == Edition::Government { Chart::Government } else { Chart::NonProfit })
    }

    #[test]
    fn every_account_of_each_edition_stands_in_exactly_one_line() {
        for edition in ALL {
            let lines = template_of(edition);
            for account in edition.accounts().iter().filter(|a| is_financial(a.code)) {
                let code = meant(edition, FundNo(1), account.code);
                assert!(row_of(lines, code).is_some(), "{} {}", account.code, account.name);
                let tops = lines.iter().filter(|line| line.codes().contains(&code.0)).count();
                let own = usize::from(code == code.top() || code == HELD_BANK);
                assert_eq!(tops, own, "{} {}", account.code, account.name);
            }
        }
    }

    #[test]
    fn assets_stand_above_and_what_they_are_funded_by_below() {
        for edition in ALL {
            for line in template_of(edition) {
                let assets = matches!(line.what, What::Assets(_) | What::LessAssets(_));
                for code in line.codes() {
                    let of = Class::of(AccountCode(*code));
                    assert_eq!(assets, of == Some(Class::Assets), "{} {code}", line.name.0);
                }
            }
        }
    }

    #[test]
    fn every_line_is_in_exactly_one_sum_but_for_the_two_totals() {
        for edition in ALL {
            let lines = template_of(edition);
            let in_sums = |name: &str| -> usize {
                let of = |line: &Line| match line.what {
                    What::Sum(plus, minus) => plus.iter().chain(minus).filter(|n| **n == name).count(),
                    _ => 0,
                };
                lines.iter().map(of).sum()
            };
            for line in lines.iter().filter(|line| !matches!(line.what, What::Heading)) {
                let expected = usize::from(line.name.0 != ASSETS && line.name.0 != FUNDED_BY);
                assert_eq!(in_sums(line.name.0), expected, "{}", line.name.0);
            }
            let less = |line: &&Line| matches!(line.what, What::LessAssets(_));
            assert!(lines.iter().filter(less).all(|line| line.name.0.starts_with('减')));
        }
    }

    #[test]
    fn one_code_of_2004_means_another_line_since() {
        let name = |edition, code| {
            let lines = template_of(edition);
            row_of(lines, meant(edition, FundNo(1), AccountCode(code))).map(|row| lines[row].name.0)
        };
        assert_eq!(name(Edition::Of2004, 1701), Some("受托代理资产"));
        assert_eq!(name(Edition::Of2026, 1701), Some("长期待摊费用"));
        assert_eq!(name(Edition::Of2026, 410_102), Some("限定性净资产"));
        assert_eq!(name(Edition::Of2026, 410_101), Some("非限定性净资产"));
        assert_eq!(name(Edition::Government, 4603), Some("本期盈余"));
        assert_eq!(name(Edition::Of2004, 100_202), Some("受托代理资产"));
    }
}
