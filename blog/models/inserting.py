"""INSERT … SELECT, which Django has no call for: many rows from many rows, and none of them passes through Python."""

from __future__ import annotations

from django.db import connections, models, router


def insert_from(rows: models.QuerySet, model: type[models.Model], *, ignore_conflicts: bool = False, **values) -> int:
    """Make a row of `model` for each of `rows`, in one statement; the number made.

    `values` are expressions over `rows`, by the name of the field (of a foreign key, its attribute: "post_id"); every
    other field has its default. With `ignore_conflicts` a row that a constraint forbids is left out.
    """
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = {
        f"new_{f.attname}": values.get(f.attname) or models.Value(f.get_default(), output_field=f) for f in fields
    }
    connection = connections[router.db_for_write(model)]
    chosen = rows.order_by().annotate(**columns).values_list(*columns).using(connection.alias)
    select, parameters = chosen.query.get_compiler(connection=connection).as_sql()
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(str(f.column)) for f in fields)})"
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} {select}{ending}", parameters)
        return cursor.rowcount
