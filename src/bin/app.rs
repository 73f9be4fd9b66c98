//! The app's program: the page a person sees.

fn main() {
    console_error_panic_hook::set_once();
    keyhaven::app::mount();
}
