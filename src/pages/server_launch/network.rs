//! Which network the server is in, and what is let in to it.

use super::Launching;
use crate::launch::NetworkChoice;
use crate::ui::dynamic::{flag, words};
use crate::ui::field::SelectField;
use leptos::prelude::*;

const AUTO: &str = "auto";
const NO_NETWORK: &str = "none";

/// "Network".
#[component]
pub fn NetworkField(launching: Launching) -> impl IntoView {
    let draft = launching.draft;
    let value = move || {
        draft.with(|draft| match &draft.network {
            NetworkChoice::Open => String::new(),
            NetworkChoice::Auto => AUTO.to_owned(),
            NetworkChoice::None => NO_NETWORK.to_owned(),
            NetworkChoice::This(id) => format!("={id}"),
        })
    };
    let choose = move |value: String| {
        let choice = match value.as_str() {
            AUTO => NetworkChoice::Auto,
            NO_NETWORK => NetworkChoice::None,
            value => NetworkChoice::This(value.trim_start_matches('=').to_owned()),
        };
        draft.update(|draft| draft.network = choice);
    };
    launching.offers.networks.view("Reading the networks…", move |networks| {
        let networks = StoredValue::new(networks);
        let options = move || {
            let mut options: Vec<(String, String)> = networks.with_value(|networks| {
                networks
                    .iter()
                    .map(|network| {
                        let name = match network.name.as_str() {
                            "" => network.id.clone(),
                            name => name.to_owned(),
                        };
                        (format!("={}", network.id), name)
                    })
                    .collect()
            });
            let can = launching.offers.can_choose.value().unwrap_or_default();
            if can || options.is_empty() {
                options.push((AUTO.to_owned(), "Chosen by the cloud".to_owned()));
            }
            if can {
                options.push((NO_NETWORK.to_owned(), "No network".to_owned()));
            }
            options
        };
        view! { <SelectField label="Network" id="network" value=Signal::derive(value) options=Signal::derive(options) choose /> }
    })
}

/// "Security group".
#[component]
pub fn Groups(launching: Launching) -> impl IntoView {
    let draft = launching.draft;
    launching.offers.groups.view("Reading the security groups…", move |groups| {
        let first = move || draft.with(|draft| draft.security_groups.first().cloned().unwrap_or_default());
        let options: Vec<(String, String)> = groups
            .iter()
            .map(|group| (group.id.clone(), group.name.clone()))
            .collect();
        let open: Vec<(String, bool)> = groups
            .iter()
            .map(|group| (group.id.clone(), !group.lets_in(22).is_empty()))
            .collect();
        // The first is the combobox's; the others are ticked.
        let choose = move |id: String| {
            draft.update(|draft| {
                draft.security_groups.retain(|there| *there != id);
                match draft.security_groups.first_mut() {
                    Some(first) => *first = id,
                    None => draft.security_groups.push(id),
                }
            });
        };
        let advice = move || {
            let chosen = draft.with(|draft| draft.security_groups.clone());
            let lets = open.iter().any(|(id, lets)| *lets && chosen.contains(id));
            match lets || chosen.is_empty() {
                true => String::new(),
                false => "No rule in it lets SSH in from outside. The server’s page can add one.".to_owned(),
            }
        };
        let others = options.clone();
        let tick = move |(id, name): (String, String)| {
            let (this, own) = (id.clone(), id.clone());
            let is_first = flag(move || first() == own);
            let checked = flag(move || draft.with(|draft| draft.security_groups.contains(&this)));
            let toggle = move |event| {
                let on = event_target_checked(&event);
                draft.update(|draft| {
                    draft.security_groups.retain(|there| *there != id);
                    if on {
                        draft.security_groups.push(id.clone());
                    }
                });
            };
            view! { <label class="check"><input type="checkbox" prop:checked=checked disabled=is_first on:change=toggle />{name}</label> }
        };
        let several = others.len() > 1;
        view! {
            <div>
                <SelectField label="Security group" id="security-group" value=Signal::derive(first) options=Signal::stored(options) choose />
                <p class="hint">{words(advice)}</p>
                {several.then(|| view! {
                    <details class="more"><summary>"More security groups"</summary>{others.into_iter().map(tick).collect::<Vec<_>>()}</details>
                })}
            </div>
        }
    })
}
