//! What an X.509 certificate says.

use crate::browser::time;
use crate::keys::x509::X509Certificate;
use leptos::prelude::*;

/// A certificate for WinRM, which is what key pairs of the kind x509 are.
#[component]
pub fn Certificate(
    /// The certificate in PEM.
    text: String,
) -> impl IntoView {
    match X509Certificate::from_pem(&text) {
        Ok((certificate, _)) => view! {
            <dl class="facts">
                <dt>"Subject"</dt><dd class="wrap">{certificate.subject}</dd>
                <dt>"Issuer"</dt><dd class="wrap">{certificate.issuer}</dd>
                <dt>"Valid from"</dt><dd>{time::readable(&certificate.not_before)}</dd>
                <dt>"Valid until"</dt><dd>{time::readable(&certificate.not_after)}</dd>
                <dt>"Key"</dt><dd>{certificate.key_type}" "{certificate.bits.map(|bits| format!("{bits} bits"))}</dd>
                <dt>"SHA-1"</dt><dd><code class="wrap">{certificate.sha1}</code></dd>
                <dt>"SHA-256"</dt><dd><code class="wrap">{certificate.sha256}</code></dd>
            </dl>
        }
        .into_any(),
        Err(error) => {
            view! { <p>{format!("This certificate cannot be read: {error}.")}</p> }.into_any()
        }
    }
}
