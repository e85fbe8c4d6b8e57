//! Entries to domain types: what was written becomes what is meant.
//!
//! Runs on content the checks found no error in; every `?` below is a case they refuse.

mod kept;
mod matching;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{DateTime, Time};

use super::model::{
    Axis, Catalogue, Change, Glance, Interest, Page, Rating, Related, Role, RoleGroup, Section,
    SectionKind, SiteInfo, Skill, Source, Visibility,
};
use crate::content::markdown::{Body, JUDGEMENT};
use crate::content::schema::{
    AxisEntry, GlanceEntry, GroupEntry, PageMatter, RoleMatter, SiteMatter, SkillEntry, SourceEntry,
};
use crate::content::{Article, Content, Named};
use crate::diagnostic::SourceFile;
use crate::urls::Slug;
pub use kept::KeptRoles;

/// Links the parts of a content folder as of `now`; roles that are not public then are left out,
/// unless drafts are asked for.
///
/// Roles of an earlier catalogue are taken over where neither they nor what they refer to changed.
pub fn assemble(
    content: Content,
    now: DateTime,
    drafts: bool,
    kept: &mut KeptRoles,
) -> Option<Catalogue> {
    let common = [
        &content.groups.as_ref()?.file,
        &content.axes.as_ref()?.file,
        &content.sections.as_ref()?.file,
        &content.matching.as_ref()?.file,
    ];
    kept.belong_to(common.map(Arc::clone));
    let groups: Vec<_> = content.groups?.value.into_iter().map(group).collect();
    let axes: Vec<_> = content.axes?.value.into_iter().map(axis).collect();
    let written = content.matching?.value;
    let interests = matching::interests(written.interests);
    let assessment = matching::assessment(
        &written.scoring,
        written.questions,
        written.warnings,
        &axes,
        &interests,
    )?;
    let sections: Vec<_> = content
        .sections?
        .value
        .into_iter()
        .map(|entry| SectionKind {
            id: entry.id.value,
            title: entry.title.value,
            trial: entry.trial.unwrap_or(false),
        })
        .collect();
    let roles = content
        .roles
        .iter()
        .map(|named| {
            let visible = visibility(named, now);
            kept.role(named, visible, || {
                let named = Named::clone(named);
                role(named, &groups, &axes, &interests, &sections, visible)
            })
        })
        .collect::<Option<Vec<_>>>()?;
    kept.keep(content.roles.iter().zip(&roles));
    let next_change = next_change(&roles, now);
    let roles: BTreeMap<Slug, Arc<Role>> = roles
        .into_iter()
        .filter(|role| drafts || role.visibility == Visibility::Public)
        .map(|role| (role.slug.clone(), role))
        .collect();
    let mut order: Vec<_> = roles.keys().cloned().collect();
    order.sort_by_key(|slug| roles.get(slug).map(|role| role.order));
    let mut pages: Vec<_> = content.pages.into_iter().map(page).collect::<Option<_>>()?;
    pages.sort_by_key(|(order, _)| *order);
    Some(Catalogue {
        site: site(content.index?)?,
        groups,
        axes,
        sections,
        interests,
        assessment,
        roles,
        order,
        pages: pages.into_iter().map(|(_, page)| page).collect(),
        next_change,
        digest: content.digest,
    })
}

/// Who may see a role at a moment of the site's time zone.
pub(super) fn visibility(named: &Named<RoleMatter>, now: DateTime) -> Visibility {
    let Some(matter) = &named.article.matter else {
        return Visibility::Draft;
    };
    let publish_at = matter.publish_at.as_ref().and_then(Option::as_ref);
    match (matter.draft, publish_at) {
        (Some(Some(true)), _) => Visibility::Draft,
        (_, Some(moment)) if moment.value > now => Visibility::From(moment.value),
        _ => Visibility::Public,
    }
}

/// The next moment at which time alone changes the site: a page becomes public, or a review is
/// overdue, which it is from the day after the one it is due.
fn next_change(roles: &[Arc<Role>], now: DateTime) -> Option<DateTime> {
    let moments = roles.iter().filter_map(|role| match role.visibility {
        Visibility::Draft => None,
        Visibility::From(moment) => Some(moment),
        Visibility::Public => Some(
            role.review_due
                .tomorrow()
                .ok()?
                .to_datetime(Time::midnight()),
        ),
    });
    moments.filter(|moment| *moment > now).min()
}

fn site(article: Article<SiteMatter>) -> Option<SiteInfo> {
    let matter = article.matter?;
    let (introduction, sections) = sections_of(&article.file, article.body);
    Some(SiteInfo {
        name: matter.name.value,
        title: matter.title.value,
        subtitle: matter.subtitle.value,
        tagline: matter.tagline.value,
        description: matter.description.value,
        author: matter.author.value,
        time_zone: matter.time_zone.0,
        repository: matter.repository.map(|address| address.0),
        introduction,
        sections,
    })
}

fn group(entry: GroupEntry) -> Arc<RoleGroup> {
    Arc::new(RoleGroup {
        id: entry.id.value,
        name: entry.name.value,
        line: entry.line.value,
        hue: degrees(entry.colour.hue.value),
        chroma: entry.colour.chroma.0,
    })
}

fn axis(entry: AxisEntry) -> Arc<Axis> {
    Arc::new(Axis {
        id: entry.id.value,
        name: entry.name.value,
        line: entry.line.value,
        picture: entry.picture,
        low: entry.levels.low.value,
        middle: entry.levels.middle.value,
        high: entry.levels.high.value,
    })
}

fn page(named: Named<PageMatter>) -> Option<(i64, Page)> {
    let matter = named.article.matter?;
    let (introduction, sections) = sections_of(&named.article.file, named.article.body);
    let page = Page {
        slug: named.slug,
        title: matter.title.value,
        summary: matter.summary.0.value,
        reviewed: matter.reviewed.value,
        introduction,
        sections,
    };
    Some((matter.order.value, page))
}

/// Sections whose headings carry their own ids; others are numbered.
fn sections_of(file: &SourceFile, body: Body) -> (crate::content::markdown::Prose, Vec<Section>) {
    let sources = sources_of(file, &body);
    let sections = body
        .sections
        .into_iter()
        .zip(sources)
        .zip(1..)
        .map(|((section, source), number): (_, usize)| Section {
            id: section.id.unwrap_or_else(|| format!("section-{number}")),
            title: section.title,
            prose: section.prose,
            source,
        })
        .collect();
    (body.introduction, sections)
}

/// What stands under every heading, as it was written.
fn sources_of(file: &SourceFile, body: &Body) -> Vec<String> {
    let ends = body.sections.iter().skip(1).map(|next| next.span.start);
    let ends = ends.chain([file.text.len()]);
    let headings = body.sections.iter().map(|section| section.span.end);
    headings
        .zip(ends)
        .map(|(start, end)| {
            file.text
                .get(start..end)
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}

fn role(
    named: Named<RoleMatter>,
    groups: &[Arc<RoleGroup>],
    axes: &[Arc<Axis>],
    interests: &[Arc<Interest>],
    sections: &[SectionKind],
    visibility: Visibility,
) -> Option<Role> {
    let matter = named.article.matter?;
    let body = named.article.body;
    let written = sources_of(&named.article.file, &body);
    let group_id = matter.group?.value;
    let group = groups.iter().find(|group| group.id == group_id)?;
    let sources = number_sources(matter.sources?, &body);
    let review_months = matter.review_every_months?.value;
    let known = matter.skills?;
    let reviewed = matter.reviewed?.value;
    let ratings = matter.ratings?;
    Some(Role {
        slug: named.slug,
        title: matter.title?.value,
        order: u32::try_from(matter.order?.value).ok()?,
        group: Arc::clone(group),
        summary: matter.summary?.0.value,
        icon: matter.icon?.map(|icon| icon.value),
        hue: matter.hue?.map_or(group.hue, |hue| degrees(hue.value)),
        aliases: matter
            .aliases?
            .into_iter()
            .map(|alias| alias.value)
            .collect(),
        redirects: matter
            .redirects?
            .unwrap_or_default()
            .into_iter()
            .map(|address| address.value)
            .collect(),
        glance: glance(matter.glance?)?,
        ratings: axes
            .iter()
            .map(|axis| {
                let (_, rating) = ratings
                    .0
                    .iter()
                    .find(|(key, _)| key.name == axis.id.as_str())?;
                Some(Rating {
                    axis: Arc::clone(axis),
                    score: u8::try_from(rating.score.value).ok()?,
                    reason: rating.reason.value.clone(),
                })
            })
            .collect::<Option<_>>()?,
        reuse: skills(known.reuse),
        learn: skills(known.learn),
        optional: skills(known.optional),
        interests: matter
            .interests?
            .iter()
            .map(|id| interests.iter().find(|known| known.id == id.value).cloned())
            .collect::<Option<_>>()?,
        related: matter
            .related?
            .into_iter()
            .map(|entry| Related {
                slug: entry.role.value,
                difference: entry.difference.value,
            })
            .collect(),
        reviewed,
        review_due: reviewed.saturating_add(jiff::Span::new().months(review_months)),
        changes: matter
            .changes?
            .into_iter()
            .map(|entry| Change {
                date: entry.date.value,
                what: entry.what.value,
            })
            .collect(),
        sources,
        sections: body
            .sections
            .into_iter()
            .zip(sections)
            .zip(written)
            .map(|((section, kind), source)| Section {
                id: kind.id.to_string(),
                title: section.title,
                prose: section.prose,
                source,
            })
            .collect(),
        visibility,
    })
}

fn glance(entry: GlanceEntry) -> Option<Glance> {
    Some(Glance {
        coding: entry.coding,
        months_min: u32::try_from(entry.months.min.value).ok()?,
        months_max: u32::try_from(entry.months.max.value).ok()?,
        months_assume: entry.months.assumes.value,
        entry: entry.entry.value,
        first_year_pay: entry.first_year_pay.value,
        openings: entry.openings.value,
        outlook: entry.outlook.level,
        outlook_confidence: entry.outlook.confidence,
        way_back: entry.way_back.level,
        way_back_why: entry.way_back.why.value,
    })
}

fn skills(entries: Vec<SkillEntry>) -> Vec<Skill> {
    entries
        .into_iter()
        .map(|entry| Skill {
            name: entry.name.value,
            note: entry.note.map(|note| note.value),
        })
        .collect()
}

/// Puts the sources in the order in which the text cites them, so that the numbers a reader meets
/// ascend; those it never cites come last.
fn number_sources(entries: Vec<SourceEntry>, body: &Body) -> Vec<Source> {
    let cited: Vec<&str> = body
        .citations
        .iter()
        .map(|(id, _)| id.as_str())
        .filter(|id| *id != JUDGEMENT)
        .collect();
    let mut sources: Vec<Source> = entries
        .into_iter()
        .map(|entry| Source {
            citations: cited
                .iter()
                .filter(|id| **id == entry.id.value.as_str())
                .count(),
            id: entry.id.value,
            title: entry.title.value,
            publisher: entry.publisher.value,
            url: entry.url.0,
            date: entry.date.0,
            region: entry.region.value,
            confidence: entry.confidence,
        })
        .collect();
    sources.sort_by_key(|source| {
        cited
            .iter()
            .position(|id| *id == source.id.as_str())
            .unwrap_or(usize::MAX)
    });
    sources
}

/// Hues are 0 to 360 by their schema.
fn degrees(hue: i64) -> f64 {
    i32::try_from(hue).map_or(0.0, f64::from)
}
