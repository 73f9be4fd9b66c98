//! One SSH connection: who it is, and what runs in its channels.

use std::collections::HashMap;
use std::sync::Arc;

use russh::keys::PublicKey;
use russh::server::{Auth, Handler, Msg, Session as Wire};
use russh::{Channel, ChannelId, CryptoVec, Pty};

use super::line_editor::LineEditor;
use super::machine::{Login, Machine};
use super::shell::{Outcome, Shell};

/// What cloud-init answers whoever logs in as root, and how it exits. The ten seconds that it waits are left out.
const NOT_ROOT_STATUS: u32 = 142;
/// SSH's number for standard error.
const STDERR: u32 = 1;

/// The state of one connection.
pub(super) struct Session {
    machine: Arc<Machine>,
    login: Login,
    channels: HashMap<ChannelId, Terminal>,
}

/// A channel, and what is known of it so far.
struct Terminal {
    pty: bool,
    shell: Option<(Shell, LineEditor)>,
}

type Done = Result<(), russh::Error>;

impl Session {
    pub(super) fn new(machine: Arc<Machine>) -> Self {
        Self {
            machine,
            login: Login::Refused,
            channels: HashMap::new(),
        }
    }

    /// Sends what a command put out. On a terminal both streams are one, and lines end as terminals want them.
    fn put(&self, channel: ChannelId, outcome: &Outcome, wire: &mut Wire) -> Done {
        let pty = self.channels.get(&channel).is_some_and(|known| known.pty);
        let text = |bytes: &[u8]| {
            CryptoVec::from_slice(&if pty {
                on_terminal(bytes)
            } else {
                bytes.to_vec()
            })
        };
        if !outcome.out.is_empty() {
            wire.data(channel, text(&outcome.out))?;
        }
        if !outcome.err.is_empty() && pty {
            wire.data(channel, text(&outcome.err))?;
        } else if !outcome.err.is_empty() {
            wire.extended_data(channel, STDERR, text(&outcome.err))?;
        }
        Ok(())
    }

    fn end(&mut self, channel: ChannelId, status: u32, wire: &mut Wire) -> Done {
        self.channels.remove(&channel);
        wire.exit_status_request(channel, status)?;
        wire.eof(channel)?;
        wire.close(channel)
    }

    /// Root is told whom to log in as, whatever was asked for.
    fn told_whom(&mut self, channel: ChannelId, wire: &mut Wire) -> Done {
        let text = format!(
            "Please login as the user \"{}\" rather than the user \"root\".\n\n",
            self.machine.user
        );
        self.put(channel, &Outcome::says(text), wire)?;
        self.end(channel, NOT_ROOT_STATUS, wire)
    }
}

fn on_terminal(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    text.replace('\n', "\r\n").into_bytes()
}

impl Handler for Session {
    type Error = russh::Error;

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        key: &PublicKey,
    ) -> Result<Auth, Self::Error> {
        Ok(match self.machine.login(user, key) {
            Login::Refused => Auth::reject(),
            _ => Auth::Accept,
        })
    }

    async fn auth_publickey(&mut self, user: &str, key: &PublicKey) -> Result<Auth, Self::Error> {
        self.login = self.machine.login(user, key);
        Ok(match self.login {
            Login::Refused => Auth::reject(),
            _ => Auth::Accept,
        })
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        _: &mut Wire,
    ) -> Result<bool, Self::Error> {
        let terminal = Terminal {
            pty: false,
            shell: None,
        };
        self.channels.insert(channel.id(), terminal);
        Ok(true)
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _term: &str,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        wire: &mut Wire,
    ) -> Done {
        if let Some(known) = self.channels.get_mut(&channel) {
            known.pty = true;
        }
        wire.channel_success(channel)
    }

    /// OpenSSH's server takes the language along and nothing else; here it changes nothing.
    async fn env_request(&mut self, channel: ChannelId, _: &str, _: &str, wire: &mut Wire) -> Done {
        wire.channel_success(channel)
    }

    async fn shell_request(&mut self, channel: ChannelId, wire: &mut Wire) -> Done {
        wire.channel_success(channel)?;
        if self.login == Login::ToldWhom {
            return self.told_whom(channel, wire);
        }
        let shell = Shell::new(self.machine.clone());
        let Some(known) = self.channels.get_mut(&channel) else {
            return Ok(());
        };
        let editor = LineEditor::new(known.pty);
        let greeting = if known.pty {
            shell.prompt()
        } else {
            String::new()
        };
        known.shell = Some((shell, editor));
        self.put(channel, &Outcome::says(greeting), wire)
    }

    async fn exec_request(&mut self, channel: ChannelId, command: &[u8], wire: &mut Wire) -> Done {
        wire.channel_success(channel)?;
        if self.login == Login::ToldWhom {
            return self.told_whom(channel, wire);
        }
        let command = String::from_utf8_lossy(command).into_owned();
        let outcome = Shell::new(self.machine.clone()).run(&command);
        self.put(channel, &outcome, wire)?;
        self.end(channel, outcome.status.into(), wire)
    }

    async fn subsystem_request(&mut self, channel: ChannelId, _: &str, wire: &mut Wire) -> Done {
        wire.channel_failure(channel)
    }

    async fn data(&mut self, channel: ChannelId, data: &[u8], wire: &mut Wire) -> Done {
        let Some((mut shell, mut editor)) = self
            .channels
            .get_mut(&channel)
            .and_then(|known| known.shell.take())
        else {
            return Ok(());
        };
        let mut ended = None;
        for byte in data {
            let (echo, line) = editor.take(*byte);
            if !echo.is_empty() {
                wire.data(channel, CryptoVec::from_slice(&echo))?;
            }
            let Some(line) = line else { continue };
            let outcome = match line {
                Some(line) => shell.run(&line),
                None => shell.at_end(),
            };
            self.put(channel, &outcome, wire)?;
            if outcome.over {
                ended = Some(outcome.status);
                break;
            }
            if editor.echoes {
                self.put(channel, &Outcome::says(shell.prompt()), wire)?;
            }
        }
        if let Some(status) = ended {
            return self.end(channel, status.into(), wire);
        }
        if let Some(known) = self.channels.get_mut(&channel) {
            known.shell = Some((shell, editor));
        }
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, wire: &mut Wire) -> Done {
        let known = self.channels.get_mut(&channel);
        let Some((mut shell, mut editor)) = known.and_then(|known| known.shell.take()) else {
            return Ok(());
        };
        let outcome = shell.run(&editor.rest());
        self.put(channel, &outcome, wire)?;
        self.end(channel, outcome.status.into(), wire)
    }
}
