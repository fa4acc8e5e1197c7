//! The fast road: many goods of plain files, judged at the speed of the file.
//!
//! The plain road (`bom`, `origin`, `report`) stays the referee. Here a stretch of a file is cut into cells ([`Worker`]), its
//! rows are added up in fixed point, and a good is judged by what `origin::assess` said of another good of its kind.
//! A good of which anything is not plain goes to the plain road with its rows, and a file of which anything is not plain
//! goes there whole: same bytes, slower.

mod apart;
mod brief;
mod by_code;
mod codes;
mod cut;
mod days;
mod digits;
mod earlier;
mod example;
mod figures;
mod found;
mod good;
mod head;
mod joint;
mod judge;
mod machine;
mod page;
mod plan;
mod reason;
mod record;
mod rows;
mod same;
mod scan;
mod setup;
mod sheet;
mod table;
mod talk;
mod words;

pub use apart::Loose;
pub use brief::{Brief, Near, put, texts};
pub use cut::{last_record, record_on};
pub use earlier::{Compared, Earlier, KEPT, kept};
pub use found::{Ascending, Found, print_of};
pub use joint::Joint;
pub use setup::{File, Judged, Piece, Referee, Setup};
pub use sheet::{Stretch, Worker};
pub use table::Table;
pub use talk::{Dropped, Talk};
