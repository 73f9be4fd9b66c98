//! Files of security keys: read, given another passphrase, and refused in formats that cannot hold them.

use super::keys_support::{Files, run, run_text, secret};
use super::{PASSPHRASE, read};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{PrivateKey, WriteError, WriteOptions};
use std::fs;

fn fixture(name: &str) -> String {
    let path = format!(
        "{}/tests/fixtures/formats/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    fs::read_to_string(path).unwrap()
}

#[test]
fn they_go_through_unchanged() {
    let files = Files::new();
    for name in ["sk-ed25519", "sk-ecdsa"] {
        let (file, public) = (
            fixture(&format!("{name}.key")),
            fixture(&format!("{name}.pub")),
        );
        let key = read(&file, None);
        assert_eq!(key.public().to_line(), public.trim_end());
        let path = files.write(name, &file);
        assert_eq!(
            run_text("ssh-keygen", &["-y", "-P", "", "-f", &path]),
            public.trim_end()
        );
        // Locked by us, unlocked by ssh-keygen, and back: flags, handle and comment are as they were.
        let ours = key
            .write(&WriteOptions::default(), Some(&secret(PASSPHRASE)))
            .unwrap();
        let path = files.write("ours", &*ours);
        run(
            "ssh-keygen",
            &["-q", "-p", "-P", PASSPHRASE, "-N", "", "-f", &path],
        );
        let again = read(std::str::from_utf8(&files.read("ours")).unwrap(), None);
        let plain = |key: &PrivateKey| key.write(&WriteOptions::default(), None).unwrap();
        assert_eq!(*plain(&again), *plain(&key));
        for format in FileFormat::ALL {
            let written = key.write(&WriteOptions::new(format), None);
            assert_eq!(
                written.is_ok(),
                format.takes(key.public().algorithm()),
                "{name} {format:?}"
            );
            if format != FileFormat::OpenSsh {
                assert_eq!(written.err(), Some(WriteError::NotInThisFormat));
            }
        }
    }
}
