//! Every failure in plain words: what happened, why, and what to do next.

mod cloud;
pub mod cloud_file;
pub mod servers;
mod sign_in;
mod vault;

use crate::openstack::error::Error;
pub use vault::explain_vault;

/// A failure as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, a few words without a full stop at the end.
    pub title: String,
    /// Why, as far as it is known, with the cloud's own words where they help; whole sentences.
    pub detail: String,
    /// The cloud's name for the request, by which its operator finds it in the logs.
    pub request_id: Option<String>,
    /// What to do next; whole sentences.
    pub next: String,
    /// Whether [`operator_lines`] may be what is missing: to be shown beside it then.
    pub for_operator: bool,
}

impl Explanation {
    fn new(title: &str, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            title: title.to_owned(),
            detail: detail.into(),
            request_id: None,
            next: next.into(),
            for_operator: false,
        }
    }

    /// All of it as running text.
    pub fn sentences(&self) -> String {
        let mut text = format!("{}. {} {}", self.title, self.detail, self.next);
        if let Some(id) = &self.request_id {
            text = format!("{text} Request id: {id}");
        }
        text
    }

    fn with_lines(mut self) -> Self {
        self.for_operator = true;
        self
    }
}

/// Explains what went wrong between this page and a cloud.
pub fn explain(error: &Error) -> Explanation {
    let explanation = match error {
        Error::SignIn(error) => sign_in::explain(error),
        error => cloud::explain(error),
    };
    Explanation {
        request_id: error.request_id().map(str::to_owned),
        ..explanation
    }
}

/// Each service's file, what a page must be allowed to send to it where the stock list may lack something, and what it
/// must be allowed to read.
const FILES: [(&str, &str, &str); 4] = [
    (
        "keystone.conf",
        "",
        "X-Subject-Token,Openstack-Auth-Receipt,X-OpenStack-Request-ID,Retry-After",
    ),
    (
        "nova.conf",
        "X-Auth-Token,OpenStack-API-Version,X-OpenStack-Nova-API-Version",
        "OpenStack-API-Version,X-OpenStack-Request-ID,X-Compute-Request-ID,Retry-After",
    ),
    ("glance-api.conf", "", "X-OpenStack-Request-ID,Retry-After"),
    ("neutron.conf", "", "X-OpenStack-Request-ID,Retry-After"),
];

/// What the operator of a cloud puts into its services' files so that pages of this origin, such as
/// `https://keys.example.org`, may talk to it. Each part begins with a comment that names the file.
///
/// Source: oslo.middleware, "Cross-Origin Resource Sharing (CORS)". `allow_headers` and `expose_headers` replace the
/// service's own lists. Nova's lacks `OpenStack-API-Version` before 2021.
pub fn operator_lines(origin: &str) -> String {
    let part = |(file, allow, expose): &(&str, &str, &str)| {
        let allow = match *allow {
            "" => String::new(),
            names => format!("allow_headers = {names}\n"),
        };
        format!("# {file}\n[cors]\nallowed_origin = {origin}\n{allow}expose_headers = {expose}\n")
    };
    FILES.iter().map(part).collect::<Vec<_>>().join("\n")
}
