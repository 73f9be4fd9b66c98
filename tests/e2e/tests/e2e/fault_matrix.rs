//! Every call that the app can send, and every way in which it can go wrong: the page says what happened, stays usable,
//! and loses nothing. In each cell the fault lasts until the page has said what it makes of it; then the cloud is whole
//! again, and the same thing is done to its proper end by what the page offers.
//!
//! Each test is a table of some calls; [`coverage`] sees to it that together they have all calls of the client.

mod addresses;
mod changing;
mod cloud;
mod coverage;
mod creating;
mod launching;
mod leaving;
mod offers;
mod reading;
mod server_actions;
mod server_page;
mod servers;
mod signing_in;
mod switching;

use crate::create::KEY;
use cloud::Cloud;
use devcloud::Config;
use keyhaven_e2e::calls;
use keyhaven_e2e::relay::{Fault, REQUEST_ID, Relay, Wrong};
use keyhaven_e2e::{Browser, World};
use std::cell::{Cell, RefCell};

/// From now on it is this test that says when the time allowed for an answer is over. The pauses between two tries are an
/// eighth as long as they are; longer timers stay as they are.
const TAKE_THE_CLOCK: &str = "
window.limits = [];
AbortSignal.timeout = () => {
  const limit = new AbortController();
  window.limits.push(limit);
  return limit.signal;
};
const ask = window.fetch.bind(window);
window.fetch = (request, ...rest) => {
  const limit = window.limits.at(-1);
  if (limit && !limit.request) limit.request = `${request.method} ${request.url.slice(new URL(request.url).origin.length)}`;
  return ask(request, ...rest);
};
const later = window.setTimeout.bind(window);
window.setTimeout = (run, pause, ...rest) => later(run, pause < 60_000 ? pause / 8 : pause, ...rest);
";

/// The time allowed is over for these requests.
const LET_TIME_PASS: &str = "
const over = window.limits.filter((limit) => arguments[0].includes(limit.request));
window.limits = window.limits.filter((limit) => !over.includes(limit));
for (const limit of over) limit.abort(new DOMException('The operation timed out.', 'TimeoutError'));
";

/// What happens to a call that changes something.
#[derive(Clone, Copy, Debug)]
struct Loss {
    fault: Fault,
    /// Whether the cloud hears of the call whose answer is spoilt.
    heard: bool,
    /// Whether that happens to one request only: the browser may then send it again by itself, and hears the answer to that.
    once: bool,
}

impl Loss {
    /// Each fault; those that can befall a request on its way as well; and a connection that breaks but once.
    fn all() -> impl Iterator<Item = Self> {
        let of = |fault, heard, once| Self { fault, heard, once };
        let heard = Fault::ALL
            .into_iter()
            .map(move |fault| of(fault, true, false));
        heard.chain([
            of(Fault::Timeout, false, false),
            of(Fault::CutBefore, false, false),
            of(Fault::CutBefore, true, true),
        ])
    }

    /// Whether the cloud has done what it was asked for, and only the answer is spoilt.
    fn is_done(self) -> bool {
        self.heard && self.fault.spoils_an_answer()
    }

    /// What tables call this of a call.
    fn row(self, call: &str) -> String {
        match (self.heard, self.once) {
            (false, _) => format!("{call}, never heard"),
            (_, true) => format!("{call}, cut once"),
            _ => call.to_owned(),
        }
    }

    /// A word for names, in small letters.
    fn word(self) -> String {
        let heard = if self.heard { "" } else { "-unheard" };
        let once = if self.once { "-once" } else { "" };
        format!("{:?}{heard}{once}", self.fault).to_lowercase()
    }
}

/// The cloud that fails, a page before it, and the table of what came of it.
struct Stage {
    world: World,
    relay: Relay,
    /// How many requests without an answer had their time pass.
    passed: Cell<usize>,
    lines: RefCell<Vec<String>>,
}

impl Stage {
    async fn set() -> Self {
        Self::with(Config::default()).await
    }

    /// Before a cloud with this configuration.
    async fn with(cloud: Config) -> Self {
        let relay = Relay::start().await;
        let config = serde_json::json!({ "clouds": [{
            "name": "Faulty cloud",
            "auth_url": format!("{}/identity/v3", relay.url()),
            "project": "demo",
        }] });
        let world = World::with(Config {
            config_json: Some(config.to_string()),
            ..cloud
        })
        .await;
        relay.lead_to(vec![("/", format!("{}/", world.cloud.base_url()))]);
        world.open("/sign-in").await;
        world.browser.run(TAKE_THE_CLOCK, vec![]).await;
        Self {
            world,
            relay,
            passed: Cell::new(0),
            lines: RefCell::default(),
        }
    }

    /// Before a cloud where alice, who is not signed in yet, has the key pair “laptop”.
    async fn with_laptop() -> (Self, Cloud) {
        let stage = Self::set().await;
        let client = stage.world.client("alice").await;
        client.import("laptop", KEY).await;
        let cloud = Cloud::of(&stage).await;
        (stage, cloud)
    }

    fn browser(&self) -> &Browser {
        &self.world.browser
    }

    /// Alice signs in, and goes to the list of servers.
    async fn open_servers(&self) {
        self.sign_in("alice").await;
        self.world.list_is_read().await;
        self.browser().follow("Servers").await;
    }

    /// From now on this call goes wrong so.
    fn fail(&self, call: &str, fault: Fault) {
        self.relay.fail(Wrong::of(&[call], fault));
    }

    /// The same for one that changes something.
    fn lose(&self, call: &str, loss: Loss) {
        let mut wrong = Wrong::of(&[call], loss.fault);
        if !loss.heard {
            wrong = wrong.unheard();
        }
        if loss.once {
            wrong = wrong.once();
        }
        self.relay.fail(wrong);
    }

    /// Waits until `look` finds something, and has time pass whenever the page waits for an answer that does not come.
    async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let browser = self.browser();
        browser
            .until(what, async || {
                let held = self.relay.held();
                let new = &held[self.passed.replace(held.len())..];
                if !new.is_empty() {
                    browser.run(LET_TIME_PASS, vec![new.into()]).await;
                }
                look().await
            })
            .await
    }

    /// The first failure on show.
    async fn alert(&self) -> String {
        self.until("an alert", async || {
            for element in self.browser().all("alert", None).await {
                let text = element.text().await.unwrap_or_default();
                if !text.trim().is_empty() {
                    return Some(text);
                }
            }
            None
        })
        .await
    }

    /// Waits until something of this role and name is there.
    async fn comes(&self, role: &str, name: &str) {
        self.until(&format!("{role} “{name}”"), async || {
            self.browser().has(role, name).await.then_some(())
        })
        .await;
    }

    /// Waits for this text.
    async fn sees(&self, text: &str) {
        self.until(&format!("the text {text:?}"), async || {
            self.browser().text().await.contains(text).then_some(())
        })
        .await;
    }

    /// Waits for this text, and presses “Try again” as often as it is offered until it is there.
    async fn sees_by_trying(&self, text: &str) {
        self.until(&format!("the text {text:?} by trying"), async || {
            if self.browser().text().await.contains(text) {
                return Some(());
            }
            if let Some(button) = self
                .browser()
                .all("button", Some("Try again"))
                .await
                .first()
            {
                // A page that looks again by itself may have taken it away meanwhile.
                let _ = button.click().await;
            }
            None
        })
        .await;
    }

    /// Follows the link to a server, and waits until its page has come to rest: what comes later moves what is there.
    async fn open_server(&self, name: &str) {
        let browser = self.browser();
        browser.follow(name).await;
        browser.find("heading", name).await;
        browser.find("button", "Copy known_hosts lines").await;
        self.browser()
            .until("its security groups", async || {
                browser.text().await.contains("is let in").then_some(())
            })
            .await;
    }

    /// All is well again; the fault must have been met.
    fn mend(&self) {
        assert!(self.relay.mend() > 0, "no request met the fault");
    }

    async fn sign_in(&self, user: &str) {
        self.world.sign_in_here(user).await;
    }

    /// Signs out, which works, and is back at the form.
    async fn sign_out(&self) {
        self.browser().press("Sign out").await;
        self.browser().find("heading", "Sign in").await;
    }

    /// The dialog that asks for the password comes up; it is answered once all is well.
    async fn password_is_asked(&self, user: &str) {
        self.comes("dialog", "Sign in again").await;
        self.mend();
        self.sign_in_again(user).await;
    }

    /// The dialog that asks for the password is answered.
    async fn sign_in_again(&self, user: &str) {
        let browser = self.browser();
        browser.find("dialog", "Sign in again").await;
        browser.fill("Password", &format!("{user}-pw")).await;
        browser.press("Sign in").await;
        browser.gone("dialog", "Sign in again").await;
    }

    /// What a page, or a part of it, is read by goes wrong: the failure is said, and the page offers to read again, or asks for
    /// alice's password; then `whole` is to be seen.
    async fn is_read_again(&self, row: &str, fault: Fault, whole: &str) {
        if fault == Fault::Expired {
            self.password_is_asked("alice").await;
            self.browser().see(whole).await;
            return self.cell(row, fault, "password asked, then shown");
        }
        let said = self.alert().await;
        self.mend();
        let title = self.is_explained(fault, &said);
        self.sees_by_trying(whole).await;
        self.cell(row, fault, &format!("“{title}”; then shown"));
    }

    /// A call that changes something is lost. Either the password is asked for; or the page finds by looking that the cloud
    /// has done it, which `found` waits for; or the failure is said, and `again` gets the words, checks what is as it was,
    /// says it in the table's words, and does the same once more. Gives the outcome, in which `done` is the change.
    async fn outcome(
        &self,
        loss: Loss,
        done: &str,
        found: impl AsyncFnOnce(),
        again: impl AsyncFnOnce(&str) -> &'static str,
    ) -> String {
        if loss.fault == Fault::Expired {
            self.password_is_asked("alice").await;
            return format!("password asked, then {done}");
        }
        if loss.is_done() {
            found().await;
            self.mend();
            return format!("{done}: found by looking");
        }
        let said = self.alert().await;
        self.mend();
        let title = self.is_explained(loss.fault, &said);
        let kept = again(&said).await;
        format!("“{title}”, {kept}; then {done}")
    }

    /// What is said of this fault is there, and what belongs to it.
    fn is_explained(&self, fault: Fault, said: &str) -> &'static str {
        let title = title(fault);
        self.says(fault, title, said);
        title
    }

    /// The same, where the call has words of its own.
    fn says(&self, fault: Fault, title: &str, said: &str) {
        assert!(said.contains(title), "{fault:?}: {said}");
        assert_eq!(
            said.contains(REQUEST_ID),
            has_request_id(fault),
            "{fault:?}: {said}"
        );
        if fault == Fault::Unavailable {
            assert!(said.contains("Wait 7 seconds"), "{said}");
        }
    }

    /// A cell is done.
    fn cell(&self, row: &str, fault: Fault, outcome: &str) {
        let line = format!("{row} × {fault:?}: {outcome}");
        println!("{line}");
        self.lines.borrow_mut().push(line);
    }

    /// The whole table is done, and has met each fault in each of these calls, and the app has never stopped; the count is
    /// what readers of the log look for.
    async fn done(&self, calls: &[&str]) {
        let met = self.relay.cells();
        for call in calls {
            for fault in Fault::ALL {
                let cell = (calls::named(call).name, fault);
                assert!(met.contains(&cell), "{call} never met {fault:?}");
            }
        }
        self.browser().has_not_panicked().await;
        let unknown = self.relay.unknown();
        assert!(unknown.is_empty(), "calls that no table has: {unknown:?}");
        println!("Fault matrix: {} cells", self.lines.borrow().len());
    }
}

/// Whether the cloud's name for the request can be told: there was an answer that a page may read.
fn has_request_id(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::ServerError | Fault::Unavailable | Fault::BrokenJson | Fault::Expired
    )
}

/// What the page says of a fault wherever the call has no words of its own.
fn title(fault: Fault) -> &'static str {
    match fault {
        Fault::ServerError => "The cloud failed",
        Fault::Unavailable => "The cloud is out of service at the moment",
        Fault::Timeout => "The cloud took too long to answer",
        Fault::CutBefore | Fault::NoCors => "The cloud cannot be reached from this page",
        Fault::CutInside => "The connection broke",
        Fault::BrokenJson => "The cloud's answer cannot be understood",
        Fault::Expired => "The sign-in has ended",
    }
}
