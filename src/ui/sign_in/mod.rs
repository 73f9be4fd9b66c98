//! Signing in: on its own page, and in the dialog that asks when a page needs a cloud.

mod attempt;
mod choose_project;
mod code;
mod dialog;
mod fields;
mod file;
mod form;
mod method;

pub use dialog::SignInDialog;
pub use form::SignInForm;
