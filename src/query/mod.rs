//! Questions to a catalogue: pure functions, no input or output.

pub mod nearest;
