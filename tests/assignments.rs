//! Runs fixtures/cases/assignments*.toml: who is told to act, in which role, and to do what.

mod frame;

use frame::{OneOf, case_files, document_as, frame};
use serde::Deserialize;
use vanban::document::Assignment;

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
    assignments: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    body: OneOf,
    role: OneOf,
    task: OneOf,
    /// Left out: not compared.
    deadline: Option<OneOf>,
}

impl Expected {
    fn differences(&self, found: &Assignment) -> Vec<String> {
        [
            ("body", Some(&self.body), Some(found.body.as_str())),
            ("role", Some(&self.role), Some(found.role.code())),
            ("task", Some(&self.task), Some(found.task.as_str())),
            ("deadline", self.deadline.as_ref(), found.deadline.as_deref()),
        ]
        .iter()
        .filter(|(_, wanted, found)| wanted.is_some_and(|wanted| !wanted.accepts(*found)))
        .map(|(name, wanted, found)| format!("{name}: expected {wanted:?}, found {found:?}"))
        .collect()
    }
}

#[test]
fn assignments_are_as_the_cases_say() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in case_files("assignments") {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let format = file.format.as_deref().unwrap_or("txt");
        for case in &file.case {
            count += 1;
            let context = case.context.as_ref().unwrap_or(&file.context);
            let found = document_as(format, &frame(context, &case.text)).findings.assignments;
            let mut problems: Vec<String> = case
                .assignments
                .iter()
                .zip(&found)
                .flat_map(|(wanted, found)| wanted.differences(found))
                .collect();
            for missing in case.assignments.iter().skip(found.len()) {
                problems.push(format!("missing: {:?}", missing.body));
            }
            for extra in found.iter().skip(case.assignments.len()) {
                problems.push(format!("not expected: {} {:?} {}", extra.body, extra.role, extra.task));
            }
            if !problems.is_empty() {
                let (file, name, text) = (path.display(), &case.name, case.text.trim());
                failures.push(format!("{file}: {name}\n    {text}\n  {}", problems.join("\n  ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases fail\n{}", failures.len(), failures.join("\n"));
}
