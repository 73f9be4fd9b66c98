//! The embedded cloud, as a program.
fn main() {}
