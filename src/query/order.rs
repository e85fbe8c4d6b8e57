//! The orders roles can be put in.

use std::cmp::Reverse;

use crate::catalogue::{Axis, Catalogue, Role};

/// What roles can be put in order by.
#[derive(Debug, Clone, Copy)]
pub enum Key<'a> {
    /// Their place in the series.
    Order,
    /// How long the change takes.
    Months,
    /// Their score on an axis.
    Axis(&'a Axis),
}

impl<'a> Key<'a> {
    /// All keys of a catalogue. An axis with the name of another key cannot be asked for.
    pub fn all(catalogue: &'a Catalogue) -> impl Iterator<Item = Self> {
        let fixed = [Self::Order, Self::Months];
        let axes = catalogue.axes.iter().map(|axis| Self::Axis(axis));
        let axes = axes.filter(move |axis| fixed.iter().all(|key| key.word() != axis.word()));
        fixed.into_iter().chain(axes)
    }

    /// The value of the parameter.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Order => "order",
            Self::Months => "months",
            Self::Axis(axis) => axis.id.as_str(),
        }
    }
}

/// An order of roles.
#[derive(Debug, Clone, Copy)]
pub struct Sort<'a> {
    /// What decides.
    pub key: Key<'a>,
    /// Whether the most comes first.
    pub descending: bool,
}

impl<'a> Sort<'a> {
    /// The value of the parameter.
    #[must_use]
    pub fn value(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.key.word())
    }

    /// Reads the value of the parameter; nothing when there is no such key.
    #[must_use]
    pub fn read(value: &str, catalogue: &'a Catalogue) -> Option<Self> {
        let word = value.strip_prefix('-').unwrap_or(value);
        Some(Self {
            key: Key::all(catalogue).find(|key| key.word() == word)?,
            descending: value.starts_with('-'),
        })
    }

    /// Puts roles in order, those that are alike in the order of the series.
    pub fn apply(&self, roles: &mut [&Role]) {
        let measure = |role: &Role| match self.key {
            Key::Order => (role.order, 0),
            Key::Months => (role.glance.months_max, role.glance.months_min),
            Key::Axis(axis) => (role.score(axis).map_or(0, u32::from), 0),
        };
        match self.descending {
            true => roles.sort_by_key(|role| (Reverse(measure(role)), role.order)),
            false => roles.sort_by_key(|role| (measure(role), role.order)),
        }
    }
}

/// The parameter of the order.
pub const SORT: &str = "sort";
