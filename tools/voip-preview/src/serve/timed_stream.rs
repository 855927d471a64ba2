//! Closes connections to which nothing is written for a while: clients that send half a request or byte by byte, or that do
//! not read.
//!
//! A WebSocket is sent a ping every 20 seconds, so it stays open.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

pub(super) struct TimedStream {
    stream: TcpStream,
    timeout: Duration,
    deadline: Pin<Box<Sleep>>,
}

impl TimedStream {
    pub(super) fn new(stream: TcpStream, timeout: Duration) -> Self {
        Self { stream, timeout, deadline: Box::pin(sleep(timeout)) }
    }

    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }

    fn restart(&mut self) {
        let deadline = Instant::now() + self.timeout;
        self.deadline.as_mut().reset(deadline);
    }
}

impl AsyncRead for TimedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for TimedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes));
        self.restart();
        Poll::Ready(written)
    }

    /// A WebSocket writes the head and the text of a message together.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, bytes));
        self.restart();
        Poll::Ready(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
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
    use std::convert::Infallible;
    use std::io::{Read as _, Write as _};
    use std::net;

    use hyper::Response;
    use hyper::server::conn::http1;
    use hyper::service::service_fn;
    use hyper_util::rt::TokioIo;
    use tokio::net::TcpListener;

    use super::*;

    const REQUEST: &str = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    /// Sends this request to a server that responds with this text. Returns the client, and whether its connection ended without
    /// an error.
    fn exchange(request: &str, response: &str) -> (net::TcpStream, bool) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mut client = net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            client.write_all(request.as_bytes()).unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            let stream = TokioIo::new(TimedStream::new(stream, Duration::from_millis(200)));
            let service = service_fn(async |_| Ok::<_, Infallible>(Response::new(response.to_owned())));
            let connection = http1::Builder::new().serve_connection(stream, service);
            let served = tokio::time::timeout(Duration::from_secs(60), connection).await;
            (client, served.expect("the connection ends").is_ok())
        })
    }

    fn answer(request: &str) -> String {
        let (mut client, _) = exchange(request, "whole");
        let mut answer = String::new();
        let _ = client.read_to_string(&mut answer);
        answer
    }

    #[test]
    fn half_a_request_ends_and_a_whole_one_is_answered() {
        let half = answer(REQUEST.trim_end());
        assert!(!half.contains("200 OK"), "{half}");
        let whole = answer(REQUEST);
        assert!(whole.contains("200 OK") && whole.ends_with("whole"), "{whole}");
    }

    #[test]
    fn a_client_that_does_not_read_is_given_up() {
        // The answer is more than the system buffers. With a second request in its buffer, the server does not read.
        let (_client, is_ok) = exchange(&REQUEST.repeat(2), &"x".repeat(64 << 20));
        assert!(!is_ok);
    }
}
