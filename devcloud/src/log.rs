//! Every request the cloud received, whole: in memory, and in a file of one JSON object a line.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::request::Parts;
use serde_json::{Value, json};

use crate::clock;
use crate::error::Error;

/// One request as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRequest {
    /// The method, in capitals.
    pub method: String,
    /// Path and query, undecoded.
    pub target: String,
    /// Header names in lower case with their values, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl LoggedRequest {
    fn new(parts: &Parts, body: &Bytes) -> Self {
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Self {
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            headers: parts
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            body: body.to_vec(),
        }
    }

    /// A header's first value; the name's case does not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(have, _)| have.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The line of the log: the body as `body` when it is text, else as `body_base64`.
    fn line(&self) -> String {
        let (key, body) = match std::str::from_utf8(&self.body) {
            Ok(text) => ("body", text.to_owned()),
            Err(_) => ("body_base64", STANDARD.encode(&self.body)),
        };
        let mut line: Value = json!({
            "time": clock::now(),
            "method": self.method,
            "target": self.target,
            "headers": self.headers,
        });
        line[key] = body.into();
        format!("{line}\n")
    }
}

/// Where requests are written down.
pub(crate) struct RequestLog {
    file: Option<Mutex<File>>,
    kept: Option<Mutex<Vec<LoggedRequest>>>,
}

impl RequestLog {
    pub(crate) fn open(path: Option<&Path>, keep: bool) -> Result<Self, Error> {
        let open = |path: &Path| {
            OpenOptions::new()
                .create(true)
                .append(true)
                .open(path)
                .map_err(|source| Error::RequestLog {
                    path: path.to_owned(),
                    source,
                })
        };
        Ok(Self {
            file: path.map(open).transpose()?.map(Mutex::new),
            kept: keep.then(Mutex::default),
        })
    }

    pub(crate) fn record(&self, parts: &Parts, body: &Bytes) {
        if self.file.is_none() && self.kept.is_none() {
            return;
        }
        let request = LoggedRequest::new(parts, body);
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(e) = file.write_all(request.line().as_bytes()) {
                eprintln!("devcloud: request log: {e}");
            }
        }
        if let Some(kept) = &self.kept {
            kept.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(request);
        }
    }

    pub(crate) fn kept(&self) -> Vec<LoggedRequest> {
        self.kept.as_ref().map_or_else(Vec::new, |kept| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
        })
    }

    pub(crate) fn clear(&self) {
        if let Some(kept) = &self.kept {
            kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}
