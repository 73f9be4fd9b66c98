//! Checking that somebody is who they say: by a password, a one-time code, a token or an
//! application credential.

use rusqlite::Connection;

use super::error::Refusal;
use super::request::{Proof, Reference};
use crate::store::factors;
use crate::store::tokens::{self, Token};
use crate::store::users::{self, Credential, Named, User};
use crate::totp;

/// Who has proved to be whom, and how.
pub(super) struct Proven {
    pub(super) user: User,
    pub(super) methods: Vec<String>,
    pub(super) credential: Option<Credential>,
    /// The token that was shown, when one was: the new one lives no longer.
    pub(super) from: Option<Token>,
}

/// What a database makes of a request: a failure of its own, or a refusal, or what was wanted.
pub(super) type Outcome<T> = rusqlite::Result<Result<T, Refusal>>;

/// Checks every proof; all must be of one and the same user.
pub(super) fn prove(db: &Connection, proofs: Vec<Proof>, now: i64) -> Outcome<Proven> {
    let mut proven: Option<Proven> = None;
    for proof in proofs {
        let next = match check(db, proof, now)? {
            Ok(next) => next,
            Err(refusal) => return Ok(Err(refusal)),
        };
        proven = match proven {
            None => Some(next),
            Some(before) if before.user.id == next.user.id => {
                let mut both = before;
                both.methods.extend(next.methods);
                both.from = both.from.or(next.from);
                both.credential = both.credential.or(next.credential);
                Some(both)
            }
            Some(_) => return Ok(Err(Refusal::Unauthorized)),
        };
    }
    Ok(proven.ok_or(Refusal::Unauthorized))
}

/// Whether a secret is the one of a bcrypt hash.
pub(crate) fn matches(secret: &str, hash: &str) -> bool {
    bcrypt::verify(secret, hash).unwrap_or(false)
}

/// The user, when the one-time code is theirs.
pub(crate) fn with_code(
    db: &Connection,
    user: Option<User>,
    passcode: &str,
    now: i64,
) -> rusqlite::Result<Option<User>> {
    let secret = match &user {
        Some(user) => factors::totp_secret(db, &user.id)?,
        None => None,
    };
    let right = secret.is_some_and(|secret| totp::is_right(&secret, passcode, now));
    Ok(user.filter(|_| right))
}

fn check(db: &Connection, proof: Proof, now: i64) -> Outcome<Proven> {
    let by = |user: Option<User>, method: &str| {
        user.map(|user| Proven {
            user,
            methods: vec![method.to_owned()],
            credential: None,
            from: None,
        })
        .ok_or(Refusal::Unauthorized)
    };
    match proof {
        Proof::Password { user, password } => {
            let user = find_user(db, user)?.filter(|user| matches(&password, &user.password_hash));
            Ok(by(user, "password"))
        }
        Proof::Totp { user, passcode } => {
            let user = with_code(db, find_user(db, user)?, &passcode, now)?;
            Ok(by(user, "totp"))
        }
        Proof::Token(text) => by_token(db, &text, now),
        Proof::Credential {
            credential,
            owner,
            secret,
        } => by_credential(db, &credential, owner, &secret, now),
    }
}

fn find_user(db: &Connection, reference: Reference) -> rusqlite::Result<Option<User>> {
    match reference {
        Some(named) => users::find_user(db, &named),
        None => Ok(None),
    }
}

/// The token of an application credential makes no other token, whatever its scope.
fn by_token(db: &Connection, text: &str, now: i64) -> Outcome<Proven> {
    let Some(token) = tokens::find(db, text, now)? else {
        return Ok(Err(Refusal::Unauthorized));
    };
    if token.credential_id.is_some() {
        return Ok(Err(Refusal::Forbidden(
            "You are not authorized to perform the requested action: Using a delegated token to create \
             another token is not allowed.."
                .to_owned(),
        )));
    }
    let before = token.methods.iter().filter(|method| *method != "token");
    let methods = std::iter::once("token".to_owned())
        .chain(before.cloned())
        .collect();
    let user = users::find_user(db, &Named::Id(token.user_id.clone()))?;
    let proven = user.map(|user| Proven {
        user,
        methods,
        credential: None,
        from: Some(token),
    });
    Ok(proven.ok_or(Refusal::Unauthorized))
}

/// An id, or an owner's name, that is not there is a 404, as Keystone's plug-in looks them up before it checks anything.
fn by_credential(
    db: &Connection,
    named: &Named,
    owner: Option<Reference>,
    secret: &str,
    now: i64,
) -> Outcome<Proven> {
    let owner = match owner {
        None => None,
        Some(None) => return Ok(Err(Refusal::Unauthorized)),
        Some(Some(reference)) => match (users::find_user(db, &reference)?, reference) {
            (Some(user), _) => Some(user.id),
            (None, Named::Name(name)) => {
                let message = format!("Could not find user: {name}.");
                return Ok(Err(Refusal::NotFound(message)));
            }
            (None, Named::Id(_)) => return Ok(Err(Refusal::Unauthorized)),
        },
    };
    let credential = match (users::find_credential(db, named, owner.as_deref())?, named) {
        (Some(credential), _) => credential,
        (None, Named::Id(id)) => {
            let message = format!("Could not find Application Credential: {id}.");
            return Ok(Err(Refusal::NotFound(message)));
        }
        (None, Named::Name(_)) => return Ok(Err(Refusal::Unauthorized)),
    };
    let holds = credential.expires_at.is_none_or(|end| end > now);
    if !holds || !matches(secret, &credential.secret_hash) {
        return Ok(Err(Refusal::Unauthorized));
    }
    let user = users::find_user(db, &Named::Id(credential.user_id.clone()))?;
    let proven = user.map(|user| Proven {
        user,
        methods: vec!["application_credential".to_owned()],
        credential: Some(credential),
        from: None,
    });
    Ok(proven.ok_or(Refusal::Unauthorized))
}
