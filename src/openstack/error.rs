//! Everything that can go wrong between this client and a cloud.

mod reply;
mod sign_in;

use super::http::TransportError;
use super::microversion::Capability;
pub use reply::Reply;
pub use sign_in::SignInError;

/// Why the cloud did not do what it was asked.
///
/// It holds no secret: it may be printed, cloned and kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no complete answer.
    #[error("{error} ({origin})")]
    Transport {
        /// As far as a page can know.
        error: TransportError,
        /// Scheme, host and port that were asked.
        origin: String,
    },
    /// A change was asked for, the answer was lost, and asking again did not tell whether it was done.
    #[error("it is not known whether {origin} carried the request out")]
    OutcomeUnknown {
        /// Scheme, host and port that were asked.
        origin: String,
    },
    /// 401: the token is expired, revoked or not valid.
    #[error("the sign-in is no longer valid: {0}")]
    Unauthorized(Reply),
    /// Signing in failed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// 403, or a quota in whatever status the cloud puts it.
    #[error("not allowed: {reply}")]
    Forbidden {
        /// Whether the reason is the quota.
        quota: bool,
        /// What the cloud said.
        reply: Reply,
    },
    /// 404.
    #[error("not found: {0}")]
    NotFound(Reply),
    /// 409, such as a name that is taken.
    #[error("conflict: {0}")]
    Conflict(Reply),
    /// 400 and the like: the cloud does not take what was sent.
    #[error("refused: {0}")]
    BadRequest(Reply),
    /// 413: what was sent is too large.
    #[error("too large: {0}")]
    TooLarge(Reply),
    /// 405, 406, 501: the cloud does not know the call or the microversion.
    #[error("not supported: {0}")]
    Unsupported(Reply),
    /// 429 and its older forms.
    #[error("too many requests: {reply}")]
    RateLimited {
        /// Seconds to wait, when the cloud says so.
        retry_after: Option<u32>,
        /// What the cloud said.
        reply: Reply,
    },
    /// 502, 503, 504.
    #[error("out of service: {reply}")]
    Unavailable {
        /// Seconds to wait, when the cloud says so.
        retry_after: Option<u32>,
        /// What the cloud said.
        reply: Reply,
    },
    /// Any other 5xx.
    #[error("the cloud failed: {0}")]
    Server(Reply),
    /// An answer that cannot be understood.
    #[error("the answer cannot be understood: {what}")]
    BadReply {
        /// What is wrong with it.
        what: &'static str,
        /// Its status.
        status: u16,
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// Something called `.`, `..` or nothing cannot be addressed by any browser; nothing was sent.
    #[error("something called “{name}” cannot be addressed from a browser")]
    NotAddressable {
        /// Its name or id.
        name: String,
    },
    /// The compute API is too old for what was asked; nothing was sent.
    #[error("the cloud's compute API is older than {}", .0.since())]
    TooOld(Capability),
    /// The user data is longer than what Nova takes; nothing was sent.
    #[error("the user data has {base64} bytes in base64")]
    UserDataTooLarge {
        /// Its length in base64.
        base64: usize,
    },
    /// The compute API is older than 2.2 and knows SSH keys only; nothing was sent.
    #[error("the cloud takes no certificates as key pairs")]
    NoCertificates,
    /// The catalog has no such service in the region.
    #[error("the cloud's catalog has no {service} service")]
    NoEndpoint {
        /// The type of service, such as `compute`.
        service: String,
        /// The region that was asked for.
        region: Option<String>,
    },
}

impl Error {
    /// The HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadReply { status, .. } => Some(*status),
            _ => self.reply().map(|reply| reply.status),
        }
    }

    /// The cloud's name for the request, by which its operator finds it in the logs.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::BadReply { request_id, .. } => request_id.as_deref(),
            Self::SignIn(error) => error.request_id(),
            _ => self.reply().and_then(|reply| reply.request_id.as_deref()),
        }
    }

    /// What the cloud said, when it said anything.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Unauthorized(reply)
            | Self::NotFound(reply)
            | Self::Conflict(reply)
            | Self::BadRequest(reply)
            | Self::TooLarge(reply)
            | Self::Unsupported(reply)
            | Self::Server(reply)
            | Self::Forbidden { reply, .. }
            | Self::RateLimited { reply, .. }
            | Self::Unavailable { reply, .. } => Some(reply),
            _ => None,
        }
    }

    /// Whether the service may be one that pages cannot talk to, by its own settings or by this site's.
    pub fn is_closed_to_pages(&self) -> bool {
        matches!(
            self,
            Self::Transport {
                error: TransportError::Unreachable { .. }
                    | TransportError::NotAllowed
                    | TransportError::MixedContent,
                ..
            }
        )
    }

    /// Whether a change that was asked for may have been carried out all the same.
    pub(super) fn may_have_been_done(&self) -> bool {
        match self {
            Self::Transport { error, .. } => error.may_have_arrived(),
            Self::Unavailable { .. } | Self::BadReply { .. } | Self::OutcomeUnknown { .. } => true,
            _ => false,
        }
    }
}
