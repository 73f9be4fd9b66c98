//! A person who wants a key pair, and does whatever the page offers until there is one.

use super::{Bench, Step};
use keyhaven_e2e::Browser;

impl Bench {
    /// Goes on from whatever is on show until a key pair of this name, or of another when it is taken, is made, saved and
    /// registered; gives its name.
    pub(super) async fn finish(&self, name: &str) -> String {
        let browser = self.browser();
        let mut name = name.to_owned();
        browser
            .until("a key pair, by what the page offers", async || {
                let text = browser.text().await;
                if text.contains("Registered at your cloud") {
                    return Some(());
                }
                if text.contains("You have a key pair of this name already")
                    || text.contains("The name is taken")
                {
                    if !name.ends_with(" 2") {
                        name.push_str(" 2");
                    }
                    browser.fill("Name", &name).await;
                }
                step(self, browser, &text, &name).await;
                None
            })
            .await;
        name
    }

    /// From this step on until the file is handed to the browser, as a person does who sees nothing amiss.
    pub(super) async fn go_on_to_save(&self, step: Step) {
        match step {
            Step::Empty | Step::Filled => {
                self.browser().fill("Name", &self.name(step)).await;
                self.make(step).await;
            }
            Step::Making => {
                self.let_go(step).await;
                self.browser().see("Save the private key first").await;
            }
            Step::Made => {}
            Step::Registering | Step::Registered => return self.let_go(step).await,
        }
        self.press_save().await;
    }
}

/// Does the next thing.
async fn step(bench: &Bench, browser: &Browser, text: &str, name: &str) {
    if browser.has("dialog", "Sign in again").await {
        browser.fill("Password", "alice-pw").await;
        try_to_press(browser, "Sign in").await;
        browser.gone("dialog", "Sign in again").await;
    } else if browser.has("heading", "Sign in").await {
        bench.world.sign_in_here("alice").await;
        browser.find("heading", "Key pairs").await;
    } else if browser.has("heading", "Key pairs").await {
        browser.follow("Create key pair").await;
        browser.vault_is_ready().await;
    } else if browser.has("button", "Start the vault again").await {
        try_to_press(browser, "Start the vault again").await;
    } else if browser.has("dialog", "Sign in to your cloud").await {
        bench.world.sign_in_here("alice").await;
        browser.gone("dialog", "Sign in to your cloud").await;
    } else if browser.has("button", "Sign in and register").await {
        try_to_press(browser, "Sign in and register").await;
    } else if browser.has("button", "Register again").await {
        try_to_press(browser, "Register again").await;
    } else if browser.has("button", "Create key pair").await {
        if browser.value("Name").await != name {
            browser.fill("Name", name).await;
        }
        try_to_press(browser, "Create key pair").await;
    } else if text.contains("Save the private key first") {
        bench.press_save().await;
        browser
            .until("it to be saved", async || {
                let text = browser.text().await;
                (!text.contains("Save the private key first")).then_some(())
            })
            .await;
    }
}

/// Once; what cannot be pressed now may be later, or be gone.
async fn try_to_press(browser: &Browser, button: &str) {
    if let Some(button) = browser.all("button", Some(button)).await.first() {
        let _ = button.click().await;
    }
}
