//! axe-core: what of a page keeps people with disabilities out, as far as a program can tell.

use crate::browser::Browser;
use crate::environment;
use serde_json::{Value, json};

/// Runs axe in the current page or frame; its last argument gets the result.
const RUN: &str = "
const done = arguments[0];
axe.run(document, { resultTypes: ['violations'], iframes: false })
   .then((result) => done({ violations: result.violations, checked: result.passes.length }), (error) => done({ error: String(error) }));
";

impl Browser {
    /// What axe finds against the page as it is now, a line each: rule, elements, what is wrong.
    ///
    /// # Panics
    /// When axe does not run.
    pub async fn violations(&self) -> Vec<String> {
        // axe is handed in by the driver, past the page's policy, which would not let it in. Driver scripts are functions:
        // the text is evaluated there as its own, and leaves `window.axe`.
        let source = format!("{}\n;window.axe = window.axe ?? axe;", environment::axe());
        self.run(&source, vec![]).await;
        let result = self.run_async(RUN, vec![]).await;
        assert_eq!(
            result["error"],
            Value::Null,
            "axe failed: {}",
            result["error"]
        );
        assert_ne!(result["checked"], json!(0), "axe checked nothing");
        result["violations"]
            .as_array()
            .expect("a list")
            .iter()
            .map(line)
            .collect()
    }
}

fn line(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    let elements: Vec<String> = nodes
        .map(|node| format!("{} ({})", node["html"], node["failureSummary"]))
        .collect();
    format!(
        "{}: {}: {}",
        violation["id"],
        violation["help"],
        elements.join("; ")
    )
}
