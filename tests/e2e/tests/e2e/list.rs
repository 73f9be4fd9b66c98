//! The list: few and very many key pairs, filtered, sorted, paged, deleted.

use super::create::KEY;
use devcloud::LoggedRequest;
use keyhaven_e2e::World;
use std::time::Instant;

/// The names in the rows on show.
pub async fn names(world: &World) -> Vec<String> {
    let script = "return [...document.querySelectorAll('table tbody th')].map((cell) => cell.innerText.trim())";
    let names = world.browser.run(script, vec![]).await;
    names
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

/// Waits until these are the first rows.
pub async fn begins_with(world: &World, expected: &[&str]) {
    world
        .browser
        .until(&format!("rows {expected:?}"), async || {
            let names = names(world).await;
            (names.len() >= expected.len()
                && names
                    .iter()
                    .zip(expected)
                    .all(|(name, wanted)| name == wanted))
            .then_some(())
        })
        .await;
}

/// Signs in, and measures how long the first row and then the whole list take.
async fn sign_in_and_measure(world: &World, count: usize) {
    world.open("/sign-in").await;
    world.browser.type_credentials("alice", "alice-pw").await;
    let start = Instant::now();
    world.browser.press("Sign in").await;
    begins_with(world, &["bulk-00000"]).await;
    let first = start.elapsed();
    world
        .browser
        .see(&format!("{count} of {} key pairs used", 2 * count))
        .await;
    println!(
        "{count} key pairs: first rows after {first:?}, all after {:?}",
        start.elapsed()
    );
}

/// The whole list stays quick to use.
async fn many(count: usize) {
    let world = World::start().await;
    world.add_key_pairs("alice", "bulk", count).await;
    sign_in_and_measure(&world, count).await;
    let last = format!("bulk-{:05}", count - 1);
    let pages = world.requests("GET", "/compute/v2.1/os-keypairs");
    assert!(
        pages.len() >= count / 1000,
        "the cloud gives pages of 1,000: {}",
        pages.len()
    );
    world.browser.see(&format!("1–100 of {count}")).await;
    assert_eq!(names(&world).await.len(), 100);

    let start = Instant::now();
    world
        .browser
        .fill_role("searchbox", "Filter key pairs", &last)
        .await;
    begins_with(&world, &[&last]).await;
    world
        .browser
        .until("one row", async || {
            (names(&world).await.len() == 1).then_some(())
        })
        .await;
    println!(
        "{count} key pairs: filter typed and applied in {:?}",
        start.elapsed()
    );
    world
        .browser
        .fill_role("searchbox", "Filter key pairs", "no such thing")
        .await;
    world.browser.see("No key pair matches the filter.").await;
    world
        .browser
        .fill_role("searchbox", "Filter key pairs", "")
        .await;
    begins_with(&world, &["bulk-00000"]).await;

    let start = Instant::now();
    world.browser.press("Name").await;
    begins_with(&world, &[&last]).await;
    println!("{count} key pairs: sorted in {:?}", start.elapsed());
    world.browser.press("Name").await;
    begins_with(&world, &["bulk-00000"]).await;
    world.browser.press("Next").await;
    begins_with(&world, &["bulk-00100", "bulk-00101"]).await;
    world.browser.press("Previous").await;
    begins_with(&world, &["bulk-00000"]).await;
    world.browser.follow("bulk-00001").await;
    world.browser.find("heading", "bulk-00001").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_five_hundred_key_pairs_are_usable() {
    many(2_500).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_key_pairs_are_usable() {
    many(10_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_page_is_read() {
    let world = World::start().await;
    world.add_key_pairs("alice", "bulk", 1_001).await;
    world.sign_in("alice").await;
    world.browser.see("1001 of 2002 key pairs used").await;
    let pages = world.requests("GET", "/compute/v2.1/os-keypairs?");
    let second = |request: &&LoggedRequest| request.target.contains("&marker=bulk-00999");
    assert_eq!(pages.iter().filter(second).count(), 1);
    world
        .browser
        .fill_role("searchbox", "Filter key pairs", "bulk-01000")
        .await;
    begins_with(&world, &["bulk-01000"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_tells_type_fingerprint_comment_and_health() {
    let world = World::start().await;
    let client = world.client("alice").await;
    client.import("laptop", KEY).await;
    let file = world.browser.folder().join("old");
    keyhaven_e2e::ssh_keygen::generate_rsa(&file, 2048, "an old one");
    client
        .import("old", &keyhaven_e2e::ssh_keygen::public_line(&file))
        .await;
    world.sign_in("alice").await;
    world.browser.see("2 of 100 key pairs used").await;
    for header in ["Name", "Type", "Fingerprint", "Comment", "Health"] {
        world.browser.find("columnheader", header).await;
    }
    let old_fingerprint = keyhaven_e2e::ssh_keygen::fingerprint(&file);
    let rows = world.browser.all("row", None).await;
    let laptop = rows[0].text().await.unwrap();
    for part in ["laptop", "Ed25519", "SHA256:", "alice@laptop", "Good"] {
        assert!(laptop.contains(part), "{part}: {laptop}");
    }
    let old = rows[1].text().await.unwrap();
    for part in [
        "old",
        "RSA 2048",
        old_fingerprint.split(' ').nth(1).unwrap(),
        "an old one",
        "short",
    ] {
        assert!(old.contains(part), "{part}: {old}");
    }
    for filter in ["an OLD", "rsa", &old_fingerprint[5..30]] {
        world
            .browser
            .fill_role("searchbox", "Filter key pairs", filter)
            .await;
        begins_with(&world, &["old"]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_not_see_each_others_key_pairs() {
    let world = World::start().await;
    world.client("alice").await.import("of alice", KEY).await;
    world.client("bob").await.import("of bob", KEY).await;
    world.sign_in("alice").await;
    begins_with(&world, &["of alice"]).await;
    assert!(!world.browser.text().await.contains("of bob"));
    world.browser.press("Sign out").await;
    world.browser.find("heading", "Sign in").await;
    world.browser.type_credentials("bob", "bob-pw").await;
    world.browser.press("Sign in").await;
    begins_with(&world, &["of bob"]).await;
    assert!(!world.browser.text().await.contains("of alice"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_read_says_so_and_can_be_asked_again() {
    let world = World::start().await;
    world.sign_in_to_stay("alice").await;
    world.revoke_tokens("alice").await;
    world.browser.reload().await;
    world.browser.find("dialog", "Sign in again").await;
    world.browser.press("Not now").await;
    world.browser.see("The sign-in has ended").await;
    world.browser.press("Try again").await;
    world.browser.fill("Password", "alice-pw").await;
    world.browser.press("Sign in").await;
    world.browser.see("0 of 100 key pairs used").await;
}
