//! The text files of both languages, embedded in the program.
//!
//! Owns: which files there are. Refuses to know: what they say.

use super::Lang;

macro_rules! files {
    ($folder:literal) => {
        &[
            ("errors.ftl", include_str!(concat!($folder, "/errors.ftl"))),
            ("help.ftl", include_str!(concat!($folder, "/help.ftl"))),
            ("ledger.ftl", include_str!(concat!($folder, "/ledger.ftl"))),
            ("records.ftl", include_str!(concat!($folder, "/records.ftl"))),
            ("refusals.ftl", include_str!(concat!($folder, "/refusals.ftl"))),
            ("terms.ftl", include_str!(concat!($folder, "/terms.ftl"))),
            ("verify.ftl", include_str!(concat!($folder, "/verify.ftl"))),
        ]
    };
}

/// Name and source of each file of a language.
pub(super) fn of(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::ZhCn => files!("zh-CN"),
        Lang::En => files!("en"),
    }
}
