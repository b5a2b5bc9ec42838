using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.TypeScript;

/// <summary>Writes the functions of one name: overloads are a union.</summary>
internal static class FunctionTypes
{
    /// <summary>Appends them.</summary>
    public static void Write(StringBuilder file, IGrouping<string, ClientFunction> overloads)
    {
        var types = overloads.Select(Signature).Distinct(StringComparer.Ordinal).ToList();
        file.Append($"      {TypeScriptName.Member(overloads.Key)}:");
        file.Append(types.Count == 1 ? $" {types[0]}\n" : string.Concat(types.Select(t => $"\n        | {t}")) + "\n");
    }

    private static string Signature(ClientFunction function) => $"{{ Args: {Arguments(function.Parameters)}; Returns: {Result(function)} }}";

    // The clients read "never" as a function that is called without arguments.
    private static string Arguments(IReadOnlyList<ClientParameter> parameters) => parameters.Count == 0
        ? "never"
        : $"{{ {string.Join("; ", parameters.Select(p => $"{TypeScriptName.Member(p.Name)}{(p.Optional ? "?" : "")}: {TypeScriptType.Of(p.Type)}"))} }}";

    private static string Result(ClientFunction function)
    {
        var one = function.Columns.Count == 0
            ? TypeScriptType.Of(function.Returns)
            : $"{{ {string.Join("; ", function.Columns.Select(c => $"{TypeScriptName.Member(c.Name)}: {TypeScriptType.Of(c.Type)}"))} }}";
        return function.ReturnsSet ? one + "[]" : one;
    }
}
