//! A key's fingerprints and its picture.

use crate::keys::public::PublicKey;
use leptos::prelude::*;

/// Both fingerprints, each as ssh-keygen writes it, and randomart.
#[component]
pub fn Fingerprints(
    /// The key.
    key: PublicKey,
) -> impl IntoView {
    view! {
        <div class="fingerprints">
            <dl class="facts">
                <dt>"SHA-256"</dt>
                <dd><code class="wrap">{key.sha256()}</code></dd>
                <dt>"MD5"</dt>
                <dd><code class="wrap">{key.md5()}</code></dd>
            </dl>
            <pre class="randomart" role="img" aria-label="Randomart of the key">{key.randomart()}</pre>
        </div>
    }
}
