//! A page that is left while the cloud is slow to answer: what comes then, or never, finds nobody, and disturbs nobody.

use super::{Fault, Stage};

/// What a server's page reads by itself.
const READ: [&str; 8] = [
    "one server",
    "console log",
    "password",
    "one image",
    "ports",
    "floating addresses",
    "networks",
    "security groups",
];

/// Leaves the page once the request is on its way, and has the time for the answer pass.
async fn leave(stage: &Stage, row: &str) {
    let browser = stage.browser();
    let before = stage.passed.get();
    browser
        .until("the request to be met", async || {
            (stage.relay.held().len() > before).then_some(())
        })
        .await;
    browser.follow("Key pairs").await;
    browser.find("heading", "Key pairs").await;
    stage.mend();
    // The last page's requests fail now, while this one is used.
    stage.sees("of 100 key pairs used").await;
    browser.follow("laptop").await;
    stage.sees("Download public key").await;
    browser.follow("Key pairs").await;
    stage.cell(row, Fault::Timeout, "the page was left; the next one works");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_left_meanwhile() {
    let (stage, cloud) = Stage::with_laptop().await;
    let id = cloud.launch("web", "laptop").await;
    cloud.state_of(&id).await;
    stage.sign_in("alice").await;
    stage.world.list_is_read().await;
    let browser = stage.browser();
    for call in READ {
        browser.follow("Servers").await;
        browser.find("link", "web").await;
        stage.fail(call, Fault::Timeout);
        browser.follow("web").await;
        leave(&stage, &format!("{call}, of a page that was left")).await;
    }
    for call in ["servers of a key", "one key pair"] {
        stage.fail(call, Fault::Timeout);
        browser.follow("laptop").await;
        leave(&stage, &format!("{call}, of a page that was left")).await;
    }
    for call in ["new rule", "stop"] {
        browser.follow("Servers").await;
        stage.open_server("web").await;
        stage.fail(call, Fault::Timeout);
        match call {
            "stop" => {
                browser.press("Stop").await;
                browser.find("dialog", "Stop web?").await;
                browser.press("Stop").await;
                browser.press("Cancel").await;
            }
            _ => browser.press("Let SSH in").await,
        }
        leave(&stage, &format!("{call}, of a page that was left")).await;
    }
    stage.done(&[]).await;
}
