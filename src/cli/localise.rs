//! The help of every command and option, in the reader's language.
//!
//! Owns: which text belongs to which command. Refuses to know: the texts, and what commands do.

use crate::words::Words;
use clap::builder::StyledStr;
use clap::{Arg, Command};
use std::collections::BTreeMap;

/// The grammar with all its texts put in.
pub fn localise(grammar: Command, words: &Words) -> Command {
    let named = name(grammar, words, "");
    let mut usages = BTreeMap::new();
    let mut built = named.clone();
    built.build();
    collect_usages(&mut built, words, "", &mut usages);
    put_usages(named, "", &usages)
}

/// Abouts, helps, headings and value names; `path` is empty or ends in a hyphen.
fn name(command: Command, words: &Words, path: &str) -> Command {
    let own = path.strip_suffix('-').unwrap_or("root");
    let aliases = command.get_all_aliases().collect::<Vec<_>>().join(" ");
    let mut about = words.say(&format!("help-{own}"), &[]);
    if !aliases.is_empty() {
        about = format!("{about} [{aliases}]");
    }
    let usage = words.word("help-heading-usage");
    let template = format!("{{about}}\n\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}");
    let mut place = 0;
    let mut command = command
        .about(about)
        .help_template(template)
        .subcommand_help_heading(words.word("help-heading-commands"))
        .subcommand_value_name(words.word("value-command"))
        .mut_args(|arg| {
            place += 1;
            let arg = describe(arg, words, path);
            // Under a heading of its own clap sorts arguments by name; they belong in the order they are typed.
            if arg.is_positional() { arg.display_order(place) } else { arg }
        })
        .mut_subcommands(|sub| {
            let below = format!("{path}{}-", sub.get_name());
            name(sub, words, &below)
        });
    if path.is_empty() {
        command = command.after_help(words.word("help-after"));
    }
    command
}

/// The text of an argument: its own, or the one that it shares with other commands.
fn key_of(arg: &Arg, words: &Words, path: &str) -> String {
    let id = arg.get_id().as_str().replace('_', "-");
    let own = format!("help-{path}{id}");
    // Above the commands only shared options stand; `help-key` there would be the text of the command `key`.
    if !path.is_empty() && words.has(&own) { own } else { format!("help-any-{id}") }
}

fn describe(arg: Arg, words: &Words, path: &str) -> Arg {
    let mut help = words.say(&key_of(&arg, words, path), &[]);
    let heading = if path.is_empty() {
        words.word("help-heading-everywhere")
    } else if arg.is_positional() {
        words.word("help-heading-arguments")
    } else {
        words.word("help-heading-options")
    };
    if !arg.get_action().takes_values() {
        return arg.help(help).help_heading(heading);
    }
    let values: Vec<String> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
    if !values.is_empty() {
        help.push_str(&words.say("help-possible-values", &[("values", values.join(", ").into())]));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    if !defaults.is_empty() {
        help.push_str(&words.say("help-default-value", &[("value", defaults.join(" ").into())]));
    }
    let value = arg.get_value_names().and_then(|names| names.first()).map(|n| n.to_lowercase());
    let arg = arg.help(help).help_heading(heading).hide_possible_values(true).hide_default_value(true);
    match value {
        Some(value) => arg.value_name(words.say(&format!("value-{value}"), &[])),
        None => arg,
    }
}

/// clap writes `Usage:` and `[OPTIONS]` in English only, so the usage lines are taken from it and rewritten.
fn collect_usages(command: &mut Command, words: &Words, path: &str, into: &mut BTreeMap<String, String>) {
    let line = command.render_usage().to_string();
    let line = line.strip_prefix("Usage: ").unwrap_or(&line);
    into.insert(path.to_owned(), line.replace("[OPTIONS]", &words.word("value-options")));
    for sub in command.get_subcommands_mut() {
        let below = format!("{path}{}-", sub.get_name());
        collect_usages(sub, words, &below, into);
    }
}

fn put_usages(command: Command, path: &str, usages: &BTreeMap<String, String>) -> Command {
    let command = match usages.get(path) {
        Some(usage) => command.override_usage(StyledStr::from(usage.clone())),
        None => command,
    };
    command.mut_subcommands(|sub| {
        let below = format!("{path}{}-", sub.get_name());
        put_usages(sub, &below, usages)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use crate::words::Lang;
    use clap::CommandFactory;

    fn walk(command: &Command, path: &str, see: &mut dyn FnMut(&Command, &str)) {
        see(command, path);
        for sub in command.get_subcommands() {
            walk(sub, &format!("{path}{}-", sub.get_name()), see);
        }
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    }

    #[test]
    fn every_command_and_argument_has_a_text_in_both_languages() {
        for lang in [Lang::ZhCn, Lang::En] {
            let words = Words::new(lang);
            let mut seen = 0;
            walk(&Cli::command(), "", &mut |command, path| {
                let own = format!("help-{}", path.strip_suffix('-').unwrap_or("root"));
                assert!(words.has(&own), "{own}");
                for arg in command.get_arguments() {
                    let key = key_of(arg, &words, path);
                    assert!(words.has(&key), "{path}{} has no text", arg.get_id());
                    if let Some(value) = arg.get_value_names().filter(|_| arg.get_action().takes_values()) {
                        let value = format!("value-{}", value[0].to_lowercase());
                        assert!(words.has(&value), "{value}");
                    }
                    seen += 1;
                }
            });
            assert!(seen > 60, "the walk found only {seen} arguments");
        }
    }

    #[test]
    fn every_command_has_a_chinese_name() {
        walk(&Cli::command(), "", &mut |command, path| {
            let named = command.get_all_aliases().any(is_chinese);
            assert!(path.is_empty() || named, "{path} has no Chinese name");
        });
    }

    #[test]
    fn chinese_help_holds_no_english_of_claps_own() {
        let mut grammar = localise(Cli::command(), &Words::new(Lang::ZhCn));
        grammar.build();
        walk(&grammar, "", &mut |command, path| {
            let help = command.clone().render_help().to_string();
            for english in
                ["Usage", "OPTIONS", "Options:", "Commands:", "COMMAND", "Print", "default:", "possible"]
            {
                assert!(!help.contains(english), "{path}: {english}\n{help}");
            }
        });
    }

    #[test]
    fn the_grammar_is_sound() {
        Cli::command().debug_assert();
        localise(Cli::command(), &Words::new(Lang::ZhCn)).debug_assert();
    }
}
