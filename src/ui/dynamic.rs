//! Parts of a view that change, behind one type. Leptos builds the code that renders a closure once for each closure's
//! type; behind a box there is one, and the program is a tenth smaller.

use leptos::prelude::*;

/// An attribute that is there, with this value, or not.
pub type Attribute = Signal<Option<&'static str>>;

/// An attribute that is `value` while `holds`, else not there.
pub fn attribute(
    value: &'static str,
    holds: impl Fn() -> bool + Send + Sync + 'static,
) -> Attribute {
    Signal::derive(move || holds().then_some(value))
}

/// A yes or no for an attribute or a class.
pub fn flag(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(holds)
}

/// A part of a view that is built anew whenever what it reads changes.
pub fn dynamic<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_any());
    view.into_any()
}

/// A text that changes with what it reads.
pub fn words<T: Into<String>>(text: impl Fn() -> T + Send + 'static) -> AnyView {
    let text: Box<dyn FnMut() -> String + Send> = Box::new(move || text().into());
    text.into_any()
}
