//! Answers that are none, or not what they should be.

use super::Fault;
use hyper::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_LENGTH, CONTENT_TYPE,
    HeaderName, HeaderValue, RETRY_AFTER,
};
use serde_json::json;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The cloud's name for a request that went wrong.
pub const REQUEST_ID: &str = "req-0fa17000-0000-4000-8000-000000000000";

const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-openstack-request-id");

const JSON: &str = "application/json";

/// Why a connection ends.
#[derive(Debug)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// A body that is sent whole, or breaks off.
pub(super) struct Reply {
    bytes: Option<Bytes>,
    cut: bool,
    flushed: bool,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match self.bytes.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None if !self.cut => Poll::Ready(None),
            // What there is goes out before the end comes.
            None if !self.flushed => {
                self.flushed = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None => Poll::Ready(Some(Err(Cut))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.bytes, self.cut) {
            (Some(bytes), false) => SizeHint::with_exact(bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}

/// The cloud's own answer.
pub(super) fn whole(real: Response<Bytes>) -> Response<Reply> {
    real.map(|bytes| Reply {
        bytes: Some(bytes),
        cut: false,
        flushed: false,
    })
}

/// What becomes of an answer. `real` is the cloud's, if it was asked.
pub(super) async fn spoilt(
    fault: Fault,
    real: Option<Response<Bytes>>,
    target: &str,
) -> Result<Response<Reply>, Cut> {
    match fault {
        Fault::ServerError => Ok(refusal(500, "Internal Server Error", target)),
        Fault::Expired => {
            let words = "The request you have made requires authentication.";
            Ok(refusal(401, words, "/identity"))
        }
        Fault::Unavailable => {
            let mut reply = refusal(503, "No server is available.", target);
            reply
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("7"));
            Ok(reply)
        }
        Fault::Timeout => std::future::pending().await,
        Fault::CutBefore => Err(Cut),
        Fault::CutInside => {
            let (real, half) = halved(real.expect("a body needs an answer"));
            let mut reply = whole(real);
            let length = HeaderValue::from(half.len() * 2 + 1);
            reply.headers_mut().insert(CONTENT_LENGTH, length);
            *reply.body_mut() = Reply {
                bytes: Some(half),
                cut: true,
                flushed: false,
            };
            Ok(reply)
        }
        Fault::BrokenJson => {
            let (real, half) = halved(real.expect("JSON needs an answer"));
            Ok(whole(real.map(|_| half)))
        }
        Fault::NoCors => Ok(without_cors(200, "{}".to_owned())),
    }
}

/// The head of an answer with the first half of its body. One without a body (204) gets one, and a status that may have it.
fn halved(real: Response<Bytes>) -> (Response<Bytes>, Bytes) {
    let (mut head, body) = real.into_parts();
    let half = match body.len() {
        0 => Bytes::from_static(b"{\"unexpected\": "),
        length => body.slice(..length / 2),
    };
    if head.status == 204 {
        head.status = hyper::StatusCode::ACCEPTED;
    }
    head.headers.remove(CONTENT_LENGTH);
    let id = HeaderValue::from_static(REQUEST_ID);
    head.headers.insert(REQUEST_ID_HEADER, id);
    (Response::from_parts(head, Bytes::new()), half)
}

/// An error as the service at `target` words it, which pages may read.
fn refusal(status: u16, words: &str, target: &str) -> Response<Reply> {
    let service = target.split('/').nth(1).unwrap_or_default();
    let (kind, body) = match service {
        // Glance answers as a web framework does.
        "image" => (
            "text/html; charset=UTF-8",
            format!(
                "<html><head><title>{status} {words}</title></head><body><h1>{status} {words}</h1></body></html>"
            ),
        ),
        "network" => (
            JSON,
            json!({ "NeutronError": { "type": "Fault", "message": words, "detail": "" } })
                .to_string(),
        ),
        "identity" => (
            JSON,
            json!({ "error": { "code": status, "message": words } }).to_string(),
        ),
        _ => (
            JSON,
            json!({ "computeFault": { "code": status, "message": words } }).to_string(),
        ),
    };
    let mut reply = without_cors(status, body);
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(REQUEST_ID_HEADER, HeaderValue::from_static(REQUEST_ID));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("X-OpenStack-Request-ID,Retry-After");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    reply
}

/// An answer that says nothing about pages of other origins.
pub(super) fn without_cors(status: u16, body: String) -> Response<Reply> {
    let mut reply = whole(Response::new(Bytes::from(body)));
    *reply.status_mut() = hyper::StatusCode::from_u16(status).unwrap();
    let json = HeaderValue::from_static(JSON);
    reply.headers_mut().insert(CONTENT_TYPE, json);
    reply
}
