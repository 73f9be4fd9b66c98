//! Logins with the programs that people use.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::*;

/// What a program put out, and how it ended.
#[derive(Debug)]
struct Ran {
    out: String,
    err: String,
    status: i32,
}

async fn run(program: &str, arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    let mut stdin = child.stdin.take().unwrap();
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let done = child.wait_with_output().await.unwrap();
    Ran {
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
        status: done.status.code().unwrap_or(-1),
    }
}

/// A folder with keys, and a server that lets one of them in.
struct Place {
    folder: tempfile::TempDir,
    machine: Arc<Machine>,
    guest: Option<Guest>,
    host: IpAddr,
    port: u16,
}

fn random_loopback() -> IpAddr {
    let mut bytes = [0; 3];
    getrandom::fill(&mut bytes).unwrap();
    Ipv4Addr::new(127, bytes[0] | 1, bytes[1], bytes[2] | 1).into()
}

impl Place {
    async fn new(kinds: &[&[&str]], user: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut keys = String::new();
        for (index, kind) in kinds.iter().enumerate() {
            let path = folder.path().join(format!("key{index}"));
            let path = path.to_str().unwrap();
            let mut arguments = vec!["-q", "-N", "", "-C", "someone", "-f", path];
            arguments.extend(*kind);
            let made = run("ssh-keygen", &arguments, "").await;
            assert_eq!(made.status, 0, "{made:?}");
            keys += &std::fs::read_to_string(format!("{path}.pub")).unwrap();
        }
        let machine = Arc::new(Machine::new("web-1", user, true, &keys, &keys, |_| {}));
        let host_keys = HostKeys::make().unwrap();
        let host = random_loopback();
        let guest = Guest::start(&machine, &host_keys, &[host]).await;
        let [(_, port)] = *guest.ports() else {
            panic!("no port");
        };
        let name = if port == 22 {
            host.to_string()
        } else {
            format!("[{host}]:{port}")
        };
        let lines: String = host_keys
            .public_lines("web-1")
            .iter()
            .map(|line| format!("{name} {line}\n"))
            .collect();
        std::fs::write(folder.path().join("known_hosts"), lines).unwrap();
        Self {
            folder,
            machine,
            guest: Some(guest),
            host,
            port,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn ssh(&self, user: &str, key: &Path, more: &[&str], input: &str) -> Ran {
        let known = format!("UserKnownHostsFile={}", self.path("known_hosts").display());
        let (port, host) = (self.port.to_string(), self.host.to_string());
        let mut arguments = vec![
            "-F",
            "none",
            "-o",
            &known,
            "-o",
            "StrictHostKeyChecking=yes",
        ];
        arguments.extend([
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "LogLevel=ERROR",
        ]);
        arguments.extend(["-i", key.to_str().unwrap(), "-p", &port, "-l", user]);
        // What comes before the host are options, the rest is the command.
        let at = more.iter().position(|one| *one == "--").unwrap_or(0);
        arguments.extend(&more[..at]);
        arguments.push(&host);
        arguments.extend(more[at..].iter().filter(|one| **one != "--"));
        run("ssh", &arguments, input).await
    }
}

#[tokio::test]
async fn every_kind_of_key_gets_in_and_no_other() {
    let kinds: [&[&str]; 5] = [
        &["-t", "ed25519"],
        &["-t", "rsa", "-b", "2048"],
        &["-t", "ecdsa", "-b", "256"],
        &["-t", "ecdsa", "-b", "384"],
        &["-t", "ecdsa", "-b", "521"],
    ];
    let place = Place::new(&kinds, "debian").await;
    for index in 0..kinds.len() {
        let key = place.path(&format!("key{index}"));
        let ran = place.ssh("debian", &key, &["whoami"], "").await;
        assert_eq!((ran.out.as_str(), ran.status), ("debian\n", 0), "{ran:?}");
    }
    for signature in ["rsa-sha2-256", "rsa-sha2-512"] {
        let only = format!("PubkeyAcceptedAlgorithms={signature}");
        let ran = place
            .ssh(
                "debian",
                &place.path("key1"),
                &["-o", &only, "--", "hostname"],
                "",
            )
            .await;
        assert_eq!((ran.out.as_str(), ran.status), ("web-1\n", 0), "{ran:?}");
    }
    let sha1 = ["-o", "PubkeyAcceptedAlgorithms=ssh-rsa", "--", "whoami"];
    let ran = place.ssh("debian", &place.path("key1"), &sha1, "").await;
    assert_eq!((ran.out.as_str(), ran.status), ("", 255), "{ran:?}");

    let other = place.path("other");
    let made = [
        "-q",
        "-N",
        "",
        "-t",
        "ed25519",
        "-f",
        other.to_str().unwrap(),
    ];
    assert_eq!(run("ssh-keygen", &made, "").await.status, 0);
    for (user, key) in [
        ("debian", &other),
        ("ubuntu", &place.path("key0")),
        ("root", &other),
    ] {
        let ran = place.ssh(user, key, &["whoami"], "").await;
        assert_eq!((ran.out.as_str(), ran.status), ("", 255), "{ran:?}");
        assert!(ran.err.contains("Permission denied (publickey)"), "{ran:?}");
    }
}

#[tokio::test]
async fn root_is_told_whom_to_log_in_as() {
    let place = Place::new(&[&["-t", "ed25519"]], "debian").await;
    for command in [&["whoami"][..], &[][..]] {
        let ran = place.ssh("root", &place.path("key0"), command, "").await;
        let text = "Please login as the user \"debian\" rather than the user \"root\".\n\n";
        assert_eq!((ran.out.as_str(), ran.status), (text, 142), "{ran:?}");
    }
    let place = Place::new(&[&["-t", "ed25519"]], "root").await;
    let ran = place
        .ssh("root", &place.path("key0"), &["whoami"], "")
        .await;
    assert_eq!((ran.out.as_str(), ran.status), ("root\n", 0), "{ran:?}");
}

#[tokio::test]
async fn a_shell_with_and_without_a_terminal() {
    let place = Place::new(&[&["-t", "ed25519"]], "debian").await;
    let key = place.path("key0");
    let ran = place
        .ssh("debian", &key, &["-T", "--"], "whoami\nfalse\n")
        .await;
    assert_eq!((ran.out.as_str(), ran.status), ("debian\n", 1), "{ran:?}");
    let typed = "hostnaX\u{7f}me\rexit 4\r";
    let ran = place.ssh("debian", &key, &["-tt", "--"], typed).await;
    let shown = "debian@web-1:~$ hostnaX\u{8} \u{8}me\r\nweb-1\r\ndebian@web-1:~$ exit 4\r\n";
    assert_eq!((ran.out.as_str(), ran.status), (shown, 4), "{ran:?}");
    let ran = place.ssh("debian", &key, &["-tt", "--"], "\u{4}").await;
    assert_eq!(
        (ran.out.as_str(), ran.status),
        ("debian@web-1:~$ logout\r\n", 0),
        "{ran:?}"
    );
    let ran = place.ssh("debian", &key, &["nonsense"], "").await;
    assert_eq!(
        (ran.err.as_str(), ran.status),
        ("sh: nonsense: not found\n", 127),
        "{ran:?}"
    );
}

#[tokio::test]
async fn a_key_put_in_by_hand_gets_in_and_one_taken_out_does_not() {
    let place = Place::new(&[&["-t", "ed25519"]], "debian").await;
    let (old, new) = (place.path("key0"), place.path("new"));
    let made = ["-q", "-N", "", "-t", "ecdsa", "-f", new.to_str().unwrap()];
    assert_eq!(run("ssh-keygen", &made, "").await.status, 0);
    let public = std::fs::read_to_string(place.path("new.pub")).unwrap();
    let add = format!("echo '{}' >> ~/.ssh/authorized_keys", public.trim());
    assert_eq!(place.ssh("debian", &new, &["true"], "").await.status, 255);
    assert_eq!(place.ssh("debian", &old, &[&add], "").await.status, 0);
    assert_eq!(place.ssh("debian", &new, &["true"], "").await.status, 0);
    let public = std::fs::read_to_string(place.path("key0.pub")).unwrap();
    let blob = public.split(' ').nth(1).unwrap();
    let remove = format!("sed -i '\\|{blob}|d' ~/.ssh/authorized_keys");
    assert_eq!(place.ssh("debian", &new, &[&remove], "").await.status, 0);
    assert_eq!(place.ssh("debian", &old, &["true"], "").await.status, 255);
    assert_eq!(place.machine.authorized_keys().lines().count(), 1);
}

#[tokio::test]
async fn it_answers_only_while_it_is_there() {
    let mut place = Place::new(&[&["-t", "ed25519"]], "debian").await;
    let key = place.path("key0");
    assert_eq!(place.ssh("debian", &key, &["true"], "").await.status, 0);
    let connected = tokio::net::TcpStream::connect((place.host, place.port)).await;
    drop(place.guest.take());
    let mut connected = connected.unwrap();
    // The connection under way ends too.
    let mut rest = Vec::new();
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut connected, &mut rest).await;
    let ran = place.ssh("debian", &key, &["true"], "").await;
    assert_eq!(ran.status, 255);
    assert!(ran.err.contains("Connection refused"), "{ran:?}");
}

#[tokio::test]
async fn putty_gets_in_with_its_own_format() {
    let place = Place::new(
        &[&["-t", "ed25519"], &["-t", "rsa", "-b", "2048"]],
        "debian",
    )
    .await;
    let host_keys = std::fs::read_to_string(place.path("known_hosts")).unwrap();
    for name in ["key0", "key1"] {
        let (key, ppk) = (place.path(name), place.path(&format!("{name}.ppk")));
        let (key, ppk) = (key.to_str().unwrap(), ppk.to_str().unwrap());
        let made = run("puttygen", &[key, "-O", "private", "-o", ppk], "").await;
        assert_eq!(made.status, 0, "{made:?}");
        let (port, host) = (place.port.to_string(), place.host.to_string());
        // plink takes a host key by its fingerprint, or as the base64 itself.
        let blob = host_keys
            .lines()
            .find(|line| line.contains("ed25519"))
            .unwrap();
        let blob = blob.split(' ').nth(2).unwrap();
        let mut arguments = vec![
            "-ssh", "-batch", "-P", &port, "-l", "debian", "-hostkey", blob,
        ];
        arguments.extend(["-noagent", "-i", ppk, &host, "whoami"]);
        let ran = run("plink", &arguments, "").await;
        assert_eq!((ran.out.as_str(), ran.status), ("debian\n", 0), "{ran:?}");
        let wrong = HostKeys::make().unwrap().public_lines("x").remove(1);
        arguments[7] = wrong.split(' ').nth(1).unwrap();
        let ran = run("plink", &arguments, "").await;
        assert_eq!(ran.out, "", "{ran:?}");
        assert!(
            ran.err.contains("Host key not in manually configured list"),
            "{ran:?}"
        );
    }
}

#[tokio::test]
async fn host_keys_are_kept_and_their_fingerprints_are_right() {
    let keys = HostKeys::make().unwrap();
    let again = HostKeys::from_text(&keys.to_text().unwrap()).unwrap();
    let lines = keys.public_lines("web-1");
    assert_eq!(again.public_lines("web-1"), lines);
    let folder = tempfile::tempdir().unwrap();
    for (line, print) in lines.iter().zip(keys.fingerprints("web-1")) {
        let path = folder.path().join("key.pub");
        std::fs::write(&path, format!("{line}\n")).unwrap();
        let said = run("ssh-keygen", &["-lf", path.to_str().unwrap()], "").await;
        assert_eq!(said.out.trim_end(), print);
    }
    let boot = boot_log::Boot {
        hostname: "web-1",
        user: "debian",
        authorized_keys: &lines[1],
        host_keys: Some(&keys),
        began: 1_795_489_356_000,
    };
    let log = boot.pieces().concat();
    let block = format!(
        "-----BEGIN SSH HOST KEY KEYS-----\n{}\n-----END SSH HOST KEY KEYS-----\n",
        lines.join("\n")
    );
    assert!(log.contains(&block), "{log}");
    let print = &keys.fingerprints("web-1")[0];
    assert!(
        log.contains(&format!("<14>Nov 24 03:02:36 cloud-init: {print}\n")),
        "{log}"
    );
    let tables: Vec<_> = log
        .lines()
        .filter(|line| line.starts_with("ci-info: "))
        .collect();
    assert_eq!(tables.len(), 6);
    assert!(
        tables.iter().all(|line| line.len() == tables[0].len()),
        "{tables:#?}"
    );
}
