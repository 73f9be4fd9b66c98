//! Images: from Glance, and from Nova where there is no Glance for a page. The answers in `tests/fixtures/cloud` are those
//! of a Glance 33.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::*;
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::image::{Glance, Image, Images, Visibility};
use serde_json::{Value, json};

const FIRST: &str = "GET /v2/images?limit=200";
const DEBIAN: &str = "e59ab9ef-4035-4112-a02f-89b2e1a04468";
const CIRROS: &str = "6758e5f2-10ac-4610-a078-d87159a8ad25";

fn glance(script: &Script) -> Images<&Script> {
    Images::Glance(Glance::new(
        script,
        "https://cloud.example:9292",
        the_token(),
    ))
}

fn list(script: Script) -> Result<Vec<Image>, Error> {
    let images = run(glance(&script).all());
    script.finish();
    images
}

fn ids(images: &[Image]) -> Vec<&str> {
    images.iter().map(|image| image.id.as_str()).collect()
}

fn page(ids: &[&str], next: Option<&str>) -> Value {
    let images = ids
        .iter()
        .map(|id| json!({"id": id, "name": null, "status": "active"}));
    let mut page = json!({"images": images.collect::<Vec<_>>(), "first": "/v2/images"});
    if let Some(next) = next {
        page["next"] = json!(next);
    }
    page
}

#[test]
fn images_are_read_as_glance_tells_them() {
    let script = Script::new().on(FIRST, 200, fixture("images"));
    let images = run(glance(&script).all()).unwrap();
    let expected = Image {
        id: DEBIAN.to_owned(),
        name: "debian-12-like".to_owned(),
        is_active: true,
        visibility: Visibility::Public,
        min_disk: 2,
        min_ram: 512,
        size: Some(2_097_152),
        os_type: None,
        os_distro: Some("debian".to_owned()),
        os_version: None,
        os_admin_user: Some("debian".to_owned()),
        is_snapshot: false,
    };
    assert_eq!(images[0], expected);
    assert_eq!(ids(&images), [DEBIAN, CIRROS]);
    let sent = script.finish();
    assert_eq!(
        sent[0].url,
        "https://cloud.example:9292/v2/images?limit=200"
    );
    assert_eq!(sent[0].headers.len(), 1, "the token, and no microversion");
    assert_eq!(sent[0].header("X-Auth-Token"), Some("the-token"));
}

#[test]
fn what_an_image_says_of_itself_is_read_whatever_its_letters() {
    let image = |member: &str, value: Value| {
        let mut reply = fixture_json("images");
        reply["images"][0][member] = value;
        list(Script::new().on(FIRST, 200, reply)).unwrap().remove(0)
    };
    assert!(image("os_type", json!("Windows")).is_windows());
    assert!(image("os_distro", json!(" Windows ")).is_windows());
    assert!(!image("os_distro", json!("windows-like")).is_windows());
    assert!(image("image_type", json!("snapshot")).is_snapshot);
    assert!(!image("status", json!("queued")).is_active);
    assert!(
        !image("container_format", json!("ari")).is_active,
        "a ramdisk"
    );
    assert_eq!(image("size", Value::Null).size, None);
    assert_eq!(image("os_admin_user", json!("")).os_admin_user, None);
    assert_eq!(image("name", Value::Null).name, "");
    for (word, visibility) in [
        ("private", Visibility::Private),
        ("shared", Visibility::Shared),
        ("community", Visibility::Community),
        ("public", Visibility::Public),
    ] {
        assert_eq!(image("visibility", json!(word)).visibility, visibility);
    }
}

#[test]
fn the_link_to_the_next_page_is_a_path_of_which_the_marker_is_taken() {
    let script = Script::new()
        .on(FIRST, 200, fixture("images-limit-1"))
        .on(
            &format!("{FIRST}&marker={DEBIAN}"),
            200,
            page(&["b", "c d"], Some("/v2/images")),
        )
        // A page of hidden images is empty and goes on all the same.
        .on(
            &format!("{FIRST}&marker=c%20d"),
            200,
            page(&[], Some("/v2/images?marker=h%2F1&limit=200")),
        )
        .on(
            &format!("{FIRST}&marker=h%2F1"),
            200,
            page(&["c d", "e"], None),
        );
    assert_eq!(ids(&list(script).unwrap()), [DEBIAN, "b", "c d", "e"]);
}

#[test]
fn a_list_that_goes_round_in_circles_ends() {
    let next = Some("/v2/images?marker=a");
    let script = Script::new().on(FIRST, 200, page(&["a"], next)).on(
        &format!("{FIRST}&marker=a"),
        200,
        page(&["a"], next),
    );
    assert!(matches!(list(script).unwrap_err(), Error::BadReply { .. }));
}

#[test]
fn glance_s_plain_text_and_html_become_errors_too() {
    let unauthorized = "401 Unauthorized\n\nThis server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.\n\n   ";
    let error = list(Script::new().on(FIRST, 401, unauthorized)).unwrap_err();
    let Error::Unauthorized(reply) = error else {
        panic!("{error:?}");
    };
    assert!(reply.message.starts_with("This server could not verify"));
    let html = "<html>\n <head>\n  <title>403 Forbidden</title>\n </head>\n <body>\n  <h1>403 Forbidden</h1>\n  You are not authorized to complete this action.<br /><br />\n </body>\n</html>";
    let error = list(Script::new().on(FIRST, 403, html)).unwrap_err();
    let Error::Forbidden {
        quota: false,
        reply,
    } = error
    else {
        panic!("{error:?}");
    };
    assert!(reply.message.contains("You are not authorized"), "{reply}");
}

#[test]
fn a_passing_failure_is_asked_over() {
    let script = Script::new()
        .on(FIRST, 503, "")
        .failing(FIRST, TransportError::Interrupted)
        .on(FIRST, 200, fixture("images"));
    assert_eq!(list(script).unwrap().len(), 2);
}

#[test]
fn one_image_is_asked_for_by_its_id_alone() {
    let one = fixture_json("images")["images"][1].clone();
    let line = format!("GET /v2/images/{CIRROS}");
    let script = Script::new().on(&line, 200, one).on(
        &line,
        404,
        "<html><body>No image found</body></html>",
    );
    let images = glance(&script);
    let cirros = run(images.image(CIRROS)).unwrap();
    assert_eq!(cirros.os_distro.as_deref(), Some("cirros"));
    assert!(matches!(
        run(images.image(CIRROS)).unwrap_err(),
        Error::NotFound(_)
    ));
    for id in ["", ".", ".."] {
        assert!(matches!(
            run(images.image(id)).unwrap_err(),
            Error::NotAddressable { .. }
        ));
    }
    script.finish();
}

/// As Nova tells an image, in its API reference.
fn from_nova(id: &str, metadata: Value) -> Value {
    json!({"id": id, "name": "Ubuntu", "status": "ACTIVE", "progress": 100, "minDisk": 20, "minRam": 512, "metadata": metadata,
        "OS-EXT-IMG-SIZE:size": 74_185_822, "created": "2011-01-01T01:02:03Z", "updated": "2011-01-01T01:02:03Z", "links": []})
}

#[test]
fn without_glance_nova_passes_the_images_on() {
    let first = json!({
        "images": [from_nova("i-1", json!({"os_distro": "ubuntu", "os_type": "linux"}))],
        "images_links": [{"rel": "next", "href": "http://internal/v2/p/images/detail?limit=1&marker=i-1"}],
    });
    let second = json!({"images": [from_nova("i-2", json!({"image_type": "snapshot"}))]});
    let one = json!({"image": from_nova("i-1", json!({"os_admin_user": "ubuntu"}))});
    let script = nova("2.104")
        .on("GET /v2.1/images/detail", 200, first)
        .on("GET /v2.1/images/detail?marker=i-1", 200, second)
        .on("GET /v2.1/images/i-1", 200, one);
    let images = Images::Nova(connected(&script));
    let all = run(images.all()).unwrap();
    assert_eq!(ids(&all), ["i-1", "i-2"]);
    assert_eq!(
        (all[0].min_disk, all[0].min_ram, all[0].size),
        (20, 512, Some(74_185_822))
    );
    assert_eq!(all[0].os_distro.as_deref(), Some("ubuntu"));
    assert!(all[0].is_active && all[1].is_snapshot);
    assert_eq!(
        (all[0].visibility, all[1].visibility),
        (Visibility::Public, Visibility::Private)
    );
    let one = run(images.image("i-1")).unwrap();
    assert_eq!(one.os_admin_user.as_deref(), Some("ubuntu"));
    for sent in &script.finish()[1..] {
        assert_eq!(sent.microversion(), None, "from 2.36 on Nova does not");
    }
}

#[test]
fn a_service_that_pages_cannot_talk_to_is_told_from_one_that_fails() {
    let closed = [
        unreachable(),
        TransportError::NotAllowed,
        TransportError::MixedContent,
    ];
    for error in closed {
        let error = list(Script::new().failing(FIRST, error)).unwrap_err();
        assert!(error.is_closed_to_pages(), "{error:?}");
    }
    let error = list(Script::new().failing(FIRST, TransportError::Timeout)).unwrap_err();
    assert!(!error.is_closed_to_pages());
    let error = list(Script::new().on(FIRST, 403, "")).unwrap_err();
    assert!(!error.is_closed_to_pages());
}
