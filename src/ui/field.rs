//! Form fields: a label, the control, a hint, and what is wrong with what was typed.

use crate::ui::dynamic::{attribute, dynamic, words};
use leptos::{html::Input, prelude::*};

/// What a text field needs besides its label and value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// Hidden while typed.
    Password,
    /// A URL.
    Url,
}

/// A text that can be read and typed over: a signal, or a [`Proposed`] one.
#[derive(Clone, Copy)]
pub struct Text {
    get: Signal<String>,
    set: Callback<String>,
}

impl Text {
    /// One that is read and written by these.
    pub fn new(
        get: impl Fn() -> String + Send + Sync + 'static,
        set: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        Self {
            get: Signal::derive(get),
            set: Callback::new(set),
        }
    }
}

impl From<RwSignal<String>> for Text {
    fn from(signal: RwSignal<String>) -> Self {
        Self {
            get: signal.into(),
            set: Callback::new(move |text| signal.set(text)),
        }
    }
}

/// A text that is proposed until the person types another.
#[derive(Clone, Copy)]
pub struct Proposed {
    typed: RwSignal<Option<String>>,
    proposal: Signal<String>,
}

impl Proposed {
    /// Follows `proposal` until something is typed.
    pub fn new(proposal: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self {
            typed: RwSignal::new(None),
            proposal: Signal::derive(proposal),
        }
    }

    /// What was typed, else what is proposed; tracked.
    pub fn get(self) -> String {
        self.typed.get().unwrap_or_else(|| self.proposal.get())
    }
}

impl From<Proposed> for Text {
    fn from(text: Proposed) -> Self {
        Self {
            get: Signal::derive(move || text.get()),
            set: Callback::new(move |typed| text.typed.set(Some(typed))),
        }
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// The accessible name.
    #[prop(into)]
    label: String,
    /// The control's id, unique in the page.
    id: &'static str,
    /// What is typed.
    #[prop(into)]
    value: Text,
    /// What is wrong with it, in a sentence.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What to type.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// Text, password or URL.
    #[prop(default = Kind::Text)]
    kind: Kind,
    /// The browser's autocomplete token.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must not be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// The first thing to type on the page.
    #[prop(default = false)]
    focus: bool,
    /// The element, for those who must focus it.
    #[prop(optional)]
    node: NodeRef<Input>,
) -> impl IntoView {
    // Focus is set once the element is in the document; there is no other moment to do it.
    Effect::new(move || {
        if let Some(input) = node.get().filter(|_| focus) {
            // A field that cannot take the focus keeps its value all the same.
            let _ = input.focus();
        }
    });
    let input_type = match kind {
        Kind::Text => "text",
        Kind::Password => "password",
        Kind::Url => "url",
    };
    let described = format!("{id}-hint {id}-error");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type=input_type
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=attribute("true", move || error.with(Option::is_some))
                disabled=disabled
                prop:value=value.get
                on:input=move |event| value.set.run(event_target_value(&event))
                node_ref=node
            />
            <p class="hint" id=format!("{id}-hint")>{words(move || hint.get())}</p>
            <p class="error" id=format!("{id}-error")>{words(move || error.get().unwrap_or_default())}</p>
        </div>
    }
}

/// One of several.
#[component]
pub fn SelectField(
    /// The accessible name.
    label: &'static str,
    /// The control's id, unique in the page.
    id: &'static str,
    /// The value chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Value and text of each choice.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Called with the value a person chose.
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| choose(event_target_value(&event))>
                <Options value options />
            </select>
        </div>
    }
}

/// The choices of a combobox.
#[component]
pub fn Options(
    /// The value chosen.
    value: Signal<String>,
    /// Value and text of each choice.
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    dynamic(move || {
        let chosen = value.get();
        let option = |(value, text): (String, String)| {
            let selected = value == chosen;
            // The attribute says nothing any more once a person has chosen.
            view! { <option value=value prop:selected=selected>{text}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    })
}
