using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.TypeScript;

/// <summary>Types of values as TypeScript has them.</summary>
internal static class TypeScriptType
{
    /// <summary>The type's expression; null is not in it.</summary>
    public static string Of(ClientType type) => type switch
    {
        ClientType.Array array => Of(array.Element) + "[]",
        ClientType.Named named => $"Database[{TypeScriptName.Literal(named.Schema)}][\"{Section(named.Kind)}\"][{TypeScriptName.Literal(named.Name)}]{(named.Kind is NamedKind.TableRow or NamedKind.ViewRow ? "[\"Row\"]" : "")}",
        ClientType.Scalar scalar => Of(scalar.Kind),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string Of(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => "boolean",
        ScalarKind.Int16 or ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Single or ScalarKind.Double or ScalarKind.Decimal => "number",
        ScalarKind.Json => "Json",
        ScalarKind.Void => "undefined",
        ScalarKind.Record => "Record<string, unknown>",
        _ => "string",
    };

    private static string Section(NamedKind kind) => kind switch
    {
        NamedKind.Enum => "Enums",
        NamedKind.Composite => "CompositeTypes",
        NamedKind.TableRow => "Tables",
        NamedKind.ViewRow => "Views",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
