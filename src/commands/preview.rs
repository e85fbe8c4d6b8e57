//! `preview`: the site as an editor is writing it, drafts and mistakes included.

use super::{Failure, serve};
use crate::cli::ListenOptions;

/// Serves what is being written until a signal stops it; browsers follow every save.
///
/// # Errors
///
/// When the files cannot be read, or the address cannot be bound.
pub fn run(options: &ListenOptions) -> Result<(), Failure> {
    serve::serve(options, true, true)
}
