//! Reading the body of `POST /v3/auth/tokens`.

use serde_json::Value;

use super::error::Refusal;
use crate::seed::{DOMAIN, DOMAIN_ID};
use crate::store::users::Named;

/// Whom or what a request names; nothing when it is looked for in a domain that is not there.
pub(super) type Reference = Option<Named>;

/// A proof of who is asking.
pub(super) enum Proof {
    Password {
        user: Reference,
        password: String,
    },
    Totp {
        user: Reference,
        passcode: String,
    },
    Token(String),
    Credential {
        credential: Named,
        owner: Option<Reference>,
        secret: String,
    },
}

/// What the token is to be good for.
pub(super) enum Scope {
    /// Not said: the user's default project, if there is one.
    NotSaid,
    Unscoped,
    Project(Reference),
    /// A domain, the system or a trust, in which nobody here has a role.
    Elsewhere,
}

/// A sign-in as asked for.
pub(super) struct SignIn {
    pub(super) proofs: Vec<Proof>,
    pub(super) scope: Scope,
}

/// Reads a request's body.
pub(super) fn parse(body: &[u8]) -> Result<SignIn, Refusal> {
    let json: Value = serde_json::from_slice(body)
        .map_err(|_| Refusal::expected("valid JSON", "request body"))?;
    let auth = property(&json, "auth")?;
    let identity = property(auth, "identity")?;
    let methods = property(identity, "methods")?
        .as_array()
        .ok_or_else(|| Refusal::BadRequest("'methods' is not of type 'array'".to_owned()))?;
    let mut proofs = Vec::new();
    for method in methods {
        proofs.push(proof(identity, method.as_str().unwrap_or_default())?);
    }
    Ok(SignIn {
        proofs,
        scope: scope(auth.get("scope"))?,
    })
}

fn proof(identity: &Value, method: &str) -> Result<Proof, Refusal> {
    match method {
        "password" => {
            let user = property(property(identity, "password")?, "user")?;
            Ok(Proof::Password {
                user: reference(user, "user")?,
                password: text(user, "password").unwrap_or_default(),
            })
        }
        "totp" => {
            let user = property(property(identity, "totp")?, "user")?;
            Ok(Proof::Totp {
                user: reference(user, "user")?,
                passcode: text(user, "passcode").unwrap_or_default(),
            })
        }
        "token" => {
            let token = property(identity, "token")?;
            Ok(Proof::Token(
                text(token, "id").ok_or_else(|| Refusal::required("id"))?,
            ))
        }
        "application_credential" => {
            let given = property(identity, "application_credential")?;
            let credential = match (text(given, "id"), text(given, "name")) {
                (Some(id), _) => Named::Id(id),
                (None, Some(name)) => Named::Name(name),
                (None, None) => return Err(Refusal::required("id")),
            };
            let owner = match (&credential, given.get("user")) {
                (Named::Id(_), _) => None,
                (Named::Name(_), Some(user)) => Some(reference(user, "user")?),
                (Named::Name(_), None) => return Err(Refusal::required("user")),
            };
            Ok(Proof::Credential {
                credential,
                owner,
                secret: text(given, "secret").ok_or_else(|| Refusal::required("secret"))?,
            })
        }
        _ => Err(Refusal::method(
            "Attempted to authenticate with an unsupported method.",
            serde_json::json!({ "methods": ["password", "token", "totp", "application_credential"] }),
        )),
    }
}

fn scope(scope: Option<&Value>) -> Result<Scope, Refusal> {
    match scope {
        None => Ok(Scope::NotSaid),
        Some(Value::String(word)) if word == "unscoped" => Ok(Scope::Unscoped),
        Some(scope) if scope.get("unscoped").is_some() => Ok(Scope::Unscoped),
        Some(scope) => match scope.get("project") {
            Some(project) => Ok(Scope::Project(reference(project, "project")?)),
            None => Ok(Scope::Elsewhere),
        },
    }
}

/// A user or project by its id, or by its name and its domain's name or id.
fn reference(given: &Value, what: &str) -> Result<Reference, Refusal> {
    if let Some(id) = text(given, "id") {
        return Ok(Some(Named::Id(id)));
    }
    let name = text(given, "name").ok_or_else(|| Refusal::expected("id or name", what))?;
    let domain = given
        .get("domain")
        .ok_or_else(|| Refusal::expected("domain", what))?;
    let known = match (text(domain, "id"), text(domain, "name")) {
        (Some(id), _) => id == DOMAIN_ID,
        (None, Some(name)) => name == DOMAIN,
        (None, None) => return Err(Refusal::expected("id or name", "domain")),
    };
    Ok(known.then_some(Named::Name(name)))
}

fn property<'a>(value: &'a Value, name: &str) -> Result<&'a Value, Refusal> {
    value.get(name).ok_or_else(|| Refusal::required(name))
}

fn text(value: &Value, name: &str) -> Option<String> {
    Some(value.get(name)?.as_str()?.to_owned())
}
