//! How long an audit takes: `cargo bench --bench audit --profile native [-- COUNT…]`.
//!
//! The moduli are random odd numbers of 2048 bits: no less work than sound keys, and nobody has to wait for primes.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use base64ct::{Base64, Encoding};
use keyhaven::keys::audit::{Audit, Options, Subject};
use keyhaven::keys::public::PublicKey;
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};

/// A key of the modulus that hashes of `seed` give.
fn key(seed: u64) -> PublicKey {
    let mut modulus: Vec<u8> = (0u64..8)
        .flat_map(|part| Sha256::digest([seed.to_be_bytes(), part.to_be_bytes()].concat()))
        .collect();
    modulus[0] |= 0x80;
    modulus[255] |= 1;
    let string = |field: &[u8]| {
        [
            &u32::try_from(field.len()).unwrap().to_be_bytes()[..],
            field,
        ]
        .concat()
    };
    let modulus = [vec![0], modulus].concat();
    let blob = [string(b"ssh-rsa"), string(&[1, 0, 1]), string(&modulus)].concat();
    PublicKey::parse_line(&format!("ssh-rsa {}", Base64::encode_string(&blob))).unwrap()
}

fn audit(count: usize) {
    let keys: Vec<PublicKey> = (0..count as u64).map(key).collect();
    let subjects: Vec<Subject<'_>> = keys
        .iter()
        .map(|key| Subject {
            name: "key",
            key,
            created: None,
        })
        .collect();
    let start = Instant::now();
    let mut run = Audit::new(&subjects, Options::default());
    let (mut longest, mut steps) = (Duration::ZERO, 1);
    loop {
        let step = Instant::now();
        let more = run.step();
        longest = longest.max(step.elapsed());
        steps += 1;
        if !more {
            break;
        }
    }
    let findings = run.finish();
    assert_eq!(findings.len(), count);
    println!(
        "{count:>6} RSA-2048 keys: {:>8.1?}, {steps} steps, the longest {longest:.1?}",
        start.elapsed()
    );
}

fn main() {
    let counts: Vec<usize> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    let counts = if counts.is_empty() {
        vec![10, 100, 1_000, 10_000]
    } else {
        counts
    };
    for count in counts {
        audit(count);
    }
}
