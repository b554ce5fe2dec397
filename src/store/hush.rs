//! Owns: running work that may panic, turning the panic into a message, and keeping it off the terminal.
//! Refuses to know: what the work is.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Runs `work`; a panic in it comes back as its message and is not printed.
///
/// What `work` shares with the caller may be half-changed after a panic: the caller must not use it again.
pub fn hushed<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    DEPTH.with(|depth| depth.set(depth.get() + 1));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    DEPTH.with(|depth| depth.set(depth.get() - 1));
    outcome.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
    })
}

/// Makes the panic hook silent inside [`hushed`] and on threads whose name starts with `prefix`.
///
/// Every other panic goes to the hook that was there before. Only the first call has an effect.
pub fn install(prefix: &'static str) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_silent(prefix) {
                before(info);
            }
        }));
    });
}

/// Whether a panic on this thread, now, is one to keep from the terminal.
fn is_silent(prefix: &str) -> bool {
    let inside = DEPTH.try_with(Cell::get).unwrap_or(0) > 0;
    inside || std::thread::current().name().is_some_and(|name| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hushed_work_and_the_named_threads_are_silent() {
        assert!(!is_silent("engine-"));
        assert_eq!(hushed(|| is_silent("engine-")), Ok(true));
        assert!(!is_silent("engine-"));
        for (name, silent) in [("engine-7", true), ("own", false)] {
            let thread = std::thread::Builder::new().name(name.to_owned());
            let answer = thread.spawn(|| is_silent("engine-")).expect("a thread starts").join();
            assert_eq!(answer.expect("it does not panic"), silent, "{name}");
        }
    }

    #[test]
    fn a_panic_becomes_its_message_and_the_next_run_is_unharmed() {
        assert_eq!(hushed(|| 7), Ok(7));
        assert_eq!(hushed(|| -> u8 { panic!("page {} is gone", 3) }), Err("page 3 is gone".to_owned()));
        assert_eq!(hushed(|| hushed(|| -> u8 { panic!("inner") })), Ok(Err("inner".to_owned())));
        assert_eq!(DEPTH.with(Cell::get), 0);
    }
}
