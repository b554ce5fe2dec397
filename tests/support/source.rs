//! Reading Rust source as far as the layering test needs: the paths in a file, each with its line.
//!
//! Owns: comments, strings, `use` trees, inline modules. Refuses to know: which paths are allowed.

/// A path as it is meant, groups opened: `use std::{fs, env::var}` is two.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    pub line: usize,
    pub parts: Vec<String>,
    /// Whether it stands in a module that only tests have.
    pub in_test: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    line: usize,
    text: String,
}

/// All paths in a source text. `module` is the file's own place in the crate, such as `["store", "fs"]`.
pub fn paths(source: &str, module: &[&str]) -> Vec<Path> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    // One item for each open brace: whether it opened a module, and whether only tests have it.
    let mut open: Vec<(bool, bool)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let text = tokens[at].text.as_str();
        match text {
            "{" => {
                let module = at >= 2 && tokens[at - 2].text == "mod";
                let outer = open.last().is_some_and(|(_, test)| *test);
                open.push((module, outer || (module && is_for_tests(&tokens[..at - 2]))));
            }
            "}" => drop(open.pop()),
            _ if is_name(text) && (at == 0 || tokens[at - 1].text != "::") => {
                let mut trees = Vec::new();
                let end = tree(&tokens, at, &mut Vec::new(), &mut trees);
                let depth = module.len() + open.iter().filter(|(module, _)| *module).count();
                let in_test = open.last().is_some_and(|(_, test)| *test);
                for (line, parts) in trees {
                    found.push(Path { line, parts: from_the_root(parts, depth), in_test });
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// `super::super::x` that climbs out of the room is `crate::x`.
fn from_the_root(parts: Vec<String>, depth: usize) -> Vec<String> {
    let up = parts.iter().take_while(|p| *p == "super").count();
    if up == 0 || up < depth {
        return parts;
    }
    std::iter::once("crate".to_owned()).chain(parts.into_iter().skip(up)).collect()
}

/// Reads one tree from a name on; returns the token after it.
fn tree(
    tokens: &[Token],
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |t: &Token| t.text.as_str());
    let (line, kept) = (tokens[at].line, before.len());
    loop {
        if text(at) == "{" {
            at += 1;
            while at < tokens.len() && text(at) != "}" {
                at = if text(at) == "," { at + 1 } else { tree(tokens, at, before, found) };
            }
            before.truncate(kept);
            return at + 1;
        }
        before.push(text(at).to_owned());
        at += 1;
        if text(at) != "::" || text(at + 1) == "<" {
            break;
        }
        at += 1;
    }
    if text(at) == "as" {
        before.push("as".to_owned());
        at += 2;
    }
    found.push((line, before.clone()));
    before.truncate(kept);
    at
}

fn is_for_tests(before: &[Token]) -> bool {
    let last: Vec<&str> = before.iter().rev().take(12).rev().map(|t| t.text.as_str()).collect();
    last.windows(5).any(|w| w == ["cfg", "(", "test", ")", "]"])
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    while at < chars.len() {
        let start = at;
        let rest = &chars[at..];
        let push = |found: &mut Vec<Token>, text: String| found.push(Token { line, text });
        match rest {
            ['/', '/', ..] => at += rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => at += block_comment(rest),
            ['r', '"', ..] | ['r', '#', '"' | '#', ..] => at += raw_string(rest),
            ['b', 'r', '"' | '#', ..] => at += 1 + raw_string(&rest[1..]),
            ['"', ..] => at += string(rest),
            ['\'', '\\', ..] => at += 2 + rest[3..].iter().position(|c| *c == '\'').map_or(1, |n| n + 2),
            ['\'', _, '\'', ..] => at += 3,
            [':', ':', ..] => {
                push(&mut found, "::".to_owned());
                at += 2;
            }
            [c, ..] if c.is_alphanumeric() || *c == '_' => {
                at += rest.iter().position(|c| !(c.is_alphanumeric() || *c == '_')).unwrap_or(rest.len());
                push(&mut found, chars[start..at].iter().collect());
            }
            [c, ..] => {
                if !c.is_whitespace() {
                    push(&mut found, c.to_string());
                }
                at += 1;
            }
            [] => break,
        }
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    found
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn raw_string(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 1 + hashes; // r#name
    }
    let mut close = vec!['"'];
    close.extend(vec!['#'; hashes]);
    let body = 2 + hashes;
    let end = rest[body..].windows(close.len()).position(|w| w == close);
    end.map_or(rest.len(), |n| body + n + close.len())
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}
