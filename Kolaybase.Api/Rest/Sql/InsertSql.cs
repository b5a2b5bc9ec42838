using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes inserts.</summary>
internal static class InsertSql
{
    /// <summary>One statement for any number of rows; behind an upsert another that tells whether it inserted any.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="format">How it is answered.</param>
    public static WriteSql Of(InsertPlan plan, AnswerFormat format) => new(plan.Relation, plan.Returning, format)
    {
        Change = sql =>
        {
            // What is left out gets its default.
            var written = plan.Columns.RemoveAll(c => c.Value == PayloadValue.Default);
            sql.AddInto(plan.Relation, written);
            AddRows(sql, plan.Relation, written, plan.Payload, plan.Conflict is { Merge: true });
            sql.AddConflict(plan.Conflict, plan.Columns);
        },
        MarksInserts = plan.Conflict is { Merge: true },
        Key = plan.Key,
    };

    /// <summary>Adds <c>INSERT INTO … (…)</c>.</summary>
    public static SqlBuilder AddInto(this SqlBuilder sql, Relation relation, ImmutableArray<PayloadColumn> columns)
    {
        sql.Add("INSERT INTO ").AddRelation(relation);
        return columns.IsEmpty ? sql : sql.Add(" (").AddJoined(columns, ", ", column => sql.AddName(column.Name)).Add(")");
    }

    /// <summary>Adds <c>ON CONFLICT …</c>, or nothing.</summary>
    public static SqlBuilder AddConflict(this SqlBuilder sql, Conflict? conflict, ImmutableArray<PayloadColumn> columns)
    {
        if (conflict is null)
        {
            return sql;
        }

        // EXCLUDED has the defaults of columns that are left out, too.
        var replaced = columns.RemoveAll(c => c is { Value: PayloadValue.Default, Column.Generation: ColumnGeneration.Generated or ColumnGeneration.IdentityAlways });
        sql.Add(" ON CONFLICT (").AddJoined(conflict.Columns, ", ", column => sql.AddName(column.Name)).Add(") DO ");
        return conflict.Merge && !replaced.IsEmpty
            ? sql.Add("UPDATE SET ").AddJoined(replaced, ", ", c => sql.AddName(c.Name).Add(" = EXCLUDED.").AddName(c.Name)).Add(" WHERE ").Add(InsertMark.Replaced)
            : sql.Add("NOTHING");
    }

    private static void AddRows(SqlBuilder sql, Relation relation, ImmutableArray<PayloadColumn> columns, JsonPayload payload, bool marked)
    {
        if (columns.IsEmpty && !payload.IsArray)
        {
            sql.Add(" DEFAULT VALUES");
            return;
        }

        sql.Add(" SELECT");
        if (columns.IsEmpty)
        {
            sql.Add(" FROM pg_catalog.json_array_elements(").AddParameter(payload.Utf8, SqlParameterType.Json).Add($") AS {PayloadSql.Alias}");
        }
        else
        {
            sql.Add(" ").AddJoined(columns, ", ", column => sql.AddValue(relation, column)).Add(" FROM ").AddPayload(payload, columns);
        }

        _ = marked ? sql.Add(" WHERE ").Add(InsertMark.Read) : sql;
    }
}
