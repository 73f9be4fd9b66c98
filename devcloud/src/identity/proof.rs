//! Checking that somebody is who they say: by a password, a token or an application credential.

use rusqlite::Connection;

use super::error::Refusal;
use super::request::{Proof, Reference};
use crate::store::tokens::{self, Token};
use crate::store::users::{self, Credential, Named, User};

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
        let Some(next) = check(db, proof, now)? else {
            return Ok(Err(Refusal::Unauthorized));
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

fn matches(secret: &str, hash: &str) -> bool {
    bcrypt::verify(secret, hash).unwrap_or(false)
}

fn check(db: &Connection, proof: Proof, now: i64) -> rusqlite::Result<Option<Proven>> {
    match proof {
        Proof::Password { user, password } => by_password(db, user, &password),
        Proof::Token(text) => by_token(db, &text, now),
        Proof::Credential {
            credential,
            owner: None,
            secret,
        } => by_credential(db, &credential, None, &secret),
        Proof::Credential {
            credential,
            owner: Some(owner),
            secret,
        } => match find_user(db, owner)? {
            Some(owner) => by_credential(db, &credential, Some(&owner.id), &secret),
            None => Ok(None),
        },
    }
}

fn find_user(db: &Connection, reference: Reference) -> rusqlite::Result<Option<User>> {
    match reference {
        Some(named) => users::find_user(db, &named),
        None => Ok(None),
    }
}

fn by_password(
    db: &Connection,
    reference: Reference,
    password: &str,
) -> rusqlite::Result<Option<Proven>> {
    let user = find_user(db, reference)?.filter(|user| matches(password, &user.password_hash));
    Ok(user.map(|user| Proven {
        user,
        methods: vec!["password".to_owned()],
        credential: None,
        from: None,
    }))
}

fn by_token(db: &Connection, text: &str, now: i64) -> rusqlite::Result<Option<Proven>> {
    let Some(token) = tokens::find(db, text, now)? else {
        return Ok(None);
    };
    let Some(user) = users::find_user(db, &Named::Id(token.user_id.clone()))? else {
        return Ok(None);
    };
    let credential = match &token.credential_id {
        Some(id) => users::find_credential(db, &Named::Id(id.clone()), None)?,
        None => None,
    };
    let before = token.methods.iter().filter(|method| *method != "token");
    let methods = std::iter::once("token".to_owned()).chain(before.cloned());
    Ok(Some(Proven {
        user,
        methods: methods.collect(),
        credential,
        from: Some(token),
    }))
}

fn by_credential(
    db: &Connection,
    named: &Named,
    owner: Option<&str>,
    secret: &str,
) -> rusqlite::Result<Option<Proven>> {
    let found = users::find_credential(db, named, owner)?;
    let Some(credential) = found.filter(|found| matches(secret, &found.secret_hash)) else {
        return Ok(None);
    };
    let user = users::find_user(db, &Named::Id(credential.user_id.clone()))?;
    Ok(user.map(|user| Proven {
        user,
        methods: vec!["application_credential".to_owned()],
        credential: Some(credential),
        from: None,
    }))
}
