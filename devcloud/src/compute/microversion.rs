//! Which microversion a request speaks. Source: OpenStack API-SIG, "Microversion Specification".

use http::HeaderMap;

use super::fault::Fault;

/// A microversion of the Compute API: the number behind `2.`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Microversion(pub(crate) u32);

impl Microversion {
    /// What a request without a header speaks.
    pub(crate) const OLDEST: Self = Self(1);
    /// What `latest` means.
    pub(crate) const NEWEST: Self = Self(104);
}

impl std::fmt::Display for Microversion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "2.{}", self.0)
    }
}

/// Why a request has no usable microversion.
pub(super) enum Unusable {
    /// Not a version at all.
    Malformed(Fault),
    /// A version, but none that is served; it is named in the reply's headers all the same.
    NotServed { asked: String, fault: Fault },
}

/// The version asked for: by `OpenStack-API-Version: compute 2.x`, else by the older
/// `X-OpenStack-Nova-API-Version: 2.x`, else the oldest.
pub(super) fn requested(headers: &HeaderMap) -> Result<Microversion, Unusable> {
    let text = |name: &str| {
        let mut values = headers.get_all(name).iter();
        values
            .find_map(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let standard = text("openstack-api-version").and_then(|value| {
        value
            .split(',')
            .filter_map(|one| one.trim().split_once(' '))
            .filter(|(service, _)| *service == "compute")
            .map(|(_, version)| version.trim().to_owned())
            .next_back()
    });
    let Some(asked) = standard.or_else(|| text("x-openstack-nova-api-version")) else {
        return Ok(Microversion::OLDEST);
    };
    if asked == "latest" {
        return Ok(Microversion::NEWEST);
    }
    let Some((major, minor)) = numbers(&asked) else {
        return Err(Unusable::Malformed(Fault::bad_request(format!(
            "API Version String {asked} is of invalid format. Must be of format MajorNum.MinorNum."
        ))));
    };
    let served = Microversion::OLDEST.0..=Microversion::NEWEST.0;
    if major != 2 || !served.contains(&minor) {
        let fault = Fault::not_acceptable(format!(
            "Version {asked} is not supported by the API. Minimum is {} and maximum is {}.",
            Microversion::OLDEST,
            Microversion::NEWEST
        ));
        return Err(Unusable::NotServed { asked, fault });
    }
    Ok(Microversion(minor))
}

/// `MAJOR.MINOR` in plain digits without leading zeros.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    let number = |digits: &str, zero: bool| {
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let leading = digits.starts_with('0') && !(zero && digits == "0");
        (plain && !leading).then(|| digits.parse().unwrap_or(u32::MAX))
    };
    Some((number(major, false)?, number(minor, true)?))
}
