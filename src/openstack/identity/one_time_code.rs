//! The second factor: a one-time code, asked for after the password was right.
//!
//! Source: Keystone's "Multi-Factor Authentication" and `auth receipts`; Rackspace's identity API 2.0, "Authenticate with
//! multi-factor authentication passcode credentials".

use super::credentials::{Method, WantedProject};
use super::refused::Tried;
use super::reply::ReceiptReply;
use super::request::{AuthRequest, Identity, User};
use super::sign_in::{SignInOutcome, accepted, proven, scope_for};
use super::{rackspace, tokens};
use crate::openstack::call;
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::{Http, Response};
use crate::openstack::secret::{Secret, Token};

/// A sign-in that waits for the code. It holds the cloud's word that the password was right, so its `Debug` prints none
/// of that; it is worth nothing without the code, and for a few minutes only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    /// The identity endpoint, ending in `/v3` or `/v2.0`.
    pub auth_url: String,
    /// The user's name, as the cloud or the person gave it.
    pub user: String,
    /// Until when the code is taken, ISO 8601 in UTC; `None` when the cloud does not tell.
    pub expires_at: Option<String>,
    pub(super) challenge: Challenge,
}

/// What goes along with the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// Keystone's receipt.
    Receipt {
        receipt: Token,
        user_id: String,
        project: WantedProject,
    },
    /// Rackspace's session.
    Session(Token),
}

impl OneTimeCode {
    /// Reads a 401 that asks for a second factor; `None` when it is an ordinary refusal.
    pub(super) fn from_receipt(
        response: &Response,
        auth_url: &str,
        project: &WantedProject,
    ) -> Result<Option<Self>, SignInError> {
        let Ok(reply) = call::json::<ReceiptReply>(response, "the methods wanted") else {
            return Ok(None);
        };
        let by_code = |rule: &Vec<String>| {
            rule.iter().any(|method| method == "totp")
                && rule
                    .iter()
                    .all(|method| method == "totp" || method == "password")
        };
        if !reply.required_auth_methods.iter().any(by_code) {
            let methods = reply.required_auth_methods;
            return Err(SignInError::SecondFactorNeeded { methods });
        }
        let hidden = SignInError::CodeHidden {
            header: "Openstack-Auth-Receipt",
        };
        let receipt = response
            .header("openstack-auth-receipt")
            .ok_or(hidden.clone())?;
        let user = reply.user.ok_or(hidden)?;
        Ok(Some(Self {
            auth_url: auth_url.to_owned(),
            user: user.name,
            expires_at: reply.expires_at,
            challenge: Challenge::Receipt {
                receipt: Token::new(receipt.to_owned()),
                user_id: user.id,
                project: project.clone(),
            },
        }))
    }
}

/// Goes on with the code. After a wrong one the next can be tried with the same `asked`.
///
/// # Errors
/// [`SignInError::WrongPasscode`]; [`SignInError::CodeTooLate`] for a right one after [`OneTimeCode::expires_at`]. Else as [`sign_in`](super::sign_in()).
pub async fn send_code<H: Http>(
    http: &H,
    asked: &OneTimeCode,
    passcode: &Secret,
) -> Result<SignInOutcome, Error> {
    let (receipt, user_id, project) = match &asked.challenge {
        Challenge::Session(session) => {
            return rackspace::by_passcode(http, asked, session, passcode).await;
        }
        Challenge::Receipt {
            receipt,
            user_id,
            project,
        } => (receipt, user_id, project),
    };
    let identity = Identity::totp(User::by_id(user_id).with_passcode(passcode));
    let body = AuthRequest::new(identity, scope_for(project));
    let auth_url = asked.auth_url.clone();
    let response = tokens::post(http, &auth_url, Some(receipt), &body).await?;
    let (token, body) = accepted(&response, &auth_url, Tried::Passcode)?;
    let method = Method::PasswordAndCode;
    proven(http, auth_url, token, body, method, project).await
}
