//! The vault's workbench: what the frame asks about files, and what it is told.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven::keys::file_format::{FileFormat, PublicFormat};
use keyhaven::keys::private::{PrivateKey, Secret};
use keyhaven::vault::protocol::Listed;
use keyhaven::vault::workbench::messages::{Answer, Ask, Report};
use keyhaven::vault::workbench::{Beside, Reply, Workbench};

const LOCKED: &[u8] = include_bytes!("fixtures/formats/ed25519-256-locked.key");
const PUBLIC: &str = include_str!("fixtures/formats/ed25519-256.pub");
const PASSPHRASE: &str = "open sesame";

fn secret(text: &str) -> Option<Secret> {
    (!text.is_empty()).then(|| Secret::from_bytes(text.as_bytes().to_vec()))
}

fn report(reply: Option<Reply>) -> Report {
    match reply {
        Some(Reply::Answer(Answer::Report(report))) => report,
        _ => panic!("no report"),
    }
}

fn read(bench: &mut Workbench, id: u32, bytes: &[u8]) -> Report {
    let name = "id_ed25519.ppk".to_owned();
    let beside = Beside {
        bytes: Some(Secret::from_bytes(bytes.to_vec())),
        passphrase: None,
    };
    report(bench.handle(Ask::Read { id, name }, beside, None))
}

fn unlock(bench: &mut Workbench, id: u32, passphrase: &str) -> Report {
    let beside = Beside {
        bytes: None,
        passphrase: secret(passphrase),
    };
    report(bench.handle(Ask::Unlock { id }, beside, None))
}

fn convert(bench: &mut Workbench, format: FileFormat, passphrase: &str) -> Option<Reply> {
    let ask = Ask::Convert {
        id: 1,
        format,
        comment: "a new comment".to_owned(),
        cipher: Some("chacha20-poly1305@openssh.com".to_owned()),
        rounds: Some(25),
    };
    let beside = Beside {
        bytes: None,
        passphrase: secret(passphrase),
    };
    bench.handle(ask, beside, None)
}

#[test]
fn a_locked_file_tells_its_key_opens_and_is_written_anew() {
    let mut bench = Workbench::default();
    let seen = read(&mut bench, 1, LOCKED);
    assert!(seen.locked && seen.formats.is_empty() && seen.error.is_none());
    assert!(
        seen.what
            .contains("locked with a passphrase (aes256-ctr, bcrypt"),
        "{}",
        seen.what
    );
    assert!(PUBLIC.starts_with(&seen.keys[0].line));

    let seen = unlock(&mut bench, 1, "something else");
    assert!(seen.locked && seen.error.unwrap().contains("does not open"));
    assert!(matches!(
        convert(&mut bench, FileFormat::OpenSsh, ""),
        Some(Reply::Answer(Answer::Refused { id: 1, .. }))
    ));

    let seen = unlock(&mut bench, 1, PASSPHRASE);
    assert!(!seen.locked && seen.error.is_none(), "{seen:?}");
    assert_eq!(seen.comment, "ed25519-256");
    for (code, _) in seen.formats {
        let format = FileFormat::ALL
            .into_iter()
            .find(|format| format.code() == code)
            .unwrap();
        let Some(Reply::File { name, text, .. }) = convert(&mut bench, format, "new one") else {
            panic!("{code} was not written");
        };
        assert_eq!(name, format.file_name("id_ed25519"));
        let key = PrivateKey::read(text.as_bytes(), secret("new one").as_ref()).unwrap();
        assert!(PUBLIC.starts_with(&key.public().with_comment("").unwrap().to_line()));
        assert!(
            PrivateKey::read(text.as_bytes(), None).is_err(),
            "{code} is locked"
        );
    }
}

#[test]
fn files_are_compared_with_the_list_and_again_when_it_changes() {
    let mut bench = Workbench::default();
    assert_eq!(read(&mut bench, 1, LOCKED).keys[0].found, None);
    let listed = |name: &str| Listed {
        name: name.to_owned(),
        public_key: PUBLIC.trim().to_owned(),
    };
    let mut replies = bench.compare_with(Some(vec![listed("laptop"), listed("old laptop")]));
    let found = report(replies.pop()).keys.remove(0).found.unwrap();
    assert!(found.found && found.text == "Matches laptop, old laptop");
    let mut replies = bench.compare_with(Some(Vec::new()));
    let found = report(replies.pop()).keys.remove(0).found.unwrap();
    assert!(!found.found && found.text == "Matches no key pair of yours");
}

#[test]
fn the_public_half_is_written_in_each_form() {
    let mut bench = Workbench::default();
    read(&mut bench, 1, LOCKED);
    for (format, begin) in [
        (PublicFormat::OpenSsh, "ssh-ed25519 "),
        (PublicFormat::Rfc4716, "---- BEGIN SSH2 PUBLIC KEY ----"),
        (PublicFormat::Pem, "-----BEGIN PUBLIC KEY-----"),
    ] {
        let reply = bench.handle(Ask::Public { id: 1, format }, Beside::default(), None);
        let Some(Reply::File { name, text, .. }) = reply else {
            panic!("{} was not written", format.code());
        };
        assert_eq!(name, "id_ed25519.pub");
        assert!(text.starts_with(begin) && text.ends_with('\n'), "{}", *text);
    }
}

#[test]
fn a_saved_file_is_checked_against_the_one_that_was_made() {
    let made = LOCKED;
    let check = |bytes: &[u8], made| {
        let beside = Beside {
            bytes: Some(Secret::from_bytes(bytes.to_vec())),
            passphrase: None,
        };
        match Workbench::default().handle(Ask::Check, beside, made) {
            Some(Reply::Answer(Answer::Checked { good, text })) => (good, text),
            _ => panic!("no answer"),
        }
    };
    assert!(check(LOCKED, Some(made)).0);
    for (bytes, made, said) in [
        (PUBLIC.as_bytes(), Some(made), "the public half"),
        (
            include_bytes!("fixtures/formats/ed25519-256.key"),
            Some(made),
            "the same key",
        ),
        (
            include_bytes!("fixtures/formats/rsa-2048.key"),
            Some(made),
            "another key",
        ),
        (b"", Some(made), "no private key"),
        (LOCKED, None, "nothing to compare"),
    ] {
        let (good, text) = check(bytes, made);
        assert!(!good && text.contains(said), "{said}: {text}");
    }
}

#[test]
fn no_answer_holds_anything_private() {
    let mut bench = Workbench::default();
    read(&mut bench, 1, LOCKED);
    let open = unlock(&mut bench, 1, PASSPHRASE);
    let said = serde_json::to_string(&Answer::Report(open)).unwrap();
    let Some(Reply::File { text, .. }) = convert(&mut bench, FileFormat::OpenSsh, "") else {
        panic!("not written");
    };
    for line in text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .skip(2)
    {
        assert!(!said.contains(line.trim()), "{line}");
    }
    assert!(!said.contains(PASSPHRASE));
}
