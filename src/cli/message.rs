//! The shape of every message about something that was not done.
//!
//! Owns: its lines and their order. Refuses to know: what went wrong.

use crate::words::Words;
use crate::words::visible::visible;
use std::io::{self, Write};

/// What became of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Nothing was recorded.
    Nothing,
    /// It may or may not have been recorded: only opening the ledger again will show.
    Unknown,
    /// The command records nothing anyway.
    NotAsked,
}

/// An error line, more lines where one is not enough, what became of the record, and what to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    error: String,
    lines: Vec<String>,
    recorded: Recorded,
    hints: Vec<String>,
}

impl Message {
    /// A message about something that was refused or failed before anything was recorded.
    pub fn nothing_recorded(error: String) -> Message {
        Message::new(error, Recorded::Nothing)
    }

    /// A message that says otherwise about the record.
    pub fn new(error: String, recorded: Recorded) -> Message {
        Message { error, lines: Vec::new(), recorded, hints: Vec::new() }
    }

    /// The message with a line below the first for each of the things that are wrong.
    #[must_use]
    pub fn with_lines(mut self, lines: Vec<String>) -> Message {
        self.lines.extend(lines);
        self
    }

    /// The message with one more hint: a sentence, best with a command that can be typed.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Message {
        self.hints.push(hint);
        self
    }

    /// Writes the error line, the line about the record, and after a blank line the hints.
    ///
    /// # Errors
    /// What `err` says.
    pub fn print(&self, words: &Words, err: &mut dyn Write) -> io::Result<()> {
        writeln!(
            err,
            "{}",
            words.say("message-error", &[("text", visible(&self.error).into_owned().into())])
        )?;
        for line in &self.lines {
            writeln!(err, "{}", visible(line))?;
        }
        match self.recorded {
            Recorded::Nothing => writeln!(err, "{}", words.word("message-nothing-recorded"))?,
            Recorded::Unknown => writeln!(err, "{}", words.word("message-outcome-unknown"))?,
            Recorded::NotAsked => {}
        }
        if !self.hints.is_empty() {
            writeln!(err)?;
        }
        for hint in &self.hints {
            writeln!(err, "{}", words.say("message-hint", &[("text", visible(hint).into_owned().into())]))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn printed(message: &Message, lang: Lang) -> String {
        let mut out = Vec::new();
        message.print(&Words::new(lang), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shape_of_the_plan() {
        let message =
            Message::nothing_recorded("两癌救助 每人终身一次".into()).hint("用 jinguo reverse E-118".into());
        let chinese = "错误：两癌救助 每人终身一次\n未记录任何内容。\n\n提示：用 jinguo reverse E-118\n";
        assert_eq!(printed(&message, Lang::ZhCn), chinese);
        let unknown = printed(&Message::new("x".into(), Recorded::Unknown), Lang::En);
        assert!(unknown.starts_with("error: x\n") && !unknown.contains("Nothing was recorded"));
        assert_eq!(printed(&Message::new("x".into(), Recorded::NotAsked), Lang::En), "error: x\n");
    }
}
