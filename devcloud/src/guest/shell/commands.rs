//! The commands there are.

use super::{Outcome, Shell};

impl Shell {
    /// Runs a command by its name.
    pub(super) fn simple(&mut self, name: &str, arguments: &[String], input: &[u8]) -> Outcome {
        let flags: String = arguments
            .iter()
            .filter_map(|one| one.strip_prefix('-'))
            .collect();
        let names: Vec<&str> = arguments
            .iter()
            .map(String::as_str)
            .filter(|one| !one.starts_with('-'))
            .collect();
        match name {
            "whoami" => Outcome::says(format!("{}\n", self.machine.user)),
            "hostname" => Outcome::says(format!("{}\n", self.machine.hostname)),
            "id" => self.id(&flags),
            "uname" => self.uname(&flags),
            "pwd" => Outcome::says(format!("{}\n", self.folder)),
            "cd" => {
                let home = self.machine.home();
                self.folder = self.path(names.first().copied().unwrap_or(&home));
                Outcome::status(0)
            }
            "echo" => echo(arguments),
            "true" | ":" => Outcome::status(0),
            "false" => Outcome::status(1),
            "exit" | "logout" => self.exit(&names),
            "test" => self.test(arguments),
            "[" => match arguments.split_last() {
                Some((last, rest)) if last == "]" => self.test(rest),
                _ => Outcome::fails(2, "sh: [: missing ]"),
            },
            "cat" => self.cat(&names, input),
            "wc" => self.wc(&names, input),
            "grep" => self.grep(&flags, &names, input),
            "sed" => self.sed(arguments, input),
            "tail" => self.tail(arguments, input),
            "mv" | "cp" => self.copy(name, &names),
            "rm" => self.remove(&names, flags.contains('f')),
            "touch" => self.touch(&names),
            // Folders and permissions are not kept.
            "mkdir" | "chmod" | "chown" | "umask" | "sync" | "restorecon" => Outcome::status(0),
            _ => Outcome::fails(127, format!("sh: {name}: not found")),
        }
    }

    fn exit(&mut self, names: &[&str]) -> Outcome {
        self.over = true;
        match names.first().map(|text| text.parse::<u8>()) {
            None => Outcome::status(self.status),
            Some(Ok(status)) => Outcome::status(status),
            Some(Err(_)) => Outcome::fails(2, "sh: exit: illegal number"),
        }
    }

    fn id(&self, flags: &str) -> Outcome {
        let (user, number) = (
            &self.machine.user,
            if self.machine.user == "root" { 0 } else { 1000 },
        );
        Outcome::says(match flags {
            "un" => format!("{user}\n"),
            "u" => format!("{number}\n"),
            _ => format!("uid={number}({user}) gid={number}({user}) groups={number}({user})\n"),
        })
    }

    /// There is no kernel, and this does not make one up.
    fn uname(&self, flags: &str) -> Outcome {
        let version = env!("CARGO_PKG_VERSION");
        Outcome::says(match flags {
            "n" => format!("{}\n", self.machine.hostname),
            "r" => format!("{version}\n"),
            "a" => format!(
                "devcloud {} {version} a server of the embedded cloud, without a kernel\n",
                self.machine.hostname
            ),
            _ => "devcloud\n".to_owned(),
        })
    }

    fn test(&self, arguments: &[String]) -> Outcome {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let holds = match words.as_slice() {
            [] => false,
            [text] => !text.is_empty(),
            ["-n", text] => !text.is_empty(),
            ["-z", text] => text.is_empty(),
            ["-f" | "-e" | "-r", name] => self.read(name).is_ok(),
            ["-s", name] => self.read(name).is_ok_and(|bytes| !bytes.is_empty()),
            // Each folder is there.
            ["-d", name] => self.read(name).is_err(),
            [a, "=", b] => a == b,
            [a, "!=", b] => a != b,
            _ => return Outcome::fails(2, "sh: test: not understood"),
        };
        Outcome::status(u8::from(!holds))
    }
}

fn echo(arguments: &[String]) -> Outcome {
    match arguments.split_first() {
        Some((first, rest)) if first == "-n" => Outcome::says(rest.join(" ")),
        _ => Outcome::says(format!("{}\n", arguments.join(" "))),
    }
}
