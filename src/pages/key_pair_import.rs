//! Import an existing public key: pasted, picked or dropped; checked and made canonical before anything is sent.

mod private;

use super::{signed_in, title};
use crate::ui::dynamic::{attribute, dynamic, words};
use crate::ui::link::Link;
use crate::{
    browser::files::{self, FileError},
    key_pairs::KeyPairs,
    keys::{
        import::{ImportError, looks_private, read_public},
        public::PublicKey,
    },
    openstack::{error::Error, key_pair_name::KeyPairName},
    router::Router,
    routes,
    session::Auth,
    ui::{
        failure::Failure, field::Proposed, field::TextField, fingerprints::Fingerprints,
        notice::Notices,
    },
};
use leptos::{prelude::*, task::spawn_local};
use private::PrivatePasted;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, File, HtmlInputElement};

/// What is being imported. Copies are handles to the same fields.
#[derive(Clone, Copy)]
struct Draft {
    key_pairs: KeyPairs,
    text: RwSignal<String>,
    name: Proposed,
    tried: RwSignal<bool>,
    file_trouble: RwSignal<Option<String>>,
    /// A private key that came in: handed to the vault, never shown, never sent.
    private: RwSignal<Option<private::Pasted>>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Error>>,
}

impl Draft {
    fn new() -> Self {
        let text = RwSignal::new(String::new());
        let key_pairs = expect_context::<KeyPairs>();
        Self {
            key_pairs,
            text,
            name: Proposed::new(move || propose_name(&text.get(), key_pairs)),
            tried: RwSignal::new(false),
            file_trouble: RwSignal::new(None),
            private: RwSignal::new(None),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// Takes what was pasted, typed, picked or dropped. A private key goes to the vault and leaves no trace here.
    fn take(self, text: String) {
        self.file_trouble.set(None);
        if looks_private(&text) {
            self.text.set(String::new());
            self.private.set(Some(private::Pasted::new(text)));
        } else if self.private.with_untracked(Option::is_some) && read_public(&text).is_err() {
            // The rest of a private key that came in pieces: it is as private as its beginning.
            self.text.set(String::new());
        } else {
            self.private.set(None);
            self.text.set(text);
        }
    }

    async fn take_file(self, file: File) {
        match files::read(&file).await {
            Ok(text) => self.take(text),
            Err(FileError::TooLarge) => {
                self.trouble("This file is larger than 1 MB, so it is no key file.")
            }
            Err(error) => self.trouble(&error.to_string()),
        }
    }

    fn trouble(self, text: &str) {
        self.file_trouble.set(Some(text.to_owned()));
    }

    fn key(self) -> Result<PublicKey, ImportError> {
        self.text.with(|text| read_public(text))
    }

    fn checked_name(self) -> Result<KeyPairName, String> {
        self.key_pairs.check_name(&self.name.get())
    }

    fn name_error(self) -> Option<String> {
        let shown = self.tried.get() || !self.name.get().is_empty();
        if shown && !self.busy.get() {
            self.checked_name().err()
        } else {
            None
        }
    }

    fn text_error(self) -> Option<String> {
        if let Some(trouble) = self.file_trouble.get() {
            return Some(trouble);
        }
        match self.key() {
            Err(ImportError::Empty) if !self.tried.get() || self.private.with(Option::is_some) => {
                None
            }
            outcome => outcome.err().map(|error| error.to_string()),
        }
    }
}

/// The key's comment, when it makes a name that is free.
fn propose_name(text: &str, key_pairs: KeyPairs) -> String {
    let comment = read_public(text)
        .map(|key| key.comment().to_owned())
        .unwrap_or_default();
    match key_pairs.check_name(&comment) {
        Ok(_) => comment,
        Err(_) => String::new(),
    }
}

/// `/key-pairs/import`.
#[component]
pub fn ImportPage() -> impl IntoView {
    title("Import public key");
    signed_in(move |_| view! { <Import /> })
}

#[component]
fn Import() -> impl IntoView {
    let draft = Draft::new();
    let submit = submitter(draft);
    let busy = draft.busy;
    view! {
        <p class="crumb"><Link to=routes::KEY_PAIRS>"Key pairs"</Link></p>
        <h1>"Import public key"</h1>
        <form class="card stack" novalidate on:submit=submit>
            <KeyText draft />
            {dynamic(move || draft.private.get().map(|pasted| view! { <PrivatePasted pasted use_public=move |line| draft.take(line) put_away=move || draft.private.set(None) /> }))}
            {dynamic(move || draft.key().ok().map(|key| view! { <Preview key key_pairs=draft.key_pairs /> }))}
            <TextField
                label="Name"
                id="name"
                value=draft.name
                error=Signal::derive(move || draft.name_error())
                hint="What the cloud calls it."
            />
            {dynamic(move || draft.failure.get().map(|error| view! { <Failure error /> }))}
            <div class="actions">
                <button type="submit" class="primary" aria-busy=attribute("true", move || busy.get())>
                    {words(move || if busy.get() { "Importing…" } else { "Import public key" })}
                </button>
            </div>
        </form>
    }
}

/// Sends the key once all is in order.
fn submitter(draft: Draft) -> impl Fn(leptos::ev::SubmitEvent) + Clone {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let router = expect_context::<Router>();
    move |event| {
        event.prevent_default();
        draft.tried.set(true);
        draft.failure.set(None);
        let (Ok(name), Ok(key)) = untrack(|| (draft.checked_name(), draft.key())) else {
            return;
        };
        if draft.busy.get_untracked() {
            return;
        }
        draft.busy.set(true);
        spawn_local(async move {
            let (name, key) = (&name, &key);
            let outcome = auth
                .compute(|compute| async move { compute.import_key_pair(name, key).await })
                .await;
            match outcome {
                Ok(pair) => {
                    let path = routes::key_pair(&pair.name);
                    let text = format!("Key pair {} imported.", pair.name);
                    draft.key_pairs.add(pair);
                    router.go(path);
                    notices.done(text);
                }
                Err(error) => {
                    draft.failure.try_set(Some(error));
                }
            }
            draft.busy.try_set(false);
        });
    }
}

/// The text area, the file field, and the place to drop a file on.
#[component]
fn KeyText(draft: Draft) -> impl IntoView {
    let over = RwSignal::new(false);
    let paste = move |event: ClipboardEvent| {
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text").ok())
            .unwrap_or_default();
        if looks_private(&text) {
            // It never gets into the page.
            event.prevent_default();
            draft.take(text);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let data = event.data_transfer();
        if let Some(file) = data.as_ref().and_then(|data| files::first(data.files())) {
            spawn_local(draft.take_file(file));
        } else if let Some(text) = data.and_then(|data| data.get_data("text").ok()) {
            draft.take(text);
        }
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let pick = move |event: leptos::ev::Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = files::first(input.files()) {
            spawn_local(async move {
                draft.take_file(file).await;
                // So that the same file can be picked again once it is mended.
                input.set_value("");
            });
        }
    };
    let error = Memo::new(move |_| draft.text_error());
    view! {
        <div class="field drop" class:over=over on:dragover=drag on:dragleave=move |_| over.set(false) on:drop=drop>
            <label for="public-key">"Public key"</label>
            <textarea
                id="public-key"
                rows="5"
                class="mono"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                placeholder="ssh-ed25519 AAAA… you@laptop"
                aria-describedby="public-key-hint public-key-error"
                aria-invalid=attribute("true", move || error.with(Option::is_some))
                prop:value=draft.text
                on:paste=paste
                on:input=move |event| draft.take(event_target_value(&event))
            ></textarea>
            <p class="hint" id="public-key-hint">"Paste the content of a .pub file, or drop the file here."</p>
            <p class="error" id="public-key-error" role="alert">{words(move || error.get().unwrap_or_default())}</p>
            <label for="public-key-file" class="file-label">"Public key file"</label>
            <input id="public-key-file" type="file" on:change=pick />
        </div>
    }
}

/// The key as it will be sent.
#[component]
fn Preview(key: PublicKey, key_pairs: KeyPairs) -> impl IntoView {
    let size = key
        .bits()
        .map(|bits| format!(", {bits} bits"))
        .unwrap_or_default();
    let same = {
        let key = key.clone();
        move || match key_pairs.with_key(&key).as_slice() {
            [] => None,
            names => Some(
                view! { <p class="info">{format!("You have this same key already, as {}.", names.join(", "))}</p> },
            ),
        }
    };
    view! {
        <section class="preview" aria-label="The key as it will be sent">
            <p><strong>{key.type_label()}</strong>{size}</p>
            <pre class="code" tabindex="0">{key.to_line()}</pre>
            {same}
            <Fingerprints key />
        </section>
    }
}
