//! `cargo xtask verify URL`: whether a deployed site is what this checkout builds, byte for byte.
//!
//! It asks like anybody else, and a host may answer somebody else otherwise: docs/offline.md says what that means.

mod host;
#[cfg(test)]
mod tests;

use crate::base::COPY;
use crate::git::Checkout;
use crate::project::{self, Profile};
use crate::release::{self, MANIFEST, SUMS, UNKNOWN, sha256};
use crate::site;
use anyhow::{Context, Result, bail, ensure};
use host::{Host, Reply};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The page, which is also what a host answers with for every path of the app.
const PAGE: &str = "index.html";
/// Two such paths.
const ROUTES: [&str; 2] = ["key-pairs", "about"];

/// Reads the rest of the command line and compares: with a build of this checkout, or with the folder after `--with`.
///
/// # Errors
/// When an argument is wrong, the site cannot be asked, the checkout is not what the site says it was built of, or the two
/// differ.
pub fn run(mut arguments: Parser) -> Result<()> {
    let (mut url, mut folder) = (None, None::<PathBuf>);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("with") => folder = Some(arguments.value()?.into()),
            Arg::Value(word) if url.is_none() => url = Some(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let url = url.context("say which site: cargo xtask verify https://keys.example.org/")?;
    let host = Host::at(&url)?;
    let manifest = manifest(&host)?;
    let folder = match folder {
        Some(folder) => folder,
        None => build_of(&manifest, &host)?,
    };
    let found = compare(&release::all(&folder)?, &host, &manifest)?;
    for line in &found.notes {
        println!("  {line}");
    }
    println!("{}", config(&host)?);
    if found.faults.is_empty() {
        let word = |name: &str| manifest[name].as_str().unwrap_or_default().to_owned();
        println!(
            "{url} is what {} gives: {} files, byte for byte.\n  commit {}\n  build  {}",
            folder.display(),
            found.same,
            word("commit"),
            word("build"),
        );
        return Ok(());
    }
    bail!(
        "{url} is not what {} gives:\n  {}",
        folder.display(),
        found.faults.join("\n  ")
    )
}

/// What the site says about itself.
fn manifest(host: &Host) -> Result<Value> {
    let reply = host.get(MANIFEST, "*/*")?;
    ensure!(
        reply.status == 200,
        "{MANIFEST}: {}; a site that does not say what it is made of cannot be compared",
        reply.told()
    );
    serde_json::from_slice(&reply.bytes)
        .with_context(|| format!("{MANIFEST} of the site is no JSON: is this Keyhaven?"))
}

/// Builds what the site says it is, from this checkout.
fn build_of(manifest: &Value, host: &Host) -> Result<PathBuf> {
    let here = Checkout::clean(project::root())?;
    can_be_compared(&here, manifest, host.path())?;
    site::build(&site::Options {
        public_url: host.path().to_owned(),
        ..site::Options::release()
    })?;
    Profile::Release.dist()
}

/// Whether a build of this checkout would tell anything about the site.
fn can_be_compared(here: &Checkout, manifest: &Value, path: &str) -> Result<()> {
    let commit = manifest["commit"].as_str().unwrap_or(UNKNOWN);
    ensure!(
        commit != UNKNOWN,
        "the site was not built from a git checkout and names no commit: build what it was built from, then compare with --with FOLDER"
    );
    ensure!(
        manifest["clean"] == true,
        "the site was built from commit {commit} with changes that were never committed: nobody can build that again"
    );
    ensure!(
        commit == here.commit,
        "the site says that it was built from commit {commit}, and this checkout is at {}: check that commit out and ask again",
        here.commit
    );
    let told = manifest["public_url"].as_str().unwrap_or_default();
    ensure!(
        told == path,
        "the site says that it was built for {told}, and it was asked for under {path}"
    );
    Ok(())
}

/// What a comparison found.
#[derive(Debug, Default)]
struct Found {
    /// How many files are the same.
    same: usize,
    /// What is not as it should be.
    faults: Vec<String>,
    /// What is as it may be.
    notes: Vec<String>,
}

fn compare(ours: &BTreeMap<String, Vec<u8>>, host: &Host, manifest: &Value) -> Result<Found> {
    let page = ours.get(PAGE).context("the build has no index.html")?;
    let mut found = Found::default();
    let names: BTreeSet<String> = ours.keys().cloned().chain(named(host, manifest)?).collect();
    for name in &names {
        let reply = host.get(name, "*/*")?;
        // Some hosts answer with the page for everything that they do not have.
        // Its copy is that page, and comes with this status from hosts that show it for what they do not have.
        if name == COPY && reply.bytes == *page {
            found.same += 1;
            continue;
        }
        let absent = reply.status == 404 || (name != PAGE && reply.bytes == *page);
        match (ours.get(name), absent) {
            (Some(ours), false) => {
                // What browsers get is not this file but its compressed copy, when the host has one.
                let sent = match is_a_help(name) {
                    true => None,
                    false => Some(host.get_compressed(name)?),
                };
                found.hold(name, ours, &reply, sent.as_ref());
            }
            (Some(_), true) if is_a_help(name) => {
                found.notes.push(format!(
                    "{name} is not served by this address, and need not be"
                ));
            }
            (Some(_), true) => found.faults.push(format!("missing:   {name}")),
            (None, false) => found
                .faults
                .push(format!("extra:     {name}, {}", what(&reply.bytes, &reply))),
            // Named by the site's own lists, and not there: those lists are among the files that differ.
            (None, true) => {}
        }
    }
    // GitHub's pages and the like answer with the page and 404.
    for route in [""].iter().chain(&ROUTES) {
        let reply = host.get(route, "text/html")?;
        if reply.bytes != *page {
            let what = what(&reply.bytes, &reply);
            found.faults.push(format!(
                "different: {}{route}, which should be the page, {what}",
                host.path()
            ));
        }
    }
    Ok(found)
}

impl Found {
    fn hold(&mut self, name: &str, ours: &[u8], plain: &Reply, compressed: Option<&Reply>) {
        let differs = |reply: &&Reply| reply.status != 200 || reply.bytes != ours;
        let told = |reply: &Reply, how: &str| {
            let what = what(&reply.bytes, reply);
            format!(
                "different: {name}{how}, {what}, and should have {}",
                sha256(ours)
            )
        };
        match (Some(plain).filter(differs), compressed.filter(differs)) {
            (None, None) => self.same += 1,
            (Some(reply), _) => self.faults.push(told(reply, "")),
            (None, Some(reply)) => self.faults.push(told(reply, " when sent compressed")),
        }
    }
}

fn what(bytes: &[u8], reply: &Reply) -> String {
    match reply.status {
        200 => format!("has {}", sha256(bytes)),
        _ => reply.told(),
    }
}

/// Whether a host may keep a file to itself: compressed copies, which it sends in place of others, and the list of sums.
fn is_a_help(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz") || name == SUMS
}

/// The files that the site itself names: in its manifest, its list of sums and its page.
fn named(host: &Host, manifest: &Value) -> Result<BTreeSet<String>> {
    let files = manifest["files"].as_object();
    let mut names: BTreeSet<String> = files
        .into_iter()
        .flat_map(|files| files.keys().cloned())
        .collect();
    let sums = host.get(SUMS, "*/*")?;
    if sums.status == 200 {
        let text = String::from_utf8_lossy(&sums.bytes).into_owned();
        names.extend(
            text.lines()
                .filter_map(|line| Some(line.split_once("  ")?.1.to_owned())),
        );
    }
    let page = host.get(PAGE, "*/*")?;
    let page = String::from_utf8_lossy(&page.bytes).into_owned();
    let values = page.split('"').skip(1).step_by(2);
    names.extend(
        values
            .filter_map(|value| value.strip_prefix(host.path()))
            .map(str::to_owned),
    );
    // A name leads nowhere but to a file beside the page.
    names.retain(|name| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
    });
    Ok(names)
}

/// What the operator wrote: no build can tell whether it is right.
fn config(host: &Host) -> Result<String> {
    let reply = host.get("config.json", "*/*")?;
    if reply.status != 200 {
        return Ok(format!("config.json: {}", reply.told()));
    }
    let Ok(config) = serde_json::from_slice::<Value>(&reply.bytes) else {
        return Ok("config.json is no JSON: the site knows no cloud".to_owned());
    };
    let mut text =
        "config.json is the operator's, and is compared with nothing. By it the page may talk to:"
            .to_owned();
    for cloud in config["clouds"].as_array().into_iter().flatten() {
        let list = |name: &str| match &cloud[name] {
            Value::Array(list) => list.clone(),
            Value::Object(map) => map.values().cloned().collect(),
            other => vec![other.clone()],
        };
        let addresses = ["auth_url", "endpoints", "origins"].into_iter();
        for address in addresses.flat_map(list).filter(|value| !value.is_null()) {
            text += &format!("\n  {address}, for {}", cloud["name"]);
        }
    }
    if config["other_clouds"] != false {
        text +=
            "\n  every https: address, and this machine: people may type an Auth URL of their own";
    }
    Ok(text)
}
