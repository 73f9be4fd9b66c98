//! Something that a page reads from the cloud: on its way, there, or failed with a way to try again.

use crate::openstack::error::Error;
use crate::ui::dynamic::dynamic;
use crate::ui::failure::{Failure, Unread};
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;

/// What was read. Copies are handles to the same reading.
pub struct Fetched<T: 'static> {
    outcome: RwSignal<Option<Result<T, Error>>>,
    again: Callback<()>,
}

impl<T> Copy for Fetched<T> {}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Fetched<T> {
    /// Begins to read at once. What `read` needs of the page it takes before its first wait: afterwards the page may be gone.
    pub fn start<R>(read: impl Fn() -> R + Send + Sync + 'static) -> Self
    where
        R: Future<Output = Result<T, Error>> + 'static,
    {
        let outcome = RwSignal::new(None);
        let again = Callback::new(move |()| {
            let reading = read();
            spawn_local(async move {
                // The page may have gone meanwhile.
                outcome.try_set(Some(reading.await));
            });
        });
        again.run(());
        Self { outcome, again }
    }

    /// Reads anew; what is there stays until the new answer has come. Nothing is read for a page that is gone.
    pub fn again(self) {
        self.again.try_run(());
    }

    /// What is there; tracked.
    pub fn get(self) -> Option<Result<T, Error>> {
        self.outcome.get()
    }

    /// What is there, if all went well; tracked.
    pub fn value(self) -> Option<T> {
        self.outcome.get()?.ok()
    }

    /// A line that says so when it could not be read; nothing else. `what` begins a sentence.
    pub fn unread(self, what: &'static str) -> AnyView {
        let retry = self.retry();
        dynamic(move || {
            let error = self.outcome.get()?.err()?;
            Some(view! { <Unread what error retry /> })
        })
    }

    /// Reads anew, with the failure out of sight until it is known how that went.
    fn retry(self) -> Callback<()> {
        Callback::new(move |()| {
            self.outcome.set(None);
            self.again();
        })
    }

    /// Puts in what is known by other means.
    pub fn set(self, value: T) {
        self.outcome.try_set(Some(Ok(value)));
    }

    /// What `show` makes of it once it is there; before, that it is being read; a failure with a way to try again.
    pub fn view<V: IntoView + 'static>(
        self,
        reading: &'static str,
        show: impl Fn(T) -> V + Send + 'static,
    ) -> AnyView {
        let retry = self.retry();
        dynamic(move || match self.outcome.get() {
            None => view! { <p class="loading" role="status">{reading}</p> }.into_any(),
            Some(Err(error)) => view! { <Failure error retry /> }.into_any(),
            Some(Ok(value)) => show(value).into_any(),
        })
    }
}
