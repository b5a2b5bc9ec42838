using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>DELETE /tables/:name</c>.</summary>
internal static class DropTable
{
    /// <summary>Drops a table with its rows; what depends on it goes too only with <paramref name="cascade"/>.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context,
        string name,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null,
        bool cascade = false)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "table.drop",
            table.ToString(),
            async (session, token) =>
            {
                (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                await session.ExecuteAsync($"DROP TABLE {table.Sql} {(cascade ? "CASCADE" : "RESTRICT")}", token);
                return new Done($"The table \"{table.Name}\" was dropped.");
            },
            cancellationToken));
    }
}
