//! The calls that a list or a page is made of.

use super::{Fault, Stage};
use crate::create::KEY;

pub const TABLES: &[&[&str]] = &[LIST, MORE, ONE];
const LIST: &[&str] = &["compute versions", "key pairs"];
const MORE: &[&str] = &["key pairs, page 2", "limits"];
const ONE: &[&str] = &["one key pair"];

/// Signs in under the fault, and has the list read once all is well.
async fn list_cell(stage: &Stage, name: &str, fault: Fault, whole: &str) {
    stage.fail(name, fault);
    stage.sign_in("alice").await;
    stage.is_read_again(name, fault, whole).await;
    stage.sign_out().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list() {
    let stage = Stage::set().await;
    stage.world.client("alice").await.import("one", KEY).await;
    for fault in Fault::ALL {
        for name in LIST {
            list_cell(&stage, name, fault, "1 of 100 key pairs used").await;
        }
    }
    stage.done(LIST).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_page_and_the_limits() {
    let stage = Stage::set().await;
    stage.relay.set_page_size(1);
    let client = stage.world.client("alice").await;
    client.import("one", KEY).await;
    client.import("two", KEY).await;
    for fault in Fault::ALL {
        let name = "key pairs, page 2";
        list_cell(&stage, name, fault, "2 of 100 key pairs used").await;
        limits_cell(&stage, fault).await;
    }
    stage.done(MORE).await;
}

/// The list is of use without the limits, but that they are missing is said.
async fn limits_cell(stage: &Stage, fault: Fault) {
    let name = "limits";
    stage.fail(name, fault);
    stage.sign_in("alice").await;
    if fault == Fault::Expired {
        stage.password_is_asked("alice").await;
        stage.browser().see("2 of 100 key pairs used").await;
        stage.cell(name, fault, "password asked, then read");
    } else {
        stage.sees("2 key pairs, quota unknown").await;
        stage.mend();
        stage.browser().find("link", "one").await;
        stage.cell(name, fault, "“quota unknown”; the list is there");
    }
    stage.sign_out().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_pair() {
    let stage = Stage::set().await;
    stage.world.client("alice").await.import("one", KEY).await;
    stage.sign_in("alice").await;
    for fault in Fault::ALL {
        stage.world.list_is_read().await;
        stage.fail("one key pair", fault);
        stage.browser().follow("one").await;
        stage
            .is_read_again("one key pair", fault, "Download public key")
            .await;
        stage.browser().see("Created").await;
        stage.browser().follow("Key pairs").await;
    }
    stage.done(ONE).await;
}
