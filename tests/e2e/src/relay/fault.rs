//! Which call goes wrong, and how.

use crate::calls::{self, Call};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// 500.
    ServerError,
    /// 503 with `Retry-After: 7`.
    Unavailable,
    /// No answer at all, for as long as the page waits.
    Timeout,
    /// The connection ends before the answer begins.
    CutBefore,
    /// The connection ends in the middle of the answer's body.
    CutInside,
    /// An answer with the right status whose JSON stops in the middle.
    BrokenJson,
    /// 401, as for a token that has expired.
    Expired,
    /// An answer that pages of other origins may not read, and a preflight that is refused.
    NoCors,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ServerError,
        Self::Unavailable,
        Self::Timeout,
        Self::CutBefore,
        Self::CutInside,
        Self::BrokenJson,
        Self::Expired,
        Self::NoCors,
    ];

    /// Whether the cloud answers for itself before this happens to the answer: then what was asked for is done.
    pub fn spoils_an_answer(self) -> bool {
        matches!(
            self,
            Self::Timeout | Self::CutBefore | Self::CutInside | Self::BrokenJson
        )
    }
}

/// A request, as far as calls are told apart by it.
pub struct Asked<'a> {
    /// Such as `GET`; a preflight's is the method that it asks about.
    pub method: &'a str,
    /// Path and query.
    pub target: &'a str,
    /// The body; `None` for a preflight, which does not know it.
    pub body: Option<&'a str>,
}

/// What is to go wrong. Where the fault is in the answer, the cloud does what it is asked for, unless it never hears of it.
pub struct Wrong {
    calls: Vec<&'static Call>,
    end: &'static str,
    fault: Fault,
    pub(super) reaches: bool,
    pub(super) once: bool,
    /// What goes wrong besides, once the first of these calls has.
    then: Option<(&'static Call, Fault)>,
}

impl Wrong {
    /// Each request of these calls, by their names in [`calls::ALL`], goes wrong in this way.
    pub fn of(names: &[&str], fault: Fault) -> Self {
        Self {
            calls: names.iter().map(|name| calls::named(name)).collect(),
            end: "",
            fault,
            reaches: true,
            once: false,
            then: None,
        }
    }

    /// The cloud does not hear of them.
    #[must_use]
    pub fn unheard(self) -> Self {
        Self {
            reaches: false,
            ..self
        }
    }

    /// Only the next of them goes wrong: what the page, or the browser by itself, sends after that is answered.
    #[must_use]
    pub fn once(self) -> Self {
        Self { once: true, ..self }
    }

    /// Only those whose path and query end so.
    #[must_use]
    pub fn ending(self, end: &'static str) -> Self {
        Self { end, ..self }
    }

    /// Once one of them went wrong, each request of another call goes wrong as well, in a way of its own.
    #[must_use]
    pub fn and_then(self, name: &str, fault: Fault) -> Self {
        Self {
            then: Some((calls::named(name), fault)),
            ..self
        }
    }

    /// How this request goes wrong when so many did before it; with the call that it is.
    pub(super) fn meets(&self, asked: &Asked, before: usize) -> Option<(&'static Call, Fault)> {
        let call = calls::of(asked)?;
        let is_meant = self.calls.iter().any(|meant| meant.name == call.name);
        if is_meant && asked.target.ends_with(self.end) {
            return Some((call, self.fault));
        }
        self.then
            .filter(|(then, _)| before > 0 && then.name == call.name)
    }
}
