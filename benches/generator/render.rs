//! Blocks to text: plain, plain in wrapped lines, Markdown, HTML.

use super::block::Block;

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Form {
    /// A paragraph a line.
    Plain,
    /// Lines of so many letters, as programs that read PDF give them.
    Wrapped(usize),
    Markdown,
    Html,
}

impl Form {
    pub fn extension(self) -> &'static str {
        match self {
            Form::Plain | Form::Wrapped(_) => "txt",
            Form::Markdown => "md",
            Form::Html => "html",
        }
    }
}

pub fn render(blocks: &[Block], form: Form, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + bytes / 4 + 1024);
    match form {
        Form::Html => html(&mut out, blocks),
        Form::Markdown => markdown(&mut out, blocks),
        Form::Plain => plain(&mut out, blocks, usize::MAX),
        Form::Wrapped(width) => plain(&mut out, blocks, width),
    }
    out
}

fn plain(out: &mut String, blocks: &[Block], width: usize) {
    for block in blocks {
        match block {
            Block::Letterhead { left, right, number, dated, subject } => {
                lines(out, left);
                lines(out, right);
                lines(out, [number.as_str()]);
                lines(out, subject);
                lines(out, [dated.as_str()]);
                out.push('\n');
            }
            Block::Title { kind, title } => {
                lines(out, [kind.as_str()]);
                wrapped(out, "", title, width);
                out.push_str("---------------\n\n");
            }
            Block::Centred(text) | Block::Heading(_, text) | Block::Paragraph(text) => {
                wrapped(out, "", text, width);
                out.push('\n');
            }
            Block::Bullet(text) => {
                wrapped(out, "- ", text, width);
                out.push('\n');
            }
            Block::Table(rows) => {
                for row in rows {
                    lines(out, [row.join(" | ")]);
                }
                out.push('\n');
            }
            Block::Recipients(names) => {
                out.push_str("Nơi nhận:\n");
                for name in names {
                    wrapped(out, "- ", name, width);
                }
                out.push('\n');
            }
            Block::Signature { above, name } => {
                lines(out, above);
                out.push_str("\n\n");
                lines(out, [name.as_str()]);
                out.push('\n');
            }
        }
    }
}

fn lines<T: AsRef<str>>(out: &mut String, lines: impl IntoIterator<Item = T>) {
    for line in lines {
        out.push_str(line.as_ref());
        out.push('\n');
    }
}

/// A paragraph in lines of at most `width` letters.
fn wrapped(out: &mut String, mark: &str, text: &str, width: usize) {
    out.push_str(mark);
    if width == usize::MAX {
        out.push_str(text);
    } else {
        let mut column = mark.len();
        for (nth, word) in text.split(' ').enumerate() {
            let letters = word.chars().count();
            if nth > 0 && column + 1 + letters > width {
                out.push('\n');
                column = 0;
            } else if nth > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += letters;
        }
    }
    out.push('\n');
}

fn markdown(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Title { kind, title } => {
                lines(out, [format!("# {kind}\n"), format!("**{title}**\n")]);
            }
            Block::Heading(level, text) => {
                lines(out, [format!("{} {text}\n", "#".repeat(usize::from(*level) + 1))])
            }
            Block::Table(rows) => {
                for (nth, row) in rows.iter().enumerate() {
                    lines(out, [format!("| {} |", row.join(" | "))]);
                    if nth == 0 {
                        lines(out, [format!("|{}", "---|".repeat(row.len()))]);
                    }
                }
                out.push('\n');
            }
            other => plain(out, std::slice::from_ref(other), usize::MAX),
        }
    }
}

fn html(out: &mut String, blocks: &[Block]) {
    out.push_str("<!DOCTYPE html>\n<html lang=\"vi\">\n<head><meta charset=\"utf-8\"><title>Văn bản</title></head>\n<body>\n");
    for block in blocks {
        match block {
            Block::Letterhead { left, right, number, dated, subject } => {
                let cell = |lines: &[String]| lines.join("<br>");
                out.push_str(&format!("<table>\n<tr><td>{}</td><td>{}</td></tr>\n", cell(left), cell(right)));
                let under = subject.as_ref().map(|subject| format!("<br>{subject}")).unwrap_or_default();
                out.push_str(&format!(
                    "<tr><td>{number}{under}</td><td><i>{dated}</i></td></tr>\n</table>\n"
                ));
            }
            Block::Title { kind, title } => {
                out.push_str(&format!("<p><b>{kind}</b></p>\n<p><b>{title}</b></p>\n"));
            }
            Block::Heading(level, text) => out.push_str(&format!("<h{0}>{text}</h{0}>\n", level + 1)),
            Block::Centred(text) | Block::Paragraph(text) => out.push_str(&format!("<p>{text}</p>\n")),
            Block::Bullet(text) => out.push_str(&format!("<p>- {text}</p>\n")),
            Block::Table(rows) => {
                out.push_str("<table border=\"1\">\n");
                for row in rows {
                    out.push_str(&format!("<tr><td>{}</td></tr>\n", row.join("</td><td>")));
                }
                out.push_str("</table>\n");
            }
            Block::Recipients(names) => {
                out.push_str(&format!("<p>Nơi nhận:<br>- {}</p>\n", names.join("<br>- ")));
            }
            Block::Signature { above, name } => {
                out.push_str(&format!(
                    "<p><b>{}</b></p>\n<p>&nbsp;</p>\n<p><b>{name}</b></p>\n",
                    above.join("<br>")
                ));
            }
        }
    }
    out.push_str("</body>\n</html>\n");
}
