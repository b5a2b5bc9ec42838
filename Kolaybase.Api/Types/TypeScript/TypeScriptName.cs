using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kolaybase.Api.Types.TypeScript;

/// <summary>Names of the database as TypeScript writes them.</summary>
internal static partial class TypeScriptName
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A member of a type: bare where that is an identifier (reserved words may stand there), else between quotes.</summary>
    public static string Member(string name) => Bare().IsMatch(name) ? name : Literal(name);

    /// <summary>A member of an object that is there at run time, where <c>__proto__</c> would mean something else.</summary>
    public static string ObjectKey(string name) => name == "__proto__" ? "[\"__proto__\"]" : Member(name);

    /// <summary>A text between double quotes: what JSON escapes, JavaScript reads.</summary>
    public static string Literal(string text) => JsonSerializer.Serialize(text, Options);

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$]*\z")]
    private static partial Regex Bare();
}
