//! Lists the blocks of files, one a line: number, kind, marks, text.

use vanban::document::BlockKind;
use vanban::rules::Rules;

fn main() {
    for path in std::env::args().skip(1) {
        let source = match vanban::read::read(&path) {
            Ok(source) => source,
            Err(error) => {
                eprintln!("{error}");
                continue;
            }
        };
        let repaired = vanban::normalize::normalize(&source);
        let layout = vanban::layout::layout(&repaired, Rules::embedded());
        println!("==== {path}");
        for (index, block) in layout.blocks.iter().enumerate() {
            let kind = match block.kind {
                BlockKind::Paragraph => "P".to_owned(),
                BlockKind::Bullet => "B".to_owned(),
                BlockKind::Cell { table, row, column, head } => {
                    format!("C{table}.{row}.{column}{}", if head { "h" } else { "" })
                }
                BlockKind::Footnote(note) => format!("N{note}"),
            };
            let gap = if block.gap { "^" } else { " " };
            let heading = block.heading.map(|level| format!("#{level} ")).unwrap_or_default();
            println!("{index:4} {kind}{gap} {heading}{}", layout.block_str(index));
        }
        for furniture in &layout.furniture {
            println!("  -- {:?} {:?}", furniture.kind, source.raw().as_str().get(furniture.span.range()));
        }
        for note in &layout.footnotes {
            let before = note.mark_at.map(|at| {
                let text = &layout.text.as_str()[..at.start()];
                text.chars().rev().take(20).collect::<String>().chars().rev().collect::<String>()
            });
            println!("  ** {} after {before:?}", note.mark);
        }
        for diagnostic in &layout.diagnostics {
            println!("  !! {} {}", diagnostic.code, diagnostic.message.en);
        }
    }
}
