//! `new`: writes a draft.
use super::Failure;
use crate::cli::NewOptions;
/// x
/// # Errors
/// x
pub fn run(_options: &NewOptions) -> Result<(), Failure> {
    Ok(())
}
