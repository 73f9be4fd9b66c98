//! The list of key pairs, page by page.

use super::Compute;
use super::key_pair::{KeyPair, Wrapped};
use crate::openstack::call;
use crate::openstack::error::{Error, Reply};
use crate::openstack::http::Http;
use crate::openstack::json::{FromJson, has_next};
use crate::openstack::key_pair_name::encode_segment;
use crate::openstack::microversion::Capability;
use serde_json::Value;
use std::collections::HashSet;

/// How many key pairs a page is asked for: what a cloud gives at most unless its operator changed that.
pub const PAGE_SIZE: usize = 1000;

const WISHED: &[Capability] = &[Capability::KeyPairTypes, Capability::KeyPairPaging];

struct ListReply {
    keypairs: Vec<Wrapped>,
    more: bool,
}

impl FromJson for ListReply {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            keypairs: Vec::from_json(value.get("keypairs")?)?,
            more: has_next(value, "keypairs_links"),
        })
    }
}

/// The pages of the list, in the order of names. Nothing is asked before [`Pages::next`].
pub struct Pages<'a, H> {
    compute: &'a Compute<H>,
    /// Every name given so far: neither a cloud that repeats itself nor an overlap after a deletion gives one twice.
    seen: HashSet<String>,
    /// The names of the last page; its last one is the marker of the next.
    markers: Vec<String>,
    finished: bool,
}

impl<H: Http> Pages<'_, H> {
    /// The next page, `None` after the last one. After an error the same page can be asked for again.
    ///
    /// # Errors
    /// What the cloud or the transport gives; [`Error::BadReply`] when the cloud goes round in circles.
    pub async fn next(&mut self) -> Option<Result<Vec<KeyPair>, Error>> {
        if self.finished {
            return None;
        }
        loop {
            match self.page().await {
                // The key pair that served as the marker was deleted meanwhile: the one before it does as well.
                Err(Error::BadRequest(reply))
                    if self.markers.len() > 1 && is_about_marker(&reply) =>
                {
                    self.markers.pop();
                }
                result => return Some(result),
            }
        }
    }

    async fn page(&mut self) -> Result<Vec<KeyPair>, Error> {
        let response = self.compute.get(&self.path(), WISHED).await?;
        let reply: ListReply = call::json(&response, "the list of key pairs")?;
        let more = reply.more;
        let mut key_pairs: Vec<KeyPair> = reply
            .keypairs
            .into_iter()
            .map(Wrapped::into_key_pair)
            .collect();
        let names: Vec<String> = key_pairs
            .iter()
            .map(|key_pair| key_pair.name.clone())
            .collect();
        key_pairs.retain(|key_pair| self.seen.insert(key_pair.name.clone()));
        self.finished = !more;
        if more && key_pairs.is_empty() {
            self.finished = true;
            return Err(call::bad_reply(
                &response,
                "the list of key pairs goes round in circles",
            ));
        }
        self.markers = names;
        Ok(key_pairs)
    }

    /// The marker's address is built here rather than taken from the reply's link, whose host is often wrong.
    fn path(&self) -> String {
        if self
            .compute
            .version_for(&[Capability::KeyPairPaging])
            .is_none()
        {
            return "/os-keypairs".to_owned();
        }
        let marker = self.markers.last().map(|name| {
            // `.` and `..` need no encoding in a query.
            encode_segment(name).unwrap_or_else(|| name.clone())
        });
        match marker {
            Some(marker) => format!("/os-keypairs?limit={PAGE_SIZE}&marker={marker}"),
            None => format!("/os-keypairs?limit={PAGE_SIZE}"),
        }
    }
}

fn is_about_marker(reply: &Reply) -> bool {
    reply.message.to_ascii_lowercase().contains("marker")
}

impl<H: Http> Compute<H> {
    /// The user's key pairs, page by page, so that the first can be shown while the others come.
    pub fn pages(&self) -> Pages<'_, H> {
        Pages {
            compute: self,
            seen: HashSet::new(),
            markers: Vec::new(),
            finished: false,
        }
    }

    /// All of the user's key pairs, in the order of names.
    ///
    /// # Errors
    /// As [`Pages::next`].
    pub async fn key_pairs(&self) -> Result<Vec<KeyPair>, Error> {
        let mut pages = self.pages();
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            all.append(&mut page?);
        }
        Ok(all)
    }
}
