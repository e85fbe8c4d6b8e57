//! What goes with pages: previews, pictures, codes, other forms, and reading without a network.

mod codes;
mod forms;
mod head;
mod http;
mod offline;
mod pictures;
