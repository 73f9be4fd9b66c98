//! The file is not kept: the browser refuses the download, or the disk is full. No browser tells a page, so registering goes
//! on; the page says so, and asks.

use super::{Bench, Step};
use keyhaven_e2e::Browser;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a file goes.
enum Place<'a> {
    Nowhere,
    Folder(&'a Path),
}

impl Place<'_> {
    async fn is_set(&self, browser: &Browser) {
        match self {
            Self::Nowhere => browser.download_into(None).await,
            Self::Folder(folder) => browser.download_into(Some(folder)).await,
        }
    }
}

/// At each step files begin to be lost; once the page has asked for the file, they are kept again.
async fn no_file_is_kept(bench: &Bench, place: Place<'_>) {
    let browser = bench.browser();
    for step in Step::ALL {
        if step.is_saved() {
            place.is_set(browser).await;
            bench.reach(step).await;
        } else {
            bench.reach(step).await;
            place.is_set(browser).await;
            bench.go_on_to_save(step).await;
            bench.world.is_registered().await;
        }
        browser
            .see("No browser tells a page whether it kept a download")
            .await;
        assert!(!browser.downloads().contains(&bench.file(step)));
        let outcome = match step {
            Step::Registered => is_deleted(bench, step).await,
            _ => is_saved_again(bench, step).await,
        };
        bench.cell(step, outcome).await;
    }
    bench.finished().await;
}

/// The vault still has the key.
async fn is_saved_again(bench: &Bench, step: Step) -> &'static str {
    let browser = bench.browser();
    browser.press("The file is not there").await;
    browser.see("Make room on the disk").await;
    Place::Folder(&browser.download_folder())
        .is_set(browser)
        .await;
    let file = bench.world.save(&bench.file(step)).await;
    browser.enter_vault().await;
    browser.pick_file("Check the saved file", &file).await;
    browser.see("complete and unchanged").await;
    browser.leave_vault().await;
    browser.see("It is: you had it checked.").await;
    bench.let_go(step).await;
    "said; saved again"
}

/// The vault has let go of the key, so nobody has it any more.
async fn is_deleted(bench: &Bench, step: Step) -> &'static str {
    let browser = bench.browser();
    browser.enter_vault().await;
    browser.press("Forget everything in here").await;
    browser.leave_vault().await;
    browser.see("This page no longer has the key").await;
    browser.press("The file is not there").await;
    browser.see("Then nobody has the private key").await;
    browser.press("Delete key pair").await;
    let dialog = format!("Delete key pair {}?", bench.name(step));
    browser.find("dialog", &dialog).await;
    browser.press("Delete").await;
    browser.see("deleted.").await;
    browser.find("heading", "Create key pair").await;
    bench.is_not_registered(step).await;
    bench.nothing_is_registered_without_its_file().await;
    Place::Folder(&browser.download_folder())
        .is_set(browser)
        .await;
    "said; deleted, another made"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_download() {
    let bench = Bench::new("download refused").await;
    no_file_is_kept(&bench, Place::Nowhere).await;
}

/// A folder in which no byte can be written: a file system without room, where this machine lets a test have one, else one
/// that cannot be made.
struct FullDisk {
    folder: PathBuf,
    mounted: bool,
}

impl FullDisk {
    fn new(browser: &Browser) -> Self {
        let folder = browser.folder().join("full");
        std::fs::create_dir(&folder).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4k", "keyhaven-full"])
            .arg(&folder)
            .output();
        let mounted = mount.is_ok_and(|output| output.status.success());
        if mounted {
            std::fs::write(folder.join("filler"), [0; 4096]).unwrap();
            return Self { folder, mounted };
        }
        let file = browser.folder().join("file");
        std::fs::write(&file, "").unwrap();
        Self {
            folder: file.join("full"),
            mounted,
        }
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        if self.mounted {
            // Lazily: the browser may still look at it. What is left is in memory, and ends with it.
            let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk() {
    let bench = Bench::new("disk full").await;
    let disk = FullDisk::new(bench.browser());
    no_file_is_kept(&bench, Place::Folder(&disk.folder)).await;
}
