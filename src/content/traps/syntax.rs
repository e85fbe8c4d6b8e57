//! What is wrong where a parser gave up: told from the text around that place, in the words of
//! somebody who writes and does not parse.

use super::{Trap, cut_by_comment, dash_without_space, key_before, key_starts};
use crate::diagnostic::Span;

/// Explains why the YAML at `range` cannot be read on at `at`; nothing when that cannot be told.
pub fn explain(text: &str, range: Span, at: usize, is_key: &dyn Fn(&str) -> bool) -> Option<Trap> {
    let before = text.get(range.start..at)?;
    let line = Line::around(text, &range, at);
    if let Some(orphan) = orphan(text, &range, &line, is_key) {
        return Some(orphan);
    }
    if let Some(open) = open_bracket(before).map(|open| range.start + open) {
        if open < line.start {
            return Some(unclosed_bracket(text, open));
        }
        return follows_quote(text, &line, at)
            .or_else(|| missing_comma(text, at, is_key))
            .or_else(|| extra_comma(text, at))
            .or_else(|| colon_in_value(text, at))
            .or_else(|| Some(unclosed_bracket(text, open)));
    }
    follows_bracket(&line)
        .or_else(|| follows_quote(text, &line, at))
        .or_else(|| leading_character(&line, at))
        .or_else(|| second_colon(text, &line, at))
        .or_else(|| missing_colon(text, &range, &line))
        .or_else(|| loose_dash(text, &line))
        .or_else(|| wrong_indentation(text, &range, &line, at))
}

/// A key or an item deeper than a line that has its value and can have nothing below it: most often
/// the line of what it belongs to is lost.
fn orphan(text: &str, range: &Span, line: &Line, is_key: &dyn Fn(&str) -> bool) -> Option<Trap> {
    let before = line.before(text, range)?;
    let content = line.text.trim_start();
    let is_own = content.starts_with("- ") || key_starts(content).is_some_and(is_key);
    let is_told = is_own && before.indentation() < line.indentation() && before.value().is_some();
    let is_closed = open_bracket(text.get(range.start..line.start)?).is_none();
    (is_told && is_closed).then(|| Trap {
        code: "wrong-indentation",
        span: line.start..line.span().start,
        message: "这一行比上一行深，上一行却已经写完了".to_owned(),
        help: "上面少了一行键（补上它所属的 `键:`），或者上一行少了、这一行多了空格".to_owned(),
        reading: None,
    })
}

/// A line of the text.
struct Line<'a> {
    start: usize,
    /// Without white space at its end.
    text: &'a str,
}

impl<'a> Line<'a> {
    fn around(text: &'a str, range: &Span, at: usize) -> Self {
        let start = text[range.start..at].rfind('\n');
        let start = start.map_or(range.start, |newline| range.start + newline + 1);
        let end = text[at..range.end].find('\n');
        let end = end.map_or(range.end, |newline| at + newline);
        Self {
            start,
            text: text[start..end].trim_end(),
        }
    }

    /// The last line before this one that says anything.
    fn before(&self, text: &'a str, range: &Span) -> Option<Self> {
        let mut end = self.start;
        while end > range.start {
            let line = Self::around(text, range, end - 1);
            let says = line.text.trim_start();
            if !says.is_empty() && !says.starts_with('#') {
                return Some(line);
            }
            end = line.start;
        }
        None
    }

    fn indentation(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// All of it but the indentation.
    fn span(&self) -> Span {
        self.start + self.indentation()..self.start + self.text.len()
    }

    /// The brackets or braces that are the value of a key or an item, with what follows them.
    fn bracketed(&self) -> Option<(&'a str, &'a str)> {
        let content = self.text.trim_start().trim_start_matches("- ");
        let value = match key_starts(content) {
            Some(key) => content[key.len() + 1..].trim_start(),
            None => content,
        };
        let (whole, rest) = value.split_at(value.rfind([']', '}'])? + 1);
        let is_closed = || open_bracket(whole).is_none();
        (value.starts_with(['[', '{']) && is_closed()).then_some((whole, rest))
    }

    /// Where the value after the first key begins, in the text; none when there is no key.
    fn value(&self) -> Option<usize> {
        let content = self.text.trim_start().trim_start_matches("- ");
        let key = key_starts(content)?;
        let start = self.text.len() - content.len() + key.len() + 1;
        let value = self.text[start..].trim_start();
        (!value.is_empty()).then(|| self.start + self.text.len() - value.len())
    }
}

/// The innermost bracket that is still open at the end of `text`.
///
/// A bracket opens where a value begins, and anywhere inside another; elsewhere it is text.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut quote: Option<char> = None;
    let mut is_comment = false;
    // The last character that is no space, and whether a value may begin after it.
    let mut may_begin = true;
    let mut previous = '\n';
    for (at, character) in text.char_indices() {
        let ends = std::mem::replace(&mut previous, character);
        if let Some(mark) = quote {
            let is_escaped = mark == '"' && ends == '\\';
            if character == mark && !is_escaped {
                quote = None;
            }
            continue;
        }
        match character {
            '\n' => {
                is_comment = false;
                may_begin = true;
            }
            _ if is_comment => {}
            '#' if ends.is_whitespace() => is_comment = true,
            '"' | '\'' if may_begin => {
                quote = Some(character);
                may_begin = false;
            }
            '[' | '{' if may_begin || !open.is_empty() => {
                open.push(at);
                may_begin = true;
            }
            ']' | '}' if !open.is_empty() => {
                open.pop();
                may_begin = false;
            }
            ',' if !open.is_empty() => may_begin = true,
            ':' | '-' => may_begin = true,
            space if space.is_whitespace() => {}
            _ => may_begin = false,
        }
    }
    open.pop()
}

fn unclosed_bracket(text: &str, open: usize) -> Trap {
    let (mark, close, wide) = match text[open..].starts_with('[') {
        true => ('[', ']', '］'),
        false => ('{', '}', '｝'),
    };
    let line = text[open..].lines().next().unwrap_or_default();
    if let Some(trap) = cut_by_comment(line, open) {
        return trap;
    }
    if let Some(at) = line.rfind(wide) {
        return Trap {
            code: "full-width-brackets",
            span: open + at..open + at + wide.len_utf8(),
            message: format!("`{mark}` 用全角的 {wide} 收尾，不算数"),
            help: format!("改成半角的 `{close}`"),
            reading: Some(format!("{close}  ")),
        };
    }
    Trap {
        code: "unclosed-bracket",
        span: open..open + 1,
        message: format!("`{mark}` 没有收尾，后面的行都读成了它的一部分"),
        help: format!("在这一组的末尾补上半角的 `{close}`；里面各项之间用半角逗号"),
        reading: None,
    }
}

/// `"一"二`: quotation marks around a part of a value.
fn follows_quote(text: &str, line: &Line, at: usize) -> Option<Trap> {
    let before = text[line.start..at].trim_end();
    let is_quoted = before.len() > 1 && before.ends_with(['"', '\'']);
    is_quoted.then(|| Trap {
        code: "text-after-quote",
        span: at..at.max(line.start + line.text.len()),
        message: "英文引号收尾以后又有字，读不下去".to_owned(),
        help: "英文引号要包住整个值；句子里的引号用中文的“”".to_owned(),
        reading: None,
    })
}

/// `{ min: 2, max: 4 },`: a mark after the brackets that are the value.
fn follows_bracket(line: &Line) -> Option<Trap> {
    let (value, rest) = line.bracketed()?;
    let rest = rest.trim_start();
    let close = &value[value.len() - 1..];
    let is_mark = !rest.is_empty() && !rest.contains(|c: char| c.is_alphanumeric() || c == '#');
    let end = line.start + line.text.len();
    is_mark.then(|| Trap {
        code: "text-after-bracket",
        span: end - rest.len()..end,
        message: format!("`{close}` 收尾以后又有“{rest}”，读不下去"),
        help: format!("删去“{rest}”：这一行到 `{close}` 为止"),
        reading: Some(" ".repeat(rest.len())),
    })
}

/// `{ min: 2,, max: 4 }`.
fn extra_comma(text: &str, at: usize) -> Option<Trap> {
    let before = text[..at].trim_end();
    let is_extra = text[at..].starts_with(',') && before.ends_with([',', '[', '{']);
    is_extra.then(|| Trap {
        code: "extra-comma",
        span: at..at + 1,
        message: "这里多了一个逗号".to_owned(),
        help: "删去它：两项之间只有一个半角逗号".to_owned(),
        reading: Some(" ".to_owned()),
    })
}

/// `{ min: 2 max: 4 }`.
fn missing_comma(text: &str, at: usize, is_key: &dyn Fn(&str) -> bool) -> Option<Trap> {
    let key = key_before(&text[..at]);
    let start = at - key.len();
    let is_parted = text[..start].ends_with(' ');
    (is_key(key) && is_parted && text[at..].starts_with(':')).then(|| Trap {
        code: "missing-comma",
        span: start..at,
        message: format!("`{key}` 前面少了逗号"),
        help: format!("各个键之间用半角逗号加一个空格隔开：`…, {key}: …`"),
        reading: None,
    })
}

/// `title: Go: 入门`.
fn second_colon(text: &str, line: &Line, at: usize) -> Option<Trap> {
    (line.value()? <= at).then(|| colon_in_value(text, at))?
}

fn colon_in_value(text: &str, at: usize) -> Option<Trap> {
    text[at..].starts_with(':').then(|| Trap {
        code: "colon-in-value",
        span: at..at + 1,
        message: "值里有半角冒号加空格，冒号前面的字会当成键".to_owned(),
        help: "换成全角的“：”，或者给整个值加上英文双引号".to_owned(),
        // Anything but a colon, so that what follows can be read.
        reading: Some("_".to_owned()),
    })
}

/// Values that begin with a character that means something to YAML.
fn leading_character(line: &Line, at: usize) -> Option<Trap> {
    let start = line.value()?;
    let value = &line.text[start - line.start..];
    let mark = value.chars().next()?;
    let is_whole = matches!(mark, '[' | '{') && at > start;
    let is_mark = matches!(mark, '*' | '&' | '!' | '%' | '@' | '`' | '|' | '>') && at >= start;
    (is_whole || is_mark).then(|| Trap {
        code: "leading-character",
        span: start..start + 1,
        message: format!("值以 `{mark}` 开头，它在 YAML 里另有用处"),
        help: "给整个值加上英文双引号".to_owned(),
        reading: Some("_".to_owned()),
    })
}

/// A line that is neither key nor item; the parser may only notice it in the next.
fn missing_colon(text: &str, range: &Span, line: &Line) -> Option<Trap> {
    let is_loose = |line: &Line| {
        let says = line.text.trim_start();
        !says.is_empty() && !says.starts_with(['-', '[', '{', ']', '}']) && !says.contains(':')
    };
    let before = line.before(text, range);
    let mut found = [Some(line), before.as_ref()].into_iter().flatten();
    let found = found.rfind(|line| is_loose(line))?;
    Some(Trap {
        code: "missing-colon",
        span: found.span(),
        message: "这一行没有冒号，既不是键，也不是列表里的一项".to_owned(),
        help: "是键，就在键后面写半角冒号和一个空格；是上一行没写完的话，就接回上一行".to_owned(),
        reading: None,
    })
}

fn loose_dash(text: &str, line: &Line) -> Option<Trap> {
    let rest = line.text.trim_start().strip_prefix('-')?;
    (!rest.starts_with([' ', '-'])).then(|| Trap {
        // Other items of the list may be right.
        reading: None,
        ..dash_without_space(text, line.span().start)
    })
}

/// A line the parser did not even read to the end of its key.
fn wrong_indentation(text: &str, range: &Span, line: &Line, at: usize) -> Option<Trap> {
    if line.value().is_some_and(|value| at >= value) {
        return None;
    }
    let own = line.indentation();
    let before = line
        .before(text, range)
        .map_or(0, |line| line.indentation());
    let start = line.start + own;
    Some(Trap {
        code: "wrong-indentation",
        span: match own {
            0 => line.span(),
            _ => line.start..start,
        },
        message: "这一行的缩进跟上下对不齐".to_owned(),
        help: match own == before || own == before + 2 {
            // It is right beside the line above, and wrong beside some other.
            true => "这一行或上面几行多了、少了空格：同一层的键对齐，每深一层多两个空格".to_owned(),
            false => format!(
                "前面有 {own} 个空格，上一行有 {before} 个；同一层的键对齐，每深一层多两个空格"
            ),
        },
        reading: None,
    })
}
