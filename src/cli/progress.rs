//! A progress bar for work that takes longer than half a second.
//!
//! Owns: when a bar appears. Refuses to know: what is being done.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Shorter work shows nothing: a bar that flashes by tells no one anything.
const PATIENCE: Duration = Duration::from_millis(500);

/// The progress of one piece of work, on standard error. Threads may share it.
pub struct Progress {
    label: String,
    total: u64,
    visible: bool,
    started: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Work of `total` steps. Nothing is ever shown unless `visible`: standard error is a terminal.
    pub fn start(label: String, total: u64, visible: bool) -> Progress {
        Progress { label, total, visible, started: Instant::now(), bar: OnceLock::new() }
    }

    /// So many steps are done. Cheap enough to be called every thousand entries or so.
    pub fn at(&self, done: u64) {
        if self.visible && (self.bar.get().is_some() || self.started.elapsed() >= PATIENCE) {
            self.bar.get_or_init(|| self.new_bar()).set_position(done);
        }
    }

    fn new_bar(&self) -> ProgressBar {
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {human_pos}/{human_len} {eta}");
        let bar = ProgressBar::new(self.total).with_prefix(self.label.clone());
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    }
}

/// The bar leaves no trace: what comes after it stands where it stood.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_or_unseen_work_makes_no_bar() {
        let short = Progress::start("x".into(), 10, true);
        short.at(1);
        let mut unseen = Progress::start("x".into(), 10, false);
        unseen.started = Instant::now().checked_sub(PATIENCE * 2).unwrap();
        unseen.at(1);
        assert!(unseen.bar.get().is_none());
        let mut long = Progress::start("x".into(), 10, true);
        long.started = Instant::now().checked_sub(PATIENCE * 2).unwrap();
        long.at(1);
        assert!(long.bar.get().is_some());
    }
}
