//! `cargo xtask`: builds, runs, tests and checks Keyhaven.

mod assemble;
mod base;
mod bench;
mod blocklist;
mod boot;
mod budget;
mod check;
mod compress;
mod e2e;
mod frame;
mod git;
mod install;
mod left_out;
mod minify;
mod openstack;
mod project;
mod release;
mod reproduce;
mod run;
mod runner;
mod sh;
mod site;
mod split;
mod stamp;
mod styles;
mod system;
mod test;
mod tools;
mod verify;

use anyhow::{Result, bail};
use lexopt::{Arg, ValueExt};
use project::Profile;
use std::process::ExitCode;
use system::Browser;

const HELP: &str = "\
cargo xtask COMMAND

  run [--port 8080] [--dev]           build the site, start the embedded cloud, serve both on 127.0.0.1
  test [native|wasm|e2e] [FILTER…]    run the tests, all of them or one group, or those whose name has a FILTER
  test --browser chromium|firefox|webkit [FILTER…]
                                      run the end-to-end tests in this browser
  test --openstack [conformance|e2e]  hold devcloud against a real OpenStack, which is started for it (tests/openstack)
  bench                               print how long making a key pair takes in a browser
  system                              install what checks and tests need of the system: all browsers too (Debian, as root)
  check                               formatting, lints, licences, size budget
  build [--dev] [--public-url /sub/]  build the site (into dist/; with --dev quickly, into target/site-dev)
  dist [--public-url /sub/]           build the site for hosting, into dist/
  verify URL [--with FOLDER]          whether a deployed site is what this checkout builds, or what a folder has
  reproduce                           whether a clone elsewhere, with nothing built, gives the same bytes
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
    let mut browser = None::<Browser>;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("dev") => dev = true,
            Arg::Long("openstack") => openstack = true,
            Arg::Long("public-url") => public_url = Some(parser.value()?.string()?),
            Arg::Long("browser") => browser = Some(parser.value()?.string()?.parse()?),
            Arg::Long("port") => port = Some(parser.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => words.insert(0, "help".to_owned()),
            Arg::Value(word) if words.is_empty() && word == "blocklist" => {
                return blocklist::run(parser);
            }
            Arg::Value(word) if words.is_empty() && word == "verify" => {
                return verify::run(parser);
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
        Some("test") if openstack => openstack::test(words.get(1).map(String::as_str)),
        Some("test") => test::Options::from_words(&words[1..], browser)?.run(),
        Some("system") => system::ensure(&Browser::ALL),
        Some("bench") => bench::run(),
        Some("check") => check::run(),
        Some("budget") => check::budget(),
        Some("reproduce") => reproduce::run(),
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
