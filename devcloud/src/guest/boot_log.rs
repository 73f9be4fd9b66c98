//! What a server writes to its console while it boots: as much as people and programs look for in such a log, in the words of
//! systemd and cloud-init, of which the host keys matter most.
//! Source: cloud-init's `write-ssh-key-fingerprints` and `cc_ssh_authkey_fingerprints` for the form of what it writes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::HostKeys;

const SYSLOG: &[BorrowedFormatItem<'_>] =
    format_description!("[month repr:short] [day padding:space] [hour]:[minute]:[second]");
const MAIL: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] +0000"
);
const RULER: &str = "#############################################################";

/// One boot.
pub(crate) struct Boot<'a> {
    pub(crate) hostname: &'a str,
    pub(crate) user: &'a str,
    pub(crate) authorized_keys: &'a str,
    /// Shown when this is the first boot since the disk was written; later ones do not show them again.
    pub(crate) host_keys: Option<&'a HostKeys>,
    /// When it began: milliseconds since 1970.
    pub(crate) began: i64,
}

impl Boot<'_> {
    /// The log in pieces, as they come one after the other.
    pub(crate) fn pieces(&self) -> Vec<String> {
        let mut pieces = vec![
            self.kernel(),
            self.systemd(),
            self.stage("init-local", "5.21"),
            self.stage("init", "6.94"),
            self.stage("modules:config", "8.02"),
            format!(
                "{}{}",
                self.stage("modules:final", "8.77"),
                authorized(self.user, self.authorized_keys)
            ),
        ];
        if let Some(keys) = self.host_keys {
            pieces.push(self.host_keys(keys));
        }
        pieces.push(self.end());
        pieces
    }

    fn date(&self, format: &[BorrowedFormatItem<'_>]) -> String {
        OffsetDateTime::from_unix_timestamp(self.began.div_euclid(1000))
            .ok()
            .and_then(|time| time.format(format).ok())
            .unwrap_or_default()
    }

    fn kernel(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        [
            &format!("[    0.000000] devcloud {version}: a server of the embedded cloud"),
            "[    0.000000] Command line: root=/dev/vda1 ro console=tty0 console=ttyS0,115200n8",
            "[    0.004000] printk: console [ttyS0] enabled",
            "[    0.412871] virtio_blk virtio1: [vda] 4194304 512-byte logical blocks (2.15 GB/2.00 GiB)",
            "[    0.688412] virtio_net virtio0 ens3: renamed from eth0",
            "[    1.103955] EXT4-fs (vda1): mounted filesystem with ordered data mode. Quota mode: none.",
            &format!("[    1.530211] systemd[1]: Hostname set to <{}>.", self.hostname),
        ]
        .map(|line| format!("{line}\n"))
        .concat()
    }

    fn systemd(&self) -> String {
        let ok = |text: &str| format!("[\x1b[0;32m  OK  \x1b[0m] {text}\n");
        [
            ok("Started \x1b[0;1;39msystemd-journald.service\x1b[0m - Journal Service."),
            ok("Reached target \x1b[0;1;39mlocal-fs.target\x1b[0m - Local File Systems."),
            "         Starting \x1b[0;1;39mcloud-init-local.service\x1b[0m - Initial cloud-init job (pre-networking)...\n".to_owned(),
            ok("Reached target \x1b[0;1;39mnetwork.target\x1b[0m - Network."),
        ]
        .concat()
    }

    fn stage(&self, stage: &str, up: &str) -> String {
        format!(
            "[    {up}0000] cloud-init[412]: Cloud-init v. 22.4.2 running '{stage}' at {}. Up {up} seconds.\n",
            self.date(MAIL)
        )
    }

    fn host_keys(&self, keys: &HostKeys) -> String {
        let logged = |text: &str| format!("<14>{} cloud-init: {text}\n", self.date(SYSLOG));
        let mut text = logged(RULER) + &logged("-----BEGIN SSH HOST KEY FINGERPRINTS-----");
        for print in keys.fingerprints(self.hostname) {
            text += &logged(&print);
        }
        text += &logged("-----END SSH HOST KEY FINGERPRINTS-----");
        text += &logged(RULER);
        text += "-----BEGIN SSH HOST KEY KEYS-----\n";
        for line in keys.public_lines(self.hostname) {
            text += &format!("{line}\n");
        }
        text + "-----END SSH HOST KEY KEYS-----\n"
    }

    fn end(&self) -> String {
        format!(
            "[    9.310000] cloud-init[487]: Cloud-init v. 22.4.2 finished at {}. Datasource DataSourceOpenStackLocal \
             [net,ver=2].  Up 9.31 seconds\n\
             [\x1b[0;32m  OK  \x1b[0m] Reached target \x1b[0;1;39mcloud-init.target\x1b[0m - Cloud-init target.\n\
             \n{} login: ",
            self.date(MAIL),
            self.hostname
        )
    }
}

/// The table of who may log in.
fn authorized(user: &str, keys: &str) -> String {
    let rows: Vec<[String; 4]> = keys
        .lines()
        .filter_map(|line| {
            let mut words = line.splitn(3, ' ');
            let (kind, blob) = (words.next()?, STANDARD.decode(words.next()?).ok()?);
            let print: Vec<String> = Sha256::digest(blob)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let comment = words.next().map(str::trim).filter(|text| !text.is_empty());
            let comment = comment.unwrap_or("-").to_owned();
            Some([kind.to_owned(), print.join(":"), "-".to_owned(), comment])
        })
        .collect();
    if rows.is_empty() {
        return format!("ci-info: no authorized SSH keys fingerprints found for user {user}.\n");
    }
    let head = ["Keytype", "Fingerprint (sha256)", "Options", "Comment"].map(str::to_owned);
    let width = |column: usize| {
        let cells = rows.iter().chain([&head]);
        cells
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [0, 1, 2, 3].map(width);
    let rule = format!("+{}+", widths.map(|width| "-".repeat(width + 2)).join("+"));
    let line = |row: &[String; 4]| {
        let cells = [0, 1, 2, 3].map(|at| format!(" {:^width$} ", row[at], width = widths[at]));
        format!("|{}|", cells.join("|"))
    };
    let title = format!("Authorized keys from /home/{user}/.ssh/authorized_keys for user {user}");
    let mut table = vec![format!("{title:+^width$}", width = rule.chars().count())];
    table.extend([rule.clone(), line(&head), rule.clone()]);
    table.extend(rows.iter().map(line));
    table.push(rule);
    table
        .into_iter()
        .map(|line| format!("ci-info: {line}\n"))
        .collect()
}
