//! Deleting several key pairs at once.

use super::create::KEY;
use super::list::{begins_with, names};
use keyhaven_e2e::World;

#[tokio::test(flavor = "multi_thread")]
async fn several_are_deleted_with_a_result_for_each() {
    let world = World::start().await;
    let client = world.client("alice").await;
    for name in ["a", "b", "c", "fault-delete-500", "gone meanwhile"] {
        client.import(name, KEY).await;
    }
    world.sign_in("alice").await;
    let delete = world.browser.find("button", "Delete selected").await;
    assert!(
        !delete.is_enabled().await.unwrap(),
        "nothing is selected yet"
    );
    for name in ["a", "c", "fault-delete-500"] {
        world
            .browser
            .click("checkbox", &format!("Select {name}"))
            .await;
    }
    world.browser.see("3 selected").await;
    world.browser.press("Delete selected").await;
    world.browser.find("dialog", "Delete 3 key pairs?").await;
    world.browser.press("Cancel").await;
    world.browser.gone("dialog", "Delete 3 key pairs?").await;
    assert!(
        world.requests("DELETE", "/compute").is_empty(),
        "Cancel keeps them"
    );

    world.browser.press("Delete selected").await;
    world.browser.press("Delete").await;
    world.browser.see("1 of 3 key pairs not deleted").await;
    let outcomes = world.browser.text().await;
    assert_eq!(outcomes.matches("not deleted:").count(), 1, "{outcomes}");
    world.browser.press("Close").await;
    begins_with(&world, &["b", "fault-delete-500", "gone meanwhile"]).await;
    let mut left = client.names().await;
    left.sort();
    assert_eq!(left, ["b", "fault-delete-500", "gone meanwhile"]);
    world.browser.see("3 of 100 key pairs used").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_matches_can_be_selected_and_deleted() {
    let world = World::start().await;
    let client = world.client("alice").await;
    for name in ["old 1", "old 2", "new"] {
        client.import(name, KEY).await;
    }
    world.sign_in("alice").await;
    world
        .browser
        .fill_role("searchbox", "Filter key pairs", "old")
        .await;
    world
        .browser
        .until("two rows", async || {
            (names(&world).await.len() == 2).then_some(())
        })
        .await;
    world
        .browser
        .click("checkbox", "Select all that match")
        .await;
    world.browser.press("Delete selected").await;
    world.browser.see("old 1").await;
    world.browser.press("Delete").await;
    world.browser.see("2 key pairs deleted.").await;
    assert_eq!(client.names().await, ["new"]);
}
