//! The sockets of one server: one per address, port 22 where that may be taken, else 2222.

use std::borrow::Cow;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::{Algorithm, EcdsaCurve, HashAlg};
use russh::server::{Config, run_stream};
use russh::{Disconnect, MethodKind, MethodSet, Preferred, SshId};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::HostKeys;
use super::machine::Machine;
use super::session::Session;

/// SSH's own port, and the one for those who may not take it.
const PORTS: [u16; 2] = [22, 2222];
/// How long a client that is told to go may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// The signatures that are taken: no `ssh-rsa`, which is RSA with SHA-1, and no DSA.
const ALGORITHMS: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::Ecdsa {
        curve: EcdsaCurve::NistP256,
    },
    Algorithm::Ecdsa {
        curve: EcdsaCurve::NistP384,
    },
    Algorithm::Ecdsa {
        curve: EcdsaCurve::NistP521,
    },
    Algorithm::Rsa {
        hash: Some(HashAlg::Sha512),
    },
    Algorithm::Rsa {
        hash: Some(HashAlg::Sha256),
    },
];

/// A server that answers. Dropping it shuts its sockets and ends the connections.
pub(crate) struct Guest {
    ports: Vec<(IpAddr, u16)>,
    _stop: watch::Sender<()>,
}

impl Guest {
    /// Starts to answer on all of `addresses` that this machine can listen on.
    pub(crate) async fn start(
        machine: &Arc<Machine>,
        host_keys: &HostKeys,
        addresses: &[IpAddr],
    ) -> Self {
        let config = Arc::new(config(host_keys));
        let (stop, stopped) = watch::channel(());
        let mut ports = Vec::new();
        for address in addresses {
            match bind(*address).await {
                Ok((listener, port)) => {
                    ports.push((*address, port));
                    tokio::spawn(serve(
                        listener,
                        config.clone(),
                        machine.clone(),
                        stopped.clone(),
                    ));
                }
                Err(e) => eprintln!("devcloud: {machine:?} cannot listen on {address}: {e}"),
            }
        }
        Self { ports, _stop: stop }
    }

    /// The addresses it answers on, with the port taken on each.
    pub(crate) fn ports(&self) -> &[(IpAddr, u16)] {
        &self.ports
    }
}

async fn bind(address: IpAddr) -> io::Result<(TcpListener, u16)> {
    let mut refused = io::Error::other("no port");
    for port in PORTS {
        match TcpListener::bind((address, port)).await {
            Ok(listener) => return Ok((listener, port)),
            Err(e) => refused = e,
        }
    }
    Err(refused)
}

fn config(host_keys: &HostKeys) -> Config {
    Config {
        server_id: SshId::Standard("SSH-2.0-devcloud".to_owned()),
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        // There is nothing to protect from being guessed here.
        auth_rejection_time: Duration::ZERO,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: host_keys.keys(),
        preferred: Preferred {
            key: Cow::Borrowed(ALGORITHMS),
            ..Preferred::default()
        },
        nodelay: true,
        ..Config::default()
    }
}

/// Takes connections until the sender of `stopped` is gone.
async fn serve(
    listener: TcpListener,
    config: Arc<Config>,
    machine: Arc<Machine>,
    mut stopped: watch::Receiver<()>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(talk(stream, config.clone(), machine.clone(), stopped.clone()));
                }
                // Out of file descriptors, or the peer is gone already: the next one may do.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(GOODBYE, connections.join_all()).await;
}

/// One connection, to its end or to the server's. A client that hangs up is no news.
async fn talk(
    stream: TcpStream,
    config: Arc<Config>,
    machine: Arc<Machine>,
    mut stopped: watch::Receiver<()>,
) {
    let Ok(session) = run_stream(config, stream, Session::new(machine)).await else {
        return;
    };
    let handle = session.handle();
    tokio::select! {
        _ = session => {}
        _ = stopped.changed() => {
            let reason = "The system is going down".to_owned();
            let _ = handle.disconnect(Disconnect::ByApplication, reason, String::new()).await;
        }
    }
}
