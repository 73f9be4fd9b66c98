//! Every fault that can befall a person while a key pair is created, at every step of it. Whatever happens: what the cloud
//! has registered is a key whose private half is in a file; no key that was made is lost without a word, before or after; and
//! the page is never stuck: by what it offers, the job comes to its end.
//!
//! Each test is one fault at all steps. `docs/robustness.md` has the table; [`table`] holds it and the tests to each other.

mod cloud;
mod download;
mod leaving;
mod machine;
mod person;
mod table;
mod vault;

use keyhaven_e2e::{Browser, World, ssh_keygen};
use std::cell::RefCell;
use table::Table;

/// How far the person is when it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Empty,
    Filled,
    Making,
    Made,
    Registering,
    Registered,
}

impl Step {
    /// All of them, in order.
    const ALL: [Self; 6] = [
        Self::Empty,
        Self::Filled,
        Self::Making,
        Self::Made,
        Self::Registering,
        Self::Registered,
    ];

    /// As the table has it.
    fn title(self) -> &'static str {
        match self {
            Self::Empty => "form empty",
            Self::Filled => "form filled in",
            Self::Making => "being made",
            Self::Made => "made, not saved",
            Self::Registering => "saved, registering",
            Self::Registered => "registered",
        }
    }

    /// Whether there is a private key in a file by then.
    fn is_saved(self) -> bool {
        matches!(self, Self::Registering | Self::Registered)
    }
}

/// Has the browser's making of an RSA key wait in the frame until it is told to go on.
const HOLD_MAKING: &str = "
const make = SubtleCrypto.prototype.generateKey;
crypto.subtle.generateKey = async (...how) => {
  await new Promise((go) => (globalThis.goOn = go));
  return make.apply(crypto.subtle, how);
};";

/// Has the request that registers wait in the page until it is let go.
const HOLD_REGISTERING: &str = "
const ask = (window.ask ??= window.fetch.bind(window));
window.fetch = async (request, ...rest) => {
  if (request.method === 'POST' && request.url.endsWith('/os-keypairs')) await new Promise((go) => (window.letGo = go));
  return ask(request, ...rest);
};";

/// Lets it go, and holds no other.
const LET_GO: &str = "if (window.ask) window.fetch = window.ask; window.letGo?.();";

/// A cloud, a page before it, a fault, and the cells that are done.
struct Bench {
    world: World,
    table: Table,
    fault: &'static str,
    done: RefCell<Vec<&'static str>>,
}

impl Bench {
    async fn new(fault: &'static str) -> Self {
        Self::of(fault, World::start().await).await
    }

    /// In this world, with somebody signed in.
    async fn of(fault: &'static str, world: World) -> Self {
        world.sign_in_to_stay("alice").await;
        Self {
            world,
            table: Table::read(),
            fault,
            done: RefCell::default(),
        }
    }

    fn browser(&self) -> &Browser {
        &self.world.browser
    }

    /// The name of the key pair of a cell.
    fn name(&self, step: Step) -> String {
        format!("{} at {step:?}", self.fault.replace([',', '’'], "")).to_lowercase()
    }

    /// The file that the page proposes for it.
    fn file(&self, step: Step) -> String {
        self.name(step).replace(' ', "-")
    }

    /// From wherever nothing holds the person back to this step of a new key pair.
    async fn reach(&self, step: Step) {
        self.open_form().await;
        let browser = self.browser();
        if step == Step::Empty {
            return;
        }
        browser.fill("Name", &self.name(step)).await;
        match step {
            Step::Empty | Step::Filled => {}
            Step::Making => {
                self.in_frame(HOLD_MAKING).await;
                browser.click("radio", "RSA 3072").await;
                browser.press("Create key pair").await;
                browser.find("button", "Creating…").await;
                browser.enter_vault().await;
                browser.see("Making the key").await;
                browser.leave_vault().await;
            }
            Step::Made => self.make(step).await,
            Step::Registering => {
                browser.run(HOLD_REGISTERING, vec![]).await;
                self.make(step).await;
                self.press_save().await;
                browser.see("Registering the public key").await;
            }
            Step::Registered => {
                self.make(step).await;
                self.press_save().await;
                self.world.is_registered().await;
            }
        }
    }

    async fn open_form(&self) {
        let browser = self.browser();
        browser.follow("Key pairs").await;
        self.world.list_is_read().await;
        browser.follow("Create key pair").await;
        browser.vault_is_ready().await;
    }

    async fn make(&self, step: Step) {
        self.browser().press("Create key pair").await;
        let heading = format!("Key pair {} created", self.name(step));
        self.browser().find("heading", &heading).await;
    }

    async fn press_save(&self) {
        self.browser().enter_vault().await;
        self.browser().press("Save private key").await;
        self.browser().leave_vault().await;
    }

    /// Runs a script in the vault's frame.
    async fn in_frame(&self, script: &str) {
        self.browser().enter_vault().await;
        self.browser().run(script, vec![]).await;
        self.browser().leave_vault().await;
    }

    /// What was held goes on.
    async fn let_go(&self, step: Step) {
        match step {
            Step::Making => self.in_frame("globalThis.goOn?.()").await,
            Step::Registering => {
                self.browser().run(LET_GO, vec![]).await;
            }
            _ => {}
        }
    }

    /// Nothing of this key pair has reached the cloud.
    async fn is_not_registered(&self, step: Step) {
        let names = self.world.client("alice").await.names().await;
        assert!(!names.contains(&self.name(step)), "{names:?}");
    }

    /// Each key that the cloud has registered is in a file, or will be as soon as the browser has written it.
    async fn nothing_is_registered_without_its_file(&self) {
        let client = self.world.client("alice").await;
        let folder = self.browser().download_folder();
        for name in client.names().await {
            let registered = client.public_key(&name).await;
            let registered = registered.split(' ').nth(1).unwrap();
            self.browser()
                .until(&format!("a file with {name}"), async || {
                    let files = self.browser().downloads().into_iter();
                    let mut keys = files
                        .filter_map(|file| ssh_keygen::public_key(&folder.join(file), "").ok());
                    keys.any(|line| line.split(' ').nth(1) == Some(registered))
                        .then_some(())
                })
                .await;
        }
    }

    /// By what the page offers the job is done to its end; then the cell is.
    async fn cell(&self, step: Step, outcome: &str) {
        let name = self.finish(&self.name(step)).await;
        let names = self.world.client("alice").await.names().await;
        assert!(names.contains(&name), "{name} is none of {names:?}");
        self.nothing_is_registered_without_its_file().await;
        println!("{} × {}: {outcome}", self.fault, step.title());
        self.table.says(self.fault, step.title(), outcome);
        self.done.borrow_mut().push(step.title());
    }

    /// The fault has met every step, and the app has never stopped.
    async fn finished(&self) {
        assert_eq!(*self.done.borrow(), Step::ALL.map(Step::title));
        self.browser().has_not_panicked().await;
        println!("Create faults: {} cells", self.done.borrow().len());
    }
}
