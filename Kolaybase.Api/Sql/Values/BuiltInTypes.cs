namespace Kolaybase.Api.Sql.Values;

/// <summary>Types whose form and name are the same in every database. Their identifiers are fixed (<c>pg_type.dat</c>).</summary>
internal static class BuiltInTypes
{
    private static readonly Dictionary<uint, TypeInfo> s_types = new()
    {
        [16] = new("boolean", new ValueForm.Boolean()),
        [17] = new("bytea", ValueForm.Default),
        [18] = new("\"char\"", ValueForm.Default),
        [19] = new("name", ValueForm.Default),
        [20] = new("bigint", new ValueForm.Number()),
        [21] = new("smallint", new ValueForm.Number()),
        [23] = new("integer", new ValueForm.Number()),
        [25] = new("text", ValueForm.Default),
        [26] = new("oid", ValueForm.Default),
        [114] = new("json", new ValueForm.Json()),
        [700] = new("real", new ValueForm.Number()),
        [701] = new("double precision", new ValueForm.Number()),
        [1042] = new("character", ValueForm.Default),
        [1043] = new("character varying", ValueForm.Default),
        [1082] = new("date", ValueForm.Default),
        [1083] = new("time without time zone", ValueForm.Default),
        [1114] = new("timestamp without time zone", new ValueForm.Timestamp()),
        [1184] = new("timestamp with time zone", new ValueForm.Timestamp()),
        [1186] = new("interval", ValueForm.Default),
        [1266] = new("time with time zone", ValueForm.Default),
        [1700] = new("numeric", new ValueForm.Number()),
        [2249] = new("record", ValueForm.Default),
        [2278] = new("void", ValueForm.Default),
        [2950] = new("uuid", ValueForm.Default),
        [3802] = new("jsonb", new ValueForm.Json()),
    };

    /// <summary>The type; null when it has to be looked up.</summary>
    public static TypeInfo? Find(uint oid) => s_types.GetValueOrDefault(oid);
}

/// <summary>A type as an answer shows it.</summary>
/// <param name="Name">Its name, as <c>format_type</c> writes it.</param>
/// <param name="Form">How its values become JSON.</param>
internal sealed record TypeInfo(string Name, ValueForm Form)
{
    /// <summary>A type that is gone, or that can't be looked up.</summary>
    public static TypeInfo Unknown { get; } = new("unknown", ValueForm.Default);
}
