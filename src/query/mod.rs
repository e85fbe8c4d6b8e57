//! Questions to a catalogue: pure functions, no input or output.

pub mod compare;
pub mod filter;
pub mod matching;
pub mod nearest;
pub mod order;
pub mod params;
pub mod search;
