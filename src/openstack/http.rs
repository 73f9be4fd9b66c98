//! HTTP as this client needs it: one trait that the browser's fetch, or a test, stands behind.

use std::rc::Rc;
use zeroize::Zeroize;

/// The methods that the OpenStack APIs are asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`: changes nothing, may be repeated.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// The method as it stands on the wire: `GET`, `POST`, `PUT`, `DELETE`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A request to a cloud.
///
/// It may bear a token or a password: there is no `Debug` and no `Clone`, and headers and body are wiped on drop.
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL, percent-encoded.
    pub url: String,
    /// Header names and values, to be sent exactly so and without others that would ask for a CORS preflight.
    pub headers: Vec<(String, String)>,
    /// The body, JSON, when there is one.
    pub body: Option<String>,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// The same request with one header more.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same request with a JSON body.
    #[must_use]
    pub fn with_json(mut self, body: String) -> Self {
        self.body = Some(body);
        self.with_header("Content-Type", "application/json")
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        self.headers
            .iter_mut()
            .for_each(|(_, value)| value.zeroize());
        self.body.zeroize();
    }
}

/// What a cloud answered, whatever the status.
///
/// No `Debug`: a header or the body may hold a token.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers that can be read: in a browser those that the cloud's CORS settings expose.
    pub headers: Vec<(String, String)>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Response {
    /// The value of a header, its name compared without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer, as far as a page can know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No answer at all. A host that is down, a wrong address, a refused certificate and a refused CORS preflight all
    /// look like this from inside a page.
    #[error("the cloud could not be reached")]
    Unreachable {
        /// The browser's own words, for a report; not for deciding anything.
        detail: String,
    },
    /// No answer within the time allowed. The request may have been carried out.
    #[error("the cloud did not answer in time")]
    Timeout,
    /// The answer began and broke off. The request may have been carried out.
    #[error("the connection broke before the answer was complete")]
    Interrupted,
    /// A page loaded over https asked for an http address, which browsers refuse before anything is sent.
    #[error("a secure page may not ask an address that begins with http://")]
    MixedContent,
    /// The page's own content security policy does not allow the address; nothing was sent.
    #[error("this site's policy does not allow that address")]
    NotAllowed,
    /// The browser says that it has no network; nothing was sent.
    #[error("this device is offline")]
    Offline,
    /// The address is not one that can be asked.
    #[error("the address is not valid")]
    BadUrl,
}

impl TransportError {
    /// Whether the cloud may have carried the request out although no answer came.
    pub fn may_have_arrived(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::Timeout | Self::Interrupted
        )
    }
}

/// Something that sends requests. Its futures need not be `Send`: a browser has one thread.
#[allow(async_fn_in_trait)]
pub trait Http {
    /// Sends a request without cookies and gives the whole answer, whatever its status.
    ///
    /// # Errors
    /// When there is no complete answer.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;

    /// Lets this many milliseconds pass.
    async fn pause(&self, milliseconds: u32);
}

impl<H: Http + ?Sized> Http for &H {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send(request).await
    }

    async fn pause(&self, milliseconds: u32) {
        (**self).pause(milliseconds).await;
    }
}

impl<H: Http + ?Sized> Http for Rc<H> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send(request).await
    }

    async fn pause(&self, milliseconds: u32) {
        (**self).pause(milliseconds).await;
    }
}
