//! Tables of the usual columns, in a folder where what concerns Mainland materials is confirmed.

use super::tables::{F, Good, Shape, Style, rows};
use super::world::{World, confirmed};

const FIELDS: [F; 12] =
    [F::Good, F::GoodHs, F::Fob, F::Labour, F::Development, F::Part, F::Hs, F::Origin, F::Status, F::Quantity, F::Cost, F::Currency];

fn shape() -> Shape {
    Shape { fields: FIELDS.to_vec(), chinese: false, signs: Vec::new() }
}

pub fn world() -> World {
    let world = World::new();
    world.write("cepa.toml", confirmed("BU 15 | BD 20"));
    world
}

pub fn table(lines: &[String]) -> String {
    Style::PLAIN.table(&[&[Style::PLAIN.line(&shape().heading())], lines].concat())
}

/// The lines of goods, good by good.
pub fn written(goods: &[Good], first: usize) -> Vec<Vec<String>> {
    rows(&shape(), Style::PLAIN, goods, first)
}
