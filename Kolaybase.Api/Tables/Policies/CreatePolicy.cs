using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Policies;

/// <summary><c>POST /tables/:name/policies</c>.</summary>
internal static class CreatePolicy
{
    /// <summary>Makes a policy, or those of a template with their grants.</summary>
    public static async Task<Created<IReadOnlyList<Policy>>> HandleAsync(
        HttpContext context,
        string name,
        CreatePolicyRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        request.Validate();
        var made = await changes.RunAsync(
            context, caller, "policy.create", request.Name is null ? table.ToString() : table.Of(request.Name), (session, token) => RunAsync(session, table, request, token), cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/tables/{Uri.EscapeDataString(table.Name)}/policies", made);
    }

    private static async Task<IReadOnlyList<Policy>> RunAsync(OwnerSession session, TableName table, CreatePolicyRequest request, CancellationToken cancellationToken)
    {
        var shape = (await TableCatalog.RequireAsync(session, table, cancellationToken)).RequireTable();
        var before = (await PolicyCatalog.ReadAsync(session, shape, cancellationToken)).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (request.Template is not { } template)
        {
            await session.ExecuteAsync(request.ToSql(table), cancellationToken);
        }
        else
        {
            var column = request.Column ?? AccessSql.OwnerColumn;
            if (template == PolicyTemplate.Owner && shape.Require(column, StatusCodes.Status400BadRequest).Type != "uuid")
            {
                throw TableErrors.Invalid("column", "must name a column of type uuid: it holds a user's id");
            }

            if (template == PolicyTemplate.Owner)
            {
                // Its grants would open every row to every signed-in user while policies don't bind.
                await session.ExecuteAsync($"alter table {table.Sql} enable row level security", cancellationToken);
            }

            await session.ExecuteAsync(PolicySql.Of(template, table, column), cancellationToken);
        }

        return [.. (await PolicyCatalog.ReadAsync(session, shape, cancellationToken)).Where(p => !before.Contains(p.Name))];
    }
}
