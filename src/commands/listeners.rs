//! The sockets to answer on: those a supervisor passes, or new ones at the addresses given.

use std::net::{SocketAddr, TcpListener};

use anyhow::{Context, anyhow};
use listenfd::ListenFd;

use super::{CANNOT_BIND, Failure};
use crate::server::{Listeners, lengthen_queue};

/// Opens the sockets for readers and for the operator.
///
/// Sockets of sd_listen_fds(3) are all for readers, in place of the address: they stay open while
/// the process is replaced, so that nobody is refused.
///
/// # Errors
///
/// When an address cannot be bound, or what was passed is no TCP socket.
pub fn open(readers: SocketAddr, operator: Option<SocketAddr>) -> Result<Listeners, Failure> {
    let inherited = inherited()?;
    Ok(Listeners {
        readers: match inherited.is_empty() {
            true => vec![bind(readers, "--bind")?],
            false => inherited,
        },
        operator: operator
            .map(|address| bind(address, "--admin-bind"))
            .transpose()?,
    })
}

/// The address a socket is bound to.
///
/// # Errors
///
/// When there is none.
pub fn address(listener: Option<&TcpListener>) -> anyhow::Result<SocketAddr> {
    let listener = listener.context("there is no socket")?;
    listener.local_addr().context("the listener has no address")
}

fn inherited() -> Result<Vec<TcpListener>, Failure> {
    let mut passed = ListenFd::from_env();
    let listeners = (0..passed.len()).map(|place| passed.take_tcp_listener(place));
    let listeners: Result<Vec<_>, _> = listeners.collect();
    match listeners {
        Ok(listeners) => Ok(listeners.into_iter().flatten().collect()),
        Err(error) => Err(cannot_bind(
            error,
            "cannot use the sockets that were passed",
        )),
    }
}

/// The queue of a socket that is passed is as long as whoever passes it wants.
fn bind(address: SocketAddr, option: &str) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address);
    let bound = bound.and_then(|listener| lengthen_queue(&listener).map(|()| listener));
    bound.map_err(|error| {
        let what = format!("cannot listen on `{address}` (choose another with `{option}`)");
        cannot_bind(error, what)
    })
}

fn cannot_bind(
    error: std::io::Error,
    what: impl std::fmt::Display + Send + Sync + 'static,
) -> Failure {
    Failure {
        exit_code: CANNOT_BIND,
        error: Some(anyhow!(error).context(what)),
    }
}
