//! docs/postgres.md lists the tables that there are.

use std::path::Path;
use vanban::export::postgres::layouts;

#[test]
fn the_documentation_lists_the_tables_that_there_are() {
    let mut listed = String::new();
    for layout in layouts() {
        listed.push_str(&format!(
            "\n### {}\n\n{}\n\n| column | type | |\n|---|---|---|\n",
            layout.name, layout.about
        ));
        for column in &layout.columns {
            let null = if column.required { "" } else { ", null" };
            let sql = column.sql.split(" COLLATE").next().unwrap().split(" GENERATED").next().unwrap();
            listed.push_str(&format!("| `{}` | {sql}{null} | {} |\n", column.name, column.about));
        }
        for key in layout.keys {
            listed.push_str(&format!("\n{}", key.replace("@schema@.", "")));
        }
        listed.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/postgres.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- tables: begin -->\n", "\n<!-- tables: end -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (found, after) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, format!("{before}{begin}{listed}{end}{after}")).unwrap();
    } else {
        assert!(found == listed, "docs/postgres.md has other tables; UPDATE_EXPECT=1 writes them");
    }
}
