//! Ways between us and a server that take their time, count, or end where a test wants it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A port whose connections go to another port: `carry` gets our end and the server's, in a thread of its own.
pub(crate) fn relay(port: u16, carry: impl Fn(TcpStream, TcpStream) + Send + Sync + 'static) -> u16 {
    relay_at(TcpListener::bind("127.0.0.1:0").unwrap(), port, carry)
}

/// The same for a listener of the caller's own.
pub(crate) fn relay_at(
    listener: TcpListener,
    port: u16,
    carry: impl Fn(TcpStream, TcpStream) + Send + Sync + 'static,
) -> u16 {
    let own = listener.local_addr().unwrap().port();
    let carry = Arc::new(carry);
    thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let far = TcpStream::connect(("127.0.0.1", port)).unwrap();
            near.set_nodelay(true).unwrap();
            far.set_nodelay(true).unwrap();
            let carry = Arc::clone(&carry);
            thread::spawn(move || carry(near, far));
        }
    });
    own
}

/// Passes on what comes, `most` bytes at a time, with a pause before each piece; `each` is told how many.
pub(crate) fn pass(
    from: TcpStream,
    to: TcpStream,
    most: usize,
    pause: Duration,
    each: impl Fn(usize) + Send + 'static,
) {
    thread::spawn(move || carry(from, to, most, pause, &each));
}

fn carry(mut from: TcpStream, mut to: TcpStream, most: usize, pause: Duration, each: &dyn Fn(usize)) {
    let mut piece = vec![0; most];
    while let Ok(length) = from.read(&mut piece) {
        if !pause.is_zero() {
            thread::sleep(pause);
        }
        each(length);
        if length == 0 || to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// Both directions at once: what we say goes on as it is, what the server says in pieces of `most` bytes.
pub(crate) fn slowed(port: u16, most: usize, pause: Duration) -> u16 {
    relay(port, move |near, far| {
        pass(near.try_clone().unwrap(), far.try_clone().unwrap(), 65536, Duration::ZERO, drop);
        pass(far, near, most, pause, drop);
    })
}

/// Passes on what the server says as long as it can be read: up to the end of the key exchange.
pub(crate) fn pass_key_exchange(from: &mut TcpStream, to: &mut TcpStream) -> std::io::Result<()> {
    const NEW_KEYS: u8 = 21;
    let mut byte = [0];
    while byte != *b"\n" {
        from.read_exact(&mut byte)?;
        to.write_all(&byte)?;
    }
    loop {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        // The length of the padding, the number of the message, the rest.
        let mut packet = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
        from.read_exact(&mut packet)?;
        to.write_all(&[&length[..], &packet].concat())?;
        if packet[1] == NEW_KEYS {
            return Ok(());
        }
    }
}
