//! The OpenAPI 3.1 document, of the types that the answers are made of.

use super::problem::ProblemJson;
use super::route::{Operation, Route};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The document over all routes for programs.
pub(super) fn document(routes: &[Route]) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<ProblemJson<'static>>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let Some(operation) = &route.operation else { continue };
        let method = if route.is_post { "post" } else { "get" };
        let described = described(route, operation, &problem, &mut generator);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Value::Object(methods) = path {
            methods.insert(method.to_owned(), described);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "vanban",
            "summary": "Kho văn bản hành chính: tìm, đọc, so sánh, đính chính / A corpus of administrative documents: search, read, compare, correct",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "--token-file" },
            },
        },
        "security": [{}, { "token": [] }],
    })
}

fn described(
    route: &Route,
    operation: &Operation,
    problem: &Schema,
    generator: &mut SchemaGenerator,
) -> Value {
    let mut parameters = Vec::new();
    for name in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        parameters.push(json!({
            "name": name, "in": "path", "required": true,
            "schema": { "type": "string" },
            "description": "Mã văn bản (BLAKE3) hoặc từ 8 chữ số đầu của nó / The document's key (BLAKE3), or its first 8 or more digits",
        }));
    }
    let query = (operation.query)(generator).to_value();
    let required = query.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for (name, schema) in query.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|members| members.shift_remove("description"));
        parameters.push(json!({
            "name": name, "in": "query",
            "required": required.iter().any(|needed| needed == name),
            "description": description,
            "schema": schema,
        }));
    }
    parameters.push(json!({
        "name": "lang", "in": "query", "required": false,
        "description": "Ngôn ngữ của lời nhắn / The language of messages",
        "schema": { "type": "string", "enum": ["vi", "en"] },
    }));
    let mut value = json!({
        "operationId": operation.id,
        "summary": format!("{} / {}", operation.vi, operation.en),
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "OK",
                "content": { "application/json": { "schema": (operation.answer)(generator).to_value() } },
            },
            "default": {
                "description": "RFC 9457",
                "content": { "application/problem+json": { "schema": problem } },
            },
        },
    });
    if let Some(body) = operation.body {
        value["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": body(generator).to_value() } } });
    }
    value
}
