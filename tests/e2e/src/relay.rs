//! A reverse proxy in front of a cloud's APIs. It passes everything on as it is and writes it down, and it can be told
//! which call goes wrong, and how. The app knows nothing of it: to the page it is a cloud of another origin.

mod fault;
mod reply;

pub use fault::{Asked, Fault, Wrong};
pub use reply::REQUEST_ID;

use crate::calls;
use devcloud::LoggedRequest;
use http_body_util::BodyExt;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use reply::{Cut, Reply};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Where a path leads: its beginning, and the address that stands in place of that.
pub type Route = (&'static str, String);

#[derive(Default)]
struct State {
    routes: OnceLock<Vec<Route>>,
    client: reqwest::Client,
    requests: Mutex<Vec<LoggedRequest>>,
    tokens: Mutex<Vec<String>>,
    wrong: Mutex<Option<Wrong>>,
    /// Services that pages of other origins may not talk to.
    closed: Mutex<Vec<&'static str>>,
    /// How many entries a page of a list has at most, when the operator set that.
    page_size: OnceLock<usize>,
    met: AtomicUsize,
    /// Each call that went wrong so far, and how.
    cells: Mutex<BTreeSet<(&'static str, Fault)>>,
    /// Requests to a cloud that are none of the known calls.
    unknown: Mutex<BTreeSet<String>>,
    held: Mutex<Vec<String>>,
}

/// The proxy. It ends with its owner.
pub struct Relay {
    address: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Relay {
    /// Starts one on a free port, in front of nothing yet.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let client = reqwest::Client::builder().no_proxy();
        let client = client.redirect(reqwest::redirect::Policy::none());
        let state = Arc::new(State {
            client: client.build().unwrap(),
            ..State::default()
        });
        let task = tokio::spawn(serve(listener, state.clone()));
        Self {
            address,
            state,
            task,
        }
    }

    /// From now on requests go on by these routes.
    pub fn lead_to(&self, routes: Vec<Route>) {
        assert!(self.state.routes.set(routes).is_ok(), "it leads somewhere");
    }

    /// `http://127.0.0.1:PORT`, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.address
    }

    /// The requests so far, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.state.requests.lock().unwrap().clone()
    }

    /// The tokens that Keystone gave so far, oldest first.
    pub fn tokens(&self) -> Vec<String> {
        self.state.tokens.lock().unwrap().clone()
    }

    /// From now on this goes wrong.
    pub fn fail(&self, wrong: Wrong) {
        self.state.met.store(0, Ordering::SeqCst);
        *self.state.wrong.lock().unwrap() = Some(wrong);
    }

    /// From now on all is well. Gives how many requests went wrong before.
    pub fn mend(&self) -> usize {
        *self.state.wrong.lock().unwrap() = None;
        self.state.met.swap(0, Ordering::SeqCst)
    }

    /// From now on pages may not talk to the service whose paths begin so; to all services when it is none.
    pub fn close(&self, service: Option<&'static str>) {
        *self.state.closed.lock().unwrap() = service.into_iter().collect();
    }

    /// Lists come in pages of this many entries at most, as an operator can have it.
    pub fn set_page_size(&self, entries: usize) {
        assert!(self.state.page_size.set(entries).is_ok(), "set once");
    }

    /// Each call that went wrong so far, and how.
    pub fn cells(&self) -> BTreeSet<(&'static str, Fault)> {
        self.state.cells.lock().unwrap().clone()
    }

    /// The requests to the cloud that are none of [`calls::ALL`].
    pub fn unknown(&self) -> BTreeSet<String> {
        self.state.unknown.lock().unwrap().clone()
    }

    /// Every request that was left without an answer, such as `GET /compute/v2.1/limits`, oldest first.
    pub fn held(&self) -> Vec<String> {
        self.state.held.lock().unwrap().clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = state.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, state.clone()));
            // A connection that is cut on purpose ends here, and so does one that the browser gives up.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(request: Request<Incoming>, state: Arc<State>) -> Result<Response<Reply>, Cut> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Cut)?.to_bytes();
    state.write_down(&head, &body);
    let target = head.uri.path_and_query().unwrap().as_str();
    let preflight = head.headers.get(ACCESS_CONTROL_REQUEST_METHOD);
    let asked = Asked {
        method: preflight.map_or(head.method.as_str(), |method| method.to_str().unwrap()),
        target,
        body: match preflight {
            Some(_) => None,
            None => std::str::from_utf8(&body).ok(),
        },
    };
    if preflight.is_none() && calls::is_for_a_cloud(target) && calls::of(&asked).is_none() {
        let unknown = format!("{} {target}", asked.method);
        state.unknown.lock().unwrap().insert(unknown);
    }
    let closed = state.closed.lock().unwrap().clone();
    if closed.iter().any(|service| target.starts_with(service)) {
        return Ok(reply::without_cors(200, String::new()));
    }
    match state.goes_wrong(&asked) {
        Some((fault, reaches)) if preflight.is_none() => {
            let real = match reaches {
                true => Some(state.forward(&head, body).await),
                false => None,
            };
            if fault == Fault::Timeout {
                let held = format!("{} {target}", head.method);
                state.held.lock().unwrap().push(held);
            }
            reply::spoilt(fault, real, target).await
        }
        Some(_) => Ok(reply::without_cors(200, String::new())),
        None => Ok(reply::whole(state.forward(&head, body).await)),
    }
}

impl State {
    /// How this request is to go wrong, if it is, and whether the cloud hears of it; a preflight does when pages are not let
    /// in.
    fn goes_wrong(&self, asked: &Asked) -> Option<(Fault, bool)> {
        let mut wrong = self.wrong.lock().unwrap();
        let now = wrong.as_ref()?;
        let (call, fault) = now.meets(asked, self.met.load(Ordering::SeqCst))?;
        if asked.body.is_none() && fault != Fault::NoCors {
            return None;
        }
        let reaches = now.reaches && fault.spoils_an_answer();
        if now.once {
            *wrong = None;
        }
        self.met.fetch_add(1, Ordering::SeqCst);
        self.cells.lock().unwrap().insert((call.name, fault));
        Some((fault, reaches))
    }

    fn write_down(&self, head: &Parts, body: &Bytes) {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = head.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_string(), text(value)));
        self.requests.lock().unwrap().push(LoggedRequest {
            method: head.method.to_string(),
            target: head.uri.to_string(),
            headers: headers.collect(),
            body: body.to_vec(),
        });
    }

    /// The path and query, asking for no more entries than the operator allows.
    fn with_page_size<'a>(&self, target: &'a str) -> Cow<'a, str> {
        match self.page_size.get() {
            Some(entries) => target
                .replace("limit=1000", &format!("limit={entries}"))
                .into(),
            None => target.into(),
        }
    }

    /// The cloud's own answer. What a preflight says is to be kept for no time: a browser then asks for leave each time, and
    /// no call is let through by what was said before.
    async fn forward(&self, head: &Parts, body: Bytes) -> Response<Bytes> {
        let target = self.with_page_size(head.uri.path_and_query().unwrap().as_str());
        let routes = self.routes.get().expect("the cloud is known");
        let route = routes.iter().find(|(start, _)| target.starts_with(start));
        let (start, address) = route.unwrap_or_else(|| panic!("nothing is at {target}"));
        let url = format!("{address}{}", &target[start.len()..]);
        let mut request = self.client.request(head.method.clone(), url);
        // The host stays: by it a cloud may name this proxy in its catalog.
        for (name, value) in &head.headers {
            request = request.header(name, value);
        }
        let answer = request.body(body).send().await.unwrap();
        let mut reply = Response::new(Bytes::new());
        *reply.status_mut() = answer.status();
        for (name, value) in answer.headers() {
            if name != "transfer-encoding" && name != "connection" {
                reply.headers_mut().append(name, value.clone());
            }
        }
        if head.method == Method::OPTIONS {
            let never = HeaderValue::from_static("0");
            reply.headers_mut().insert(ACCESS_CONTROL_MAX_AGE, never);
        }
        if let Some(token) = answer.headers().get("x-subject-token") {
            let token = token.to_str().unwrap().to_owned();
            self.tokens.lock().unwrap().push(token);
        }
        *reply.body_mut() = answer.bytes().await.unwrap();
        reply
    }
}
