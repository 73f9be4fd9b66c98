//! The project's quota, and what the launch would take of it.

use super::Launching;
use crate::openstack::compute::Usage;
use crate::ui::dynamic::dynamic;
use leptos::prelude::*;

/// Three bars: servers, virtual CPUs, memory. What has no limit has no bar.
#[component]
pub fn Quota(launching: Launching) -> impl IntoView {
    let bars = move || {
        let capacity = launching.offers.capacity.value()?;
        let (flavor, count) = launching
            .draft
            .with(|draft| (draft.flavor.clone(), draft.count().unwrap_or(1)));
        let count = u64::from(count);
        let flavor = launching.offers.flavor(&flavor);
        let of = |each: fn(&crate::openstack::compute::Flavor) -> u64| {
            flavor.as_ref().map(each).unwrap_or_default() * count
        };
        Some(view! {
            <ul class="bars quota-bars" aria-label="Quota of the project">
                {bar("Servers", capacity.instances, count)}
                {bar("Virtual CPUs", capacity.cores, of(|flavor| flavor.vcpus))}
                {bar("Memory (MB)", capacity.ram, of(|flavor| flavor.ram))}
            </ul>
        })
    };
    view! {
        {dynamic(bars)}
        {launching.offers.capacity.unread("The project's quota")}
    }
}

fn bar(what: &'static str, usage: Usage, wish: u64) -> impl IntoView {
    let max = usage.max?;
    let after = usage.used + wish;
    let is_over = after > max;
    let class = if is_over { "bad-text" } else { "" };
    // Browsers colour a meter by where its good part is: all of it, or none.
    let good_up_to = if is_over { 0 } else { max };
    Some(view! {
        <li>
            <span>{what}</span>
            <meter min=0 max=max.to_string() low=good_up_to.to_string() high=good_up_to.to_string() optimum=0 value=after.min(max).to_string() aria-label=what></meter>
            <span class=class>{format!("{} + {wish} of {max}", usage.used)}</span>
        </li>
    })
}
