//! The clouds in the files, and which of them the form is filled from.

use super::Show;
use super::take_over::take_over;
use crate::{
    browser::files::{self, FileError as Trouble},
    cloud_files::{self, CloudEntry, File, FileError},
    explain::cloud_file::explain,
    ui::{dynamic::dynamic, failure::shown, field::SelectField, sign_in::attempt::Attempt},
};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::FileList;
use zeroize::Zeroizing;

/// Reads the files and fills the form from the first cloud in them.
pub(super) async fn read(picked: FileList, attempt: Attempt, other_clouds: bool) -> Show {
    let entries = match read_all(picked).await {
        Ok(entries) => Arc::new(entries),
        Err(error) => return Arc::new(move || shown(explain(&error), None).into_any()),
    };
    let fill = move |entry: &CloudEntry| {
        // The form may have been closed meanwhile.
        let clouds = attempt.clouds.try_get_value().unwrap_or_default();
        take_over(attempt.fields, entry, &clouds, other_clouds)
    };
    let said = entries.first().map(fill).unwrap_or_default();
    Arc::new(move || view! { <Found entries=entries.clone() said=said.clone() fill /> }.into_any())
}

async fn read_all(picked: FileList) -> Result<Vec<CloudEntry>, FileError> {
    let mut texts = Vec::new();
    for file in (0..picked.length()).filter_map(|at| picked.get(at)) {
        let name = file.name();
        match files::read(&file).await {
            Ok(text) => texts.push((name, Zeroizing::new(text))),
            Err(Trouble::Unreadable) => return Err(FileError::Unreadable { file: name }),
            Err(Trouble::TooLarge) => {
                let bytes = file.size() as usize;
                return Err(FileError::TooBig { file: name, bytes });
            }
        }
    }
    let files: Vec<_> = texts
        .iter()
        .map(|(name, text)| File { name, text })
        .collect();
    cloud_files::read(&files)
}

#[component]
fn Found(
    entries: Arc<Vec<CloudEntry>>,
    said: Vec<String>,
    fill: impl Fn(&CloudEntry) -> Vec<String> + Send + Sync + 'static,
) -> impl IntoView {
    let said = RwSignal::new(said);
    let chosen = RwSignal::new("0".to_owned());
    let options: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (at.to_string(), entry.name.clone()))
        .collect();
    let one = options.first().filter(|_| options.len() == 1).cloned();
    let choose = move |at: String| {
        if let Some(entry) = at.parse().ok().and_then(|at: usize| entries.get(at)) {
            said.set(fill(entry));
            chosen.set(at);
        }
    };
    let notes = move || {
        let line = |text| view! { <li>{text}</li> };
        let notes = said.get();
        (!notes.is_empty())
            .then(|| view! { <ul class="hint">{notes.into_iter().map(line).collect_view()}</ul> })
    };
    view! {
        <div role="status" class="from-file">
            {match one {
                Some((_, name)) => view! { <p class="hint">"Filled in from “"{name}"”."</p> }.into_any(),
                None => view! {
                    <SelectField label="Cloud in the file" id="cloud-in-file" value=chosen options=Signal::stored(options) choose />
                }.into_any(),
            }}
            {dynamic(notes)}
        </div>
    }
}
