//! The score on the project's own annotated documents may not fall.

use std::path::Path;
use vanban::diagnostic::Lang;
use vanban::eval::{self, Options};
use vanban::pipeline;
use vanban::rules::Rules;
use vanban::write::convert;

/// The least F1 of each figure; what is found today, rounded down.
const LEAST: &[(&str, f64)] = &[
    ("header", 0.99),
    ("sections", 0.99),
    ("targets strict", 0.99),
    ("references strict", 0.99),
    ("assignments strict", 0.99),
    ("recipients", 0.99),
    ("signature", 0.99),
    ("overall", 0.99),
    ("overall macro", 0.99),
    ("section roles", 0.98),
    ("target comparator", 0.98),
    ("target change", 0.98),
    ("target baseline", 0.98),
    ("target deadline", 0.98),
    ("target parent", 0.98),
    ("reference date", 0.98),
    ("reference issuer", 0.98),
    ("reference title", 0.98),
    ("reference relation", 0.98),
    ("assignment role", 0.98),
];

#[test]
fn no_figure_falls() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let options = Options { gold: folder.clone(), docs: vec![folder], only: None };
    let report = eval::run(&options, |path| {
        let document =
            pipeline::document(&path.to_string_lossy(), &vanban::read::Options::default(), Rules::embedded())
                .map_err(|error| error.text(Lang::En))?;
        serde_json::to_value(convert::record(&document, Lang::En)).map_err(|error| error.to_string())
    })
    .expect("the gold is well formed");
    assert_eq!(report.failed().count(), 0);
    let figures = report.figures();
    let fallen: Vec<String> = LEAST
        .iter()
        .map(|&(name, least)| {
            let found = figures.iter().find(|(figure, _)| *figure == name);
            (name, least, found.map_or(0.0, |&(_, figure)| figure))
        })
        .filter(|(_, least, figure)| figure < least)
        .map(|(name, least, figure)| format!("{name}: {figure:.3} < {least}"))
        .collect();
    assert!(fallen.is_empty(), "{}\n\n{}", fallen.join("\n"), report.text(Lang::En, true));
}
