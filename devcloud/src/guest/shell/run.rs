//! Running what was read: lists, pipelines, groups, and where their streams go.

use super::syntax::{Body, Command, Kind, List, Redirect, When};
use super::{Outcome, Shell};

/// Where a stream goes.
#[derive(Clone)]
enum Sink {
    Out,
    Err,
    Nowhere,
    File(String),
}

impl Shell {
    /// Runs pipelines one after the other; `self.status` is how the last one ended.
    pub(super) fn list(&mut self, list: &List, input: &[u8]) -> Outcome {
        let mut all = Outcome::default();
        for pipeline in list {
            let runs = match pipeline.when {
                When::Always => true,
                When::Success => self.status == 0,
                When::Failure => self.status != 0,
            };
            if !runs {
                continue;
            }
            let mut input = input.to_vec();
            let last = pipeline.commands.len().saturating_sub(1);
            for (index, command) in pipeline.commands.iter().enumerate() {
                let done = self.command(command, input);
                self.status = done.status;
                all.err.extend(done.err);
                input = Vec::new();
                if index == last {
                    all.out.extend(done.out);
                } else {
                    input = done.out;
                }
            }
            if self.over {
                break;
            }
        }
        all.status = self.status;
        all
    }

    fn command(&mut self, command: &Command, mut input: Vec<u8>) -> Outcome {
        let mut sinks = [Sink::Out, Sink::Err];
        for redirect in &command.redirects {
            if let Err(message) = self.open(redirect, &mut input, &mut sinks) {
                return Outcome::fails(2, format!("sh: {message}"));
            }
        }
        let mut done = match &command.body {
            Body::Group(list) => self.list(list, &input),
            Body::Simple(words) => match self.expand(words).split_first() {
                Some((name, arguments)) => self.simple(name, arguments, &input),
                None => Outcome::status(0),
            },
        };
        let (out, err) = (std::mem::take(&mut done.out), std::mem::take(&mut done.err));
        for (bytes, sink) in [out, err].into_iter().zip(sinks) {
            match sink {
                Sink::Out => done.out.extend(bytes),
                Sink::Err => done.err.extend(bytes),
                Sink::Nowhere => {}
                Sink::File(path) => self.machine.change(|files| {
                    files.entry(path).or_default().extend(bytes);
                }),
            }
        }
        done
    }

    /// Opens the file that a redirection names.
    fn open(
        &mut self,
        redirect: &Redirect,
        input: &mut Vec<u8>,
        sinks: &mut [Sink; 2],
    ) -> Result<(), String> {
        let (word, empty) = match &redirect.kind {
            Kind::From(word) => {
                let name = self.expand_one(word);
                *input = self.read(&name)?;
                return Ok(());
            }
            Kind::Same(other) => {
                let same = sinks[usize::from(*other == '2')].clone();
                sinks[usize::from(redirect.stream == '2')] = same;
                return Ok(());
            }
            Kind::To(word) => (word, true),
            Kind::After(word) => (word, false),
        };
        let name = self.expand_one(word);
        let sink = if name == "/dev/null" {
            Sink::Nowhere
        } else {
            let path = self.writable(&name)?;
            self.machine.change(|files| {
                let file = files.entry(path.clone()).or_default();
                if empty {
                    file.clear();
                }
            });
            Sink::File(path)
        };
        sinks[usize::from(redirect.stream == '2')] = sink;
        Ok(())
    }
}
