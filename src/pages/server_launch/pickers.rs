//! The choice of image and flavor: searched by any word, grouped by what matters, what cannot work switched off.

use super::Launching;
use crate::launch::checks::{Field, too_small};
use crate::openstack::compute::Flavor;
use crate::openstack::image::{Image, Visibility};
use crate::ui::dynamic::{attribute, dynamic, words};
use leptos::prelude::*;

/// From how many choices on a search field is worth its place.
const MANY: usize = 8;

/// One choice.
struct Item {
    value: String,
    text: String,
    /// Under which heading.
    group: String,
    /// Why it cannot be chosen.
    off: bool,
}

/// A combobox with headings, and a search above it when there are many choices.
#[component]
fn Picker(
    launching: Launching,
    field: Field,
    label: &'static str,
    id: &'static str,
    search_label: &'static str,
    value: Signal<String>,
    #[prop(into)] items: Callback<(), Vec<Item>>,
    choose: Callback<String>,
    /// What is known of the choice.
    #[prop(into)]
    about: Signal<String>,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let many = Memo::new(move |_| items.run(()).len() > MANY);
    let options = move || {
        let chosen = value.get();
        let needle = search.get().trim().to_lowercase();
        let mut groups: Vec<(String, Vec<AnyView>)> = Vec::new();
        for item in items.run(()) {
            let selected = item.value == chosen;
            let text = format!("{} {}", item.text, item.group).to_lowercase();
            if !selected && !needle.split_whitespace().all(|word| text.contains(word)) {
                continue;
            }
            let option = view! { <option value=item.value disabled=item.off prop:selected=selected>{item.text}</option> }.into_any();
            match groups.iter_mut().find(|(name, _)| *name == item.group) {
                Some((_, options)) => options.push(option),
                None => groups.push((item.group, vec![option])),
            }
        }
        let group = |(label, options): (String, Vec<AnyView>)| view! { <optgroup label=label>{options}</optgroup> };
        groups.into_iter().map(group).collect::<Vec<_>>()
    };
    let empty = move || value.get().is_empty();
    let described = format!("{id}-hint {id}-error");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {dynamic(move || many.get().then(|| view! {
                <input
                    type="search"
                    class="picker-search"
                    aria-label=search_label
                    placeholder="Search"
                    autocomplete="off"
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                />
            }))}
            <select
                id=id
                aria-describedby=described
                aria-invalid=attribute("true", move || launching.error(field).is_some())
                on:change=move |event| choose.run(event_target_value(&event))
            >
                {dynamic(move || {
                    let empty = empty();
                    view! { <option value="" disabled=true prop:selected=empty>"Choose one"</option> }
                })}
                {dynamic(options)}
            </select>
            <p class="hint" id=format!("{id}-hint")>{words(move || about.get())}</p>
            <p class="error" id=format!("{id}-error")>{words(move || launching.error(field).unwrap_or_default())}</p>
        </div>
    }
}

fn source(image: &Image) -> &'static str {
    match (image.is_snapshot, image.visibility) {
        (true, _) => "Snapshots of servers",
        (_, Visibility::Public) => "Public",
        (_, Visibility::Private) => "Yours",
        (_, Visibility::Shared) => "Shared with you",
        (_, Visibility::Community) => "Community",
    }
}

fn image_facts(image: &Image) -> String {
    let os = [image.os_distro.clone(), image.os_version.clone()];
    let os = os.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let size = image.size.map(|bytes| match bytes >> 20 {
        0..1024 => format!("{} MB", bytes.div_ceil(1 << 20)),
        megabytes => format!("{:.1} GB", megabytes as f64 / 1024.0),
    });
    let parts = [
        Some(os).filter(|os| !os.is_empty()),
        size,
        (image.min_disk > 0).then(|| format!("needs {} GB of disk", image.min_disk)),
        (image.min_ram > 0).then(|| format!("needs {} MB of memory", image.min_ram)),
        Some(source(image).to_lowercase()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// "Image".
#[component]
pub fn ImagePicker(launching: Launching) -> impl IntoView {
    let offers = launching.offers;
    let draft = launching.draft;
    let item = |image: Image| Item {
        text: match image.name.as_str() {
            "" => image.id.clone(),
            name => name.to_owned(),
        },
        group: source(&image).to_owned(),
        off: !image.is_active,
        value: image.id,
    };
    let choose = move |id| draft.update(|draft| draft.image = id);
    let about = move || {
        let image = offers.image(&draft.with(|draft| draft.image.clone()));
        image.as_ref().map(image_facts).unwrap_or_default()
    };
    offers.images.view("Reading the images…", move |images| {
        let images = StoredValue::new(images);
        view! {
            <Picker
                launching
                field=Field::Image
                label="Image"
                id="image"
                search_label="Search images"
                value=Signal::derive(move || draft.with(|draft| draft.image.clone()))
                items=Callback::new(move |()| images.get_value().into_iter().map(item).collect())
                choose=Callback::new(choose)
                about=Signal::derive(about)
            />
        }
    })
}

fn flavor_facts(flavor: &Flavor) -> String {
    let memory = match flavor.ram {
        megabytes if megabytes % 1024 == 0 => format!("{} GB of memory", megabytes / 1024),
        megabytes => format!("{megabytes} MB of memory"),
    };
    let disk = match flavor.disk {
        0 => "boot volume needed".to_owned(),
        gigabytes => format!("{gigabytes} GB of disk"),
    };
    format!("{} vCPU · {memory} · {disk}", flavor.vcpus)
}

/// "Flavor".
#[component]
pub fn FlavorPicker(launching: Launching) -> impl IntoView {
    let offers = launching.offers;
    let draft = launching.draft;
    let items = move |flavors: Vec<Flavor>| {
        let (image, volume) = draft.with(|draft| (draft.image.clone(), draft.volume().flatten()));
        let image = offers.image(&image);
        let chosen = draft.with(|draft| draft.flavor.clone());
        let item = |flavor: Flavor| {
            let small = image
                .as_ref()
                .is_some_and(|image| too_small(image, &flavor, volume).is_some());
            let group = match small {
                true => format!("{} · too small for the image", flavor_facts(&flavor)),
                false => flavor_facts(&flavor),
            };
            Item {
                // One that is chosen already says why it does not fit.
                off: small && flavor.id != chosen,
                value: flavor.id,
                text: flavor.name,
                group,
            }
        };
        flavors.into_iter().map(item).collect::<Vec<_>>()
    };
    let about = move || {
        let flavor = offers.flavor(&draft.with(|draft| draft.flavor.clone()));
        flavor.as_ref().map(flavor_facts).unwrap_or_default()
    };
    offers.flavors.view("Reading the flavors…", move |flavors| {
        let flavors = StoredValue::new(flavors);
        view! {
            <Picker
                launching
                field=Field::Flavor
                label="Flavor"
                id="flavor"
                search_label="Search flavors"
                value=Signal::derive(move || draft.with(|draft| draft.flavor.clone()))
                items=Callback::new(move |()| items(flavors.get_value()))
                choose=Callback::new(move |id| draft.update(|draft| draft.flavor = id))
                about=Signal::derive(about)
            />
        }
    })
}
