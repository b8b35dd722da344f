//! SQL over the PostgreSQL protocol to a service by name.

mod cell;
mod connection;
mod rows;
mod target;

pub use cell::{FromCell, ToParam};
pub use connection::Connection;
pub use rows::{Column, ColumnIndex, Row, Rows};
pub use target::{Target, Tls};
