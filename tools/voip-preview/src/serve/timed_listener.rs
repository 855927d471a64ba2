//! Closes connections to which nothing is written for a while: clients that send half a request, or byte by byte.
//!
//! A WebSocket is sent a ping every 20 seconds, so it stays open.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

/// Accepts connections, and closes each that gets no answer for this long.
pub(super) struct TimedListener {
    pub(super) listener: TcpListener,
    pub(super) timeout: Duration,
}

impl Listener for TimedListener {
    type Io = TimedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TimedStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // The messages are small, and the user waits for them. If this fails, they are only later.
        let _ = stream.set_nodelay(true);
        (TimedStream { stream, timeout: self.timeout, deadline: Box::pin(sleep(self.timeout)) }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

pub(super) struct TimedStream {
    stream: TcpStream,
    timeout: Duration,
    deadline: Pin<Box<Sleep>>,
}

impl AsyncRead for TimedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.deadline.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for TimedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes));
        let deadline = Instant::now() + self.timeout;
        self.deadline.as_mut().reset(deadline);
        Poll::Ready(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use axum::Router;
    use axum::routing::get;

    use super::*;

    #[test]
    fn half_a_request_ends_and_a_whole_one_is_answered() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let client = std::thread::spawn(move || {
            let exchange = |request: &str| {
                let mut stream = std::net::TcpStream::connect(address).unwrap();
                stream.write_all(request.as_bytes()).unwrap();
                let mut answer = String::new();
                // Ends when the server closes the connection.
                let _ = stream.read_to_string(&mut answer);
                answer
            };
            ["GET / HTTP/1.1\r\nHost: here\r\n", "GET / HTTP/1.1\r\nHost: here\r\n\r\n"].map(exchange)
        });
        let routes = Router::new().route("/", get(|| async { "whole" }));
        let timed = TimedListener { listener, timeout: Duration::from_millis(200) };
        let finished = async {
            while !client.is_finished() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        runtime.block_on(async {
            tokio::select! {
                _ = axum::serve(timed, routes) => {}
                () = finished => {}
            }
        });
        let [half, whole] = client.join().unwrap();
        assert!(!half.contains("200 OK"), "{half}");
        assert!(whole.contains("200 OK") && whole.ends_with("whole"), "{whole}");
    }
}
