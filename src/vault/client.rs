//! The app's side of the vault: starts the frame, sends it messages, hears its answers, and puts another in the place of one
//! that has ended.

mod frame;
mod parts;
mod watch;

pub use frame::VaultFrame;
pub use parts::fetch_ahead;

use super::protocol::{FromVault, ToVault, VaultError};
use leptos::{
    html::Iframe,
    prelude::*,
    task::{spawn_local, tick},
};
use parts::Parts;
use std::rc::Rc;
use web_sys::MessagePort;
use zeroize::Zeroizing;

/// How often a vault that has done nothing yet is started again by itself.
const STARTS: u32 = 3;

/// How far the vault's start is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Being fetched or started.
    Loading,
    /// It answers.
    Ready,
    /// It could not be started, and why.
    Failed(String),
}

/// Why a vault let go of everything that was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// The person asked for it.
    Asked,
    /// Nobody had done anything in it for ten minutes.
    TimedOut,
    /// The frame or its worker ended, and nobody had asked for it.
    Stopped,
}

/// A running vault. It lives as long as its [`VaultFrame`].
#[derive(Clone, Copy)]
pub struct Vault {
    port: StoredValue<Option<MessagePort>, LocalStorage>,
    hear: StoredValue<Rc<dyn Fn(FromVault)>, LocalStorage>,
    height: RwSignal<Option<u32>>,
    start: RwSignal<Start>,
    forgotten: RwSignal<Option<Forgotten>>,
    /// What the frame is made of, while there is to be one: one that has ended leaves the page before there is another.
    parts: RwSignal<Option<Parts>, LocalStorage>,
    element: NodeRef<Iframe>,
    /// Counts the frames: nothing that an earlier one says or does matters.
    frame: StoredValue<u32>,
    /// Whether anything was heard since the last look.
    alive: StoredValue<bool>,
    /// How often it stopped since it last did something.
    stops: StoredValue<u32>,
}

impl Vault {
    /// A vault that tells `hear` what it says. When it stops, that is [`VaultError::Crashed`], and then
    /// [`FromVault::Ready`] of the one in its place.
    pub fn new(hear: impl Fn(FromVault) + 'static) -> Self {
        Self {
            port: StoredValue::new_local(None),
            hear: StoredValue::new_local(Rc::new(hear)),
            height: RwSignal::new(None),
            start: RwSignal::new(Start::Loading),
            forgotten: RwSignal::new(None),
            parts: RwSignal::new_local(None),
            element: NodeRef::new(),
            frame: StoredValue::new(0),
            alive: StoredValue::new(false),
            stops: StoredValue::new(0),
        }
    }

    /// Why it let go of everything, if it did; tracked.
    pub fn forgotten(self) -> Option<Forgotten> {
        self.forgotten.get()
    }

    /// How far the start is; tracked.
    pub fn start(self) -> Start {
        self.start.get()
    }

    /// Whether what was put in or made is still there; tracked.
    pub fn holds(self) -> bool {
        self.start.get() == Start::Ready && self.forgotten.get().is_none()
    }

    /// Sends a message; before the vault is ready there is nobody to hear it.
    pub fn send(self, message: &ToVault) {
        if let (Ok(text), Some(Some(port))) =
            (serde_json::to_string(message), self.port.try_get_value())
        {
            // What a person pasted by mistake may be in it.
            let text = Zeroizing::new(text);
            // A string is always clonable, so this cannot fail.
            let _ = port.post_message(&text.as_str().into());
        }
    }

    /// Starts it again, empty.
    pub fn start_again(self) {
        self.stops.set_value(0);
        self.begin_anew(None);
    }

    fn hear(self, frame: u32, text: &str) {
        if !self.is_current(frame) {
            return;
        }
        self.alive.set_value(true);
        let message = serde_json::from_slice(text.as_bytes()).unwrap_or(FromVault::Failed {
            error: VaultError::BadMessage,
        });
        match message {
            FromVault::Alive => return,
            FromVault::Height { pixels } => return self.height.set(Some(pixels)),
            FromVault::Failed {
                error: VaultError::Crashed,
            } => return self.stopped(),
            FromVault::Ready => self.start.set(Start::Ready),
            FromVault::Forgotten => self.begin_anew(Some(Forgotten::Asked)),
            FromVault::TimedOut => self.begin_anew(Some(Forgotten::TimedOut)),
            // Something is in it again.
            _ => {
                self.forgotten.set(None);
                self.stops.set_value(0);
            }
        }
        self.pass_on(message);
    }

    fn pass_on(self, message: FromVault) {
        if let Some(hear) = self.hear.try_get_value() {
            hear(message);
        }
    }

    /// The frame or its worker has ended. Another takes its place, unless that has been in vain already.
    fn stopped(self) {
        let stops = self.stops.get_value() + 1;
        self.stops.set_value(stops);
        if stops > STARTS {
            self.failed("It stops as often as it is started.".to_owned());
        } else {
            self.begin_anew(Some(Forgotten::Stopped));
        }
        self.pass_on(FromVault::Failed {
            error: VaultError::Crashed,
        });
    }

    fn failed(self, why: String) {
        self.end();
        self.start.set(Start::Failed(why));
    }

    fn begin_anew(self, why: Option<Forgotten>) {
        self.end();
        self.forgotten.set(why);
        self.start.set(Start::Loading);
        self.begin();
    }

    /// Ends the frame; nothing of it is heard any more.
    fn end(self) {
        if let Some(port) = self.port.try_update_value(Option::take).flatten() {
            port.close();
        }
        self.frame.update_value(|frame| *frame += 1);
        self.height.set(None);
        self.parts.set(None);
    }

    fn begin(self) {
        let frame = self.current();
        spawn_local(async move {
            // The old one has left the page by then.
            tick().await;
            let parts = parts::parts().await;
            if !self.is_current(frame) {
                return;
            }
            match parts {
                Ok(parts) => {
                    self.parts.set(Some(parts));
                    watch::watch(self, frame).await;
                }
                Err(reason) => self.start.set(Start::Failed(reason)),
            }
        });
    }

    fn current(self) -> u32 {
        self.frame.get_value()
    }

    /// Whether this is the frame that there is; none is once the page is left.
    fn is_current(self, frame: u32) -> bool {
        self.frame.try_get_value() == Some(frame)
    }
}
