//! What the comparison calls its columns, and what they say of a role.

use crate::catalogue::Glance;
use crate::query::compare::{Column, Sort};
use crate::views::words;

/// The name of a column.
pub fn title<'a>(column: &Column<'a>) -> &'a str {
    match column {
        Column::Order => "方向",
        Column::Axis(axis) => &axis.name,
        Column::Coding => "还写代码吗",
        Column::Months => "需要多久",
        Column::Outlook => "前景",
        Column::WayBack => "还能回来吗",
    }
}

/// How a column is sorted.
pub fn direction(sort: &Sort) -> &'static str {
    let (ascending, descending) = match sort.column {
        Column::Order => ("从小到大", "从大到小"),
        Column::Axis(_) => ("从低到高", "从高到低"),
        Column::Coding => ("从少到多", "从多到少"),
        Column::Months => ("从短到长", "从长到短"),
        Column::Outlook => ("从看跌到看涨", "从看涨到看跌"),
        Column::WayBack => ("从难到易", "从易到难"),
    };
    if sort.descending {
        descending
    } else {
        ascending
    }
}

/// A fact in a word, and what limits it; both empty where a column says a score.
#[derive(Default)]
pub struct Fact {
    /// The word.
    pub word: String,
    /// What limits it.
    pub limit: String,
}

impl Fact {
    /// What a column says.
    pub fn new(column: &Column, glance: &Glance) -> Self {
        let (word, limit) = match column {
            Column::Order | Column::Axis(_) => return Self::default(),
            Column::Coding => (words::coding(glance.coding).to_owned(), String::new()),
            Column::Months => (words::months(glance), glance.months_assume.clone()),
            Column::Outlook => {
                let confidence = words::confidence(glance.outlook_confidence);
                let word = words::outlook(glance.outlook);
                (word.to_owned(), format!("把握：{confidence}"))
            }
            Column::WayBack => {
                let word = words::way_back(glance.way_back);
                (word.to_owned(), glance.way_back_why.clone())
            }
        };
        Self { word, limit }
    }
}

/// A fact that is a sentence, which nothing can be sorted by.
pub struct Sentence {
    /// Its name.
    pub title: &'static str,
    /// What it says of a role.
    pub of: fn(&Glance) -> &str,
}

/// The facts that are sentences.
pub const SENTENCES: [Sentence; 3] = [
    Sentence {
        title: "进门条件",
        of: |glance| &glance.entry,
    },
    Sentence {
        title: "第一年收入",
        of: |glance| &glance.first_year_pay,
    },
    Sentence {
        title: "岗位",
        of: |glance| &glance.openings,
    },
];
