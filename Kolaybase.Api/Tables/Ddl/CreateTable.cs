using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>POST /tables</c>.</summary>
internal static class CreateTable
{
    /// <summary>Makes a table with its grants and policies.</summary>
    public static async Task<Created<CreatedTable>> HandleAsync(
        HttpContext context,
        CreateTableRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = new TableName(TableName.SchemaFrom(schema), Identifier.RequireNew(request.Name, "name"));
        var comment = Comment.Fault(request.Comment);
        new Faults().Check(comment is null, "comment", comment!).ThrowIfAny();
        var columns = ColumnPlan.Check(request.Columns);
        var access = request.Access ?? TableAccess.Private;
        var enableRls = request.EnableRls ?? true;
        if (access == TableAccess.Owner && !enableRls)
        {
            throw TableErrors.Invalid("enableRls", "must not be false with access \"owner\": without policies, every signed-in user could change every row");
        }

        var created = await changes.RunAsync(
            context,
            caller,
            "table.create",
            table.ToString(),
            (session, token) => RunAsync(session, table, request, columns, enableRls, access, token),
            cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/tables/{Uri.EscapeDataString(table.Name)}/columns", created);
    }

    private static async Task<CreatedTable> RunAsync(
        OwnerSession session,
        TableName table,
        CreateTableRequest request,
        IReadOnlyList<ColumnPlan> columns,
        bool enableRls,
        TableAccess access,
        CancellationToken cancellationToken)
    {
        var types = new TypeResolver(session);
        var resolved = new List<ColumnDefinition>();
        foreach (var column in columns)
        {
            resolved.Add(await column.ResolveAsync(types, cancellationToken));
        }

        var definition = new TableDefinition(table, access == TableAccess.Owner ? WithOwner(resolved) : resolved, enableRls, access);
        await session.ExecuteAsync([ColumnSql.Create(definition), .. AccessSql.For(definition), .. ColumnSql.Comments(table, definition.Columns), .. TableComment(table, request.Comment)], cancellationToken);
        foreach (var serial in definition.Columns.Where(c => c.Type.IsSerial))
        {
            await SerialSequence.GrantAsync(session, table, serial.Name, cancellationToken);
        }

        var shape = await TableCatalog.RequireAsync(session, table, cancellationToken);
        return new CreatedTable(table.Name, table.Schema, [.. shape.Columns.Select(c => c.ToAnswer())]);
    }

    private static IEnumerable<string> TableComment(TableName table, JsonElement comment) =>
        comment.ValueKind == JsonValueKind.String ? [$"COMMENT ON TABLE {table.Sql} IS {Comment.ToSql(comment)}"] : [];

    /// <summary>The columns with one that says whose a row is: a given <c>owner_id</c> serves, and gets the default that it lacks.</summary>
    private static List<ColumnDefinition> WithOwner(List<ColumnDefinition> columns)
    {
        const string callerId = "auth.uid()";
        var index = columns.FindIndex(c => c.Name == AccessSql.OwnerColumn);
        if (index < 0)
        {
            return [.. columns, new ColumnDefinition(AccessSql.OwnerColumn, new ResolvedType("uuid"), DefaultSql: callerId)];
        }

        if (columns[index].Type.Sql != "uuid")
        {
            throw TableErrors.Invalid($"columns[{index}].type", "must be uuid: with access \"owner\", the column owner_id holds a user's id");
        }

        columns[index] = columns[index] with { DefaultSql = columns[index].DefaultSql ?? callerId };
        return columns;
    }
}

/// <summary>A table that was made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Columns">Its columns, as the database has them.</param>
public sealed record CreatedTable(string Name, string Schema, IReadOnlyList<Column> Columns);
