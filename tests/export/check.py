"""Holds the Parquet tables and XML files of an export against its NDJSON, with pyarrow, DuckDB and ElementTree.

usage: check.py RECORDS.ndjson TABLES EAD EDXML
"""

import datetime
import decimal
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

ndjson, tables, ead, edxml = map(pathlib.Path, sys.argv[1:])
lines = ndjson.read_text(encoding="utf-8").splitlines()
records = [json.loads(line, parse_float=decimal.Decimal, parse_int=decimal.Decimal) for line in lines]
assert records


def at(item, place="at"):
    where = item.get(place) or {}
    start, end = where.get("bytes") or (None, None)
    bbox = where.get("bbox")
    return {
        "page": where.get("page"),
        "line": where.get("line"),
        "byte_start": start,
        "byte_end": end,
        "bbox": None if bbox is None else [float(x) for x in bbox],
    }


def date(iso):
    return None if iso is None else datetime.date.fromisoformat(iso)


def text(value):
    return None if value is None else str(value)


def document(record, line):
    source, header, signature = record["source"], record["header"], record["signature"] or {}
    kind, number, issuer = header["doc_type"] or {}, header["number"] or {}, header["issuer"] or {}
    day = header["date"] or {}
    word = lambda name: (header[name] or {}).get("text")
    return {
        "key": source["blake3"],
        "path": source["path"],
        "format": source["format"],
        "encoding": source["encoding"],
        "bytes": source["bytes"],
        "pages": source["pages"],
        "doc_type": kind.get("code"),
        "doc_type_name": kind.get("name"),
        "number": number.get("text"),
        "serial": number.get("serial"),
        "symbol": number.get("symbol"),
        "issuer": issuer.get("name"),
        "issuer_level": issuer.get("level"),
        "issuer_system": issuer.get("system"),
        "issuer_inferred": issuer.get("inferred", False) if issuer else None,
        "co_issuers": [other["name"] for other in header["co_issuers"]],
        "place": word("place"),
        "date": date(day.get("iso")),
        "year": day.get("year"),
        "month": day.get("month"),
        "day": day.get("day"),
        "title": word("title"),
        "urgency": word("urgency"),
        "secrecy": word("secrecy"),
        "signer": signature.get("name"),
        "signer_position": signature.get("position"),
        "signer_capacity": signature.get("capacity"),
        "signer_authority": signature.get("authority"),
        "co_signers": [other["name"] for other in record["co_signatures"] if other["name"]],
        "targets": len(record["targets"]),
        "refs": len(record["references"]),
        "assignments": len(record["assignments"]),
        "diagnostics": len(record["diagnostics"]),
        "schema_version": record["schema_version"],
        "record": line,
    }


def target(item):
    deadline = item["deadline"] or {}
    same = ("parent", "indicator", "kind", "comparator", "change", "value", "value_max", "unit", "baseline", "section", "quote")
    return {name: item[name] for name in same} | {
        "value_text": text(item["value"]),
        "value_max_text": text(item["value_max"]),
        "deadline": deadline.get("text"),
        "deadline_year": deadline.get("year"),
        "deadline_inherited": deadline.get("inherited", False) if deadline else None,
        "confidence": item.get("confidence"),
    } | at(item)


def reference(item):
    kind = item["type"] or {}
    return {
        "cited": item["key"],
        "type": kind.get("code"),
        "type_name": kind.get("name"),
        "number": item["number"],
        "date": date(item["date"]),
        "issuer": item["issuer"],
        "title": item["title"],
        "relation": item["relation"],
        "confidence": item.get("confidence"),
        "mentions": len(item["mentions"]),
    }


def plain(*names):
    return lambda item: {name: item.get(name) for name in names} | at(item)


def sections(record):
    rows = []

    def walk(children, parent, path):
        for section in children:
            here = path + ([section["label"]] if section["label"] is not None else [])
            ordinal = len(rows)
            same = ("level", "label", "heading", "roles", "text", "quote")
            rows.append({name: section[name] for name in same} | {"parent": parent, "section": here} | at(section))
            walk(section["children"], ordinal, here)

    walk(record["sections"], None, [])
    return rows


mention = plain("section", "quote")
expected = {name: [] for name in ("documents", "sections", "targets", "refs", "mentions", "assignments", "recipients", "footnotes", "diagnostics")}
for record, line in zip(records, lines):
    key = record["source"]["blake3"]
    expected["documents"].append(document(record, line))
    number = lambda rows: [{"key": key, "ordinal": ordinal} | row for ordinal, row in enumerate(rows)]
    expected["sections"] += number(sections(record))
    expected["targets"] += number(map(target, record["targets"]))
    expected["refs"] += number(map(reference, record["references"]))
    for cited, item in enumerate(record["references"]):
        expected["mentions"] += [{"ref": cited} | row for row in number(map(mention, item["mentions"]))]
    expected["assignments"] += number(map(plain("body", "role", "task", "deadline", "section", "confidence", "quote"), record["assignments"]))
    expected["recipients"] += number(map(plain("name", "note", "quote"), record["recipients"]))
    expected["footnotes"] += number(map(plain("mark", "text", "quote"), record["footnotes"]))
    expected["diagnostics"] += number(map(plain("severity", "code", "message", "quote"), record["diagnostics"]))

# What rows say beyond their record; the corpus tests hold it against its tables.
DERIVED = {"cite_key", "province", "province_now", "base_value", "base_value_max", "base_unit", "ocr_engine", "ocr_confidence", "program", "rules"}


def equal(found, wanted):
    if isinstance(found, float):
        return wanted is not None and abs(found - float(wanted)) < 1e-6
    if isinstance(found, list):
        return isinstance(wanted, list) and len(found) == len(wanted) and all(map(equal, found, wanted))
    return found == wanted


for name, rows in expected.items():
    path = tables / f"{name}.parquet"
    table = pq.read_table(path)
    assert table.num_rows == len(rows) and rows, (name, table.num_rows, len(rows))
    for found, wanted in zip(table.to_pylist(), rows):
        assert set(found) - DERIVED == set(wanted), (name, set(found) ^ set(wanted))
        for column, value in wanted.items():
            assert equal(found[column], value), (name, column, found[column], value)
    counted = duckdb.sql(f"SELECT count(*), count(DISTINCT key) FROM '{path}'").fetchall()[0]
    assert counted[0] == len(rows), (name, counted)
    print(f"{name}: {len(rows)} rows, {len(table.schema)} columns")

types = pq.read_schema(tables / "documents.parquet")
assert types.field("date").type == pa.date32()
assert pq.read_schema(tables / "targets.parquet").field("value").type == pa.decimal128(38, 10)

# A join and a sum by DuckDB, against the records.
total = duckdb.sql(
    f"SELECT sum(t.value) FROM '{tables}/targets.parquet' t JOIN '{tables}/documents.parquet' d USING (key) WHERE d.issuer_level = 'district'"
).fetchall()[0][0]
values = [
    item["value"]
    for record in records
    if (record["header"]["issuer"] or {}).get("level") == "district"
    for item in record["targets"]
    if item["value"] is not None
]
assert total == sum(values), (total, sum(values))

for record in records:
    key, header = record["source"]["blake3"], record["header"]
    root = ElementTree.parse(ead / key[:2] / f"{key}.ead.xml").getroot()
    assert root.tag == "simpledc" and len(root) == 21, key
    fields = {field.tag: field.text for field in root}
    number, issuer = header["number"] or {}, header["issuer"] or {}
    assert fields["codeNumber"] == number.get("serial"), key
    assert fields["codeNotation"] == number.get("symbol"), key
    organs = [issuer["name"]] * bool(issuer) + [other["name"] for other in header["co_issuers"]]
    assert (fields["organName"] or "") == "; ".join(organs), key
    space = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}"
    root = ElementTree.parse(edxml / key[:2] / f"{key}.edxml").getroot()
    message = root.find(f"{space}edXMLEnvelope/{space}edXMLHeader/{space}MessageHeader")
    assert root.tag == f"{space}edXML" and message is not None, key
    assert message.findtext(f"{space}From/{space}OrganName") == issuer.get("name"), key
    places = [place.text for place in message.findall(f"{space}ToPlaces/{space}Place")]
    assert places == [recipient["name"] for recipient in record["recipients"]], key

print("all equal")
