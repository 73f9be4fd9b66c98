//! Registering a public key that was just made: the private key and its file are never lost, and nothing is made twice.

use super::{Fault, Stage};
use keyhaven_e2e::relay::Wrong;
use keyhaven_e2e::ssh_keygen;

pub const TABLES: &[&[&str]] = &[POST];
const POST: &[&str] = &["import"];
/// The same and the question afterwards, whether it is there.
const POST_AND_LOOK: &[&str] = &["import", "one key pair"];

struct Try {
    name: String,
    file: std::path::PathBuf,
}

/// Makes a key pair and saves it; the registering that follows meets the fault.
async fn make(stage: &Stage, name: String, fail: impl FnOnce()) -> Try {
    let browser = stage.browser();
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    stage.world.make(&name, "Ed25519", "").await;
    fail();
    let file = stage.world.save(&name).await;
    Try { name, file }
}

impl Try {
    /// What was saved is what is registered, once, and nothing was saved twice.
    async fn is_whole(&self, stage: &Stage) {
        stage.world.is_registered().await;
        let client = stage.world.client("alice").await;
        let public = ssh_keygen::public_key(&self.file, "").unwrap();
        assert_eq!(client.public_key(&self.name).await, public);
        let same = |name: &&String| name.starts_with(&self.name);
        assert_eq!(client.names().await.iter().filter(same).count(), 1);
        let files = stage.browser().downloads();
        assert_eq!(files.iter().filter(same).count(), 1, "{files:?}");
        stage.browser().follow("All key pairs").await;
        stage.world.list_is_read().await;
    }

    /// The key is held, its file can be saved once more, and it is registered by the button that the page offers.
    async fn is_kept(&self, stage: &Stage) {
        stage.browser().see("Nothing is lost").await;
        assert!(
            stage
                .browser()
                .has("heading", &format!("Key pair {} created", self.name))
                .await
        );
        stage.browser().press("Register again").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pair_that_was_made() {
    let stage = Stage::set().await;
    stage.sign_in("alice").await;
    stage.world.list_is_read().await;
    for fault in Fault::ALL {
        let tried = make(&stage, format!("answer-{fault:?}").to_lowercase(), || {
            stage.relay.fail(Wrong::of(POST, fault))
        })
        .await;
        let outcome = match fault {
            Fault::Expired => {
                stage.password_is_asked("alice").await;
                "password asked, then registered".to_owned()
            }
            // The cloud has done it, and is asked.
            Fault::Timeout | Fault::CutBefore | Fault::CutInside | Fault::BrokenJson => {
                stage.sees("Registered at your cloud").await;
                stage.mend();
                "registered: found by looking".to_owned()
            }
            _ => said_then_registered(&stage, fault, &tried).await,
        };
        tried.is_whole(&stage).await;
        stage.cell("create", fault, &outcome);
    }
    for fault in [Fault::Timeout, Fault::CutBefore] {
        let name = format!("unheard-{fault:?}").to_lowercase();
        let tried = make(&stage, name, || {
            stage.relay.fail(Wrong::of(POST, fault).unheard())
        })
        .await;
        let outcome = said_then_registered(&stage, fault, &tried).await;
        tried.is_whole(&stage).await;
        stage.cell("create, never heard", fault, &outcome);
    }
    for fault in [
        Fault::Timeout,
        Fault::CutBefore,
        Fault::CutInside,
        Fault::BrokenJson,
        Fault::NoCors,
    ] {
        let name = format!("unknown-{fault:?}").to_lowercase();
        let tried = make(&stage, name, || {
            stage.relay.fail(Wrong::of(POST_AND_LOOK, fault))
        })
        .await;
        let said = stage.alert().await;
        stage.mend();
        let title = "It is not known whether the key pair was registered";
        assert!(said.contains(title), "{said}");
        tried.is_kept(&stage).await;
        tried.is_whole(&stage).await;
        stage.cell(
            "create and the look after it",
            fault,
            &format!("“{title}”; then registered"),
        );
    }
    stage.done(POST).await;
}

async fn said_then_registered(stage: &Stage, fault: Fault, tried: &Try) -> String {
    let said = stage.alert().await;
    stage.mend();
    let title = stage.is_explained(fault, &said);
    let client = stage.world.client("alice").await;
    assert!(
        client.show(&tried.name).await.is_none(),
        "it is not registered yet"
    );
    tried.is_kept(stage).await;
    format!("“{title}”, key kept; then registered")
}
