//! Asking a cloud, and taking down what it says.

use crate::compare::Recording;
use crate::observe;
use crate::target::Target;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Where the page would come from.
pub const ORIGIN: &str = "https://keys.example";

/// How long a cloud may take to build a server.
const PATIENCE: Duration = Duration::from_secs(120);

/// A request to one of the services; the path is from its root.
#[derive(Clone)]
pub struct Ask {
    method: Method,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    origin: bool,
}

impl Ask {
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("X-Auth-Token", token)
    }

    pub fn version(self, version: &str) -> Self {
        self.header("OpenStack-API-Version", format!("compute {version}"))
    }

    pub fn json(self, body: &Value) -> Self {
        self.text("application/json", body.to_string())
    }

    pub fn text(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("Content-Type", content_type)
    }

    /// As a program that is no browser sends it.
    pub fn without_origin(mut self) -> Self {
        self.origin = false;
        self
    }
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// All values under a name, with commas between them.
    pub fn header(&self, name: &str) -> Option<String> {
        let found = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let values: Vec<&str> = found.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A run through the requests.
pub struct Session {
    pub target: Target,
    client: reqwest::Client,
    recording: Recording,
}

impl Session {
    pub fn new(target: Target) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            target,
            client,
            recording: Recording::default(),
        }
    }

    pub fn identity(&self, method: Method, path: &str) -> Ask {
        Self::ask_of(&self.target.identity, method, path)
    }

    pub fn compute(&self, method: Method, path: &str) -> Ask {
        Self::ask_of(&self.target.compute, method, path)
    }

    pub fn image(&self, method: Method, path: &str) -> Ask {
        Self::ask_of(&self.target.image, method, path)
    }

    pub fn network(&self, method: Method, path: &str) -> Ask {
        Self::ask_of(&self.target.network, method, path)
    }

    fn ask_of(root: &str, method: Method, path: &str) -> Ask {
        Ask {
            method,
            url: format!("{root}{path}"),
            headers: Vec::new(),
            body: None,
            origin: true,
        }
    }

    /// Sends without taking the answer down.
    pub async fn send(&self, ask: Ask) -> Answer {
        let mut request = self.client.request(ask.method, &ask.url);
        if ask.origin {
            request = request.header("Origin", ORIGIN);
        }
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = ask.body {
            request = request.body(body);
        }
        let answer = request.send().await.unwrap();
        let headers = answer.headers().iter().map(|(name, value)| {
            let value = value.to_str().unwrap_or_default();
            (name.to_string(), value.to_owned())
        });
        Answer {
            headers: headers.collect(),
            status: answer.status().as_u16(),
            body: answer.bytes().await.unwrap().to_vec(),
        }
    }

    /// Sends, and takes the whole answer down under a name.
    pub async fn ask(&mut self, name: &str, ask: Ask) -> Answer {
        let sent = ask.clone();
        let answer = self.send(ask).await;
        let observed = observe::whole(&self.target, &sent.headers, &answer);
        self.recording.add(name, observed);
        answer
    }

    /// Sends, and takes down status and body: for tables of many cases.
    pub async fn probe(&mut self, name: &str, ask: Ask) -> Answer {
        let answer = self.send(ask).await;
        self.note(name, &answer);
        answer
    }

    /// Asks until the answer is as wanted, and gives that.
    pub async fn until(&self, ask: &Ask, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.send(ask.clone()).await;
            if wanted(&answer) {
                return answer;
            }
            let said = String::from_utf8_lossy(&answer.body);
            assert!(Instant::now() < end, "{}: {said}", ask.url);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Takes status and body of an answer down under a name.
    pub fn note(&mut self, name: &str, answer: &Answer) {
        let observed = json!({
            "status": answer.status,
            "body": observe::body(&self.target, answer),
        });
        self.recording.add(name, observed);
    }

    /// Takes something down that was seen.
    pub fn take_down(&mut self, name: &str, seen: Value) {
        self.recording.add(name, seen);
    }

    pub fn into_recording(self) -> Recording {
        self.recording
    }
}
