//! Bytes to rows: each row knows where it stands, each cell is text.

mod csv;
mod watch;

pub use self::csv::{Row, Table};
