using System.Collections.Immutable;
using System.Text;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Literals of arrays (PostgreSQL, 8.15.2) of untyped elements, which are read as the type of what the array is compared with or given to.</summary>
internal static class ArrayLiteral
{
    /// <summary>The literal.</summary>
    public static string Of(ImmutableArray<string> values)
    {
        var literal = new StringBuilder("{");
        foreach (var value in values)
        {
            literal.Append(literal.Length == 1 ? "\"" : ",\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return literal.Append('}').ToString();
    }
}
