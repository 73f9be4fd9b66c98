//! Whom an image lets log in.
//!
//! Sources: Glance's documentation, "Useful image properties" (`os_admin_user`, `os_distro`, the latter in the words of
//! libosinfo), the distributions' own documentation of their cloud images.

/// What an image tells about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImageFacts<'a> {
    /// `os_admin_user`.
    pub admin_user: Option<&'a str>,
    /// `os_distro`.
    pub distro: Option<&'a str>,
    /// `os_type`.
    pub os_type: Option<&'a str>,
    /// The image's name.
    pub name: &'a str,
    /// Whether the cloud is one whose images let root in, as Rackspace's first cloud does.
    pub root: bool,
}

/// A user, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The user's name; empty when there is nothing to go by.
    pub user: String,
    /// Why it should be this one; a sentence.
    pub reason: String,
}

/// Words in an image's distribution or name, in lower case, and whom such images let log in. The first that fits counts.
const KNOWN: &[(&str, &str)] = &[
    ("cirros", "cirros"),
    ("ubuntu", "ubuntu"),
    ("debian", "debian"),
    ("fedora-coreos", "core"),
    ("fedoracoreos", "core"),
    ("flatcar", "core"),
    ("coreos", "core"),
    ("rhcos", "core"),
    ("fedora", "fedora"),
    ("centos", "cloud-user"),
    ("rocky", "rocky"),
    ("almalinux", "almalinux"),
    ("alma", "almalinux"),
    ("rhel", "cloud-user"),
    ("red hat", "cloud-user"),
    ("redhat", "cloud-user"),
    ("opensuse", "opensuse"),
    ("suse", "sles"),
    ("sles", "sles"),
    ("arch", "arch"),
    ("alpine", "alpine"),
    ("freebsd", "freebsd"),
    ("openbsd", "openbsd"),
    ("netbsd", "netbsd"),
    ("amazon", "ec2-user"),
    ("amzn", "ec2-user"),
    ("oracle", "opc"),
    ("gentoo", "gentoo"),
    ("kali", "kali"),
    ("talos", "talos"),
    ("nixos", "nixos"),
    ("void", "void"),
    ("openeuler", "openeuler"),
    ("mageia", "mageia"),
    ("vyos", "vyos"),
];

/// The names that are worth a try, the likeliest first.
pub const USUAL: [&str; 5] = ["debian", "ubuntu", "fedora", "cloud-user", "root"];

/// Whether the image is a Windows.
pub fn is_windows(facts: &ImageFacts<'_>) -> bool {
    let says = |text: Option<&str>| text.is_some_and(|text| text.eq_ignore_ascii_case("windows"));
    says(facts.os_type) || says(facts.distro) || facts.name.to_lowercase().contains("windows")
}

/// Whom to log in as.
pub fn guess(facts: &ImageFacts<'_>) -> Guess {
    if let Some(user) = facts.admin_user.filter(|user| is_user_name(user)) {
        return found(user, "The image says so.");
    }
    if is_windows(facts) {
        return found("Administrator", "It is a Windows image.");
    }
    if facts.root {
        return found("root", "The images of this cloud let root log in.");
    }
    let distro = facts.distro.unwrap_or_default().to_lowercase();
    if let Some((_, user)) = KNOWN.iter().find(|(word, _)| distro.contains(word)) {
        return found(user, "It is what images of this distribution use.");
    }
    let name = facts.name.to_lowercase();
    if let Some((word, user)) = KNOWN.iter().find(|(word, _)| has_word(&name, word)) {
        return found(
            user,
            &format!("The image's name says “{word}”, and such images use this one."),
        );
    }
    Guess {
        user: String::new(),
        reason: "The image does not say whom it lets log in. Its documentation does; often it is one of these.".to_owned(),
    }
}

fn found(user: &str, reason: &str) -> Guess {
    Guess {
        user: user.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Whether `word` begins a word of `text`: `arch` is in `arch-2024` and not in `search`.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric())
    })
}

/// Whether a text can be a user's name: what `useradd` takes, and a Windows account.
pub fn is_user_name(text: &str) -> bool {
    let allowed = |character: char| character.is_alphanumeric() || "._-@\\".contains(character);
    !text.is_empty() && text.len() <= 64 && !text.starts_with('-') && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(distro: Option<&str>, name: &str) -> String {
        guess(&ImageFacts {
            distro,
            name,
            ..ImageFacts::default()
        })
        .user
    }

    #[test]
    fn what_the_image_says_counts_first() {
        let facts = ImageFacts {
            admin_user: Some("gardener"),
            distro: Some("debian"),
            name: "ubuntu",
            ..ImageFacts::default()
        };
        assert_eq!(guess(&facts).user, "gardener");
        let hostile = ImageFacts {
            admin_user: Some("-oProxyCommand=x"),
            ..facts
        };
        assert_eq!(guess(&hostile).user, "debian");
    }

    #[test]
    fn then_the_distribution_then_the_name() {
        assert_eq!(user(Some("Debian"), "my image"), "debian");
        assert_eq!(user(Some("fedora-coreos"), ""), "core");
        assert_eq!(user(None, "Ubuntu-24.04-noble"), "ubuntu");
        assert_eq!(user(None, "CentOS Stream 9"), "cloud-user");
        assert_eq!(user(None, "cirros-0.6.2-x86_64"), "cirros");
        assert_eq!(user(None, "openSUSE-Leap-15.6"), "opensuse");
        assert_eq!(user(None, "SLES15-SP6"), "sles");
        assert_eq!(user(None, "research-box"), "");
        assert_eq!(user(Some("windows"), "x"), "Administrator");
        assert_eq!(user(None, "Windows Server 2022"), "Administrator");
    }

    #[test]
    fn rackspaces_images_let_root_in() {
        let facts = ImageFacts {
            root: true,
            name: "Ubuntu 22.04",
            ..ImageFacts::default()
        };
        assert_eq!(guess(&facts).user, "root");
    }
}
