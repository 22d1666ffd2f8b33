//! Connections: as many at a time as are allowed, none that a slow client can hold for ever.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

/// How many connections are open at a time.
const MOST: usize = 256;
/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may leave what it is sent, or what it sends, standing.
const STALL: Duration = Duration::from_secs(20);
/// How long one connection may last.
const LIFE: Duration = Duration::from_secs(3600);
/// How long requests that are under way have when the server is to end.
const FAREWELL: Duration = Duration::from_secs(10);
/// Most bytes of the head of a request.
const HEAD_BYTES: usize = 32 << 10;

/// Answers until `end` is complete, then lets requests that are under way come to their end.
pub(super) async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let (tell, told) = watch::channel(());
    let places = Arc::new(Semaphore::new(MOST));
    tokio::pin!(end);
    loop {
        let place = tokio::select! {
            () = &mut end => break,
            place = places.clone().acquire_owned() => place,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(_) => {
                    // No descriptors left, or a client gone already: others may come.
                    sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let router = router.clone();
        let told = told.clone();
        tokio::spawn(async move {
            let _ = timeout(LIFE, connection(stream, peer, router, told)).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tell.send(());
    // A connection holds a receiver as long as it lasts.
    drop(told);
    let _ = timeout(FAREWELL, tell.closed()).await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, mut told: watch::Receiver<()>) {
    let _ = stream.set_nodelay(true);
    let service = tower_service(router, peer);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Steady::new(stream)), service);
    tokio::pin!(connection);
    tokio::select! {
        // A client that breaks off or talks nonsense is its own affair.
        _ = &mut connection => return,
        _ = told.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

fn tower_service(
    router: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    Request<hyper::body::Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> {
    let service = TowerToHyperService::new(router);
    hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        hyper::service::Service::call(&service, request)
    })
}

/// A stream that breaks where its client leaves it standing.
struct Steady {
    stream: TcpStream,
    writing: Option<Pin<Box<Sleep>>>,
}

impl Steady {
    fn new(stream: TcpStream) -> Steady {
        Steady { stream, writing: None }
    }

    /// What a write came to; one that waits too long fails.
    fn watched<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.writing = None;
            return written;
        }
        let writing = self.writing.get_or_insert_with(|| Box::pin(sleep(STALL)));
        match writing.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Steady {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Steady {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.watched(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
