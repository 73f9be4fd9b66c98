//! The console log: what the server wrote while it booted, live, searchable, harmless.

use super::Here;
use crate::browser::{time, visibility};
use crate::console_log::{self, Line, Log, Span};
use crate::openstack::error::Error;
use crate::session::{Auth, Session};
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::failure::Failure;
use leptos::{html::Pre, prelude::*, task::spawn_local};

/// How many lines are asked for.
const LINES: u32 = 1000;
/// Milliseconds between two readings while the log is followed; each pause in which nothing came is half as long again.
const PAUSE: u32 = 3000;
/// The longest pause.
const LONGEST_PAUSE: u32 = 30_000;
/// So many pixels from the end count as the end.
const NEAR: i32 = 24;
/// What a reader is told in place of the log.
pub const WITHHELD: &str =
    "The cloud shows the console log to members of the project, and your role is to look only.";

/// The console log's text, shared by the regions that read it. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Console {
    auth: Auth,
    here: Here,
    text: RwSignal<Option<String>>,
    error: RwSignal<Option<Error>>,
    follow: RwSignal<bool>,
    round: StoredValue<u32>,
}

/// What came of a reading.
enum Reading {
    /// Something was written since the one before.
    New,
    /// Nothing was.
    Same,
    /// It was the last one.
    Over,
}

impl Console {
    /// Reads it once the server has one, and again while it is followed.
    pub fn start(auth: Auth, here: Here) -> Self {
        let console = Self {
            auth,
            here,
            text: RwSignal::new(None),
            error: RwSignal::new(None),
            follow: RwSignal::new(true),
            round: StoredValue::new(0),
        };
        let ready = Memo::new(move |_| here.server.get().is_some_and(|server| server.has_booted()));
        // Reading from the cloud is an effect of the server's being there, and of the person's wish to follow.
        Effect::new(move || {
            if ready.get() {
                console.follow.track();
                untrack(|| console.again());
            }
        });
        console
    }

    /// The text, once there is one; tracked.
    pub fn text(self) -> Option<String> {
        self.text.get()
    }

    /// Whether the person's roles are not enough to read it: Nova gives it to members, not to readers; tracked.
    pub fn is_withheld(self) -> bool {
        let reader = |session: Session| session.signed_in.is_reader_only();
        let forbidden = self
            .error
            .with(|error| matches!(error, Some(Error::Forbidden { .. })));
        forbidden && self.auth.session().is_some_and(reader)
    }

    /// Reads it anew.
    pub fn again(self) {
        let Some(round) = self.round.try_get_value().map(|round| round + 1) else {
            return;
        };
        self.round.set_value(round);
        spawn_local(async move {
            let mut pause = PAUSE;
            // The value is gone with the page.
            while self.round.try_get_value() == Some(round) {
                pause = match self.read().await {
                    Reading::Over => return,
                    Reading::New => PAUSE,
                    Reading::Same => (pause + pause / 2).min(LONGEST_PAUSE),
                };
                time::sleep(pause).await;
                visibility::shown().await;
            }
        });
    }

    async fn read(self) -> Reading {
        let Some(Some(id)) = self
            .here
            .server
            .try_with_untracked(|server| server.as_ref().map(|server| server.id.clone()))
        else {
            return Reading::Over;
        };
        let outcome = self
            .auth
            .compute(|compute| {
                let id = id.clone();
                async move { compute.console_output(&id, LINES).await }
            })
            .await;
        match outcome {
            Ok(text) => {
                self.error.try_set(None);
                let is_new = self.text.try_get_untracked().flatten() != text;
                if is_new {
                    self.text.try_set(text);
                }
                match self.follow.try_get_untracked().unwrap_or_default() {
                    false => Reading::Over,
                    true if is_new => Reading::New,
                    true => Reading::Same,
                }
            }
            Err(error) => {
                self.error.try_set(Some(error));
                Reading::Over
            }
        }
    }
}

/// The region.
#[component]
pub fn ConsoleLog(console: Console) -> impl IntoView {
    let withheld = Memo::new(move |_| console.is_withheld());
    view! {
        <section class="card" aria-labelledby="console">
            <h2 id="console">"Console log"</h2>
            {dynamic(move || match withheld.get() {
                true => view! { <p class="hint" role="status">{WITHHELD}</p> }.into_any(),
                false => view! { <Contents console /> }.into_any(),
            })}
        </section>
    }
}

/// The log and its tools.
#[component]
fn Contents(console: Console) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let log = Memo::new(move |_| console.text().map(|text| console_log::read(&text)));
    let is_there = Memo::new(move |_| log.with(Option::is_some));
    let retry = Callback::new(move |()| console.again());
    let needle = move || search.get().trim().to_lowercase();
    let found = move || match needle().as_str() {
        "" => String::new(),
        needle => match log.with(|log| log.as_ref().map_or(0, |log| having(log, needle).count())) {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        },
    };
    view! {
        <div class="tools">
            <label class="filter">
                <span class="visually-hidden">"Search the console log"</span>
                <input type="search" placeholder="Search the log" autocomplete="off" prop:value=search on:input=move |event| search.set(event_target_value(&event)) />
            </label>
            <span class="hint" role="status">{words(found)}</span>
            <label class="check">
                <input type="checkbox" prop:checked=console.follow on:change=move |event| console.follow.set(event_target_checked(&event)) />
                "Follow"
            </label>
            <button type="button" class="quiet small" disabled=flag(move || console.follow.get()) on:click=move |_| console.again()>"Read again"</button>
        </div>
        {dynamic(move || console.error.get().map(|error| view! { <Failure error retry /> }))}
        {dynamic(move || match is_there.get() {
            false => view! { <p class="hint">"There is none yet: the server writes it while it boots."</p> }.into_any(),
            true => view! { <Lines log needle=Signal::derive(needle) /> }.into_any(),
        })}
    }
}

/// The lines that have `needle`; all when it is empty.
fn having<'a>(log: &'a Log, needle: &'a str) -> impl Iterator<Item = &'a Line> {
    log.lines.iter().filter(move |line| line.contains(needle))
}

/// The lines. What is new comes at the end, which stays in view unless the person has scrolled away from it.
#[component]
fn Lines(log: Memo<Option<Log>>, needle: Signal<String>) -> impl IntoView {
    let node = NodeRef::<Pre>::new();
    let at_end = StoredValue::new(true);
    let scrolled = move |_| {
        if let Some(pre) = node.get_untracked() {
            let below = pre.scroll_height() - pre.scroll_top() - pre.client_height();
            at_end.set_value(below < NEAR);
        }
    };
    // Where a box is scrolled to can only be set once its lines are in it.
    Effect::new(move || {
        log.track();
        needle.track();
        if let Some(pre) = node.get().filter(|_| at_end.get_value()) {
            request_animation_frame(move || pre.set_scroll_top(pre.scroll_height()));
        }
    });
    let cut = move || {
        let is_cut = log.with(|log| log.as_ref().is_some_and(|log| log.is_cut));
        is_cut.then(|| view! { <p class="hint">"Older lines are left out."</p> })
    };
    let lines = move || {
        let (needle, log) = (needle.get(), log.get().unwrap_or_default());
        let line = |line: &Line| (line.spans.iter().map(span).collect::<Vec<_>>(), "\n");
        having(&log, &needle).map(line).collect::<Vec<_>>()
    };
    view! {
        {dynamic(cut)}
        <pre class="code console" tabindex="0" aria-label="Lines of the console log" node_ref=node on:scroll=scrolled>{dynamic(lines)}</pre>
    }
}

fn span(span: &Span) -> AnyView {
    let mut class = String::new();
    if let Some(colour) = span.style.colour {
        class = format!("c{colour}");
    }
    if span.style.bold {
        class += " bold";
    }
    let text = span.text.clone();
    match class.is_empty() {
        true => text.into_any(),
        false => view! { <span class=class>{text}</span> }.into_any(),
    }
}
