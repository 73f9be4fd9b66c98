//! What is secret cannot be printed, written out or copied: the types themselves refuse. This compiles or it does not.

use keyhaven::keys::private::{CertifiedKey, PrivateKey, Secret};
use keyhaven::openstack::secret;
use keyhaven::vault::keeper::{Keeper, Request};
use keyhaven::vault::password::{Outcome, SealedPassword};
use keyhaven::vault::protocol::ToVault;
use keyhaven::vault::workbench::{Beside, Reply, Workbench};
use serde::Serialize;
use static_assertions::assert_not_impl_any;
use std::fmt::{Debug, Display};

assert_not_impl_any!(Secret: Debug, Display, Serialize, Clone);
assert_not_impl_any!(PrivateKey: Debug, Display, Serialize, Clone);
assert_not_impl_any!(CertifiedKey: Debug, Display, Serialize, Clone);
assert_not_impl_any!(Keeper: Debug, Display, Serialize, Clone);
assert_not_impl_any!(Request: Debug, Display, Serialize, Clone);
assert_not_impl_any!(Workbench: Debug, Display, Serialize, Clone);
assert_not_impl_any!(Beside: Debug, Display, Serialize, Clone);
assert_not_impl_any!(Reply: Debug, Display, Serialize, Clone);
assert_not_impl_any!(SealedPassword: Debug, Display, Serialize, Clone);
assert_not_impl_any!(Outcome: Debug, Display, Serialize, Clone);
// Goes to the vault as JSON, and may hold what a person pasted where it does not belong.
assert_not_impl_any!(ToVault: Debug, Display);
// What a person types to sign in, and the token, whose `Debug` is tested to print nothing.
assert_not_impl_any!(secret::Secret: Debug, Display, Serialize, Clone);
assert_not_impl_any!(secret::Token: Display, Serialize);

#[test]
fn a_token_prints_nothing_of_itself() {
    let token = secret::Token::new("gAAAA-secret".to_owned());
    assert_eq!(format!("{token:?}"), "Token(…)");
}
