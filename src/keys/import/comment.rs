//! What a comment may hold.

/// The most characters that a comment typed in Keyhaven may have.
pub const MAX_COMMENT: usize = 255;

/// Why a comment cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CommentError {
    /// Longer than [`MAX_COMMENT`] characters.
    #[error("the comment has {length} characters; {MAX_COMMENT} are allowed")]
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// A control character, a line end or tab included: it would break the line that the key is stored as.
    #[error("the comment contains a control character (U+{code:04X}); take it out")]
    Control {
        /// The character's code point.
        code: u32,
    },
    /// A character above U+FFFF, such as an emoji: clouds whose database stores three bytes a character (MySQL's
    /// utf8mb3) answer it with an internal error.
    #[error(
        "the comment contains “{character}”, which many clouds cannot store; take emoji and other rare characters out"
    )]
    Astral {
        /// The first such character.
        character: char,
    },
    /// White space at the start or the end, which gets lost on the way.
    #[error("the comment begins or ends with a space; take it out")]
    OuterSpace,
}

/// Checks a comment that a person typed for a key.
///
/// # Errors
/// [`CommentError`] names the first thing that is wrong.
pub fn check_comment(comment: &str) -> Result<(), CommentError> {
    check_characters(comment)?;
    if comment.trim() != comment {
        return Err(CommentError::OuterSpace);
    }
    let length = comment.chars().count();
    if length > MAX_COMMENT {
        Err(CommentError::TooLong { length })
    } else {
        Ok(())
    }
}

/// Checks the characters alone: an imported comment may be longer than one typed here.
pub(super) fn check_characters(comment: &str) -> Result<(), CommentError> {
    for character in comment.chars() {
        // U+2028 and U+2029 end a line for some programs.
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            return Err(CommentError::Control {
                code: character.into(),
            });
        }
        if u32::from(character) > 0xFFFF {
            return Err(CommentError::Astral { character });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_comments_pass() {
        for comment in [
            "",
            "alice@laptop",
            "José's key",
            "日本 1",
            &"x".repeat(255),
            &"é".repeat(255),
        ] {
            assert_eq!(check_comment(comment), Ok(()), "{comment}");
        }
    }

    #[test]
    fn what_breaks_a_line_or_a_cloud_is_refused() {
        assert_eq!(
            check_comment("a\nb"),
            Err(CommentError::Control { code: 10 })
        );
        assert_eq!(
            check_comment("a\tb"),
            Err(CommentError::Control { code: 9 })
        );
        assert_eq!(
            check_comment("a\u{85}b"),
            Err(CommentError::Control { code: 0x85 })
        );
        assert_eq!(
            check_comment("a\u{2028}b"),
            Err(CommentError::Control { code: 0x2028 })
        );
        assert_eq!(
            check_comment("key 🔑"),
            Err(CommentError::Astral { character: '🔑' })
        );
        assert_eq!(check_comment(" a"), Err(CommentError::OuterSpace));
        assert_eq!(check_comment("a\u{a0}"), Err(CommentError::OuterSpace));
        assert_eq!(
            check_comment(&"é".repeat(256)),
            Err(CommentError::TooLong { length: 256 })
        );
    }
}
