//! Runs the cases of header, recipients, signatures, sections and roles in fixtures/cases, and the diagnostics that belong
//! to them.

mod frame;

use frame::{case_files, document_as, frame, same};
use serde::Deserialize;
use vanban::document::{Document, Section, SectionId};

#[derive(Deserialize)]
struct File {
    facet: String,
    context: Option<String>,
    format: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: Option<String>,
    text: String,
    context: Option<String>,
    format: Option<String>,
    header: Option<toml::Table>,
    signature: Option<toml::Table>,
    recipients: Option<Vec<ExpectedRecipient>>,
    sections: Option<Vec<ExpectedSection>>,
    roles: Option<Vec<String>>,
    codes: Option<Vec<String>>,
    not: Option<Vec<String>>,
}

/// Alternatives; an empty string accepts null.
#[derive(Deserialize, Default, Debug)]
#[serde(untagged)]
enum OneOf {
    #[default]
    Null,
    Any(Vec<String>),
    One(toml::Value),
}

impl OneOf {
    fn of(value: &toml::Value) -> OneOf {
        match value.as_array() {
            Some(all) => OneOf::Any(all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()),
            None => OneOf::One(value.clone()),
        }
    }

    fn accepts(&self, found: Option<&str>) -> bool {
        let fits = |wanted: &str| match found {
            None => wanted.is_empty(),
            Some(found) => !wanted.is_empty() && same(wanted, found),
        };
        match self {
            OneOf::Null => found.is_none(),
            OneOf::One(wanted) => fits(&plain(wanted)),
            OneOf::Any(wanted) => wanted.iter().any(|wanted| fits(wanted)),
        }
    }
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedRecipient {
    name: OneOf,
    #[serde(default)]
    note: OneOf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedSection {
    path: String,
    #[serde(default)]
    heading: OneOf,
    #[serde(default)]
    roles: Vec<String>,
}

/// Runs the cases of a facet; `check` pushes what it finds wrong.
fn run(prefix: &str, facet: &str, check: impl Fn(&Case, &Document, &mut Vec<String>)) {
    let mut faults = Vec::new();
    let mut count = 0;
    for path in case_files(prefix) {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if file.facet != facet {
            continue;
        }
        for case in &file.case {
            count += 1;
            let context = case.context.as_ref().or(file.context.as_ref()).map_or("document", String::as_str);
            let format = case.format.as_ref().or(file.format.as_ref()).map_or("txt", String::as_str);
            let document = document_as(format, &frame(context, &case.text));
            let mut found = Vec::new();
            check(case, &document, &mut found);
            let name = case.name.as_deref().unwrap_or(&case.text);
            faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(count > 0, "no cases of {facet}");
    assert!(faults.is_empty(), "{} faults in {count} cases\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn headers_are_read() {
    run("header", "header", |case, document, faults| {
        let header = &document.findings.header;
        let date = header.date.as_ref().map(|date| date.value);
        for (field, wanted) in case.header.as_ref().expect("a header") {
            let found: Option<String> = match field.as_str() {
                "doc_type" => header.doc_type.as_ref().map(|kind| kind.value.code.clone()),
                "title" => header.title.as_ref().map(|title| title.value.clone()),
                "issuer" => header.issuer.as_ref().map(|issuer| issuer.name.clone()),
                "level" => {
                    header.issuer.as_ref().and_then(|issuer| issuer.level).map(|level| level.code().into())
                }
                "system" => header.issuer.as_ref().map(|issuer| issuer.system.code().into()),
                "issuer_inferred" => header.issuer.as_ref().map(|issuer| issuer.inferred.to_string()),
                "co_issuers" => {
                    let names: Vec<&str> =
                        header.co_issuers.iter().map(|issuer| issuer.name.as_str()).collect();
                    (!names.is_empty()).then(|| names.join("; "))
                }
                "serial" => header.number.as_ref().and_then(|number| number.serial.clone()),
                "symbol" => header.number.as_ref().map(|number| number.symbol.clone()),
                "place" => header.place.as_ref().map(|place| place.value.clone()),
                "year" => date.and_then(|date| date.year).map(|year| year.to_string()),
                "month" => date.and_then(|date| date.month).map(|month| month.to_string()),
                "day" => date.and_then(|date| date.day).map(|day| day.to_string()),
                "iso" => date.and_then(|date| date.iso()),
                "urgency" => header.urgency.as_ref().map(|stamp| stamp.value.clone()),
                "secrecy" => header.secrecy.as_ref().map(|stamp| stamp.value.clone()),
                other => panic!("unknown field {other}"),
            };
            if !OneOf::of(wanted).accepts(found.as_deref()) {
                faults.push(format!("{field}: wanted {wanted}, found {found:?}"));
            }
        }
    });
}

#[test]
fn signatures_are_read() {
    run("signatures", "signature", |case, document, faults| {
        check_signature(case.signature.as_ref().expect("a signature"), document, faults);
    });
}

fn check_signature(wanted: &toml::Table, document: &Document, faults: &mut Vec<String>) {
    let signature = document.findings.signatures.first().cloned().unwrap_or_default();
    let fields = [
        ("authority", signature.authority),
        ("capacity", signature.capacity),
        ("position", signature.position),
        ("name", signature.name),
    ];
    for (field, found) in fields {
        let wanted = wanted.get(field).map_or(OneOf::Null, OneOf::of);
        if !wanted.accepts(found.as_deref()) {
            faults.push(format!("{field}: wanted {wanted:?}, found {found:?}"));
        }
    }
}

#[test]
fn recipients_are_read() {
    run("recipients", "recipients", |case, document, faults| {
        let found = &document.findings.recipients;
        let wanted = case.recipients.as_ref().expect("recipients");
        if wanted.len() != found.len() {
            faults.push(format!("wanted {} recipients, found {found:?}", wanted.len()));
        }
        for (wanted, found) in wanted.iter().zip(found) {
            if !wanted.name.accepts(Some(&found.name)) {
                faults.push(format!("name: wanted {:?}, found {:?}", wanted.name, found.name));
            }
            if !wanted.note.accepts(found.note.as_deref()) {
                faults.push(format!(
                    "note of {}: wanted {:?}, found {:?}",
                    found.name, wanted.note, found.note
                ));
            }
        }
        if let Some(signature) = &case.signature {
            check_signature(signature, document, faults);
        }
    });
}

/// The sections but those of unlabelled opening text, with their paths.
fn listed(document: &Document) -> Vec<(String, &Section)> {
    let outline = &document.outline;
    let sections = outline.sections.iter().enumerate();
    sections
        .filter(|(_, section)| section.label.is_some() || section.heading.is_some())
        .map(|(index, section)| {
            let mut path: Vec<&str> = outline
                .ancestors(Some(SectionId(index as u32)))
                .filter_map(|id| outline.section(id))
                .map(|section| section.label.as_deref().unwrap_or("-"))
                .collect();
            path.reverse();
            (path.join("/"), section)
        })
        .collect()
}

#[test]
fn sections_are_found() {
    run("sections", "sections", |case, document, faults| {
        let found = listed(document);
        let wanted = case.sections.as_ref().expect("sections");
        let paths = |all: Vec<&str>| all.join(" ");
        let (want, have) = (
            paths(wanted.iter().map(|section| section.path.as_str()).collect()),
            paths(found.iter().map(|(path, _)| path.as_str()).collect()),
        );
        if want != have {
            faults.push(format!("wanted {want}, found {have}"));
            return;
        }
        for (wanted, (path, section)) in wanted.iter().zip(&found) {
            let heading = section.heading.map(|heading| document.layout.str(heading));
            if !wanted.heading.accepts(heading) {
                faults.push(format!("{path}: wanted heading {:?}, found {heading:?}", wanted.heading));
            }
            let roles: Vec<&str> = section.roles.iter().map(|role| role.code()).collect();
            if wanted.roles != roles {
                faults.push(format!("{path}: wanted roles {:?}, found {roles:?}", wanted.roles));
            }
        }
    });
}

#[test]
fn headings_have_the_roles_of_their_words() {
    run("sections", "roles", |case, document, faults| {
        let found = listed(document);
        let roles: Vec<&str> = found
            .first()
            .map_or(Vec::new(), |(_, section)| section.roles.iter().map(|role| role.code()).collect());
        let wanted = case.roles.as_ref().expect("roles");
        if *wanted != roles {
            faults.push(format!("wanted {wanted:?}, found {roles:?}"));
        }
    });
}

/// The codes that the rooms tested here give.
const CODES: [&str; 6] =
    ["numbering-gap", "numbering-repeat", "missing-section", "blank-number", "blank-date", "impossible-date"];

#[test]
fn faults_of_the_structure_are_reported() {
    run("diagnostics", "diagnostics", |case, document, faults| {
        let found: Vec<&str> = document.diagnostics.iter().map(|remark| remark.code).collect();
        let ours = |code: &&String| CODES.contains(&code.as_str());
        for code in case.codes.iter().flatten().filter(ours).filter(|code| !found.contains(&code.as_str())) {
            faults.push(format!("wanted {code}, found {found:?}"));
        }
        for code in case.not.iter().flatten().filter(ours).filter(|code| found.contains(&code.as_str())) {
            faults.push(format!("did not want {code}"));
        }
    });
}
