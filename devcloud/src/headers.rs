//! The headers a production host sends with the site, in one place; the files in `docs/deploy/` say the same.
//! The script and connection policy is in the page's own `<meta>`, because it names the configured clouds.

use axum::response::Response;
use http::HeaderValue;

/// Name and value of each header that goes with every reply of the site.
///
/// `clipboard-write` is not named in the Permissions-Policy on purpose: its default, the own origin and the
/// frames that are given it by `allow`, is what the key frame needs. `(self)` would take it from that
/// frame, whose origin is opaque.
pub(crate) const SECURITY: [(&str, &str); 6] = [
    ("content-security-policy", "frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), \
         fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), \
         local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
         publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
         storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()",
    ),
];

/// For files whose name changes with their content.
pub(crate) const FOREVER: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
/// For everything else: kept, but asked for again each time.
pub(crate) const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// The reply with the headers that go with every reply of the site.
pub(crate) async fn secure(mut reply: Response) -> Response {
    for (name, value) in SECURITY {
        reply
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    reply
}
