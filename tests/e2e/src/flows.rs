//! What every test does on its way: signing in, making a key pair, saving it.

use crate::browser::Browser;
use crate::world::World;
use std::path::PathBuf;

impl World {
    /// Signs a seeded user in on the sign-in page, and waits until the list is read.
    pub async fn sign_in(&self, user: &str) {
        self.open("/sign-in").await;
        self.sign_in_here(user).await;
        self.list_is_read().await;
    }

    /// Signs a seeded user in by the form that is on show.
    pub async fn sign_in_here(&self, user: &str) {
        let password = format!("{user}-pw");
        self.browser.type_credentials(user, &password).await;
        self.browser.press("Sign in").await;
    }

    /// Signs in, then goes to the form for a new key pair.
    pub async fn start_creating(&self, user: &str) {
        self.sign_in(user).await;
        self.browser.follow("Create key pair").await;
        self.browser.vault_is_ready().await;
    }

    /// Waits until the list of key pairs is complete, whether or not the cloud tells a quota.
    pub async fn list_is_there(&self) {
        self.browser.find("heading", "Key pairs").await;
        let complete = async || {
            let text = self.browser.text().await;
            let counted = text.contains(" key pairs used") || text.contains(" key pairs\n");
            (counted && !text.contains("key pairs read…")).then_some(())
        };
        self.browser.until("the whole list", complete).await;
    }

    /// Waits until the list of key pairs is complete.
    pub async fn list_is_read(&self) {
        self.browser.find("heading", "Key pairs").await;
        self.browser.see("key pairs used").await;
    }

    /// Fills in a name, a passphrase twice and submits; waits until the key pair is made.
    pub async fn make(&self, name: &str, key_type: &str, passphrase: &str) {
        let browser = &self.browser;
        browser.fill("Name", name).await;
        browser.click("radio", key_type).await;
        browser.type_passphrase(passphrase, passphrase).await;
        browser.press("Create key pair").await;
        browser
            .find("heading", &format!("Key pair {name} created"))
            .await;
    }

    /// Presses "Save private key" in the vault and waits for the file.
    pub async fn save(&self, file: &str) -> PathBuf {
        self.browser.enter_vault().await;
        self.browser.press("Save private key").await;
        self.browser.leave_vault().await;
        self.browser.downloaded(file).await
    }

    /// Waits until the page says that the cloud has the public key.
    pub async fn is_registered(&self) {
        self.browser.see("Registered at your cloud").await;
    }
}

impl Browser {
    /// Types user name and password into the sign-in form.
    pub async fn type_credentials(&self, user: &str, password: &str) {
        self.fill("User name", user).await;
        self.fill("Password", password).await;
    }

    /// Waits until the frame shows its fields.
    pub async fn vault_is_ready(&self) {
        self.enter_vault().await;
        self.find("textbox", "Passphrase").await;
        self.leave_vault().await;
    }

    /// Types into both passphrase fields of the vault.
    pub async fn type_passphrase(&self, passphrase: &str, repeated: &str) {
        self.enter_vault().await;
        self.fill("Passphrase", passphrase).await;
        self.fill("Repeat passphrase", repeated).await;
        self.leave_vault().await;
    }
}

impl World {
    /// Signs in with the wish to stay signed in for the tab, so that reloads do not ask again.
    pub async fn sign_in_to_stay(&self, user: &str) {
        self.open("/sign-in").await;
        self.browser
            .type_credentials(user, &format!("{user}-pw"))
            .await;
        self.browser
            .click("checkbox", "Stay signed in for this tab")
            .await;
        self.browser.press("Sign in").await;
        self.list_is_read().await;
    }

    /// Signs in, then goes to the page for importing.
    pub async fn start_importing(&self, user: &str) {
        self.sign_in(user).await;
        self.browser.follow("Import public key").await;
        self.browser.find("textbox", "Public key").await;
    }
}

/// Does what a browser does when a person pastes: the event first, and the text only if nobody took the event.
const PASTE: &str = "
const [field, text] = arguments;
field.focus();
const clipboardData = new DataTransfer();
clipboardData.setData('text/plain', text);
// Firefox makes the event's clipboard from members of its own.
const own = { dataType: 'text/plain', data: text };
const event = new ClipboardEvent('paste', { clipboardData, ...own, bubbles: true, cancelable: true });
if (field.dispatchEvent(event)) document.execCommand('insertText', false, text);
";

/// Drops a file on an element.
const DROP: &str = "
const [target, name, text] = arguments;
const dataTransfer = new DataTransfer();
dataTransfer.items.add(new File([text], name));
for (const kind of ['dragenter', 'dragover', 'drop']) {
  target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}
";

impl Browser {
    /// Pastes into the field labelled `label`.
    pub async fn paste(&self, label: &str, text: &str) {
        let field = self.find("textbox", label).await.to_json().unwrap();
        self.run(PASTE, vec![field, text.into()]).await;
    }

    /// Drops a file of this name and content on the field labelled `label`.
    pub async fn drop_file(&self, label: &str, name: &str, text: &str) {
        let field = self.find("textbox", label).await.to_json().unwrap();
        self.run(DROP, vec![field, name.into(), text.into()]).await;
    }
}
