//! Whether a page may send the microversion's header to an endpoint.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

const UNTRIED: u8 = 0;
const ACCEPTED: u8 = 1;
const REFUSED: u8 = 2;

/// What is known about the header; it changes once, at the first answer.
#[derive(Debug, Default)]
pub(super) struct VersionHeader(AtomicU8);

impl VersionHeader {
    pub(super) fn is_untried(&self) -> bool {
        self.0.load(Relaxed) == UNTRIED
    }

    pub(super) fn is_refused(&self) -> bool {
        self.0.load(Relaxed) == REFUSED
    }

    pub(super) fn accepted(&self) {
        let _ = self.0.compare_exchange(UNTRIED, ACCEPTED, Relaxed, Relaxed);
    }

    pub(super) fn refused(&self) {
        let _ = self.0.compare_exchange(UNTRIED, REFUSED, Relaxed, Relaxed);
    }
}
