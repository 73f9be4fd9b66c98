//! What holds for any file: no panic, and what is written is read as the same.

use crate::{auth, cloud, named, read};
use keyhaven::cloud_files::write;
use proptest::prelude::*;

/// Pieces that the readers look for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ \t\r\n:;,'\"`$%^&|<>(){}\\[\\]#=!*~@?+-]{1,4}",
        prop::sample::select(vec![
            "clouds:",
            "auth:",
            "\n  ",
            "&a ",
            "*a",
            "<<: ",
            "- ",
            "? ",
            "|",
            ">-",
            "---",
            "...",
            "!t ",
            "%YAML 1.2",
            "export ",
            "OS_X=",
            "OS_PASSWORD=",
            "${",
            "$(",
            "$'",
            "\\",
            "<<E",
            "\nE\n",
            "if ",
            "fi",
            "unset ",
            "read ",
            "$env:",
            "Set-Item ",
            "env:OS_A ",
            "<#",
            "#>",
            "set ",
            "/p ",
            "%%",
            "é",
            "🔑",
            "\u{feff}",
            "\u{85}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_panics(start in prop::sample::select(vec!["", "clouds:\n  a: ", "export OS_X=", "$env:OS_X = ", "set OS_X=", "{"]), text in pieces()) {
        let text = format!("{start}{text}");
        for name in ["clouds.yaml", "openrc.sh", "file"] {
            _ = read(&[(name, &text)]);
        }
        _ = read(&[("clouds.yaml", &text), ("secure.yaml", &text)]);
    }

    #[test]
    fn what_is_written_is_read_as_the_same(name in any::<String>(), user in "\\PC{1,20}|[ -~\n\t]{1,20}", region in "[^\0\u{fffd}]{1,9}") {
        prop_assume!(!name.contains(['\0', '\u{fffd}']) && !user.contains(['\0', '\u{fffd}']));
        let region = region.replace(',', "").trim().to_owned();
        let mut entry = cloud("clouds.yaml", "clouds: {a: {auth: {auth_url: 'https://k.example.test/v3'}}}");
        entry.name.clone_from(&name);
        entry.user = named(&user);
        entry.project = named(&user);
        entry.regions = vec![region.clone()].into_iter().filter(|region| !region.is_empty()).collect();
        let back = cloud("clouds.yaml", &write::clouds_yaml(&entry));
        prop_assert_eq!(&back.name, &name);
        prop_assert_eq!(&back.user, &named(&user));
        prop_assert_eq!(&back.regions, &entry.regions);
        let back = cloud("openrc.sh", &write::openrc(&entry));
        prop_assert_eq!(&back.user, &named(&user));
        prop_assert_eq!(&back.project, &named(&user));
        prop_assert_eq!(&back.regions, &entry.regions);
        prop_assert_eq!(auth(&back), auth(&entry));
    }
}
