"""Fills in any form: something fitting for every control that a page shows."""

from juli.stages.applications.form.layout import columns_of, parts
from juli.stages.applications.form.reading import ROWS

#: Something of each type, as a person types it; money in the field's own unit.
TYPED = {
    "text": "示例内容", "line": "示例一行", "long": "示例段落一。\n示例段落二。", "number": "42", "money": "12.5", "date": "2023-06-15",
    "month": "2023-07", "phone": "010-62345678", "email": "office@example.org", "person": "示例甲", "boolean": "yes",
}  # fmt: skip
#: What a person is asked for.
PERSON = {"mobile": "13800138000", "phone": "010-62345678", "fax": "010-62345679", "email": "lead@example.org"}


def cell(column, *, clauses=(), achievements=()):
    """What to type into one control, by the end of its name; None for files."""
    if column.type == "file":
        return {}
    if column.type == "months":
        return {".from": "2023-06", ".to": "2023-08"}
    if getattr(column, "parts", ()):
        return {f".{part}": PERSON.get(part, f"示例{part}") for part in column.parts}
    if column.type == "choice":
        return {"": column.of[0].zh}
    if column.type == "clause":
        return {"": clauses[0]}
    if column.type == "achievement":
        return {"": achievements[0] if achievements else ""}
    return {"": TYPED[column.type]}


def filled(part, **options):
    """The form data of one section with every control filled in: two rows in each table."""
    data = {}

    def put(name, column):
        for ending, text in cell(column, **options).items():
            data[f"{name}{ending}"] = text

    if part.shape == "text":
        return {"value": TYPED["line" if part.origin == "line" else "long"]}
    tables = {ROWS: part.section.columns} if part.shape == "table" else {}
    for field in part.section.fields:
        if field.from_ is not None:
            continue
        if columns := columns_of(field):
            tables[field.id] = columns
        else:
            put(f"f.{field.id}", field)
    for table, columns in tables.items():
        data[f"r.{table}"] = ["aa11", "bb22"]
        for row in data[f"r.{table}"]:
            for column in columns:
                put(f"c.{table}.{row}.{column.id}", column)
    return data


def sections(application, programme):
    """The parts of an application's form."""
    return parts(programme, application.applicant_type, tuple(application.tracks))
