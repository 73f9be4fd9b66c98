//! The parts of a command line.

/// Why a line is not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Wrong {
    #[error("Syntax error: unexpected end of line")]
    End,
    #[error("Syntax error: \"{0}\" unexpected")]
    Unexpected(char),
    #[error("Syntax error: nested too deeply")]
    Deep,
}

/// A piece of a word.
#[derive(Debug)]
pub(super) enum Part {
    Text {
        text: String,
        quoted: bool,
    },
    /// `$NAME`, `$?`
    Variable {
        name: String,
        quoted: bool,
    },
    /// `$(…)`
    Command {
        list: List,
        quoted: bool,
    },
}

pub(super) type Word = Vec<Part>;

/// Where a stream goes or comes from.
#[derive(Debug)]
pub(super) struct Redirect {
    /// 0 for the input, 1 for the output, 2 for errors.
    pub(super) stream: char,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    From(Word),
    To(Word),
    After(Word),
    /// `2>&1` and the like.
    Same(char),
}

#[derive(Debug)]
pub(super) enum Body {
    Simple(Vec<Word>),
    Group(List),
}

#[derive(Debug)]
pub(super) struct Command {
    pub(super) body: Body,
    pub(super) redirects: Vec<Redirect>,
}

/// When a pipeline runs, by how the one before it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Always,
    Success,
    Failure,
}

#[derive(Debug)]
pub(super) struct Pipeline {
    pub(super) when: When,
    pub(super) commands: Vec<Command>,
}

pub(super) type List = Vec<Pipeline>;
