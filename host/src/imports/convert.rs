//! Conversions between the shared WIT types and those of `mzhost_core`.

use mzhost_core::code::Code;
use mzhost_core::fault::{Detail, Fault};
use mzhost_core::operation::{self, SqlTarget, TlsMode};

use crate::bindings::mzhost::composition::types;

/// Bytes of a code, of a service's name and of a detail's key in an error of a guest.
const LONGEST_NAME: usize = 256;
/// Bytes of the message and of a detail in an error of a guest.
const LONGEST_TEXT: usize = 64 << 10;
/// Details of an error of a guest.
const MOST_DETAILS: usize = 64;
/// Port of a SQL target without one.
const DEFAULT_PORT: u16 = 5432;
/// User of a SQL target without one.
const DEFAULT_USER: &str = "postgres";

impl From<Fault> for types::Error {
    fn from(fault: Fault) -> Self {
        Self {
            code: fault.code,
            message: fault.message,
            service: fault.service,
            details: fault
                .details
                .into_iter()
                .map(|Detail { key, value }| types::Detail { key, value })
                .collect(),
        }
    }
}

/// Cut where it is longer than anybody reads: it goes into events and reports.
impl From<types::Error> for Fault {
    fn from(error: types::Error) -> Self {
        Self {
            code: cut(error.code, LONGEST_NAME),
            message: cut(error.message, LONGEST_TEXT),
            service: error.service.map(|service| cut(service, LONGEST_NAME)),
            details: error
                .details
                .into_iter()
                .take(MOST_DETAILS)
                .map(|types::Detail { key, value }| Detail {
                    key: cut(key, LONGEST_NAME),
                    value: cut(value, LONGEST_TEXT),
                })
                .collect(),
        }
    }
}

/// A text of at most so many bytes, the last character an ellipsis where something is missing.
fn cut(mut text: String, longest: usize) -> String {
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest.saturating_sub('…'.len_utf8())));
        text.push('…');
    }
    text
}

impl From<operation::Text> for types::Text {
    fn from(operation::Text { content, truncated }: operation::Text) -> Self {
        Self { content, truncated }
    }
}

impl From<operation::Data> for types::Data {
    fn from(operation::Data { content, truncated }: operation::Data) -> Self {
        Self { content, truncated }
    }
}

impl From<operation::Execution> for types::Execution {
    fn from(execution: operation::Execution) -> Self {
        Self {
            exit_code: execution.exit_code,
            output: execution.output.into(),
            errors: execution.errors.into(),
        }
    }
}

impl From<types::ExecOptions> for operation::ExecOptions {
    fn from(options: types::ExecOptions) -> Self {
        Self {
            input: options.input,
            env: options
                .env
                .into_iter()
                .map(|variable| (variable.name, variable.value))
                .collect(),
            user: options.user,
            working_dir: options.working_dir,
            check: options.check,
            timeout_ms: options.timeout_ms,
        }
    }
}

impl TryFrom<types::SqlTarget> for SqlTarget {
    type Error = Fault;

    fn try_from(target: types::SqlTarget) -> Result<Self, Fault> {
        let tls = match target.tls.as_deref() {
            None | Some("prefer") => TlsMode::Prefer,
            Some("disable") => TlsMode::Disable,
            Some("require") => TlsMode::Require,
            Some(other) => {
                return Err(Fault::new(
                    Code::ArgumentInvalid,
                    format!("unknown TLS mode {other:?}: use disable, prefer or require"),
                )
                .service(target.service));
            }
        };
        let user = target.user.unwrap_or_else(|| DEFAULT_USER.to_owned());
        Ok(Self {
            service: target.service,
            port: target.port.unwrap_or(DEFAULT_PORT),
            database: target.database.unwrap_or_else(|| user.clone()),
            user,
            password: target.password,
            tls,
        })
    }
}

/// The whole number that a WIT `f64` stands for; `what` names it in the error.
pub(super) fn whole_number(what: &str, number: f64) -> Result<u64, Fault> {
    /// 2^53, from where on an `f64` leaves out whole numbers.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && (0.0..LIMIT).contains(&number) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and within the range, as the condition says"
        )]
        return Ok(number as u64);
    }
    Err(Fault::new(
        Code::ArgumentInvalid,
        format!("{what} must be a whole number from 0 to below 2^53, not {number}"),
    ))
}

/// A number of rows or bytes as WIT has it.
#[expect(
    clippy::cast_precision_loss,
    reason = "no server counts to 2^53 rows in one statement, and no machine has as many bytes"
)]
pub(super) fn count(rows: u64) -> f64 {
    rows as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> types::SqlTarget {
        types::SqlTarget {
            service: "db".to_owned(),
            port: None,
            user: None,
            password: None,
            database: None,
            tls: None,
        }
    }

    #[test]
    fn a_target_of_a_service_alone_has_the_documented_defaults() {
        let all = SqlTarget::try_from(target()).unwrap();
        assert_eq!((all.port, all.user.as_str()), (5432, "postgres"));
        assert_eq!(
            (all.database.as_str(), all.tls),
            ("postgres", TlsMode::Prefer)
        );
        let named = SqlTarget::try_from(types::SqlTarget {
            user: Some("ann".to_owned()),
            ..target()
        })
        .unwrap();
        assert_eq!(named.database, "ann");
    }

    #[test]
    fn an_unknown_tls_mode_is_an_error_that_lists_the_known_ones() {
        let fault = SqlTarget::try_from(types::SqlTarget {
            tls: Some("verify-full".to_owned()),
            ..target()
        })
        .unwrap_err();
        assert!(fault.is(Code::ArgumentInvalid));
        assert!(fault.message.contains("disable, prefer or require"));
        assert_eq!(fault.service.as_deref(), Some("db"));
    }

    #[test]
    fn only_whole_numbers_are_offsets() {
        assert_eq!(
            whole_number("offset", 5_000_000_000.0).unwrap(),
            5_000_000_000
        );
        for bad in [-1.0, 0.5, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0] {
            assert!(whole_number("offset", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn faults_survive_the_way_through_wit() {
        let fault = Fault::new(Code::SqlError, "no such table")
            .service("db")
            .detail("sqlstate", "42P01");
        assert_eq!(Fault::from(types::Error::from(fault.clone())), fault);
    }
}
