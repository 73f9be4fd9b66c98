//! Every way to sign in: what is sent, what each answer means, and that it works on the embedded cloud.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../cloud_support/mod.rs"]
mod cloud_support;
mod embedded;
mod keystone;
#[path = "../cloud_support/page.rs"]
mod page;
#[path = "../cloud_support/person.rs"]
mod person;
mod rackspace;
mod roles;
mod second_factor;
