using System.Text.RegularExpressions;

namespace Kolaybase.ControlPlane.Mail;

/// <summary><c>{{name}}</c> in the text of a mail, with or without blanks inside the braces. There is no other syntax.</summary>
public static partial class MailVariables
{
    /// <summary>Puts values in their places.</summary>
    /// <param name="text">The text.</param>
    /// <param name="values">Values by name.</param>
    /// <param name="encode">Makes a value safe for where it stands.</param>
    /// <exception cref="InvalidOperationException">A value is missing.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values, Func<string, string> encode) =>
        Variable().Replace(text, match => values.TryGetValue(match.Groups[1].Value, out var value)
            ? encode(value)
            : throw new InvalidOperationException($"A mail needs the value \"{match.Groups[1].Value}\"."));

    /// <summary>What is wrong with the variables of a text, in words that follow the field's name; null when nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Names that there are.</param>
    public static string? Fault(string text, IReadOnlyList<string> known)
    {
        foreach (Match match in Variable().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (!known.Contains(name))
            {
                return $"has the variable \"{(name.Length <= 40 ? name : name[..40] + "…")}\"; this mail has {string.Join(", ", known)}";
            }
        }

        return Variable().Replace(text, "").Contains("{{", StringComparison.Ordinal)
            ? "has \"{{\" without a variable; one is written {{name}}"
            : null;
    }

    /// <summary>A value must not begin a line of its own: who names a project could write a paragraph into its mails, or a header into their subjects.</summary>
    public static string OneLine(string value) => string.Concat(value.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    [GeneratedRegex(@"\{\{[ \t]*([a-zA-Z]+)[ \t]*\}\}")]
    private static partial Regex Variable();
}
