//! The derivation against OpenBSD's own examples, and against another implementation.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven_bcrypt::{Error, MAX_OUTPUT, MAX_SALT, bcrypt_pbkdf};
use proptest::collection::vec;
use proptest::prelude::*;

fn derive(passphrase: &[u8], salt: &[u8], rounds: u32, length: usize) -> Result<Vec<u8>, Error> {
    let mut output = vec![0; length];
    bcrypt_pbkdf(passphrase, salt, rounds, &mut output)?;
    Ok(output)
}

fn theirs(passphrase: &[u8], salt: &[u8], rounds: u32, length: usize) -> Vec<u8> {
    let mut output = vec![0; length];
    bcrypt_pbkdf::bcrypt_pbkdf(passphrase, salt, rounds, &mut output).unwrap();
    output
}

/// OpenBSD's regress/lib/libutil/bcrypt_pbkdf/bcrypt_pbkdf_test.c.
#[test]
fn openbsds_examples_come_out() {
    const LOREM: &[u8] = b"Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut \
        labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip \
        ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat \
        nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id \
        est laborum.";
    let examples: [(&[u8], &[u8], u32, &str); 9] = [
        (
            b"password",
            b"salt",
            4,
            "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9",
        ),
        (b"password", b"\0", 4, "c12b566235eee04c212598970a579a67"),
        (b"\0", b"salt", 4, "6051be18c2f4f82cbf0efee5471b4bb9"),
        (
            b"password\0",
            b"salt\0",
            4,
            "7410e44cf4fa07bfaac8a928b1727fac001375e7bf7384370f48efd121743050",
        ),
        (
            b"pass\0wor",
            b"sa\0l",
            4,
            "c2bffd9db38f6569efef4372f4de83c0",
        ),
        (
            b"pass\0word",
            b"sa\0lt",
            4,
            "4ba4ac3925c0e8d7f0cdb6bb1684a56f",
        ),
        (
            b"password",
            b"salt",
            8,
            "e1367ec5151a33faac4cc1c144cd23fa15d5548493ecc99b9b5d9c0d3b27bec7\
             6227ea66088b849b20ab7aa478010246e74bba51723fefa9f9474d6508845e8d",
        ),
        (b"password", b"salt", 42, "833cf0dcf56db65608e8f0dc0ce882bd"),
        (LOREM, b"salis\0", 8, "10978b07253df57f71a162eb0e8ad30a"),
    ];
    for (passphrase, salt, rounds, expected) in examples {
        let output = derive(passphrase, salt, rounds, expected.len() / 2).unwrap();
        let hex: String = output.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected, "{passphrase:?} {salt:?} {rounds}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn another_implementation_derives_the_same(
        passphrase in vec(any::<u8>(), 1..200),
        salt in vec(any::<u8>(), 1..150),
        rounds in 1u32..4,
        length in 1usize..170,
    ) {
        prop_assert_eq!(
            derive(&passphrase, &salt, rounds, length).unwrap(),
            theirs(&passphrase, &salt, rounds, length)
        );
    }
}

/// An odd number of blocks and an even one, full blocks and not.
#[test]
fn every_count_of_blocks_is_right() {
    for blocks in 1..=32 {
        for length in [32 * blocks - 31, 32 * blocks] {
            let ours = derive(b"passphrase", b"salt", 1, length).unwrap();
            assert!(
                ours == theirs(b"passphrase", b"salt", 1, length),
                "{length}"
            );
        }
    }
}

/// The sizes of OpenSSH's files.
#[test]
fn key_and_vector_of_a_file_are_right() {
    for length in [32, 40, 44, 48] {
        assert_eq!(
            derive(b"a passphrase", &[7; 16], 24, length).unwrap(),
            theirs(b"a passphrase", &[7; 16], 24, length)
        );
    }
}

#[test]
fn what_cannot_be_derived_is_refused_and_the_output_left_alone() {
    let refused = [
        (bcrypt(b"p", b"s", 0, 32), Error::NoRounds),
        (bcrypt(b"", b"s", 1, 32), Error::EmptyPassphrase),
        (bcrypt(b"p", b"", 1, 32), Error::EmptySalt),
        (
            bcrypt(b"p", &vec![0; MAX_SALT + 1], 1, 32),
            Error::SaltTooLong,
        ),
        (bcrypt(b"p", b"s", 1, 0), Error::EmptyOutput),
        (bcrypt(b"p", b"s", 1, MAX_OUTPUT + 1), Error::OutputTooLong),
    ];
    for ((result, output), error) in refused {
        assert_eq!(result, Err(error));
        assert!(output.iter().all(|&byte| byte == 0xa5), "{error}");
        assert!(!error.to_string().is_empty());
    }
    assert_eq!(bcrypt(b"p", &vec![0; MAX_SALT], 1, 1).0, Ok(()));
    assert_eq!(bcrypt(b"p", b"s", 1, MAX_OUTPUT).0, Ok(()));
}

fn bcrypt(
    passphrase: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> (Result<(), Error>, Vec<u8>) {
    let mut output = vec![0xa5; length];
    let result = bcrypt_pbkdf(passphrase, salt, rounds, &mut output);
    (result, output)
}
