//! The program: its flags, a clean stop, and a kill in the middle of work.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::client::{Client, KEY};

/// A running program, killed when the test is over.
struct Program {
    child: Child,
    root: String,
}

impl Program {
    fn start(db: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_devcloud"))
            .args(["--listen", "127.0.0.1:0", "--db", db.to_str().unwrap()])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let root = line.trim().to_owned();
        assert!(root.starts_with("http://127.0.0.1:"), "{root:?}");
        Self { child, root }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn stop(mut self, signal: &str) -> ExitStatus {
        crate::public_keys::run("kill", &[signal, &self.child.id().to_string()]);
        self.child.wait().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Creates key pairs until the cloud is gone, and gives the names that were acknowledged.
async fn work(client: Client, worker: usize, done: Arc<AtomicUsize>) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let name = format!("w{worker}-{number}");
        let body = serde_json::json!({ "keypair": { "name": name, "public_key": KEY } });
        let request = client
            .request(reqwest::Method::POST, "/compute/v2.1/os-keypairs")
            .json(&body);
        match request.send().await {
            Ok(reply) if reply.status().is_success() => acknowledged.push(name),
            Ok(reply) => panic!("{}", reply.status()),
            Err(_) => break,
        }
        done.fetch_add(1, Ordering::SeqCst);
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_there_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("cloud.db");
    let mut expected = Vec::new();
    for round in 0..3 {
        let program = Program::start(&db, &[]);
        let admin = Client::new(&program.root, "admin", "admin").await;
        let path = format!("/os-quota-sets/{}", devcloud::seed::project_id("demo"));
        let body = serde_json::json!({ "quota_set": { "key_pairs": -1 } });
        assert!(
            admin
                .nova(reqwest::Method::PUT, &path, Some(body))
                .await
                .status
                .is_success()
        );
        let alice = Client::new(&program.root, "alice", "demo").await;
        let done = Arc::new(AtomicUsize::new(0));
        let workers: Vec<_> = (0..4)
            .map(|worker| tokio::spawn(work(alice.clone(), round * 10 + worker, done.clone())))
            .collect();
        while done.load(Ordering::SeqCst) < 40 {
            assert!(workers.iter().all(|worker| !worker.is_finished()));
            tokio::task::yield_now().await;
        }
        program.kill();
        for worker in workers {
            expected.extend(worker.await.unwrap());
        }
    }
    assert!(expected.len() >= 120);
    let program = Program::start(&db, &[]);
    let alice = Client::new(&program.root, "alice", "demo").await;
    let stored = alice.names("").await;
    for name in &expected {
        assert!(stored.contains(name), "{name} was acknowledged and is gone");
    }
}

#[tokio::test]
async fn it_stops_cleanly_when_asked_and_its_flags_hold() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "page").unwrap();
    let log = folder.path().join("requests.jsonl");
    for signal in ["-TERM", "-INT"] {
        let program = Program::start(
            Path::new(":memory:"),
            &[
                "--dist",
                folder.path().to_str().unwrap(),
                "--request-log",
                log.to_str().unwrap(),
                "--cors",
                "off",
            ],
        );
        // The client's idle connection must not hold the stop up.
        let alice = Client::new(&program.root, "alice", "demo").await;
        let request = alice
            .request(reqwest::Method::GET, "/identity/v3")
            .header("Origin", "http://a.test");
        let reply = crate::client::read(request).await;
        assert_eq!(reply.header("access-control-allow-origin"), None);
        let status = program.stop(signal);
        assert!(status.success(), "{signal} {status}");
    }
    let lines = std::fs::read_to_string(&log).unwrap().lines().count();
    assert_eq!(lines, 4);
    assert!(!Path::new(":memory:").exists());
}
