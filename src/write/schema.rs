//! The JSON Schema of the record, derived from the wire types.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Map, Value};

use super::wire::Record;

/// The JSON Schema (draft 2020-12) that every record is valid against.
///
/// Members that the schema does not name are allowed, so that a record of a later version is valid against an earlier
/// schema.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(JoinLines);
    let schema = settings.into_generator().into_root_schema_for::<Record>();
    head_first(schema.to_value())
}

/// Joins the lines that doc comments are broken into; paragraphs stay apart.
#[derive(Clone, Debug)]
struct JoinLines;

impl Transform for JoinLines {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            let paragraphs: Vec<String> = text.split("\n\n").map(|p| p.replace('\n', " ")).collect();
            *text = paragraphs.join("\n\n");
        }
        transform_subschemas(self, schema);
    }
}

/// What the schema is stands before what it says.
fn head_first(schema: Value) -> Value {
    let Value::Object(mut members) = schema else { return schema };
    let head = ["$schema", "title", "description"];
    let mut sorted: Map<String, Value> =
        head.iter().filter_map(|&key| members.shift_remove_entry(key)).collect();
    sorted.append(&mut members);
    Value::Object(sorted)
}
