//! Asking a host for its files.

use crate::boot::checked_base;
use anyhow::{Context, Result, bail, ensure};
use std::io::Read;
use std::time::Duration;
use ureq::Agent;

/// More than any file of a site has.
const LIMIT: u64 = 64 << 20;

/// A site on a host.
pub struct Host {
    agent: Agent,
    /// Its address, with a slash at its end.
    url: String,
    /// Where its path begins in that.
    path: usize,
}

/// What a host answered.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Where it sends on to.
    location: Option<String>,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The status in a sentence.
    pub fn told(&self) -> String {
        match &self.location {
            Some(to) => format!("the host answered {} and sends on to {to}", self.status),
            None => format!("the host answered {}", self.status),
        }
    }
}

impl Host {
    /// The site at this address.
    ///
    /// # Errors
    /// When it is no address that a site can be under.
    pub fn at(url: &str) -> Result<Self> {
        let rest = ["https://", "http://"]
            .into_iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let rest =
            rest.with_context(|| format!("{url} begins with neither https:// nor http://"))?;
        let url = match rest.contains('/') {
            true => url.to_owned(),
            false => format!("{url}/"),
        };
        let url = match url.ends_with('/') {
            true => url,
            false => format!("{url}/"),
        };
        let host = url.len()
            - url
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .len();
        let path = url[host..].find('/').context("an address without a path")? + host;
        ensure!(path > host, "{url} names no host");
        checked_base(&url[path..])?;
        // What a redirect leads to is not what was asked for, and is said instead.
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        Ok(Self { agent, url, path })
    }

    /// The path under which the site is, with a slash at both ends.
    pub fn path(&self) -> &str {
        &self.url[self.path..]
    }

    /// Asks for a file of the site as it is, not compressed.
    ///
    /// # Errors
    /// When the host does not answer, or with more than a site can have.
    pub fn get(&self, name: &str, accept: &str) -> Result<Reply> {
        self.ask(name, accept, "identity")
    }

    /// Asks for a file as browsers do: what comes compressed is unpacked.
    ///
    /// # Errors
    /// As [`Host::get`], and when it cannot be unpacked.
    pub fn get_compressed(&self, name: &str) -> Result<Reply> {
        self.ask(name, "*/*", "gzip, br")
    }

    fn ask(&self, name: &str, accept: &str, encodings: &str) -> Result<Reply> {
        let url = format!("{}{name}", self.url);
        let ask = || -> Result<Reply> {
            let request = self.agent.get(&url).header("accept", accept);
            // Who keeps an old copy on the way is asked past.
            let request = request
                .header("accept-encoding", encodings)
                .header("cache-control", "no-cache");
            let mut reply = request.call()?;
            let header = |name: &str| {
                let value = reply.headers().get(name)?;
                Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
            };
            let (location, coding) = (header("location"), header("content-encoding"));
            let bytes = reply.body_mut().with_config().limit(LIMIT).read_to_vec()?;
            Ok(Reply {
                status: reply.status().as_u16(),
                location,
                bytes: unpacked(bytes, coding.as_deref())?,
            })
        };
        ask().with_context(|| format!("asking for {url}"))
    }
}

fn unpacked(bytes: Vec<u8>, coding: Option<&str>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let read = match coding {
        None | Some("identity") => return Ok(bytes),
        Some("br") => brotli::Decompressor::new(&*bytes, 4096)
            .take(LIMIT)
            .read_to_end(&mut out),
        Some("gzip") => flate2::read::MultiGzDecoder::new(&*bytes)
            .take(LIMIT)
            .read_to_end(&mut out),
        Some(other) => bail!("it is sent as {other}, which was not asked for"),
    };
    // What cannot be unpacked is compared as it came, and is then another file.
    Ok(match read {
        Ok(_) => out,
        Err(_) => bytes,
    })
}
