//! The last step of a build: turns what Trunk has written into the site.
//!
//! Optimises both programs, makes the vault's frame, names every file by its content, writes the names, hashes and the
//! policy into index.html, and puts a compressed copy beside each file.

use crate::boot::{self, Boot};
use crate::frame::{Frame, Parts, hash, replace_mark};
use crate::minify::{Kind, minify};
use crate::project::{self, Profile, read, source};
use crate::release::sha256;
use crate::{base, compress, sh, split, styles, tools};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Runs as Trunk's hook, which tells in its environment where the files are.
///
/// # Errors
/// When a file is missing, a mark in one is not as expected, or wasm-opt fails.
pub fn from_trunk() -> Result<()> {
    let told = |name| {
        std::env::var(name).with_context(|| format!("{name} is not set: this step is run by Trunk"))
    };
    let profile = if told("TRUNK_PROFILE")? == "release" {
        Profile::Release
    } else {
        Profile::Dev
    };
    let site = Site {
        folder: PathBuf::from(told("TRUNK_STAGING_DIR")?),
        profile,
    };
    site.assemble()
}

struct Site {
    folder: PathBuf,
    profile: Profile,
}

impl Site {
    fn assemble(&self) -> Result<()> {
        let html = self.read("index.html")?;
        let boot = Boot::find(&html)?;
        self.optimise(boot.wasm)?;
        self.optimise("vault_bg.wasm")?;
        self.optimise("audit_bg.wasm")?;

        let frame = self.frame()?;
        let frame_file = self.write("vault", "html", frame.html.as_bytes())?;
        let vault = self.rename("vault_bg.wasm", "vault", "wasm")?;
        fs::remove_file(self.folder.join("vault.js"))?;
        let audit_js = self.audit_script()?;
        let audit = self.rename("audit_bg.wasm", "audit", "wasm")?;
        let starter = self.smaller(&boot::script()?, Kind::Module)?;
        let starter = self.write("boot", "js", starter.as_bytes())?;
        let js = self.with_parts(&self.read(boot.js)?)?;
        let js = boot::with_trusted(&js, &starter)?;
        let js = self.smaller(&js, Kind::Module)?;
        let js = self.write("app", "js", js.as_bytes())?;
        fs::remove_file(self.folder.join(boot.js))?;
        let wasm = self.rename(boot.wasm, "app", "wasm")?;
        let (html, sheets) = styles::take_links(&html, boot.base)?;
        let style = self.join(&sheets)?;
        let old = self.write(
            "old-browser",
            "js",
            source("site/old-browser.js")?.as_bytes(),
        )?;

        // It is read by whoever wants to know what it does, and so stays as it is.
        let keeper = self.write("sw", "js", source("site/sw.js")?.as_bytes())?;
        let base = boot.base;
        let start = format!(
            r#"<link rel="stylesheet" href="{base}{style}" integrity="{style_hash}">
<link rel="modulepreload" href="{base}{js}" integrity="{js_hash}">
<link rel="preload" href="{base}{wasm}" as="fetch" type="application/wasm" crossorigin>
<script id="boot" type="module" src="{base}{starter}" integrity="{starter_hash}" data-base="{base}" data-js="{base}{js}" data-wasm="{base}{wasm}" data-sw="{base}{keeper}" data-vault-frame="{base}{frame_file}" data-vault-frame-hash="{frame_hash}" data-vault-wasm="{base}{vault}" data-vault-wasm-hash="{vault_hash}" data-audit-js="{base}{audit_js}" data-audit-js-hash="{audit_js_hash}" data-audit-wasm="{base}{audit}" data-audit-wasm-hash="{audit_hash}"></script>
<script nomodule defer src="{base}{old}"></script>"#,
            style_hash = self.hash(&style)?,
            js_hash = self.hash(&js)?,
            starter_hash = self.hash(&starter)?,
            frame_hash = self.hash(&frame_file)?,
            vault_hash = self.hash(&vault)?,
            audit_js_hash = self.hash(&audit_js)?,
            audit_hash = self.hash(&audit)?,
        );
        let html = replace_mark(&html, boot.mark, &start)?;
        let html = replace_mark(&html, "FRAME-SCRIPT-HASH", &frame.script_hash)?;
        let html = replace_mark(&html, "FRAME-STYLE-HASH", &frame.style_hash)?;
        let install = format!(
            "<link rel=\"manifest\" href=\"{base}{}\">",
            self.web_manifest()?
        );
        let html = replace_mark(&html, "<!--INSTALL-->", &install)?;
        for page in base::PAGES {
            fs::write(self.folder.join(page), &html)?;
        }
        if self.profile == Profile::Release {
            compress::folder(&self.folder)?;
        }
        Ok(())
    }

    fn frame(&self) -> Result<Frame> {
        let worker = format!(
            "{}\n{}",
            self.read("vault.js")?,
            source("src/vault/frame/worker.js")?
        );
        Parts {
            template: &source("src/vault/frame/frame.html")?,
            styles: &[
                &source("style/tokens.css")?,
                &source("src/vault/frame/frame.css")?,
            ],
            scripts: &[
                &source("src/vault/frame/frame.js")?,
                &source("src/vault/frame/program.js")?,
                &source("src/vault/frame/idle.js")?,
                &source("src/vault/frame/workbench.js")?,
                &source("src/vault/frame/password.js")?,
            ],
            worker: &worker,
        }
        .assemble()
        .context("the vault's frame")
    }

    /// The script of the audit's worker: wasm-bindgen's glue and what comes after it.
    fn audit_script(&self) -> Result<String> {
        let script = format!("{}\n{}", self.read("audit.js")?, source("site/audit.js")?);
        fs::remove_file(self.folder.join("audit.js"))?;
        self.write(
            "audit",
            "js",
            self.smaller(&script, Kind::Script)?.as_bytes(),
        )
    }

    /// Puts the parts of the app's program that are fetched later beside it; gives the app's script, which fetches them.
    fn with_parts(&self, app: &str) -> Result<String> {
        let mut parts = Vec::new();
        for (name, path) in split::parts()? {
            fs::copy(&path, self.folder.join(&name)).with_context(|| name.clone())?;
            self.optimise(&name)?;
            let file = self.rename(&name, "part", "wasm")?;
            let bytes = fs::read(self.folder.join(&file))?;
            parts.push((name, file, bytes));
        }
        let placed: Vec<_> = parts
            .iter()
            .map(|(name, file, bytes)| split::Placed { name, file, bytes })
            .collect();
        split::join(app, &placed).context("the script that fetches the parts")
    }

    /// What makes the site one that can be installed: the web manifest, and the icons that it names beside it.
    fn web_manifest(&self) -> Result<String> {
        let mut manifest = source("site/manifest.json")?;
        for icon in ["icon-192", "icon-512", "icon-maskable"] {
            let file = project::root().join(format!("site/{icon}.png"));
            let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
            let name = self.write(icon, "png", &bytes)?;
            manifest = replace_mark(&manifest, &format!("{icon}.png"), &name)?;
        }
        // Trunk has put the drawing beside the page, under a name with its hash.
        let drawing = fs::read_dir(&self.folder)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .find(|name| name.starts_with("favicon-"))
            .context("Trunk left no favicon")?;
        manifest = replace_mark(&manifest, "favicon.svg", &drawing)?;
        self.write("manifest", "json", manifest.as_bytes())
    }

    /// Makes one style sheet of several: one request less for each, and better compression.
    fn join(&self, sheets: &[String]) -> Result<String> {
        let mut all = String::new();
        for sheet in sheets {
            all.push_str(&self.read(sheet)?);
            all.push('\n');
            fs::remove_file(self.folder.join(sheet))?;
        }
        let all = self.smaller(&all, Kind::Style)?;
        self.write("style", "css", all.as_bytes())
    }

    /// The vault's frame is not made smaller: who wants to know what it does can read it as it is.
    fn smaller(&self, text: &str, kind: Kind) -> Result<String> {
        match self.profile {
            Profile::Release => minify(text, kind),
            Profile::Dev => Ok(text.to_owned()),
        }
    }

    /// Makes a program smaller. Without wasm-opt it stays as it is.
    fn optimise(&self, wasm: &str) -> Result<()> {
        if self.profile == Profile::Dev {
            return Ok(());
        }
        let Some(mut command) = tools::wasm_opt()? else {
            println!(
                "keyhaven: neither npm nor wasm-opt is there, so the site is larger than it need be"
            );
            return Ok(());
        };
        let file = self.folder.join(wasm);
        let smaller = self.folder.join("smaller.wasm");
        // -Oz gives fewer bytes, but more of them once compressed, which is how they travel.
        sh::run(
            command
                .args(["-q", "-O2"])
                .arg(&file)
                .arg("-o")
                .arg(&smaller),
        )
        .context("wasm-opt")?;
        fs::rename(smaller, file)?;
        Ok(())
    }

    fn rename(&self, from: &str, stem: &str, extension: &str) -> Result<String> {
        let from = self.folder.join(from);
        let name = self.write(
            stem,
            extension,
            &fs::read(&from).with_context(|| from.display().to_string())?,
        )?;
        fs::remove_file(from)?;
        Ok(name)
    }

    /// Writes a file under a name that has its hash, so that it can be cached for ever.
    fn write(&self, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
        let name = format!("{stem}-{}.{extension}", &sha256(bytes)[..16]);
        fs::write(self.folder.join(&name), bytes)?;
        Ok(name)
    }

    fn hash(&self, file: &str) -> Result<String> {
        Ok(hash(
            &fs::read(self.folder.join(file)).with_context(|| file.to_owned())?,
        ))
    }

    fn read(&self, file: &str) -> Result<String> {
        read(&self.folder.join(file))
    }
}
