//! A small HTTP client: one request, one connection through [`Access`](crate::Access), no redirects.

mod client;
mod exchange;
mod target;
mod tls;

pub use client::{Answer, Request, send};
pub use exchange::{ExchangeError, PlainAnswer, PlainRequest, check, exchange};
pub use target::Target;

#[cfg(test)]
mod tests;
