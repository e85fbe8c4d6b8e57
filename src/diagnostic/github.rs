//! Findings as annotations of a GitHub workflow.

use super::Diagnostics;

impl Diagnostics {
    /// Renders the findings as workflow commands, which GitHub shows beside the changed lines.
    #[must_use]
    pub fn render_github(&self) -> String {
        let mut text = String::new();
        for diagnostic in self.iter() {
            let (line, column) = diagnostic.place();
            let help = diagnostic.help.iter().map(|help| format!("\n{help}"));
            let message = format!("{}{}", diagnostic.message, help.collect::<String>());
            text.push_str(&format!(
                "::{} file={},line={line},col={column},title={}::{}\n",
                diagnostic.severity.name(),
                escape_property(&diagnostic.file.path),
                escape_property(diagnostic.code),
                escape_data(&message),
            ));
        }
        text
    }
}

/// Escapes a message, in which a line break would end the command.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property, in which the separators would end it, too.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Diagnostic, SourceFile};

    #[test]
    fn escapes_what_would_end_a_command() {
        let file = Arc::new(SourceFile {
            path: "a,b:c%.md".to_owned(),
            text: "一\n二三\n".to_owned(),
        });
        let mut all = Diagnostics::default();
        let finding = Diagnostic::warning("x", &file, 7..10, "少了 5%\r\n第二行: a, b");
        all.push(finding.with_help("改"));
        assert_eq!(
            all.render_github(),
            "::warning file=a%2Cb%3Ac%25.md,line=2,col=2,title=x::\
             少了 5%25%0D%0A第二行: a, b%0A改\n"
        );
    }
}
