//! Prints how long making a key pair takes in a real browser, and the longest task of the page's and of the vault
//! frame's main thread meanwhile. `cargo xtask bench` runs it. Figures, not tests: nothing fails by being slow.

use keyhaven_e2e::world::World;
use serde_json::{Value, json};

/// How often each row is measured; the median is printed.
const RUNS: usize = 5;

/// The rows: what is made, and the passphrase that locks it.
const ROWS: [(&str, &str); 7] = [
    ("Ed25519", ""),
    ("Ed25519", "correct horse battery staple"),
    ("ECDSA P-256", ""),
    ("ECDSA P-384", ""),
    ("ECDSA P-521", ""),
    ("RSA 3072", ""),
    ("RSA 4096", "correct horse battery staple"),
];

/// Watches the page: tasks over 50 ms, the click on "Create key pair", and when what follows is on the page.
const WATCH_PAGE: &str = "
const now = () => performance.timeOrigin + performance.now();
const figures = (window.figures = { long: [] });
new PerformanceObserver((list) => figures.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
document.querySelector('button[form=create-form]').addEventListener('click', () => (figures.clicked ??= now()), true);
new MutationObserver(() => {
  const shown = document.querySelector('main').textContent;
  if (/^Key pair .* created$/.test(document.querySelector('h1')?.textContent ?? '')) figures.made ??= now();
  if (shown.includes('Registered at your cloud')) figures.registered ??= now();
}).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
";

/// Watches the vault's frame: tasks over 50 ms, and the click on "Save private key".
const WATCH_VAULT: &str = "
const figures = (window.figures = { long: [] });
new PerformanceObserver((list) => figures.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
document.getElementById('save').addEventListener('click', () => (figures.saving ??= performance.timeOrigin + performance.now()), true);
";

const READ: &str = "return window.figures";

/// One run of one row, in milliseconds.
struct Figures {
    made: f64,
    registered: f64,
    longest: f64,
}

/// A task of 200 ms, and whether the watcher sees it.
const PLANT: &str = "
const done = arguments[arguments.length - 1];
setTimeout(() => { const end = performance.now() + 200; while (performance.now() < end); }, 0);
const look = () => window.figures.long.some((duration) => duration >= 200) ? done(true) : setTimeout(look, 20);
look();
";

#[tokio::main]
async fn main() {
    the_watchers_see().await;
    println!(
        "{:<14} {:<10} {:>12} {:>22} {:>14}",
        "type", "passphrase", "made, ms", "save to registered, ms", "longest task"
    );
    for (key_type, passphrase) in ROWS {
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(measure(key_type, passphrase).await);
        }
        let longest = runs.iter().map(|run| run.longest).fold(0.0, f64::max);
        println!(
            "{key_type:<14} {:<10} {:>12.0} {:>22.0} {:>14}",
            if passphrase.is_empty() { "none" } else { "yes" },
            median(&runs, |run| run.made),
            median(&runs, |run| run.registered),
            if longest == 0.0 {
                "under 50 ms".to_owned()
            } else {
                format!("{longest:.0} ms")
            },
        );
    }
}

/// Plants a long task in the page and one in the vault's frame. A watcher that does not see its own ends the program:
/// the script times out.
async fn the_watchers_see() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let browser = &world.browser;
    browser.run(WATCH_PAGE, Vec::new()).await;
    browser.run_async(PLANT, Vec::new()).await;
    browser.enter_vault().await;
    browser.run(WATCH_VAULT, Vec::new()).await;
    browser.run_async(PLANT, Vec::new()).await;
    println!("A planted task of 200 ms was seen in the page, and one in the vault's frame.");
}

async fn measure(key_type: &str, passphrase: &str) -> Figures {
    let world = World::start().await;
    world.start_creating("alice").await;
    let browser = &world.browser;
    browser.run(WATCH_PAGE, Vec::new()).await;
    browser.enter_vault().await;
    browser.run(WATCH_VAULT, Vec::new()).await;
    browser.leave_vault().await;
    world.make("measured", key_type, passphrase).await;
    world.save("measured").await;
    world.is_registered().await;
    let page = browser.run(READ, Vec::new()).await;
    browser.enter_vault().await;
    let vault = browser.run(READ, Vec::new()).await;
    Figures {
        made: number(&page, "made") - number(&page, "clicked"),
        registered: number(&page, "registered") - number(&vault, "saving"),
        longest: longest(&page).max(longest(&vault)),
    }
}

fn number(figures: &Value, name: &str) -> f64 {
    figures[name].as_f64().unwrap_or(f64::NAN)
}

fn longest(figures: &Value) -> f64 {
    let none = json!([]);
    let tasks = figures.get("long").unwrap_or(&none);
    tasks
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .fold(0.0, f64::max)
}

fn median(runs: &[Figures], figure: impl Fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(figure).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
