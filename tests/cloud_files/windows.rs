//! openrc files for PowerShell and the command prompt.

use crate::{auth, cloud, exposed, named, notes};
use keyhaven::cloud_files::{AuthType, Note};

#[test]
fn powershell() {
    let cloud = cloud(
        "demo-openrc.ps1",
        "\u{feff}# comment $env:OS_TOKEN = 'no'\r\n<#\r\n$env:OS_TOKEN = 'no'\r\n#>\r\n$env:OS_AUTH_URL = \"https://k.example.test/v3\"\r\n$Env:OS_USERNAME='al''ice' # me\r\n${env:OS_PROJECT_NAME} = \"a`\"b`$c$env:OS_USERNAME\"; $env:OS_TENANT_ID = $null\r\n$domain = \"Default\"\r\nSet-Item -Path env:OS_USER_DOMAIN_NAME -Value \"$domain\"\r\nset-item Env:\\OS_PROJECT_DOMAIN_NAME $domain\r\n[Environment]::SetEnvironmentVariable(\"OS_REGION_NAME\", \"R;1\", \"User\")\r\n$env:OS_IDENTITY_API_VERSION = 3\r\n$env:OS_PASSWORD = Read-Host -Prompt \"Password\"\r\n$env:OS_INTERFACE = `\r\n  \"public\"\r\n",
    );
    assert_eq!(cloud.name, "demo");
    assert_eq!(cloud.auth_url.as_deref(), Some("https://k.example.test/v3"));
    assert_eq!(cloud.user, named("al'ice"));
    assert_eq!(cloud.project, named("a\"b$cal'ice"));
    assert_eq!(cloud.user_domain, named("Default"));
    assert_eq!(cloud.project_domain, named("Default"));
    assert_eq!(cloud.regions, ["R;1"]);
    assert_eq!(cloud.interface.as_deref(), Some("public"));
    assert_eq!(auth(&cloud), AuthType::Password);
    assert_eq!(cloud.notes, [Note::Asked("OS_PASSWORD".to_owned())]);
}

#[test]
fn powershell_is_not_run() {
    for (written, note) in [
        ("(Get-Secret cloud)", "command (line 2)"),
        ("\"x$(Get-Date)\"", "command (line 2)"),
        ("'a' + 'b'", "command (line 2)"),
        ("$Host.UI.Prompt()", "command (line 2)"),
        ("$env:SECRET", "comes from SECRET"),
    ] {
        let cloud = cloud(
            "openrc.ps1",
            &format!("$env:OS_USERNAME = 'u'\n$env:OS_PASSWORD = {written}\n"),
        );
        assert_eq!(exposed(&cloud.password), None, "{written}");
        assert!(notes(&cloud).contains(note), "{written}: {}", notes(&cloud));
    }
    let conditional = cloud(
        "openrc.ps1",
        "$env:OS_USERNAME = 'u'\nif ($x) {\n  $env:OS_USERNAME = 'v'\n}\n$env:OS_TOKEN = 't'\n",
    );
    assert_eq!(conditional.user, named("u"));
    assert_eq!(exposed(&conditional.token), Some("t"));
    assert_eq!(
        conditional.notes,
        [Note::Conditional {
            variable: "OS_USERNAME".to_owned(),
            line: 3
        }]
    );
}

#[test]
fn command_prompt() {
    let cloud = cloud(
        "openrc.bat",
        "@echo off\r\nrem set OS_TOKEN=no\r\nset OS_AUTH_URL=https://k.example.test/v3\r\nset \"OS_USERNAME=al&ice\"\r\n@set OS_PROJECT_NAME=100%% ^& %OS_USERNAME%& set OS_REGION_NAME=R\r\nSET os_user_domain_name=Default\r\nset /p OS_PASSWORD=Password:\r\nsetx OS_INTERFACE \"public\"\r\n",
    );
    assert_eq!(cloud.auth_url.as_deref(), Some("https://k.example.test/v3"));
    assert_eq!(cloud.user, named("al&ice"));
    assert_eq!(cloud.project, named("100% & al&ice"));
    assert_eq!(cloud.regions, ["R"]);
    assert_eq!(cloud.user_domain, named("Default"));
    assert_eq!(cloud.interface.as_deref(), Some("public"));
    assert_eq!(exposed(&cloud.token), None);
    assert_eq!(cloud.notes, [Note::Asked("OS_PASSWORD".to_owned())]);
}
