using System.Text;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>
/// Statements that list a bucket by the index on bucket and path, whose order is that of bytes: a page costs the same wherever in the bucket it
/// begins, and however many objects lie in a folder that is one entry of it.
/// </summary>
internal static class ListingSql
{
    /// <summary>$1 bucket, $2 prefix, $3 first path (inclusive), $4 where to end (exclusive; null: nowhere), $5 most entries.</summary>
    public const string Flat = """
        select o.name, null::text, o.size, o.content_type, o.updated_at, o.etag
        from storage.objects o
        where o.bucket_id = $1 and o.name >= $3 and ($4::text is null or o.name < $4) and starts_with(o.name, $2) and o.version is not null
        order by o.name limit $5
        """;

    /// <summary>The same with folders: one probe of the index for each entry, which skips what is in a folder.</summary>
    public const string Folders = """
        with recursive entries (n, name, folder) as (
            (
                select 1, o.name, storage_folder.f
                from storage.objects o, lateral (select case when strpos(substr(o.name, length($2) + 1), '/') > 0
                    then left(o.name, length($2) + strpos(substr(o.name, length($2) + 1), '/')) end as f) storage_folder
                where o.bucket_id = $1 and o.name >= $3 and ($4::text is null or o.name < $4) and starts_with(o.name, $2) and o.version is not null
                order by o.name limit 1
            )
            union all
            select e.n + 1, following.name, following.f
            from entries e, lateral (
                select o.name, case when strpos(substr(o.name, length($2) + 1), '/') > 0
                    then left(o.name, length($2) + strpos(substr(o.name, length($2) + 1), '/')) end as f
                from storage.objects o
                where o.bucket_id = $1
                    -- After a folder comes what is not less than it with the character after the slash; after an object, what has one more character.
                    and o.name >= case when e.folder is null then e.name || chr(1) else left(e.folder, length(e.folder) - 1) || '0' end collate "C"
                    and ($4::text is null or o.name < $4) and starts_with(o.name, $2) and o.version is not null
                order by o.name limit 1
            ) following
            where e.n < $5
        )
        select case when e.folder is null then e.name end, e.folder, o.size, o.content_type, o.updated_at, o.etag
        from entries e left join storage.objects o on e.folder is null and o.bucket_id = $1 and o.name = e.name
        order by e.n
        """;

    /// <summary>The least path that is greater than all that begin with a prefix; null when there is none.</summary>
    public static string? EndOf(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            runes.RemoveAt(runes.Count - 1);
            if (last < 0x10FFFF)
            {
                // Surrogates are no characters; in UTF-8 the order of bytes is that of code points.
                runes.Add(new Rune(last == 0xD7FF ? 0xE000 : last + 1));
                return string.Concat(runes);
            }
        }

        return null;
    }

    /// <summary>The first path of a page.</summary>
    public static string StartOf(string prefix, ListCursor? cursor)
    {
        var start = cursor switch
        {
            null => prefix,
            { IsFolder: true } c => c.After[..^1] + "0",
            { } c => c.After + "\u0001",
        };
        return string.CompareOrdinal(start, prefix) > 0 ? start : prefix;
    }
}
