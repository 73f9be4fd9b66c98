//! One set of requests, all that the app sends and the edges around them, asked of devcloud and of a real OpenStack
//! (`tests/openstack/up`); every answer is compared: status, headers, shape of the body, error text.
//!
//! What the real cloud said is kept in `recorded.json`, so that devcloud is held to it without one. Where devcloud differs on
//! purpose, `differences.json` says so and why; a difference that is not there fails, and so does one that is there no more.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod ask;
mod compare;
mod observe;
mod script;
mod target;

use ask::Session;
use compare::Recording;
use target::Target;

async fn run(target: Target) -> Recording {
    let mut session = Session::new(target);
    script::run(&mut session).await;
    session.into_recording()
}

async fn devcloud() -> Recording {
    // The real one has one region.
    let config = devcloud::Config {
        second_region: false,
        ..devcloud::Config::default()
    };
    let cloud = devcloud::start(config).await.unwrap();
    let recording = run(Target::devcloud(&cloud)).await;
    cloud.stop().await;
    recording
}

#[tokio::test]
async fn devcloud_answers_as_the_real_cloud_did() {
    compare::agree(&Recording::kept(), &devcloud().await);
}

/// With `KEYHAVEN_RECORD` set, what it says becomes what devcloud is held to.
#[tokio::test]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn the_real_cloud_and_devcloud_answer_alike() {
    let real = run(Target::openstack()).await;
    if std::env::var_os("KEYHAVEN_RECORD").is_some() {
        real.keep();
    }
    compare::agree(&real, &devcloud().await);
    compare::same(&real, &Recording::kept());
}
