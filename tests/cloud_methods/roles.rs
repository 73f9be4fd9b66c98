//! What the roles' names tell.

use crate::person::by_pasted_token;
use keyhaven::openstack::identity::{Action, Allowed, SignedIn};

fn with_roles(auth_url: &str, roles: &[&str]) -> SignedIn {
    let mut alice = by_pasted_token();
    alice.auth_url = auth_url.to_owned();
    alice.roles = roles.iter().map(ToString::to_string).collect();
    alice
}

/// Making and deleting a key pair, making and changing a server.
fn answers(signed_in: &SignedIn) -> [Allowed; 4] {
    [
        Action::CreateKeyPair,
        Action::DeleteKeyPair,
        Action::CreateServer,
        Action::ChangeServer,
    ]
    .map(|action| signed_in.may(action))
}

#[test]
fn a_reader_has_key_pairs_but_no_servers() {
    use Allowed::{No, Unknown, Yes};
    for (roles, expected) in [
        (&["reader"][..], [Yes, Yes, No, No]),
        (&["reader", "member"], [Yes, Yes, Yes, Yes]),
        (&["_member_"], [Yes, Yes, Yes, Yes]),
        (&["Admin"], [Yes, Yes, Yes, Yes]),
        (&["reader", "web_operator"], [Yes, Yes, Unknown, Unknown]),
        (&[], [Yes, Yes, Unknown, Unknown]),
    ] {
        let signed_in = with_roles("https://cloud.example/v3", roles);
        assert_eq!(answers(&signed_in), expected, "{roles:?}");
        assert_eq!(signed_in.is_reader_only(), expected[2] == No);
    }
}

#[test]
fn rackspace_has_roles_of_its_own() {
    use Allowed::{No, Unknown, Yes};
    for (roles, expected) in [
        (&["identity:user-admin"][..], [Yes; 4]),
        (&["identity:default", "nova:admin"], [Yes; 4]),
        (&["identity:default", "nova:creator"], [Yes, No, Yes, No]),
        (&["identity:default", "nova:observer"], [No; 4]),
        (&["observer"], [No; 4]),
        (&["identity:default"], [Unknown; 4]),
    ] {
        let signed_in = with_roles("https://identity.example/v2.0", roles);
        assert_eq!(answers(&signed_in), expected, "{roles:?}");
    }
}
