//! Whether the vault's frame is still there. A frame that is gone, or whose process has ended, tells nobody; so it is asked
//! now and then, and must answer. Its worker is watched by the frame itself.

use super::Vault;
use crate::browser::time;
use crate::vault::protocol::ToVault;
use leptos::prelude::*;

/// Between two questions, in milliseconds.
const BEAT: u32 = 1_500;

/// After so many questions without an answer the frame counts as gone. They are counted and no clock is asked: neither a
/// machine that slept nor a clock that was set makes one more of them.
const SILENT: u32 = 10;

/// Watches the frame with this number until it is another's turn, and says so when it is gone.
pub(super) async fn watch(vault: Vault, frame: u32) {
    let mut silent = 0;
    while silent < SILENT {
        time::sleep(BEAT).await;
        if !vault.is_current(frame) {
            return;
        }
        let element = vault.element.get_untracked();
        if element.is_none_or(|element| !element.is_connected()) {
            break;
        }
        let answered = vault.alive.try_update_value(std::mem::take);
        silent = match answered {
            Some(true) => 0,
            _ => silent + 1,
        };
        vault.send(&ToVault::Ping);
    }
    vault.stopped();
}
