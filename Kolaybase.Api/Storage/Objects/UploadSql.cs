using Kolaybase.Api.Http;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>Statements of uploads.</summary>
internal static class UploadSql
{
    /// <summary>Bytes of all objects and of all uploads under way.</summary>
    public const string UsedAndReserved = $"select ({Bytes} + coalesce((select sum(coalesce(p.length, p.received)) from storage.uploads p), 0))::int8";

    /// <summary>Bytes of all objects. Whoever asks in order to add some holds <see cref="QuotaLock"/>.</summary>
    public const string Used = $"select ({Bytes})::int8";

    /// <summary>Those of objects, and those of replaced ones that a direct address still reads: or one address a week would be room without end.</summary>
    private const string Bytes =
        // By way of JSON: a project that no worker has looked at since the upgrade does not have the column yet.
        "coalesce((select greatest(sum(u.bytes), 0) from storage.usage u), 0) + coalesce((select sum((to_jsonb(r)->>'kept_bytes')::int8) from storage.removals r where r.not_before > now()), 0)";

    /// <summary>The object that an upload would replace: bytes that this makes free, which are none while a direct address reads them.</summary>
    public static readonly string MakesRoom =
        $"select case when o.signed_until > now() then 0 else o.size end from storage.objects o where o.bucket_id = $1 and o.name = {ObjectPath.Sql("$2::text")}";

    /// <summary>The same for the write itself, with the version whose bytes stay; nobody else writes it until the transaction ends.</summary>
    public static readonly string Replaced =
        $"select o.size, case when o.signed_until > now() then o.version end from storage.objects o where o.bucket_id = $1 and o.name = {ObjectPath.Sql("$2::text")} for update of o";

    /// <summary>What the trigger could not know of a caller's write, which sets the size before the version: how much is kept.</summary>
    public const string Keep = "update storage.removals set kept_bytes = $2 where version = $1";

    /// <summary>Resumable uploads that are open, counted up to <c>$1</c>.</summary>
    public const string Open = "select count(*) from (select from storage.uploads p where p.resumable limit $1) as open";

    /// <summary>Has one upload of a project with a quota finished at a time, so that together they can't exceed it.</summary>
    public const string QuotaLock = "select pg_catalog.pg_advisory_xact_lock(7746287551204)";

    /// <summary>What makes the row of storage.objects of a statement's new one, when it may replace one.</summary>
    private const string Replace = """
         on conflict (bucket_id, name) do update
            set owner = excluded.owner, size = excluded.size, content_type = excluded.content_type, etag = excluded.etag, updated_at = now()
        """;

    /// <summary>The caller's own write, which policies bind: all that callers may say of an object.</summary>
    public static void AddCallersWrite(StorageBatch batch, UploadTarget target, long size, string contentType, string etag) => batch.Run(
        $"insert into storage.objects (bucket_id, name, owner, size, content_type, etag) values ($1, {ObjectPath.Sql("$2::text")}, $3, $4, $5, $6){(target.Upsert ? Replace : "")}",
        target.Bucket,
        target.Path,
        StorageBatch.Value(target.Owner, NpgsqlDbType.Uuid),
        size,
        contentType,
        etag);

    /// <summary>The project's write: which bytes the object has. Reads its name and time.</summary>
    public static void AddVersion(StorageBatch batch, UploadTarget target, Guid version, byte[]? sha256) => batch.Add(
        $"""
        update storage.objects set version = $3, sha256 = $4, signed_until = null, missing_since = null, updated_at = now()
        where bucket_id = $1 and name = {ObjectPath.Sql("$2::text")} returning name, updated_at
        """,
        target.Bucket,
        target.Path,
        version,
        StorageBatch.Value(sha256, NpgsqlDbType.Bytea));

    /// <summary>Both at once, for callers whom no policy binds. Reads its name and time; no row means that there is one that it may not replace.</summary>
    public static void AddWhole(StorageBatch batch, UploadTarget target, Guid version, long size, string contentType, string etag, byte[]? sha256)
    {
        var conflict = target.Upsert ? Replace + ", version = excluded.version, sha256 = excluded.sha256, signed_until = null, missing_since = null" : " on conflict (bucket_id, name) do nothing";
        batch.Add(
            $"""
            insert into storage.objects (bucket_id, name, owner, size, content_type, etag, version, sha256)
            values ($1, {ObjectPath.Sql("$2::text")}, $3, $4, $5, $6, $7, $8){conflict} returning name, updated_at
            """,
            target.Bucket,
            target.Path,
            StorageBatch.Value(target.Owner, NpgsqlDbType.Uuid),
            size,
            contentType,
            etag,
            version,
            StorageBatch.Value(sha256, NpgsqlDbType.Bytea));
    }

    /// <summary>The row of an upload that begins.</summary>
    public static void AddRow(StorageBatch batch, UploadTarget target, UploadRow upload) => batch.Run(
        $"""
        insert into storage.uploads (version, resumable, bucket_id, name, owner, role, upsert, content_type, length, expires_at, handle, metadata)
        values ($1, $2, $3, {ObjectPath.Sql("$4::text")}, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        upload.Version,
        upload.Resumable is not null,
        target.Bucket,
        target.Path,
        StorageBatch.Value(target.Owner, NpgsqlDbType.Uuid),
        target.Caller.Role.ToSql(),
        target.Upsert,
        upload.ContentType,
        StorageBatch.Value(upload.Length, NpgsqlDbType.Bigint),
        upload.ExpiresAt,
        StorageBatch.Value(upload.Resumable?.Handle, NpgsqlDbType.Text),
        StorageBatch.Value(upload.Resumable?.Metadata, NpgsqlDbType.Text));

    /// <summary>Ends an upload whose bytes are complete, for the request that it belongs to; a row says that it was there.</summary>
    public const string Finish = """
        with done as (
            delete from storage.uploads where version = $1 and epoch = $2 returning tail_version
        ), tails as (
            insert into storage.removals (version) select d.tail_version from done d where d.tail_version is not null on conflict do nothing
        )
        select 1 from done
        """;

    /// <summary>Ends an upload that comes to nothing: what the store has of it is removed. Does nothing when it has been completed.</summary>
    public const string Abandon = """
        with gone as (
            delete from storage.uploads where version = $1 returning version, tail_version
        )
        insert into storage.removals (version, in_parts)
        select g.version, true from gone g union all select g.tail_version, false from gone g where g.tail_version is not null
        on conflict do nothing
        """;
}
