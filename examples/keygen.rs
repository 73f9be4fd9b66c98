//! Terminal access to the key code: keygen.
fn main() {}
