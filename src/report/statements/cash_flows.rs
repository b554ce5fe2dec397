//! The statement of cash flows 现金流量表 (会民非03表), by the direct method.
//!
//! Owns: which line a payment belongs to, by the accounts that stand against cash in its voucher. Refuses to know: kinds of
//! entries: a general voucher is classed as any other.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::{Kind, Table};
use super::books::{Belongs, Books, each_booked, held_cash, is_financial, own_cash};
use super::lines::{Lines, Name, told};
use super::{Asked, begun};
use crate::base::{AccountCode, Fen, FundNo, Months};
use crate::book::chart::{Class, Edition};
use crate::entry::{Chart, Entry};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// What a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Flow {
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
enum Whose {
    Own,
    Held,
}

enum What {
    Heading,
    Opening(Whose),
    Closing(Whose),
    Came(Flow),
    Went(Flow),
    /// The sum of rows, by their Chinese names: those added, those taken off.
    Sum(&'static [&'static str], &'static [&'static str]),
}

use What::{Came, Closing, Heading, Opening, Sum, Went};

struct Line {
    name: Name,
    what: What,
}

const fn line(zh: &'static str, en: &'static str, what: What) -> Line {
    Line { name: (zh, en), what }
}

const NET: &str = "现金净增加额";
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
fn flow(edition: Edition, account: AccountCode, comes: bool) -> Flow {
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
const fn is_receipt(flow: Flow) -> bool {
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

/// Of what stands against cash, each with what it would add to it, the part that was paid in cash: `change` in all. What
/// went the other way was not paid; it is taken off the last lines.
fn paid(against: &mut Vec<(AccountCode, Fen)>, change: Fen) -> Result<(), LedgerError> {
    against.retain(|(_, amount)| amount.is_negative() == change.is_negative());
    let mut excess = change.negated();
    for (_, amount) in against.iter() {
        excess = add(excess, *amount)?;
    }
    for (_, amount) in against.iter_mut().rev() {
        let off = if excess.is_negative() { excess.max(*amount) } else { excess.min(*amount) };
        *amount = add(*amount, off.negated())?;
        excess = add(excess, off.negated())?;
    }
    Ok(())
}

/// The flows of some months; what went is positive in its line.
#[derive(Default)]
struct Flows {
    sums: BTreeMap<Flow, Fen>,
    /// Whether a voucher had lines that were not paid in cash.
    mixed: bool,
    own: [Fen; 2],
    held: [Fen; 2],
}

impl Flows {
    fn of(ledger: &mut Ledger, books: &Books, months: Option<Months>) -> Result<Flows, LedgerError> {
        let mut flows = Flows::default();
        let Some(months) = months else { return Ok(flows) };
        let ends = [months.first(), months.last().next()];
        flows.own = [books.before(ends[0], own_cash)?, books.before(ends[1], own_cash)?];
        flows.held = [books.before(ends[0], held_cash)?, books.before(ends[1], held_cash)?];
        each_booked(ledger, months, books.fund_no(), Belongs::BySums, |ledger, entry| {
            flows.count(ledger, books, entry)
        })?;
        Ok(flows)
    }

    fn count(&mut self, ledger: &Ledger, books: &Books, entry: &Entry) -> Result<(), LedgerError> {
        if !entry.postings.iter().any(|p| own_cash(p.fund, p.account) || held_cash(p.fund, p.account)) {
            return Ok(());
        }
        let Some(voucher) = entry.voucher else { return Ok(()) };
        let edition = Edition::of(books.chart, voucher.date);
        let red = ledger.is_red(entry)?;
        let mut funds: Vec<FundNo> = entry.postings.iter().map(|p| p.fund).collect();
        funds.sort_unstable();
        funds.dedup();
        for fund in funds.into_iter().filter(|fund| books.fund_no().is_none_or(|only| only == *fund)) {
            let (mut own, mut held, mut against) = (Fen::ZERO, Fen::ZERO, Vec::new());
            for p in entry.postings.iter().filter(|p| p.fund == fund && is_financial(p.account)) {
                if own_cash(fund, p.account) {
                    own = add(own, p.amount)?;
                } else {
                    against.push((p.account, p.amount.negated()));
                }
                if held_cash(fund, p.account) {
                    held = add(held, p.amount)?;
                }
            }
            if !own.is_zero() {
                let lines = against.len();
                paid(&mut against, own)?;
                self.mixed |= against.iter().filter(|(_, amount)| !amount.is_zero()).count() < lines;
                for (account, amount) in against {
                    let comes = amount.is_negative() == red;
                    self.put(flow(edition, account, comes), amount)?;
                }
            }
            if !held.is_zero() {
                let comes = held.is_negative() == red;
                self.put(if comes { Flow::HeldIn } else { Flow::HeldOut }, held)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, flow: Flow, amount: Fen) -> Result<(), LedgerError> {
        let sum = self.sums.entry(flow).or_default();
        *sum = add(*sum, if is_receipt(flow) { amount } else { amount.negated() })?;
        Ok(())
    }

    fn at(&self, flow: Flow) -> Fen {
        self.sums.get(&flow).copied().unwrap_or_default()
    }

    const fn cash(&self, whose: Whose) -> [Fen; 2] {
        match whose {
            Whose::Own => self.own,
            Whose::Held => self.held,
        }
    }
}

const fn template(chart: Chart) -> &'static [Line] {
    match chart {
        Chart::NonProfit => &NON_PROFIT,
        Chart::Government => &GOVERNMENT,
    }
}

/// One row a line of the template: these months, and the same a year before.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let titled = |key: &str| words.say("term-in-yuan", &[("which", words.say(key, &[]).into())]);
    let table = begun(words, ledger, names, "report-cash-flows", &books)
        .column("item", words.word("term-statement-line"), Kind::Text)
        .column("line", words.word("term-line"), Kind::Number)
        .column("total_yuan", titled("term-these-months"), Kind::Money)
        .column("before_yuan", titled("term-year-before"), Kind::Money);
    let flows = [
        Flows::of(ledger, &books, Some(books.months))?,
        Flows::of(ledger, &books, books.months.year_before())?,
    ];
    let mut rows = Lines::new(table);
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut net = None;
    for line in template(books.chart) {
        let name = told(words, line.name);
        let find = |names: &[&str]| -> Vec<usize> {
            names.iter().filter_map(|name| at.get(name).copied()).collect()
        };
        let both = |of: &dyn Fn(&Flows) -> Fen| flows.iter().map(|flows| Some(of(flows))).collect::<Vec<_>>();
        let row = match line.what {
            What::Heading => {
                rows.heading(name);
                continue;
            }
            // Between funds nothing is left but where one is asked for.
            What::Came(Flow::Direct) if flows.iter().all(|flows| flows.at(Flow::Direct).is_zero()) => {
                continue;
            }
            What::Came(flow) | What::Went(flow) => rows.line(name, both(&|flows| flows.at(flow))),
            What::Opening(whose) => rows.line(name, both(&|flows| flows.cash(whose)[0])),
            What::Closing(whose) => rows.line(name, both(&|flows| flows.cash(whose)[1])),
            What::Sum(plus, minus) => rows.sum(name, &find(plus), &find(minus))?,
        };
        at.insert(line.name.0, row);
        if line.name.0 == NET {
            net = Some(row);
        }
    }
    if let Some(net) = net {
        let mut agrees = true;
        for (figure, flows) in rows.figures(net).iter().zip(&flows) {
            agrees &= *figure == Some(add(flows.own[1], flows.own[0].negated())?);
            let held = add(flows.at(Flow::HeldIn), flows.at(Flow::HeldOut).negated())?;
            agrees &= held == add(flows.held[1], flows.held[0].negated())?;
        }
        if !agrees {
            rows.warn(net);
        }
        rows.note(words.word(if agrees { "report-cash-agrees" } else { "report-cash-differs" }));
    }
    rows.note(words.word("report-cash-held"));
    if flows.iter().any(|flows| flows.mixed) {
        rows.note(words.word("report-cash-mixed"));
    }
    rows.note(words.word("report-template"));
    Ok(rows.done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn what_is_paid_adds_up_to_the_change_of_cash(amounts in prop::collection::vec(-50..50i64, 1..8)) {
            let mut against: Vec<(AccountCode, Fen)> =
                amounts.iter().map(|a| (AccountCode(5101), Fen::new(*a))).collect();
            let change = Fen::new(amounts.iter().sum());
            prop_assume!(!change.is_zero());
            paid(&mut against, change).unwrap();
            prop_assert_eq!(against.iter().map(|(_, a)| a.get()).sum::<i64>(), change.get());
            let same = |a: &Fen| a.is_zero() || a.is_negative() == change.is_negative();
            prop_assert!(against.iter().all(|(_, a)| same(a)));
        }
    }
}
