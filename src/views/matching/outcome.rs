//! What the answers come to, for the template.

use super::reasons;
use super::trial::Trial;
use crate::catalogue::{Caution, Role};
use crate::query::matching::{Answers, Excluded, Place, Reason, Verdict, assess};
use crate::urls::UrlPath;
use crate::views::Context;
use crate::views::compare;
use crate::views::palette::Rules;
use crate::views::parts::Sign;
use crate::views::unbroken::unbroken;

/// So many reasons are shown at once; the weaker ones are folded away.
const REASONS_AT_ONCE: usize = 3;

/// What the answers come to.
pub struct OutcomeView<'a> {
    verdict: Verdict,
    /// How many questions are answered, and how many there are.
    pub counts: (usize, usize),
    /// The roles worth a trial.
    pub named: Vec<NamedView<'a>>,
    /// The roles behind them that the answers do not tell apart.
    pub level: Vec<Sign<'a>>,
    /// The roles that would have been named but for a limit.
    pub lost: Vec<ExcludedView<'a>>,
    /// The other roles beyond a limit.
    pub others: Vec<ExcludedView<'a>>,
    /// What to think about.
    pub cautions: Vec<CautionView<'a>>,
    /// The questions without an answer: their text, and where they stand on the page.
    pub open: Vec<(&'a str, String)>,
    /// The named roles beside each other, or all of them.
    pub compare: String,
    /// The address of this result.
    pub address: String,
}

/// A role worth a trial.
pub struct NamedView<'a> {
    /// Its sign.
    pub sign: Sign<'a>,
    place: Place,
    /// What speaks for it: the answer, and the fact; the strongest, then the others.
    pub pros: (Vec<Line<'a>>, Vec<Line<'a>>),
    /// What speaks against it.
    pub cons: Vec<Line<'a>>,
    /// How to try it out.
    pub trial: Option<Trial<'a>>,
}

/// An answer and what it says.
pub struct Line<'a> {
    /// The answer.
    pub answer: &'a str,
    /// The fact.
    pub fact: String,
}

/// A role an answer rules out.
pub struct ExcludedView<'a> {
    /// Its sign.
    pub sign: Sign<'a>,
    /// The answers and why they rule it out.
    pub why: Vec<Line<'a>>,
}

/// Something to think about.
pub struct CautionView<'a> {
    /// What to say.
    pub caution: &'a Caution,
    /// The names of the roles it is about.
    pub roles: String,
}

impl NamedView<'_> {
    /// Where it stands towards the first.
    pub fn place(&self) -> &'static str {
        match self.place {
            Place::First => "排在最前",
            Place::Tied => "并列最前",
            Place::Next => "其次",
            Place::Far => "其次，差得较远",
        }
    }
}

impl<'a> OutcomeView<'a> {
    /// What these answers come to; the colours of what is shown are added.
    pub fn new(context: &Context<'a>, answers: &Answers<'a>, colours: &mut Rules) -> Self {
        let outcome = assess(context.catalogue, answers);
        let (lost, others): (Vec<&Excluded>, Vec<&Excluded>) = outcome
            .excluded
            .iter()
            .partition(|excluded| excluded.lost_its_place);
        let mut sign = |role: &'a Role| {
            colours.role(role);
            Sign::new(context, role)
        };
        let mut excluded = |list: Vec<&Excluded<'a>>| -> Vec<ExcludedView<'a>> {
            list.into_iter()
                .map(|excluded| ExcludedView {
                    sign: sign(excluded.role),
                    why: excluded
                        .blocks
                        .iter()
                        .map(|(answer, limit)| Line {
                            answer: &answer.text,
                            fact: limit.why.clone(),
                        })
                        .collect(),
                })
                .collect()
        };
        let (lost, others) = (excluded(lost), excluded(others));
        Self {
            verdict: outcome.verdict,
            counts: (answers.count(), answers.given.len()),
            level: outcome.level.iter().map(|role| sign(role)).collect(),
            cautions: outcome
                .cautions
                .iter()
                .map(|raised| CautionView {
                    caution: raised.caution,
                    roles: titles(raised.roles.iter().copied()),
                })
                .collect(),
            open: answers
                .given
                .iter()
                .filter(|(_, chosen)| chosen.is_empty())
                .map(|(question, _)| (question.text.as_str(), format!("#match-{}", question.id)))
                .collect(),
            compare: compare::side_by_side(context, outcome.named.iter().map(|named| named.role)),
            address: address(context, answers),
            named: outcome
                .named
                .into_iter()
                .map(|named| {
                    let mut pros = lines(named.role, &named.pros);
                    let weaker = pros.split_off(REASONS_AT_ONCE.min(pros.len()));
                    NamedView {
                        sign: sign(named.role),
                        place: named.place,
                        pros: (pros, weaker),
                        cons: lines(named.role, &named.cons),
                        trial: Trial::of(context, named.role),
                    }
                })
                .collect(),
            lost,
            others,
        }
    }

    /// The heading of the page.
    pub fn heading(&self) -> String {
        match (self.verdict, self.named.len()) {
            (Verdict::Clear, 1) => "可以先试这个方向".to_owned(),
            (Verdict::Clear, count) => format!("可以先试这 {count} 个方向"),
            (Verdict::NothingLeft, _) => "没有方向过得了全部底线".to_owned(),
            _ => "没有明显倾向".to_owned(),
        }
    }

    /// The result in a few words, for the title of the document.
    pub fn title(&self) -> String {
        match self.verdict {
            Verdict::Clear => titles(self.named.iter().map(|named| named.sign.role)),
            _ => self.heading(),
        }
    }

    /// The result in one sentence.
    pub fn sentence(&self) -> String {
        unbroken(&self.words())
    }

    fn words(&self) -> String {
        let (answered, all) = self.counts;
        match self.verdict {
            Verdict::Clear => {
                let tied = self
                    .named
                    .iter()
                    .filter(|named| named.place == Place::Tied)
                    .count();
                let ties = match tied {
                    0 => String::new(),
                    _ => format!("前 {tied} 个并列，先后没有意义。"),
                };
                format!("根据你答的 {answered} 题（共 {all} 题）。{ties}")
            }
            Verdict::NothingSaid if answered == 0 => "还没有能用的回答。".to_owned(),
            Verdict::NothingSaid => {
                format!("你答了 {answered} 题，选的都不偏向哪一边。")
            }
            Verdict::NothingLeft => {
                "每个方向都至少碰到你的一条底线，先看看哪条可以松一点。".to_owned()
            }
            Verdict::TooManyTied(count) => {
                format!("根据你答的 {answered} 题，有 {count} 个方向并列在前，分不出先后。")
            }
            Verdict::Faint => {
                format!("根据你答的 {answered} 题，最靠前的方向只比其余的高一点，算不上倾向。")
            }
        }
    }

    /// Whether roles are named.
    pub fn is_clear(&self) -> bool {
        self.verdict == Verdict::Clear
    }
}

/// The address of a result: the same for the same answers, in whatever order they came.
pub fn address(context: &Context, answers: &Answers) -> String {
    let page = context.base.absolute(&UrlPath::matching());
    match answers.query() {
        query if query.is_empty() => page,
        query => format!("{page}?{query}"),
    }
}

fn lines<'a>(role: &Role, reasons: &[Reason<'a>]) -> Vec<Line<'a>> {
    reasons
        .iter()
        .map(|reason| Line {
            answer: &reason.answer.text,
            fact: reasons::fact(role, reason),
        })
        .collect()
}

fn titles<'a>(roles: impl Iterator<Item = &'a Role>) -> String {
    let titles: Vec<&str> = roles.map(|role| role.title.as_str()).collect();
    titles.join("、")
}
