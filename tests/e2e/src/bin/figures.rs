//! Prints how long making a key pair takes in a real browser, the longest task of the page's and of the vault frame's main
//! thread meanwhile, and how the vault's key derivation compares with that of `ssh-keygen` and `puttygen`. `cargo xtask
//! bench` runs it. Figures, not tests: nothing fails by being slow.

#![expect(
    clippy::expect_used,
    reason = "without its programs there are no figures"
)]

use keyhaven_e2e::ssh_keygen;
use keyhaven_e2e::world::World;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

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
    making().await;
    locking().await;
}

async fn making() {
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

/// In the frame: writes the opened file anew in a format, with a passphrase or without, and gives the milliseconds.
const CONVERT: &str = "
const [format, passphrase, done] = arguments;
const part = (name) => document.querySelector(`.result [data-part=\"${name}\"]`);
part('format').value = format;
part('format').dispatchEvent(new Event('change'));
part('new-passphrase').value = part('repeat').value = passphrase;
const said = part('convert-said');
const start = performance.now();
new MutationObserver((_, observer) => {
  if (!said.textContent.startsWith('Given to')) return;
  observer.disconnect();
  done(performance.now() - start);
}).observe(said, { childList: true, characterData: true, subtree: true });
document.querySelector('.result [data-part=convert] button').click();
";

/// Writes a key's file anew with its format's own program, with a passphrase or without.
type Lock = fn(&Path, bool);

/// How long deriving a key from a passphrase takes in the vault, against the format's own program in the same run: what
/// a locked file takes more than an open one.
async fn locking() {
    let world = World::start().await;
    let browser = &world.browser;
    let file = browser.folder().join("key");
    ssh_keygen::generate(&file, "ed25519", "", "measured");
    world.open("/identify").await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &file).await;
    browser.find("button", "Save converted file").await;
    println!(
        "\n{:<32} {:>10} {:>20} {:>7}",
        "locking a file", "vault, ms", "its own program, ms", "ratio"
    );
    let theirs: [(&str, &str, Lock); 2] = [
        (
            "OpenSSH, bcrypt, 24 rounds",
            "openssh",
            lock_with_ssh_keygen,
        ),
        ("PPK 3, Argon2id, 8 MiB × 13", "ppk", lock_with_puttygen),
    ];
    for (what, format, program) in theirs {
        let (mut ours_more, mut theirs_more) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            let mut ours = [0.0; 2];
            let mut theirs = [0.0; 2];
            for (index, locked) in [false, true].into_iter().enumerate() {
                let passphrase = if locked { "a passphrase" } else { "" };
                let took = browser
                    .run_async(CONVERT, vec![format.into(), passphrase.into()])
                    .await;
                ours[index] = took.as_f64().unwrap_or(f64::NAN);
                let start = Instant::now();
                program(&file, locked);
                theirs[index] = start.elapsed().as_secs_f64() * 1000.0;
            }
            ours_more.push(ours[1] - ours[0]);
            theirs_more.push(theirs[1] - theirs[0]);
        }
        let (ours, theirs) = (middle(ours_more), middle(theirs_more));
        println!(
            "{what:<32} {ours:>10.0} {theirs:>20.0} {:>7.2}",
            ours / theirs
        );
    }
}

fn lock_with_ssh_keygen(file: &Path, locked: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy");
    std::fs::copy(file, &copy).expect("the key is copied");
    ssh_keygen::make_private(&copy);
    let passphrase = if locked { "a passphrase" } else { "" };
    succeed(
        Command::new("ssh-keygen")
            .args(["-q", "-p", "-a", "24", "-P", "", "-N", passphrase, "-f"])
            .arg(copy),
    );
}

fn lock_with_puttygen(file: &Path, locked: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let passphrase = folder.path().join("passphrase");
    std::fs::write(&passphrase, if locked { "a passphrase" } else { "" }).expect("a file");
    let mut command = Command::new("puttygen");
    command.arg(file).args([
        "-O",
        "private",
        "--ppk-param",
        "passes=13,memory=8192",
        "--new-passphrase",
    ]);
    succeed(
        command
            .arg(passphrase)
            .arg("-o")
            .arg(folder.path().join("copy")),
    );
}

fn succeed(command: &mut Command) {
    let status = command.status().expect("the program is installed");
    assert!(status.success(), "{command:?}: {status}");
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
    middle(runs.iter().map(figure).collect())
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
