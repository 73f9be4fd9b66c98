//! What this app is, and what it can and cannot see.

mod running;
mod without_network;

use super::title;
use leptos::prelude::*;
use running::{FromOutside, Running};
use without_network::WithoutNetwork;

/// `/about`.
#[component]
pub fn About() -> impl IntoView {
    title("About");
    view! {
        <div class="narrow prose">
            <h1>"About Keyhaven"</h1>
            <p class="lead">"SSH key pairs for cloud servers, made in your browser. The private key stays on your machine."</p>
            <h2>"Where your private key is"</h2>
            <p>
                "A private key is made, locked with its passphrase and saved inside a frame of this page that the browser
                keeps apart: it has no network, no storage and no access to the page around it. This page learns the public key and
                nothing else. The frame forgets the key when you leave the page."
            </p>
            <h2>"What goes to your cloud"</h2>
            <p>
                "Your user name and password when you sign in, then the token it gave, the names of your key pairs and your public keys.
                They go from this browser straight to your cloud. Your password is not kept. Nothing goes to anybody else."
            </p>
            <h2>"What is running here"</h2>
            <Running />
            <h2>"Without a network"</h2>
            <WithoutNetwork />
            <h2>"What you have to trust"</h2>
            <FromOutside />
        </div>
    }
}
