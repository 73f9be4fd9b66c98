//! The vault's program. It runs in the worker of the sandboxed frame and nowhere else.

#[cfg(target_arch = "wasm32")]
fn main() {
    keyhaven::vault::worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The vault runs in a browser; from a terminal use `cargo run --example keygen`.");
}
