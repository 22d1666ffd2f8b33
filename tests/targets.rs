//! Runs fixtures/cases/targets*.toml: what is a target, and what every field of it says.

mod frame;

use frame::{OneOf, case_files, document_as, frame};
use serde::Deserialize;
use vanban::document::Target;

#[derive(Deserialize)]
struct File {
    context: String,
    format: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    context: Option<String>,
    targets: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    indicator: OneOf,
    #[serde(default)]
    comparator: OneOf,
    #[serde(default)]
    change: OneOf,
    #[serde(default)]
    value: OneOf,
    #[serde(default)]
    value_max: OneOf,
    #[serde(default)]
    unit: OneOf,
    #[serde(default)]
    baseline: OneOf,
    #[serde(default)]
    deadline: OneOf,
    inherited: Option<bool>,
    parent: Option<usize>,
}

impl Expected {
    fn differences(&self, target: &Target) -> Vec<String> {
        let quantity = target.quantity.as_ref();
        let fields: [(&str, &OneOf, Option<String>); 8] = [
            ("indicator", &self.indicator, Some(target.indicator.clone())),
            ("comparator", &self.comparator, quantity.map(|found| found.comparator.code().to_owned())),
            (
                "change",
                &self.change,
                quantity.and_then(|found| found.change).map(|change| change.code().to_owned()),
            ),
            ("value", &self.value, quantity.map(|found| found.value.to_string())),
            (
                "value_max",
                &self.value_max,
                quantity.and_then(|found| found.value_max).map(|max| max.to_string()),
            ),
            ("unit", &self.unit, quantity.and_then(|found| found.unit.clone())),
            ("baseline", &self.baseline, target.baseline.clone()),
            ("deadline", &self.deadline, target.deadline.as_ref().map(|deadline| deadline.text.clone())),
        ];
        let mut differences: Vec<String> = fields
            .iter()
            .filter(|(_, wanted, found)| !wanted.accepts(found.as_deref()))
            .map(|(name, wanted, found)| format!("{name}: expected {wanted:?}, found {found:?}"))
            .collect();
        if self.parent != target.parent {
            differences.push(format!("parent: expected {:?}, found {:?}", self.parent, target.parent));
        }
        let inherited = target.deadline.as_ref().map(|deadline| deadline.inherited);
        if self.inherited.is_some() && self.inherited != inherited {
            differences.push(format!("inherited: expected {:?}, found {inherited:?}", self.inherited));
        }
        differences
    }
}

#[test]
fn targets_are_as_the_cases_say() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in case_files("targets") {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let format = file.format.as_deref().unwrap_or("txt");
        for case in &file.case {
            count += 1;
            let context = case.context.as_ref().unwrap_or(&file.context);
            let targets = document_as(format, &frame(context, &case.text)).findings.targets;
            let mut problems: Vec<String> = case
                .targets
                .iter()
                .zip(&targets)
                .flat_map(|(wanted, found)| wanted.differences(found))
                .collect();
            for missing in case.targets.iter().skip(targets.len()) {
                problems.push(format!("missing: {:?}", missing.indicator));
            }
            for extra in targets.iter().skip(case.targets.len()) {
                problems.push(format!("not expected: {} {:?}", extra.indicator, extra.quantity));
            }
            if !problems.is_empty() {
                let (file, name, text) = (path.display(), &case.name, case.text.trim());
                failures.push(format!("{file}: {name}\n    {text}\n  {}", problems.join("\n  ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases fail\n{}", failures.len(), failures.join("\n"));
}

/// The codes of the checks of figures.
const CODES: [&str; 5] =
    ["parts-do-not-sum", "shares-not-100", "number-gap", "ambiguous-number", "foreign-number"];

#[derive(Deserialize)]
struct Checks {
    context: String,
    case: Vec<Check>,
}

#[derive(Deserialize)]
struct Check {
    name: String,
    text: String,
    context: Option<String>,
    codes: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[test]
fn contradictions_and_misprints_of_figures_are_reported() {
    let path = "fixtures/cases/diagnostics.toml";
    let file: Checks = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let about_figures =
        |check: &&Check| check.codes.iter().chain(&check.not).any(|code| CODES.contains(&code.as_str()));
    let mut count = 0;
    for check in file.case.iter().filter(about_figures) {
        count += 1;
        let context = check.context.as_ref().unwrap_or(&file.context);
        let found = document_as("txt", &frame(context, &check.text)).findings.diagnostics;
        let given =
            |code: &String| found.iter().any(|remark| remark.code == code.as_str() && remark.at.is_some());
        for code in &check.codes {
            assert!(given(code), "{}: no {code} among {found:?}", check.name);
        }
        for code in &check.not {
            assert!(!given(code), "{}: {code} among {found:?}", check.name);
        }
    }
    assert!(count >= 10, "only {count} cases");
}
