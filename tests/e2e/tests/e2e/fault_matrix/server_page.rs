//! What a server's page is read by.

use super::{Fault, REQUEST_ID, Stage, has_request_id, title};

pub const TABLES: &[&[&str]] = &[INSIDE, AROUND, FROM_NOVA, IN_ERROR];
/// Each with what is on the page once it is read.
const INSIDE: &[&str] = &["one server", "console log", "password", "one image"];
const AROUND: &[&str] = &["ports", "floating addresses", "networks", "security groups"];
const FROM_NOVA: &[&str] = &["one image from Nova"];
const IN_ERROR: &[&str] = &["what was done"];

const IMAGE: &str = "debian-12-like";

/// Alice is signed in, before the list of her only server, called so.
async fn with_server(name: &str) -> Stage {
    let (stage, cloud) = Stage::with_laptop().await;
    let id = cloud.launch(name, "laptop").await;
    cloud.state_of(&id).await;
    stage.open_servers().await;
    stage
}

/// What is there of the page once this call was answered.
fn whole(call: &str) -> &'static str {
    match call {
        "one server" => "About the server",
        "console log" => "systemd",
        "password" => "The server has posted none",
        "security groups" => "Let SSH in from",
        _ => "Associate floating address",
    }
}

async fn part(stage: &Stage, call: &str, fault: Fault) {
    stage.fail(call, fault);
    stage.browser().follow("web").await;
    stage.is_read_again(call, fault, whole(call)).await;
    stage.browser().follow("Servers").await;
}

/// Something that the page can do without: a line says that it is missing.
async fn line(stage: &Stage, row: &str, fault: Fault, what: &str, title: &str, has_id: bool) {
    let missing = format!("{what} could not be read. {title}.");
    stage.sees(&missing).await;
    stage.mend();
    let said = stage.browser().find_like("status", &missing).await;
    let said = said.text().await.unwrap();
    assert_eq!(said.contains(REQUEST_ID), has_id, "{said}");
    stage.cell(row, fault, &format!("“{title}”; then shown"));
}

async fn image(stage: &Stage, call: &str, fault: Fault) {
    let from_nova = call == "one image from Nova";
    stage.fail(call, fault);
    stage.browser().follow("web").await;
    match fault {
        Fault::Expired => {
            stage.password_is_asked("alice").await;
            stage.cell(call, fault, "password asked, then shown");
        }
        // The first failure is what can be mended: pages should be let in to the image service.
        _ if from_nova => {
            let closed = title(Fault::NoCors);
            line(stage, call, fault, "The image", closed, false).await;
        }
        // To a page, the service looks closed; Nova has the image as well.
        Fault::CutBefore | Fault::NoCors => {
            stage.browser().see(IMAGE).await;
            stage.mend();
            stage.cell(call, fault, "read from Nova");
        }
        _ => {
            let has_id = has_request_id(fault);
            line(stage, call, fault, "The image", title(fault), has_id).await;
        }
    }
    stage.sees_by_trying(IMAGE).await;
    stage.browser().follow("Servers").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_the_server() {
    let stage = with_server("web").await;
    for fault in Fault::ALL {
        for call in ["one server", "console log", "password"] {
            part(&stage, call, fault).await;
        }
        image(&stage, "one image", fault).await;
    }
    stage.done(INSIDE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn around_the_server() {
    let stage = with_server("web").await;
    for fault in Fault::ALL {
        for call in AROUND {
            part(&stage, call, fault).await;
        }
    }
    stage.done(AROUND).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_only_nova_shows_to_pages() {
    let stage = with_server("web").await;
    stage.relay.close(Some("/image"));
    for fault in Fault::ALL {
        image(&stage, "one image from Nova", fault).await;
    }
    stage.done(FROM_NOVA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_in_error() {
    let stage = with_server("fault-error").await;
    for fault in Fault::ALL {
        let call = "what was done";
        stage.fail(call, fault);
        stage.browser().follow("fault-error").await;
        if fault == Fault::Expired {
            stage.password_is_asked("alice").await;
            stage.cell(call, fault, "password asked, then shown");
        } else {
            let what = "The request that left it so";
            line(
                &stage,
                call,
                fault,
                what,
                title(fault),
                has_request_id(fault),
            )
            .await;
        }
        stage.sees_by_trying("left it so:").await;
        assert!(!stage.browser().text().await.contains(REQUEST_ID));
        stage.browser().follow("Servers").await;
    }
    stage.done(IN_ERROR).await;
}
