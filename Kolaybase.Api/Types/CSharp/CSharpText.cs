using System.Globalization;
using System.Text;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>Texts of the database in C# source.</summary>
internal static class CSharpText
{
    /// <summary>A string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            // Control characters, and what C# takes for the end of a line.
            literal.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => $"\\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}",
                _ => c.ToString(),
            });
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text in a doc comment, on one line.</summary>
    public static string Comment(string text) => string.Concat(text.Select(c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ when char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c) => " ",
        _ => c.ToString(),
    }));
}
