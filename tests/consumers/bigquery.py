# bigquery.py SCHEMA ROWS: whether the schema is one for BigQuery's own client, and rows load by it. What a
# load job of newline-delimited JSON takes: names of letters, digits and underscores, lists without null, no
# member that the schema has not, times and days as strings of one form.
import json
import re
import sys

from google.cloud.bigquery import SchemaField, Table

FORMS = {
    "STRING": lambda x: isinstance(x, str),
    "INTEGER": lambda x: type(x) is int and abs(x) < 1 << 63,
    "FLOAT": lambda x: type(x) in (int, float),
    "BOOLEAN": lambda x: isinstance(x, bool),
    "TIMESTAMP": lambda x: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", x),
    "DATE": lambda x: re.fullmatch(r"\d{4}-\d\d-\d\d", x),
}


def check_one(field, value, path):
    if field.field_type == "RECORD":
        check(field.fields, value, path)
    else:
        assert FORMS[field.field_type](value), f"{path}: {value!r} is no {field.field_type}"


def check(fields, row, path=""):
    by_name = {field.name: field for field in fields}
    assert len(by_name) == len(fields) and len({name.lower() for name in by_name}) == len(fields), path
    assert not row.keys() - by_name.keys(), f"{path}: {row.keys() - by_name.keys()}"
    for name, field in by_name.items():
        where = f"{path}.{name}"
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,299}", name), where
        assert field.to_standard_sql().type is not None, where
        values = row.get(name)
        if field.mode == "REPEATED":
            assert isinstance(values, list) or name not in row, where
            for value in values or []:
                check_one(field, value, where)
        elif values is not None:
            check_one(field, values, where)
        else:
            assert field.is_nullable, where


table = Table("project.data.news", [SchemaField.from_api_repr(f) for f in json.load(open(sys.argv[1]))])
count = 0
for line in open(sys.argv[2], encoding="utf-8"):
    check(table.schema, json.loads(line))
    count += 1
assert count
