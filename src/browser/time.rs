//! Time and dates as the browser tells them.

use super::window;
use js_sys::{Date, Promise};
use leptos::prelude::{request_idle_callback_with_handle, set_timeout};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Waits.
pub async fn sleep(milliseconds: u32) {
    let delay = i32::try_from(milliseconds).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _| {
        // With a function for its callback the call cannot fail.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay);
    });
    let _ = super::http::settle(promise).await;
}

/// Runs something once the browser has nothing else to do; once it is done with this task where it cannot tell, as WebKit.
pub fn when_idle(run: impl Fn() + Clone + 'static) {
    if request_idle_callback_with_handle(run.clone()).is_err() {
        set_timeout(run, Duration::ZERO);
    }
}

/// Milliseconds since 1970 of a time as OpenStack writes it: ISO 8601, UTC when no zone is given.
/// `None` when it is no time.
pub fn parse(text: &str) -> Option<f64> {
    let zoned = text.ends_with('Z') || text.get(19..).is_some_and(|rest| rest.contains(['+', '-']));
    let text = if zoned {
        text.to_owned()
    } else {
        format!("{text}Z")
    };
    let milliseconds = Date::parse(&text);
    milliseconds.is_finite().then_some(milliseconds)
}

/// Now, in milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// The date and time in the person's own manner; the text itself when it is no time.
pub fn readable(text: &str) -> String {
    match parse(text) {
        Some(milliseconds) => {
            let date = Date::new(&JsValue::from_f64(milliseconds));
            String::from(date.to_locale_string("default", &JsValue::UNDEFINED))
        }
        None => text.to_owned(),
    }
}
