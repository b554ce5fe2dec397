//! Fields off the front of a record, by `docs/format.md`.
//!
//! Owns: what each sort of field may hold. Refuses to know: which record has which fields.

use super::Hash;

/// Fields off the front of a record, noted as they are read. `None`: not canonical.
pub struct Fields<'a> {
    pub left: &'a [u8],
    pub lines: Vec<String>,
}

impl<'a> Fields<'a> {
    pub fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(n)?;
        self.left = left;
        Some(taken)
    }

    pub fn quiet(&mut self, n: usize) -> Option<u64> {
        Some(self.bytes(n)?.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)))
    }

    pub fn note(&mut self, name: &str, value: impl std::fmt::Display) {
        self.lines.push(format!("{name} = {value}"));
    }

    pub fn number(&mut self, n: usize, name: &str) -> Option<u64> {
        let value = self.quiet(n)?;
        self.note(name, value);
        Some(value)
    }

    /// A number within bounds.
    pub fn within(&mut self, n: usize, name: &str, bounds: std::ops::RangeInclusive<u64>) -> Option<u64> {
        self.number(n, name).filter(|value| bounds.contains(value))
    }

    pub fn numbered(&mut self, n: usize, name: &str) -> Option<u64> {
        self.number(n, name).filter(|value| *value > 0)
    }

    pub fn amount(&mut self, positive: bool) -> Option<i64> {
        let value = i64::from_be_bytes(self.bytes(8)?.try_into().ok()?);
        self.note("amount", value);
        (value != 0 && value.abs() <= 10_000_000_000_000 && (value > 0 || !positive)).then_some(value)
    }

    /// An amount that may be 0.
    pub fn up_to(&mut self) -> Option<i64> {
        let value = i64::try_from(self.number(8, "amount")?).ok()?;
        (value <= 10_000_000_000_000).then_some(value)
    }

    pub fn hash(&mut self, name: &str) -> Option<Hash> {
        let value: Hash = self.bytes(32)?.try_into().ok()?;
        self.note(name, hex::encode(value));
        Some(value)
    }

    pub fn maybe(&mut self) -> Option<bool> {
        match self.quiet(1)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub fn text(&mut self, name: &str, longest: usize) -> Option<String> {
        let length = usize::try_from(self.quiet(2)?).ok()?;
        let text = std::str::from_utf8(self.bytes(length)?).ok()?.to_owned();
        self.note(name, &text);
        let hides = |c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        let clean = !text.chars().any(|c| c.is_control() || hides(c)) && text.trim() == text;
        (clean && length <= longest).then_some(text)
    }

    pub fn name(&mut self, name: &str) -> Option<String> {
        self.text(name, 200).filter(|text| !text.is_empty())
    }

    pub fn code(&mut self) -> Option<()> {
        let code = self.text("code", 12).filter(|text| !text.is_empty())?;
        let fine = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        (code.bytes().all(fine) && !code.starts_with('-')).then_some(())
    }

    pub fn date(&mut self, name: &str) -> Option<u64> {
        let value = self.number(4, name)?;
        let day = chrono::NaiveDate::from_ymd_opt(
            i32::try_from(value / 10_000).ok()?,
            u32::try_from(value / 100 % 100).ok()?,
            u32::try_from(value % 100).ok()?,
        );
        day.filter(|_| (1900..=2199).contains(&(value / 10_000))).map(|_| value)
    }
}
