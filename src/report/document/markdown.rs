//! A document as Markdown (`CommonMark`, with tables and tasks as GitHub has them).

use super::{Block, Cell, Document, Section};

/// A blank to be filled in by hand.
const BLANK: &str = "________________";

/// The document as Markdown.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let title = format!("# {}\n", escaped(&document.title));
    let notices = document.notices.iter().map(|notice| format!("\n> {}\n", escaped(notice)));
    let section = |(number, section): (usize, &Section)| {
        let blocks: String = section.blocks.iter().flat_map(|block| ["\n".to_owned(), of_block(block)]).collect();
        format!("\n## {number}. {}\n{blocks}", escaped(&section.heading))
    };
    let sections = (1_usize..).zip(&document.sections).map(section);
    let footer = document.footer.iter().map(|line| format!("\n{}\n", escaped(line)));
    std::iter::once(title).chain(notices).chain(sections).chain(["\n---\n".to_owned()]).chain(footer).collect()
}

fn of_block(block: &Block) -> String {
    match block {
        Block::Text(text) => escaped(text) + "\n",
        Block::Quote(text) => format!("> {}\n", escaped(text)),
        Block::Fields(fields) => {
            let rows: Vec<Vec<String>> =
                fields.iter().map(|(label, cell)| vec![cell_of(&Cell::Text(label.clone())), cell_of(cell)]).collect();
            table(&[String::new(), String::new()], &rows)
        }
        Block::Table(heading, rows) => {
            let heading: Vec<String> = heading.iter().map(|text| escaped(text)).collect();
            table(&heading, &rows.iter().map(|row| row.iter().map(cell_of).collect()).collect::<Vec<_>>())
        }
        Block::List(points) => points.iter().map(|point| item("- ", point)).collect(),
        Block::Steps(steps) => steps.iter().map(|(depth, step)| item(&format!("{}- ", "  ".repeat(*depth)), step)).collect(),
        Block::Tasks(tasks) => tasks.iter().map(|task| item("- [ ] ", task)).collect(),
        Block::Room => format!("{BLANK}\n"),
    }
}

fn item(mark: &str, text: &str) -> String {
    format!("{mark}{}\n", escaped(text))
}

fn table(heading: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = line(&vec!["---".to_owned(); heading.len()]);
    std::iter::once(line(heading)).chain([rule]).chain(rows.iter().map(|row| line(row))).collect()
}

fn cell_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Figure(text) => escaped(text),
        Cell::Blank => BLANK.to_owned(),
    }
}

/// Text that is itself in Markdown: signs that would mean something else are escaped, lines are joined.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        let begins = at == 0 && matches!(c, '#' | '+' | '-');
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' => out.extend(['\\', c]),
            c if begins => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_write_stays_text() {
        assert_eq!(escaped("a|b <script> *x* [y](z) `q` _u_"), "a\\|b \\<script\\> \\*x\\* \\[y\\](z) \\`q\\` \\_u\\_");
        assert_eq!(escaped("# no\nheading"), "\\# no heading");
    }
}
