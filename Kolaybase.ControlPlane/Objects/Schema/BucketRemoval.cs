namespace Kolaybase.ControlPlane.Objects.Schema;

/// <summary>Deletes a bucket whose row says <c>deleting_at</c>, step by step, so that no statement takes long however many objects it has. <c>$1</c> is its name.</summary>
public static class BucketRemoval
{
    /// <summary>Objects that one step deletes.</summary>
    public const int ObjectsPerStep = 5_000;

    /// <summary>First: some of its objects. Triggers put their bytes among the removals.</summary>
    public static readonly string Objects = $"delete from storage.objects where id in (select o.id from storage.objects o where o.bucket_id = $1 limit {ObjectsPerStep})";

    /// <summary>Then: uploads under way lose their rows, by which they learn it; what the store has of them is removed.</summary>
    public const string Uploads = """
        with uploads as (
            delete from storage.uploads where bucket_id = $1 returning version, resumable, tail_version
        )
        insert into storage.removals (version, in_parts)
        select u.version, u.resumable from uploads u union all select u.tail_version, false from uploads u where u.tail_version is not null
        on conflict do nothing
        """;

    /// <summary>Last: the bucket, when nothing is left in it. The one value says whether it is gone.</summary>
    public const string Bucket = """
        with gone as (
            delete from storage.buckets b where b.name = $1 and b.deleting_at is not null and not exists (select from storage.objects o where o.bucket_id = b.name) returning 1
        ), usage as (
            delete from storage.usage u where u.bucket_id = $1 and exists (select from gone)
        )
        select exists (select from gone) or not exists (select from storage.buckets b where b.name = $1 and b.deleting_at is not null)
        """;
}
