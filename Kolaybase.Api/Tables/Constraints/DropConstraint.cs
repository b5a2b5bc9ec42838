using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Constraints;

/// <summary><c>DELETE /tables/:name/constraints/:constraint</c>.</summary>
internal static class DropConstraint
{
    /// <summary>Drops a constraint; foreign keys that point to it go too only with <paramref name="cascade"/>.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context,
        string name,
        string constraint,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null,
        bool cascade = false)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var wanted = Identifier.Require(SegmentName.Of(context, constraint, SegmentName.Part), "constraint");
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "constraint.drop",
            table.Of(wanted),
            async (session, token) =>
            {
                var shape = (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                var names = (await ConstraintCatalog.ReadAsync(session, shape, token)).Select(k => k.Name).ToList();
                if (!names.Contains(wanted))
                {
                    throw TableErrors.PartNotFound(table, "constraint", wanted, names);
                }

                await session.ExecuteAsync($"ALTER TABLE {table.Sql} DROP CONSTRAINT {Identifier.Quote(wanted)} {(cascade ? "CASCADE" : "RESTRICT")}", token);
                return new Done($"The constraint \"{wanted}\" was dropped.");
            },
            cancellationToken));
    }
}
