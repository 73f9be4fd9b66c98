//! The SSH wire format (RFC 4251 section 5): length-prefixed strings and big-endian numbers.

/// Reads the fields of a blob from front to back.
///
/// Every read gives `None` when the blob ends before the field does.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `count` bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(field)
    }

    /// A `uint32`.
    pub(crate) fn uint32(&mut self) -> Option<u32> {
        let bytes = self.bytes(4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    }

    /// A `string`, without its length.
    pub(crate) fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.uint32()?).ok()?;
        self.bytes(length)
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// Appends `field` as a `string`: its length as `uint32`, then its bytes.
pub(crate) fn put_string(out: &mut Vec<u8>, field: &[u8]) {
    // No field of ours comes near 4 GiB; a longer one would be cut by the reader's own limits.
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(field);
}

/// Appends a positive whole number, given as big-endian bytes, as an `mpint`.
pub(crate) fn put_mpint(out: &mut Vec<u8>, number: &[u8]) {
    let first = number
        .iter()
        .position(|&byte| byte != 0)
        .unwrap_or(number.len());
    let digits = &number[first..];
    let sign = usize::from(digits.first().is_some_and(|&byte| byte >= 0x80));
    let length = u32::try_from(digits.len() + sign).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&[0][..sign]);
    out.extend_from_slice(digits);
}

/// The digits of an `mpint` that is above zero and in its shortest form, without the sign byte.
///
/// `None` for zero, for a negative number and for one with needless leading bytes (RFC 4251 section 5 forbids them).
pub(crate) fn positive(mpint: &[u8]) -> Option<&[u8]> {
    match mpint {
        [0, digits @ ..] if digits.first().is_some_and(|&byte| byte >= 0x80) => Some(digits),
        [1..=0x7f, ..] => Some(mpint),
        _ => None,
    }
}

/// How many bits the number has whose big-endian digits are `digits` (the first one not zero).
pub(crate) fn bit_length(digits: &[u8]) -> u32 {
    let Some(first) = digits.first() else {
        return 0;
    };
    let bits = digits.len() * 8 - first.leading_zeros() as usize;
    u32::try_from(bits).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_numbers_are_read_in_order() {
        let mut out = Vec::new();
        put_string(&mut out, b"ssh-rsa");
        put_mpint(&mut out, &[0, 0, 0x80, 1]);
        put_mpint(&mut out, &[0x7f]);
        put_mpint(&mut out, &[0, 0]);
        let mut reader = Reader::new(&out);
        assert_eq!(reader.string(), Some(&b"ssh-rsa"[..]));
        assert_eq!(reader.string(), Some(&[0, 0x80, 1][..]));
        assert_eq!(reader.string(), Some(&[0x7f][..]));
        assert_eq!(reader.string(), Some(&[][..]));
        assert!(reader.rest().is_empty());
        assert_eq!(reader.uint32(), None);
    }

    #[test]
    fn a_length_beyond_the_end_is_no_string() {
        assert_eq!(Reader::new(&[0, 0, 0, 2, 1]).string(), None);
        assert_eq!(Reader::new(&[0xff; 8]).string(), None);
    }

    #[test]
    fn only_shortest_positive_numbers_count() {
        assert_eq!(positive(&[0, 0x80]), Some(&[0x80][..]));
        assert_eq!(positive(&[1, 0]), Some(&[1, 0][..]));
        for bad in [&[][..], &[0], &[0, 0x7f], &[0x80], &[0, 0, 0x80]] {
            assert_eq!(positive(bad), None, "{bad:?}");
        }
        assert_eq!(bit_length(&[1, 0]), 9);
        assert_eq!(bit_length(&[0x80]), 8);
        assert_eq!(bit_length(&[]), 0);
    }
}
