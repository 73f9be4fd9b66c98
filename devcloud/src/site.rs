//! The built site, served as a production host would: precompressed files, caching by name, every route
//! answered with the page, and a `config.json` that points at this cloud.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use regex::Regex;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::headers;

/// What `/config.json` says unless the cloud was told otherwise.
const CONFIG: &str = r#"{
  "clouds": [
    {
      "name": "Local cloud",
      "auth_url": "/identity/v3",
      "user_domain": "Default",
      "project_domain": "Default",
      "project": "demo",
      "region": "RegionOne",
      "origins": [],
      "endpoints": {}
    }
  ],
  "other_clouds": true
}
"#;

/// A build's hash in a file's name, as Trunk puts it: `app-0123456789abcdef_bg.wasm`. When it does not
/// compile nothing is kept for good, and a test would say so.
static HASHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"-[0-9a-f]{12,64}(_bg)?\.[a-z0-9.]+$").ok());

pub(crate) fn router(dist: Option<&Path>, config: Option<String>, secured: bool) -> Router {
    let config = Arc::new(config.unwrap_or_else(|| CONFIG.to_owned()));
    let router = Router::new().route(
        "/config.json",
        get(move || {
            let config = config.clone();
            async move { json(&config) }
        }),
    );
    let router = match dist {
        Some(dist) => {
            let files = ServeDir::new(dist)
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(true);
            router.fallback_service(get(serve).with_state(files))
        }
        None => router,
    };
    match secured {
        true => router.layer(map_response(headers::secure)),
        false => router,
    }
}

fn json(text: &str) -> Response {
    let mut reply = Response::new(Body::from(text.to_owned()));
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, headers::REVALIDATE);
    reply
}

/// A file, or the page for a path that is none of the files and that a person asked for.
async fn serve(State(files): State<ServeDir>, request: Request) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let page = wants_page(&path, request.headers());
    let headers = request.headers().clone();
    let mut reply = from_dir(&files, request).await;
    if reply.status() == StatusCode::NOT_FOUND && page {
        let mut index = Request::new(Body::empty());
        *index.method_mut() = method;
        *index.headers_mut() = headers;
        reply = from_dir(&files, index).await;
    }
    let hashed = HASHED.as_ref().is_some_and(|regex| regex.is_match(&path));
    let cache = if hashed && reply.status().is_success() {
        headers::FOREVER
    } else {
        headers::REVALIDATE
    };
    reply.headers_mut().insert(CACHE_CONTROL, cache);
    reply
}

async fn from_dir(files: &ServeDir, request: Request) -> Response {
    match files.clone().oneshot(request).await {
        Ok(reply) => reply.map(Body::new),
        Err(never) => match never {},
    }
}

/// Whether a path may be one of the app's routes. A missing file must stay a 404, not turn into a page.
fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    let html = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"));
    html && ["/identity/", "/compute/", "/rackspace/"]
        .iter()
        .all(|api| !path.starts_with(api))
}
