using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>DELETE /tables/:name/columns/:col</c>.</summary>
internal static class DropColumn
{
    /// <summary>Drops a column with its values; what depends on it goes too only with <paramref name="cascade"/>.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context,
        string name,
        string col,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null,
        bool cascade = false)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var column = Identifier.Require(SegmentName.Of(context, col, SegmentName.Column), "col");
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "column.drop",
            table.Of(column),
            async (session, token) =>
            {
                var shape = (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                shape.Require(column, StatusCodes.Status404NotFound);
                await session.ExecuteAsync($"ALTER TABLE {table.Sql} DROP COLUMN {Identifier.Quote(column)} {(cascade ? "CASCADE" : "RESTRICT")}", token);
                return new Done($"The column \"{column}\" was dropped.");
            },
            cancellationToken));
    }
}
