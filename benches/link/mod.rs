//! A long way on one machine: a TCP proxy on loopback that holds every byte back for half a round trip.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Listens on a port of its own and passes everything on to `to`, half of `round_trip` later each way. The handshake of
/// TCP takes one round trip as well, though on loopback nobody sees it.
pub(crate) fn delayed(to: SocketAddr, round_trip: Duration) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            thread::spawn(move || serve(&client, to, round_trip));
        }
    });
    Ok(address)
}

/// A client's first byte leaves when its connection stands, one round trip after it asked for it; the server learns of the
/// connection half a round trip after that.
fn serve(client: &TcpStream, to: SocketAddr, round_trip: Duration) -> Option<()> {
    let stands = Instant::now() + round_trip;
    let half = round_trip / 2;
    client.set_nodelay(true).ok()?;
    let (up, upwards) = channel();
    let reading = client.try_clone().ok()?;
    thread::spawn(move || hold(reading, &up, half, stands));
    thread::sleep((stands + half).saturating_duration_since(Instant::now()));
    let server = TcpStream::connect(to).ok()?;
    server.set_nodelay(true).ok()?;
    let (down, downwards) = channel();
    let reading = server.try_clone().ok()?;
    thread::spawn(move || hold(reading, &down, half, stands));
    thread::spawn(move || pass_on(server, &upwards));
    pass_on(client.try_clone().ok()?, &downwards);
    Some(())
}

type Held = (Instant, Vec<u8>);

/// Reads what comes and says when it may go on; nothing that was read means the end.
fn hold(mut from: TcpStream, to: &Sender<Held>, delay: Duration, not_before: Instant) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut buffer).unwrap_or(0);
        let due = Instant::now().max(not_before) + delay;
        if to.send((due, buffer[..length].to_vec())).is_err() || length == 0 {
            return;
        }
    }
}

fn pass_on(mut to: TcpStream, from: &Receiver<Held>) {
    for (due, bytes) in from {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if bytes.is_empty() || to.write_all(&bytes).is_err() {
            break;
        }
    }
    // The other side may have gone already.
    let _ = to.shutdown(Shutdown::Write);
}
