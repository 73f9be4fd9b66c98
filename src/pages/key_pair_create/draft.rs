//! The key pair being created: what was typed, how far it is, and what happens next.

use super::kind::{Kind, Public};
use crate::{
    key_pairs::{KeyPairs, Progress},
    keys::{
        file_format::{CertificateFormat, FileFormat},
        file_name,
        import::check_comment,
        public::PublicKey,
        windows_user::WindowsUser,
        x509::X509Certificate,
    },
    openstack::{error::Error, key_pair_name::KeyPairName},
    router::Router,
    session::{Ask, Auth},
    ui::field::Proposed,
    vault::{
        client::Vault,
        protocol::{FromVault, ToVault, VaultError},
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
        self.refusal.set(None);
        if untrack(|| self.is_faulty() || self.is_full()) {
            return;
        }
        self.stage.set(Stage::Making);
        spawn_local(async move {
            match self.ask_the_cloud().await {
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

    fn hear(self, message: FromVault) {
        match message {
            FromVault::Ready if self.stage.get_untracked() == Stage::Form => {
                self.vault.send(&ToVault::Prepare);
            }
            FromVault::Submit => self.submit(),
            FromVault::Made { public_key } => {
                self.made(PublicKey::parse_line(&public_key).ok().map(Public::Ssh));
            }
            FromVault::MadeCertificate { certificate } => {
                let is_one = X509Certificate::from_pem(&certificate).is_ok();
                self.made(is_one.then_some(Public::X509(certificate)));
            }
            FromVault::Saved { file_name } => self.saved(file_name),
            FromVault::Failed { error } => self.fail(error),
            FromVault::Forgotten | FromVault::TimedOut => self.forgotten(),
            FromVault::Ready | FromVault::Height { .. } | FromVault::PublicHalf { .. } => {}
        }
    }

    /// The vault holds the private half of this; of nothing, when what it said is no key.
    fn made(self, public: Option<Public>) {
        match public {
            Some(public) => {
                self.stage.set(Stage::Made(public));
                self.router.hold("The private key is not saved yet. If you leave now it is lost: nobody can bring it back.");
            }
            None => self.fail(VaultError::BadMessage),
        }
    }

    fn fail(self, error: VaultError) {
        if self.stage.get_untracked() == Stage::Making {
            self.stage.set(Stage::Form);
        }
        // The frame says so itself, beside the fields.
        if error != VaultError::PassphrasesDiffer {
            self.trouble.set(Some(error));
        }
    }

    /// A key that was not saved is gone, as if it had never been made.
    fn forgotten(self) {
        if self.saved_as.with_untracked(Option::is_none) {
            self.stage.set(Stage::Form);
            self.router.release();
        }
    }

    fn saved(self, file_name: String) {
        self.saved_as.set(Some(file_name));
        if self.registration.get_untracked() == Registration::NotYet {
            self.register();
        }
    }

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
                    self.registration.try_set(Registration::Done);
                    self.router.release();
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
