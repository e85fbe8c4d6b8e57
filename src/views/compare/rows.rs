//! Many roles as rows, which can be sorted by every column.

use super::facts::{Fact, SENTENCES, direction, title};
use crate::query::compare::{Column, Comparison, Sort};
use crate::urls::UrlPath;
use crate::views::Context;
use crate::views::parts::Sign;

/// Roles as rows.
pub struct Rows<'a> {
    /// How many roles there are and how they are sorted.
    pub state: String,
    /// The columns; the first one is that of the roles.
    pub heads: Vec<ColumnHead<'a>>,
    /// The roles.
    pub rows: Vec<Row<'a>>,
}

/// The head of a column.
pub struct ColumnHead<'a> {
    /// What is in the column.
    pub title: &'a str,
    /// The address of the page sorted by it.
    pub href: String,
    /// How it is sorted here: ascending or not; none when it does not decide.
    pub ascending: Option<bool>,
}

/// A role as a row.
pub struct Row<'a> {
    /// The role.
    pub sign: Sign<'a>,
    /// Its scores and short facts, one for each column after the first.
    pub cells: Vec<Cell<'a>>,
    /// Its facts that are sentences: how many columns they span, their names, what they say.
    pub sentences: Vec<(usize, &'static str, &'a str)>,
}

/// What one column says of a role.
pub struct Cell<'a> {
    /// What is in the column.
    pub title: &'a str,
    /// The score, when it is one.
    pub score: Option<u8>,
    /// The fact, when it is one.
    pub fact: Fact,
    /// Whether the roles are sorted by it.
    pub decides: bool,
}

impl<'a> Rows<'a> {
    /// The table of these roles.
    pub fn new(context: &Context<'a>, comparison: &Comparison<'a>) -> Self {
        let catalogue = context.catalogue;
        let sort = comparison.sort;
        let columns = Column::all(catalogue);
        let compare = context.base.href(&UrlPath::compare());
        let head = |column: &Column<'a>| {
            let next = sort.after_choosing(*column);
            ColumnHead {
                title: title(column),
                href: format!("{compare}{}#glance", comparison.query(catalogue, &next)),
                ascending: sort.is_by(column).then_some(!sort.descending),
            }
        };
        let spans = shares(columns.len() - 1, SENTENCES.len());
        let row = |sign: Sign<'a>| {
            let glance = &sign.role.glance;
            let cells = columns.iter().skip(1);
            let sentences = spans.iter().zip(&SENTENCES);
            Row {
                cells: cells
                    .map(|column| Cell::new(column, &sign, sort.is_by(column)))
                    .collect(),
                sentences: sentences
                    .map(|(span, sentence)| (*span, sentence.title, (sentence.of)(glance)))
                    .collect(),
                sign,
            }
        };
        let roles = comparison.roles.iter();
        Self {
            state: state(comparison),
            heads: columns.iter().map(head).collect(),
            rows: roles.map(|role| row(Sign::new(context, role))).collect(),
        }
    }
}

/// How many roles there are and how they are sorted.
fn state(comparison: &Comparison) -> String {
    let count = comparison.roles.len();
    let ties = match &comparison.sort.column {
        Column::Order => "",
        _ => "，并列的按序号",
    };
    format!("共 {count} 个方向，{}{ties}。", order(&comparison.sort))
}

/// How roles are sorted.
pub fn order(sort: &Sort) -> String {
    let by = match &sort.column {
        Column::Order => "序号",
        column => title(column),
    };
    format!("按“{by}”{}排", direction(sort))
}

/// Divides columns into so many parts, the greater ones first.
fn shares(columns: usize, parts: usize) -> Vec<usize> {
    let (share, rest) = (columns / parts, columns % parts);
    (0..parts)
        .map(|place| share + usize::from(place < rest))
        .collect()
}

impl ColumnHead<'_> {
    /// How it is sorted here, for `aria-sort` and as a mark.
    pub fn state(&self) -> Option<(&'static str, &'static str)> {
        match self.ascending? {
            true => Some(("ascending", "▲")),
            false => Some(("descending", "▼")),
        }
    }
}

impl<'a> Cell<'a> {
    fn new(column: &Column<'a>, sign: &Sign<'a>, decides: bool) -> Self {
        let mut fact = Fact::new(column, &sign.role.glance);
        // Beside many others there is room for how sure a fact is, not for its reasons.
        if !matches!(column, Column::Outlook) {
            fact.limit.clear();
        }
        let score = match column {
            Column::Axis(axis) => sign.role.score(axis),
            _ => None,
        };
        Self {
            title: title(column),
            score,
            fact,
            decides,
        }
    }

    /// True when the column says a score, known or not.
    pub fn is_score(&self) -> bool {
        self.fact.word.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_share_all_columns() {
        assert_eq!(shares(12, 3), [4, 4, 4]);
        assert_eq!(shares(5, 3), [2, 2, 1]);
        assert_eq!(shares(4, 3), [2, 1, 1]);
    }
}
