//! Programmes' rules as an administrator types them: templates, changes from a day on, and each bad input.
//!
//! Owns: what she is told. Refuses to know: what the rules allow; see `relief.rs`.

use crate::approval::{LI, ZHANG, at, of_three};
use crate::office::{DAY, Office, in_folder};

/// The line's words, split at spaces.
fn does(office: &mut Office, line: &str) {
    office.does(&line.split(' ').collect::<Vec<_>>());
}

fn refuses(office: &mut Office, code: i32, line: &str) {
    office.refuses(code, &line.split(' ').collect::<Vec<_>>());
}

#[test]
fn rules_begin_with_a_template_and_change_from_a_day_on() {
    in_folder("programmes", "rules", |office| {
        std::fs::write(office.root.path().join("材料.pdf"), "材料").expect("a paper");
        for line in [
            "programme templates",
            "programme add LA 两癌救助 --fund LA --template 两癌救助 --from 2026-01-01 --year-budget 20万",
            "programme show LA",
            "programme rules LA --from 2026-07-01 --amount 12000 --notice 5 --steps 申请,审核,审批",
            "项目 查看 LA",
            "项目 办法 LA --from 2027-01-01 --funds LA,held --area 雉城街道 --area 画溪街道 --year-budget 0 \
             --per-household 终身 --note 县妇〔2026〕3号",
            "programme show LA --format json",
            "programme show GJ",
            "programme rules GJ --category 困难儿童 --least 500 --most 2000 --times-yearly 2 --yearly-cap 3000 \
             --round-budget 5万 --papers 1 --funds GA",
            "programme rules GJ --from 2026-06-01 --template care-fund --most 3000",
            "programme show GJ",
            // The first template is for another category than hers: what is registered of her is asked, here too.
            "person amend P-1 --category 困难儿童",
            "disburse GJ 800 --to P-1 --attach 材料.pdf",
            "programme show GJ",
            "programme add YB 母亲邮包 --fund GA --template mothers-parcel",
            "programme add SC 两癌救助二期 --fund GA --template two-cancers",
            "programme add WW 春节慰问 --fund GA --gives either --once year --cap 600",
            "programme rules WW --from 2027-01-01 --funds any --category any --area 不限 --cap 0 --steps none",
            "programme show WW",
            "programme templates --format csv",
            "log --last 4",
        ] {
            does(office, line);
        }
    });
}

#[test]
fn rules_that_are_none_are_refused() {
    in_folder("programmes", "refused", |office| {
        does(office, "programme add LA 两癌救助 --fund LA --template 两癌救助 --from 2026-03-01");
        for line in [
            "programme rules LA --from 2026-03-01 --amount 1",
            "programme rules LA --from 2026-02-01 --template 两癌救助",
            "programme rules LA --from 2026-04-01 --least 5000 --most 100",
            "programme rules LA --from 2026-04-01 --gives goods",
            "programme rules LA --from 2026-04-01 --notice 90",
            "programme rules LA --from 2026-04-01 --funds GA",
            "programme rules LA --from 2026-04-01 --funds ZZ",
            "programme rules ZZ --template 两癌救助",
            "programme show ZZ",
            "programme add SC 两癌救助二期 --fund LA --template 两癌救助 --steps visit",
            "disburse LA 10000 --to P-1",
        ] {
            refuses(office, 1, line);
        }
        for line in [
            "programme rules LA",
            "programme rules LA --template 三癌",
            "programme rules LA --amount 1 --most 2",
            "programme rules LA --once week",
            "programme rules LA --once year --times-yearly 2",
            "programme rules LA --papers 300",
            "programme rules LA --steps apply,pay",
            "programme rules LA --funds A,B,C,D,E,F,G,H,妇",
        ] {
            refuses(office, 2, line);
        }
    });
}

#[test]
fn a_cap_names_what_was_paid_before() {
    in_folder("programmes", "caps", |office| {
        std::fs::write(office.root.path().join("材料.pdf"), "材料").expect("a paper");
        for line in [
            "programme add LJ 两癌慰问 --fund LA --once lifetime --cap 300",
            "programme rules GJ --cap 700 --yearly-cap 500 --most 400 --papers 0 --year-budget 800",
            "disburse LJ 200 --to P-1",
        ] {
            does(office, line);
        }
        refuses(office, 1, "disburse LJ 100 --to P-1");
        does(office, "disburse GJ 300 --to P-1");
        refuses(office, 1, "disburse GJ 450 --to P-1");
        refuses(office, 1, "disburse GJ 250 --to P-1");
        does(office, "programme rules LJ --from 2026-03-09 --once year --papers 1");
        office.clock += DAY;
        refuses(office, 1, "disburse LJ 100 --to P-1");
        refuses(office, 1, "disburse LJ 100 --to P-1 --attach 材料.pdf");
        does(office, "programme rules GJ --from 2026-03-09 --per-household lifetime --yearly-cap 0");
        refuses(office, 1, "disburse GJ 100 --to P-1");
        does(office, "person household P-1 --with P-1");
        refuses(office, 1, "disburse GJ 100 --to P-1");
    });
}

#[test]
fn rules_that_change_wait_for_a_second_person() {
    for lang in ["zh", "en"] {
        let mut office = of_three(lang).with_snapshots_in("programmes");
        office.said.clear();
        at(&mut office, ZHANG);
        does(&mut office, "programme add CL 春蕾计划 --fund GA --template 春蕾计划");
        does(&mut office, "programme rules CL --from 2026-09-01 --papers 2");
        does(&mut office, "pending");
        at(&mut office, LI);
        does(&mut office, "approve E-14");
        does(&mut office, "programme show CL");
        office.check("two-persons");
    }
}
