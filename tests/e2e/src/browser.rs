//! One browser with a profile and a download folder of its own.

mod chromium;
mod files;
mod firefox;
mod webkit;

use crate::driver::Driver;
use crate::engine::Engine;
use crate::environment;
use crate::screen::Screen;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

/// How long anything may take before the test fails. Generous: RSA 4096 on a busy machine takes many seconds.
pub const DEADLINE: Duration = Duration::from_secs(30);
/// The same where a real cloud builds servers on the machine that drives the browser.
const LONG_DEADLINE: Duration = Duration::from_secs(120);
/// Between two looks at a page that is waited for.
const LOOK: Duration = Duration::from_millis(25);

/// Chromium and Firefox are told to take this name for this machine.
const INSECURE_HOST: &str = "keyhaven.test";

/// The browser. It ends when this is dropped: session first, then its driver, its screen, its folders.
pub struct Browser {
    driver: WebDriver,
    process: Driver,
    _screen: Option<Screen>,
    folder: TempDir,
    engine: Engine,
}

/// What becomes of the browser's own question before a page is left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prompts {
    /// It is answered with yes before a test sees it.
    Accepted,
    /// It waits for an answer.
    Shown,
}

/// Whether pages may keep anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Storage {
    Kept,
    Refused,
}

impl Prompts {
    /// Only in a session that also speaks WebDriver BiDi does a driver leave that question alone.
    fn tell(self, capabilities: &mut Capabilities) -> WebDriverResult<()> {
        let handler = match self {
            Self::Accepted => "accept",
            Self::Shown => "ignore",
        };
        capabilities.set("webSocketUrl", self == Self::Shown)?;
        let handlers = json!({ "beforeUnload": handler });
        capabilities.set("unhandledPromptBehavior", handlers)
    }
}

impl Browser {
    /// Starts the one that `KEYHAVEN_BROWSER` names, on an empty page.
    ///
    /// # Panics
    /// When it or its driver does not start.
    pub async fn start() -> Self {
        Self::launch(Prompts::Accepted, Storage::Kept).await
    }

    /// Starts one that shows its own question before a page is left, and waits for an answer. Else such questions are
    /// answered with yes before a test sees them.
    ///
    /// # Panics
    /// As [`Browser::start`].
    pub async fn start_asking() -> Self {
        Self::launch(Prompts::Shown, Storage::Kept).await
    }

    /// Starts one in which no page may keep anything: no storage, no cookies, no service worker. Chromium alone has a
    /// setting for that.
    ///
    /// # Panics
    /// As [`Browser::start`].
    pub async fn start_without_storage() -> Self {
        Self::launch(Prompts::Accepted, Storage::Refused).await
    }

    async fn launch(prompts: Prompts, storage: Storage) -> Self {
        let engine = environment::browser();
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = temporary.path();
        let downloads = folder.join("downloads");
        std::fs::create_dir(&downloads).unwrap();
        std::fs::create_dir(folder.join(files::OF_THE_TEST)).unwrap();
        let mut screen = None;
        let (process, capabilities) = match engine {
            Engine::Chromium => (
                chromium::driver(),
                chromium::capabilities(folder, &downloads, prompts, storage),
            ),
            Engine::Firefox => (
                firefox::driver(folder),
                firefox::capabilities(&downloads, prompts),
            ),
            Engine::WebKit => {
                let screen = screen.insert(Screen::start());
                (
                    webkit::driver(folder, &downloads, screen),
                    webkit::capabilities(),
                )
            }
        };
        let driver = WebDriver::new(process.url(), capabilities.expect("capabilities"))
            .await
            .unwrap_or_else(|error| panic!("no browser: {error}\n{}", process.said()));
        match engine {
            Engine::Chromium => chromium::allow_downloads(&driver, &downloads).await,
            Engine::Firefox => {}
            Engine::WebKit => webkit::set_size(&driver, 1280, 900).await,
        }
        Self {
            driver,
            process,
            _screen: screen,
            folder: temporary,
            engine,
        }
    }

    /// Which browser it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The WebDriver session.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The number of the driver's process, below which all of the browser's are.
    pub fn driver_process(&self) -> u32 {
        self.process.id()
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// Loads the page again, as its own script does. Firefox's driver goes past the service worker where a person does not.
    pub async fn reload(&self) {
        let reload = "window.isOld = true; setTimeout(() => location.reload())";
        self.run(reload, vec![]).await;
        let is_new = "return !window.isOld && document.readyState === 'complete'";
        self.until("the page to be loaded again", async || {
            // Between the two pages there is none.
            let outcome = self.driver.execute(is_new, vec![]).await.ok()?;
            (*outcome.json() == true).then_some(())
        })
        .await;
    }

    /// The path and query of the page's address.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url[url::Position::BeforePath..].to_owned()
    }

    /// Runs a script in the page or frame that is current, and gives back what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let outcome = self.driver.execute(script, arguments).await;
        outcome
            .unwrap_or_else(|error| panic!("{error}\n{script}"))
            .json()
            .clone()
    }

    /// Runs a script whose last argument is a function to call with the result.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let outcome = self.driver.execute_async(script, arguments).await;
        outcome
            .unwrap_or_else(|error| panic!("{error}\n{script}"))
            .json()
            .clone()
    }

    /// A command of the Chrome DevTools Protocol, which only Chromium speaks, and its answer.
    ///
    /// # Panics
    /// In another browser, or when the command fails.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium has {command}");
        chromium::devtools(&self.driver, command, parameters).await
    }

    /// Light or dark, as a person sets it in the system.
    ///
    /// # Panics
    /// In WebKitGTK, which takes it from GTK's theme when it starts and from nothing else; see [`Browser::schemes`].
    pub async fn set_scheme(&self, scheme: &str) {
        match self.engine {
            Engine::Chromium => chromium::set_scheme(&self.driver, scheme).await,
            Engine::Firefox => firefox::set_scheme(&self.driver, scheme).await,
            Engine::WebKit => assert_eq!(scheme, "light"),
        }
    }

    /// The schemes that there are.
    pub fn schemes(&self) -> &'static [&'static str] {
        match self.engine {
            Engine::Chromium | Engine::Firefox => &["light", "dark"],
            Engine::WebKit => &["light"],
        }
    }

    /// A name of this machine that, unlike `localhost`, does not make a page secure over plain http.
    pub fn insecure_host(&self) -> &'static str {
        match self.engine {
            Engine::Chromium | Engine::Firefox => INSECURE_HOST,
            // It resolves names by the system's means alone, and does not know what the system makes of this address.
            Engine::WebKit => "[::ffff:127.0.0.1]",
        }
    }

    /// The size of the page, in CSS pixels; WebKitGTK's is never narrower than its window's buttons allow.
    pub async fn set_size(&self, mut width: u32, height: u32, mobile: bool) {
        match self.engine {
            Engine::Chromium => chromium::set_size(&self.driver, width, height, mobile).await,
            Engine::Firefox => firefox::set_size(&self.driver, width, height).await,
            Engine::WebKit => {
                width = width.max(webkit::NARROWEST);
                webkit::set_size(&self.driver, width, height).await;
            }
        }
        let is = format!("return innerWidth === {width} && innerHeight === {height}");
        self.until(&format!("a page of {width} by {height}"), async || {
            (self.run(&is, vec![]).await == true).then_some(())
        })
        .await;
    }

    /// Waits until nothing on the page moves any more, and it is drawn: colours that fade are not the colours meant.
    pub async fn settled(&self) {
        let script = "
            const done = arguments[0];
            // Behind another tab nothing is drawn.
            if (document.hidden) return done(true);
            const drawn = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
            const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
            drawn()
              .then(() => Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished)))
              .then(drawn).then(() => done(true));";
        self.run_async(script, vec![]).await;
    }

    /// Waits until `look` finds what is waited for.
    ///
    /// # Panics
    /// After [`DEADLINE`], at a real cloud four times as long, with the address, the visible text and the console.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let start = Instant::now();
        let deadline = match environment::openstack() {
            Some(_) => LONG_DEADLINE,
            None => DEADLINE,
        };
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if start.elapsed() > deadline {
                panic!("waited in vain for {what}\n{}", self.state().await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The program has never stopped since its console was last read. WebKitGTK's console is not to be had.
    ///
    /// # Panics
    /// When it has, with what it said, or when Chromium's console cannot be read.
    pub async fn has_not_panicked(&self) {
        let console = self.console().await.unwrap();
        assert!(!console.contains("panicked"), "{console}");
    }

    /// The browser's console, or what its driver said.
    async fn console(&self) -> WebDriverResult<String> {
        match self.engine {
            Engine::Chromium => chromium::console(&self.driver).await,
            Engine::Firefox | Engine::WebKit => Ok(self.process.said()),
        }
    }

    /// What the page shows and the browser's console holds: for messages of failing tests.
    pub async fn state(&self) -> String {
        let url = match self.driver.current_url().await {
            Ok(url) => url.to_string(),
            Err(error) => error.to_string(),
        };
        let text = match self
            .driver
            .execute("return document.body.innerText", vec![])
            .await
        {
            Ok(text) => text
                .json()
                .as_str()
                .unwrap_or_default()
                .chars()
                .take(5_000)
                .collect(),
            Err(error) => error.to_string(),
        };
        let console = match self.console().await {
            Ok(lines) => lines,
            Err(error) => error.to_string(),
        };
        let downloads = self.downloads();
        format!(
            "---- address: {url}\n---- downloads: {downloads:?}\n---- text:\n{text}\n---- console:\n{console}"
        )
    }
}
