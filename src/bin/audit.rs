//! The audit's program. It runs in a worker of the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    keyhaven::audit::worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The audit runs in a browser; from a terminal use `cargo run --example inspect`.");
}
