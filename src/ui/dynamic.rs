//! Parts of a view that change, behind one type. Leptos builds the code that renders a closure once for each closure's
//! type; behind a box there is one, and the program is a tenth smaller.

use leptos::prelude::*;

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
