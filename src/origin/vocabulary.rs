//! The words of the law that goods may use.

use crate::bom::Vocabulary;
use crate::law::Law;
use crate::value::Id;

/// The operations by all of their names, and the facts, as the readers of bills of materials need them.
#[must_use]
pub fn vocabulary(law: &Law) -> Vocabulary {
    let facts = law.facts.keys().cloned().collect();
    let obtained = |(id, fact): (&Id, &crate::law::Fact)| fact.kind.explains_no_materials().then(|| id.clone());
    Vocabulary::new(law.operations.names().clone(), facts, law.facts.iter().filter_map(obtained).collect())
}
