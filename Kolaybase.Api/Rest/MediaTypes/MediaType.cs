namespace Kolaybase.Api.Rest.MediaTypes;

/// <summary>A form that an answer may have.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name without a character set, as an answer's <c>Content-Type</c> and a refusal tell it.</param>
/// <param name="NullsStripped">Whether keys whose value is null are left out.</param>
internal sealed record MediaType(MediaKind Kind, string Name, bool NullsStripped = false)
{
    /// <summary>Rows as a JSON array.</summary>
    public static readonly MediaType Json = new(MediaKind.Json, "application/json");

    /// <summary>Whatever there is.</summary>
    public static readonly MediaType Any = new(MediaKind.Any, "*/*");

    /// <summary>The header's value: text of our own is UTF-8, bytes and what a function calls by its own name are what they are.</summary>
    public string ContentType => Kind is MediaKind.Octets or MediaKind.Other ? Name : Name + "; charset=utf-8";
}

/// <summary>What a media type is.</summary>
internal enum MediaKind
{
    /// <summary><c>*/*</c>: JSON, unless a function or a table has a form of its own.</summary>
    Any,

    /// <summary>A JSON array of rows, or the value of a function: <c>application/json</c>, <c>application/vnd.pgrst.array+json</c>.</summary>
    Json,

    /// <summary>One row, not in an array: <c>application/vnd.pgrst.object+json</c>.</summary>
    Object,

    /// <summary><c>text/csv</c></summary>
    Csv,

    /// <summary><c>text/plain</c></summary>
    Text,

    /// <summary><c>text/xml</c></summary>
    Xml,

    /// <summary><c>application/octet-stream</c></summary>
    Octets,

    /// <summary><c>application/geo+json</c></summary>
    GeoJson,

    /// <summary><c>application/openapi+json</c></summary>
    OpenApi,

    /// <summary><c>application/vnd.pgrst.plan</c>: how the statement would run, which is not told.</summary>
    Plan,

    /// <summary>Any other, by its name: a function or an aggregate may make it.</summary>
    Other,
}
