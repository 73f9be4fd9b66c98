//! Finding, reading, typing and clicking the way a person does, waiting for what is not there yet.

use crate::browser::Browser;
use crate::engine::Engine;
use serde_json::{Value, json};
use std::path::Path;
use thirtyfour::prelude::*;

/// Finds elements by role and accessible name.
const FINDER: &str = include_str!("finder.js");

impl Browser {
    /// What there is now of this role and name, in the page's order. A name of `None` fits all.
    pub async fn all(&self, role: &str, name: Option<&str>) -> Vec<WebElement> {
        self.search(role, name, false).await
    }

    async fn search(&self, role: &str, name: Option<&str>, partly: bool) -> Vec<WebElement> {
        let arguments = vec![json!(role), json!(name), json!(partly)];
        match self.driver().execute(FINDER, arguments).await {
            Ok(found) => found.elements().unwrap_or_default(),
            // The page is being left, or has not begun.
            Err(_) => Vec::new(),
        }
    }

    /// Whether there is something of this role and name now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        !self.all(role, Some(name)).await.is_empty()
    }

    /// Waits for the first of this role and name.
    pub async fn find(&self, role: &str, name: &str) -> WebElement {
        self.until(&format!("{role} “{name}”"), async || {
            self.all(role, Some(name)).await.into_iter().next()
        })
        .await
    }

    /// Waits for the first of this role whose name contains `part`.
    pub async fn find_like(&self, role: &str, part: &str) -> WebElement {
        self.until(&format!("{role} like “{part}”"), async || {
            self.search(role, Some(part), true).await.into_iter().next()
        })
        .await
    }

    /// Waits until there is none of this role and name.
    pub async fn gone(&self, role: &str, name: &str) {
        self.until(&format!("{role} “{name}” to go"), async || {
            (!self.has(role, name).await).then_some(())
        })
        .await;
    }

    /// Clicks it, as soon as it can be clicked.
    pub async fn click(&self, role: &str, name: &str) {
        self.until(&format!("{role} “{name}” to click"), async || {
            let element = self.all(role, Some(name)).await.into_iter().next()?;
            if !element.is_enabled().await.ok()? {
                return None;
            }
            self.press_on(&element).await.ok()
        })
        .await;
    }

    /// WebKit's driver does without the click when the page has been scrolled, or drawn anew, just before it.
    async fn press_on(&self, element: &WebElement) -> WebDriverResult<()> {
        if self.engine() == Engine::WebKit {
            element.scroll_into_view().await?;
            self.settled().await;
        }
        element.click().await
    }

    /// Clicks the button `name`.
    pub async fn press(&self, name: &str) {
        self.click("button", name).await;
    }

    /// Clicks the link `name`.
    pub async fn follow(&self, name: &str) {
        self.click("link", name).await;
    }

    /// Types `text` into the field labelled `label`, in place of what is in it.
    pub async fn fill(&self, label: &str, text: &str) {
        self.fill_role("textbox", label, text).await;
    }

    /// Types `text` into the field of this role, in place of what is in it.
    pub async fn fill_role(&self, role: &str, label: &str, text: &str) {
        let what = format!("field “{label}” to take {text:?}");
        self.until(&what, async || {
            let field = self.all(role, Some(label)).await.into_iter().next()?;
            // WebKit sends the keys to the frame that has the focus, whatever field they are for.
            field.click().await.ok()?;
            field.send_keys(Key::Control + "a").await.ok()?;
            field.send_keys(Key::Delete + "").await.ok()?;
            if !text.is_empty() {
                field.send_keys(text).await.ok()?;
            }
            (field.prop("value").await.ok()?? == text).then_some(())
        })
        .await;
    }

    /// Puts `text` into the field labelled `label` at once, without an event: typing a whole key takes the driver minutes.
    pub async fn put(&self, label: &str, text: &str) {
        let field = self.find("textbox", label).await.to_json().unwrap();
        let script = "arguments[0].value = arguments[1]";
        self.run(script, vec![field, text.into()]).await;
    }

    /// Clicks on what opens the part that this CSS selector finds, which is there.
    pub async fn unfold(&self, part: &str) {
        let summary = By::Css(format!("{part} summary"));
        let summary = self.driver().find(summary).await.unwrap();
        self.press_on(&summary).await.unwrap();
    }

    /// What is in the field labelled `label`.
    pub async fn value(&self, label: &str) -> String {
        let field = self.find("textbox", label).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Chooses `option` in the combobox `label`.
    pub async fn choose(&self, label: &str, option: &str) {
        let list = self.find("combobox", label).await;
        let xpath = format!(".//option[normalize-space()='{option}']");
        self.until(
            &format!("option “{option}” of “{label}”"),
            async || {
                list.find(By::XPath(xpath.clone()))
                    .await
                    .ok()?
                    .click()
                    .await
                    .ok()
            },
        )
        .await;
    }

    /// Gives a file to the file field `label`.
    pub async fn pick_file(&self, label: &str, file: &Path) {
        let field = self.find("file", label).await;
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// The visible text of the page or frame.
    pub async fn text(&self) -> String {
        match self
            .driver()
            .execute("return document.body?.innerText ?? ''", vec![])
            .await
        {
            Ok(text) => text.json().as_str().unwrap_or_default().to_owned(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the visible text contains `text`.
    pub async fn see(&self, text: &str) {
        self.until(&format!("the text {text:?}"), async || {
            self.text().await.contains(text).then_some(())
        })
        .await;
    }

    /// Waits for a failure on show, and gives its whole text.
    pub async fn alert(&self) -> String {
        self.until("an alert", async || {
            for element in self.all("alert", None).await {
                let text = element.text().await.unwrap_or_default();
                if !text.trim().is_empty() {
                    return Some(text);
                }
            }
            None
        })
        .await
    }

    /// Goes into the vault's frame: what follows happens there.
    pub async fn enter_vault(&self) {
        self.until("the vault's frame", async || {
            let frame = self
                .driver()
                .find(By::Css("iframe.vault-frame"))
                .await
                .ok()?;
            // WebKit's driver scrolls within the frame alone, and clicks on what is out of the page's sight hit nothing.
            frame.scroll_into_view().await.ok()?;
            frame.enter_frame().await.ok()
        })
        .await;
    }

    /// Back to the app.
    pub async fn leave_vault(&self) {
        self.driver().enter_default_frame().await.unwrap();
    }

    /// Everything that the page keeps in the browser: both storages, cookies, and the history's state.
    pub async fn kept(&self) -> Value {
        let script = "return {session: {...sessionStorage}, local: {...localStorage}, cookies: document.cookie, state: history.state}";
        self.run(script, vec![]).await
    }
}
