//! The commands that people copy, run by a real shell: whatever a name holds, each program gets the words that are meant,
//! and nothing else is run.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven::connect::commands::Target;
use keyhaven::connect::{quote, rotate};
use keyhaven::keys::file_name;
use keyhaven::keys::public::PublicKey;
use keyhaven::launch::commands;
use keyhaven::openstack::compute::{Boot, Launch, Networks};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// Names of key files that a person may type, meant to break out of a command.
const FILES: [&str; 12] = [
    "laptop",
    "my laptop's key",
    "$(touch canary)",
    "`touch canary`",
    "a; touch canary #",
    "a' ; touch canary ; 'b",
    "&& touch canary",
    "-rf",
    "~root",
    "!x {a,b} [c]",
    "schlüssel 日本",
    "$HOME",
];

/// Names of servers: anybody in the project may have given them.
const NAMES: [&str; 6] = [
    "web 1",
    "it's \"here\"",
    "$(touch canary)\n`touch canary`; touch canary",
    "--help",
    "\\'; touch canary; \\'",
    "* !web-1\nProxyCommand touch canary",
];

/// A home with stand-ins for programs, which write down the words they get.
struct Shell {
    home: tempfile::TempDir,
}

impl Shell {
    fn new(programs: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let bin = home.path().join("bin");
        std::fs::create_dir(&bin).unwrap();
        for program in programs {
            let file = bin.join(program);
            let script = "#!/bin/sh\nprintf '%s\\0' \"$@\" > \"$HOME/words\"\n";
            std::fs::write(&file, script).unwrap();
            std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
        }
        Self { home }
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    /// Runs a line, and makes sure that nothing in it was run that was not meant.
    fn run(&self, line: &str) {
        let status = Command::new("sh")
            .args(["-c", line])
            .env("HOME", self.path())
            .env(
                "PATH",
                format!("{}:/usr/bin:/bin", self.path().join("bin").display()),
            )
            .current_dir(self.path())
            .status()
            .unwrap();
        assert!(status.success(), "{line}");
        assert!(!self.path().join("canary").exists(), "broke out: {line}");
    }

    /// Runs a line of one program, and gives the words that it got.
    fn words(&self, line: &str) -> Vec<String> {
        let file = self.path().join("words");
        let _ = std::fs::remove_file(&file);
        self.run(line);
        let words = std::fs::read_to_string(file).unwrap();
        words
            .split_terminator('\0')
            .map(|word| word.replace(self.path().to_str().unwrap(), "~"))
            .collect()
    }
}

fn target(key_file: &str) -> Target {
    assert_eq!(file_name::check(key_file), Ok(()), "{key_file}");
    Target {
        user: "CORP\\chef".to_owned(),
        address: "2001:db8::5".parse().unwrap(),
        port: 2222,
        key_file: key_file.to_owned(),
        server: "web".to_owned(),
    }
}

#[test]
fn openssh_gets_the_words_that_are_meant() {
    let shell = Shell::new(&["ssh", "scp", "sftp", "rsync", "code"]);
    for file in FILES {
        let target = target(file);
        let key = format!("~/.ssh/{file}");
        assert_eq!(
            shell.words(&target.ssh()),
            [
                "-i",
                &key,
                "-o",
                "IdentitiesOnly=yes",
                "-p",
                "2222",
                "CORP\\chef@2001:db8::5"
            ]
        );
        for line in target.others() {
            if line.text.contains("Join-Path") {
                continue;
            }
            let words = shell.words(&line.text);
            let there = words.iter().any(|word| match line.copy {
                "Copy rsync command" => word.contains(&key),
                "Copy VS Code command" => word == "ssh-remote+web",
                _ => *word == key,
            });
            assert!(there, "{}: {words:?}", line.text);
        }
    }
}

#[test]
fn the_block_is_what_ssh_makes_of_it() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    for (index, file) in FILES.into_iter().enumerate() {
        let target = Target {
            server: NAMES[index % NAMES.len()].to_owned(),
            ..target(file)
        };
        std::fs::write(&config, target.config()).unwrap();
        let read = Command::new("ssh")
            .args(["-G", "-F"])
            .arg(&config)
            .arg(target.alias())
            .output()
            .unwrap();
        let said = String::from_utf8(read.stdout).unwrap();
        assert!(read.status.success(), "{}", target.config());
        let has = |line: &str| said.lines().any(|there| there == line);
        for line in [
            "hostname 2001:db8::5",
            "port 2222",
            "user CORP\\chef",
            "identitiesonly yes",
            &format!("identityfile ~/.ssh/{file}"),
        ] {
            assert!(has(line), "{line}\n{}\n{said}", target.config());
        }
        assert!(!said.contains("proxycommand"), "{}", target.config());
    }
}

#[test]
fn the_file_is_moved_to_its_place_and_kept_private() {
    for file in FILES {
        let shell = Shell::new(&[]);
        let downloads = shell.path().join("Downloads");
        std::fs::create_dir(&downloads).unwrap();
        std::fs::write(downloads.join(file), "key").unwrap();
        shell.run(&target(file).first()[0].text);
        let moved = shell.path().join(".ssh").join(file);
        let mode = std::fs::metadata(moved).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn puttys_programs_get_the_words_that_are_meant() {
    let shell = Shell::new(&["putty", "plink", "pscp", "pageant"]);
    for file in [
        "laptop.ppk",
        "my laptop's key.ppk",
        "a;b&c #d.ppk",
        "$(touch canary).ppk",
    ] {
        for line in target(file).putty() {
            let words = shell.words(&line.text);
            assert!(words.iter().any(|word| word == file), "{}", line.text);
        }
    }
}

#[test]
fn a_launch_is_one_command_whatever_the_names() {
    let shell = Shell::new(&["openstack", "nova"]);
    for name in NAMES {
        let launch = Launch {
            name: name.to_owned(),
            boot: Boot::Image("img".to_owned()),
            flavor: name.to_owned(),
            key_name: Some(name.to_owned()),
            networks: Networks::These(vec!["net".to_owned()]),
            security_groups: vec!["group".to_owned()],
            user_data: b"#!".to_vec(),
            availability_zone: Some(name.to_owned()),
            description: Some(name.to_owned()),
            count: 2,
        };
        for line in [commands::openstack(&launch), commands::nova(&launch)] {
            let words = shell.words(&line);
            let after = |option: &str| {
                let at = words.iter().position(|word| word == option);
                words[at.unwrap_or_else(|| panic!("{option}: {line}")) + 1].as_str()
            };
            for option in [
                "--key-name",
                "--flavor",
                "--availability-zone",
                "--description",
            ] {
                assert_eq!(after(option), name, "{line}");
            }
            assert_eq!(words[words.len() - 2..], ["--", name], "{line}");
        }
    }
}

#[test]
fn a_key_is_let_in_once_and_taken_out_only_when_another_is_there() {
    const OLD: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q it's $(touch canary)";
    const NEW: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFIV+kvbgHV8TzqpSqLKbFxKRc/8TaQfXyw02csiVzwCN0RedCWjEMOSDKtRw2snUR1BSK2ST5Z6ZASeJMwtv9I= `touch canary`";
    let (old, new) = (
        PublicKey::parse_line(OLD).unwrap(),
        PublicKey::parse_line(NEW).unwrap(),
    );
    let shell = Shell::new(&[]);
    let file = shell.path().join(".ssh/authorized_keys");
    let now = || std::fs::read_to_string(&file).unwrap();
    // As the server's own shell gets it through ssh.
    let on_server = |command: &str| shell.run(&format!("sh -c {}", quote::sh(command)));
    on_server(&rotate::add(&old));
    assert_eq!(now(), format!("{OLD}\n"));
    // Somebody's editor left no line end.
    std::fs::write(&file, OLD).unwrap();
    on_server(&rotate::add(&new));
    on_server(&rotate::add(&new));
    assert_eq!(now(), format!("{OLD}\n{NEW}\n"));
    on_server(&rotate::remove(&old, &new));
    assert_eq!(now(), format!("{NEW}\n"));
    // Nobody is locked out: the other key is not there.
    let refused = Command::new("sh")
        .args(["-c", &rotate::remove(&new, &old)])
        .env("HOME", shell.path())
        .status()
        .unwrap();
    assert!(!refused.success());
    assert_eq!(now(), format!("{NEW}\n"));
}
