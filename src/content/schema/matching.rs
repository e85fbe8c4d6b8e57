//! The keys of `match.yml`: what the self-assessment asks, and what every answer does.

use crate::content::shape::{Id, Keyed, Text, WebAddress, Whole, record};

record! {
    /// The content of `match.yml`.
    pub struct MatchFile {
        /// The interests a direction may answer.
        interests: Vec<InterestEntry>,
        /// How points become a result.
        scoring: ScoringEntry,
        /// The questions.
        questions: Vec<QuestionEntry>,
        /// What to say where answers, or an answer and the result, pull apart.
        warnings: Option<Vec<WarningEntry>>,
    }
}

record! {
    /// An interest of the self-assessment.
    pub struct InterestEntry {
        /// What roles refer to.
        id: Id,
        /// Its name.
        name: Text,
    }
}

record! {
    /// How points become a result.
    pub struct ScoringEntry {
        /// How many directions are named at most.
        named: Whole<1, 9>,
        /// Directions less than so many points apart are tied.
        tie: Whole<1, 999>,
        /// A direction so many points behind the first is still worth naming.
        near: Whole<0, 999>,
        /// The first must be so many points above the median for there to be a result.
        clear: Whole<1, 999>,
        /// What of an interest's points a direction gets that names it in the first, second, …
        /// place, in hundredths; the last value stands for all later places.
        places: Vec<Whole<0, 100>>,
    }
}

record! {
    /// A question.
    pub struct QuestionEntry {
        /// The name of its parameter in addresses.
        id: Id,
        /// The question.
        text: Text,
        /// What helps to answer it.
        help: Option<Text>,
        /// How many answers may be chosen; one when left out.
        most: Option<Whole<1, 9>>,
        /// The answers.
        answers: Vec<AnswerEntry>,
    }
}

record! {
    /// An answer and what it does.
    pub struct AnswerEntry {
        /// Its value in addresses.
        id: Id,
        /// The answer, in words that can stand alone.
        text: Text,
        /// Why it speaks for or against an interest.
        why: Option<Text>,
        /// True for an answer that is meant to change nothing.
        neutral: Option<bool>,
        /// The range of each axis it is at ease with.
        axes: Option<Keyed<RangeEntry>>,
        /// The points it adds to directions with these interests.
        interests: Option<Keyed<Whole<-99, 99>>>,
        /// The months it has for the change.
        months: Option<MonthsRangeEntry>,
        /// The points it adds by how much of the work is still coding.
        coding: Option<CodingPointsEntry>,
        /// What it rules out.
        limits: Option<Vec<LimitEntry>>,
    }
}

record! {
    /// A range of scores, and what every step outside it costs.
    pub struct RangeEntry {
        /// The lowest score of the range; the lowest there is when left out.
        at_least: Option<Whole<1, 5>>,
        /// The highest score of the range; the highest there is when left out.
        at_most: Option<Whole<1, 5>>,
        /// The points every step outside it costs.
        cost: Whole<1, 99>,
    }
}

record! {
    /// A number of months, and what every further month costs.
    pub struct MonthsRangeEntry {
        /// The months there are.
        at_most: Whole<0, 120>,
        /// The points every further month costs.
        cost: Whole<1, 99>,
    }
}

record! {
    /// Points by how much of the work is still coding; none where a key is left out.
    pub struct CodingPointsEntry {
        /// Most of it.
        most: Option<Whole<-99, 99>>,
        /// Some of it.
        some: Option<Whole<-99, 99>>,
        /// Little of it.
        little: Option<Whole<-99, 99>>,
        /// None of it.
        none: Option<Whole<-99, 99>>,
    }
}

record! {
    /// What an answer rules out.
    pub struct LimitEntry {
        /// The directions it rules out.
        exclude: BoundEntry,
        /// The interests that keep a direction in, when an answer speaks for one of them.
        unless: Option<Vec<Id>>,
        /// Why, in half a sentence.
        why: Text,
    }
}

record! {
    /// The directions above or below a score, or those that take longer than so many months.
    pub struct BoundEntry {
        /// The axis of the score.
        axis: Option<Id>,
        /// Those with a higher score.
        above: Option<Whole<1, 5>>,
        /// Those with a lower score.
        below: Option<Whole<1, 5>>,
        /// Those that take more months, even at best.
        months_above: Option<Whole<0, 120>>,
    }
}

record! {
    /// What to say where answers, or an answer and the result, pull apart.
    pub struct WarningEntry {
        /// The answer to each of these questions.
        when: Keyed<Id>,
        /// Only when such a direction is named.
        named: Option<BoundEntry>,
        /// What to say.
        text: Text,
        /// Where to read more.
        source: Option<WarningSourceEntry>,
    }
}

record! {
    /// Where to read more.
    pub struct WarningSourceEntry {
        /// The title of the document.
        title: Text,
        /// Where it can be read.
        url: WebAddress,
    }
}
