//! Connections, and the requests that they send: for files, and for the WebSocket of a tab.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::timed_stream::TimedStream;
use super::{Server, assets, connection, guard, socket};

/// A connection is closed if nothing was sent to it for this long: a client that sends half a request.
const SILENCE: Duration = Duration::from_secs(60);

/// The time until the next attempt if a connection cannot be accepted: too many files are open.
const RETRY: Duration = Duration::from_millis(50);

/// Serves all connections, until the process ends.
pub(super) async fn serve(listener: TcpListener, server: Arc<Server>) -> ! {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve_connection(stream, server.clone()))),
            Err(_) => sleep(RETRY).await,
        }
    }
}

async fn serve_connection(stream: TcpStream, server: Arc<Server>) {
    // The messages are small, and the user waits for them. If this fails, they are only later.
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(TimedStream::new(stream, SILENCE));
    let service = service_fn(async |request| Ok::<_, Infallible>(respond(request, &server)));
    // A connection that fails concerns only its client.
    let _ = http1::Builder::new().serve_connection(stream, service).with_upgrades().await;
}

fn respond(request: Request<Incoming>, server: &Arc<Server>) -> Response<String> {
    let mut response = match guard::rejection(request.headers(), server.address, &server.allowed_hosts) {
        Some(why) => error(StatusCode::FORBIDDEN, &why),
        None => route(request, server),
    };
    guard::add_headers(response.headers_mut());
    response
}

fn route(request: Request<Incoming>, server: &Arc<Server>) -> Response<String> {
    match (request.uri().path(), request.method()) {
        ("/ws", &Method::GET) => upgrade(request, server),
        ("/ws", _) => not_allowed("GET"),
        (path, &Method::GET | &Method::HEAD) => match assets::file(path) {
            Some((kind, contents)) => text(kind, contents.into()),
            None => error(StatusCode::NOT_FOUND, "file not found"),
        },
        _ => not_allowed("GET, HEAD"),
    }
}

fn upgrade(mut request: Request<Incoming>, server: &Arc<Server>) -> Response<String> {
    let response = match socket::handshake(&request) {
        Ok(response) => response,
        Err(why) => return error(StatusCode::BAD_REQUEST, &why),
    };
    let upgraded = hyper::upgrade::on(&mut request);
    let server = server.clone();
    tokio::spawn(async move {
        // Fails if the client has closed the connection.
        if let Ok(upgraded) = upgraded.await {
            connection::serve(upgraded, server).await;
        }
    });
    response
}

fn not_allowed(methods: &'static str) -> Response<String> {
    let mut response = error(StatusCode::METHOD_NOT_ALLOWED, &format!("allowed methods: {methods}"));
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

fn error(status: StatusCode, why: &str) -> Response<String> {
    let mut response = text("text/plain; charset=utf-8", format!("{why}\n"));
    *response.status_mut() = status;
    response
}

fn text(kind: &'static str, text: String) -> Response<String> {
    let mut response = Response::new(text);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
