//! The calls of each way to sign in.

use super::{Fault, Stage};
use devcloud::seed;

pub const TABLES: &[&[&str]] = &[PASSWORD, OTHER, RACKSPACE];
const PASSWORD: &[&str] = &["sign in by password", "projects", "token for the project"];
const OTHER: &[&str] = &[
    "identity versions",
    "sign in by application credential",
    "look at a pasted token",
    "one-time code",
];
const RACKSPACE: &[&str] = &[
    "sign in by Rackspace API key",
    "sign in by Rackspace password",
    "Rackspace one-time code",
];

/// One call, and what is to be filled in for it.
struct Row {
    name: &'static str,
    way: Way,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Password,
    /// By an Auth URL without a version.
    Undiscovered,
    ApplicationCredential,
    Token,
    OneTimeCode,
    ApiKey,
    RackspacePassword,
    RackspaceCode,
}

impl Way {
    fn to(call: &str) -> Self {
        match call {
            "identity versions" => Self::Undiscovered,
            "sign in by application credential" => Self::ApplicationCredential,
            "look at a pasted token" => Self::Token,
            "one-time code" => Self::OneTimeCode,
            "sign in by Rackspace API key" => Self::ApiKey,
            "sign in by Rackspace password" => Self::RackspacePassword,
            "Rackspace one-time code" => Self::RackspaceCode,
            _ => Self::Password,
        }
    }

    fn has_code(self) -> bool {
        matches!(self, Self::OneTimeCode | Self::RackspaceCode)
    }
}

/// What the page makes of it.
enum Outcome {
    Says(&'static str),
    /// It goes on without this call's answer.
    SignedIn,
}

impl Row {
    fn expected(&self, fault: Fault) -> Outcome {
        let words = match (self.name, fault) {
            // A host whose root is something else may still have the API below it.
            (
                "identity versions",
                Fault::ServerError | Fault::Unavailable | Fault::BrokenJson | Fault::Expired,
            ) => {
                return Outcome::SignedIn;
            }
            ("sign in by password", Fault::Expired) => "The cloud did not accept this sign-in",
            ("sign in by application credential", Fault::Expired) => {
                "The cloud did not accept the application credential"
            }
            ("look at a pasted token", Fault::Expired) => "The cloud did not accept the token",
            ("look at a pasted token", Fault::BrokenJson) => "No identity service at this address",
            ("one-time code" | "Rackspace one-time code", Fault::Expired) => {
                "The one-time code was not accepted"
            }
            ("sign in by Rackspace API key", Fault::Expired) => {
                "Rackspace did not accept this sign-in"
            }
            ("sign in by Rackspace password", Fault::Expired) => {
                "The cloud did not accept this sign-in"
            }
            _ => super::title(fault),
        };
        Outcome::Says(words)
    }

    /// Everything but secrets, once for each page.
    async fn fill(&self, stage: &Stage) {
        let browser = stage.browser();
        let other = async |path: &str| {
            browser.choose("Cloud", "Other cloud").await;
            let auth_url = format!("{}{path}", stage.relay.url());
            browser.fill("Auth URL", &auth_url).await;
        };
        match self.way {
            Way::Password => browser.fill("User name", "alice").await,
            Way::Undiscovered => {
                other("/identity").await;
                browser.fill("User name", "bob").await;
            }
            Way::ApplicationCredential => {
                browser
                    .choose("Sign-in method", "Application credential")
                    .await;
                browser.fill("Credential ID", &seed::credential_id()).await;
            }
            Way::Token => browser.choose("Sign-in method", "Token").await,
            Way::OneTimeCode => browser.fill("User name", seed::TOTP_USER).await,
            Way::ApiKey => {
                other("/rackspace/identity/v2.0").await;
                browser.choose("Sign-in method", "Rackspace API key").await;
                browser.fill("User name", seed::RACKSPACE_USER).await;
            }
            Way::RackspacePassword => {
                other("/rackspace/identity/v2.0").await;
                browser.fill("User name", seed::RACKSPACE_USER).await;
            }
            Way::RackspaceCode => {
                other("/rackspace/identity/v2.0").await;
                let user = seed::RACKSPACE_MFA_USER;
                browser.fill("User name", user).await;
            }
        }
    }

    async fn go(&self, stage: &Stage) {
        let browser = stage.browser();
        match self.way {
            Way::Password => browser.fill("Password", "alice-pw").await,
            Way::Undiscovered => browser.fill("Password", "bob-pw").await,
            Way::ApplicationCredential => {
                browser
                    .fill("Credential secret", seed::CREDENTIAL_SECRET)
                    .await;
            }
            Way::Token => {
                let token = stage.world.client("alice").await.token().to_owned();
                browser.fill("Token", &token).await;
            }
            Way::OneTimeCode => browser.fill("Password", "erin-pw").await,
            Way::ApiKey => browser.fill("API key", seed::RACKSPACE_API_KEY).await,
            Way::RackspacePassword => browser.fill("Password", "rackspace-pw").await,
            Way::RackspaceCode => browser.fill("Password", "rackspace-mfa-pw").await,
        }
        browser.press("Sign in").await;
        if self.way.has_code() {
            browser.fill("One-time code", &seed::passcode()).await;
            browser.press("Continue").await;
        }
    }

    /// What was typed and is no secret is still there.
    async fn has_kept(&self, stage: &Stage, fault: Fault) {
        let browser = stage.browser();
        if self.way == Way::ApplicationCredential {
            assert_eq!(browser.value("Credential ID").await, seed::credential_id());
            return;
        }
        // A wrong code leaves the form for the code, so that only the next one is to be typed.
        if self.way.has_code() && fault == Fault::Expired {
            browser.press("Back").await;
        }
        let user = match self.way {
            Way::Password => "alice",
            Way::Undiscovered => "bob",
            Way::OneTimeCode => seed::TOTP_USER,
            Way::ApiKey | Way::RackspacePassword => seed::RACKSPACE_USER,
            Way::RackspaceCode => seed::RACKSPACE_MFA_USER,
            Way::ApplicationCredential | Way::Token => return,
        };
        assert_eq!(browser.value("User name").await, user);
    }

    async fn cell(&self, stage: &Stage, fault: Fault) {
        self.fill(stage).await;
        stage.fail(self.name, fault);
        self.go(stage).await;
        match self.expected(fault) {
            Outcome::Says(title) => {
                let said = stage.alert().await;
                match (self.way, fault) {
                    // Something else answers there: no request of a cloud's to give a name.
                    (Way::Token, Fault::BrokenJson) => assert!(said.contains(title), "{said}"),
                    _ => stage.says(fault, title, &said),
                }
                stage.mend();
                if fault == Fault::NoCors {
                    assert!(said.contains("[cors]"), "{said}");
                }
                self.has_kept(stage, fault).await;
                self.go(stage).await;
                stage.cell(self.name, fault, &format!("“{title}”; then signed in"));
            }
            Outcome::SignedIn => {
                stage.browser().find("heading", "Key pairs").await;
                stage.mend();
                stage.cell(self.name, fault, "signed in without it");
            }
        }
        stage.world.list_is_there().await;
        stage.sign_out().await;
    }
}

async fn table(calls: &'static [&'static str]) {
    let stage = Stage::set().await;
    for name in calls {
        let way = Way::to(name);
        for fault in Fault::ALL {
            Row { name, way }.cell(&stage, fault).await;
        }
    }
    stage.done(calls).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_password() {
    table(PASSWORD).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_other_means() {
    table(OTHER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_rackspace() {
    table(RACKSPACE).await;
}
