//! What the form for a launch is made of.

use super::{Fault, REQUEST_ID, Stage, has_request_id, title};

pub const TABLES: &[&[&str]] = &[CHOICES, FROM_NOVA];
const CHOICES: &[&str] = &[
    "images",
    "flavors",
    "networks",
    "security groups",
    "zones",
    "limits",
];
const FROM_NOVA: &[&str] = &["images from Nova"];

async fn signed_in() -> Stage {
    let stage = Stage::set().await;
    stage.sign_in("alice").await;
    stage.world.list_is_read().await;
    stage.browser().follow("Servers").await;
    stage
}

/// The choice that is made of a call's answer, with one of what is in it.
fn choice(call: &str) -> (&'static str, &'static str) {
    match call {
        "images" | "images from Nova" => ("Image", "debian-12-like"),
        "flavors" => ("Flavor", "m1.small"),
        "networks" => ("Network", "shared"),
        "security groups" => ("Security group", "default"),
        _ => ("Availability zone", "nova"),
    }
}

async fn cell(stage: &Stage, call: &str, fault: Fault, says: &str, has_id: bool) {
    let browser = stage.browser();
    stage.fail(call, fault);
    browser.follow("Launch server").await;
    if fault != Fault::Expired {
        browser.fill("Server name", "kept").await;
    }
    let row = format!("{call}, to launch with");
    let outcome = match (call, fault) {
        (_, Fault::Expired) => {
            stage.password_is_asked("alice").await;
            browser.fill("Server name", "kept").await;
            "password asked, then offered".to_owned()
        }
        // To a page, the service looks closed; Nova has the images as well.
        ("images", Fault::CutBefore | Fault::NoCors) => {
            stage.comes("combobox", "Image").await;
            stage.mend();
            "read from Nova".to_owned()
        }
        ("zones" | "limits", _) => {
            let what = match call {
                "zones" => "The availability zones",
                _ => "The project's quota",
            };
            let missing = format!("{what} could not be read. {says}.");
            stage.sees(&missing).await;
            stage.mend();
            let line = browser.find_like("status", &missing).await;
            let said = line.text().await.unwrap();
            assert_eq!(said.contains(REQUEST_ID), has_id, "{said}");
            format!("“{says}”; then offered")
        }
        _ => {
            let said = stage.alert().await;
            stage.mend();
            assert!(said.contains(says), "{said}");
            assert_eq!(said.contains(REQUEST_ID), has_id, "{said}");
            format!("“{says}”; then offered")
        }
    };
    match call {
        "limits" => stage.sees_by_trying("0 + 1 of 10").await,
        call => {
            let (label, option) = choice(call);
            stage.sees_by_trying(option).await;
            browser.choose(label, option).await;
        }
    }
    // What was typed meanwhile is still there.
    assert_eq!(browser.value("Server name").await, "kept");
    stage.cell(&row, fault, &outcome);
    browser.follow("Servers").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_offered() {
    let stage = signed_in().await;
    for fault in Fault::ALL {
        for call in CHOICES {
            cell(&stage, call, fault, title(fault), has_request_id(fault)).await;
        }
    }
    stage.done(CHOICES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn images_that_only_nova_shows_to_pages() {
    let stage = signed_in().await;
    stage.relay.close(Some("/image"));
    for fault in Fault::ALL {
        // The first failure is what can be mended: pages should be let in to the image service.
        let closed = title(Fault::NoCors);
        cell(&stage, "images from Nova", fault, closed, false).await;
    }
    stage.done(FROM_NOVA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn flavors_that_come_after_the_choice_of_an_image() {
    let stage = signed_in().await;
    let browser = stage.browser();
    stage.fail("flavors", Fault::ServerError);
    browser.follow("Launch server").await;
    stage.alert().await;
    stage.mend();
    browser.choose("Image", "debian-12-like").await;
    stage.sees_by_trying("m1.small").await;
    // The smallest is proposed as it would have been.
    browser.see("vCPU · ").await;
}
