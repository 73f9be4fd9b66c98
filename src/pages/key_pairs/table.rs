//! The list's table: filter, order, selection, and a hundred rows at a time.

use super::{View, arrange, bulk_delete::BulkDelete};
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::link::Link;
use crate::{
    audit::health::Audit,
    key_pairs::{KeyPairs, Row},
    keys::audit::Severity,
    routes,
    ui::health::{HealthBadge, kind_label},
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// How many rows are shown at once: enough to browse, few enough to stay quick.
const PAGE: usize = 100;

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    #[default]
    Name,
    Type,
    Fingerprint,
    Comment,
    Health,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    column: Column,
    descending: bool,
}

impl Order {
    /// Puts the rows in order; rows that are equal in the column go by name.
    pub fn sort(self, rows: &mut [Arc<Row>], audit: Audit) {
        // One text a row, its parts set apart by what no part holds: less code than comparing part by part.
        rows.sort_by_cached_key(|row| {
            let key = row.key.as_ref().ok();
            let by = match self.column {
                Column::Name => String::new(),
                Column::Type => key
                    .map(|key| format!("{} {:05}", key.type_label(), key.bits().unwrap_or(0)))
                    .unwrap_or_default(),
                Column::Fingerprint => row.fingerprint.clone(),
                Column::Comment => key
                    .map(|key| key.comment().to_lowercase())
                    .unwrap_or_default(),
                Column::Health => match audit.verdict(row).severity {
                    Some(Severity::Bad) => "2",
                    Some(Severity::Old) => "1",
                    _ => "0",
                }
                .to_owned(),
            };
            format!("{by}\0{}\0{}", row.pair.name.to_lowercase(), row.pair.name)
        });
        if self.descending {
            rows.reverse();
        }
    }

    fn by(self, column: Column) -> Self {
        Self {
            column,
            descending: self.column == column && !self.descending,
        }
    }
}

fn last_page(total: Signal<usize>) -> usize {
    total.get().saturating_sub(1) / PAGE
}

/// The table with its tools.
#[component]
pub fn Table(view: View) -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let audit = expect_context::<Audit>();
    let shown = Memo::new(move |_| {
        arrange(
            key_pairs.rows(),
            &view.filter.get(),
            view.order.get(),
            audit,
        )
    });
    let page = Memo::new(move |_| {
        view.page
            .get()
            .min(shown.with(Vec::len).saturating_sub(1) / PAGE)
    });
    let rows = move || {
        shown.with(|rows| {
            rows.iter()
                .skip(page.get() * PAGE)
                .take(PAGE)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let none = move || shown.with(Vec::is_empty);
    view! {
        <div class="tools">
            <label class="filter">
                <span class="visually-hidden">"Filter key pairs"</span>
                <input
                    type="search"
                    placeholder="Filter by name, type, comment or fingerprint"
                    autocomplete="off"
                    prop:value=view.filter
                    on:input=move |event| {
                        view.filter.set(event_target_value(&event));
                        view.page.set(0);
                    }
                />
            </label>
            <BulkDelete selected=view.selected />
        </div>
        <div class="table-frame">
            <table aria-label="Key pairs">
                <thead>
                    <tr>
                        <th class="select"><SelectAll view shown /></th>
                        <Head view column=Column::Name text="Name" />
                        <Head view column=Column::Type text="Type" />
                        <Head view column=Column::Fingerprint text="Fingerprint" />
                        <Head view column=Column::Comment text="Comment" />
                        <Head view column=Column::Health text="Health" />
                    </tr>
                </thead>
                <tbody>
                    {dynamic(move || rows().into_iter().map(|row| view! { <TableRow view row /> }).collect_view())}
                </tbody>
            </table>
            {dynamic(move || none().then(|| view! { <p class="nothing" role="status">"No key pair matches the filter."</p> }))}
        </div>
        <Pager view page total=Signal::derive(move || shown.with(Vec::len)) />
    }
}

#[component]
fn Head(view: View, column: Column, text: &'static str) -> impl IntoView {
    let sort = move || match view.order.get() {
        order if order.column != column => None,
        Order {
            descending: true, ..
        } => Some("descending"),
        Order { .. } => Some("ascending"),
    };
    view! {
        <th aria-sort=Signal::derive(sort)>
            <button type="button" class="sort" on:click=move |_| view.order.update(|order| *order = order.by(column))>
                {text}
            </button>
        </th>
    }
}

#[component]
fn TableRow(view: View, row: Arc<Row>) -> impl IntoView {
    let name = row.pair.name.clone();
    let key = row.key.as_ref().ok();
    let kind = match key {
        Some(key) => match key.bits().filter(|_| key.type_label() == "RSA") {
            Some(bits) => format!("RSA {bits}"),
            None => key.type_label(),
        },
        None => kind_label(row.pair.kind).to_owned(),
    };
    let comment = key.map(|key| key.comment().to_owned()).unwrap_or_default();
    let checked = {
        let name = name.clone();
        move || view.selected.with(|selected| selected.contains(&name))
    };
    let toggle = {
        let name = name.clone();
        move |event| {
            let name = name.clone();
            view.selected.update(|selected| {
                if event_target_checked(&event) {
                    selected.insert(name)
                } else {
                    selected.remove(&name)
                };
            });
        }
    };
    view! {
        <tr>
            <td class="select"><input type="checkbox" aria-label=format!("Select {name}") prop:checked=flag(checked) on:change=toggle /></td>
            <th scope="row"><Link to=routes::key_pair(&name)>{name.clone()}</Link></th>
            <td class="type">{kind}</td>
            <td class="fingerprint"><code title=row.pair.fingerprint_md5_from_cloud.clone()>{row.fingerprint.clone()}</code></td>
            <td class="comment">{comment}</td>
            <td><HealthBadge row=row.clone() /></td>
        </tr>
    }
}

/// Selects every row that matches the filter, shown or not; once more, none.
#[component]
fn SelectAll(view: View, shown: Memo<Vec<Arc<Row>>>) -> impl IntoView {
    let all = move || {
        let selected = view.selected.get();
        shown.with(|rows| {
            !rows.is_empty() && rows.iter().all(|row| selected.contains(&row.pair.name))
        })
    };
    let toggle = move |event| {
        let mut names = BTreeSet::new();
        if event_target_checked(&event) {
            // Inserted one by one: collecting would bring a sort of its own into the program.
            shown.with_untracked(|rows| {
                rows.iter().for_each(|row| {
                    names.insert(row.pair.name.clone());
                })
            });
        }
        view.selected.set(names);
    };
    view! { <input type="checkbox" aria-label="Select all that match" prop:checked=flag(all) on:change=toggle /> }
}

#[component]
fn Pager(view: View, page: Memo<usize>, total: Signal<usize>) -> impl IntoView {
    let text = move || {
        let first = page.get() * PAGE;
        format!(
            "{}–{} of {}",
            first + 1,
            (first + PAGE).min(total.get()),
            total.get()
        )
    };
    dynamic(move || {
        (total.get() > PAGE).then(|| {
            view! {
                <nav class="pager" aria-label="Pages of the list">
                    <button type="button" class="quiet" disabled=flag(move || page.get() == 0) on:click=move |_| view.page.set(page.get() - 1)>
                        "Previous"
                    </button>
                    <span role="status">{words(text)}</span>
                    <button type="button" class="quiet" disabled={flag(move || page.get() >= last_page(total))} on:click=move |_| view.page.set(page.get() + 1)>
                        "Next"
                    </button>
                </nav>
            }
        })
    })
}
