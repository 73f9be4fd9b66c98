use std::sync::{Arc, Mutex};

use super::*;

const OLD: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q old";
const NEW: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINUoLhPGlRh8H3PpUrLNNQ11lZEu60bGV9XVSgVtAGWU it's new";

fn machine(keys: &str) -> (Arc<Machine>, Arc<Mutex<String>>) {
    let kept = Arc::new(Mutex::new(String::new()));
    let told = kept.clone();
    let keep = move |text: &str| text.clone_into(&mut told.lock().unwrap());
    let machine = Machine::new("web-1", "debian", true, keys, keys, keep);
    (Arc::new(machine), kept)
}

fn shell(keys: &str) -> Shell {
    Shell::new(machine(keys).0)
}

/// Output, errors and status of a line in a new shell.
fn run(line: &str) -> (String, String, u8) {
    let done = shell("").run(line);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(done.out), text(done.err), done.status)
}

#[test]
fn each_line_does_what_a_shell_does() {
    for (line, out, status) in [
        ("whoami", "debian\n", 0),
        ("hostname; whoami", "web-1\ndebian\n", 0),
        ("echo 'a  b' \"c $USER\" d\\ e", "a  b c debian d e\n", 0),
        (
            "echo ~/x $HOME '~' \"~\" '$HOME'",
            "/home/debian/x /home/debian ~ ~ $HOME\n",
            0,
        ),
        ("echo it'\\''s", "", 2),
        ("echo 'it'\\''s'", "it's\n", 0),
        ("false && echo a || echo b; echo c", "b\nc\n", 0),
        ("false; echo $?", "1\n", 0),
        ("true && false", "", 1),
        ("{ echo a; echo b; } | grep b", "b\n", 0),
        ("(echo a; exit 3); echo $?", "a\n", 3),
        ("exit 7", "", 7),
        ("echo a >f; echo b >> f; cat f; wc -l <f", "a\nb\n2\n", 0),
        ("echo -n a > f; echo $(cat f)b$(cat f)", "aba\n", 0),
        (
            "[ -z \"$(cat none 2>/dev/null)\" ] && echo empty",
            "empty\n",
            0,
        ),
        ("echo a # b", "a\n", 0),
        ("# nothing", "", 0),
        ("", "", 0),
        ("none 2>&1", "sh: none: not found\n", 127),
        ("mkdir -p .ssh && chmod 700 .ssh && umask 077", "", 0),
    ] {
        let (have, err, code) = run(line);
        assert_eq!((have.as_str(), code), (out, status), "{line}: {err}");
    }
}

#[test]
fn what_is_not_there_is_said_so() {
    for (line, err, status) in [
        ("frobnicate --now", "sh: frobnicate: not found\n", 127),
        ("cat none", "cat: none: No such file or directory\n", 1),
        (
            "echo a > /etc/passwd",
            "sh: /etc/passwd: Permission denied\n",
            2,
        ),
        ("echo 'a", "sh: Syntax error: unexpected end of line\n", 2),
        ("echo a &", "sh: Syntax error: \"&\" unexpected\n", 2),
        ("echo `id`", "sh: Syntax error: \"`\" unexpected\n", 2),
        (
            "sed -i 's/a/b/' f",
            "sed: only /TEXT/d is understood, TEXT without \\.*[]^$\n",
            1,
        ),
    ] {
        let (out, have, code) = run(line);
        assert_eq!(
            (out.as_str(), have.as_str(), code),
            ("", err, status),
            "{line}"
        );
    }
}

#[test]
fn no_line_brings_it_down() {
    for line in [
        "$(", "${", "${a", "a |", "|| a", "{ a", ")", "> ", "2>", "<", "&&", "\\", "\"", "$", "''",
        "x(", "~", "[ ", "é ' $(",
    ] {
        let _ = run(line);
    }
    let deep = "$(".repeat(100_000);
    assert_eq!(run(&deep).1, "sh: Syntax error: nested too deeply\n");
}

#[test]
fn keys_are_put_in_and_taken_out() {
    let (machine, kept) = machine(&format!("{OLD}\n"));
    let mut shell = Shell::new(machine.clone());
    let quoted = NEW.replace('\'', "'\\''");
    let blob = |key: &str| key.split(' ').nth(1).unwrap().to_owned();
    let (old, new) = (blob(OLD), blob(NEW));
    let add = format!(
        "umask 077; mkdir -p ~/.ssh; grep -qsF {new} ~/.ssh/authorized_keys || {{ [ -z \"$(tail -c1 ~/.ssh/authorized_keys \
         2>/dev/null)\" ] || echo; echo '{quoted}'; }} >> ~/.ssh/authorized_keys"
    );
    for _ in 0..2 {
        assert_eq!(shell.run(&add), Outcome::default());
        assert_eq!(machine.authorized_keys(), format!("{OLD}\n{NEW}\n"));
    }
    assert_eq!(*kept.lock().unwrap(), format!("{OLD}\n{NEW}\n"));
    let remove = format!(
        "grep -qsF {new} ~/.ssh/authorized_keys && sed -i.before '\\|{old}|d' ~/.ssh/authorized_keys"
    );
    assert_eq!(shell.run(&remove), Outcome::default());
    assert_eq!(*kept.lock().unwrap(), format!("{NEW}\n"));
    let before = shell.run("cat .ssh/authorized_keys.before");
    assert_eq!(before.out, format!("{OLD}\n{NEW}\n").into_bytes());
    let again =
        format!("grep -vF '{new}' ~/.ssh/authorized_keys > ~/k ; mv ~/k ~/.ssh/authorized_keys");
    assert_eq!(shell.run(&again).status, 0);
    assert_eq!(*kept.lock().unwrap(), "");
}

#[test]
fn a_file_without_a_last_line_end_gets_one_first() {
    let mut shell = shell(OLD);
    let add = format!(
        "[ -z \"$(tail -c1 ~/.ssh/authorized_keys)\" ] || echo >> ~/.ssh/authorized_keys; echo '{OLD}' >> ~/.ssh/authorized_keys"
    );
    shell.run(&add);
    assert_eq!(shell.machine.authorized_keys(), format!("{OLD}\n{OLD}\n"));
}
