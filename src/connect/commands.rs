//! The commands that log in to one server with one key file.
//!
//! Sources: ssh(1), ssh_config(5), scp(1), rsync(1), PuTTY's manual ("Using PuTTY", "Using Plink").

use super::quote::{any_shell, powershell, sh, ssh_config};
use std::net::IpAddr;

/// Where and how to log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The user on the server.
    pub user: String,
    /// The address.
    pub address: IpAddr,
    /// The port; 22 unless the image's maker says otherwise.
    pub port: u16,
    /// The name of the private key's file.
    pub key_file: String,
    /// The server's name.
    pub server: String,
}

/// A command or a text to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub what: &'static str,
    /// The name of the button that copies it.
    pub copy: &'static str,
    /// The text.
    pub text: String,
}

fn line(what: &'static str, copy: &'static str, text: String) -> Line {
    Line { what, copy, text }
}

impl Target {
    fn at(&self) -> String {
        format!("{}@{}", self.user, self.address)
    }

    /// With an IPv6 address in brackets, as scp and rsync want it.
    fn host(&self) -> String {
        match self.address {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        }
    }

    fn key(&self) -> String {
        format!("~/.ssh/{}", sh(&self.key_file))
    }

    fn port_option(&self, option: &str) -> String {
        match self.port {
            22 => String::new(),
            port => format!(" {option} {port}"),
        }
    }

    /// The command of OpenSSH's client. `IdentitiesOnly`: an agent with many keys would otherwise be refused before this
    /// one's turn.
    pub fn ssh(&self) -> String {
        format!(
            "ssh -i {} -o IdentitiesOnly=yes{} {}",
            self.key(),
            self.port_option("-p"),
            sh(&self.at())
        )
    }

    /// The same for PowerShell.
    pub fn ssh_powershell(&self) -> String {
        format!(
            "ssh -i (Join-Path $HOME {}) -o IdentitiesOnly=yes{} {}",
            powershell(&format!(".ssh\\{}", self.key_file)),
            self.port_option("-p"),
            powershell(&self.at())
        )
    }

    /// What `ssh` calls the server once the block is in `~/.ssh/config`: the server's name without what would need
    /// quoting or means something there.
    pub fn alias(&self) -> String {
        let plain = |character: char| match character {
            character if character.is_ascii_alphanumeric() => character,
            '.' | '_' => character,
            _ => '-',
        };
        let alias: String = self.server.chars().map(plain).collect();
        match alias.trim_matches(['-', '.']) {
            "" => "server".to_owned(),
            alias => alias.to_owned(),
        }
    }

    /// The block for `~/.ssh/config`.
    pub fn config(&self) -> String {
        let port = match self.port {
            22 => String::new(),
            port => format!("    Port {port}\n"),
        };
        format!(
            "Host {}\n    HostName {}\n{port}    User {}\n    IdentityFile {}\n    IdentitiesOnly yes\n",
            self.alias(),
            self.address,
            ssh_config(&self.user),
            ssh_config(&format!("~/.ssh/{}", self.key_file)),
        )
    }

    /// Once after the download: the file to its place, readable by its owner alone.
    pub fn first(&self) -> Vec<Line> {
        let file = sh(&self.key_file);
        let icacls = format!(
            "icacls (Join-Path $HOME {}) /inheritance:r /grant:r \"${{env:USERNAME}}:R\"",
            powershell(&format!(".ssh\\{}", self.key_file))
        );
        vec![
            line(
                "Linux and macOS: move the file to its place and keep it to yourself.",
                "Copy move command",
                format!(
                    "mkdir -p -m 700 ~/.ssh && mv -- ~/Downloads/{file} ~/.ssh/ && chmod 600 ~/.ssh/{file}"
                ),
            ),
            line(
                "Windows (PowerShell), once the file is in the folder .ssh: keep it to yourself.",
                "Copy icacls command",
                icacls,
            ),
        ]
    }

    /// Files to and fro, and editors. The file is an OpenSSH or PEM one.
    pub fn others(&self) -> Vec<Line> {
        let (key, host, user) = (self.key(), self.host(), &self.user);
        let there = sh(&format!("{user}@{host}:"));
        let big = self.port_option("-P");
        // rsync takes the text apart by itself, at spaces outside of double quotes; ssh knows the tilde.
        let rsync = format!(
            "ssh -i \"~/.ssh/{}\" -o IdentitiesOnly=yes{}",
            self.key_file.replace('"', "\"\""),
            self.port_option("-p")
        );
        vec![
            line(
                "Windows (PowerShell)",
                "Copy PowerShell command",
                self.ssh_powershell(),
            ),
            line(
                "Copy a file there",
                "Copy scp command",
                format!("scp -i {key} -o IdentitiesOnly=yes{big} FILE {there}"),
            ),
            line(
                "Browse its files",
                "Copy sftp command",
                format!(
                    "sftp -i {key} -o IdentitiesOnly=yes{big} {}",
                    sh(&format!("{user}@{host}"))
                ),
            ),
            line(
                "Keep a folder the same there",
                "Copy rsync command",
                format!(
                    "rsync -av -e {} FOLDER/ {}",
                    sh(&rsync),
                    sh(&format!("{user}@{host}:FOLDER/"))
                ),
            ),
            line(
                "Visual Studio Code, once the block is in ~/.ssh/config",
                "Copy VS Code command",
                format!("code --remote ssh-remote+{}", self.alias()),
            ),
        ]
    }

    /// PuTTY and its companions. The file is a PPK.
    pub fn putty(&self) -> Vec<Line> {
        let file = self.key_file.replace('"', "");
        let port = self.port_option("-P");
        let at = any_shell(&self.at());
        let quoted = any_shell(&file);
        vec![
            line(
                "PuTTY",
                "Copy PuTTY command",
                format!("putty -ssh -i {quoted}{port} {at}"),
            ),
            line(
                "Plink, in a terminal",
                "Copy plink command",
                format!("plink -ssh -i {quoted}{port} {at}"),
            ),
            line(
                "Copy a file there",
                "Copy pscp command",
                format!(
                    "pscp -i {quoted}{port} FILE {}",
                    any_shell(&format!("{}@{}:", self.user, self.host()))
                ),
            ),
            line(
                "Pageant, which asks for the passphrase once and serves all of them",
                "Copy Pageant command",
                format!("pageant {quoted}"),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn target() -> Target {
        Target {
            user: "debian".to_owned(),
            address: "203.0.113.9".parse().unwrap(),
            port: 22,
            key_file: "laptop".to_owned(),
            server: "web 1".to_owned(),
        }
    }

    #[test]
    fn the_usual_case_is_plain() {
        assert_eq!(
            target().ssh(),
            "ssh -i ~/.ssh/laptop -o IdentitiesOnly=yes debian@203.0.113.9"
        );
        assert_eq!(
            target().config(),
            "Host web-1\n    HostName 203.0.113.9\n    User debian\n    IdentityFile ~/.ssh/laptop\n    IdentitiesOnly yes\n"
        );
    }

    #[test]
    fn ports_and_version_6() {
        let target = Target {
            address: "2001:db8::5".parse().unwrap(),
            port: 2222,
            ..target()
        };
        assert_eq!(
            target.ssh(),
            "ssh -i ~/.ssh/laptop -o IdentitiesOnly=yes -p 2222 debian@2001:db8::5"
        );
        let scp = &target.others()[1].text;
        assert_eq!(
            scp,
            "scp -i ~/.ssh/laptop -o IdentitiesOnly=yes -P 2222 FILE 'debian@[2001:db8::5]:'"
        );
        assert!(target.config().contains("    Port 2222\n"));
    }

    #[test]
    fn an_alias_is_never_a_pattern_nor_an_option() {
        for (name, alias) in [
            ("*", "server"),
            ("-oX", "oX"),
            ("a b#c", "a-b-c"),
            ("!x", "x"),
            ("日本", "server"),
        ] {
            let target = Target {
                server: name.to_owned(),
                ..target()
            };
            assert_eq!(target.alias(), alias, "{name}");
        }
    }
}
