//! From one project to another, and out.

use super::{Fault, Stage};
use devcloud::seed;
use serde_json::json;

pub const TABLES: &[&[&str]] = &[CHANGE, SIGN_OUT];
const CHANGE: &[&str] = &["token for the project"];
const SIGN_OUT: &[&str] = &["sign out", "sign out of Rackspace"];

const CHOSEN: &str = "return document.querySelector('header select').selectedOptions[0].text";

async fn chosen(stage: &Stage, project: &str) {
    stage
        .until(&format!("the project {project}"), async || {
            let chosen = stage.browser().run(CHOSEN, vec![]).await;
            (chosen == project).then_some(())
        })
        .await;
}

async fn dismiss(stage: &Stage) {
    stage.browser().press("Dismiss").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_project() {
    let stage = Stage::set().await;
    stage.sign_in("alice").await;
    stage.world.list_is_read().await;
    for fault in Fault::ALL {
        stage.fail("token for the project", fault);
        stage.browser().choose("Project", "other").await;
        if fault == Fault::Expired {
            stage.password_is_asked("alice").await;
            stage.cell("change of project", fault, "password asked, then changed");
        } else {
            let said = stage.alert().await;
            stage.mend();
            let title = stage.is_explained(fault, &said);
            chosen(&stage, "demo").await;
            dismiss(&stage).await;
            stage.browser().choose("Project", "other").await;
            stage.cell(
                "change of project",
                fault,
                &format!("“{title}”, still the former; then changed"),
            );
        }
        chosen(&stage, "other").await;
        stage.world.list_is_read().await;
        stage.browser().choose("Project", "demo").await;
        chosen(&stage, "demo").await;
        stage.world.list_is_read().await;
    }
    stage.done(CHANGE).await;
}

async fn sign_in_at_rackspace(stage: &Stage) {
    let browser = stage.browser();
    browser.choose("Cloud", "Other cloud").await;
    let auth_url = format!("{}/rackspace/identity/v2.0", stage.relay.url());
    browser.fill("Auth URL", &auth_url).await;
    browser
        .type_credentials(seed::RACKSPACE_USER, "rackspace-pw")
        .await;
    browser.press("Sign in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out() {
    let stage = Stage::set().await;
    for fault in Fault::ALL {
        stage.sign_in("alice").await;
        sign_out_cell(&stage, "sign out", fault).await;
        sign_in_at_rackspace(&stage).await;
        sign_out_cell(&stage, "sign out of Rackspace", fault).await;
        // The form proposes the cloud of the last sign-in.
        stage.browser().choose("Cloud", "Faulty cloud").await;
    }
    stage.done(SIGN_OUT).await;
}

async fn sign_out_cell(stage: &Stage, name: &str, fault: Fault) {
    stage.world.list_is_there().await;
    stage.fail(name, fault);
    stage.browser().press("Sign out").await;
    stage.browser().find("heading", "Sign in").await;
    assert_eq!(stage.browser().path().await, "/sign-in");
    if fault == Fault::Expired {
        stage.sees("The cloud has revoked the sign-in").await;
        stage.mend();
        stage.cell(name, fault, "signed out: the token had ended already");
    } else {
        let said = stage.alert().await;
        stage.mend();
        assert!(said.contains("Signed out here, but"), "{said}");
        stage.is_explained(fault, &said);
        dismiss(stage).await;
        let outcome = "signed out here, and said that the cloud did not confirm it";
        stage.cell(name, fault, outcome);
    }
    assert_eq!(stage.browser().kept().await["session"], json!({}));
}
