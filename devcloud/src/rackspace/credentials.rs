//! Checking what was sent to `POST /v2.0/tokens`.

use http::HeaderMap;
use rusqlite::Connection;
use serde_json::Value;

use super::fault::Fault;
use crate::identity::{header, matches, with_code};
use crate::store::factors::{self, Receipt};
use crate::store::users::{self, Named, User};

/// Somebody who is who they say, and by what.
pub(super) struct Proven {
    pub(super) user: User,
    pub(super) methods: Vec<String>,
}

/// The credentials as sent.
pub(super) enum Credentials {
    ApiKey { user: String, api_key: String },
    Password { user: String, password: String },
    Passcode { session: String, passcode: String },
}

/// Reads them.
pub(super) fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Credentials, Fault> {
    const MALFORMED: Fault = Fault::BadRequest(
        "Invalid request body: unable to parse Auth data. Please review XML or JSON formatting",
    );
    let json: Value = serde_json::from_slice(body).map_err(|_| MALFORMED)?;
    let auth = json.get("auth").ok_or(MALFORMED)?;
    let text = |given: &Value, name: &str| {
        let text = given.get(name).and_then(Value::as_str);
        text.map(str::to_owned).ok_or(MALFORMED)
    };
    if let Some(given) = auth.get("RAX-KSKEY:apiKeyCredentials") {
        return Ok(Credentials::ApiKey {
            user: text(given, "username")?,
            api_key: text(given, "apiKey")?,
        });
    }
    if let Some(given) = auth.get("passwordCredentials") {
        return Ok(Credentials::Password {
            user: text(given, "username")?,
            password: text(given, "password")?,
        });
    }
    let given = auth.get("RAX-AUTH:passcodeCredentials").ok_or(MALFORMED)?;
    Ok(Credentials::Passcode {
        session: header(headers, "x-sessionid").unwrap_or_default(),
        passcode: text(given, "passcode")?,
    })
}

/// Checks them. `session` is the text of the session that may have to be opened until `session_ends`.
pub(super) fn prove(
    db: &Connection,
    given: Credentials,
    session: &str,
    now: i64,
    session_ends: i64,
) -> rusqlite::Result<Result<Proven, Fault>> {
    match given {
        Credentials::ApiKey { user, api_key } => {
            let found = find(db, user)?.filter(|(_, hash)| matches(&api_key, hash));
            let invalid = Fault::Unauthorized("Username or api key is invalid.");
            Ok(found
                .map(|(user, _)| by(user, vec!["APIKEY".to_owned()]))
                .ok_or(invalid))
        }
        Credentials::Password { user, password } => {
            let found = find(db, user)?.filter(|(user, _)| matches(&password, &user.password_hash));
            let Some((user, _)) = found else {
                return Ok(Err(Fault::Unauthorized(
                    "Unable to authenticate user with credentials provided.",
                )));
            };
            let methods = vec!["PASSWORD".to_owned()];
            if factors::rule(db, &user.id)?.is_empty() {
                return Ok(Ok(by(user, methods)));
            }
            let receipt = Receipt {
                user_id: user.id,
                methods,
                expires_at: session_ends,
            };
            factors::insert(db, session, &receipt)?;
            Ok(Err(Fault::MoreCredentials(session.to_owned())))
        }
        Credentials::Passcode { session, passcode } => by_passcode(db, &session, &passcode, now),
    }
}

fn by_passcode(
    db: &Connection,
    session: &str,
    passcode: &str,
    now: i64,
) -> rusqlite::Result<Result<Proven, Fault>> {
    const WRONG: Fault = Fault::Unauthorized("Can not authenticate with credentials provided");
    let Some(receipt) = factors::find(db, session)? else {
        return Ok(Err(WRONG));
    };
    if receipt.expires_at <= now {
        return Ok(Err(Fault::Unauthorized(
            "Can not authenticate with credentials provided. Session has expired.",
        )));
    }
    let user = users::find_user(db, &Named::Id(receipt.user_id))?;
    let user = with_code(db, user, passcode, now)?;
    let mut methods = vec!["PASSCODE".to_owned()];
    methods.extend(receipt.methods);
    Ok(user.map(|user| by(user, methods)).ok_or(WRONG))
}

fn by(user: User, methods: Vec<String>) -> Proven {
    Proven { user, methods }
}

/// A user of this service, with the hash of the API key.
fn find(db: &Connection, name: String) -> rusqlite::Result<Option<(User, String)>> {
    let Some(user) = users::find_user(db, &Named::Name(name))? else {
        return Ok(None);
    };
    let hash = factors::api_key_hash(db, &user.id)?;
    Ok(hash.map(|hash| (user, hash)))
}
