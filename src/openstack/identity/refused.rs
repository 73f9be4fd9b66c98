//! What a refusal means, by what was tried: Keystone's own words are the same for almost everything.

use super::reply::ReceiptReply;
use super::sign_in::not_identity;
use crate::openstack::call;
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::Response;

/// What was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    Password,
    PasswordAndCode,
    /// The code alone, with the receipt.
    Passcode,
    ApplicationCredential,
}

/// The error that a 401, 403 or 404 of `POST /auth/tokens` means.
///
/// The words looked for are those of Keystone's exceptions. Most clouds hide them (`insecure_debug` is off), save for the
/// receipt's.
pub(super) fn refused(response: &Response, auth_url: &str, tried: Tried) -> Error {
    if let Ok(reply) = call::json::<ReceiptReply>(response, "the methods wanted") {
        let methods = reply.required_auth_methods;
        return SignInError::SecondFactorNeeded { methods }.into();
    }
    let error = Error::from_response(response);
    let (status, message, request_id) = match error.reply() {
        Some(reply) => (
            reply.status,
            reply.message.clone(),
            reply.request_id.clone(),
        ),
        None => return error,
    };
    let says = |words: &str| message.contains(words);
    let reason = match tried {
        _ if says("password is expired") => SignInError::PasswordExpired,
        _ if says("account is locked") || says("account is disabled") => SignInError::AccountLocked,
        _ if says("unsupported method") => SignInError::MethodNotSupported { request_id },
        // An id that is not there is a 404, in JSON; a secret that is wrong or has expired a 401.
        Tried::ApplicationCredential
            if status == 401 || (status == 404 && says("Could not find")) =>
        {
            SignInError::WrongApplicationCredential { request_id }
        }
        _ if status == 404 => return not_identity(auth_url),
        _ if status == 403 => return error,
        Tried::Passcode if says("auth receipt") => SignInError::CodeTooLate,
        Tried::Passcode => SignInError::WrongPasscode { request_id },
        Tried::PasswordAndCode => SignInError::WrongCredentialsOrCode { request_id },
        Tried::Password | Tried::ApplicationCredential => SignInError::WrongCredentials {
            message,
            request_id,
        },
    };
    reason.into()
}
