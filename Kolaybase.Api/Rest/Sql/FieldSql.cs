using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes columns, computed fields and JSON paths.</summary>
internal static class FieldSql
{
    /// <summary>Adds the field's value.</summary>
    public static SqlBuilder AddField(this SqlBuilder sql, Level level, ColumnField field)
    {
        if (field.Path.IsEmpty)
        {
            return sql.AddColumn(level, field.Column);
        }

        sql = field.IsJson ? sql.AddColumn(level, field.Column) : sql.Add("pg_catalog.to_jsonb(").AddColumn(level, field.Column).Add(")");
        foreach (var step in field.Path)
        {
            sql.Add(step.AsText ? "->>" : "->");
            // A key is a parameter like any value. The same key is the same parameter, so that the expression in GROUP BY is the one that is shown.
            _ = step.Key is { } key ? sql.AddSharedText(key) : sql.Add($"({step.Index})");
        }

        return sql;
    }

    /// <summary>Adds <c>"schema"."name"</c>.</summary>
    public static SqlBuilder AddName(this SqlBuilder sql, QualifiedName name) => sql.AddName(name.Schema).Add(".").AddName(name.Name);

    /// <summary>Adds <c>"schema"."relation"</c>.</summary>
    public static SqlBuilder AddName(this SqlBuilder sql, Relation relation) => sql.AddName(relation.Schema).Add(".").AddName(relation.Name);

    private static SqlBuilder AddColumn(this SqlBuilder sql, Level level, Column column) =>
        column.ComputedBy is { } function
            ? sql.AddName(function).Add("(").Add(level.Row).Add(")")
            : sql.Add(level.Column(column.Name));
}
