//! What WebOb answers for the application when nothing of it is called: as HTML, JSON or plain text, whichever the caller
//! would rather have. Browsers take anything, and so get HTML.
//! Source: WebOb, `webob.exc.WSGIHTTPException.generate_response`.

use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde_json::json;

/// A page that says `detail`, in the kind that the request's headers ask for.
pub(super) fn page(status: StatusCode, detail: &str, asked: &HeaderMap) -> Response {
    let title = status.canonical_reason().unwrap_or_default();
    let title = if status == StatusCode::PAYLOAD_TOO_LARGE {
        "Request Entity Too Large"
    } else {
        title
    };
    let line = format!("{} {title}", status.as_u16());
    let accept = asked
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    let (html, json) = (
        quality(accept, "text/html"),
        quality(accept, "application/json"),
    );
    let (kind, text) = if html > 0.0 && html >= json {
        let text = format!(
            "<html>\n <head>\n  <title>{line}</title>\n </head>\n <body>\n  <h1>{line}</h1>\n  {detail}<br /><br />\n\n\n\n \
             </body>\n</html>"
        );
        ("text/html; charset=UTF-8", text)
    } else if json > 0.0 {
        let message = format!("{detail}<br /><br />\n\n\n");
        let body = json!({ "message": message, "code": line, "title": title });
        ("application/json", body.to_string())
    } else {
        let text = format!("{line}\n\n{detail}\n\n   ");
        ("text/plain; charset=UTF-8", text)
    };
    (status, [(CONTENT_TYPE, kind)], text).into_response()
}

/// How much a kind is wanted, from 0 to 1: what is said of it, else of all its sort, else of anything. RFC 9110, 12.5.1.
fn quality(accept: &str, kind: &str) -> f32 {
    let sort = kind.split('/').next().unwrap_or_default();
    let said = |wanted: &str| {
        accept.split(',').find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let same = parts.next()?.eq_ignore_ascii_case(wanted);
            let q = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            same.then_some(q.unwrap_or(1.0))
        })
    };
    said(kind)
        .or_else(|| said(&format!("{sort}/*")))
        .or_else(|| said("*/*"))
        .unwrap_or(0.0)
}
