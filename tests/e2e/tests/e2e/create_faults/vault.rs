//! The vault ends: its worker, its frame, the process in which both are.

use super::{Bench, Step};
use keyhaven_e2e::memory::Needles;
use keyhaven_e2e::{World, site};
use std::process::Command;
use tempfile::TempDir;

/// The site with a vault that can be hurt: the frame asks its worker more often whether it is there, shows it to the test, and
/// the worker takes all the memory that there is when it is told to.
fn fragile() -> TempDir {
    let changes = [
        ("const BEAT = 1_000;", "const BEAT = 200;"),
        (
            "worker = new Worker(",
            "worker = globalThis.itsWorker = new Worker(",
        ),
        (
            "await wasm_bindgen({ module_or_path: event.data.wasm });",
            "const { memory } = await wasm_bindgen({ module_or_path: event.data.wasm }); \
             addEventListener(\\\"message\\\", ({ data }) => data.exhaust && exhaust(memory)); \
             function exhaust(memory) { for (let pages = 32768; pages; pages >>= 1) try { for (;;) memory.grow(pages); } catch {} }",
        ),
    ];
    site::with_frame_script(|script| {
        changes
            .iter()
            .fold(script.to_owned(), |script, (old, new)| {
                assert_eq!(script.matches(old).count(), 1, "{old}");
                script.replace(old, new)
            })
    })
}

async fn before_a_fragile_vault(fault: &'static str) -> (Bench, TempDir) {
    let copy = fragile();
    let bench = Bench::of(fault, World::serving(copy.path()).await).await;
    (bench, copy)
}

/// The vault was ended; the page has noticed, says what is lost, has another in its place, and goes on.
async fn is_noticed(bench: &Bench, step: Step) {
    let browser = bench.browser();
    browser.see("stopped unexpectedly").await;
    let outcome = match step {
        Step::Empty | Step::Filled => {
            browser.see("The passphrase is to be typed again").await;
            "said: passphrase again"
        }
        Step::Making => {
            browser.see("The key was not made").await;
            "said: not made"
        }
        Step::Made => {
            browser
                .see("The key that was made is lost: it was not saved")
                .await;
            browser.see("Nothing was registered").await;
            "said: lost; another made"
        }
        Step::Registering | Step::Registered => {
            browser.see("This page no longer has the key").await;
            "said; the file stays"
        }
    };
    if step == Step::Registered {
        bench.world.is_registered().await;
    } else {
        bench.is_not_registered(step).await;
    }
    if matches!(step, Step::Filled | Step::Making | Step::Made) {
        assert_eq!(browser.value("Name").await, bench.name(step));
    }
    if !step.is_saved() {
        browser.vault_is_ready().await;
    }
    if step == Step::Registering {
        bench.let_go(step).await;
    }
    bench.cell(step, outcome).await;
}

/// Ends the worker as soon as it has said that it is there. One at work would be given three minutes.
const END_IDLE: &str = "
return new Promise((ended) => {
  itsWorker.addEventListener('message', ({ data }) => data.pong && ended(itsWorker.terminate()));
});";

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_ended() {
    let (bench, _copy) = before_a_fragile_vault("worker ended").await;
    for step in Step::ALL {
        bench.reach(step).await;
        bench.in_frame(END_IDLE).await;
        is_noticed(&bench, step).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_runs_out_of_memory() {
    let (bench, _copy) = before_a_fragile_vault("out of memory").await;
    // More than what was freed, so that there is no room for it.
    let hurt = "
        itsWorker.postMessage({ ping: 1, exhaust: true });
        const bytes = new Uint8Array(64 << 20);
        itsWorker.postMessage({ ask: JSON.stringify('check'), bytes }, [bytes.buffer]);";
    for step in Step::ALL {
        bench.reach(step).await;
        bench.in_frame(hurt).await;
        is_noticed(&bench, step).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_removed() {
    let bench = Bench::new("frame removed").await;
    for step in Step::ALL {
        bench.reach(step).await;
        let remove = "document.querySelector('iframe.vault-frame').remove()";
        bench.browser().run(remove, vec![]).await;
        is_noticed(&bench, step).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_reloaded() {
    let bench = Bench::new("frame reloaded").await;
    for step in Step::ALL {
        bench.reach(step).await;
        bench.in_frame("setTimeout(() => location.reload())").await;
        is_noticed(&bench, step).await;
    }
    bench.finished().await;
}

/// The page asks the frame more often whether it is there.
const HURRY: &str = "
const later = window.setTimeout.bind(window);
window.setTimeout = (run, pause, ...rest) => later(run, pause === 1_500 ? 300 : pause, ...rest);";

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_crashes() {
    let bench = Bench::new("frame crashed").await;
    let browser = bench.browser();
    browser.run(HURRY, vec![]).await;
    // In no process but the frame's: the script that puts it there holds it in parts.
    let mark = "the process of this frame";
    let parts: Vec<_> = mark.split(' ').collect();
    let leave = format!("globalThis.mark = {parts:?}.join(' ') + '.';");
    let needles = Needles::of_texts([("the mark", mark)]);
    for step in Step::ALL {
        bench.reach(step).await;
        bench.in_frame(&leave).await;
        let holders = browser.holders(&needles);
        assert_eq!(holders.len(), 1, "the frame has a process of its own");
        for process in holders.keys() {
            let kill = Command::new("kill")
                .args(["-9", &process.to_string()])
                .status();
            assert!(kill.unwrap().success());
        }
        is_noticed(&bench, step).await;
    }
    bench.finished().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_hangs() {
    let bench = Bench::new("frame hangs").await;
    bench.browser().run(HURRY, vec![]).await;
    for step in Step::ALL {
        bench.reach(step).await;
        bench.in_frame("setTimeout(() => { for (;;); }, 50)").await;
        is_noticed(&bench, step).await;
    }
    bench.finished().await;
}
