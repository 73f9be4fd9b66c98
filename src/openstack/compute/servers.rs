//! The list of servers, page by page.

use super::Compute;
use super::server::{Server, WISHED};
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::json::{FromJson, has_next};
use crate::openstack::listing;
use crate::openstack::microversion::Capability;
use crate::openstack::path;
use serde_json::Value;
use std::collections::HashSet;

/// How many servers a page is asked for: what a cloud gives at most unless its operator changed that.
const PAGE_SIZE: usize = 1000;

struct ListReply {
    servers: Vec<Server>,
    more: bool,
}

impl FromJson for ListReply {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            servers: Vec::from_json(value.get("servers")?)?,
            more: has_next(value, "servers_links"),
        })
    }
}

/// The pages of the list, the newest servers first. Nothing is asked before [`ServerPages::next`].
pub struct ServerPages<'a, H> {
    compute: &'a Compute<H>,
    filter: String,
    wished: &'static [Capability],
    /// Every id given so far: a cloud that repeats itself gives no server twice.
    seen: HashSet<String>,
    /// The ids of the last page; its last one is the marker of the next.
    markers: Vec<String>,
    pages: usize,
    finished: bool,
}

impl<H: Http> ServerPages<'_, H> {
    /// The next page, `None` after the last one. After an error the same page can be asked for again.
    ///
    /// # Errors
    /// What the cloud or the transport gives; [`Error::BadReply`] when the cloud goes round in circles.
    pub async fn next(&mut self) -> Option<Result<Vec<Server>, Error>> {
        if self.finished {
            return None;
        }
        loop {
            match self.page().await {
                // The server that served as the marker was deleted meanwhile: the one before it does as well.
                Err(Error::BadRequest(reply))
                    if self.markers.len() > 1 && reply.message.contains("marker") =>
                {
                    self.markers.pop();
                }
                result => return Some(result),
            }
        }
    }

    async fn page(&mut self) -> Result<Vec<Server>, Error> {
        let marker = self.markers.last();
        let marker = marker.map(|marker| format!("&marker={}", path::value(marker)));
        let marker = marker.unwrap_or_default();
        let filter = &self.filter;
        let path = format!("/servers/detail?limit={PAGE_SIZE}{marker}{filter}");
        let response = self.compute.get(&path, self.wished).await?;
        let reply: ListReply = call::json(&response, "the list of servers")?;
        let mut servers = reply.servers;
        self.markers = servers.iter().map(|server| server.id.clone()).collect();
        servers.retain(|server| self.seen.insert(server.id.clone()));
        self.pages += 1;
        self.finished = !reply.more;
        if reply.more && (servers.is_empty() || self.pages == listing::MOST_PAGES) {
            self.finished = true;
            return Err(call::bad_reply(
                &response,
                "the list of servers goes round in circles",
            ));
        }
        Ok(servers)
    }

    async fn all(mut self) -> Result<Vec<Server>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await {
            all.append(&mut page?);
        }
        Ok(all)
    }
}

/// The part of a query that finds at least the servers whose member has this text; Nova takes it for a regular
/// expression. Databases differ in what is special in one, and in how they count letters beyond ASCII; so those stand for
/// anything.
fn filter(member: &str, text: &str) -> String {
    let is_plain =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let parts = text.split(|letter| !is_plain(letter));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        // An empty one is refused.
        true => String::new(),
        false => format!("&{member}={}", path::value(&parts.join(".*"))),
    }
}

impl<H: Http> Compute<H> {
    /// The project's servers, page by page, so that the first can be shown while the others come.
    pub fn servers(&self) -> ServerPages<'_, H> {
        self.filtered(String::new(), WISHED)
    }

    fn filtered(&self, filter: String, wished: &'static [Capability]) -> ServerPages<'_, H> {
        ServerPages {
            compute: self,
            filter,
            wished,
            seen: HashSet::new(),
            markers: Vec::new(),
            pages: 0,
            finished: false,
        }
    }

    /// The project's servers that were launched with a key pair of this name. Another person's key pair may have the
    /// same name: the cloud does not tell whose it was.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn servers_with_key(&self, key_name: &str) -> Result<Vec<Server>, Error> {
        let wished = &[Capability::EmbeddedFlavor, Capability::ServersByKey];
        let filter = filter("key_name", key_name);
        let mut servers = self.filtered(filter, wished).all().await?;
        // The filter finds more than the name, and older clouds pass over it.
        servers.retain(|server| server.key_name.as_deref() == Some(key_name));
        Ok(servers)
    }

    /// The project's servers of exactly this name.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn servers_named(&self, name: &str) -> Result<Vec<Server>, Error> {
        let filter = filter("name", name);
        let mut servers = self.filtered(filter, WISHED).all().await?;
        servers.retain(|server| server.name == name);
        Ok(servers)
    }
}

#[cfg(test)]
mod tests {
    use super::filter;

    #[test]
    fn a_filter_holds_nothing_that_a_database_could_take_for_something_else() {
        for (name, expected) in [
            ("web-1", "&name=web-1"),
            ("my web_1", "&name=my%20web_1"),
            ("a.b", "&name=a.%2Ab"),
            ("(x|y)*", "&name=x.%2Ay"),
            ("büro", "&name=b.%2Aro"),
            ("漢字", ""),
            ("", ""),
        ] {
            assert_eq!(filter("name", name), expected);
        }
    }
}
