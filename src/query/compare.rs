//! Roles beside each other: which ones, in which order, and how far their scores are apart.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::params::Params;
use crate::catalogue::{Axis, Catalogue, Coding, OutlookLevel, ReturnLevel, Role};
use crate::urls::{COMPARED_ROLE, Slug, UrlPath};

/// The parameter that names the column to sort by.
pub const SORT: &str = "sort";

/// So many chosen roles stand side by side as columns; more are rows, as all roles are.
pub const MAX_SIDE_BY_SIDE: usize = 4;

/// Which roles are compared, and in which order.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// The roles: as columns in the order of the series, as rows sorted.
    pub roles: Vec<&'a Role>,
    /// The slugs the question named and the catalogue has; empty when all roles are compared.
    pub chosen: BTreeSet<&'a Slug>,
    /// What the question named and the catalogue does not have, in the order of the question.
    pub unknown: Vec<String>,
    /// Whether the roles are so few that they are columns, which are not sorted.
    pub side_by_side: bool,
    /// How the roles are to be sorted when they are rows.
    pub sort: Sort<'a>,
    /// A sorting the question named and that does not exist.
    pub unknown_sort: Option<String>,
}

/// A column and a direction.
#[derive(Debug, Clone, Copy)]
pub struct Sort<'a> {
    /// The column.
    pub column: Column<'a>,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// What roles can be sorted by.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// The place in the series.
    Order,
    /// The score on an axis.
    Axis(&'a Axis),
    /// How much of the work is still coding.
    Coding,
    /// How many months the change takes.
    Months,
    /// Where the demand is heading.
    Outlook,
    /// How easily one can come back.
    WayBack,
}

impl<'a> Column<'a> {
    /// Every column, in the order of the table.
    #[must_use]
    pub fn all(catalogue: &'a Catalogue) -> Vec<Self> {
        let axes = catalogue.axes.iter().map(|axis| Self::Axis(axis));
        let facts = [Self::Coding, Self::Months, Self::Outlook, Self::WayBack];
        [Self::Order].into_iter().chain(axes).chain(facts).collect()
    }

    /// Its name in an address.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self {
            Self::Order => "order",
            Self::Axis(axis) => axis.id.as_str(),
            Self::Coding => "coding",
            Self::Months => "months",
            Self::Outlook => "outlook",
            Self::WayBack => "return",
        }
    }

    /// What to sort a role by; nothing when there are no reliable data.
    #[must_use]
    pub fn key(&self, role: &Role) -> Option<(u32, u32)> {
        let glance = &role.glance;
        let first = match self {
            Self::Order => role.order,
            Self::Axis(axis) => u32::from(role.score(axis)?),
            Self::Coding => match glance.coding {
                Coding::None => 0,
                Coding::Little => 1,
                Coding::Some => 2,
                Coding::Most => 3,
            },
            // The worst case counts; the best one decides between equals.
            Self::Months => return Some((glance.months_max, glance.months_min)),
            Self::Outlook => match glance.outlook {
                OutlookLevel::Shrinking => 0,
                OutlookLevel::Uncertain => 1,
                OutlookLevel::Stable => 2,
                OutlookLevel::Growing => 3,
                OutlookLevel::Unknown => return None,
            },
            Self::WayBack => match glance.way_back {
                ReturnLevel::Hard => 0,
                ReturnLevel::Possible => 1,
                ReturnLevel::Easy => 2,
                ReturnLevel::Unknown => return None,
            },
        };
        Some((first, 0))
    }
}

impl<'a> Sort<'a> {
    /// The order of the series.
    pub const SERIES: Self = Self {
        column: Column::Order,
        descending: false,
    };

    /// Reads the name of a column, with a hyphen before it for the greatest first.
    #[must_use]
    pub fn parse(catalogue: &'a Catalogue, text: &str) -> Option<Self> {
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let mut columns = Column::all(catalogue).into_iter();
        let column = columns.find(|column| column.name() == name)?;
        Some(Self { column, descending })
    }

    /// Its name in an address.
    #[must_use]
    pub fn name(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.column.name())
    }

    /// What choosing a column leads to: the lowest first, or the other way when it is chosen.
    #[must_use]
    pub fn after_choosing(&self, column: Column<'a>) -> Self {
        Self {
            descending: self.is_by(&column) && !self.descending,
            column,
        }
    }

    /// True when it sorts by this column.
    #[must_use]
    pub fn is_by(&self, column: &Column) -> bool {
        self.column.name() == column.name()
    }

    /// True when it is the order of the series.
    #[must_use]
    pub fn is_series(&self) -> bool {
        matches!(self.column, Column::Order) && !self.descending
    }

    /// Roles without reliable data come last in both directions; equals keep their order.
    fn compare(&self, one: &Role, other: &Role) -> Ordering {
        match (self.column.key(one), self.column.key(other)) {
            (Some(one), Some(other)) if self.descending => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    }
}

impl<'a> Comparison<'a> {
    /// The roles a question names, also by names they had before, or all of them when it names
    /// none that exist.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, params: &Params) -> Self {
        let mut chosen = BTreeSet::new();
        let mut unknown = Vec::new();
        let former: LazyCell<BTreeMap<_, _>, _> = LazyCell::new(|| catalogue.redirects().collect());
        let named = |name: &str| {
            let slug = Slug::new(name)?;
            let renamed = || former.get(UrlPath::role(&slug).as_str()).copied();
            catalogue.role(&slug).or_else(renamed)
        };
        for name in params.all(COMPARED_ROLE) {
            match named(name) {
                Some(role) => {
                    chosen.insert(&role.slug);
                }
                None if unknown.iter().any(|known| known == name) => {}
                None => unknown.push(name.to_owned()),
            }
        }
        let asked = params.first(SORT);
        let found = asked.and_then(|text| Sort::parse(catalogue, text));
        let sort = found.unwrap_or(Sort::SERIES);
        let mut roles: Vec<&Role> = catalogue
            .roles()
            .filter(|role| chosen.is_empty() || chosen.contains(&role.slug))
            .collect();
        let side_by_side = (1..=MAX_SIDE_BY_SIDE).contains(&chosen.len());
        if !side_by_side {
            roles.sort_by(|one, other| sort.compare(one, other));
        }
        Self {
            roles,
            chosen,
            unknown,
            side_by_side,
            sort,
            unknown_sort: asked.filter(|_| found.is_none()).map(str::to_owned),
        }
    }

    /// The query of these roles in the order of the series, sorted in this way: one spelling for
    /// one view. Empty for all roles in the order of the series.
    #[must_use]
    pub fn query(&self, catalogue: &Catalogue, sort: &Sort) -> String {
        let slugs = catalogue.roles().map(|role| &role.slug);
        let chosen = slugs.filter(|slug| self.chosen.contains(slug));
        let mut parts: Vec<String> = chosen
            .map(|slug| format!("{COMPARED_ROLE}={slug}"))
            .collect();
        if !sort.is_series() {
            parts.push(format!("{SORT}={}", sort.name()));
        }
        match parts.is_empty() {
            true => String::new(),
            false => format!("?{}", parts.join("&")),
        }
    }
}

/// How far roles are apart on an axis.
#[derive(Debug)]
pub struct Gap<'a> {
    /// The axis.
    pub axis: &'a Axis,
    /// The scores that occur, the lowest first, each with its roles.
    pub stops: Vec<(u8, Vec<&'a Role>)>,
}

impl<'a> Gap<'a> {
    /// One for each axis on which a role has a score.
    #[must_use]
    pub fn all(catalogue: &'a Catalogue, roles: &[&'a Role]) -> Vec<Self> {
        let stops = |axis: &Axis| {
            let at = |score| {
                let here = roles.iter().copied();
                let here: Vec<&Role> = here.filter(|r| r.score(axis) == Some(score)).collect();
                (!here.is_empty()).then_some((score, here))
            };
            (Axis::MIN..=Axis::MAX).filter_map(at).collect::<Vec<_>>()
        };
        let gaps = catalogue.axes.iter().map(|axis| Self {
            axis,
            stops: stops(axis),
        });
        gaps.filter(|gap| !gap.stops.is_empty()).collect()
    }

    /// The lowest score.
    #[must_use]
    pub fn lowest(&self) -> u8 {
        self.stops.first().map_or(Axis::MIN, |(score, _)| *score)
    }

    /// The distance between the lowest and the highest score.
    #[must_use]
    pub fn width(&self) -> u8 {
        let highest = self.stops.last().map_or(Axis::MIN, |(score, _)| *score);
        highest.saturating_sub(self.lowest())
    }
}
