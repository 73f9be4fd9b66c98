//! The list of servers, and what a key pair's pages tell of them.

use super::{Fault, Stage};

pub const TABLES: &[&[&str]] = &[LIST, KEYED];
const LIST: &[&str] = &["servers", "servers, page 2", "limits"];
const KEYED: &[&str] = &["servers of a key", "images", "key pairs"];

/// Two servers of the key pair “laptop”, which run.
async fn with_two() -> Stage {
    let (stage, cloud) = Stage::with_laptop().await;
    for name in ["older", "newer"] {
        let id = cloud.launch(name, "laptop").await;
        assert_eq!(cloud.state_of(&id).await, "ACTIVE");
    }
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_servers() {
    let stage = with_two().await;
    stage.relay.set_page_size(1);
    stage.sign_in("alice").await;
    for fault in Fault::ALL {
        for call in ["servers", "servers, page 2"] {
            stage.world.list_is_read().await;
            stage.fail(call, fault);
            stage.browser().follow("Servers").await;
            stage.is_read_again(call, fault, "older").await;
            stage.browser().see("newer").await;
            stage.browser().follow("Key pairs").await;
        }
        limits_cell(&stage, fault).await;
    }
    stage.done(LIST).await;
}

/// The list is of use without the limits, but that they are missing is said.
async fn limits_cell(stage: &Stage, fault: Fault) {
    let (row, whole) = ("limits, on the list of servers", "2 of 10 servers used");
    stage.world.list_is_read().await;
    stage.fail("limits", fault);
    stage.browser().follow("Servers").await;
    if fault == Fault::Expired {
        stage.password_is_asked("alice").await;
        stage.browser().see(whole).await;
        stage.cell(row, fault, "password asked, then read");
    } else {
        stage.sees("quota unknown").await;
        stage.mend();
        stage.browser().see("older").await;
        stage.browser().press("Refresh").await;
        stage.browser().see(whole).await;
        stage.cell(row, fault, "“quota unknown”; the list is there");
    }
    stage.browser().follow("Key pairs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_key_pair() {
    let stage = with_two().await;
    let browser = stage.browser();
    stage.sign_in("alice").await;
    for fault in Fault::ALL {
        stage.world.list_is_read().await;
        stage.fail("servers of a key", fault);
        browser.follow("laptop").await;
        stage
            .is_read_again("servers of a key, on its page", fault, "older")
            .await;

        stage.fail("servers of a key", fault);
        browser.follow("Replace with a new key").await;
        let row = "servers of a key, to replace it";
        stage.is_read_again(row, fault, "older is done").await;
        browser.follow("laptop").await;
        browser.see("older").await;

        stage.fail("images", fault);
        browser.follow("Replace with a new key").await;
        let (row, whole) = ("images, to replace a key", "older is done");
        match fault {
            Fault::Expired => stage.is_read_again(row, fault, whole).await,
            // They tell only whom to log in as, which is asked where they do not. Where the service looks closed to a page,
            // Nova has them as well.
            _ => {
                stage.sees(whole).await;
                stage.mend();
                stage.cell(row, fault, "shown without them, or with Nova's");
            }
        }
        browser.follow("Key pairs").await;
    }
    stage.sign_out().await;
    for fault in Fault::ALL {
        stage.fail("key pairs", fault);
        stage.sign_in("alice").await;
        if fault == Fault::Expired {
            stage.password_is_asked("alice").await;
            stage.world.list_is_read().await;
            stage.cell("key pairs, to launch with", fault, "password asked");
        } else {
            stage.alert().await;
            browser.follow("Servers").await;
            browser.follow("Launch server").await;
            let row = "key pairs, to launch with";
            let said = stage.alert().await;
            stage.mend();
            let title = stage.is_explained(fault, &said);
            browser.press("Try again").await;
            browser.choose("Key pair", "laptop").await;
            stage.cell(row, fault, &format!("“{title}”; then to be chosen"));
        }
        stage.sign_out().await;
    }
    stage.done(KEYED).await;
}
