//! Keyhaven in a real browser, against the embedded cloud. Run by `cargo xtask test e2e`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod accessibility;
mod administrator_password;
mod audit;
mod bulk_delete;
mod create;
mod create_faults;
mod create_form;
mod details;
mod exits;
mod fault_matrix;
mod forgetting;
mod hosts;
mod identify;
mod import;
mod import_private;
mod launching;
mod leak;
mod leaving;
mod list;
mod locked_page;
mod look;
mod look_servers;
mod navigations;
mod offline;
mod openstack_clients;
mod openstack_servers;
mod policies;
mod proxies;
mod regions;
mod registering;
mod roles;
mod servers;
mod servers_left;
mod session;
mod sign_in;
mod sign_in_methods;
mod site;
mod verify;
