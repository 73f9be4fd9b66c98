//! The cloud is out of reach, takes the token no longer, or has given the name to somebody else.

use super::{Bench, LET_GO, Step};
use serde_json::json;
use thirtyfour::WindowHandle;

async fn set_offline(bench: &Bench, offline: bool) {
    let conditions = json!({
        "offline": offline,
        "latency": 0,
        "downloadThroughput": -1,
        "uploadThroughput": -1,
    });
    let browser = bench.browser();
    browser.devtools("Network.enable", json!({})).await;
    browser
        .devtools("Network.emulateNetworkConditions", conditions)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_network() {
    let bench = Bench::new("network lost").await;
    let browser = bench.browser();
    for step in Step::ALL {
        bench.reach(step).await;
        set_offline(&bench, true).await;
        let outcome = match step {
            Step::Registered => "goes on",
            _ => {
                bench.go_on_to_save(step).await;
                browser.see("Nothing is lost").await;
                browser.downloaded(&bench.file(step)).await;
                "said; registered later"
            }
        };
        set_offline(&bench, false).await;
        if step != Step::Registered {
            bench.is_not_registered(step).await;
        }
        bench.cell(step, outcome).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_cannot_be_fetched() {
    let bench = Bench::new("network lost").await;
    let browser = bench.browser();
    browser.devtools("Network.enable", json!({})).await;
    let block = async |urls: &[&str]| {
        browser
            .devtools("Network.setBlockedURLs", json!({ "urls": urls }))
            .await;
    };
    block(&["*vault*"]).await;
    bench.world.open("/key-pairs/new").await;
    browser.see("The vault did not start").await;
    browser.press("Start the vault again").await;
    browser.see("The vault did not start").await;
    block(&[]).await;
    browser.press("Start the vault again").await;
    browser.vault_is_ready().await;
    bench.finish("fetched").await;
    bench.nothing_is_registered_without_its_file().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_has_ended() {
    let bench = Bench::new("sign-in ended").await;
    for step in Step::ALL {
        bench.reach(step).await;
        assert!(bench.world.revoke_tokens("alice").await > 0);
        let outcome = match step {
            Step::Registered => "goes on",
            _ => {
                bench.go_on_to_save(step).await;
                bench.browser().find("dialog", "Sign in again").await;
                "password asked; goes on"
            }
        };
        bench.cell(step, outcome).await;
    }
    bench.finished().await;
}

/// Does the job to its end in the tab that is current, and puts the file aside: under a driver Chromium writes over a file of
/// the same name.
async fn finish_here(bench: &Bench, step: Step) -> String {
    let name = bench.finish(&bench.name(step)).await;
    put_aside(bench, step).await;
    name
}

async fn put_aside(bench: &Bench, step: Step) {
    let file = bench.browser().downloaded(&bench.file(step)).await;
    let aside = format!("{} {}", bench.file(step), bench.browser().downloads().len());
    std::fs::rename(&file, file.with_file_name(aside)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_with_one_name() {
    let bench = Bench::new("two tabs, one name").await;
    let browser = bench.browser();
    let driver = browser.driver();
    let first = driver.window().await.unwrap();
    let second = driver.new_tab().await.unwrap();
    let show = async |tab: &WindowHandle| driver.switch_to_window(tab.clone()).await.unwrap();
    show(&second).await;
    bench.world.sign_in_to_stay("alice").await;
    for step in Step::ALL {
        show(&first).await;
        bench.reach(step).await;
        if step.is_saved() {
            put_aside(&bench, step).await;
        }
        show(&second).await;
        let other = if step == Step::Registering {
            // Both ask at the same moment.
            bench.reach(step).await;
            put_aside(&bench, step).await;
            show(&first).await;
            browser.run(LET_GO, vec![]).await;
            show(&second).await;
            browser.run(LET_GO, vec![]).await;
            bench.finish(&bench.name(step)).await
        } else {
            bench.open_form().await;
            finish_here(&bench, step).await
        };
        show(&first).await;
        bench.let_go(step).await;
        let mut names = [bench.finish(&bench.name(step)).await, other];
        names.sort();
        let name = bench.name(step);
        assert_eq!(names, [name.clone(), format!("{name} 2")]);
        let outcome = match step {
            Step::Registered => "the other tab is told",
            _ => "said; another name",
        };
        bench.cell(step, outcome).await;
        if !step.is_saved() {
            put_aside(&bench, step).await;
        }
    }
    bench.finished().await;
}
