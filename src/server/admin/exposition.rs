//! Text in the Prometheus exposition format, version 0.0.4.

use std::fmt::{Display, Write as _};

/// The media type of the format.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A metric's labels, as name and value.
pub type Labels<'a> = &'a [(&'a str, &'a str)];

/// Metrics as text, family after family.
#[derive(Debug, Default)]
pub struct Exposition(String);

impl Exposition {
    /// Writes a number that only grows.
    pub fn counter(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "counter", help);
        self.sample(name, &[], value);
    }

    /// Writes a number that comes and goes.
    pub fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "gauge", help);
        self.sample(name, &[], value);
    }

    /// Writes a fact that is text: a gauge of 1 whose labels say it.
    pub fn info(&mut self, name: &str, help: &str, labels: Labels<'_>) {
        self.family(name, "gauge", help);
        self.sample(name, labels, 1);
    }

    /// Begins a family, whose samples must follow.
    pub fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// Writes a sample of the family that was begun.
    pub fn sample(&mut self, name: &str, labels: Labels<'_>, value: impl Display) {
        self.0.push_str(name);
        for (place, (label, text)) in labels.iter().enumerate() {
            self.0.push(if place == 0 { '{' } else { ',' });
            let _ = write!(self.0, "{label}=\"{}\"", escaped(text));
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped_and_families_described() {
        let mut exposition = Exposition::default();
        exposition.counter("pages_total", "Pages.", 3);
        exposition.info(
            "site_info",
            "The site.",
            &[("name", "a\"b\\c\nd"), ("at", "x")],
        );
        assert_eq!(
            exposition.into_text(),
            "# HELP pages_total Pages.\n# TYPE pages_total counter\npages_total 3\n\
             # HELP site_info The site.\n# TYPE site_info gauge\n\
             site_info{name=\"a\\\"b\\\\c\\nd\",at=\"x\"} 1\n"
        );
    }
}
