//! The images that servers are made of: from Glance, or from Nova at clouds that have no image service for a page.
//!
//! Source: Glance's API reference, "Images"; Nova's, "Images (DEPRECATED)".

use super::call;
use super::compute::Compute;
use super::error::Error;
use super::http::Http;
use super::json::{FromJson, text};
use super::listing::{self, HasId};
use super::path;
use super::secret::Token;
use super::service::Service;
use serde_json::Value;

/// The types under which an image service is found.
pub const SERVICE: &[&str] = &["image"];
/// What errors call the list.
const LIST: &str = "the list of images";

/// Who may see an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// The project alone.
    Private,
    /// Projects that it was shared with.
    Shared,
    /// All that know of it.
    Community,
    /// All.
    Public,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// Its name; not unique, and sometimes empty.
    pub name: String,
    /// Whether a server can be made of it now.
    pub is_active: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// The least GiB of disk.
    pub min_disk: u64,
    /// The least MiB of memory.
    pub min_ram: u64,
    /// Its own size in bytes, when it is known.
    pub size: Option<u64>,
    /// `windows` or `linux`, when the image says so.
    pub os_type: Option<String>,
    /// The distribution in lower case, such as `debian`, when the image says so.
    pub os_distro: Option<String>,
    /// Its version, when the image says so.
    pub os_version: Option<String>,
    /// The user to log in as, when the image says so.
    pub os_admin_user: Option<String>,
    /// Whether it was made of a server.
    pub is_snapshot: bool,
}

impl Image {
    /// Whether it is a Windows.
    pub fn is_windows(&self) -> bool {
        let is = |text: &Option<String>| text.as_deref() == Some("windows");
        is(&self.os_type) || is(&self.os_distro)
    }

    fn new(value: &Value, properties: &Value) -> Option<Self> {
        let number = |name: &str, other: &str| {
            let value = value.get(name).or_else(|| value.get(other));
            value.and_then(Value::as_u64)
        };
        let property = |name: &str| {
            text(properties, name)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let lower = |name: &str| property(name).map(|text| text.to_ascii_lowercase());
        let is_snapshot = property("image_type").is_some_and(|kind| kind == "snapshot");
        // A kernel or a ramdisk is an image that only others boot with.
        let is_part = matches!(
            text(value, "container_format").as_deref(),
            Some("aki" | "ari")
        );
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name").unwrap_or_default(),
            is_active: !is_part && text(value, "status")?.eq_ignore_ascii_case("active"),
            visibility: match text(value, "visibility").as_deref() {
                Some("private") => Visibility::Private,
                Some("shared") => Visibility::Shared,
                Some("community") => Visibility::Community,
                // Nova does not say.
                None if is_snapshot => Visibility::Private,
                _ => Visibility::Public,
            },
            min_disk: number("min_disk", "minDisk").unwrap_or_default(),
            min_ram: number("min_ram", "minRam").unwrap_or_default(),
            size: number("size", "OS-EXT-IMG-SIZE:size"),
            os_type: lower("os_type"),
            os_distro: lower("os_distro"),
            os_version: property("os_version"),
            os_admin_user: property("os_admin_user"),
            is_snapshot,
        })
    }
}

/// Glance has an image's properties beside its other members.
impl FromJson for Image {
    fn from_json(value: &Value) -> Option<Self> {
        Self::new(value, value)
    }
}

impl HasId for Image {
    fn id(&self) -> &str {
        &self.id
    }
}

/// Nova has an image's properties under `metadata`.
struct FromNova(Image);

impl FromJson for FromNova {
    fn from_json(value: &Value) -> Option<Self> {
        let nothing = Value::Null;
        let properties = value.get("metadata").unwrap_or(&nothing);
        Image::new(value, properties).map(Self)
    }
}

impl HasId for FromNova {
    fn id(&self) -> &str {
        &self.0.id
    }
}

struct NovaOne(FromNova);

impl FromJson for NovaOne {
    fn from_json(value: &Value) -> Option<Self> {
        FromNova::from_json(value.get("image")?).map(Self)
    }
}

/// Where images are to be had.
#[derive(Clone)]
pub enum Images<H> {
    /// From the image service.
    Glance(Glance<H>),
    /// From the compute service, which passes them on below 2.36.
    Nova(Compute<H>),
}

/// The image service.
#[derive(Clone)]
pub struct Glance<H>(Service<H>);

impl<H: Http> Glance<H> {
    /// `endpoint` is absolute and as the catalog has it.
    pub fn new(http: H, endpoint: &str, token: Token) -> Self {
        Self(Service::new(http, endpoint, "v2", token))
    }
}

impl<H: Http> Images<H> {
    /// All images that the project can see.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn all(&self) -> Result<Vec<Image>, Error> {
        match self {
            Self::Glance(glance) => glance.0.list("/images?limit=200", "images", LIST).await,
            Self::Nova(compute) => {
                let images = listing::read_all("images", LIST, async |marker: Option<&str>| {
                    let marker = marker.map(|marker| format!("?marker={marker}"));
                    let path = format!("/images/detail{}", marker.unwrap_or_default());
                    compute.get(&path, &[]).await
                });
                let images: Vec<FromNova> = images.await?;
                Ok(images.into_iter().map(|image| image.0).collect())
            }
        }
    }

    /// One image.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is gone, or may not be seen.
    pub async fn image(&self, id: &str) -> Result<Image, Error> {
        let path = format!("/images/{}", path::segment(id)?);
        match self {
            Self::Glance(glance) => glance.0.get(&path, "the image").await,
            Self::Nova(compute) => {
                let response = compute.get(&path, &[]).await?;
                Ok(call::json::<NovaOne>(&response, "the image")?.0.0)
            }
        }
    }
}
