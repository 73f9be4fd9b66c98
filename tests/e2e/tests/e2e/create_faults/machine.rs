//! The machine's clock is set, or is wrong all along; the browser keeps nothing.

use super::{Bench, Step};
use devcloud::Config;
use keyhaven_e2e::{Browser, World, environment};
use serde_json::json;

/// Sets the clock on the wall by so many days, for one page or frame.
fn set_clock(days: i32) -> String {
    format!(
        "(() => {{
            const Real = Date;
            const now = () => Real.now() + {days} * 24 * 60 * 60 * 1000;
            globalThis.Date = class extends Real {{
                constructor(...time) {{ super(...(time.length ? time : [now()])); }}
                static now() {{ return now(); }}
            }};
        }})();"
    )
}

/// In the page and in the vault's frame.
async fn clock_is_set(bench: &Bench, days: i32) {
    bench.browser().run(&set_clock(days), vec![]).await;
    bench.in_frame(&set_clock(days)).await;
}

/// The clocks are right again: by a fresh page.
async fn fresh_page(bench: &Bench) {
    bench.world.open("/key-pairs").await;
    bench.world.list_is_read().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_two_days_ahead() {
    let bench = Bench::new("clock two days ahead").await;
    let browser = bench.browser();
    for step in Step::ALL {
        bench.reach(step).await;
        if step == Step::Filled {
            browser.type_passphrase("sesame", "sesame").await;
        }
        clock_is_set(&bench, 2).await;
        let outcome = match step {
            Step::Empty => "goes on",
            Step::Filled => {
                browser
                    .see("Forgotten, because nothing was done here")
                    .await;
                "said: passphrase again"
            }
            Step::Making | Step::Made => {
                bench.let_go(step).await;
                browser.see("Save the private key first").await;
                browser.enter_vault().await;
                browser.see("its clock was set. The key is not saved").await;
                browser.leave_vault().await;
                "said; kept another minute"
            }
            Step::Registering | Step::Registered => {
                browser
                    .see("Forgotten, because nothing was done here")
                    .await;
                bench.let_go(step).await;
                "said; the file stays"
            }
        };
        bench.cell(step, outcome).await;
        fresh_page(&bench).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_two_days_behind() {
    let bench = Bench::new("clock two days behind").await;
    for step in Step::ALL {
        bench.reach(step).await;
        clock_is_set(&bench, -2).await;
        bench.let_go(step).await;
        bench.cell(step, "goes on").await;
        fresh_page(&bench).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_from_the_start() {
    for days in [2, -2] {
        let world = World::start().await;
        let wrong = json!({ "source": set_clock(days) });
        world
            .browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", wrong)
            .await;
        let bench = Bench::of("clock", world).await;
        bench.reach(Step::Registered).await;
        bench.browser().reload().await;
        let name = format!("after a reload {days}");
        assert_eq!(bench.finish(&name).await, name);
        bench.nothing_is_registered_without_its_file().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_keeps_nothing() {
    let config = Config {
        dist: Some(environment::dist()),
        ..Config::default()
    };
    let (cloud, browser) = tokio::join!(devcloud::start(config), Browser::start_without_storage());
    let world = World::of(cloud.expect("the cloud starts"), browser);
    let bench = Bench::of("storage disabled", world).await;
    let refused = "
        const refused = (use) => { try { use(); return false; } catch { return true; } };
        return refused(() => sessionStorage.length) && refused(() => localStorage.length);";
    assert_eq!(bench.browser().run(refused, vec![]).await, true);
    for step in Step::ALL {
        bench.reach(step).await;
        bench.let_go(step).await;
        bench.cell(step, "goes on").await;
    }
    bench.finished().await;
}
