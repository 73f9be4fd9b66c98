//! The key pair being created: what was typed, how far it is, and what happens next.

mod hearing;
mod registering;

pub use hearing::Lost;
pub use registering::Registration;

use super::kind::{Kind, Public};
use crate::{
    key_pairs::{KeyPairs, Progress},
    keys::{
        file_format::{CertificateFormat, FileFormat},
        file_name,
        import::check_comment,
        windows_user::WindowsUser,
    },
    openstack::{error::Error, key_pair_name::KeyPairName},
    router::Router,
    session::Auth,
    ui::field::Proposed,
    vault::{
        client::{Start, Vault},
        protocol::{ToVault, VaultError},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// How far the making is.
#[derive(Clone, PartialEq)]
pub enum Stage {
    /// Being filled in.
    Form,
    /// The vault is at work.
    Making,
    /// Made; the vault holds the private half.
    Made(Public),
}

/// The draft. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Draft {
    auth: Auth,
    key_pairs: KeyPairs,
    router: Router,
    /// The vault that makes it.
    pub vault: Vault,
    /// The key pair's name, as typed.
    pub name: RwSignal<String>,
    /// What is made.
    pub kind: RwSignal<Kind>,
    /// The format of the private key's file.
    pub format: RwSignal<FileFormat>,
    /// The format of a file with a certificate.
    pub certificate_format: RwSignal<CertificateFormat>,
    /// The account on Windows that a certificate is for.
    pub user: RwSignal<String>,
    /// The key's comment.
    pub comment: Proposed,
    /// The private key's file name.
    pub file_name: Proposed,
    /// Whether the person has tried to submit: then empty fields are errors too.
    pub tried: RwSignal<bool>,
    /// How far the making is.
    pub stage: RwSignal<Stage>,
    /// The name under which the browser was given the file.
    pub saved_as: RwSignal<Option<String>>,
    /// How far the registering is.
    pub registration: RwSignal<Registration>,
    /// What the vault could not do.
    pub trouble: RwSignal<Option<VaultError>>,
    /// What the vault took with it when it stopped.
    pub lost: RwSignal<Option<Lost>>,
    /// Whether the saved file was put in again and is the key that was made.
    pub checked: RwSignal<bool>,
    /// Counts the makings: what an earlier one was told no longer matters.
    making: StoredValue<u32>,
    /// What the cloud said against it before anything was made.
    pub refusal: RwSignal<Option<Error>>,
}

impl Draft {
    /// A fresh one, for the page.
    pub fn new() -> Self {
        let name = RwSignal::new(String::new());
        let kind = RwSignal::new(Kind::default());
        let format = RwSignal::new(FileFormat::default());
        let certificate_format = RwSignal::new(CertificateFormat::default());
        // The vault must be able to tell the draft, which does not exist yet when the vault is made.
        let this = StoredValue::new(None::<Self>);
        let draft = Self {
            auth: expect_context(),
            key_pairs: expect_context(),
            router: expect_context(),
            vault: Vault::new(move |message| {
                if let Some(Some(draft)) = this.try_get_value() {
                    draft.hear(message);
                }
            }),
            name,
            kind,
            format,
            certificate_format,
            // Whom cloudbase-init sets up on most Windows images.
            user: RwSignal::new("Admin@localhost".to_owned()),
            comment: Proposed::new(move || name.get().trim().to_owned()),
            file_name: Proposed::new(move || {
                let proposed = file_name::propose(&name.get(), kind.get().key_type());
                match kind.get() {
                    Kind::Ssh(_) => format.get().file_name(&proposed),
                    Kind::X509 => certificate_format.get().file_name(&proposed),
                }
            }),
            tried: RwSignal::new(false),
            stage: RwSignal::new(Stage::Form),
            saved_as: RwSignal::new(None),
            registration: RwSignal::new(Registration::NotYet),
            trouble: RwSignal::new(None),
            lost: RwSignal::new(None),
            checked: RwSignal::new(false),
            making: StoredValue::new(0),
            refusal: RwSignal::new(None),
        };
        this.set_value(Some(draft));
        on_cleanup(move || draft.router.release());
        draft
    }

    /// The name when the cloud would take it, else why not; tracked.
    pub fn checked_name(self) -> Result<KeyPairName, String> {
        self.key_pairs.check_name(&self.name.get())
    }

    /// What is wrong with the name, once there is something to be wrong; tracked.
    pub fn name_error(self) -> Option<String> {
        let shown = self.tried.get() || self.name.with(|name| !name.is_empty());
        let registered = self.registration.get() == Registration::Done;
        if shown && !registered {
            self.checked_name().err()
        } else {
            None
        }
    }

    /// What is wrong with the comment; tracked.
    pub fn comment_error(self) -> Option<String> {
        check_comment(&self.comment.get())
            .err()
            .map(|error| error.to_string())
    }

    /// What is wrong with the account on Windows; tracked.
    pub fn user_error(self) -> Option<String> {
        let error = WindowsUser::parse(&self.user.get()).err()?;
        Some(error.to_string())
    }

    /// Whether anything that was typed stands in the way; tracked.
    fn is_faulty(self) -> bool {
        let fault = match self.kind.get() {
            Kind::Ssh(_) => self.comment_error(),
            Kind::X509 => self.user_error(),
        };
        fault.is_some() || self.checked_name().is_err() || self.file_name_error().is_some()
    }

    /// What is wrong with the file's name; tracked.
    pub fn file_name_error(self) -> Option<String> {
        let name = self.file_name.get();
        let shown = self.tried.get() || !name.is_empty();
        file_name::check(&name)
            .err()
            .filter(|_| shown)
            .map(|error| error.to_string())
    }

    /// Whether another key pair would be over the quota; tracked.
    pub fn is_full(self) -> bool {
        self.key_pairs.is_full()
    }

    /// Makes the key pair, when all is in order. A second call while one is under way does nothing.
    pub fn submit(self) {
        if self.stage.get_untracked() != Stage::Form {
            return;
        }
        self.tried.set(true);
        self.trouble.set(None);
        self.lost.set(None);
        self.refusal.set(None);
        if untrack(|| self.is_faulty() || self.is_full() || self.vault.start() != Start::Ready) {
            return;
        }
        self.stage.set(Stage::Making);
        let making = self.making.get_value() + 1;
        self.making.set_value(making);
        spawn_local(async move {
            let answer = self.ask_the_cloud().await;
            // The page may have been left meanwhile, or the vault have stopped, with the passphrase that was typed in it.
            if self.making.try_get_value() != Some(making)
                || self.stage.get_untracked() != Stage::Making
            {
                return;
            }
            match answer {
                Ok(true) => self.vault.send(&untrack(|| self.order())),
                Ok(false) => self.stage.set(Stage::Form),
                Err(error) => {
                    self.refusal.set(Some(error));
                    self.stage.set(Stage::Form);
                }
            }
        });
    }

    /// What the vault is asked for; tracked.
    fn order(self) -> ToVault {
        let file_name = self.file_name.get();
        match self.kind.get() {
            Kind::Ssh(key_type) => ToVault::Make {
                key_type,
                comment: self.comment.get().trim().to_owned(),
                file_name,
                format: self.format.get(),
            },
            Kind::X509 => ToVault::MakeCertificate {
                user: self.user.get(),
                file_name,
                format: self.certificate_format.get(),
            },
        }
    }

    /// Whether the name is free, as far as it takes a question to know: the complete list tells already.
    async fn ask_the_cloud(self) -> Result<bool, Error> {
        let is_known = untrack(|| {
            matches!(
                self.key_pairs.progress(),
                Progress::Complete | Progress::SignedOut
            )
        });
        if is_known {
            return Ok(true);
        }
        let name = self.name.get_untracked();
        let name = name.trim();
        let found = self
            .auth
            .compute(|compute| async move { compute.key_pair(name).await })
            .await;
        match found {
            Ok(details) => {
                self.key_pairs.add(details.key_pair);
                Ok(false)
            }
            Err(Error::NotFound(_)) => Ok(true),
            Err(error) => Err(error),
        }
    }
}
