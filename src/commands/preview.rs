//! `preview`: the site as an editor is writing it, drafts and mistakes included.

use super::Failure;
use super::serve::{self, Manner};
use crate::cli::{LimitOptions, ListenOptions, OperationOptions};

/// Serves what is being written until a signal stops it; browsers follow every save.
///
/// # Errors
///
/// When the files cannot be read, or the address cannot be bound.
pub fn run(options: &ListenOptions) -> Result<(), Failure> {
    let manner = Manner {
        watches: true,
        is_preview: true,
        // An editor must never see what a browser kept.
        offline: false,
        operation: OperationOptions::default(),
        limits: LimitOptions::default(),
    };
    serve::serve(options, manner)
}
