//! Giving the cloud the public half, once the file was saved.

use super::{Draft, Stage};
use crate::{
    openstack::{error::Error, key_pair_name::KeyPairName},
    session::Ask,
};
use leptos::{prelude::*, task::spawn_local};

/// How far the registering is.
#[derive(Clone, PartialEq)]
pub enum Registration {
    /// The file comes first.
    NotYet,
    /// Nobody is signed in.
    SignedOut,
    /// Under way.
    Running,
    /// The cloud did not take it; the key is still held.
    Failed(Error),
    /// The cloud has the public half.
    Done,
    /// The person decided to keep only the file.
    GivenUp,
}

impl Draft {
    /// Gives the cloud the public half. Only ever after the file was saved; after an earlier try the cloud is asked
    /// first whether it has it already.
    pub fn register(self) {
        let Stage::Made(public) = self.stage.get_untracked() else {
            return;
        };
        if self.saved_as.with_untracked(Option::is_none)
            || self.registration.get_untracked() == Registration::Running
        {
            return;
        }
        if untrack(|| self.auth.identity().is_none()) {
            self.registration.set(Registration::SignedOut);
            return self.router.release();
        }
        self.tried.set(true);
        self.router.hold("The cloud does not have the public key yet. The private key's file alone opens no server until it is registered.");
        let Ok(name) = untrack(|| KeyPairName::parse(&self.name.get(), self.key_pairs.rules()))
        else {
            return;
        };
        let again = self
            .registration
            .with_untracked(|state| matches!(state, Registration::Failed(_)));
        self.registration.set(Registration::Running);
        spawn_local(async move {
            let (name, half) = (&name, public.half());
            let outcome = self
                .auth
                .compute(|compute| async move {
                    match again {
                        true => compute.resume_import(name, half).await,
                        false => compute.import_key_pair(name, half).await,
                    }
                })
                .await;
            match outcome {
                Ok(pair) => {
                    self.key_pairs.add(pair);
                    // Once the page was left, what keeps a person is another page's.
                    if self.registration.try_set(Registration::Done).is_none() {
                        self.router.release();
                    }
                }
                Err(error) => {
                    self.registration.try_set(Registration::Failed(error));
                }
            }
        });
    }

    /// Asks who the person is, then registers.
    pub fn sign_in_and_register(self) {
        spawn_local(async move {
            if self.auth.ask_to_sign_in(Ask::SignIn).await {
                self.register();
            }
        });
    }

    /// The person keeps the file and does without the cloud.
    pub fn give_up(self) {
        self.registration.set(Registration::GivenUp);
        self.router.release();
    }
}
