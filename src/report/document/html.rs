//! A document as one HTML page that needs nothing else, and that prints on A4.

use super::{Block, Cell, Document, Section};

/// How it looks, on a screen and on paper.
const STYLE: &str = include_str!("page.css");

/// The document as HTML.
#[must_use]
pub fn html(document: &Document) -> String {
    let tag = document.lang.tag();
    let title = escaped(&document.title);
    let notices: String = document.notices.iter().map(|text| element("p", text)).collect();
    let section = |(number, section): (usize, &Section)| {
        let blocks: String = section.blocks.iter().map(of_block).collect();
        format!("<section>\n<h2>{number}. {}</h2>\n{blocks}</section>\n", escaped(&section.heading))
    };
    let sections: String = (1_usize..).zip(&document.sections).map(section).collect();
    let footer: String = document.footer.iter().map(|text| element("p", text)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<div class=\"notice\">\n{notices}</div>\n\
         {sections}<footer>\n{footer}</footer>\n</body>\n</html>\n"
    )
}

fn of_block(block: &Block) -> String {
    match block {
        Block::Text(text) => element("p", text),
        Block::Quote(text) => element("blockquote", text),
        Block::Fields(fields) => {
            let row = |(label, cell): &(String, Cell)| format!("<tr><th scope=\"row\">{}</th>{}</tr>\n", escaped(label), cell_of(cell));
            format!("<table class=\"fields\">\n{}</table>\n", fields.iter().map(row).collect::<String>())
        }
        Block::Table(heading, rows) => {
            let heading: String = heading.iter().map(String::as_str).map(heading_of).collect();
            let row = |row: &Vec<Cell>| format!("<tr>{}</tr>\n", row.iter().map(cell_of).collect::<String>());
            let rows: String = rows.iter().map(row).collect();
            format!("<table>\n<thead><tr>{heading}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
        }
        Block::List(points) => list("points", points.iter().map(|point| (0, point))),
        Block::Steps(steps) => list("steps", steps.iter().map(|(depth, step)| (*depth, step))),
        Block::Tasks(tasks) => list("tasks", tasks.iter().map(|task| (0, task))),
        Block::Room => "<div class=\"room\"></div>\n".to_owned(),
    }
}

fn list<'a>(class: &str, items: impl Iterator<Item = (usize, &'a String)>) -> String {
    let item = |(depth, text): (usize, &String)| format!("<li class=\"depth-{}\">{}</li>\n", depth.min(6), escaped(text));
    format!("<ul class=\"{class}\">\n{}</ul>\n", items.map(item).collect::<String>())
}

fn heading_of(text: &str) -> String {
    format!("<th scope=\"col\">{}</th>", escaped(text))
}

fn cell_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => format!("<td>{}</td>", escaped(text)),
        Cell::Figure(text) => format!("<td class=\"figure\">{}</td>", escaped(text)),
        Cell::Blank => "<td class=\"blank\">&nbsp;</td>".to_owned(),
    }
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escaped(text))
}

/// Text that is itself in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_write_stays_text() {
        assert_eq!(escaped("<b title=\"x\">&'</b>"), "&lt;b title=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;");
    }
}
