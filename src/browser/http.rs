//! HTTP by the browser's fetch, through gloo-net: no cookies, no cache, no custom headers, a limit in time.

use crate::openstack::http::{Http, Method, Request, Response, TransportError};
use gloo_net::http::RequestBuilder;
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

/// How long a cloud may take to answer.
const LIMIT_MILLISECONDS: u32 = 45_000;

/// Sends requests by `fetch`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserHttp;

impl Http for BrowserHttp {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let secure = super::window().is_secure_context();
        let loopback = ["http://127.", "http://localhost", "http://[::1]"]
            .iter()
            .any(|start| request.url.starts_with(start));
        let page_is_https = super::window()
            .location()
            .protocol()
            .is_ok_and(|protocol| protocol == "https:");
        if secure && page_is_https && request.url.starts_with("http:") && !loopback {
            return Err(TransportError::MixedContent);
        }
        match fetch(request).await {
            Err(TransportError::Unreachable { .. }) if !super::window().navigator().on_line() => {
                Err(TransportError::Offline)
            }
            outcome => outcome,
        }
    }

    async fn pause(&self, milliseconds: u32) {
        super::time::sleep(milliseconds).await;
    }
}

async fn fetch(mut request: Request) -> Result<Response, TransportError> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let signal = AbortSignal::timeout_with_u32(LIMIT_MILLISECONDS);
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        // A redirect could carry a password to another host.
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&signal));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = match request.body.take() {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let failed = |error: gloo_net::Error| match signal.aborted() {
        true => TransportError::Timeout,
        false => TransportError::Unreachable {
            detail: error.to_string(),
        },
    };
    let reply = built.map_err(failed)?.send().await.map_err(failed)?;
    let headers = reply.headers().entries().collect();
    let status = reply.status();
    let body = reply.binary().await.map_err(|_| match signal.aborted() {
        true => TransportError::Timeout,
        false => TransportError::Interrupted,
    })?;
    Ok(Response {
        status,
        headers,
        body,
    })
}

/// Awaits a promise, for callers outside this module.
pub async fn settle(promise: Promise) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue> {
    JsFuture::from(promise).await
}
