//! Importing and deleting.

use super::{Fault, Loss, Stage};
use crate::create::KEY;
use keyhaven_e2e::relay::Wrong;

pub const TABLES: &[&[&str]] = &[IMPORT, DELETE];
const IMPORT: &[&str] = &["import"];
const DELETE: &[&str] = &["delete"];

#[tokio::test(flavor = "multi_thread")]
async fn an_import() {
    let stage = Stage::set().await;
    let client = stage.world.client("alice").await;
    stage.sign_in("alice").await;
    stage.world.list_is_read().await;
    for loss in Loss::all() {
        let browser = stage.browser();
        let name = format!("import-{}", loss.word());
        browser.follow("Import public key").await;
        browser.paste("Public key", KEY).await;
        browser.fill("Name", &name).await;
        stage.lose("import", loss);
        browser.press("Import public key").await;
        let found = async || stage.comes("heading", &name).await;
        let again = async |_: &str| {
            assert!(client.show(&name).await.is_none());
            assert_eq!(browser.value("Public key").await, KEY);
            browser.press("Import public key").await;
            "what was typed is kept"
        };
        let outcome = stage.outcome(loss, "imported", found, again).await;
        browser.find("heading", &name).await;
        assert_eq!(client.public_key(&name).await, KEY);
        browser.follow("Key pairs").await;
        stage.world.list_is_read().await;
        stage.cell(&loss.row("import"), loss.fault, &outcome);
    }
    stage.done(IMPORT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion() {
    let stage = Stage::set().await;
    let client = stage.world.client("alice").await;
    for loss in Loss::all() {
        client.import(&loss.word(), KEY).await;
    }
    stage.sign_in("alice").await;
    stage.world.list_is_there().await;
    for loss in Loss::all() {
        let browser = stage.browser();
        let name = loss.word();
        browser.follow(&name).await;
        browser.press("Delete key pair").await;
        stage.lose("delete", loss);
        browser.press("Delete").await;
        let found = async || stage.comes("heading", "Key pairs").await;
        let again = async |said: &str| {
            let not = format!("Key pair {name} was not deleted.");
            assert!(said.contains(&not), "{said}");
            assert!(client.show(&name).await.is_some());
            browser.press("Dismiss").await;
            browser.press("Delete key pair").await;
            browser.press("Delete").await;
            "still there"
        };
        let outcome = stage.outcome(loss, "deleted", found, again).await;
        // “is gone” where the browser asked twice, and the second request found nothing.
        let said = browser
            .find_like("status", &format!("Key pair {name} "))
            .await;
        let said = said.text().await.unwrap();
        assert!(
            said.contains("deleted.") || loss.once && said.contains("is gone."),
            "{said}"
        );
        assert!(client.show(&name).await.is_none());
        stage.world.list_is_there().await;
        stage.cell(&loss.row("delete"), loss.fault, &outcome);
    }
    stage.done(DELETE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_several_deletions() {
    let stage = Stage::set().await;
    let client = stage.world.client("alice").await;
    client.import("good", KEY).await;
    client.import("stays", KEY).await;
    stage.sign_in("alice").await;
    for fault in [Fault::ServerError, Fault::Unavailable, Fault::NoCors] {
        let browser = stage.browser();
        stage.world.list_is_read().await;
        for name in ["good", "stays"] {
            browser.click("checkbox", &format!("Select {name}")).await;
        }
        browser.press("Delete selected").await;
        stage.relay.fail(Wrong::of(DELETE, fault).ending("/stays"));
        browser.press("Delete").await;
        stage.comes("dialog", "1 of 2 key pairs not deleted").await;
        stage.mend();
        let said = browser.text().await;
        assert!(said.contains(super::title(fault)), "{said}");
        browser.press("Close").await;
        assert_eq!(client.names().await, ["stays"]);
        // What was not deleted is still selected, and goes with the next try.
        browser.press("Delete selected").await;
        browser.press("Delete").await;
        browser.see("Key pair stays deleted.").await;
        assert!(client.names().await.is_empty());
        client.import("good", KEY).await;
        client.import("stays", KEY).await;
        stage.sign_out().await;
        stage.sign_in("alice").await;
        stage.cell(
            "delete several",
            fault,
            "said for that one, the other deleted; then deleted",
        );
    }
    stage.done(&[]).await;
}
