using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.ForeignKeys;

/// <summary><c>DELETE /tables/:name/foreign-keys/:fk</c>.</summary>
internal static class DropForeignKey
{
    /// <summary>Drops a foreign key; columns and rows stay.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context,
        string name,
        string fk,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var key = Identifier.Require(SegmentName.Of(context, fk, SegmentName.Part), "fk");
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "foreign-key.drop",
            table.Of(key),
            async (session, token) =>
            {
                var shape = (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                var keys = (await ForeignKeyCatalog.ReadAsync(session, shape, token)).Select(k => k.ConstraintName).Distinct(StringComparer.Ordinal).ToList();
                if (!keys.Contains(key))
                {
                    throw TableErrors.PartNotFound(table, "foreign key", key, keys);
                }

                await session.ExecuteAsync($"ALTER TABLE {table.Sql} DROP CONSTRAINT {Identifier.Quote(key)} RESTRICT", token);
                return new Done($"The foreign key \"{key}\" was dropped.");
            },
            cancellationToken));
    }
}
