//! How Firefox is started, and what WebDriver has no command for.

use super::{INSECURE_HOST, Prompts};
use crate::driver::Driver;
use crate::environment;
use hyper::Method;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, RequestData, SessionId};

pub fn driver(folder: &Path) -> Driver {
    let mut command = Command::new(environment::geckodriver());
    command
        // Scripts may then run in the browser itself, which `set_scheme` and `set_size` need.
        .args(["--port", "0", "--allow-system-access"])
        // Profiles go into the one, all else into the other. As root it does not start in a home that is another user's.
        .env("TMPDIR", folder)
        .env("HOME", folder);
    // "1795885451259 geckodriver INFO Listening on 127.0.0.1:41739"
    Driver::that_says(&mut command, |line| {
        let address = line.split("Listening on ").nth(1)?;
        address.rsplit(':').next()?.trim().parse().ok()
    })
}

pub fn capabilities(downloads: &Path, prompts: Prompts) -> WebDriverResult<Capabilities> {
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "firefox")?;
    prompts.tell(&mut capabilities)?;
    let preferences = json!({
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.useDownloadDir": true,
        "browser.download.alwaysOpenPanel": false,
        "network.dns.localDomains": INSECURE_HOST,
        // Off under a driver, but a way out that the tests try.
        "network.prefetch-next": true,
        // A page of its own around JSON, which lets no script of a test keep anything.
        "devtools.jsonview.enabled": false,
        // To the driver's output: for messages of failing tests.
        "devtools.console.stdout.content": true,
    });
    // The page is then 1280 by 900.
    let arguments = ["-headless", "--width=1280", "--height=986"];
    capabilities.set(
        "moz:firefoxOptions",
        json!({ "args": arguments, "prefs": preferences }),
    )?;
    Ok(capabilities)
}

pub async fn set_scheme(driver: &WebDriver, scheme: &str) {
    let script =
        "gBrowser.selectedBrowser.browsingContext.prefersColorSchemeOverride = arguments[0]";
    in_chrome(driver, script, vec![json!(scheme)]).await;
}

/// Makes the page as large as that within its window, which cannot be as narrow as a phone.
pub async fn set_size(driver: &WebDriver, width: u32, height: u32) {
    let script = "
        const { style } = gBrowser.selectedBrowser;
        for (const [name, pixels] of Object.entries({ width: arguments[0], height: arguments[1] })) {
            for (const limit of ['', 'min-', 'max-']) style.setProperty(limit + name, pixels + 'px');
        }";
    in_chrome(driver, script, vec![json!(width), json!(height)]).await;
}

/// Runs a script in the browser's own window.
async fn in_chrome(driver: &WebDriver, script: &str, arguments: Vec<serde_json::Value>) {
    driver.cmd(Context("chrome")).await.unwrap();
    let outcome = driver.execute(script, arguments).await;
    driver.cmd(Context("content")).await.unwrap();
    outcome.unwrap_or_else(|error| panic!("{error}\n{script}"));
}

/// Where scripts run from now on: geckodriver's command `POST /session/{id}/moz/context`.
#[derive(Debug)]
struct Context(&'static str);

impl FormatRequestData for Context {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/moz/context"))
            .add_body(json!({ "context": self.0 }))
    }
}
