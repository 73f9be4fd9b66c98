//! Leaving the page, by a slip or on purpose.

use super::{Bench, LET_GO, Step};
use devcloud::Config;
use keyhaven_e2e::{Browser, World, environment};

/// A browser that shows its own question before a page is left.
async fn asking() -> World {
    let config = Config {
        dist: Some(environment::dist()),
        ..Config::default()
    };
    let (cloud, browser) = tokio::join!(devcloud::start(config), Browser::start_asking());
    World::of(cloud.expect("the cloud starts"), browser)
}

/// Whether something would be lost by leaving at this step, so that the person is asked.
fn is_asked(step: Step) -> bool {
    matches!(step, Step::Made | Step::Registering)
}

/// The outcome where leaving is free, or was after all.
fn outcome(step: Step) -> &'static str {
    match step {
        Step::Empty | Step::Filled | Step::Making => "nothing was made",
        Step::Made => "asked first; then lost",
        Step::Registering => "asked first; the file stays",
        Step::Registered => "nothing is lost",
    }
}

async fn question(browser: &Browser) {
    browser
        .until("the browser's question", async || {
            browser.driver().get_alert_text().await.ok()
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload() {
    let bench = Bench::of("reload", asking().await).await;
    let browser = bench.browser();
    let reload = "window.left = false; setTimeout(() => location.reload())";
    for step in Step::ALL {
        bench.reach(step).await;
        browser.run(reload, vec![]).await;
        if is_asked(step) {
            question(browser).await;
            browser.driver().dismiss_alert().await.unwrap();
            let heading = format!("Key pair {} created", bench.name(step));
            browser.find("heading", &heading).await;
            browser.run(reload, vec![]).await;
            question(browser).await;
            browser.driver().accept_alert().await.unwrap();
        }
        browser
            .until("another page", async || {
                (browser.run("return window.left", vec![]).await != false).then_some(())
            })
            .await;
        browser.find("heading", "Create key pair").await;
        if step != Step::Registered {
            bench.is_not_registered(step).await;
        }
        bench.cell(step, outcome(step)).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_tab() {
    let bench = Bench::of("tab closed", asking().await).await;
    let browser = bench.browser();
    for step in Step::ALL {
        bench.reach(step).await;
        let tab = browser.driver().window().await.unwrap();
        let other = browser.driver().new_tab().await.unwrap();
        browser
            .driver()
            .switch_to_window(tab.clone())
            .await
            .unwrap();
        browser.devtools("Page.close", serde_json::json!({})).await;
        if is_asked(step) {
            question(browser).await;
            browser.driver().accept_alert().await.unwrap();
        }
        browser
            .until("the tab to go", async || {
                let tabs = browser.driver().windows().await.ok()?;
                (!tabs.contains(&tab)).then_some(())
            })
            .await;
        browser.driver().switch_to_window(other).await.unwrap();
        if step != Step::Registered {
            bench.is_not_registered(step).await;
        }
        bench.nothing_is_registered_without_its_file().await;
        bench.world.sign_in_to_stay("alice").await;
        bench.cell(step, outcome(step)).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_back_button() {
    let bench = Bench::new("back button").await;
    let browser = bench.browser();
    for step in Step::ALL {
        bench.reach(step).await;
        browser.driver().back().await.unwrap();
        if is_asked(step) {
            browser.find("dialog", "Leave this page?").await;
            browser.press("Stay here").await;
            browser.gone("dialog", "Leave this page?").await;
            browser.driver().back().await.unwrap();
            browser.find("dialog", "Leave this page?").await;
            browser.press("Leave and lose it").await;
        }
        bench.world.list_is_read().await;
        if step != Step::Registered {
            bench.is_not_registered(step).await;
        }
        if step == Step::Registering {
            // What was on its way arrives all the same.
            browser.run(LET_GO, vec![]).await;
            browser.find("link", &bench.name(step)).await;
        }
        bench.nothing_is_registered_without_its_file().await;
        bench.cell(step, outcome(step)).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_after_its_page_was_left_does_not_let_the_next_page_go() {
    let bench = Bench::new("back button").await;
    let browser = bench.browser();
    bench.reach(Step::Registering).await;
    browser.follow("About").await;
    browser.press("Leave and lose it").await;
    browser.find("heading", "About Keyhaven").await;
    bench.reach(Step::Made).await;
    browser.run(LET_GO, vec![]).await;
    let first = bench.name(Step::Registering);
    browser
        .until("the first to be registered", async || {
            let names = bench.world.client("alice").await.names().await;
            names.contains(&first).then_some(())
        })
        .await;
    browser.follow("About").await;
    browser.find("dialog", "Leave this page?").await;
    browser.press("Stay here").await;
    bench.finish(&bench.name(Step::Made)).await;
    bench.nothing_is_registered_without_its_file().await;
}
