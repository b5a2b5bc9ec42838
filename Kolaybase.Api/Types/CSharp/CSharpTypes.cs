using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>Types of values as C# has them, once every named type has its name.</summary>
internal sealed class CSharpTypes
{
    private readonly Dictionary<(string Schema, string Name, NamedKind Kind), string> _names = [];

    /// <summary>Notes a type's full name.</summary>
    public void Add(string schema, string name, NamedKind kind, string type) => _names[(schema, name, kind)] = type;

    /// <summary>The type's expression, without a question mark.</summary>
    public string Of(ClientType type) => type switch
    {
        // An element may be null whatever the column says.
        ClientType.Array array => $"global::System.Collections.Generic.IReadOnlyList<{Of(array.Element)}?>",
        ClientType.Named named => _names.GetValueOrDefault((named.Schema, named.Name, named.Kind), named.Kind == NamedKind.Enum ? "string" : Json),
        ClientType.Scalar scalar => Of(scalar.Kind),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>True for numbers that JSON writes as text where they are none (NaN).</summary>
    public static bool HasNames(ClientType type) => type is ClientType.Scalar { Kind: ScalarKind.Single or ScalarKind.Double };

    private const string Json = "global::System.Text.Json.JsonElement";

    private static string Of(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => "bool",
        ScalarKind.Int16 => "short",
        ScalarKind.Int32 => "int",
        ScalarKind.Int64 => "long",
        ScalarKind.Single => "float",
        ScalarKind.Double => "double",
        ScalarKind.Decimal => "decimal",
        ScalarKind.Uuid => "global::System.Guid",
        ScalarKind.Date => "global::System.DateOnly",
        ScalarKind.Time => "global::System.TimeOnly",
        ScalarKind.Timestamp => "global::System.DateTime",
        ScalarKind.TimestampTz => "global::System.DateTimeOffset",
        ScalarKind.Json or ScalarKind.Record or ScalarKind.Void => Json,
        _ => "string",
    };
}
