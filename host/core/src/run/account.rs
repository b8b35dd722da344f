//! The user's credentials for the registry of a pull: found, masked, and what to say of them when the registry wants others.

use super::setup::Run;
use crate::code::Code;
use crate::credentials::{Account, Credentials};
use crate::engine::request::PullImage;
use crate::fault::Fault;
use crate::mask::Refused;
use crate::policy::Approved;

/// What engines and registries say when credentials are missing or wrong.
const REFUSALS: [&str; 6] = [
    "no basic auth credentials",
    "unauthorized",
    "authentication required",
    "access denied",
    "access to the resource is denied",
    "incorrect username or password",
];

impl Run {
    /// What the user has for the registry of a pull. From now on its secrets are masked; what cannot be masked is not used.
    pub(super) async fn account(&self, pull: &Approved<PullImage>) -> Result<Account, Fault> {
        let image = &pull.request().image;
        let unusable = |why: String| {
            let text = format!("the credentials for the image {image} cannot be used: {why}");
            Fault::new(Code::ImageMissing, text)
        };
        let account = self.keyring.account(pull).await;
        let account = account.map_err(|error| unusable(error.to_string()))?;
        for secret in account.credentials.iter().flat_map(Credentials::secrets) {
            let masker = self.events.masker();
            masker.add_password(secret, &[]);
            if let Err(refused @ Refused::Full) = masker.mark(secret) {
                return Err(unusable(format!("they cannot be masked: {refused}")));
            }
        }
        Ok(account)
    }
}

/// A reason why an image could not be had, with what the user can do about it if it is credentials: those of a pull, or all
/// that went along with a build.
pub(super) fn explained(reason: String, accounts: &[Account]) -> String {
    let lower = reason.to_lowercase();
    if !REFUSALS.iter().any(|words| lower.contains(words)) {
        return reason;
    }
    if accounts.is_empty() {
        return format!(
            "{reason}; no credentials were sent: a build has those for registries that --allow-pull grants as a whole and \
             that the Dockerfile names without a variable"
        );
    }
    accounts
        .iter()
        .fold(reason, |text, one| format!("{text}; {}", one.advice()))
}
