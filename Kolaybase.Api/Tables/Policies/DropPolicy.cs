using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Policies;

/// <summary><c>DELETE /tables/:name/policies/:policy</c>.</summary>
internal static class DropPolicy
{
    /// <summary>Drops a policy; grants stay.</summary>
    public static async Task<Ok<Done>> HandleAsync(
        HttpContext context,
        string name,
        string policy,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var wanted = Identifier.Require(SegmentName.Of(context, policy, SegmentName.Part), "policy");
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "policy.drop",
            table.Of(wanted),
            async (session, token) =>
            {
                var shape = (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                await PolicyCatalog.RequireAsync(session, shape, wanted, token);
                await session.ExecuteAsync($"DROP POLICY {Identifier.Quote(wanted)} ON {table.Sql}", token);
                return new Done($"The policy \"{wanted}\" was dropped.");
            },
            cancellationToken));
    }
}
