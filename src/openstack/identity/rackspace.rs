//! Rackspace's identity service, version 2.0: user name and API key, or password and passcode.
//!
//! Source: Rackspace Cloud Identity API 2.0, "Authentication tokens" and "Multi-factor authentication". It is written
//! from that documentation; no such service was there to try it on. Rackspace's newer clouds have Keystone, version 3.

use super::auth_url::{AuthUrl, AuthUrlError};
use super::credentials::Method;
use super::one_time_code::{Challenge, OneTimeCode};
use super::sign_in::{SignInOutcome, not_identity};
use super::types::{Domain, Project, SignedIn, User};
use crate::openstack::call;
use crate::openstack::catalog::{Catalog, Service};
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::{self, Http, Request, Response};
use crate::openstack::json::{FromJson, text};
use crate::openstack::secret::{Secret, Token};
use serde::Serialize;
use serde_json::Value;

/// Whether an identity endpoint is one of version 2.0.
pub(super) fn is_version_2(auth_url: &str) -> bool {
    auth_url.ends_with("/v2.0")
}

/// `POST /v2.0/tokens`. No `Debug`: it holds the secret.
#[derive(Serialize)]
struct Body<'a> {
    auth: Auth<'a>,
}

#[derive(Serialize)]
enum Auth<'a> {
    #[serde(rename = "RAX-KSKEY:apiKeyCredentials")]
    ApiKey {
        username: &'a str,
        #[serde(rename = "apiKey")]
        api_key: &'a str,
    },
    #[serde(rename = "passwordCredentials")]
    Password {
        username: &'a str,
        password: &'a str,
    },
    #[serde(rename = "RAX-AUTH:passcodeCredentials")]
    Passcode { passcode: &'a str },
}

/// Signs in with the API key, which is never asked for a second factor.
pub(super) async fn by_api_key<H: Http>(
    http: &H,
    auth_url: &AuthUrl,
    user: &str,
    api_key: &Secret,
) -> Result<SignInOutcome, Error> {
    let auth_url = endpoint(auth_url)?;
    let auth = Auth::ApiKey {
        username: user,
        api_key: api_key.expose(),
    };
    let response = post(http, &auth_url, None, auth).await?;
    match response.status {
        401 => {
            let (_, request_id) = said(&response);
            Err(SignInError::WrongApiKey { request_id }.into())
        }
        _ => signed_in(&response, auth_url, Method::RackspaceApiKey),
    }
}

/// Signs in with the password, after which a passcode may be asked for.
pub(super) async fn by_password<H: Http>(
    http: &H,
    auth_url: &AuthUrl,
    user: &str,
    password: &Secret,
) -> Result<SignInOutcome, Error> {
    let auth_url = endpoint(auth_url)?;
    let auth = Auth::Password {
        username: user,
        password: password.expose(),
    };
    let response = post(http, &auth_url, None, auth).await?;
    if response.status != 401 {
        return signed_in(&response, auth_url, Method::RackspacePassword);
    }
    if let Some(session) = session_of(&response) {
        return Ok(SignInOutcome::OneTimeCode(OneTimeCode {
            auth_url,
            user: user.to_owned(),
            expires_at: None,
            challenge: Challenge::Session(session),
        }));
    }
    let (message, request_id) = said(&response);
    let reason = match message.contains("Additional authentication") {
        true => SignInError::CodeHidden {
            header: "WWW-Authenticate",
        },
        false => SignInError::WrongCredentials {
            message,
            request_id,
        },
    };
    Err(reason.into())
}

/// Goes on with the passcode.
pub(super) async fn by_passcode<H: Http>(
    http: &H,
    asked: &OneTimeCode,
    session: &Token,
    passcode: &Secret,
) -> Result<SignInOutcome, Error> {
    let auth = Auth::Passcode {
        passcode: passcode.expose(),
    };
    let response = post(http, &asked.auth_url, Some(session), auth).await?;
    if response.status != 401 {
        let auth_url = asked.auth_url.clone();
        return signed_in(&response, auth_url, Method::RackspacePassword);
    }
    let (message, request_id) = said(&response);
    let reason = match message.contains("Session has expired") {
        true => SignInError::CodeTooLate,
        false => SignInError::WrongPasscode { request_id },
    };
    Err(reason.into())
}

/// The endpoint, ending in `/v2.0`.
fn endpoint(auth_url: &AuthUrl) -> Result<String, SignInError> {
    match auth_url.to_string() {
        url if is_version_2(&url) => Ok(url),
        _ if auth_url.has_version() => Err(AuthUrlError::Version3.into()),
        url => Ok(format!("{url}/v2.0")),
    }
}

async fn post<H: Http>(
    http: &H,
    auth_url: &str,
    session: Option<&Token>,
    auth: Auth<'_>,
) -> Result<Response, Error> {
    let body = call::to_json(&Body { auth }, 2048);
    let mut request =
        Request::new(http::Method::Post, format!("{auth_url}/tokens")).with_json(body);
    if let Some(session) = session {
        request = request.with_header("X-SessionId", session.expose());
    }
    call::send(http, request).await
}

/// The session in `WWW-Authenticate: OS-MF sessionId='…', factor='PASSCODE'`.
fn session_of(response: &Response) -> Option<Token> {
    let challenge = response.header("www-authenticate")?;
    let parameters = challenge.trim().strip_prefix("OS-MF")?;
    let (_, rest) = parameters.split_once("sessionId=")?;
    let session = rest.split(',').next()?.trim().trim_matches(['\'', '"']);
    (!session.is_empty()).then(|| Token::new(session.to_owned()))
}

/// The message of a refusal, and the request's name.
fn said(response: &Response) -> (String, Option<String>) {
    let error = Error::from_response(response);
    let message = error.reply().map(|reply| reply.message.clone());
    let request_id = error.request_id().map(str::to_owned);
    (message.unwrap_or_default(), request_id)
}

fn signed_in(
    response: &Response,
    auth_url: String,
    method: Method,
) -> Result<SignInOutcome, Error> {
    match response.status {
        200 | 203 => {}
        201 | 404 | 405 => return Err(not_identity(&auth_url)),
        // The account is disabled, or locked after too many passcodes.
        403 => return Err(SignInError::AccountLocked.into()),
        _ => return Err(Error::from_response(response)),
    }
    let access = call::json::<Access>(response, "the token")?;
    let signed_in = SignedIn {
        auth_url,
        token: access.token,
        user: access.user,
        projects: vec![access.tenant.clone()],
        project: access.tenant,
        roles: access.roles,
        catalog: Catalog::new(access.services),
        expires_at: access.expires_at,
        default_region: access.default_region,
        method,
        earlier: Vec::new(),
    };
    Ok(SignInOutcome::SignedIn(signed_in))
}

/// The answer to it, with status 200: `{"access": …}`.
struct Access {
    token: Token,
    expires_at: String,
    tenant: Project,
    user: User,
    roles: Vec<String>,
    default_region: Option<String>,
    services: Vec<Service>,
}

impl FromJson for Access {
    fn from_json(value: &Value) -> Option<Self> {
        let access = value.get("access")?;
        let token = access.get("token")?;
        let user = access.get("user")?;
        let catalog = access.get("serviceCatalog")?.as_array()?;
        // At Rackspace a tenant's name is its id. A token without one is that of the compute service's tenant.
        let id = match token.get("tenant") {
            Some(tenant) => text(tenant, "id")?,
            None => catalog.iter().find_map(|service| {
                let kind = service.get("type")?.as_str()?;
                let endpoint = service.get("endpoints")?.get(0)?;
                (kind == "compute").then(|| text(endpoint, "tenantId"))?
            })?,
        };
        let tenant_name = token.get("tenant").and_then(|tenant| text(tenant, "name"));
        let user_id = text(user, "id")?;
        let roles = user.get("roles").and_then(Value::as_array);
        Some(Self {
            token: Token::new(text(token, "id")?),
            expires_at: text(token, "expires").unwrap_or_default(),
            tenant: Project {
                name: tenant_name.unwrap_or_else(|| id.clone()),
                id,
                domain: Domain::default(),
            },
            user: User {
                name: text(user, "name").unwrap_or_else(|| user_id.clone()),
                id: user_id,
                domain: Domain::default(),
            },
            roles: roles
                .into_iter()
                .flatten()
                .filter_map(|role| text(role, "name"))
                .collect(),
            default_region: text(user, "RAX-AUTH:defaultRegion"),
            services: catalog.iter().filter_map(Service::from_version_2).collect(),
        })
    }
}
