using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Policies;

/// <summary><c>PUT /tables/:name/policies/:policy</c>.</summary>
internal static class ChangePolicy
{
    /// <summary>Changes what the body names of a policy.</summary>
    public static async Task<Ok<Policy>> HandleAsync(
        HttpContext context,
        string name,
        string policy,
        ChangePolicyRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var wanted = Identifier.Require(SegmentName.Of(context, policy, SegmentName.Part), "policy");
        request.Validate();
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "policy.change",
            table.Of(wanted),
            async (session, token) =>
            {
                var shape = (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                await session.ExecuteAsync(request.ToSql(table, await PolicyCatalog.RequireAsync(session, shape, wanted, token)), token);
                return await PolicyCatalog.RequireAsync(session, shape, request.Name ?? wanted, token);
            },
            cancellationToken));
    }
}
