//! Roles of the last catalogue, for the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalogue::model::{Role, Visibility};
use crate::content::Named;
use crate::content::schema::RoleMatter;
use crate::diagnostic::SourceFile;
use crate::urls::Slug;

/// Roles with what they were made from. They hold on to groups, axes, sections and interests, and
/// so belong to the files that say what those are.
#[derive(Debug, Default)]
pub struct KeptRoles {
    common: Vec<Arc<SourceFile>>,
    roles: BTreeMap<Slug, (Arc<Named<RoleMatter>>, Arc<Role>)>,
}

impl KeptRoles {
    /// Forgets everything when the common files are not those it belongs to.
    pub fn belong_to(&mut self, common: [Arc<SourceFile>; 4]) {
        if self.common != common {
            self.common = common.to_vec();
            self.roles.clear();
        }
    }

    /// The role made from these entries: the kept one, or one that is made now.
    pub fn role(
        &self,
        named: &Arc<Named<RoleMatter>>,
        visibility: Visibility,
        make: impl FnOnce() -> Option<Role>,
    ) -> Option<Arc<Role>> {
        let kept = self.roles.get(&named.slug);
        match kept {
            Some((from, role)) if Arc::ptr_eq(from, named) && role.visibility == visibility => {
                Some(Arc::clone(role))
            }
            _ => make().map(Arc::new),
        }
    }

    /// Keeps these roles and no others.
    pub fn keep<'a>(
        &mut self,
        roles: impl Iterator<Item = (&'a Arc<Named<RoleMatter>>, &'a Arc<Role>)>,
    ) {
        let entry = |(named, role): (&Arc<Named<RoleMatter>>, &Arc<Role>)| {
            (role.slug.clone(), (Arc::clone(named), Arc::clone(role)))
        };
        self.roles = roles.map(entry).collect();
    }
}
