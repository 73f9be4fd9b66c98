//! A page that is left while the cloud still answers, or between two looks, does not stop the program; one that stays keeps
//! what is in it.

use super::launching::launch_first;
use keyhaven_e2e::{Browser, World};

/// Longer than the pause before the list is read again.
const PAUSE: &str = "setTimeout(arguments[0], 4000)";

/// Waits in the page: its timers that were set before are through then.
async fn timers_are_through(browser: &Browser) {
    browser.run_async(PAUSE, vec![]).await;
}

/// The program still answers, and has not complained.
async fn still_runs(browser: &Browser) {
    browser.follow("Servers").await;
    browser.find("heading", "Servers").await;
    browser.has_not_panicked().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_may_be_left_while_a_server_is_built() {
    let world = World::start().await;
    let browser = &world.browser;
    launch_first(&world, "fault-slow-boot").await;
    browser.follow("Servers").await;
    browser.find("link", "fault-slow-boot").await;
    browser.follow("Key pairs").await;
    timers_are_through(browser).await;
    still_runs(browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_servers_page_may_be_left_at_any_moment() {
    let world = World::start().await;
    let browser = &world.browser;
    launch_first(&world, "web").await;
    browser.find("button", "Let SSH in").await;
    for _ in 0..5 {
        browser.follow("Servers").await;
        browser.follow("web").await;
        browser.find("heading", "web").await;
        browser.follow("Key pairs").await;
        browser.follow("laptop").await;
    }
    timers_are_through(browser).await;
    still_runs(browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_while_the_server_is_looked_at() {
    let world = World::start().await;
    let browser = &world.browser;
    launch_first(&world, "web").await;
    browser.see("Running").await;
    browser.fill("Port", "2200").await;
    browser.press("Force reboot").await;
    let dialog = browser.find("dialog", "Force reboot web?").await;
    let sure = dialog.find(thirtyfour::By::Css("button.danger")).await;
    sure.unwrap().click().await.unwrap();
    browser.see("is rebooting").await;
    browser.find("heading", "Under way").await;
    browser.gone("heading", "Under way").await;
    assert_eq!(browser.value("Port").await, "2200");
}
