#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
use super::*;

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const OTHER: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN1YdxBpNlzxDqfJyw/QKow1F+wvG9hXGoqiysfJOn5Y";

fn key(line: &str) -> PublicKey {
    PublicKey::parse_line(line).unwrap()
}

fn list_of(lines: &[&str]) -> Blocklist {
    let mut builder = Builder::new();
    for line in lines {
        add_line(&mut builder, "leaked", line).unwrap();
    }
    finish(&builder).unwrap().1
}

#[test]
fn every_form_of_a_line_lists_the_key() {
    let md5 = key(KEY).md5();
    let bare = md5.replace(':', "");
    for line in [
        KEY.to_owned(),
        format!("{KEY} ada@example"),
        format!("no-pty,command=\"ls -l\" {KEY} ada"),
        key(KEY).sha256(),
        format!("256 {} ada (ED25519)", key(KEY).sha256()),
        format!("256 MD5:{md5} ada (ED25519)"),
        format!("MD5:{md5}"),
        md5,
        bare[12..].to_owned(),
        bare,
    ] {
        let list = list_of(&[&line]);
        assert_eq!(list.find(&key(KEY)), Some("leaked"), "{line}");
        assert_eq!(list.find(&key(OTHER)), None, "{line}");
        assert_eq!(list.len(), 1);
    }
}

#[test]
fn a_line_that_says_nothing_is_an_error() {
    for line in [
        "SHA256:abc",
        "AAAA",
        "ssh-ed25519 AAAA",
        "0123456789",
        "MD5:00",
    ] {
        assert!(
            add_line(&mut Builder::new(), "leaked", line).is_err(),
            "{line}"
        );
    }
    assert!(finish(&Builder::new()).is_err());
}

#[test]
fn files_are_read_by_name_and_form() {
    let folder = std::env::temp_dir().join(format!("keyhaven-blocklist-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path.into_os_string()
    };
    // The hash that badkeys has for the 32 bytes of an Ed25519 key.
    let mut record = [0; 16];
    let number = &key(OTHER).blob()[19..].to_vec();
    record[..15].copy_from_slice(&<sha2::Sha256 as sha2::Digest>::digest(number)[..15]);
    record[15] = 7;
    let out = folder.join("blocklist.bin");
    let words = [
        "--name".into(),
        "leaked".into(),
        file(
            "keys.pub",
            format!("# keys\n\n{KEY} caf\u{e9}\n").as_bytes(),
        ),
        "--primes".into(),
        file("primes", b"0xf7\nab\n"),
        "--name".into(),
        "badkeys".into(),
        "--badkeys".into(),
        "7".into(),
        file("blocklist.dat", &[[9; 16], record].concat()),
        "--out".into(),
        out.clone().into_os_string(),
    ];
    run(Parser::from_args(words)).unwrap();
    let list = Blocklist::parse(fs::read(&out).unwrap()).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(list.len(), 4);
    assert_eq!(list.find(&key(KEY)), Some("leaked"));
    assert_eq!(list.find(&key(OTHER)), Some("badkeys"));
    let primes: Vec<(&[u8], &str)> = list.primes().collect();
    assert_eq!(primes, [(&[0xab][..], "leaked"), (&[0xf7], "leaked")]);
}
