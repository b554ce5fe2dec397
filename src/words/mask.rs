//! Personal data, shown so far that one who knows the person recognises it and no further.
//!
//! Owns: how much of a name or a number stays readable. Refuses to know: who may see the whole.

/// A name with all but its first character starred: 王芳 becomes 王*, 欧阳娜娜 becomes 欧***.
pub fn name(whole: &str) -> String {
    let mut characters = whole.chars();
    let Some(first) = characters.next() else { return String::new() };
    let mut masked = String::from(first);
    masked.extend(characters.map(|_| '*'));
    masked
}

/// An identity number with only its first three and last four characters kept: `110***********002X`.
///
/// Anything of seven characters or fewer is starred whole.
pub fn id_number(whole: &str) -> String {
    let length = whole.chars().count();
    let keep = |at: usize| length > 7 && (at < 3 || at + 4 >= length);
    whole.chars().enumerate().map(|(at, c)| if keep(at) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_stays_readable() {
        assert_eq!(name("王芳"), "王*");
        assert_eq!(name("欧阳娜娜"), "欧***");
        assert_eq!(name(""), "");
        assert_eq!(id_number("11010519491231002X"), "110***********002X");
        assert_eq!(id_number("1234567"), "*******");
    }

    proptest! {
        #[test]
        fn nothing_else_shows(whole in "\\PC{0,30}") {
            let count = whole.chars().count();
            prop_assert_eq!(name(&whole).chars().count(), count);
            prop_assert!(name(&whole).chars().skip(1).all(|c| c == '*'));
            let masked = id_number(&whole);
            prop_assert_eq!(masked.chars().count(), count);
            prop_assert!(masked.chars().enumerate().all(|(at, c)| c == '*' || at < 3 || at + 4 >= count));
        }
    }
}
