namespace Kolaybase.Tests.Conformance.Support;

/// <summary>The interface item by item. Each is shown by a test that names it; the chapters may show more.</summary>
internal static class InterfaceItems
{
    public static IReadOnlyList<string> All { get; } =
    [
        // Filters
        "eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "imatch", "in", "is", "isdistinct", "fts", "plfts", "phfts", "wfts",
        "cs", "cd", "ov", "sl", "sr", "nxl", "nxr", "adj", "not.", "(any)", "(all)", "quoting of reserved characters", "* as %",
        "JSON paths in filters", "and", "or", "not.and", "nested logic", "logic in embeds",

        // Select
        "columns", "alias", "cast", "JSON paths in select", "JSON arrays in select", "computed columns", "count()", "sum", "avg", "max", "min", "grouping", "* in select",

        // Embedding
        "many-to-one", "one-to-many", "many-to-many", "one-to-one", "self references", "embedding views", "computed relationships", "!inner", "!left",
        "!constraint", "!column", "embed aliases", "nested embeds", "empty embeds", "spreads", "filters on an embed", "order on an embed", "limit on an embed",
        "offset on an embed", "order by a to-one column", "null filtering on embeds", "300 when ambiguous",

        // Order and paging
        "several orders", "asc", "desc", "nullsfirst", "nullslast", "JSON paths in order", "limit", "offset", "Range", "Range-Unit", "Content-Range", "206", "416",
        "count=exact", "count=planned", "count=estimated", "cap of rows",

        // Writes
        "POST an object", "POST an array", "POST CSV", "POST a form", "columns=", "missing=default", "resolution=merge-duplicates", "resolution=ignore-duplicates",
        "on_conflict=", "PUT", "limited update", "limited delete", "return=minimal", "return=headers-only", "return=representation", "Location", "max-affected",
        "handling=strict", "tx=rollback", "Preference-Applied",

        // Functions
        "RPC by POST", "RPC by GET", "RPC by HEAD", "overloads", "defaults", "variadic", "single unnamed json", "single unnamed text", "single unnamed bytea",
        "scalar results", "set results", "table results", "void results", "filters on results", "select on results", "order on results", "paging of results",

        // Media types
        "application/json", "application/vnd.pgrst.object+json", "nulls=stripped", "text/csv", "application/octet-stream", "text/plain", "application/geo+json",
        "application/openapi+json", "OPTIONS and Allow",

        // Context
        "request.jwt.claims", "request.headers", "request.method", "request.path", "response.status", "response.headers", "timezone=", "domain representations",
        "Accept-Profile", "Content-Profile",

        // Errors: codes, and classes of SQLSTATE with a status of their own
        "PGRST000", "PGRST003", "PGRST100", "PGRST101", "PGRST102", "PGRST103", "PGRST105", "PGRST106", "PGRST107", "PGRST108", "PGRST111", "PGRST112", "PGRST114", "PGRST115", "PGRST116", "PGRST117", "PGRST118",
        "PGRST120", "PGRST121", "PGRST122", "PGRST123", "PGRST124", "PGRST125", "PGRST126", "PGRST127", "PGRST128", "PGRST200", "PGRST201", "PGRST202", "PGRST203", "PGRST204", "PGRST205",
        "PGRST301", "PGRST302", "PGRST303",
        "23503", "23505", "25006", "42501", "42883", "42P01", "P0001", "PTnnn", "statuses of SQLSTATE",
    ];
}
