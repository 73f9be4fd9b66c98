//! What is running here, and whether it is what was built.

use crate::browser::boot;
use crate::browser::loaded::{self, Loaded, Manifest};
use crate::ui::command;
use crate::ui::dynamic::dynamic;
use crate::ui::failure::Problem;
use leptos::{prelude::*, task::spawn_local};

type Outcome = Result<(Manifest, Vec<Loaded>), String>;

/// The build, the files that were loaded with their hashes, and how to check them from outside.
#[component]
pub fn Running() -> impl IntoView {
    let outcome = RwSignal::new(None::<Outcome>);
    spawn_local(async move {
        let read = async {
            let manifest = loaded::manifest().await?;
            let files = loaded::files(&manifest).await;
            Ok((manifest, files))
        };
        // The person may have gone elsewhere meanwhile.
        outcome.try_set(Some(read.await));
    });
    dynamic(move || {
        match outcome.get() {
        None => view! { <p class="loading" role="status">"Reading what was loaded…"</p> }.into_any(),
        Some(Err(reason)) => view! {
            <Problem
                title="This page cannot tell what it is made of"
                detail=reason
                next="Over plain http the browser computes no hashes. Otherwise reload the page; if it stays so, compare the site from outside as told below."
            />
        }
        .into_any(),
        Some(Ok((manifest, files))) => view! {
            <Facts manifest />
            <Files files />
        }
        .into_any(),
    }
    })
}

#[component]
fn Facts(manifest: Manifest) -> impl IntoView {
    let commit = match manifest.clean {
        Some(false) => format!("{}, with changes that were not committed", manifest.commit),
        _ => manifest.commit,
    };
    let tools = manifest.tools.iter();
    let tools = tools.map(|(tool, version)| match version.starts_with(tool) {
        true => version.clone(),
        false => format!("{tool} {version}"),
    });
    let tools = tools.collect::<Vec<_>>().join(", ");
    view! {
        <dl class="facts">
            <dt>"Version"</dt>
            <dd>{manifest.version}</dd>
            <dt>"Commit"</dt>
            <dd><code>{commit}</code></dd>
            <dt>"Build"</dt>
            <dd><code>{manifest.build}</code></dd>
            <dt>"Built with"</dt>
            <dd>{tools}</dd>
        </dl>
    }
}

#[component]
fn Files(files: Vec<Loaded>) -> impl IntoView {
    let wrong = files.iter().filter(|file| !file.is_as_built());
    let wrong: Vec<_> = wrong.map(|file| file.name.clone()).collect();
    let summary = match wrong.is_empty() {
        true => view! {
            <p role="status">{format!("All {} files that this page has loaded are those of the build.", files.len())}</p>
        }
        .into_any(),
        false => view! {
            <Problem
                title="This page is not what was built"
                detail=format!("Not as the build lists them: {}.", wrong.join(", "))
                next="Reload the page: the site may have been updated meanwhile. If it stays so, make and unlock no keys here, and tell whoever runs this site."
            />
        }
        .into_any(),
    };
    let lines = files.into_iter().map(|file| {
        let as_built = file.is_as_built();
        let said = match (&file.sha256, &file.listed) {
            (None, _) => "could not be read",
            (_, None) => "not of the build",
            _ if as_built => "as built",
            _ => "not as built",
        };
        view! {
            <li>
                <span class="name">{file.name}</span>
                " "
                <span class="badge" class:good=as_built class:bad=!as_built>{said}</span>
                <code aria-label="SHA-256">{file.sha256}</code>
            </li>
        }
    });
    view! {
        {summary}
        <ul class="hashes" aria-label="Loaded files">{lines.collect_view()}</ul>
    }
}

/// The check that counts.
#[component]
pub fn FromOutside() -> impl IntoView {
    let site = format!("{}{}/", boot::origin(), boot::base());
    view! {
        <p>
            "Whoever serves this site could serve other code, and to you alone. Such code could show other hashes here than those
            of what it is. So check from outside: in a checkout of the source, at the commit above, these lines build the site and
            compare every file."
        </p>
        {command::line("Compare the site with its source", "Copy the command", format!("cargo xtask verify {site}"))}
        <p class="hint">
            "The same commit gives the same bytes on every machine. A copy of the site's folder is compared by "
            <code>"sha256sum -c SHA256SUMS"</code> "."
        </p>
    }
}
