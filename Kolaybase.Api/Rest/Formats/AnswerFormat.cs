using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>The shape and the media type of an answer's rows.</summary>
/// <param name="Kind">How rows are put together.</param>
/// <param name="ContentType">The media type, with its parameters.</param>
/// <param name="StripNulls">Whether keys whose value is null are left out, inside of embeds and JSON columns too.</param>
/// <param name="Maker">What of the project makes the answer of the rows; null means that it is made here.</param>
/// <param name="OneRow">Whether there has to be exactly one row, whatever the kind.</param>
internal sealed record AnswerFormat(FormatKind Kind, string ContentType, bool StripNulls = false, bool OneRow = false, MediaHandler? Maker = null)
{
    /// <summary>An array of objects: what is answered when nothing else is asked for.</summary>
    public static readonly AnswerFormat Array = new(FormatKind.Array, "application/json; charset=utf-8");

    /// <summary>An array of objects without nulls.</summary>
    public static readonly AnswerFormat StrippedArray = new(FormatKind.Array, "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8", StripNulls: true);

    /// <summary>One object; more rows or none are refused with 406.</summary>
    public static readonly AnswerFormat Object = new(FormatKind.Object, "application/vnd.pgrst.object+json; charset=utf-8");

    /// <summary>One object without nulls.</summary>
    public static readonly AnswerFormat StrippedObject = new(FormatKind.Object, "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8", StripNulls: true);

    /// <summary>Comma-separated values with a header line (RFC 4180, with bare line feeds).</summary>
    public static readonly AnswerFormat Csv = new(FormatKind.Csv, "text/csv; charset=utf-8");

    /// <summary>Whether it is refused when there is not exactly one row.</summary>
    public bool IsSingular => OneRow || Kind == FormatKind.Object;
}

/// <summary>How rows are put together.</summary>
internal enum FormatKind
{
    /// <summary>A JSON array of objects.</summary>
    Array,

    /// <summary>The only row, as an object.</summary>
    Object,

    /// <summary>The first row as an object, or null: what a function returns that gives one row.</summary>
    FirstRow,

    /// <summary>A JSON array of the rows' only values: what a function returns that gives many values.</summary>
    Values,

    /// <summary>The first row's only value, or null: what a function returns that gives one value.</summary>
    Value,

    /// <summary>Lines of CSV under a header.</summary>
    Csv,

    /// <summary>The bytes of the first row's only value, as they are.</summary>
    Raw,

    /// <summary>The bytes that an aggregate of the project makes of all rows.</summary>
    Made,

    /// <summary>A GeoJSON feature collection (RFC 7946, 3.3), of which PostGIS makes each feature.</summary>
    GeoJson,
}
