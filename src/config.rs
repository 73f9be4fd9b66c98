//! `config.json`: the clouds that whoever hosts Keyhaven offers. Read at start, edited on the host without a rebuild.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Config {
    /// The clouds to choose from, the first one chosen.
    #[serde(default)]
    pub clouds: Vec<Cloud>,
    /// Whether a person may sign in to a cloud that is not listed, by its Auth URL.
    #[serde(default = "yes")]
    pub other_clouds: bool,
    /// A file with keys that must not be trusted, relative to the site (`docs/blocklist.md`).
    #[serde(default)]
    pub blocklist: Option<String>,
}

/// A cloud to sign in to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cloud {
    /// What a person reads.
    pub name: String,
    /// The identity API: a URL, or a path on the site's own origin.
    pub auth_url: String,
    /// The domain that users are in unless they say another; `Default` when not given.
    #[serde(default = "default_domain")]
    pub user_domain: String,
    /// The domain that projects are in unless the person says another; `Default` when not given.
    #[serde(default = "default_domain")]
    pub project_domain: String,
    /// The project proposed.
    #[serde(default)]
    pub project: String,
    /// The region proposed; the catalog's first when empty.
    #[serde(default)]
    pub region: String,
    /// Endpoints to use in place of the catalog's, by service type: for reverse proxies.
    #[serde(default)]
    pub endpoints: BTreeMap<String, String>,
}

impl Cloud {
    /// A cloud that is not in the configuration, by its Auth URL alone.
    pub fn other(auth_url: &str) -> Self {
        Self {
            name: "Other cloud".to_owned(),
            auth_url: auth_url.to_owned(),
            user_domain: default_domain(),
            project_domain: default_domain(),
            project: String::new(),
            region: String::new(),
            endpoints: BTreeMap::new(),
        }
    }
}

/// Why there is no configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be fetched.
    #[error("config.json could not be loaded: {0}")]
    Missing(String),
    /// The file is not what it should be.
    #[error("config.json cannot be read: {0}")]
    Broken(String),
}

impl Config {
    /// What there is without a file: no cloud of the host's, and any that a person names.
    pub fn none() -> Self {
        Self {
            clouds: Vec::new(),
            other_clouds: true,
            blocklist: None,
        }
    }

    /// Reads the text of `config.json`.
    ///
    /// # Errors
    /// [`ConfigError::Broken`] with line and column when it is not JSON or misses something.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        serde_json::from_slice(text.as_bytes())
            .map_err(|error| ConfigError::Broken(error.to_string()))
    }
}

fn yes() -> bool {
    true
}

fn default_domain() -> String {
    "Default".to_owned()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_has_a_sensible_value() {
        let config =
            Config::parse(r#"{"clouds":[{"name":"A","auth_url":"https://a/v3"}]}"#).unwrap();
        assert!(config.other_clouds);
        assert_eq!(config.clouds[0].user_domain, "Default");
        assert_eq!(config.clouds[0].project, "");
    }

    #[test]
    fn a_broken_file_says_where() {
        let error = Config::parse("{\n  \"clouds\": [}").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn a_cloud_needs_its_auth_url() {
        assert!(Config::parse(r#"{"clouds":[{"name":"A"}]}"#).is_err());
    }
}
