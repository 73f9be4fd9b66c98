//! axe-core: what of a page keeps people with disabilities out, as far as a program can tell.

use crate::browser::Browser;
use crate::environment;
use serde_json::{Value, json};

/// Looks at the document of the page, and tells which frames are part of it.
const PAGE: &str = "
const done = arguments[0];
axe.runPartial(document, {}).then(
    (partial) => done({ partial, frames: axe.utils.getFrameContexts(document).map((frame) => frame.frameContext) }),
    (error) => done({ error: String(error) }));
";

/// Looks at the document of a frame.
const FRAME: &str = "
const [context, done] = arguments;
axe.runPartial(context, {}).then((partial) => done({ partial }), (error) => done({ error: String(error) }));
";

/// Puts together what was seen in page and frame.
const FINISH: &str = "
const [partials, done] = arguments;
axe.finishRun(partials, {}).then(
    ({ violations, passes }) => done({ violations, passed: passes.length }),
    (error) => done({ error: String(error) }));
";

impl Browser {
    /// What axe finds against the page as it is now, with the vault's frame where there is one; a line each: rule,
    /// what is wrong, elements.
    ///
    /// # Panics
    /// When axe does not run.
    pub async fn violations(&self) -> Vec<String> {
        let page = self.axe(PAGE, vec![]).await;
        let mut partials = vec![page["partial"].clone()];
        let frames = page["frames"].as_array().expect("a list");
        assert!(frames.len() < 2, "there is no frame but the vault's");
        for context in frames {
            self.enter_vault().await;
            let frame = self.axe(FRAME, vec![context.clone()]).await;
            self.leave_vault().await;
            partials.push(frame["partial"].clone());
        }
        let result = self.axe(FINISH, vec![json!(partials)]).await;
        assert_ne!(result["passed"], json!(0), "axe checked nothing");
        let violations = result["violations"].as_array().expect("a list");
        violations.iter().map(line).collect()
    }

    /// Runs a script with axe in the current page or frame. The driver brings axe in past the page's policy, which would
    /// not let it in.
    async fn axe(&self, script: &str, arguments: Vec<Value>) -> Value {
        if self.run("return typeof axe", vec![]).await == "undefined" {
            let source = format!("{}\n;window.axe = window.axe ?? axe;", environment::axe());
            self.run(&source, vec![]).await;
        }
        let result = self.run_async(script, arguments).await;
        assert_eq!(result["error"], Value::Null, "axe failed");
        result
    }
}

fn line(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    let elements: Vec<String> = nodes
        .map(|node| {
            format!(
                "{} ({})",
                text(&node["html"]),
                text(&node["failureSummary"])
            )
        })
        .collect();
    let (id, help) = (text(&violation["id"]), text(&violation["help"]));
    format!("{id}: {help}: {}", elements.join("; "))
}
