//! openrc files for Bash.

use crate::{auth, cloud, exposed, id, named, notes};
use keyhaven::cloud_files::{AuthType, Note};

/// As Horizon makes it, comments shortened.
const HORIZON: &str = r#"#!/usr/bin/env bash
# To use an OpenStack cloud you need to authenticate against the Identity
# service named keystone, which returns a **Token** and **Service Catalog**.
# *NOTE*: Using the 3 *Identity API* does not necessarily mean any other
# OpenStack API is version 3. For example, export OS_AUTH_URL=nowhere
export OS_AUTH_URL=https://keystone.example.test:5000/v3/
# With the addition of Keystone we have standardized on the term **project**
export OS_PROJECT_ID=84d6da8e37fe4bb5aea18902da8c1170
export OS_PROJECT_NAME="Alice's demo"
export OS_USER_DOMAIN_NAME="Default"
if [ -z "$OS_USER_DOMAIN_NAME" ]; then unset OS_USER_DOMAIN_NAME; fi
export OS_PROJECT_DOMAIN_ID="default"
if [ -z "$OS_PROJECT_DOMAIN_ID" ]; then unset OS_PROJECT_DOMAIN_ID; fi
# unset v2.0 items in case set
unset OS_TENANT_ID
unset OS_TENANT_NAME
# In addition to the owning entity (tenant), OpenStack stores the entity
# performing the action as the **user**.
export OS_USERNAME="alice"
# With Keystone you pass the keystone password.
echo "Please enter your OpenStack Password for project $OS_PROJECT_NAME as user $OS_USERNAME: "
read -sr OS_PASSWORD_INPUT
export OS_PASSWORD=$OS_PASSWORD_INPUT
# If your configuration has multiple regions, we set that information here.
export OS_REGION_NAME="RegionOne"
# Don't leave a blank variable, unset it if it was empty
if [ -z "$OS_REGION_NAME" ]; then unset OS_REGION_NAME; fi
export OS_INTERFACE=public
export OS_IDENTITY_API_VERSION=3
"#;

#[test]
fn horizons_file() {
    let cloud = cloud("demo-openrc.sh", HORIZON);
    assert_eq!(cloud.name, "demo");
    assert_eq!(auth(&cloud), AuthType::Password);
    assert_eq!(
        cloud.auth_url.as_deref(),
        Some("https://keystone.example.test:5000/v3/")
    );
    assert_eq!(
        cloud.project.id.as_deref(),
        Some("84d6da8e37fe4bb5aea18902da8c1170")
    );
    assert_eq!(cloud.project.name.as_deref(), Some("Alice's demo"));
    assert_eq!(cloud.user, named("alice"));
    assert_eq!(cloud.user_domain, named("Default"));
    assert_eq!(cloud.project_domain, id("default"));
    assert_eq!(cloud.regions, ["RegionOne"]);
    assert_eq!(cloud.interface.as_deref(), Some("public"));
    assert_eq!(exposed(&cloud.password), None);
    assert_eq!(cloud.notes, [Note::Asked("OS_PASSWORD".to_owned())]);
}

#[test]
fn horizons_file_of_an_application_credential() {
    let cloud = cloud(
        "app-cred-laptop-openrc.sh",
        "#!/usr/bin/env bash\n\nexport OS_AUTH_TYPE=v3applicationcredential\nexport OS_AUTH_URL=https://k.example.test/v3\nexport OS_IDENTITY_API_VERSION=3\nexport OS_REGION_NAME=\"RegionOne\"\nexport OS_INTERFACE=public\nexport OS_APPLICATION_CREDENTIAL_ID=21dced0fd20347869b93710d2b98aae0\nexport OS_APPLICATION_CREDENTIAL_SECRET=s-_3cret\n",
    );
    assert_eq!(cloud.name, "laptop");
    assert_eq!(auth(&cloud), AuthType::ApplicationCredential);
    assert_eq!(
        cloud.application_credential,
        id("21dced0fd20347869b93710d2b98aae0")
    );
    assert_eq!(
        exposed(&cloud.application_credential_secret),
        Some("s-_3cret")
    );
}

/// As Skyline makes it.
#[test]
fn skylines_file() {
    let cloud = cloud(
        "admin-openrc.sh",
        "for key in $( set | awk '{FS=\"=\"}  /^OS_/ {print $1}' ); do unset $key ; done\nexport OS_PROJECT_DOMAIN_NAME=Default\nexport OS_USER_DOMAIN_NAME=Default\nexport OS_PROJECT_NAME=admin\nexport OS_TENANT_NAME=admin\nexport OS_USERNAME=admin\nexport OS_PASSWORD=\nexport OS_AUTH_URL=http://k.example.test:5000/v3\nexport OS_INTERFACE=internal\nexport OS_ENDPOINT_TYPE=internalURL\nexport OS_IDENTITY_API_VERSION=3\nexport OS_REGION_NAME=RegionOne\nexport OS_AUTH_PLUGIN=password\n",
    );
    assert_eq!(cloud.project, named("admin"));
    assert_eq!(cloud.interface.as_deref(), Some("internal"));
    assert_eq!(exposed(&cloud.password), None);
    assert_eq!(cloud.notes, []);
}

#[test]
fn rackspace_for_nova() {
    for how in [
        "export NOVA_RAX_AUTH=1",
        "export OS_AUTH_SYSTEM=rackspace",
        "export OS_AUTH_TYPE=rackspace_apikey",
    ] {
        let cloud = cloud(
            ".bash_profile",
            &format!(
                "{how}\nexport OS_AUTH_URL=https://identity.api.rackspacecloud.com/v2.0/\nOS_REGION_NAME=DFW\nOS_USERNAME=joe\nOS_TENANT_NAME=1100111\nOS_PASSWORD=abc123\nOS_PROJECT_ID=1100111\nOS_NO_CACHE=1\nexport OS_REGION_NAME OS_USERNAME OS_TENANT_NAME OS_PASSWORD\n"
            ),
        );
        assert_eq!(auth(&cloud), AuthType::RackspaceApiKey, "{how}");
        assert_eq!(exposed(&cloud.api_key), Some("abc123"));
        assert_eq!(exposed(&cloud.password), None);
        assert_eq!(cloud.user, named("joe"));
        assert_eq!(cloud.project.name.as_deref(), Some("1100111"));
        assert_eq!(cloud.regions, ["DFW"]);
    }
    let old = cloud(
        "novarc",
        "export NOVA_URL=https://k.example.test/v2.0\nexport NOVA_USERNAME=u\nexport NOVA_API_KEY=p\nexport NOVA_PROJECT_ID=t\nexport NOVA_REGION_NAME=R\n",
    );
    assert_eq!(auth(&old), AuthType::V2Password);
    assert_eq!(old.project, named("t"));
    assert_eq!(exposed(&old.password), Some("p"));
}

#[test]
fn quotes_and_expansions_as_bash_has_them() {
    for (written, password) in [
        ("plain", "plain"),
        ("'single $HOME \\n \"'", "single $HOME \\n \""),
        (r#""a\"b\\c\$d\`e\n'""#, r#"a"b\c$d`e\n'"#),
        (r"a\ b\'c\\d", r"a b'c\d"),
        ("'it'\\''s'", "it's"),
        ("a'b'\"c\"d", "abcd"),
        (r"$'tab\there\x41\u00e9\''", "tab\thereAé'"),
        ("$OS_USERNAME-x", "alice-x"),
        ("\"${OS_USERNAME}x\"", "alicex"),
        ("${OS_USERNAME:-other}", "alice"),
        ("${OS_PASSWORD:-\"default }\"}", "default }"),
        ("pass#word", "pass#word"),
        ("a=b=c", "a=b=c"),
        ("'two\nlines'", "two\nlines"),
        ("one\\\ntwo", "onetwo"),
        ("x # comment", "x"),
        ("x; echo y", "x"),
        ("\"$\"", "$"),
        ("'ü 日本 🔑'", "ü 日本 🔑"),
    ] {
        let cloud = cloud(
            "openrc",
            &format!("export OS_USERNAME=alice OS_PASSWORD={written}\n").replacen(
                " OS_PASSWORD",
                "\nexport OS_PASSWORD",
                1,
            ),
        );
        assert_eq!(exposed(&cloud.password), Some(password), "{written}");
        assert_eq!(cloud.notes, [], "{written}");
    }
}

#[test]
fn nothing_is_run_and_that_is_said() {
    for (written, note) in [
        ("$(pass show cloud)", "command (line 2)"),
        ("`pass \\` show`", "command (line 2)"),
        ("\"x$(echo \")\" '(')y\"", "command (line 2)"),
        ("$((1 + 2))", "command (line 2)"),
        ("${OS_USERNAME%e}", "command (line 2)"),
        ("(a b)", "command (line 2)"),
        ("$KEYRING", "comes from KEYRING"),
        ("\"${KEYRING}\"", "comes from KEYRING"),
    ] {
        let cloud = cloud(
            "openrc",
            &format!(
                "export OS_USERNAME=alice\nexport OS_PASSWORD={written}\nexport OS_AUTH_URL=u\n"
            ),
        );
        assert_eq!(exposed(&cloud.password), None, "{written}");
        assert_eq!(cloud.auth_url.as_deref(), Some("u"), "{written}");
        assert!(notes(&cloud).contains(note), "{written}: {}", notes(&cloud));
        assert!(notes(&cloud).contains("OS_PASSWORD"));
    }
}

#[test]
fn conditions_are_not_looked_at() {
    let cloud = cloud(
        "openrc",
        "export OS_USERNAME=alice\nif true; then\n  export OS_USERNAME=bob\nelse\n  export OS_TOKEN=t\nfi\nset_it() {\n  export OS_PASSWORD=x\n}\n[ -n \"$X\" ] && export OS_PROJECT_NAME=p\ncat <<END > file\nexport OS_AUTH_URL=wrong\nEND\nOS_AUTH_URL=also-wrong some-command\n. ./other\nexport OS_REGION_NAME=R\n",
    );
    assert_eq!(cloud.user, named("alice"));
    assert_eq!(exposed(&cloud.token), None);
    assert_eq!(exposed(&cloud.password), None);
    assert!(cloud.project.is_empty());
    assert_eq!(cloud.auth_url, None);
    assert_eq!(cloud.regions, ["R"]);
    let lines: Vec<_> = cloud
        .notes
        .iter()
        .map(|note| match note {
            Note::Conditional { line, .. } | Note::OtherFile { line } => *line,
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(lines, [3, 5, 8, 10, 15]);
}

#[test]
fn later_lines_win_and_unset_takes_away() {
    let cloud = cloud(
        "openrc",
        "OS_USERNAME=a\nOS_USERNAME=b\nOS_TOKEN=t\nunset OS_TOKEN OS_NOTHING\nOS_INSECURE=true\nOS_COMPUTE_ENDPOINT_OVERRIDE=https://c.example.test\n",
    );
    assert_eq!(cloud.user, named("b"));
    assert_eq!(exposed(&cloud.token), None);
    assert_eq!(cloud.notes, [Note::Insecure]);
    assert_eq!(
        cloud.endpoint_overrides,
        [("compute".to_owned(), "https://c.example.test".to_owned())]
    );
}

/// Bash itself is asked what it makes of the same lines.
#[test]
fn bash_reads_the_same() {
    let script = "B=\"a\\\"b\\\\c\\d\"\nC=$'x\\ty\\'z\\x41'\nD=a'b c'\"d $B\"e\\ f\nE=${B:-no}${NO:-y\"e\"s}\nF=\"$(printf %s hidden)\"\nunset B\nexport OS_USERNAME=$C OS_PROJECT_NAME=\"$D\"\nOS_REGION_NAME=$E$B\n";
    let output = std::process::Command::new("bash")
        .args([
            "--norc",
            "--noprofile",
            "-c",
            &format!(
                "{script}printf '%s\\0' \"$OS_USERNAME\" \"$OS_PROJECT_NAME\" \"$OS_REGION_NAME\""
            ),
        ])
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let real: Vec<_> = text.split_terminator('\0').collect();
    let cloud = cloud("openrc", script);
    assert_eq!(cloud.user, named(real[0]));
    assert_eq!(cloud.project, named(real[1]));
    assert_eq!(cloud.regions, [real[2]]);
}
