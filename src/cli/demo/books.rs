//! The sample books of four offices: what each did, so that the reported figures come out of its ledger.
//!
//! Owns: the four stories. Refuses to know: what was reported; `figures` compares.
//!
//! Where a report does not split cash from goods, the split is invented, as dates within a reported span are.

use super::lending;
use super::relief::{self, row};
use super::scribe::{Scribe, day, shares};
use crate::base::{Date, Fen, FundNo, PersonNo};
use crate::entry::{Cap, DonationSource, Gives, ReliefRules, Restriction, Target};
use crate::ledger::LedgerError;

/// An office of the demonstration.
pub struct Office {
    /// Its name in the reported figures, and its folder.
    pub folder: &'static str,
    /// The name that its signatures cover.
    pub origin: &'static str,
    /// Its name.
    pub organisation: &'static str,
    /// Three digits for invented ID numbers.
    pub region: u32,
    /// The day its books begin.
    pub since: (i32, u32, u32),
    /// What it did.
    pub story: fn(&mut Scribe) -> Result<(), LedgerError>,
}

/// The four.
pub const OFFICES: [Office; 4] = [
    Office {
        folder: "town-a",
        origin: "example.org/demo/town-a",
        organisation: "示例县甲镇妇女联合会",
        region: 901,
        since: (2021, 1, 4),
        story: town_a,
    },
    Office {
        folder: "town-b",
        origin: "example.org/demo/town-b",
        organisation: "示例县乙镇妇女联合会",
        region: 902,
        since: (2021, 1, 4),
        story: town_b,
    },
    Office {
        folder: "town-c",
        origin: "example.org/demo/town-c",
        organisation: "示例县丙镇妇女联合会",
        region: 903,
        since: (2025, 1, 6),
        story: town_c,
    },
    Office {
        folder: "county",
        origin: "example.org/demo/county",
        organisation: "示例县妇女联合会",
        region: 900,
        since: (2021, 1, 4),
        story: county,
    },
];

/// So many yuan.
pub const fn yuan(yuan: i64) -> Fen {
    Fen::new(yuan * 100)
}

/// A day in May of each of five years: reported "five years" are written as five parts.
fn five_years() -> [Date; 5] {
    [2021, 2022, 2023, 2024, 2025].map(|year| day(year, 5, 20))
}

/// Parts of a list, one a year, as even as can be.
fn parts<T>(all: &[T], count: usize) -> Vec<&[T]> {
    let (each, over) = (all.len() / count, all.len() % count);
    let mut at = 0;
    (0..count)
        .map(|n| {
            let size = each + usize::from(n < over);
            at += size;
            &all[at - size..at]
        })
        .collect()
}

fn town_a(scribe: &mut Scribe) -> Result<(), LedgerError> {
    let open = day(2021, 1, 5);
    let visits = scribe.fund(open, "WW", "慰问金", "困难群众慰问", Restriction::Office)?;
    let above = scribe.donor(open, "示例县妇女联合会")?;
    let company = scribe.donor(open, "示例爱心企业甲")?;
    let mut visited = scribe.persons(open, "贫困妇女", "甲镇", 168)?;
    visited.extend(scribe.persons(open, "留守儿童", "甲镇", 82)?);
    visited.extend(scribe.persons(open, "空巢老人", "甲镇", 154)?);
    let pupils = scribe.persons(open, "春蕾圆梦/金秋助学", "甲镇", 6)?;
    let patients = scribe.persons(open, "两癌救助", "甲镇", 3)?;
    let school = scribe.fund(open, "CL", "春蕾圆梦/金秋助学", "贫困女童助学", Restriction::Donors)?;
    let cancers = scribe.fund(open, "LA", "两癌救助", "两癌救助", Restriction::Donors)?;
    let parcels = scribe.item(open, "慰问品", "份", 0)?;
    scribe.rules(open, visits.1, once_a_year(Gives::Either))?;
    scribe.rules(open, school.1, once_a_year(Gives::Money))?;
    scribe.rules(open, cancers.1, relief::two_cancers(yuan(10_000)))?;

    lending::town_a(scribe)?;

    // 81,000.00 over 404 visits in five years: elders get parcels, the others money.
    let elders: std::collections::BTreeSet<_> = visited[250..].iter().copied().collect();
    let budget = shares(yuan(81_000), 5);
    for ((on, amount), people) in five_years().into_iter().zip(budget).zip(parts(&visited, 5)) {
        scribe.donate(on, visits.0, above, amount, 1, DonationSource::Grant)?;
        let each = shares(amount, people.len());
        let (goods, money): (Vec<_>, Vec<_>) =
            people.iter().copied().zip(each).partition(|(who, _)| elders.contains(who));
        if !goods.is_empty() {
            let pieces = u32::try_from(goods.len()).unwrap_or(0);
            let worth = Fen::new(goods.iter().map(|(_, share)| share.get()).sum());
            scribe.goods(on, parcels, relief::bought(visits.0, pieces, worth))?;
            let rows = goods.into_iter().map(|(who, _)| row(who, None, 1)).collect();
            scribe.round(on, visits.1, (visits.0, Some(parcels)), rows)?;
        }
        if !money.is_empty() {
            let rows = money.into_iter().map(|(who, share)| row(who, None, share.get().unsigned_abs()));
            scribe.round(on, visits.1, (visits.0, None), rows.collect())?;
        }
        if on == day(2023, 5, 20) {
            let at = day(2023, 8, 28);
            let gift = scribe.gift(at, company, school.1, &pupils, yuan(24_000))?;
            let rows = pupils.iter().map(|who| row(*who, Some(gift), 400_000)).collect();
            scribe.round(at, school.1, (FundNo::PASS_THROUGH, None), rows)?;
        }
        if on == day(2024, 5, 20) {
            let gift = scribe.gift(day(2024, 8, 5), above, cancers.1, &[], yuan(30_000))?;
            let days = [(8, 12), (8, 20), (9, 2), (9, 3), (9, 12), (9, 18), (9, 24)];
            let days = days.map(|(month, at)| day(2024, month, at));
            scribe.cases(days, cancers.1, gift, &patients, (yuan(10_000), 2))?;
        }
        scribe.close_year(year_of(on))?;
    }
    Ok(())
}

/// Everybody once a year.
fn once_a_year(gives: Gives) -> ReliefRules {
    ReliefRules { yearly: Cap { times: 1, amount: Fen::ZERO }, ..relief::open_rules(gives) }
}

fn year_of(day: Date) -> i32 {
    i32::try_from(day.number() / 10_000).unwrap_or(0)
}

fn town_b(scribe: &mut Scribe) -> Result<(), LedgerError> {
    let open = day(2021, 2, 1);
    let revolving = scribe.fund(open, "XD", "小额信贷扶贫资金", "妇女小额信贷", Restriction::Office)?;
    let above = scribe.donor(open, "示例县妇女联合会")?;
    scribe.donate(open, revolving.0, above, yuan(15_000), 1, DonationSource::Grant)?;
    lending::town_b(scribe, revolving.0)?;
    let area = scribe.place(day(2021, 5, 24), "地震灾区")?;
    // A collecting box: a hundred gifts of 50.00 without names, passed on at once.
    scribe.pass_on(day(2021, 5, 25), &[Target::Purpose(area)], None, yuan(5_000), 100)?;
    // What others gave through the office is counted beside its books.
    let hospital = scribe.donor(day(2022, 3, 1), "示例县人民医院")?;
    let at = day(2022, 3, 8);
    let aid = scribe.fund(day(2022, 3, 1), "YL", "医疗援助卡", "医疗援助", Restriction::Office)?;
    scribe.rules(day(2022, 3, 1), aid.1, relief::open_rules(Gives::Goods))?;
    let cards = scribe.item(day(2022, 3, 1), "医疗援助卡", "张", 6)?;
    let holders = scribe.persons(day(2022, 3, 1), "医疗援助卡", "乙镇", 50)?;
    scribe.goods(at, cards, relief::cards(aid.0, hospital, 50))?;
    let rows = holders.iter().zip(1..).map(|(who, number)| row(*who, None, number)).collect();
    scribe.round(at, aid.1, (aid.0, Some(cards)), rows)?;
    scribe.register(day(2023, 8, 30), "春蕾计划", None, 6)?;
    lending::allowance(scribe, revolving.0)
}

fn town_c(scribe: &mut Scribe) -> Result<(), LedgerError> {
    // What this office reports is counted in people, not in money.
    scribe.fund(day(2025, 1, 7), "JZ", "低收入母亲救助", "低收入母亲救助", Restriction::Office)?;
    scribe.register(day(2025, 5, 11), "低收入母亲救助", None, 31)?;
    scribe.register(day(2025, 8, 28), "春蕾计划", None, 3)
}

/// How the 320,000.00 yuan of a year were planned, and what was spent of each part; the parts are invented.
const BUDGETS: [(&str, i64, i64); 3] =
    [("办公费", 60_000, 52_318), ("培训费", 120_000, 118_000), ("宣传活动", 140_000, 140_000)];

fn county(scribe: &mut Scribe) -> Result<(), LedgerError> {
    let open = day(2021, 1, 5);
    let care = scribe.fund(open, "GA", "妇女儿童关爱基金", "困难妇女儿童救助", Restriction::Donors)?;
    let grants = scribe.fund(open, "AJ", "爱娟基金及其他补助", "妇女儿童事业补助", Restriction::Donors)?;
    let work = scribe.fund(open, "GZ", "工作经费", "妇联工作", Restriction::Office)?;
    let villages = scribe.fund(open, "CH", "村妇女之家活动经费", "村妇女之家活动", Restriction::Office)?;
    let companies =
        ["示例爱心企业乙", "示例爱心企业丙", "示例商会", "示例女企业家协会", "示例爱心人士联谊会"];
    let donors = companies.into_iter().map(|name| scribe.donor(open, name)).collect::<Result<Vec<_>, _>>()?;
    let province = scribe.donor(open, "示例省妇女联合会")?;
    let treasury = scribe.donor(open, "示例县财政局")?;
    let homes = [scribe.donor(open, "示例甲村妇女之家")?, scribe.donor(open, "示例乙村妇女之家")?];
    let printer = scribe.donor(open, "示例图文店")?;

    let mut relieved = scribe.persons(open, "困境儿童", "雉城街道", 268)?;
    relieved.extend(scribe.persons(open, "困境母亲", "雉城街道", 229)?);
    let mut pupils = scribe.persons(open, "爱心助学/春蕾计划", "示例县", 40)?;
    pupils.extend(scribe.persons(open, "爱心助学/春蕾计划", "示例县", 200)?);
    let children = scribe.persons(open, "六一结对", "示例县", 770)?;
    let schooled = scribe.programme(open, care.0, "AX", "爱心助学/春蕾计划")?;
    let paired = scribe.programme(open, care.0, "LY", "六一结对")?;
    let bags = scribe.item(open, "六一书包", "个", 0)?;
    scribe.rules(open, care.1, once_a_year(Gives::Money))?;
    scribe.rules(open, schooled, once_a_year(Gives::Money))?;
    scribe.rules(open, paired, relief::open_rules(Gives::Either))?;

    let raised = shares(yuan(1_975_380), 5);
    let relief = shares(yuan(425_600), 5);
    let obtained = shares(yuan(850_000), 5);
    let schooling = shares(yuan(1_000_000), 5);
    let pairing = shares(yuan(383_200), 5);
    lending::county(scribe)?;
    for (n, on) in five_years().into_iter().enumerate() {
        scribe.donate(on, care.0, donors[n], raised[n], 12, DonationSource::Gift)?;
        scribe.donate(on, grants.0, province, obtained[n], 2, DonationSource::Grant)?;
        if n == 4 {
            // Figures of one year: the latest.
            scribe.appropriate(on, work.0, treasury, yuan(320_000), 4)?;
            for (purpose, amount, spent) in BUDGETS {
                let budget = scribe.budget(on, work.0, 2025, purpose, yuan(amount))?;
                scribe.spend(on, work.0, budget, printer, yuan(spent), 3)?;
            }
            scribe.appropriate(on, villages.0, treasury, yuan(22_000), 1)?;
            for (village, amount) in homes.into_iter().zip([20_000, 2_000]) {
                scribe.pass_down(on, villages, village, yuan(amount))?;
            }
        }
        // On 1 June each child has a bag worth 100.00, and money for the rest.
        let (at, group) = (day(year_of(on), 6, 1), parts(&children, 5)[n]);
        let pieces = u32::try_from(group.len()).unwrap_or(0);
        let worth = yuan(100 * i64::from(pieces));
        let money = Fen::new(pairing[n].get() - worth.get());
        let gift = scribe.gift(at, donors[n], paired, group, money)?;
        scribe.goods(at, bags, relief::of_gift(gift, pieces, worth))?;
        let rows = |each: &[Fen], who: &[PersonNo]| -> Vec<_> {
            let each = each.iter().map(|share| share.get().unsigned_abs());
            who.iter().zip(each).map(|(who, share)| row(*who, Some(gift), share)).collect()
        };
        let others = FundNo::PASS_THROUGH;
        scribe.round(at, paired, (others, None), rows(&shares(money, group.len()), group))?;
        let one_each = group.iter().map(|who| row(*who, Some(gift), 1)).collect();
        scribe.round(at, paired, (others, Some(bags)), one_each)?;
        // Each pupil has a donor's gift of her own.
        let (at, group) = (day(year_of(on), 8, 25), parts(&pupils, 5)[n]);
        let mut rows = Vec::with_capacity(group.len());
        for (who, share) in group.iter().zip(shares(schooling[n], group.len())) {
            let gift = scribe.gift(at, donors[4 - n], schooled, &[*who], share)?;
            rows.push(row(*who, Some(gift), share.get().unsigned_abs()));
        }
        scribe.round(at, schooled, (others, None), rows)?;
        scribe.relieve(day(year_of(on), 12, 10), care, parts(&relieved, 5)[n], relief[n])?;
        if n == 4 {
            lending::county_at_the_end(scribe)?;
        }
        scribe.close_year(year_of(on))?;
    }
    Ok(())
}
