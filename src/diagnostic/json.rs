//! Findings for programs: one JSON object a line.

use serde_json::json;

use super::Diagnostics;

impl Diagnostics {
    /// Renders the findings as JSON, one object a line. Lines and columns count from 1, columns in
    /// characters; `length` is the number of characters at fault.
    #[must_use]
    pub fn render_json(&self) -> String {
        let mut text = String::new();
        for diagnostic in self.iter() {
            let (line, column) = diagnostic.place();
            let at_fault = diagnostic.span.clone();
            let at_fault = at_fault.and_then(|span| diagnostic.file.text.get(span));
            let object = json!({
                "code": diagnostic.code,
                "severity": diagnostic.severity.name(),
                "file": diagnostic.file.path,
                "line": line,
                "column": column,
                "length": at_fault.map_or(0, |text| text.chars().count()),
                "message": diagnostic.message,
                "help": diagnostic.help,
            });
            text.push_str(&object.to_string());
            text.push('\n');
        }
        text
    }
}
