//! `cargo xtask`: build, run, test and check Keyhaven.
fn main() {}
