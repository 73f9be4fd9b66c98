//! The picture above the list: how many keys of which type, health and age.

use crate::audit::health::{Ages, Audit};
use crate::keys::audit::{AGE_LIMITS, Healths, Summary};
use crate::ui::dynamic::{dynamic, words};
use crate::ui::failure::Failure;
use crate::ui::part::at_once;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{prelude::*, task::spawn_local};

/// A limit of age in words.
fn span(days: u32) -> String {
    match days / 365 {
        0 => format!("{days} days"),
        1 => "1 year".to_owned(),
        years => format!("{years} years"),
    }
}

/// The audit in numbers, once it is done. Its place is kept free until then, so that nothing jumps.
#[component]
pub fn AuditSummary() -> impl IntoView {
    let audit = expect_context::<Audit>();
    let here = RwSignal::new(false);
    let picture = move || {
        here.track();
        let view = at_once(picture(audit.summary()?)).and_then(Result::ok);
        if view.is_none() {
            // Without it the list still tells each key's health.
            spawn_local(async move {
                if fetch_picture().await.is_ok() {
                    here.try_set(true);
                }
            });
        }
        view
    };
    view! { <div class="audit-place">{dynamic(picture)}</div> }
}

#[wasm_split(audit, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_picture))]
fn picture(summary: Summary) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <Picture summary /> }.into_any())
}

#[component]
fn Picture(summary: Summary) -> impl IntoView {
    let audit = expect_context::<Audit>();
    let types = summary.types.into_iter().map(|count| {
        view! { <Line label=count.label healths=count.healths all=summary.all.total() /> }
    });
    let known = summary.ages.iter().any(|count| count.healths.total() > 0);
    let ages = known.then(|| {
        let lines = summary.ages.iter().map(|count| {
            let label = match count.under_days {
                Some(days) => format!("Under {}", span(days)),
                None => "Older".to_owned(),
            };
            view! { <Line label healths=count.healths all=summary.all.total() /> }
        });
        view! { <div><h2>"Ages"</h2><ul class="bars">{lines.collect_view()}</ul></div> }
    });
    view! {
        <details class="card audit">
            <summary>
                <span class="audit-title">"Health of your keys"</span>
                <Share healths=summary.all all=summary.all.total() />
                <span class="audit-words">{in_words(summary.all)}</span>
            </summary>
            <div class="audit-parts">
                <div><h2>"Types"</h2><ul class="bars">{types.collect_view()}</ul></div>
                {ages}
            </div>
            {dynamic(move || audit.blocklist_error.get().map(|error| view! {
                <p class="error">"The blocklist of this site was not looked at: "{error}". Whoever hosts the site can mend it."</p>
            }))}
            <AgeTools />
        </details>
    }
}

fn in_words(healths: Healths) -> String {
    let mut parts = vec![format!("{} good", healths.good)];
    if healths.old > 0 {
        parts.push(format!("{} to replace in time", healths.old));
    }
    if healths.bad > 0 {
        parts.push(format!("{} not to be trusted", healths.bad));
    }
    parts.join(", ")
}

#[component]
fn Line(label: String, healths: Healths, all: u32) -> impl IntoView {
    view! {
        <li>
            <span class="bar-label">{label}</span>
            <Share healths all />
            <span class="bar-count">{healths.total()}</span>
            <span class="visually-hidden">{in_words(healths)}</span>
        </li>
    }
}

/// As long as its share of all, in the colours of its healths.
#[component]
fn Share(healths: Healths, all: u32) -> impl IntoView {
    let part = |class: &'static str, count: u32| {
        let width = format!("{}%", f64::from(count) * 100.0 / f64::from(all.max(1)));
        (count > 0).then(|| view! { <span class=class style:width=width></span> })
    };
    view! {
        <span class="share" aria-hidden="true">
            {part("good", healths.good)}
            {part("warn", healths.old)}
            {part("bad", healths.bad)}
        </span>
    }
}

#[component]
fn AgeTools() -> impl IntoView {
    let audit = expect_context::<Audit>();
    let choose = move |event| {
        audit
            .max_age_days
            .set(event_target_value(&event).parse().ok())
    };
    let chosen = move || audit.max_age_days.get_untracked();
    dynamic(move || {
        match audit.ages.get() {
        Ages::Unknown => view! {
            <p class="row">
                <button type="button" class="quiet" on:click=move |_| audit.read_ages()>"Read the ages"</button>
                <span class="hint">"The cloud tells when a key pair was made only one by one: a request for each."</span>
            </p>
        }
        .into_any(),
        Ages::Failed(error) => {
            let retry = Callback::new(move |()| audit.read_ages());
            view! { <Failure error retry /> }.into_any()
        }
        Ages::Reading(..) => view! {
            <p role="status">{words(move || match audit.ages.get() {
                Ages::Reading(done, of) => format!("{done} of {of} ages read…"),
                _ => String::new(),
            })}</p>
        }
        .into_any(),
        Ages::Known => view! {
            <label class="choice">
                <span>"Flag keys older than"</span>
                <select on:change=choose>
                    <option value="" selected=chosen().is_none()>"no age"</option>
                    {AGE_LIMITS.map(|days| view! { <option value=days selected=chosen() == Some(days)>{span(days)}</option> }).collect_view()}
                </select>
            </label>
        }
        .into_any(),
    }
    })
}
