//! The few pictures, drawn in the text's colour.

use leptos::prelude::*;

/// Keyhaven's mark: a key whose bow is a harbour's ring.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
            <path
                fill="none"
                stroke="currentColor"
                stroke-width="3"
                stroke-linecap="round"
                stroke-linejoin="round"
                d="M16 15v13m0-5h5m-5 5h4M8.5 12.5a8 8 0 1 1 15 0"
            />
            <circle cx="16" cy="10" r="3.2" fill="currentColor" />
        </svg>
    }
}

/// A padlock, for what stays on the person's machine.
#[component]
pub fn Lock() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
            <path fill="none" stroke="currentColor" stroke-width="1.8" d="M6 9V6.5a4 4 0 0 1 8 0V9" />
            <rect x="4" y="9" width="12" height="8.5" rx="2" fill="currentColor" />
        </svg>
    }
}

/// A tick, for what is done.
#[component]
pub fn Tick() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
            <path
                fill="none"
                stroke="currentColor"
                stroke-width="2.4"
                stroke-linecap="round"
                stroke-linejoin="round"
                d="m4 10.5 4 4 8-9"
            />
        </svg>
    }
}
