using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Tables.ForeignKeys;

/// <summary><c>POST /tables/:name/foreign-keys</c>.</summary>
internal static class AddForeignKey
{
    /// <summary>Makes a column point to another one; rows that point nowhere refuse it.</summary>
    public static async Task<Created<ForeignKey>> HandleAsync(
        HttpContext context,
        string name,
        AddForeignKeyRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var foreign = request.Check(table.Schema);
        var added = await changes.RunAsync(
            context,
            caller,
            "foreign-key.add",
            table.Of(request.ColumnName),
            (session, token) => RunAsync(session, table, foreign, request, token),
            cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/tables/{Uri.EscapeDataString(table.Name)}/foreign-keys", added);
    }

    private static async Task<ForeignKey> RunAsync(OwnerSession session, TableName table, TableName foreign, AddForeignKeyRequest request, CancellationToken cancellationToken)
    {
        var shape = (await TableCatalog.RequireAsync(session, table, cancellationToken)).RequireTable();
        var column = shape.Require(request.ColumnName, StatusCodes.Status400BadRequest);
        var target = (await TableCatalog.RequireAsync(session, foreign, cancellationToken, StatusCodes.Status400BadRequest)).RequireTable();
        var targetColumn = target.Require(request.ForeignColumnName, StatusCodes.Status400BadRequest);
        // What is found in the rows must still be so when the refusal is written.
        await session.ExecuteAsync($"LOCK TABLE {table.Sql}, {foreign.Sql} IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var before = await ForeignKeyCatalog.ReadAsync(session, shape, cancellationToken);
        try
        {
            await RefusedByRows.ExecuteAsync(
                session,
                request.ToSql(table, foreign),
                PostgresErrorCodes.ForeignKeyViolation,
                async () => (await RowsInTheWay.FindAsync(session, shape, $"t.{column.Sql} is not null and not exists (select from {foreign.Sql} as f where f.{targetColumn.Sql} = t.{column.Sql})", cancellationToken)).Refuse(
                    PostgresErrorCodes.ForeignKeyViolation,
                    $"{{0}} of \"{table.Name}\" point to nothing: \"{foreign.Name}\" has no row with the value of \"{column.Name}\". Nothing was changed.",
                    "Correct or delete them first."),
                cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidForeignKey)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, e.SqlState, e.MessageText, hint: $"Make \"{targetColumn.Name}\" of \"{foreign.Name}\" unique first, or point to its primary key.", inner: e);
        }

        var old = before.Select(k => k.ConstraintName).ToHashSet(StringComparer.Ordinal);
        return (await ForeignKeyCatalog.ReadAsync(session, shape, cancellationToken)).First(k => !old.Contains(k.ConstraintName));
    }
}
