//! The index narrowed and put in order: which roles meet some conditions, and how many would
//! meet others.

use std::collections::BTreeSet;

use super::order::{SORT, Sort};
use super::params::Params;
use crate::catalogue::{Catalogue, Coding, Role, RoleGroup};

/// What can be asked of a role, in the order of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// Its group.
    Group,
    /// How much of the work is still coding.
    Coding,
    /// How many months the change takes at most.
    Within,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Group, Self::Coding, Self::Within];

    /// The name of the parameter.
    #[must_use]
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Coding => "coding",
            Self::Within => "within",
        }
    }
}

/// A condition on roles.
#[derive(Debug, Clone, Copy)]
pub enum Condition<'a> {
    /// The role is of this group.
    Group(&'a RoleGroup),
    /// So much of the work is still coding.
    Coding(Coding),
    /// The change takes at most so many months, at worst.
    Within(u32),
}

impl<'a> Condition<'a> {
    /// What it asks for.
    #[must_use]
    pub fn facet(&self) -> Facet {
        match self {
            Self::Group(_) => Facet::Group,
            Self::Coding(_) => Facet::Coding,
            Self::Within(_) => Facet::Within,
        }
    }

    /// The value of the parameter.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Group(group) => group.id.to_string(),
            Self::Coding(coding) => coding.word().to_owned(),
            Self::Within(months) => months.to_string(),
        }
    }

    /// True when a role meets it.
    #[must_use]
    pub fn admits(&self, role: &Role) -> bool {
        match self {
            Self::Group(group) => role.group.id == group.id,
            Self::Coding(coding) => role.glance.coding == *coding,
            Self::Within(months) => role.glance.months_max <= *months,
        }
    }

    fn read(facet: Facet, value: &str, catalogue: &'a Catalogue) -> Option<Self> {
        match facet {
            Facet::Group => {
                let mut groups = catalogue.groups.iter();
                let group = groups.find(|group| group.id.as_str() == value)?;
                Some(Self::Group(group))
            }
            Facet::Coding => {
                let mut codings = Coding::ALL.iter();
                let coding = codings.find(|coding| coding.word() == value)?;
                Some(Self::Coding(*coding))
            }
            Facet::Within => {
                // Any number of months is a question, so that an address still says the same
                // when the choices have changed; but there is one spelling of it.
                let months = value.parse().ok()?;
                let is_plain = value == format!("{months}") && months <= MAX_MONTHS;
                is_plain.then_some(Self::Within(months))
            }
        }
    }
}

/// No role may take more months.
pub const MAX_MONTHS: u32 = 120;

/// A value of an address that asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The name of the parameter.
    pub parameter: &'static str,
    /// What was written.
    pub value: String,
}

/// Some conditions, one of a facet at most, and an order.
#[derive(Debug, Clone, Default)]
pub struct Narrowing<'a> {
    conditions: Vec<Condition<'a>>,
    sort: Option<Sort<'a>>,
}

impl<'a> Narrowing<'a> {
    /// What a query asks for: the first known value of each parameter. The others are ignored.
    #[must_use]
    pub fn read(catalogue: &'a Catalogue, params: &Params) -> (Self, Vec<Ignored>) {
        let mut asked = Self::default();
        let mut ignored = Vec::new();
        let mut refuse = |parameter: &'static str, value: &str| {
            let value = value.to_owned();
            ignored.push(Ignored { parameter, value });
        };
        for facet in Facet::ALL {
            for value in params.all(facet.parameter()) {
                match Condition::read(facet, value, catalogue) {
                    Some(found) if asked.chosen(facet).is_none() => asked.conditions.push(found),
                    _ => refuse(facet.parameter(), value),
                }
            }
        }
        for value in params.all(SORT) {
            match Sort::read(value, catalogue) {
                Some(sort) if asked.sort.is_none() => asked.sort = Some(sort),
                _ => refuse(SORT, value),
            }
        }
        (asked, ignored)
    }

    /// The conditions, in the order of the facets.
    #[must_use]
    pub fn conditions(&self) -> &[Condition<'a>] {
        &self.conditions
    }

    /// The order, if one is asked for.
    #[must_use]
    pub fn sort(&self) -> Option<Sort<'a>> {
        self.sort
    }

    /// The condition of a facet.
    #[must_use]
    pub fn chosen(&self, facet: Facet) -> Option<Condition<'a>> {
        let mut conditions = self.conditions.iter().copied();
        conditions.find(|condition| condition.facet() == facet)
    }

    /// The same with this condition in the place of another of its facet.
    #[must_use]
    pub fn with(&self, condition: Condition<'a>) -> Self {
        let mut changed = self.without(condition.facet());
        changed.conditions.push(condition);
        changed.conditions.sort_by_key(Condition::facet);
        changed
    }

    /// The same without a condition of this facet.
    #[must_use]
    pub fn without(&self, facet: Facet) -> Self {
        let mut changed = self.clone();
        changed.conditions.retain(|kept| kept.facet() != facet);
        changed
    }

    /// The same in another order.
    #[must_use]
    pub fn sorted(&self, sort: Option<Sort<'a>>) -> Self {
        Self {
            sort,
            ..self.clone()
        }
    }

    /// The roles that meet all conditions, in the order asked for, else in that of the series.
    #[must_use]
    pub fn roles<'b>(&self, catalogue: &'b Catalogue) -> Vec<&'b Role> {
        let admitted = catalogue.roles().filter(|role| self.admits(role));
        let mut roles: Vec<&Role> = admitted.collect();
        if let Some(sort) = &self.sort {
            sort.apply(&mut roles);
        }
        roles
    }

    /// How many roles meet all conditions.
    #[must_use]
    pub fn count(&self, catalogue: &Catalogue) -> usize {
        catalogue.roles().filter(|role| self.admits(role)).count()
    }

    fn admits(&self, role: &Role) -> bool {
        let mut conditions = self.conditions.iter();
        conditions.all(|condition| condition.admits(role))
    }

    /// The query of its address, without the question mark; empty when it asks for nothing.
    #[must_use]
    pub fn query(&self) -> String {
        let conditions = self.conditions.iter();
        let conditions = conditions.map(|c| format!("{}={}", c.facet().parameter(), c.value()));
        let sort = self.sort.map(|sort| format!("{SORT}={}", sort.value()));
        conditions.chain(sort).collect::<Vec<_>>().join("&")
    }

    /// What a reader can choose of a facet: every value some role has, and the one that is
    /// chosen; nothing when no choice would leave a role out.
    #[must_use]
    pub fn choices(&self, catalogue: &'a Catalogue, facet: Facet) -> Vec<Condition<'a>> {
        let mut choices: Vec<Condition> = match facet {
            Facet::Group => {
                let groups = catalogue.groups.iter();
                groups.map(|group| Condition::Group(group)).collect()
            }
            Facet::Coding => Coding::ALL.iter().copied().map(Condition::Coding).collect(),
            Facet::Within => month_steps(catalogue),
        };
        choices.retain(|choice| {
            let admitted = catalogue.roles().filter(|role| choice.admits(role)).count();
            (1..catalogue.role_count()).contains(&admitted)
        });
        if let Some(chosen) = self.chosen(facet) {
            if choices
                .iter()
                .all(|choice| choice.value() != chosen.value())
            {
                choices.push(chosen);
            }
            if facet == Facet::Within {
                choices.sort_by_key(|choice| choice.value().parse::<u32>().ok());
            }
        }
        choices
    }
}

/// So many steps of months can be told apart at a glance.
const MAX_STEPS: usize = 6;

/// The months after which more roles are within reach: all of them, or evenly taken from many.
fn month_steps<'a>(catalogue: &Catalogue) -> Vec<Condition<'a>> {
    let all: BTreeSet<u32> = catalogue
        .roles()
        .map(|role| role.glance.months_max)
        .collect();
    // The last of them leaves no role out.
    let narrowing = all.len().saturating_sub(1);
    let every = narrowing.div_ceil(MAX_STEPS).max(1);
    let steps = all.into_iter().take(narrowing).step_by(every);
    steps.map(Condition::Within).collect()
}
