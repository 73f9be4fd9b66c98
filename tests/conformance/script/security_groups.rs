//! Security groups, and the rule that lets SSH in.

use super::{NOWHERE, signed_in, token};
use crate::ask::Session;
use reqwest::Method;
use serde_json::{Value, json};

const GROUPS: &str = "/v2.0/security-groups";
const RULES: &str = "/v2.0/security-group-rules";

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    let carol = token(session, "carol").await;
    let other = signed_in(session, "alice", "other").await.0;
    forget_rules(session, &alice).await;
    for (name, token) in [
        ("member", &*alice),
        ("reader", &*carol),
        ("other-project", &*other),
        ("bad-token", "bad"),
    ] {
        let ask = session.network(Method::GET, GROUPS).token(token);
        session.ask(&format!("groups/{name}"), ask).await;
    }
    let ask = session.network(Method::GET, GROUPS);
    session.ask("groups/no-token", ask).await;

    let own = default_group(session, &alice).await;
    let others = default_group(session, &other).await;
    let ssh = |group: &str, family: &str, prefix: &str| {
        json!({
            "security_group_id": group, "direction": "ingress", "ethertype": family, "protocol": "tcp",
            "port_range_min": 22, "port_range_max": 22, "remote_ip_prefix": prefix,
        })
    };
    let usual = ssh(&own, "IPv4", "0.0.0.0/0");
    for (name, token, rule) in [
        ("reader", &carol, usual.clone()),
        ("add", &alice, usual.clone()),
        ("add-again", &alice, usual),
        ("add-prefix", &alice, ssh(&own, "IPv4", "203.0.113.0/24")),
        ("add-host", &alice, ssh(&own, "IPv4", "203.0.113.5/32")),
        ("add-ipv6", &alice, ssh(&own, "IPv6", "::/0")),
        (
            "add-ipv6-prefix",
            &alice,
            ssh(&own, "IPv6", "2001:db8::/32"),
        ),
        ("no-prefix", &alice, ssh(&own, "IPv4", "anywhere")),
        (
            "prefix-too-long",
            &alice,
            ssh(&own, "IPv4", "203.0.113.5/33"),
        ),
        ("wrong-family", &alice, ssh(&own, "IPv6", "203.0.113.0/24")),
        ("unknown-group", &alice, ssh(NOWHERE, "IPv4", "0.0.0.0/0")),
        (
            "another-projects-group",
            &alice,
            ssh(&others, "IPv4", "0.0.0.0/0"),
        ),
        ("no-group", &alice, json!({ "direction": "ingress" })),
        ("no-direction", &alice, json!({ "security_group_id": own })),
    ] {
        let body = json!({ "security_group_rule": rule });
        let ask = session
            .network(Method::POST, RULES)
            .token(token)
            .json(&body);
        session.ask(&format!("rules/{name}"), ask).await;
    }
    let ask = session.network(Method::POST, RULES).token(&alice);
    session
        .ask("rules/not-json", ask.text("application/json", "{nope"))
        .await;
    let ask = session.network(Method::GET, GROUPS).token(&alice);
    session.ask("groups/with-rules", ask).await;
    let path = format!("{RULES}/{NOWHERE}");
    let ask = session.network(Method::DELETE, &path).token(&alice);
    session.ask("rules/delete-unknown", ask).await;
    forget_rules(session, &alice).await;
}

async fn groups(session: &Session, token: &str) -> Vec<Value> {
    let ask = session.network(Method::GET, GROUPS).token(token);
    let answer = session.send(ask).await.json();
    answer["security_groups"].as_array().unwrap().clone()
}

async fn default_group(session: &Session, token: &str) -> String {
    let groups = groups(session, token).await;
    let group = groups.iter().find(|group| group["name"] == "default");
    group.unwrap()["id"].as_str().unwrap().to_owned()
}

/// Takes all rules for SSH away.
async fn forget_rules(session: &Session, token: &str) {
    for group in groups(session, token).await {
        for rule in group["security_group_rules"].as_array().unwrap() {
            if rule["port_range_min"] == 22 {
                let path = format!("{RULES}/{}", rule["id"].as_str().unwrap());
                session
                    .send(session.network(Method::DELETE, &path).token(token))
                    .await;
            }
        }
    }
}
