//! What a shape accepts, as data: for everything that describes content instead of reading it.

use super::Shape;

/// A description of what may be written somewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// Text that is not blank.
    Text {
        /// How many characters it may have, if that is limited.
        longest: Option<usize>,
    },
    /// `true` or `false`.
    Truth,
    /// A whole number.
    Whole {
        /// The lowest.
        min: i64,
        /// The highest.
        max: i64,
    },
    /// A number from 0.
    Number {
        /// The highest, in thousandths.
        thousandths: u32,
    },
    /// An identifier.
    Id,
    /// A day.
    Day,
    /// A day and a time.
    Moment,
    /// A year, a month or a day.
    SourceDate,
    /// An address on the web.
    WebAddress,
    /// The name of a time zone.
    TimeZone,
    /// One of some words, each with its meaning.
    Choice(Vec<(&'static str, &'static str)>),
    /// A list.
    List {
        /// What its items are.
        items: Box<Model>,
        /// How many there may be, if that is limited.
        most: Option<usize>,
    },
    /// A map with free keys.
    Keyed(Box<Model>),
    /// A map with exactly these keys.
    Record {
        /// What it is.
        doc: String,
        /// Its keys, in the order in which they are best written.
        keys: Vec<KeyModel>,
    },
}

/// A key of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyModel {
    /// The key.
    pub name: &'static str,
    /// What it means.
    pub doc: String,
    /// True when it must not be left out.
    pub required: bool,
    /// What its value is.
    pub model: Model,
}

impl KeyModel {
    /// Describes a key whose value is a `T`.
    #[must_use]
    pub fn of<T: Shape>(name: &'static str, doc: &str) -> Self {
        Self {
            name,
            doc: doc.trim().to_owned(),
            required: T::absent().is_none(),
            model: T::model(),
        }
    }
}
