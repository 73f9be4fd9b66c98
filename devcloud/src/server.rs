//! The listener: takes connections, writes each request down, hands it to the router.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::Cloud;
use crate::error::Error;
use crate::running::Running;

/// More than any API takes; what is longer is refused before it is read to the end.
const MOST_BODY: usize = 8 * 1024 * 1024;
/// How long requests under way are waited for when the cloud stops.
const GRACE: Duration = Duration::from_secs(1);

/// Put into a reply's extensions to cut the connection instead of sending the reply.
#[derive(Clone, Copy)]
pub(crate) struct Cut;

/// Why a connection ends without a reply.
#[derive(Debug, thiserror::Error)]
#[error("connection cut on request")]
struct CutShort;

pub(crate) async fn start(
    address: SocketAddr,
    router: Router,
    cloud: Arc<Cloud>,
) -> Result<Running, Error> {
    let failed = |source| Error::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = watch::channel(());
    let task = tokio::spawn(serve(listener, router, cloud.clone(), stopped));
    Ok(Running::new(address, cloud, stop, task))
}

/// Serves until the sender of `stopped` is gone.
async fn serve(
    listener: TcpListener,
    router: Router,
    cloud: Arc<Cloud>,
    mut stopped: watch::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of file descriptors, or the peer is gone already: the next one may do.
                Err(e) => {
                    eprintln!("devcloud: accept: {e}");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
            },
        };
        let _ = stream.set_nodelay(true);
        let (router, cloud) = (router.clone(), cloud.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(
                TokioIo::new(stream),
                service_fn(move |request| answer(request, router.clone(), cloud.clone())),
            );
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            // A client that hangs up, and a connection cut on purpose, end here: neither is news.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
    connections.shutdown().await;
}

async fn answer(
    request: Request<Incoming>,
    router: Router,
    cloud: Arc<Cloud>,
) -> Result<Response<Body>, CutShort> {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MOST_BODY).collect().await else {
        let mut reply = Response::new(Body::from("request body too long\n"));
        *reply.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(reply);
    };
    let body = body.to_bytes();
    cloud.log.record(&parts, &body);
    let reply = match router
        .oneshot(Request::from_parts(parts, Body::from(body)))
        .await
    {
        Ok(reply) => reply,
        Err(never) => match never {},
    };
    if reply.extensions().get::<Cut>().is_some() {
        return Err(CutShort);
    }
    Ok(reply)
}
