//! Glance over HTTP.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Json, Router};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use serde_json::{Value, json};

use super::Image;
use crate::identity::{base_url, caller, host_url};
use crate::store::images;
use crate::store::tokens::Token;
use crate::{Cloud, clock, cors, random};

/// As many images as a page has when nobody says; Glance's `limit_param_default`.
const PAGE: usize = 25;
/// As many as it has at most; `api_limit_max`.
const MOST: usize = 1000;

pub(crate) fn router(cloud: &Arc<Cloud>) -> Router {
    let closed = Router::new()
        .route("/image/v2/images", get(list))
        .route("/image/v2/images/{id}", get(show))
        .layer(from_fn_with_state(cloud.clone(), authenticated));
    let open = Router::new()
        .route("/image", any(versions))
        .route("/image/", any(versions));
    let api = closed
        .fallback(|| async { plain(StatusCode::NOT_FOUND, "The resource could not be found.") })
        .layer(from_fn(finished))
        .merge(open)
        .with_state(cloud.clone());
    cors::mount(cloud, "/image", api)
}

/// What goes wrong, in a sentence; [`finished`] makes a page of it.
#[derive(Clone)]
struct Said {
    status: StatusCode,
    message: String,
}

fn plain(status: StatusCode, message: &str) -> Response {
    let message = message.to_owned();
    let mut reply = status.into_response();
    reply.extensions_mut().insert(Said { status, message });
    reply
}

/// Gives a reply its request id, which Glance does behind the check of the token. Its errors are WebOb's: a status line and a
/// sentence, in HTML for whoever takes that.
async fn finished(request: Request, next: Next) -> Response {
    let accept = request.headers().get(ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or("");
    let html = accept.contains("*/*") || accept.contains("text/html");
    let mut reply = next.run(request).await;
    if let Some(Said { status, message }) = reply.extensions().get().cloned() {
        let kind = if html { "html" } else { "plain" };
        let kind = HeaderValue::from_str(&format!("text/{kind}; charset=UTF-8"));
        if let Ok(kind) = kind {
            reply.headers_mut().insert(CONTENT_TYPE, kind);
        }
        *reply.body_mut() = match html {
            true => format!(
                "<html>\n <head>\n  <title>{status}</title>\n </head>\n <body>\n  <h1>{status}</h1>\n  {message}<br /><br />\n\n\n\n </body>\n</html>"
            ),
            false => format!("{status}\n\n{message}\n\n   "),
        }
        .into();
    }
    let id = HeaderValue::from_str(&random::request_id());
    if let (true, Ok(id)) = (reply.status() != StatusCode::UNAUTHORIZED, id) {
        reply.headers_mut().insert("x-openstack-request-id", id);
    }
    reply
}

async fn authenticated(
    State(cloud): State<Arc<Cloud>>,
    mut request: Request,
    next: Next,
) -> Response {
    match caller(&cloud, request.headers()).await {
        Ok(Some(token)) => {
            request.extensions_mut().insert(token);
            next.run(request).await
        }
        Ok(None) => {
            let keystone = format!("Keystone uri=\"{}/identity\"", host_url(request.headers()));
            let mut reply = plain(
                StatusCode::UNAUTHORIZED,
                "This server could not verify that you are authorized to access the document you requested. Either you \
                 supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply \
                 the credentials required.",
            );
            if let Ok(value) = HeaderValue::from_str(&keystone) {
                reply.headers_mut().insert("www-authenticate", value);
            }
            reply
        }
        Err(error) => {
            eprintln!("devcloud: image: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn versions(headers: HeaderMap) -> Response {
    let href = format!("{}/image/v2/", base_url(&headers));
    let version = |(id, status): (&str, &str)| json!({ "id": id, "status": status, "links": [{ "rel": "self", "href": href }] });
    let all = [
        ("v2.16", "CURRENT"),
        ("v2.15", "SUPPORTED"),
        ("v2.0", "SUPPORTED"),
    ];
    (
        StatusCode::MULTIPLE_CHOICES,
        Json(json!({ "versions": all.map(version) })),
    )
        .into_response()
}

fn body(image: &Image) -> Value {
    let mut body = image.properties.clone();
    let at = clock::keystone(image.created_at).replace(".000000", "");
    let facts = json!({
        "name": image.name, "disk_format": "raw", "container_format": "bare", "visibility": image.visibility,
        "size": image.size, "virtual_size": image.size, "status": image.status, "protected": false,
        "min_ram": image.min_ram, "min_disk": image.min_disk, "owner": image.owner, "os_hidden": image.hidden,
        "id": image.id, "created_at": at, "updated_at": at, "tags": [], "self": format!("/v2/images/{}", image.id),
        "file": format!("/v2/images/{}/file", image.id), "schema": "/v2/schemas/image",
    });
    if let Value::Object(facts) = facts {
        body.extend(facts);
    }
    Value::Object(body)
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

async fn list(
    State(cloud): State<Arc<Cloud>>,
    Extension(token): Extension<Token>,
    uri: Uri,
) -> Response {
    let query: Vec<(String, String)> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    let get = |name: &str| {
        query
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.clone())
    };
    let limit = match get("limit").map(|text| text.parse::<usize>()) {
        None => PAGE,
        Some(Ok(limit)) => limit.min(MOST),
        Some(Err(_)) => return plain(StatusCode::BAD_REQUEST, "limit param must be an integer"),
    };
    let project = token.project_id.clone();
    let Ok(mut all) = cloud.store.run(|db| images::all(db)).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    all.retain(|image| {
        let is =
            |name: &str, value: Option<&str>| get(name).is_none_or(|wanted| value == Some(&wanted));
        !image.hidden
            && image.visible_to(project.as_deref())
            && is("name", image.name.as_deref())
            && is("status", Some(&image.status))
            && is("visibility", Some(&image.visibility))
            && is("os_distro", image.property("os_distro"))
    });
    let start = match get("marker") {
        None => 0,
        Some(marker) => match all.iter().position(|image| image.id == marker) {
            Some(at) => at + 1,
            None => {
                return plain(
                    StatusCode::BAD_REQUEST,
                    &format!("No image found with ID {marker}"),
                );
            }
        },
    };
    let page: Vec<&Image> = all[start..].iter().take(limit).collect();
    let mut reply = json!({
        "images": page.iter().map(|image| body(image)).collect::<Value>(),
        "first": link(&query, None), "schema": "/v2/schemas/images",
    });
    if let (true, Some(last)) = (page.len() == limit && limit > 0, page.last()) {
        reply["next"] = link(&query, Some(&last.id)).into();
    }
    Json(reply).into_response()
}

/// The path of the same list, from its beginning or behind an image.
fn link(query: &[(String, String)], marker: Option<&str>) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let same = query.iter().filter(|(name, _)| name != "marker");
    let same = same.map(|(name, value)| format!("{name}={}", encode(value).replace("%2D", "-")));
    let marker = marker.map(|marker| format!("marker={marker}"));
    let parts: Vec<String> = same.chain(marker).collect();
    match parts.is_empty() {
        true => "/v2/images".to_owned(),
        false => format!("/v2/images?{}", parts.join("&")),
    }
}

/// An image's id in a path.
#[derive(serde::Deserialize)]
struct InPath {
    id: String,
}

async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(token): Extension<Token>,
    Path(InPath { id }): Path<InPath>,
) -> Response {
    let wanted = id.clone();
    let found = cloud
        .store
        .run(move |db| super::lookup(db, token.project_id.as_deref(), &wanted))
        .await;
    match found {
        Ok(Some(image)) => Json(body(&image)).into_response(),
        Ok(None) => plain(
            StatusCode::NOT_FOUND,
            &format!("No image found with ID {id}"),
        ),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
