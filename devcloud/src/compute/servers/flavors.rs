//! The flavors, which are the same in every cloud. Source: Nova's API reference, "Flavors".

use axum::extract::{Path, RawQuery};
use axum::{Extension, Json};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::compute::fault::Fault;
use crate::compute::microversion::Microversion;
use crate::compute::query::Query;
use crate::identity::base_url;

/// A size in which servers are to be had: memory in MiB, disk in GiB.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flavor {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) vcpus: i64,
    pub(crate) ram: i64,
    /// 0 when a boot volume is needed.
    pub(crate) disk: i64,
}

/// By memory, as Nova lists them by default: by id.
const ALL: [Flavor; 5] = [
    Flavor {
        id: "1",
        name: "m1.tiny",
        vcpus: 1,
        ram: 512,
        disk: 1,
    },
    Flavor {
        id: "2",
        name: "m1.small",
        vcpus: 1,
        ram: 2048,
        disk: 20,
    },
    Flavor {
        id: "3",
        name: "m1.medium",
        vcpus: 2,
        ram: 4096,
        disk: 40,
    },
    Flavor {
        id: "42",
        name: "m1.nano",
        vcpus: 1,
        ram: 64,
        disk: 1,
    },
    Flavor {
        id: "50",
        name: "m1.volume",
        vcpus: 1,
        ram: 1024,
        disk: 0,
    },
];

/// The flavor of this id.
pub(crate) fn find(id: &str) -> Option<&'static Flavor> {
    ALL.iter().find(|flavor| flavor.id == id)
}

fn links(root: &str, id: &str) -> Value {
    json!([
        { "rel": "self", "href": format!("{root}/compute/v2.1/flavors/{id}") },
        { "rel": "bookmark", "href": format!("{root}/compute/flavors/{id}") },
    ])
}

fn full(flavor: &Flavor, root: &str, version: Microversion) -> Value {
    let mut body = json!({
        "id": flavor.id,
        "name": flavor.name,
        "ram": flavor.ram,
        "disk": flavor.disk,
        "swap": if version >= Microversion(75) { json!(0) } else { json!("") },
        "OS-FLV-EXT-DATA:ephemeral": 0,
        "OS-FLV-DISABLED:disabled": false,
        "vcpus": flavor.vcpus,
        "os-flavor-access:is_public": true,
        "rxtx_factor": 1.0,
        "links": links(root, flavor.id),
    });
    if version >= Microversion(55) {
        body["description"] = Value::Null;
    }
    if version >= Microversion(61) {
        body["extra_specs"] = json!({});
    }
    if version >= Microversion(102)
        && let Some(body) = body.as_object_mut()
    {
        body.remove("OS-FLV-DISABLED:disabled");
        body.remove("rxtx_factor");
    }
    body
}

/// What the query asks for: those after `marker`, at most `limit`, and whether more follow.
fn page(query: &Query) -> Result<(Vec<&'static Flavor>, bool), Fault> {
    let limit = usize::try_from(query.limit(1000)?).unwrap_or(usize::MAX);
    let start = match query.get("marker") {
        None => 0,
        Some(marker) => {
            let at = ALL.iter().position(|flavor| flavor.id == marker);
            at.ok_or_else(|| Fault::bad_request(format!("marker [{marker}] not found")))? + 1
        }
    };
    let rest = &ALL[start..];
    Ok((
        rest.iter().take(limit).collect(),
        limit > 0 && rest.len() >= limit,
    ))
}

/// `GET /flavors/detail`
pub(super) async fn detail(
    Extension(version): Extension<Microversion>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    let query = Query::parse(raw.as_deref());
    let root = base_url(&headers);
    let (flavors, more) = page(&query)?;
    let mut body = json!({ "flavors": flavors.iter().map(|flavor| full(flavor, &root, version)).collect::<Value>() });
    if let (true, Some(last)) = (more, flavors.last()) {
        let next = query.next_page(last.id);
        body["flavors_links"] = json!([{ "rel": "next", "href": format!("{root}/compute/v2.1/flavors/detail?{next}") }]);
    }
    Ok(Json(body))
}

/// `GET /flavors`
pub(super) async fn list(
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    let root = base_url(&headers);
    let (flavors, _) = page(&Query::parse(raw.as_deref()))?;
    let short = |flavor: &&Flavor| json!({ "id": flavor.id, "name": flavor.name, "links": links(&root, flavor.id) });
    Ok(Json(
        json!({ "flavors": flavors.iter().map(short).collect::<Value>() }),
    ))
}

/// A flavor's id in a path.
#[derive(Deserialize)]
pub(super) struct InPath {
    flavor: String,
}

/// `GET /flavors/ID`
pub(super) async fn show(
    Extension(version): Extension<Microversion>,
    Path(InPath { flavor }): Path<InPath>,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    let found = find(&flavor)
        .ok_or_else(|| Fault::not_found(format!("Flavor {flavor} could not be found.")))?;
    Ok(Json(
        json!({ "flavor": full(found, &base_url(&headers), version) }),
    ))
}
