//! Reports as offices have them, and texts as attackers have them.
//!
//! Owns: both. Refuses to know: formats.

use jinguo::base::{Date, Fen, Hash32, Line, Months};
use jinguo::export::binding::{Binding, FileFormat, PersonNames};
use jinguo::report::chart::{Scale, Series, Shape};
use jinguo::report::statements::{Asked, Statement};
use jinguo::report::{Cell, Chart, Kind, Sheet, Style, Table, Unit};
use jinguo::words::{Lang, Words};

/// Texts that a careless writer or reader would run, cut, round or lose.
pub const HOSTILE: [&str; 18] = [
    "=HYPERLINK(\"http://example.org\",\"王芳\")",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "<b>王芳</b> & \"引号\" 'x'",
    "<script>alert(1)</script>",
    "]]>",
    "6222020200112233445",
    "0011223344556677889",
    "00123",
    "1E5",
    "2026-03-08",
    "_x000D_ _x0041_ _x",
    "a\u{1}b\u{1B}[2J\u{7F}",
    "a\tb\nc\rd",
    "\u{202E}fdp.exe \u{FFFE}\u{FFFF}",
    " 前后有空格 ",
    "👩🏽‍🌾 𠮷野家",
];

pub fn binding(format: FileFormat, unit: Unit) -> Binding {
    Binding {
        format,
        origin: Line::new("example.org/妇联 & \"基金\"").unwrap(),
        size: 20_418,
        head: Hash32(std::array::from_fn(|n| u8::try_from(n * 37 % 251).unwrap())),
        asked: Asked {
            months: Months::parse("2026").unwrap(),
            as_of: Date::new(2026, 11, 28).unwrap(),
            fund: None,
        },
        lang: Lang::ZhCn,
        unit,
        names: PersonNames::Masked,
        statements: vec![Statement::TrialBalance, Statement::Chronological],
    }
}

pub fn words() -> Words {
    Words::new(Lang::ZhCn)
}

fn day(number: usize) -> Date {
    let number = u32::try_from(number).unwrap();
    Date::new(2026, number / 28 % 12 + 1, number % 28 + 1).unwrap()
}

fn fen(number: usize) -> Fen {
    Fen::new(i64::try_from(number * 7_919_003 % 1_000_000_007).unwrap())
}

/// A book of so many rows.
pub fn book(name: &str, rows: usize) -> Sheet {
    let mut table = Table::new(format!("示例县妇女联合会{name}"))
        .column("date", "日期", Kind::Date)
        .column("voucher", "凭证号", Kind::Text)
        .column("entry", "分录", Kind::Text)
        .column("summary", "摘要", Kind::Text)
        .column("account", "科目", Kind::Text)
        .column("account_name", "科目名称", Kind::Text)
        .column("fund", "基金", Kind::Text)
        .column("debit_yuan", "借方（元）", Kind::Money)
        .column("credit_yuan", "贷方（元）", Kind::Money)
        .column("balance_yuan", "余额（元）", Kind::Money);
    table.notes.push("2026-01 至 2026-12，按凭证日期".to_owned());
    for row in 0..rows {
        let (amount, debit) = (fen(row), row % 2 == 0);
        table.push(vec![
            day(row).into(),
            format!("记-{:04}", row / 2 % 9_999 + 1).into(),
            format!("E-{}", row / 2 + 1).into(),
            format!("发放贷款 LN-2026-{:04}，妇女小额担保贷款，王* P-{row:06}", row % 9_999).into(),
            if debit { "1221" } else { "1002" }.into(),
            if debit { "其他应收款" } else { "银行存款" }.into(),
            "GA".into(),
            Cell::from(debit.then_some(amount)),
            Cell::from((!debit).then_some(amount)),
            Fen::new(amount.get() - 500_000_000).into(),
        ]);
    }
    let total = Fen::new(123_456_789_012);
    table.push_as(
        Style::Total,
        vec![
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            "合计".into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            total.into(),
            total.into(),
            Cell::Empty,
        ],
    );
    Sheet { key: "chronological", name: name.to_owned(), table, charts: Vec::new() }
}

/// A small statement with charts.
pub fn statement() -> Sheet {
    let mut table = Table::new("科目余额表")
        .column("account", "科目", Kind::Text)
        .column("account_name", "科目名称", Kind::Text)
        .column("entries", "笔数", Kind::Number)
        .column("balance_yuan", "余额（元）", Kind::Money);
    table.notes.push("截至 2026-11-28".to_owned());
    for row in 0..12 {
        let name = ["库存现金", "银行存款", "其他应收款", "限定性净资产"][row % 4];
        table.push(vec![
            format!("{}", 1001 + row).into(),
            name.into(),
            i64::try_from(row * 3).unwrap().into(),
            Fen::new(fen(row).get() - 300_000_000).into(),
        ]);
    }
    let warn = vec!["3101".into(), "余额方向相反".into(), Cell::Empty, Fen::new(-5).into()];
    table.push_as(Style::Warning, warn);
    table.push_as(Style::Total, vec![Cell::Empty, "合计".into(), 198.into(), Fen::new(9_999_995).into()]);
    Sheet { key: "trial-balance", name: "科目余额表".to_owned(), table, charts: charts() }
}

/// One chart of each shape, with values of every sign.
pub fn charts() -> Vec<Chart> {
    let months: Vec<String> = (1..=12).map(|month| format!("2026-{month:02}")).collect();
    let series = |name: &str, values: Vec<i64>| Series { name: name.to_owned(), values };
    let chart = |title: &str, shape, scale, labels: Vec<String>, series| Chart {
        title: title.to_owned(),
        shape,
        scale,
        labels,
        series,
    };
    let towns: Vec<String> = (1..=9)
        .map(|n| {
            format!("第{n}镇很长很长的名字人民政府妇女联合会委员会办公室").chars().take(4 + n * 2).collect()
        })
        .collect();
    vec![
        chart(
            "每月收支",
            Shape::Columns,
            Scale::Fen,
            months.clone(),
            vec![
                series("流入", (1..=12).map(|n| n * 123_456_700 % 900_000_000).collect()),
                series("流出", (1..=12).map(|n| n * 98_765_400 % 800_000_000).collect()),
            ],
        ),
        chart(
            "各乡镇受助",
            Shape::Bars,
            Scale::Count,
            towns,
            vec![series("人次", (1..=9).map(|n| n * n * 7).collect())],
        ),
        chart(
            "风险贷款率",
            Shape::Line,
            Scale::BasisPoints,
            months,
            vec![
                series("PAR 30", (1..=12).map(|n| 120 + n * n * 5 % 90).collect()),
                series("PAR 90", (1..=12).map(|n| 20 + n * 7 % 30).collect()),
            ],
        ),
        chart(
            "增减",
            Shape::Columns,
            Scale::Fen,
            vec!["甲".to_owned(), "乙".to_owned(), "丙".to_owned()],
            vec![series("净额", vec![-500_000_000, 0, 250_000_050])],
        ),
    ]
}

/// One cell of words a row, with a column of digits beside it.
pub fn of_texts(texts: &[String]) -> Sheet {
    let mut table = Table::new(texts.first().map_or("", String::as_str))
        .column("text", "文字", Kind::Text)
        .column("amount_yuan", "金额（元）", Kind::Money);
    table.notes = texts.iter().take(3).cloned().collect();
    for (row, text) in texts.iter().enumerate() {
        let style = [Style::Plain, Style::Warning, Style::Total][row % 3];
        table.push_as(style, vec![text.as_str().into(), fen(row).into()]);
    }
    let name = texts.last().cloned().unwrap_or_default();
    Sheet { key: "disclosure", name, table, charts: Vec::new() }
}
