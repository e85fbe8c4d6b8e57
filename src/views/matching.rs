//! The self-assessment: its form, and what the answers in the address come to.

mod outcome;
mod prepared;
mod reasons;
mod trial;

use askama::Template;

use self::outcome::OutcomeView;
pub use self::prepared::prepared;
use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::share::Share;
use super::{Context, Page};
use crate::catalogue::{Answer, Question};
use crate::query::matching::{self, Answers};
use crate::query::params::Params;
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/match.html", whitespace = "minimize")]
struct MatchPage<'a> {
    chrome: Chrome<'a>,
    heading: String,
    notices: Vec<String>,
    action: String,
    fields: Vec<Field<'a>>,
    outcome: Option<OutcomeView<'a>>,
}

/// A question with its answers.
struct Field<'a> {
    number: usize,
    question: &'a Question,
    options: Vec<(&'a Answer, bool)>,
}

impl Field<'_> {
    /// One answer out of many, or several.
    fn is_single(&self) -> bool {
        self.question.most == 1
    }

    fn is_answered(&self) -> bool {
        self.options.iter().any(|(_, chosen)| *chosen)
    }
}

/// The form; with answers, also what they come to.
///
/// # Errors
///
/// When the template fails, which it has no cause to.
pub fn render(context: &Context, params: &Params) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let answers = Answers::read(&catalogue.assessment, params);
    let asked = is_asked(context, params);
    let mut colours = Rules::default();
    let outcome = asked.then(|| OutcomeView::new(context, &answers, &mut colours));
    let fields = fields(&answers);
    let path = UrlPath::matching();
    let heading = match &outcome {
        Some(outcome) => outcome.heading(),
        None => "先试哪个方向".to_owned(),
    };
    let title = match &outcome {
        Some(outcome) => format!("{}：自测结果", outcome.title()),
        None => format!("自测：{heading}"),
    };
    let description = match &outcome {
        Some(_) => format!("{title}。网址里就是这组回答，打开可以看理由，也可以改。"),
        None => format!(
            "{} 个问题，看哪几个方向值得先试一试：支持和反对的理由都写出来，不给百分比，也不保存回答。",
            fields.len()
        ),
    };
    let mut chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, &title),
            description: &description,
            path: Some(path.clone()),
            noindex: asked,
            sheet: "match",
            colours: &colours,
        },
    );
    let canonical = outcome::address(context, &answers);
    chrome.wear(context, "choice");
    chrome.share(
        context,
        Share::of_state(context, &title, &description, &canonical, &path),
    );
    chrome.canonical = Some(canonical);
    if !asked {
        let names = catalogue.assessment.questions.iter();
        let names: Vec<&str> = names.map(|question| question.id.as_str()).collect();
        chrome.ask(context, &path, &names, "match");
    }
    let page = MatchPage {
        heading,
        notices: notices(&answers),
        action: context.base.href(&path),
        fields,
        outcome,
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

/// The address of what a query answers: one spelling for one set of answers.
#[must_use]
pub fn address(context: &Context, params: &Params) -> String {
    let answers = Answers::read(&context.catalogue.assessment, params);
    outcome::address(context, &answers)
}

/// True when a query answers any question.
#[must_use]
pub fn is_asked(context: &Context, params: &Params) -> bool {
    matching::is_asked(context.catalogue, params)
}

fn fields<'a>(answers: &Answers<'a>) -> Vec<Field<'a>> {
    let given = answers.given.iter().zip(1..);
    given
        .map(|((question, chosen), number)| Field {
            number,
            question,
            options: question
                .answers
                .iter()
                .map(|answer| (answer, chosen.iter().any(|own| own.id == answer.id)))
                .collect(),
        })
        .collect()
}

/// What the page could not do as it was asked.
fn notices(answers: &Answers) -> Vec<String> {
    /// Whoever wrote more knows what it was.
    const MAX_UNKNOWN: usize = 5;
    /// No answer that is meant is longer by much.
    const MAX_CHARS: usize = 40;
    let unknown = answers
        .unknown
        .iter()
        .take(MAX_UNKNOWN)
        .map(|(question, value)| {
            let cut = if value.chars().count() > MAX_CHARS {
                "…"
            } else {
                ""
            };
            let shown: String = value.chars().take(MAX_CHARS).collect();
            format!(
                "“{}”没有“{shown}{cut}”这个回答，没有算进去。",
                question.text
            )
        });
    let more = answers.unknown.len().saturating_sub(MAX_UNKNOWN);
    let more = (more > 0).then(|| format!("另有 {more} 个不认识的回答，也没有算进去。"));
    let surplus = answers.surplus.iter().map(|(question, answer)| {
        format!(
            "“{}”最多选 {} 项，“{}”没有算进去。",
            question.text, question.most, answer.text
        )
    });
    unknown.chain(more).chain(surplus).collect()
}
