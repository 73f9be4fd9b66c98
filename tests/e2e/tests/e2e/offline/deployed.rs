//! A site on a host of its own, whose files can be changed and which can be stopped.

use devcloud::{Config, LoggedRequest, Running};
use keyhaven_e2e::hosting::base;
use keyhaven_e2e::{Browser, World, environment, listed};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::TempDir;

/// The host. What it serves is a copy of the built site.
pub struct Deployed {
    folder: TempDir,
    base: &'static str,
    host: Mutex<Option<Running>>,
}

impl Deployed {
    /// A host with the site under a path, and a browser that knows it as the site of its world. The world's own cloud goes on
    /// when the host stops, and nobody asks it.
    pub async fn start(base: &'static str) -> (World, Self) {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join(base.trim_matches('/'));
        fs::create_dir_all(&inside).unwrap();
        for entry in fs::read_dir(environment::dist()).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, inside.join(path.file_name().unwrap())).unwrap();
        }
        let mut site = Self {
            folder,
            base,
            host: Mutex::new(None),
        };
        site.drop_copies();
        if base != "/" {
            site.move_down();
        }
        let config = Config {
            dist: Some(site.folder.path().to_owned()),
            ..Config::default()
        };
        let host = devcloud::start(config).await.unwrap();
        let other = devcloud::start(Config::default()).await.unwrap();
        let mut world = World::of(other, Browser::start().await);
        world.site = host.base_url();
        site.host = Mutex::new(Some(host));
        (world, site)
    }

    fn inside(&self) -> PathBuf {
        self.folder.path().join(self.base.trim_matches('/'))
    }

    /// Compressed copies would be of what the files were.
    fn drop_copies(&self) {
        for entry in fs::read_dir(self.inside()).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|end| end == "br" || end == "gz")
            {
                fs::remove_file(path).unwrap();
            }
        }
    }

    fn find(&self, begin: &str, end: &str) -> PathBuf {
        let files = fs::read_dir(self.inside()).unwrap();
        let mut files = files.map(|file| file.unwrap());
        let found = files.find(|file| {
            let name = file.file_name().into_string().unwrap();
            name.starts_with(begin) && name.ends_with(end)
        });
        found.unwrap().path()
    }

    /// What the build would be with `--public-url`. The host answers with the page for each path that is no file, which it takes
    /// from its root.
    fn move_down(&self) {
        self.change_page(|page| base::moved(&page, self.base).unwrap());
    }

    fn change_page(&self, change: impl FnOnce(String) -> String) {
        let file = self.inside().join("index.html");
        let before = fs::read_to_string(&file).unwrap();
        let after = change(before.clone());
        assert_ne!(before, after);
        fs::write(&file, &after).unwrap();
        fs::write(self.folder.path().join("index.html"), after).unwrap();
        listed::relist(&self.inside());
    }

    /// Puts up another version: the page says which, and the service worker's script is another too.
    pub fn put_up(&self, version: &str) {
        let old = self.find("sw-", ".js");
        let text = format!("// {version}\n{}", fs::read_to_string(&old).unwrap());
        let name = format!("sw-{}.js", &listed::sha256(text.as_bytes())[..16]);
        fs::remove_file(&old).unwrap();
        fs::write(old.with_file_name(&name), text).unwrap();
        let old = old.file_name().unwrap().to_str().unwrap().to_owned();
        self.change_page(|page| {
            page.replace(
                "<html lang=\"en\"",
                &format!("<html lang=\"en\" data-version=\"{version}\""),
            )
            .replace(&old, &name)
        });
    }

    /// Changes one byte of a file, which the list does not know of; gives the file's name.
    pub fn spoil(&self, begin: &str, end: &str) -> String {
        let file = self.find(begin, end);
        let mut bytes = fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        // A browser may have the file of that name from before; another host's would not be in its cache.
        self.replace(&file, &bytes)
    }

    /// Writes a file under a name that no cache knows, in the list with the hash that it had.
    fn replace(&self, file: &Path, bytes: &[u8]) -> String {
        let old = file.file_name().unwrap().to_str().unwrap();
        let (stem, end) = old.rsplit_once('.').unwrap();
        let name = format!("{}{:016x}.{end}", &stem[..stem.len() - 16], 7);
        fs::write(file.with_file_name(&name), bytes).unwrap();
        fs::remove_file(file).unwrap();
        let mut manifest = self.manifest();
        let files = manifest["files"].as_object_mut().unwrap();
        let listed = files.remove(old).unwrap();
        files.insert(name.clone(), listed);
        listed::write(&self.inside(), manifest);
        name
    }

    /// Adds to a file and changes no list.
    pub fn append(&self, begin: &str, end: &str, text: &str) {
        let file = self.find(begin, end);
        let text = fs::read_to_string(&file).unwrap() + text;
        fs::write(file, text).unwrap();
    }

    fn manifest(&self) -> Value {
        listed::manifest(&self.inside())
    }

    /// The build that is up.
    pub fn build(&self) -> String {
        self.manifest()["build"].as_str().unwrap().to_owned()
    }

    /// The names of the files that are listed.
    pub fn files(&self) -> Vec<String> {
        let manifest = self.manifest();
        manifest["files"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    }

    /// The requests that the host received.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        let host = self.host.lock().unwrap();
        host.as_ref().expect("the host runs").requests()
    }

    /// From now on nobody answers.
    pub async fn host_stops(&self) {
        let host = self.host.lock().unwrap().take();
        host.expect("the host runs").stop().await;
    }
}
