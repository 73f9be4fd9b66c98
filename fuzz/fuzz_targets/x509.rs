//! X.509 certificates in DER and PEM.
#![no_main]

use keyhaven::keys::import::decode;
use keyhaven::keys::x509::X509Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = X509Certificate::from_der(data).is_ok();
    let _ = X509Certificate::from_pem(&decode(data)).is_ok();
});
