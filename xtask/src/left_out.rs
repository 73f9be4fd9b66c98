//! Lists of end-to-end tests that are left out of a run, each with the reason: JSON files beside the tests.

use crate::{project, sh};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::process::Command;

/// Reasons, and the beginnings of the names of the tests that are left out for each.
pub struct LeftOut {
    file: String,
    groups: Vec<(String, Vec<String>)>,
}

impl LeftOut {
    /// Reads `tests/e2e/FILE`.
    ///
    /// # Errors
    /// When it is not there, or is no list of groups with `reason` and `tests`.
    pub fn read(file: &str) -> Result<Self> {
        let path = project::root().join("tests/e2e").join(file);
        let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Self::parse(file, &text)
    }

    fn parse(file: &str, text: &[u8]) -> Result<Self> {
        let groups: Vec<Value> = serde_json::from_slice(text)?;
        let group = |group: &Value| {
            let reason = group["reason"].as_str()?.to_owned();
            let tests = group["tests"].as_array()?.iter();
            let tests = tests.map(|test| test.as_str().map(str::to_owned));
            Some((reason, tests.collect::<Option<_>>()?))
        };
        let groups = groups.iter().map(group).collect::<Option<_>>();
        Ok(Self {
            file: file.to_owned(),
            groups: groups.with_context(|| format!("{file}: a group is a reason with tests"))?,
        })
    }

    /// The tests that remain, and with what they are run: by `list`, a command that lists all of them when it gets these
    /// arguments. Prints how many there are, and how many are left out for what.
    ///
    /// # Errors
    /// When they cannot be listed, or a name in the file is no test's.
    pub fn remaining(&self, list: &mut Command, run: &str, left: &str) -> Result<Vec<String>> {
        let list = sh::read(list.args(["--", "--list", "--format", "terse"]))?;
        let all = list.lines().filter_map(|line| line.strip_suffix(": test"));
        let (out, remaining): (Vec<_>, Vec<_>) = all.partition(|name| self.has(name));
        self.is_in_use(&out)?;
        println!("{run}: {} tests", remaining.len());
        println!("{left}: {} tests", out.len());
        for (reason, starts) in &self.groups {
            let of = out.iter().filter(|name| begins_with_one(name, starts));
            println!("    {:3}  {reason}", of.count());
        }
        Ok(remaining.into_iter().map(str::to_owned).collect())
    }

    fn has(&self, name: &str) -> bool {
        let mut groups = self.groups.iter();
        groups.any(|(_, starts)| begins_with_one(name, starts))
    }

    /// A name that is no test's any more would hide that the test runs nowhere, or that it could run.
    fn is_in_use(&self, tests: &[&str]) -> Result<()> {
        let starts = self.groups.iter().flat_map(|(_, starts)| starts);
        let unknown: Vec<_> = starts
            .filter(|start| !tests.iter().any(|test| test.starts_with(*start)))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        bail!("{} names tests that there are not: {unknown:?}", self.file)
    }
}

/// A beginning is a module with its colons, or a whole name.
fn begins_with_one(name: &str, starts: &[String]) -> bool {
    starts
        .iter()
        .any(|start| name == start || start.ends_with("::") && name.starts_with(start.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_or_a_whole_name_is_left_out_and_a_name_of_none_is_an_error() -> Result<()> {
        let text = br#"[{ "reason": "so", "tests": ["proxies::", "site::one"] }]"#;
        let list = LeftOut::parse("list.json", text)?;
        assert!(list.has("proxies::nginx") && list.has("site::one"));
        assert!(!list.has("site::one_more") && !list.has("proxies"));
        list.is_in_use(&["proxies::nginx", "site::one"])?;
        assert!(list.is_in_use(&["proxies::nginx"]).is_err());
        Ok(())
    }
}
