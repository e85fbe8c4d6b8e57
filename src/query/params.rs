//! The query of an address: names and values, checked before anything is made of them.

/// A query may be so long, in bytes: a form with everything ticked is far shorter.
pub const MAX_BYTES: usize = 4_096;

/// A query may have so many parameters.
pub const MAX_PARAMETERS: usize = 200;

/// Names and values, in the order of the address.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

/// Why a query is refused, in a sentence for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub &'static str);

impl Params {
    /// Decodes a query as forms write it (`application/x-www-form-urlencoded` of the URL Standard).
    ///
    /// Empty values say nothing and are dropped, so that an untouched form asks for nothing.
    ///
    /// # Errors
    ///
    /// When it is too long, has too many parts, or holds what is no text.
    pub fn parse(query: &str) -> Result<Self, Refused> {
        if query.len() > MAX_BYTES {
            return Err(Refused("网址里的查询太长。"));
        }
        if query.split('&').count() > MAX_PARAMETERS {
            return Err(Refused("网址里的查询项太多。"));
        }
        let mut pairs = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            if !value.trim().is_empty() {
                pairs.push((name, value.trim().to_owned()));
            }
        }
        Ok(Self(pairs))
    }

    /// The first value of a name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// True when any of these names has a value.
    #[must_use]
    pub fn has_any(&self, names: &[&str]) -> bool {
        self.0
            .iter()
            .any(|(name, _)| names.contains(&name.as_str()))
    }
}

/// Decodes percent and plus signs; refuses what is not UTF-8 or cannot be seen.
fn decode(text: &str) -> Result<String, Refused> {
    let spaced = text.replace('+', " ");
    let text = percent_encoding::percent_decode_str(&spaced)
        .decode_utf8()
        .map_err(|_| Refused("网址里有读不懂的字节。"))?;
    match text.chars().any(is_refused) {
        true => Err(Refused("网址里有看不见的控制字符。")),
        false => Ok(text.into_owned()),
    }
}

/// Control characters and those that change the direction of the text after them.
fn is_refused(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || character.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded() {
        let params = Params::parse("q=%E6%9E%B6%E6%9E%84+x&r=a&r=b&empty=&&flag").expect("a query");
        assert_eq!(params.first("q"), Some("架构 x"));
        assert_eq!(params.all("r").collect::<Vec<_>>(), ["a", "b"]);
        assert!(!params.has_any(&["empty", "flag"]));
    }

    #[test]
    fn what_is_no_question_is_refused() {
        let many = "r=a&".repeat(1_000);
        let long = format!("q={}", "a".repeat(10_000));
        for bad in ["q=%00", "q=%ff", "q=%E2%80%AEx", "q=%1b", &many, &long] {
            assert!(Params::parse(bad).is_err(), "{bad}");
        }
    }
}
