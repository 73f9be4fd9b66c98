//! The APIs of an OpenStack cloud. No Leptos and no web-sys here: HTTP goes through one small trait.
