using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Tables.Indexes;

/// <summary><c>POST /tables/:name/indexes</c>.</summary>
internal static class CreateIndex
{
    /// <summary>Makes an index: at once, with writers waiting, or by a job that lets them go on.</summary>
    public static async Task<Results<Created<TableIndex>, Accepted<IndexBuild>>> HandleAsync(
        HttpContext context,
        string name,
        CreateIndexRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        ConcurrentIndexes concurrent,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        request.Check();
        var location = $"/api/projects/{caller.Project.Id}/tables/{Uri.EscapeDataString(table.Name)}/indexes";
        return request.Concurrently == true
            ? TypedResults.Accepted(location, await concurrent.EnqueueAsync(context, caller, table, request, cancellationToken))
            : TypedResults.Created(location, await changes.RunAsync(
                context, caller, "index.create", request.Name is null ? table.ToString() : table.Of(request.Name), (session, token) => RunAsync(session, table, request, token), cancellationToken));
    }

    private static async Task<TableIndex> RunAsync(OwnerSession session, TableName table, CreateIndexRequest request, CancellationToken cancellationToken)
    {
        var shape = await CheckAsync(session, table, request, cancellationToken);
        var name = request.Name ?? NameOf(table, request.Columns, await IndexCatalog.TakenAsync(session, table.Schema, cancellationToken));
        if (shape.Kind != 'm')
        {
            // What is found in the rows must still be so when the refusal is written; a materialized view can't be locked.
            await session.ExecuteAsync($"LOCK TABLE {table.Sql} IN SHARE MODE", cancellationToken);
        }

        await RefusedByRows.ExecuteAsync(
            session,
            request.ToSql(table, name, concurrently: false),
            PostgresErrorCodes.UniqueViolation,
            () => request.Where is null
                ? RowsInTheWay.RefuseDuplicatesAsync(session, shape, [.. request.Columns.Select(c => shape.Require(c, StatusCodes.Status400BadRequest))], cancellationToken)
                : Task.CompletedTask,
            cancellationToken);
        return await IndexCatalog.RequireAsync(session, shape, name, cancellationToken);
    }

    /// <summary>Looks that the table takes an index and has the columns.</summary>
    /// <exception cref="ApiException">404 or 400.</exception>
    internal static async Task<TableShape> CheckAsync(DatabaseSession session, TableName table, CreateIndexRequest request, CancellationToken cancellationToken)
    {
        var shape = await TableCatalog.RequireAsync(session, table, cancellationToken);
        shape = shape.Kind == 'm' ? shape : shape.RequireTable();
        foreach (var column in request.Columns)
        {
            shape.Require(column, StatusCodes.Status400BadRequest);
        }

        return shape;
    }

    /// <summary>A name as PostgreSQL would make it, cut to what it takes, that nothing in the schema has: indexes share their names with tables, views and sequences.</summary>
    internal static string NameOf(TableName table, IEnumerable<string> columns, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.Ordinal);
        for (var number = 0; ; number++)
        {
            var ending = number == 0 ? "_idx" : $"_idx{number}";
            var stem = $"{table.Name}_{string.Join('_', columns)}";
            while (Encoding.UTF8.GetByteCount(stem) + ending.Length > Identifier.MaxBytes)
            {
                stem = stem[..(stem.Length - (char.IsLowSurrogate(stem[^1]) ? 2 : 1))];
            }

            if (!names.Contains(stem + ending))
            {
                return stem + ending;
            }
        }
    }
}
