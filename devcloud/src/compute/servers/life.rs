//! What becomes of a server after the request: it is built, runs, is stopped and started, and while it runs, a guest answers
//! on its addresses.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::{hostname, password};
use crate::error::Error;
use crate::guest::{Guest, HostKeys, Machine, boot_log};
use crate::network::{guests, lets_in_ssh};
use crate::store::images::{self, Image};
use crate::store::servers::{self, Failure, Server};
use crate::{Cloud, clock};

/// How long a server whose name is `fault-slow-boot` takes.
const SLOW: Duration = Duration::from_secs(30);

/// A machine that is switched on, and where it answers.
struct Running {
    machine: Arc<Machine>,
    host_keys: HostKeys,
    addresses: Vec<IpAddr>,
    /// Kept for what its end does.
    _guest: Option<Guest>,
}

/// The machines that are switched on, by their servers' ids.
#[derive(Default)]
pub(crate) struct Lives(Mutex<HashMap<String, Running>>);

impl Lives {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whom an image lets log in; nobody, when it is a Windows.
fn user_of(image: Option<&Image>) -> Option<String> {
    let property = |name: &str| image.and_then(|image| image.properties.get(name)?.as_str());
    if property("os_type") == Some("windows") || property("os_distro") == Some("windows") {
        return None;
    }
    let user = property("os_admin_user").or(property("os_distro"));
    Some(user.unwrap_or("cloud-user").to_owned())
}

/// Goes on with what was under way when the cloud was last stopped, and follows the network from now on.
pub(crate) async fn resume(cloud: &Arc<Cloud>) -> Result<(), Error> {
    for server in cloud.store.run(|db| servers::all(db)).await? {
        match server.status.as_str() {
            "BUILD" => begin(cloud, server.id),
            "ACTIVE" => switch_on(cloud, &server).await?,
            _ => {}
        }
    }
    let mut changes = cloud.network.subscribe();
    let weak = Arc::downgrade(cloud);
    tokio::spawn(async move {
        // The sender goes with the cloud.
        while changes.changed().await.is_ok() {
            let Some(cloud) = weak.upgrade() else { return };
            if let Err(error) = answer(&cloud).await {
                eprintln!("devcloud: guests: {error}");
            }
        }
    });
    answer(cloud).await
}

/// Has every machine that is on answer where it should, and nowhere else.
async fn answer(cloud: &Arc<Cloud>) -> Result<(), Error> {
    let ids: Vec<String> = cloud.lives.all().keys().cloned().collect();
    for id in ids {
        let wanted = reachable_at(cloud, &id).await?;
        let changed = {
            let mut lives = cloud.lives.all();
            let Some(life) = lives.get_mut(&id).filter(|life| life.addresses != wanted) else {
                continue;
            };
            // The old sockets are shut before new ones are opened.
            life._guest = None;
            life.addresses.clone_from(&wanted);
            (life.machine.clone(), life.host_keys.clone())
        };
        let (machine, host_keys) = changed;
        let guest = Guest::start(&machine, &host_keys, &wanted).await;
        for (address, port) in guest.ports().iter().filter(|(_, port)| *port != 22) {
            eprintln!(
                "devcloud: {machine:?} answers SSH on port {port} of {address}: 22 is not for this user to take"
            );
        }
        if let Some(life) = cloud.lives.all().get_mut(&id) {
            life._guest = Some(guest);
        }
    }
    Ok(())
}

/// The addresses at which SSH is let in.
async fn reachable_at(cloud: &Cloud, id: &str) -> Result<Vec<IpAddr>, Error> {
    let id = id.to_owned();
    cloud
        .store
        .run(move |db| {
            if !lets_in_ssh(db, &id)? {
                return Ok(Vec::new());
            }
            let addresses = guests::addresses_of(db, &id)?;
            Ok(addresses
                .iter()
                .filter_map(|address| address.address.parse().ok())
                .collect())
        })
        .await
}

/// Switches a server's machine on. Whether and where it answers is the network's affair.
async fn switch_on(cloud: &Arc<Cloud>, server: &Server) -> Result<(), Error> {
    let Some(text) = server.host_keys.clone() else {
        return Ok(());
    };
    let made_of = server.made_of.clone();
    let image = cloud
        .store
        .run(move |db| images::find(db, &made_of))
        .await?;
    let Some(user) = user_of(image.as_ref()) else {
        return Ok(());
    };
    let host_keys = HostKeys::from_text(&text)?;
    let (weak, id) = (Arc::downgrade(cloud), server.id.clone());
    let machine = Machine::new(
        &hostname(&server.name),
        &user,
        user != "cirros",
        server.public_key.as_deref().unwrap_or_default(),
        &server.authorized_keys,
        move |keys| keep_keys(&weak, &id, keys),
    );
    let life = Running {
        machine: Arc::new(machine),
        host_keys,
        addresses: Vec::new(),
        _guest: None,
    };
    cloud.lives.all().insert(server.id.clone(), life);
    cloud.network.changed();
    Ok(())
}

/// Keeps what somebody who is logged in made of `authorized_keys`.
fn keep_keys(cloud: &Weak<Cloud>, id: &str, keys: &str) {
    let Some(cloud) = cloud.upgrade() else { return };
    let kept = cloud.store.run_now(|db| {
        if let Some(mut server) = servers::find(db, id)? {
            keys.clone_into(&mut server.authorized_keys);
            servers::update(db, &server)?;
        }
        Ok(())
    });
    if let Err(error) = kept {
        eprintln!("devcloud: authorized_keys of {id}: {error}");
    }
}

fn switch_off(cloud: &Cloud, id: &str) {
    // Its sockets are shut as it is dropped.
    cloud.lives.all().remove(id);
}

/// Changes a server, if it is still there, and gives what it is then.
async fn change(
    cloud: &Cloud,
    id: &str,
    work: impl FnOnce(&mut Server) + Send + 'static,
) -> Result<Option<Server>, Error> {
    let id = id.to_owned();
    cloud
        .store
        .run(move |db| {
            let Some(mut server) = servers::find(db, &id)? else {
                return Ok(None);
            };
            // What is being deleted goes on being deleted.
            if server.task.as_deref() == Some("deleting") {
                return Ok(None);
            }
            work(&mut server);
            server.updated_at = clock::now();
            servers::update(db, &server)?;
            Ok(Some(server))
        })
        .await
}

/// Does `work` in the background; it ends with the cloud or the server.
fn later<F>(cloud: &Arc<Cloud>, id: String, work: impl FnOnce(Weak<Cloud>, String) -> F)
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let work = work(Arc::downgrade(cloud), id);
    tokio::spawn(async move {
        if let Err(error) = work.await {
            eprintln!("devcloud: server: {error}");
        }
    });
}

/// Waits a part of the time that a boot takes; gives the cloud, if it is still there.
async fn after(cloud: &Weak<Cloud>, part: u32) -> Option<Arc<Cloud>> {
    let pause = cloud.upgrade()?.boot_time / part;
    tokio::time::sleep(pause).await;
    cloud.upgrade()
}

/// Begins to build a server.
pub(super) fn begin(cloud: &Arc<Cloud>, id: String) {
    later(cloud, id, build);
}

async fn build(weak: Weak<Cloud>, id: String) -> Result<(), Error> {
    let mut server = None;
    for task in ["networking", "block_device_mapping", "spawning"] {
        let Some(cloud) = after(&weak, 4).await else {
            return Ok(());
        };
        server = change(&cloud, &id, move |server| {
            server.task = Some(task.to_owned())
        })
        .await?;
        let Some(server) = &server else { return Ok(()) };
        let fails = server.failure.is_some() || is_called(server, "fault-error");
        if fails {
            return fail(&cloud, &id).await;
        }
    }
    if server.is_some_and(|server| is_called(&server, "fault-slow-boot")) {
        tokio::time::sleep(SLOW).await;
    }
    let Some(cloud) = after(&weak, 4).await else {
        return Ok(());
    };
    boot(&cloud, &id, true).await?;
    post_password(weak, id).await
}

fn is_called(server: &Server, fault: &str) -> bool {
    let rest = server.name.strip_prefix(fault);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

async fn fail(cloud: &Cloud, id: &str) -> Result<(), Error> {
    let failed = change(cloud, id, |server| {
        server.status = "ERROR".to_owned();
        server.task = None;
        server.failure.get_or_insert_with(|| Failure {
            message: "No valid host was found. There are not enough hosts available.".to_owned(),
            at: clock::now(),
        });
    });
    failed.await.map(|_| ())
}

/// A machine comes up; a new one makes its host keys.
async fn boot(cloud: &Arc<Cloud>, id: &str, is_new: bool) -> Result<(), Error> {
    let keys = match is_new {
        true => {
            let made = tokio::task::spawn_blocking(|| HostKeys::make()?.to_text())
                .await
                .map_err(|_| Error::Cancelled)?;
            Some(made?)
        }
        false => None,
    };
    let booted = change(cloud, id, move |server| {
        let now = clock::now();
        server.status = "ACTIVE".to_owned();
        server.task = None;
        server.failure = None;
        server.launched_at.get_or_insert(now);
        server.booted_at = Some(now);
        if keys.is_some() {
            server.host_keys = keys;
            server.first_boot_at = Some(now);
        }
    })
    .await?;
    let Some(server) = booted else { return Ok(()) };
    let port = server.id.clone();
    cloud
        .store
        .run(move |db| guests::set_active(db, &port, true))
        .await?;
    switch_on(cloud, &server).await
}

/// A Windows server makes itself a password some moments after its first boot.
async fn post_password(weak: Weak<Cloud>, id: String) -> Result<(), Error> {
    let Some(cloud) = after(&weak, 2).await else {
        return Ok(());
    };
    let wanted = id.clone();
    let found = cloud
        .store
        .run(move |db| {
            let Some(server) = servers::find(db, &wanted)? else {
                return Ok(None);
            };
            let image = images::find(db, &server.made_of)?;
            Ok(user_of(image.as_ref()).is_none().then_some(server))
        })
        .await?;
    let Some(public_key) = found.and_then(|server| server.public_key) else {
        return Ok(());
    };
    let text = password::make()?;
    if let Some(sealed) = password::seal(&public_key, &text)? {
        change(&cloud, &id, move |server| {
            server.sealed_password = sealed;
            server.password = Some(text);
        })
        .await?;
    }
    Ok(())
}

/// Marks what is asked, and does it a little later.
async fn underway(
    cloud: &Arc<Cloud>,
    server: &Server,
    task: &'static str,
    status: Option<&'static str>,
) -> Result<Option<Server>, Error> {
    change(cloud, &server.id, move |server| {
        server.task = Some(task.to_owned());
        if let Some(status) = status {
            server.status = status.to_owned();
        }
    })
    .await
}

pub(super) async fn stop(cloud: &Arc<Cloud>, server: Server) -> Result<(), Error> {
    underway(cloud, &server, "powering-off", None).await?;
    later(cloud, server.id, |weak, id| async move {
        let Some(cloud) = after(&weak, 4).await else {
            return Ok(());
        };
        switch_off(&cloud, &id);
        let off = change(&cloud, &id, |server| {
            server.status = "SHUTOFF".to_owned();
            server.task = None;
        });
        off.await.map(|_| ())
    });
    Ok(())
}

pub(super) async fn start(cloud: &Arc<Cloud>, server: Server) -> Result<(), Error> {
    underway(cloud, &server, "powering-on", None).await?;
    up_again(cloud, server.id, false);
    Ok(())
}

pub(super) async fn reboot(cloud: &Arc<Cloud>, server: Server, hard: bool) -> Result<(), Error> {
    let (task, status) = match hard {
        true => ("rebooting_hard", "HARD_REBOOT"),
        false => ("rebooting", "REBOOT"),
    };
    underway(cloud, &server, task, Some(status)).await?;
    switch_off(cloud, &server.id);
    up_again(cloud, server.id, false);
    Ok(())
}

/// Makes a server anew: `server` says of what, and with which key.
pub(super) async fn rebuild(cloud: &Arc<Cloud>, server: Server) -> Result<Server, Error> {
    let wanted = server.clone();
    let now = change(cloud, &server.id, move |server| {
        *server = wanted;
        server.task = Some("rebuilding".to_owned());
        server.status = "REBUILD".to_owned();
        let key = server.public_key.as_deref().map(str::trim_end);
        server.authorized_keys = key.map(|key| format!("{key}\n")).unwrap_or_default();
        server.sealed_password.clear();
    })
    .await?;
    switch_off(cloud, &server.id);
    up_again(cloud, server.id.clone(), true);
    Ok(now.unwrap_or(server))
}

fn up_again(cloud: &Arc<Cloud>, id: String, is_new: bool) {
    later(cloud, id, move |weak, id| async move {
        let Some(cloud) = after(&weak, 2).await else {
            return Ok(());
        };
        boot(&cloud, &id, is_new).await?;
        match is_new {
            true => post_password(weak, id).await,
            false => Ok(()),
        }
    });
}

pub(super) async fn delete(cloud: &Arc<Cloud>, server: Server) -> Result<(), Error> {
    underway(cloud, &server, "deleting", None).await?;
    switch_off(cloud, &server.id);
    later(cloud, server.id, |weak, id| async move {
        let Some(cloud) = after(&weak, 8).await else {
            return Ok(());
        };
        cloud
            .store
            .run(move |db| {
                let tx = db.transaction()?;
                guests::release(&tx, &id)?;
                servers::delete(&tx, &id)?;
                tx.commit()
            })
            .await?;
        cloud.network.changed();
        Ok(())
    });
    Ok(())
}

/// What the server has written to its console, of its first boot and the last; `None` before there is a machine.
pub(super) async fn console(cloud: &Cloud, server: &Server) -> Result<Option<String>, Error> {
    let (Some(first), Some(last), Some(text)) =
        (server.first_boot_at, server.booted_at, &server.host_keys)
    else {
        return Ok(None);
    };
    let host_keys = HostKeys::from_text(text)?;
    let made_of = server.made_of.clone();
    let image = cloud
        .store
        .run(move |db| images::find(db, &made_of))
        .await?;
    let user = user_of(image.as_ref());
    let shown = Some(&host_keys).filter(|_| !is_called(server, "fault-no-host-keys"));
    let pieces = |began: i64, host_keys| {
        boot_log::Boot {
            hostname: &hostname(&server.name),
            user: user.as_deref().unwrap_or("Administrator"),
            authorized_keys: server.public_key.as_deref().unwrap_or_default(),
            host_keys,
            began,
        }
        .pieces()
    };
    let mut log = String::new();
    if first != last {
        log = pieces(first, shown).concat();
    }
    let last_pieces = pieces(last, if first == last { shown } else { None });
    // They come one after the other while as much time passes as building the server took.
    let elapsed = u128::try_from(clock::now() - last).unwrap_or_default();
    let whole = cloud.boot_time.as_millis().max(1);
    let count = u128::try_from(last_pieces.len()).unwrap_or_default();
    let there = usize::try_from(1 + elapsed * count / whole).unwrap_or(usize::MAX);
    log.extend(last_pieces.into_iter().take(there));
    Ok(Some(log))
}
