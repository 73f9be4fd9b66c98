//! `cargo xtask`: builds, runs, tests and checks Keyhaven.

mod assemble;
mod bench;
mod blocklist;
mod boot;
mod budget;
mod check;
mod compress;
mod frame;
mod install;
mod minify;
mod openstack;
mod project;
mod run;
mod sh;
mod site;
mod split;
mod stamp;
mod styles;
mod system;
mod test;
mod tools;

use anyhow::{Result, bail};
use lexopt::{Arg, ValueExt};
use project::Profile;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run [--port 8080] [--dev]           build the site, start the embedded cloud, serve both on 127.0.0.1
  test [native|wasm|e2e] [FILTER]     run the tests, all of them or one group, or those whose name has FILTER
  test --openstack                    hold devcloud against a real OpenStack, which is started for it (tests/openstack)
  bench                               print how long making a key pair takes in a browser
  check                               formatting, lints, licences, size budget
  build [--dev] [--public-url /sub/]  build the site (into dist/; with --dev quickly, into target/site-dev)
  dist [--public-url /sub/]           build the site for hosting, into dist/
  blocklist --name NAME FILE… --out FILE
                                      make a list of keys not to be trusted; docs/blocklist.md says from what
  budget                              print what a first visit downloads, against the budget

Tools are installed once per user into ~/.cache/keyhaven/tools (KEYHAVEN_TOOLS to put them elsewhere).";

fn main() -> ExitCode {
    let done = match split::called_as_wasm_bindgen() {
        Some(arguments) => split::wasm_bindgen(arguments),
        None => command(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("keyhaven: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<()> {
    let mut words = Vec::new();
    let (mut dev, mut openstack) = (false, false);
    let (mut public_url, mut port) = (None::<String>, None::<u16>);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("dev") => dev = true,
            Arg::Long("openstack") => openstack = true,
            Arg::Long("public-url") => public_url = Some(parser.value()?.string()?),
            Arg::Long("port") => port = Some(parser.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => words.insert(0, "help".to_owned()),
            Arg::Value(word) if words.is_empty() && word == "blocklist" => {
                return blocklist::run(parser);
            }
            Arg::Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let profile = if dev { Profile::Dev } else { Profile::Release };
    let public_url = public_url.unwrap_or_else(|| "/".to_owned());
    match words.first().map(String::as_str) {
        Some("build") => site::build(&site::Options {
            profile,
            public_url,
            needs_wasm_opt: false,
        })
        .map(drop),
        Some("run") => run::run(profile, port.unwrap_or(8080)),
        Some("test") if openstack => openstack::test(),
        Some("test") => test::Options::from_words(&words[1..])?.run(),
        Some("bench") => bench::run(),
        Some("check") => check::run(),
        Some("budget") => check::budget(),
        Some("dist") => {
            let dist = site::build(&site::Options {
                public_url,
                ..site::Options::release()
            })?;
            println!(
                "keyhaven: {} is ready to be put on a host; README.md tells how",
                dist.display()
            );
            Ok(())
        }
        Some("assemble") => assemble::from_trunk(),
        Some("help") | None => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("there is no command {other:?}\n\n{HELP}"),
    }
}
