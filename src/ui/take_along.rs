//! The signed-in cloud as a file for the command-line clients, without secrets.

use crate::{
    browser::{boot, files},
    cloud_files::{AuthType, CloudEntry, NameOrId, write},
    openstack::identity::{Domain, Method},
    session::{Auth, Session},
    ui::notice::Notices,
};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{prelude::*, task::spawn_local};

/// A form of file.
#[derive(Clone, Copy)]
enum Form {
    CloudsYaml,
    OpenRc,
}

/// Two buttons.
#[component]
pub fn TakeAlong() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let save = move |form: Form| {
        let Some(session) = untrack(|| auth.session()) else {
            return;
        };
        let name = match form {
            Form::CloudsYaml => "clouds.yaml",
            Form::OpenRc => "openrc.sh",
        };
        spawn_local(async move {
            let text = text(form, session).await;
            if text.is_err() || text.is_ok_and(|text| files::save(name, &text).is_err()) {
                notices.wrong(format!(
                    "{name} could not be saved. Check the connection and try again."
                ));
            }
        });
    };
    view! {
        <p class="hint">"For the command line, without your password:"</p>
        <div class="actions">
            <button type="button" class="quiet small" on:click=move |_| save(Form::CloudsYaml)>"Save clouds.yaml"</button>
            <button type="button" class="quiet small" on:click=move |_| save(Form::OpenRc)>"Save openrc"</button>
        </div>
    }
}

#[wasm_split(files, wasm_split_path = leptos::wasm_split, fallible)]
fn text(form: Form, session: Session) -> Result<String, SplitLoaderError> {
    let entry = entry(&session);
    Ok(match form {
        Form::CloudsYaml => write::clouds_yaml(&entry),
        Form::OpenRc => write::openrc(&entry),
    })
}

fn entry(session: &Session) -> CloudEntry {
    let signed_in = &session.signed_in;
    let auth = match signed_in.method {
        Method::Password => AuthType::Password,
        Method::PasswordAndCode => AuthType::MultiFactor,
        Method::ApplicationCredential { .. } => AuthType::ApplicationCredential,
        Method::Token => AuthType::Token,
        Method::RackspaceApiKey => AuthType::RackspaceApiKey,
        Method::RackspacePassword => AuthType::V2Password,
    };
    let mut entry = CloudEntry {
        auth_url: Some(signed_in.auth_url.clone()),
        regions: Some(session.region.clone())
            .filter(|region| !region.is_empty())
            .into_iter()
            .collect(),
        endpoint_overrides: session
            .cloud
            .endpoints
            .iter()
            .map(|(service, url)| (service.clone(), boot::absolute(url)))
            .collect(),
        ..CloudEntry::new(&session.cloud.name, auth)
    };
    if let Method::ApplicationCredential { id, name } = &signed_in.method {
        entry.application_credential = both(name, id);
        return entry;
    }
    entry.project = both(&signed_in.project.name, &signed_in.project.id);
    entry.project_domain = domain(&signed_in.project.domain);
    if signed_in.method != Method::Token {
        entry.user = both(&signed_in.user.name, &signed_in.user.id);
        entry.user_domain = domain(&signed_in.user.domain);
    }
    entry
}

fn both(name: &str, id: &str) -> NameOrId {
    NameOrId {
        name: Some(name.to_owned()),
        id: Some(id.to_owned()),
    }
}

fn domain(domain: &Domain) -> NameOrId {
    NameOrId {
        name: domain.name.clone(),
        id: domain.id.clone(),
    }
}
