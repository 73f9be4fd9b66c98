//! Short messages of what was done or went wrong, announced to screen readers.

use crate::ui::dynamic::dynamic;
use leptos::prelude::*;

/// How a notice is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something went wrong.
    Wrong,
}

#[derive(Clone, PartialEq)]
struct Notice {
    id: usize,
    tone: Tone,
    text: String,
    /// Whether a page was turned since.
    turned: bool,
}

/// The notices, for every page.
#[derive(Clone, Copy)]
pub struct Notices {
    shown: RwSignal<Vec<Notice>>,
    next: StoredValue<usize>,
}

impl Notices {
    /// None yet.
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    /// Says that something was done.
    pub fn done(self, text: impl Into<String>) {
        self.add(Tone::Done, text.into());
    }

    /// Says that something went wrong.
    pub fn wrong(self, text: impl Into<String>) {
        self.add(Tone::Wrong, text.into());
    }

    fn add(self, tone: Tone, text: String) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        // A newer success says all there is to say; what went wrong stays until it is put away.
        self.shown.update(|shown| {
            shown.retain(|notice| notice.tone == Tone::Wrong);
            shown.push(Notice {
                id,
                tone,
                text,
                turned: false,
            });
        });
    }

    fn remove(self, id: usize) {
        self.shown
            .update(|shown| shown.retain(|notice| notice.id != id));
    }

    /// Another page: what was done before the last one is put away. What the last page did is told on the next.
    pub fn turn_page(self) {
        self.shown.update(|shown| {
            shown.retain(|notice| notice.tone == Tone::Wrong || !notice.turned);
            shown.iter_mut().for_each(|notice| notice.turned = true);
        });
    }

    fn of(self, tone: Tone) -> Vec<Notice> {
        self.shown.with(|shown| {
            shown
                .iter()
                .filter(|notice| notice.tone == tone)
                .cloned()
                .collect()
        })
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the notices appear. Both live regions are always there, so that what is put into them is announced.
#[component]
pub fn NoticeBoard() -> impl IntoView {
    let notices = expect_context::<Notices>();
    let list = move |tone| {
        let card = move |notice: Notice| {
            let id = notice.id;
            view! {
                <div class="notice" class:wrong=notice.tone == Tone::Wrong>
                    <p>{notice.text}</p>
                    <button type="button" class="quiet small" on:click=move |_| notices.remove(id)>"Dismiss"</button>
                </div>
            }
        };
        dynamic(move || notices.of(tone).into_iter().map(card).collect_view())
    };
    view! {
        <div class="notices">
            <div role="status">{list(Tone::Done)}</div>
            <div role="alert">{list(Tone::Wrong)}</div>
        </div>
    }
}
