//! A server's state in a word, with a colour that says how it is.

use crate::openstack::compute::{Server, ServerStatus};
use leptos::prelude::*;

/// What is under way with a server, or how it is, in plain words.
pub fn doing(server: &Server) -> String {
    let Some(task) = server.task.as_deref() else {
        return server.status.to_string();
    };
    let known = match task {
        "scheduling" => "Looking for a machine",
        "networking" => "Connecting the network",
        "block_device_mapping" => "Preparing the disk",
        "spawning" => "Starting for the first time",
        "powering-off" => "Shutting down",
        "powering-on" => "Starting",
        "deleting" => "Being deleted",
        "rebooting" | "reboot_pending" | "reboot_started" => "Rebooting",
        "rebooting_hard" | "reboot_pending_hard" | "reboot_started_hard" => "Rebooting by force",
        "rebuilding" | "rebuild_block_device_mapping" | "rebuild_spawning" => "Being rebuilt",
        task => return format!("{} ({})", server.status, task.replace(['_', '-'], " ")),
    };
    known.to_owned()
}

/// The state, and what is under way.
#[component]
pub fn StatusBadge(
    /// Whose.
    server: Server,
) -> impl IntoView {
    let class = match server.status {
        ServerStatus::Active if !server.is_changing() => "badge good",
        ServerStatus::Error => "badge bad",
        _ => "badge warn",
    };
    view! { <span class=class>{doing(&server)}</span> }
}
