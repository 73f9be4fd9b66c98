//! The app program.
fn main() {}
