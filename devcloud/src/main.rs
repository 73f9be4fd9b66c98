//! The embedded cloud, as a program.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use devcloud::{Config, Cors, Db};

/// An OpenStack of one process: Keystone's identity v3 and Nova's key pairs, for development and tests.
///
/// Users, in the domain Default, password NAME-pw: alice and bob (members of project demo), carol (reader),
/// dave (no role), erin (needs a one-time code), admin. Rackspace's: rackspace, rackspace-mfa.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// SQLite file to keep all in, made when it is not there
    #[arg(long, value_name = "FILE|:memory:", default_value = ":memory:")]
    db: PathBuf,
    /// Folder of a built site to serve at /
    #[arg(long, value_name = "DIR")]
    dist: Option<PathBuf>,
    /// File to append each request to, whole: it will hold passwords and tokens
    #[arg(long, value_name = "FILE")]
    request_log: Option<PathBuf>,
    /// Whether pages of other origins may call the cloud
    #[arg(long, value_enum, default_value_t = Switch::On)]
    cors: Switch,
}

#[derive(Clone, Copy, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("devcloud: {e}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let cloud = devcloud::start(Config {
        listen: arguments.listen,
        db: if arguments.db.as_os_str() == ":memory:" {
            Db::Memory
        } else {
            Db::File(arguments.db)
        },
        dist: arguments.dist,
        request_log: arguments.request_log,
        keep_requests: false,
        cors: match arguments.cors {
            Switch::On => Cors::default(),
            Switch::Off => Cors::off(),
        },
        ..Config::default()
    })
    .await?;
    let signals = Signals::new()?;
    // The line is what a program that started this one waits for.
    println!("{}", cloud.base_url());
    signals.stop().await?;
    cloud.stop().await;
    Ok(())
}

/// Ctrl-C and, where there is such a thing, SIGTERM; taken over before the address is printed, so that
/// none comes too early.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn stop(mut self) -> std::io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        Ok(())
    }

    #[cfg(not(unix))]
    async fn stop(self) -> std::io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
