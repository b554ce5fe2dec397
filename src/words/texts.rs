//! The text files of both languages, embedded in the program.
//!
//! Owns: which files there are. Refuses to know: what they say.

use super::Lang;

macro_rules! files {
    ($folder:literal) => {
        &[
            ("approval.ftl", include_str!(concat!($folder, "/approval.ftl"))),
            ("closing.ftl", include_str!(concat!($folder, "/closing.ftl"))),
            ("errors.ftl", include_str!(concat!($folder, "/errors.ftl"))),
            ("everyday.ftl", include_str!(concat!($folder, "/everyday.ftl"))),
            ("export.ftl", include_str!(concat!($folder, "/export.ftl"))),
            ("finance.ftl", include_str!(concat!($folder, "/finance.ftl"))),
            ("goods-gifts.ftl", include_str!(concat!($folder, "/goods-gifts.ftl"))),
            ("help.ftl", include_str!(concat!($folder, "/help.ftl"))),
            ("keeping.ftl", include_str!(concat!($folder, "/keeping.ftl"))),
            ("ledger.ftl", include_str!(concat!($folder, "/ledger.ftl"))),
            ("loan-commands.ftl", include_str!(concat!($folder, "/loan-commands.ftl"))),
            ("loan-reports.ftl", include_str!(concat!($folder, "/loan-reports.ftl"))),
            ("relief-reports.ftl", include_str!(concat!($folder, "/relief-reports.ftl"))),
            ("loans.ftl", include_str!(concat!($folder, "/loans.ftl"))),
            ("menu.ftl", include_str!(concat!($folder, "/menu.ftl"))),
            ("paper.ftl", include_str!(concat!($folder, "/paper.ftl"))),
            ("people.ftl", include_str!(concat!($folder, "/people.ftl"))),
            ("programme.ftl", include_str!(concat!($folder, "/programme.ftl"))),
            ("proof.ftl", include_str!(concat!($folder, "/proof.ftl"))),
            ("records.ftl", include_str!(concat!($folder, "/records.ftl"))),
            ("relief-commands.ftl", include_str!(concat!($folder, "/relief-commands.ftl"))),
            ("refusals.ftl", include_str!(concat!($folder, "/refusals.ftl"))),
            ("relief.ftl", include_str!(concat!($folder, "/relief.ftl"))),
            ("terms.ftl", include_str!(concat!($folder, "/terms.ftl"))),
            ("verify.ftl", include_str!(concat!($folder, "/verify.ftl"))),
            ("witness.ftl", include_str!(concat!($folder, "/witness.ftl"))),
            ("work.ftl", include_str!(concat!($folder, "/work.ftl"))),
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
