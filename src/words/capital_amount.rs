//! Amounts in capital characters 大写金额, as bills and receipts carry them.
//!
//! Owns: the rules of 《正确填写票据和结算凭证的基本规定》. Refuses to know: where such an amount is printed.
//!
//! Where that rule leaves a choice, the shorter form that it prints is taken (1,680.32 is
//! 壹仟陆佰捌拾元叁角贰分), except that 整 follows 角 too: 《会计基础工作规范》 asks for it.

use crate::base::Fen;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// The units, from the largest; each is read as the number of it, the unit, and what is left over.
const UNITS: [(u64, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];

/// The amount in capital characters, such as 壹万贰仟叁佰元整. Below zero it starts with 负.
pub fn capital_amount(amount: Fen) -> String {
    let size = amount.get().unsigned_abs();
    let (yuan, jiao, fen) = (size / 100, digit(size / 10), digit(size));
    if size == 0 {
        return "零元整".to_owned();
    }
    let mut text = String::from(if amount.is_negative() { "负" } else { "" });
    if yuan > 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    if jiao > 0 {
        text.push(DIGITS[jiao]);
        text.push('角');
    } else if fen > 0 && yuan > 0 {
        text.push('零');
    }
    if fen > 0 {
        text.push(DIGITS[fen]);
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn digit(number: u64) -> usize {
    usize::try_from(number % 10).unwrap_or(0)
}

/// Whole yuan above zero: any run of zeros between two digits is read as one 零.
fn whole(yuan: u64) -> String {
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| yuan >= *unit) else {
        return DIGITS[digit(yuan)].to_string();
    };
    let (above, rest) = (yuan / unit, yuan % unit);
    let mut text = whole(above);
    text.push(name);
    if rest > 0 {
        if rest < unit / 10 || above.is_multiple_of(10) {
            text.push('零');
        }
        text.push_str(&whole(rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rules_own_examples() {
        for (fen, text) in [
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (10_700_053, "壹拾万零柒仟元伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
        ] {
            assert_eq!(capital_amount(Fen::new(fen)), text, "{fen}");
        }
    }

    #[test]
    fn zeros_jiao_and_fen() {
        for (fen, text) in [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (15, "壹角伍分"),
            (100, "壹元整"),
            (101, "壹元零壹分"),
            (1_000, "壹拾元整"),
            (1_230_000, "壹万贰仟叁佰元整"),
            (1_000_100, "壹万零壹元整"),
            (10_000_000, "壹拾万元整"),
            (10_010_000, "壹拾万零壹佰元整"),
            (100_000_000, "壹佰万元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (10_000_000_000_000, "壹仟亿元整"),
            (100_000_000_000_000, "壹万亿元整"),
            (100_010_000_000_000, "壹万零壹亿元整"),
            (-12_345, "负壹佰贰拾叁元肆角伍分"),
        ] {
            assert_eq!(capital_amount(Fen::new(fen)), text, "{fen}");
        }
    }

    /// Reads capital characters back by value alone; it knows nothing of where a 零 belongs.
    fn read_back(text: &str) -> i64 {
        let (mut total, mut group, mut last, mut fen) = (0_i64, 0_i64, 0_i64, 0_i64);
        for c in text.chars() {
            match c {
                '拾' => (group, last) = (group + last * 10, 0),
                '佰' => (group, last) = (group + last * 100, 0),
                '仟' => (group, last) = (group + last * 1000, 0),
                '万' => (total, group, last) = (total + (group + last) * 10_000, 0, 0),
                '亿' => (total, group, last) = ((total + group + last) * 100_000_000, 0, 0),
                '元' => (total, group, last) = (total + group + last, 0, 0),
                '角' => (fen, last) = (fen + last * 10, 0),
                '分' => (fen, last) = (fen + last, 0),
                '整' | '零' => {}
                other => last = i64::try_from(DIGITS.iter().position(|d| *d == other).unwrap()).unwrap(),
            }
        }
        total * 100 + fen
    }

    proptest! {
        #[test]
        fn the_characters_are_worth_the_amount(
            fen in prop_oneof![0..=crate::base::money::MAX_FEN, 0..1_000_000_i64, (0..100_000_i64).prop_map(|n| n * 100_000_001)]
        ) {
            let text = capital_amount(Fen::new(fen));
            prop_assert_eq!(read_back(&text), fen, "{}", text);
            prop_assert!(!text.contains("零零") && !text.contains("零元") || fen == 0, "{}", text);
            prop_assert_eq!(text.ends_with('分'), fen % 10 != 0);
        }

        #[test]
        fn no_amount_at_all_breaks_it(fen in any::<i64>()) {
            prop_assert!(!capital_amount(Fen::new(fen)).is_empty());
        }
    }
}
