using System.ComponentModel;
using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Objects;

/// <summary><c>GET /buckets/:name/objects</c>.</summary>
internal static class ListObjects
{
    /// <summary>Header with the cursor of the next page; absent on the last.</summary>
    public const string NextCursor = "X-Next-Cursor";

    /// <summary>Objects whose path begins with a prefix, in the order of their bytes; what the caller may not see is left out.</summary>
    public static async Task<Ok<IReadOnlyList<ObjectEntry>>> HandleAsync(
        HttpContext context, string name, [AsParameters] ListObjectsQuery query, ProjectCaller caller, StorageDatabase database, CancellationToken cancellationToken)
    {
        name = BucketName.RequireKnown(name);
        var (limit, folders, cursor) = query.Check();
        var prefix = await NormalizeAsync(database, caller, ObjectPath.RequirePrefix(query.Prefix), cancellationToken);
        var (known, entries) = await database.QueryAsync(
            caller,
            batch => batch
                .AsProject().Add("select b.public from storage.buckets b where b.name = $1 and b.deleting_at is null", name)
                .AsCaller().Add(
                    folders ? ListingSql.Folders : ListingSql.Flat,
                    name,
                    prefix,
                    ListingSql.StartOf(prefix, cursor),
                    StorageBatch.Value(ListingSql.EndOf(prefix), NpgsqlDbType.Text),
                    limit + 1),
            results => ReadAsync(results, caller, cancellationToken),
            cancellationToken);
        if (!known && entries.Count == 0)
        {
            throw StorageErrors.BucketNotFound();
        }

        if (entries.Count > limit)
        {
            entries.RemoveAt(limit);
            context.Response.Headers[NextCursor] = ListCursor.Next(entries[^1]);
        }

        return TypedResults.Ok<IReadOnlyList<ObjectEntry>>(entries);
    }

    /// <summary>Prefixes of ASCII, nearly all of them, cost no round trip.</summary>
    private static async Task<string> NormalizeAsync(StorageDatabase database, ProjectCaller caller, string prefix, CancellationToken cancellationToken) => System.Text.Ascii.IsValid(prefix)
        ? prefix
        : await database.QueryAsync(
            caller,
            batch => batch.AsProject().Add($"select {ObjectPath.Sql("$1::text")}", prefix),
            async results => await results.Reader.ReadAsync(cancellationToken) ? results.Reader.GetString(0) : prefix,
            cancellationToken);

    /// <summary>Whether the bucket is one that the caller may know of, and the entries.</summary>
    private static async Task<(bool Known, List<ObjectEntry> Entries)> ReadAsync(StorageResults results, ProjectCaller caller, CancellationToken cancellationToken)
    {
        var reader = results.Reader;
        var (exists, isPublic) = await reader.ReadAsync(cancellationToken) ? (true, reader.GetBoolean(0)) : (false, false);
        await results.NextAsync(cancellationToken);
        var entries = new List<ObjectEntry>();
        while (exists && await reader.ReadAsync(cancellationToken))
        {
            entries.Add(await reader.IsDBNullAsync(0, cancellationToken)
                ? ObjectEntry.OfFolder(reader.GetString(1))
                : ObjectEntry.OfObject(reader.GetString(0), reader.GetInt64(2), reader.GetString(3), await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken), reader.GetString(5)));
        }

        return (exists && (isPublic || caller.Role == DatabaseRole.ServiceRole), entries);
    }
}

/// <summary>What a listing takes in its query.</summary>
public sealed record ListObjectsQuery
{
    /// <summary>Entries of a page unless told otherwise.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most entries of a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>What paths begin with.</summary>
    [FromQuery(Name = "prefix"), Description("What paths begin with; all when not given.")]
    public string? Prefix { get; init; }

    /// <summary>Entries of a page, 1 to <see cref="MaxLimit"/>.</summary>
    [FromQuery(Name = "limit"), Description("Entries of a page, 1 to 1000; 100 when not given.")]
    public int? Limit { get; init; }

    /// <summary>Cursor of the page.</summary>
    [FromQuery(Name = "cursor"), Description("X-Next-Cursor of the page before; the first page when not given.")]
    public string? Cursor { get; init; }

    /// <summary>A slash, to list folders as one entry each.</summary>
    [FromQuery(Name = "delimiter"), Description("A slash lists one level: what lies deeper is one entry for each folder.")]
    public string? Delimiter { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <exception cref="ApiException">400.</exception>
    internal (int Limit, bool Folders, ListCursor? Cursor) Check()
    {
        if (Limit is < 1 or > MaxLimit)
        {
            throw StorageErrors.InvalidParameter("limit", $"must be 1 to {MaxLimit}");
        }

        if (Delimiter is not (null or "" or "/"))
        {
            throw StorageErrors.InvalidParameter("delimiter", "must be a slash");
        }

        return (Limit ?? DefaultLimit, Delimiter == "/", ListCursor.Parse(Cursor));
    }
}
