//! What may be written in `content/`: every key, with the sentence an editor needs to fill it in.

mod matching;

pub use matching::{
    AnswerEntry, BoundEntry, CodingPointsEntry, InterestEntry, LimitEntry, MatchFile,
    MonthsRangeEntry, QuestionEntry, RangeEntry, ScoringEntry, WarningEntry, WarningSourceEntry,
};

use super::shape::{
    Day, Few, Id, Keyed, Line, Measure, Moment, SourceDate, Text, TimeZone, WebAddress, Whole,
    choice, record,
};

record! {
    /// The front matter of `index.md`: what the site says about itself.
    pub struct SiteMatter {
        /// The site's name, as in its wordmark and after every page's title.
        name: Text,
        /// The large line of the index page's heading.
        title: Text,
        /// The second line of that heading.
        subtitle: Text,
        /// One short sentence for the foot of every page.
        tagline: Text,
        /// What the site is, for search engines and link previews.
        description: Text,
        /// Who wrote it.
        author: Text,
        /// The time zone in which dates are meant.
        time_zone: TimeZone,
        /// Where the Markdown files can be edited: an address to which their path is appended.
        repository: Option<WebAddress>,
        /// Words written as they are, whatever the rules of typography say of them.
        terms: Option<Vec<Text>>,
        /// Addresses of directions that are gone for good, with nothing to lead on to.
        retired: Option<Vec<Text>>,
    }
}

record! {
    /// An entry of `groups.yml`.
    pub struct GroupEntry {
        /// What roles refer to.
        id: Id,
        /// The group's name.
        name: Text,
        /// One line that says what its directions have in common.
        line: Text,
        /// Its colour.
        colour: ColourEntry,
    }
}

record! {
    /// A colour without its lightness, which the design decides so that contrast always holds.
    pub struct ColourEntry {
        /// OKLCH hue in degrees.
        hue: Whole<0, 360>,
        /// OKLCH chroma.
        chroma: Measure<400>,
    }
}

record! {
    /// An entry of `axes.yml`: one ruler every direction is measured with.
    pub struct AxisEntry {
        /// What ratings refer to.
        id: Id,
        /// The axis's name.
        name: Text,
        /// What it measures, in half a sentence.
        line: Text,
        /// Which direction of the index picture it decides, if any.
        picture: Option<PictureAxis>,
        /// What the scores 1, 3 and 5 mean.
        levels: LevelsEntry,
    }
}

choice! {
    /// A direction of the index picture.
    pub enum PictureAxis {
        /// From left to right.
        X = "x",
        /// From the road upwards.
        Y = "y",
    }
}

record! {
    /// What the scores of an axis mean.
    pub struct LevelsEntry {
        /// What a score of 1 means.
        low as "1": Text,
        /// What a score of 3 means.
        middle as "3": Text,
        /// What a score of 5 means.
        high as "5": Text,
    }
}

record! {
    /// An entry of `sections.yml`: a section every role page has.
    pub struct SectionEntry {
        /// Its anchor in addresses.
        id: Id,
        /// Its heading, word for word.
        title: Text,
        /// True for the section that tells how to try the direction out.
        trial: Option<bool>,
        /// True for a section in which every number needs a source or the mark of a judgement.
        evidence: Option<bool>,
    }
}

record! {
    /// The front matter of a page under `pages/`.
    pub struct PageMatter {
        /// The page's heading.
        title: Text,
        /// What the page says, for search engines and link previews.
        summary: Line<60>,
        /// Its place among the pages in the navigation.
        order: Whole<1, 999>,
        /// When a person last checked it.
        reviewed: Day,
    }
}

record! {
    /// The front matter of a role: one career direction.
    partial pub struct RoleMatter {
        /// The direction's name.
        title: Text,
        /// Its place in the series, unique.
        order: Whole<1, 99_999>,
        /// The id of its group.
        group: Id,
        /// One sentence that says what it is and what it costs.
        summary: Line<60>,
        /// The name of an SVG file in `static/icons/`.
        icon: Option<Id>,
        /// Its own hue within the family of its group.
        hue: Option<Whole<0, 360>>,
        /// Other names people search for.
        aliases: Vec<Text>,
        /// Old addresses that lead here for ever.
        redirects: Option<Vec<Text>>,
        /// The facts a reader looks for first.
        glance: GlanceEntry,
        /// A score on every axis.
        ratings: Keyed<RatingEntry>,
        /// What carries over, what has to be learnt, what helps.
        skills: SkillsEntry,
        /// The interests it answers, strongest first.
        interests: Vec<Id>,
        /// Its neighbours.
        related: Few<RelatedEntry, 3>,
        /// When a person last checked the page.
        reviewed: Day,
        /// After how many months it has to be checked again.
        review_every_months: Whole<1, 60>,
        /// What changed on the page, newest first.
        changes: Vec<ChangeEntry>,
        /// What the page rests on.
        sources: Vec<SourceEntry>,
        /// True while the page is not to be published.
        draft: Option<bool>,
        /// From when it is to be published, in the site's time zone.
        publish_at: Option<Moment>,
    }
}

record! {
    /// The facts a reader looks for first, the same on every page.
    pub struct GlanceEntry {
        /// How much of the work is still coding.
        coding: Coding,
        /// How many months the change takes.
        months: MonthsEntry,
        /// What one needs to get in.
        entry: Text,
        /// What happens to the pay in the first year.
        first_year_pay: Text,
        /// How many openings there are, and where.
        openings: Text,
        /// Where the demand is heading.
        outlook: OutlookEntry,
        /// Whether one can come back.
        way_back as "return": ReturnEntry,
    }
}

choice! {
    /// How much of the work is still coding.
    pub enum Coding {
        /// Most of it.
        Most = "most",
        /// Some of it.
        Some = "some",
        /// Little of it.
        Little = "little",
        /// None of it.
        None = "none",
    }
}

record! {
    /// How many months the change takes.
    pub struct MonthsEntry {
        /// At best.
        min: Whole<0, 120>,
        /// At worst.
        max: Whole<0, 120>,
        /// Under which assumption.
        assumes: Text,
    }
}

record! {
    /// Where the demand is heading.
    pub struct OutlookEntry {
        /// The direction.
        level: OutlookLevel,
        /// How sure the editors are.
        confidence: Confidence,
    }
}

choice! {
    /// Where the demand is heading.
    pub enum OutlookLevel {
        /// It grows.
        Growing = "growing",
        /// It stays.
        Stable = "stable",
        /// Nobody can tell.
        Uncertain = "uncertain",
        /// It shrinks.
        Shrinking = "shrinking",
        /// There are no reliable data.
        Unknown = "unknown",
    }
}

choice! {
    /// How far a statement can be relied on.
    pub enum Confidence {
        /// Read in the original.
        High = "high",
        /// Read in an extract of the original.
        Medium = "medium",
        /// Read at second hand.
        Low = "low",
    }
}

record! {
    /// Whether one can come back.
    pub struct ReturnEntry {
        /// How easily.
        level: ReturnLevel,
        /// Why.
        why: Text,
    }
}

choice! {
    /// How easily one can come back.
    pub enum ReturnLevel {
        /// At any time.
        Easy = "easy",
        /// With some effort.
        Possible = "possible",
        /// With great effort.
        Hard = "hard",
        /// There are no reliable data.
        Unknown = "unknown",
    }
}

record! {
    /// A score on one axis.
    pub struct RatingEntry {
        /// From 1 to 5.
        score: Whole<1, 5>,
        /// Why this score.
        reason: Text,
    }
}

record! {
    /// What carries over, what has to be learnt, what helps.
    pub struct SkillsEntry {
        /// What a back-end developer already has.
        reuse: Vec<SkillEntry>,
        /// What is missing, the first thing to learn first.
        learn: Vec<SkillEntry>,
        /// What helps without being needed.
        optional: Vec<SkillEntry>,
    }
}

record! {
    /// One skill.
    pub struct SkillEntry {
        /// Its name.
        name: Text,
        /// What it is good for there.
        note: Option<Text>,
    }
}

record! {
    /// A neighbouring role.
    pub struct RelatedEntry {
        /// Its file name without the ending.
        role: Id,
        /// How it differs, in one sentence.
        difference: Text,
    }
}

record! {
    /// A change of a page.
    pub struct ChangeEntry {
        /// When.
        date: Day,
        /// What.
        what: Text,
    }
}

record! {
    /// What a page rests on.
    pub struct SourceEntry {
        /// What `[^id]` in the text refers to.
        id: Id,
        /// The title of the document.
        title: Text,
        /// Who published it.
        publisher: Text,
        /// Where it can be read.
        url: WebAddress,
        /// When it was published.
        date: SourceDate,
        /// The region it speaks of.
        region: Text,
        /// How far it can be relied on.
        confidence: Confidence,
    }
}
