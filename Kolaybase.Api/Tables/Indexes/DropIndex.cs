using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Tables.Indexes;

/// <summary><c>DELETE /tables/:name/indexes/:index</c>.</summary>
internal static class DropIndex
{
    /// <summary>Drops an index that stands alone; that of a constraint goes with it.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context,
        string name,
        string index,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var wanted = Identifier.Require(SegmentName.Of(context, index, SegmentName.Part), "index");
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "index.drop",
            table.Of(wanted),
            async (session, token) =>
            {
                var shape = await TableCatalog.RequireAsync(session, table, token);
                var found = await IndexCatalog.RequireAsync(session, shape, wanted, token);
                if (found.ConstraintName is { } constraint)
                {
                    throw new ApiException(
                        StatusCodes.Status409Conflict,
                        PostgresErrorCodes.DependentObjectsStillExist,
                        $"The index \"{wanted}\" belongs to the constraint \"{constraint}\"; nothing was changed.",
                        hint: "Drop the constraint, which takes its index along.");
                }

                await session.ExecuteAsync($"DROP INDEX {Identifier.Quote(table.Schema)}.{Identifier.Quote(wanted)} RESTRICT", token);
                return new Done($"The index \"{wanted}\" was dropped.");
            },
            cancellationToken));
    }
}
