//! Filling the form from a `clouds.yaml` or openrc file. The file is read here and goes nowhere. What reads it is fetched
//! when a file is chosen.

mod found;
mod take_over;

use super::attempt::Attempt;
use crate::ui::{dynamic::dynamic, failure::Problem};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{prelude::*, task::spawn_local};
use std::pin::Pin;
use std::sync::Arc;
use web_sys::FileList;

/// Shows what came of the files.
type Show = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// The field.
#[component]
pub fn FromFile(attempt: Attempt, other_clouds: bool) -> impl IntoView {
    let shown = RwSignal::new(None::<Show>);
    let pick = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let Some(picked) = input.files().filter(|picked| picked.length() > 0) else {
            return;
        };
        shown.set(None);
        spawn_local(async move {
            let show = match read(picked, attempt, other_clouds).await {
                Ok(show) => show.await,
                Err(_) => Arc::new(|| not_fetched().into_any()),
            };
            // The same file can be picked again after it was changed.
            input.set_value("");
            shown.try_set(Some(show));
        });
    };
    view! {
        <div class="field">
            <label for="cloud-file">"clouds.yaml or openrc file"</label>
            <input id="cloud-file" type="file" multiple aria-describedby="cloud-file-hint" on:change=pick />
            <p class="hint" id="cloud-file-hint">"Fills in this form. The file is read in this page and sent nowhere."</p>
            {dynamic(move || shown.get().map(|show| show()))}
        </div>
    }
}

#[wasm_split(files, wasm_split_path = leptos::wasm_split, fallible)]
fn read(
    picked: FileList,
    attempt: Attempt,
    other_clouds: bool,
) -> Result<Pin<Box<dyn Future<Output = Show>>>, SplitLoaderError> {
    Ok(Box::pin(found::read(picked, attempt, other_clouds)))
}

fn not_fetched() -> impl IntoView {
    view! {
        <Problem
            title="The file was not read"
            detail="The site did not send the part of its program that reads such files."
            next="Check the connection and choose the file again."
        />
    }
}
