//! What is said of a listed key in its row.

use crate::audit::health::{Audit, Verdict};
use crate::key_pairs::Row;
use crate::keys::audit::Severity;
use crate::openstack::compute::KeyPairKind;
use crate::ui::dynamic::dynamic;
use leptos::prelude::*;
use std::sync::Arc;

/// What a key pair is for, in a word.
pub fn kind_label(kind: KeyPairKind) -> &'static str {
    match kind {
        KeyPairKind::Ssh => "SSH",
        KeyPairKind::X509 => "X.509 certificate",
    }
}

/// The class of a badge or bar.
pub fn class(severity: Option<Severity>) -> &'static str {
    match severity {
        None | Some(Severity::Note) => "good",
        Some(Severity::Old) => "warn",
        Some(Severity::Bad) => "bad",
    }
}

/// How good a key is, in a small label.
#[component]
pub fn HealthBadge(
    /// The listed key.
    row: Arc<Row>,
) -> impl IntoView {
    let audit = expect_context::<Audit>();
    let verdict = Memo::new(move |_| audit.verdict(&row));
    dynamic(move || {
        let Verdict {
            severity,
            label,
            why,
        } = verdict.get();
        view! { <span class=format!("badge {}", class(severity)) title=why>{label}</span> }
    })
}
