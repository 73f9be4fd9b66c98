//! Every failure in plain words: what happened, why, and what to do next.

mod cloud;
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

    /// All of it but the request id, as running text.
    pub fn sentences(&self) -> String {
        format!("{}. {} {}", self.title, self.detail, self.next)
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

/// What the operator of a cloud puts into `keystone.conf` and `nova.conf` so that pages of this origin, such as
/// `https://keys.example.org`, may talk to it.
///
/// Source: oslo.middleware, "Cross-Origin Resource Sharing (CORS)". `expose_headers` replaces the service's own list.
pub fn operator_lines(origin: &str) -> String {
    format!(
        "[cors]\nallowed_origin = {origin}\nexpose_headers = X-Subject-Token,OpenStack-API-Version,\
         X-OpenStack-Request-ID,X-Compute-Request-ID,Openstack-Auth-Receipt,Retry-After"
    )
}
