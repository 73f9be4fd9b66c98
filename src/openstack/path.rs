//! Ids as parts of an address. They come from the cloud or from the address bar, so they may hold anything.

use super::error::Error;
use super::key_pair_name::encode_segment;

/// An id as one segment of a path.
///
/// # Errors
/// [`Error::NotAddressable`] for nothing, `.` and `..`: an address with them means another resource.
pub(super) fn segment(id: &str) -> Result<String, Error> {
    encode_segment(id).ok_or_else(|| Error::NotAddressable {
        name: id.to_owned(),
    })
}

/// A text as a value in a query, where `.` and `..` mean nothing else.
pub(super) fn value(text: &str) -> String {
    encode_segment(text).unwrap_or_else(|| text.to_owned())
}
