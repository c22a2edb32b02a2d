//! Who logs in at the server, and what is said to it: in order, or as the faults want it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use russh::keys::HashAlg;
use russh::server::{Auth, ChannelOpenHandle, Handle, Handler, Msg, Response, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Disconnect, MethodKind};

use super::{Reply, Shared, offered};

/// One connection.
pub(super) struct Visitor {
    shared: Arc<Shared>,
    switch: Arc<std::net::TcpStream>,
    /// Methods passed so far, where all are needed.
    passed: usize,
    channels: usize,
}

impl Visitor {
    /// A connection that `switch` cuts.
    pub(super) fn new(shared: Arc<Shared>, switch: std::net::TcpStream) -> Self {
        Self { shared, switch: Arc::new(switch), passed: 0, channels: 0 }
    }

    fn note(&self, login: String) {
        if let Ok(mut logins) = self.shared.log.logins.lock() {
            logins.push(login);
        }
    }

    /// Whether the method may be the next one.
    fn wants(&self, method: MethodKind) -> bool {
        let access = &self.shared.access;
        if access.all { access.methods.get(self.passed) == Some(&method) } else { access.methods.contains(&method) }
    }

    /// What follows when a method was right or wrong.
    fn verdict(&mut self, method: MethodKind, right: bool) -> Auth {
        if !(right && self.wants(method)) {
            return self.refusal(false);
        }
        self.passed += 1;
        let access = &self.shared.access;
        if access.all && self.passed < access.methods.len() { self.refusal(true) } else { Auth::Accept }
    }

    fn refusal(&self, partial_success: bool) -> Auth {
        let access = &self.shared.access;
        let next = if access.all { &access.methods[self.passed..=self.passed] } else { &access.methods[..] };
        Auth::Reject { proceed_with_methods: Some(offered(next)), partial_success }
    }
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_none(&mut self, _: &str) -> Result<Auth, Self::Error> {
        Ok(self.refusal(false))
    }

    async fn auth_password(&mut self, _: &str, password: &str) -> Result<Auth, Self::Error> {
        if self.shared.faults.silent_login {
            std::future::pending::<()>().await;
        }
        self.note("password".to_owned());
        let right = password == self.shared.access.password;
        Ok(self.verdict(MethodKind::Password, right))
    }

    async fn auth_publickey_offered(
        &mut self,
        _: &str,
        offer: russh::server::PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        if self.shared.faults.silent_login {
            std::future::pending::<()>().await;
        }
        self.note(format!("publickey {}", offer.public_key.fingerprint(HashAlg::Sha256)));
        let keys = &self.shared.access.keys;
        let own = offer.public_key.to_openssh().unwrap_or_default();
        let known = keys.is_empty() || keys.iter().any(|key| same_key(key, &own));
        Ok(if known && self.wants(MethodKind::PublicKey) { Auth::Accept } else { self.refusal(false) })
    }

    async fn auth_publickey(&mut self, _: &str, _: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        Ok(self.verdict(MethodKind::PublicKey, true))
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if self.shared.faults.silent_login {
            std::future::pending::<()>().await;
        }
        let Some(mut answers) = response else {
            let question = self.shared.access.question.clone();
            return Ok(Auth::Partial {
                name: "".into(),
                instructions: "".into(),
                prompts: vec![(question.into(), false)].into(),
            });
        };
        self.note("keyboard-interactive".to_owned());
        let right = answers.next().is_some_and(|answer| answer == self.shared.access.password.as_bytes());
        if let Some(question) = self.shared.access.then.clone() {
            let instructions = "Your password has expired.".into();
            return Ok(match right {
                true => Auth::Partial { name: "".into(), instructions, prompts: vec![(question.into(), false)].into() },
                false => self.refusal(false),
            });
        }
        Ok(self.verdict(MethodKind::KeyboardInteractive, right))
    }

    async fn authentication_banner(&mut self) -> Result<Option<String>, Self::Error> {
        Ok(self.shared.faults.banner.clone())
    }

    async fn auth_succeeded(&mut self, _: &mut Session) -> Result<(), Self::Error> {
        if self.shared.faults.close_after_authentication {
            let switch = Arc::clone(&self.switch);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let _ = switch.shutdown(std::net::Shutdown::Both);
            });
        }
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        _: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.channels += 1;
        tokio::time::sleep(self.shared.faults.slow_channels).await;
        if self.shared.faults.refuse_channel.is_some_and(|from| self.channels >= from) {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
        } else {
            self.shared.log.channels.fetch_add(1, Ordering::SeqCst);
            reply.accept().await;
        }
        Ok(())
    }

    async fn shell_request(&mut self, id: ChannelId, session: &mut Session) -> Result<(), Self::Error> {
        if self.shared.faults.has_shell { session.channel_success(id) } else { session.channel_failure(id) }
    }

    async fn exec_request(&mut self, id: ChannelId, data: &[u8], session: &mut Session) -> Result<(), Self::Error> {
        if self.shared.faults.refuse_exec {
            return session.channel_failure(id);
        }
        let script = String::from_utf8_lossy(data).into_owned();
        if let Ok(mut scripts) = self.shared.log.scripts.lock() {
            scripts.push(script.clone());
        }
        session.channel_success(id)?;
        let (shared, switch) = (Arc::clone(&self.shared), Arc::clone(&self.switch));
        tokio::spawn(answer(shared, switch, session.handle(), id, script));
        Ok(())
    }
}

/// Whether two lines of keys hold the same key; comments do not count.
fn same_key(one: &str, other: &str) -> bool {
    let words = |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
    words(one) == words(other)
}

async fn answer(shared: Arc<Shared>, switch: Arc<std::net::TcpStream>, line: Handle, id: ChannelId, script: String) {
    let faults = &shared.faults;
    let function = Arc::clone(&shared.answer);
    let Ok(reply) = tokio::task::spawn_blocking(move || function(&script)).await else { return };
    if faults.silent {
        return;
    }
    tokio::time::sleep(reply.delay).await;
    if let Some(size) = faults.error_flood {
        pour(&line, id, size, true).await;
    }
    if let Some(size) = faults.flood {
        pour(&line, id, size, false).await;
    }
    let cut = [faults.cut_after, faults.disconnect_after, faults.truncate].into_iter().flatten().min();
    let output = &reply.stdout[..cut.unwrap_or(usize::MAX).min(reply.stdout.len())];
    say(&line, id, output, faults.drip).await;
    if cut.is_some() && faults.truncate.is_none() {
        // What was said before is heard before.
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    if faults.cut_after.is_some() {
        let _ = switch.shutdown(std::net::Shutdown::Both);
        return;
    }
    if faults.disconnect_after.is_some() {
        let _ = line.disconnect(Disconnect::ByApplication, "going down".to_owned(), String::new()).await;
        return;
    }
    if reply.hangs {
        return;
    }
    if let Some(pager) = &faults.pager {
        let _ = line.data(id, pager.clone().into_bytes()).await;
        return;
    }
    end(&line, id, reply, faults.no_exit_status).await;
}

async fn end(line: &Handle, id: ChannelId, reply: Reply, no_exit_status: bool) {
    if !reply.stderr.is_empty() {
        let _ = line.extended_data(id, 1, reply.stderr).await;
    }
    if !no_exit_status {
        let _ = line.exit_status_request(id, reply.exit_status).await;
    }
    let _ = line.eof(id).await;
    let _ = line.close(id).await;
}

async fn say(line: &Handle, id: ChannelId, output: &[u8], drip: Option<Duration>) {
    let Some(pause) = drip else {
        if !output.is_empty() {
            let _ = line.data(id, output.to_vec()).await;
        }
        return;
    };
    for byte in output {
        if line.data(id, vec![*byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(pause).await;
    }
}

/// Sends so many bytes, in pieces, as long as somebody listens.
async fn pour(line: &Handle, id: ChannelId, size: usize, errors: bool) {
    let piece = vec![b'x'; 32 * 1024];
    for _ in 0..size.div_ceil(piece.len()) {
        let poured = match errors {
            true => line.extended_data(id, 1, piece.clone()).await,
            false => line.data(id, piece.clone()).await,
        };
        if poured.is_err() {
            return;
        }
    }
}
