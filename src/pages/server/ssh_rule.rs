//! Whether anything lets SSH in, and a rule that does.

use super::addresses::Reach;
use crate::{
    explain::servers::explain,
    openstack::network::{Family, SecurityGroup, Source},
    session::Auth,
    ui::{
        dynamic::{dynamic, flag, words},
        failure::shown,
        fetched::Fetched,
        field::{SelectField, TextField},
        notice::Notices,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::net::IpAddr;

const SSH: u16 = 22;
const ANYWHERE: &str = "0.0.0.0/0";

/// Says from where SSH is let in; when from nowhere, offers the rule.
#[component]
pub fn SshRule(found: Reach, may: bool) -> impl IntoView {
    let auth = expect_context::<Auth>();
    if found.ports.is_empty() || found.ports.iter().any(|port| !port.is_guarded) {
        return ().into_any();
    }
    let mut ids: Vec<String> = found
        .ports
        .into_iter()
        .flat_map(|port| port.security_groups)
        .collect();
    ids.dedup();
    let ids = StoredValue::new(ids);
    let groups = Fetched::start(move || {
        let ids = ids.get_value();
        async move {
            let all = auth
                .network(|network| async move { network.security_groups().await })
                .await?;
            let own = |group: &SecurityGroup| ids.contains(&group.id);
            Ok(all.into_iter().filter(own).collect::<Vec<_>>())
        }
    });
    groups.view("Reading its security groups…", move |own| {
        view! { <Verdict groups own may /> }
    })
}

#[component]
fn Verdict(
    groups: Fetched<Vec<SecurityGroup>>,
    own: Vec<SecurityGroup>,
    may: bool,
) -> impl IntoView {
    let sources: Vec<(Family, Source)> = own
        .iter()
        .flat_map(|group| group.lets_in(u64::from(SSH)))
        .collect();
    let names = own
        .iter()
        .map(|group| group.name.clone())
        .collect::<Vec<_>>()
        .join(", ");
    let outside = sources
        .iter()
        .filter(|(_, source)| *source != Source::Group)
        .map(|(_, source)| match source {
            Source::Prefix(prefix) => prefix.clone(),
            _ => "anywhere".to_owned(),
        })
        .collect::<Vec<_>>();
    if !outside.is_empty() {
        let mut outside = outside;
        outside.dedup();
        return view! { <p class="hint">{format!("SSH (TCP {SSH}) is let in from {} by {names}.", outside.join(", "))}</p> }.into_any();
    }
    let text = match (own.is_empty(), sources.is_empty()) {
        (true, _) => {
            "It has no security group, so nothing from outside is let in, SSH neither.".to_owned()
        }
        (_, true) => format!(
            "No rule of its security groups ({names}) lets SSH (TCP {SSH}) in: nobody can log in."
        ),
        (_, false) => format!(
            "SSH (TCP {SSH}) is let in only from servers of the same security group ({names})."
        ),
    };
    let choices: Vec<(String, String)> = own
        .into_iter()
        .map(|group| (group.id, group.name))
        .collect();
    view! {
        <div class="warning" role="status"><p>{text}</p>
        {(may && !choices.is_empty()).then(|| view! { <LetIn groups choices /> })}
        </div>
    }
    .into_any()
}

/// IPv4 or IPv6 prefix as typed: an address alone stands for itself.
fn prefix(text: &str) -> Option<(Family, String)> {
    let text = text.trim();
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    let ip: IpAddr = address.parse().ok()?;
    let (family, most) = match ip {
        IpAddr::V4(_) => (Family::V4, 32),
        IpAddr::V6(_) => (Family::V6, 128),
    };
    let length: u8 = match length {
        "" => most,
        length => length.parse().ok()?,
    };
    (length <= most).then(|| (family, format!("{ip}/{length}")))
}

#[component]
fn LetIn(groups: Fetched<Vec<SecurityGroup>>, choices: Vec<(String, String)>) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let several = choices.len() > 1;
    let group = RwSignal::new(
        choices
            .first()
            .map(|(id, _)| id.clone())
            .unwrap_or_default(),
    );
    let source = RwSignal::new(ANYWHERE.to_owned());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None);
    let add = move |_| {
        let Some((family, prefix)) = prefix(&source.get_untracked()) else {
            wrong.set(Some(
                "Type an address or a network, such as 203.0.113.0/24.".to_owned(),
            ));
            return;
        };
        wrong.set(None);
        error.set(None);
        busy.set(true);
        spawn_local(async move {
            let group = group.get_untracked();
            let outcome = auth
                .network(|network| {
                    let (group, prefix) = (group.clone(), prefix.clone());
                    async move { network.let_in(&group, SSH, family, &prefix).await }
                })
                .await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    notices.done(format!("SSH is let in from {prefix}."));
                    groups.again();
                }
                Err(failed) => {
                    error.try_set(Some(explain(&failed)));
                }
            }
        });
    };
    view! {
        {several.then(|| view! {
            <SelectField label="Security group" id="rule-group" value=group options=Signal::stored(choices) choose=move |id| group.set(id) />
        })}
        <TextField
            label="Let SSH in from"
            id="rule-source"
            value=source
            error=wrong
            hint="An address or network. 0.0.0.0/0 is everybody: with keys alone that is usual, your own network is better. The rule holds for all servers of the group."
        />
        {dynamic(move || error.get().map(|explanation| shown(explanation, None)))}
        <div class="actions">
            <button type="button" class="quiet" disabled=flag(move || busy.get()) on:click=add>
                {words(move || if busy.get() { "Adding the rule…" } else { "Let SSH in" })}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_read_as_people_type_them() {
        assert_eq!(
            prefix("0.0.0.0/0"),
            Some((Family::V4, "0.0.0.0/0".to_owned()))
        );
        assert_eq!(
            prefix(" 203.0.113.5 "),
            Some((Family::V4, "203.0.113.5/32".to_owned()))
        );
        assert_eq!(
            prefix("2001:db8::/32"),
            Some((Family::V6, "2001:db8::/32".to_owned()))
        );
        for wrong in ["", "here", "203.0.113.5/33", "203.0.113.5/x", "1.2.3/24"] {
            assert_eq!(prefix(wrong), None, "{wrong}");
        }
    }
}
