//! Terminal access to the key code: inspect.
fn main() {}
