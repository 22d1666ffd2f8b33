//! The cases of `fixtures/cases/targets_*.toml`: what is a target, and what every field of it says.

use serde::Deserialize;
use vanban::document::*;
use vanban::extract::{Context, extract};
use vanban::lex::lex;
use vanban::rules::Rules;
use vanban::span::Span;
use vanban::text::Text;

#[derive(Deserialize)]
struct File {
    context: String,
    #[serde(default)]
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

#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum Choice {
    One(String),
    Any(Vec<String>),
}

impl Choice {
    fn allows(choice: &Option<Choice>, found: Option<&str>) -> bool {
        let fold = |text: &str| fold(text);
        match choice {
            None => found.is_none(),
            Some(Choice::One(text)) => fold(text) == fold(found.unwrap_or("")),
            Some(Choice::Any(all)) => all.iter().any(|text| fold(text) == fold(found.unwrap_or(""))),
        }
    }

    fn show(choice: &Option<Choice>) -> String {
        match choice {
            None => "null".into(),
            Some(Choice::One(text)) => text.clone(),
            Some(Choice::Any(all)) => all.join(" ~ "),
        }
    }
}

/// Case, tone placement and punctuation do not count, but signs of measure do.
fn fold(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || "%‰/.-".contains(c)))
        .map(vanban::rules::fold)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    indicator: Choice,
    comparator: Option<Choice>,
    change: Option<Choice>,
    value: Option<Choice>,
    value_max: Option<Choice>,
    unit: Option<Choice>,
    baseline: Option<Choice>,
    deadline: Option<Choice>,
    inherited: Option<bool>,
    parent: Option<usize>,
}

fn layout(text: &str) -> (Layout, Outline) {
    let mut out = String::new();
    let mut blocks = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        let start = out.len();
        out.push_str(line);
        let kind = if line.starts_with(['-', '+']) { BlockKind::Bullet } else { BlockKind::Paragraph };
        blocks.push(Block { span: Span::new(start, out.len()), kind, heading: None, gap: true });
    }
    let count = blocks.len();
    let layout = Layout { text: Text::verbatim(out, 0), blocks, ..Layout::default() };
    (layout, Outline { zones: vec![Zone::Body; count], ..Outline::default() })
}

fn outline(layout: &Layout, outline: &mut Outline, role: &str) {
    let all = Span::new(0, layout.text.len());
    let root = Section {
        parent: None,
        label: None,
        heading: None,
        roles: Role::from_code(role).into_iter().collect(),
        level: 1,
        blocks: (0, layout.blocks.len() as u32),
        span: all,
        text: all,
    };
    outline.sections.push(root.clone());
    let mut current = SectionId(0);
    for index in 0..layout.blocks.len() {
        let text = layout.block_str(index);
        if text.starts_with(char::is_numeric)
            && !text.contains(',')
            && !text.ends_with(['.', ';'])
            && text.contains(". ")
        {
            let span = layout.blocks[index].span;
            outline.sections.push(Section {
                parent: Some(SectionId(0)),
                label: Some("1".into()),
                heading: Some(Span::new(span.start() + 3, span.end())),
                roles: Roles::default(),
                level: 2,
                ..root.clone()
            });
            current = SectionId(outline.sections.len() as u32 - 1);
        }
        outline.section_of.push(Some(current));
    }
}

fn found(text: &str, role: &str) -> Vec<Target> {
    let rules = Rules::embedded();
    let (layout, mut sections) = layout(text);
    outline(&layout, &mut sections, role);
    let tokens = lex(&layout, rules);
    extract(Context { layout: &layout, tokens: &tokens, outline: &sections, rules }).targets
}

fn differences(expected: &Expected, target: &Target) -> Vec<String> {
    let quantity = target.quantity.as_ref();
    let decimal = |value: vanban::decimal::Decimal| value.to_string();
    let fields: [(&str, &Option<Choice>, Option<String>); 8] = [
        ("indicator", &Some(expected.indicator.clone()), Some(target.indicator.clone())),
        ("comparator", &expected.comparator, quantity.map(|q| q.comparator.code().to_owned())),
        ("change", &expected.change, quantity.and_then(|q| q.change).map(|c| c.code().to_owned())),
        ("value", &expected.value, quantity.map(|q| decimal(q.value))),
        ("value_max", &expected.value_max, quantity.and_then(|q| q.value_max).map(decimal)),
        ("unit", &expected.unit, quantity.and_then(|q| q.unit.clone())),
        ("baseline", &expected.baseline, target.baseline.clone()),
        ("deadline", &expected.deadline, target.deadline.as_ref().map(|d| d.text.clone())),
    ];
    let mut differences: Vec<String> = fields
        .iter()
        .filter(|(_, expected, found)| !Choice::allows(expected, found.as_deref()))
        .map(|(name, expected, found)| {
            format!("{name}: expected {}, found {found:?}", Choice::show(expected))
        })
        .collect();
    if expected.parent != target.parent {
        differences.push(format!("parent: expected {:?}, found {:?}", expected.parent, target.parent));
    }
    if expected
        .inherited
        .is_some_and(|inherited| target.deadline.as_ref().is_none_or(|d| d.inherited != inherited))
    {
        differences.push(format!("inherited: expected {:?}", expected.inherited));
    }
    differences
}

#[test]
fn targets_are_as_the_cases_say() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in std::fs::read_dir("fixtures/cases").unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("targets") {
            continue;
        }
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if file.format.is_some() {
            continue;
        }
        for case in file.case {
            count += 1;
            let targets = found(&case.text, case.context.as_ref().unwrap_or(&file.context));
            let mut problems = Vec::new();
            for (index, expected) in case.targets.iter().enumerate() {
                match targets.get(index) {
                    Some(target) => problems.extend(differences(expected, target)),
                    None => {
                        problems.push(format!("missing: {}", Choice::show(&Some(expected.indicator.clone()))))
                    }
                }
            }
            for extra in targets.iter().skip(case.targets.len()) {
                problems.push(format!("not expected: {} {:?}", extra.indicator, extra.quantity));
            }
            if !problems.is_empty() {
                failures.push(format!(
                    "{name}: {}\n    {}\n  {}",
                    case.name,
                    case.text.trim(),
                    problems.join("\n  ")
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases fail\n{}", failures.len(), failures.join("\n"));
}
