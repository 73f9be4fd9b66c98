//! Public keys to send.

pub const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q alice@laptop\n";
pub const RSA: &str = include_str!("../../fixtures/formats/rsa-2048.pub");
pub const RSA_RFC4716: &str = include_str!("../../fixtures/formats/rsa-2048-rfc4716.pub");
pub const ECDSA_256: &str = include_str!("../../fixtures/formats/ecdsa-256.pub");
pub const ECDSA_384: &str = include_str!("../../fixtures/formats/ecdsa-384.pub");
pub const ECDSA_521: &str = include_str!("../../fixtures/formats/ecdsa-521.pub");
pub const DSA: &str = include_str!("../../fixtures/formats/dsa-1024.pub");
pub const SK_ED25519: &str = include_str!("../../fixtures/keys/sk-ed25519.pub");
pub const SK_ECDSA: &str = include_str!("../../fixtures/keys/sk-ecdsa.pub");
pub const X509: &str = include_str!("../../fixtures/formats/rsa-2048.crt");
pub const PRIVATE: &str = include_str!("../../fixtures/formats/ed25519-256.key");
