using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Kolaybase.Workers.Mail;

/// <summary>
/// A mail's wording, from two embedded files: <c>name.txt</c>, whose first line is the subject, and
/// <c>name.html</c>. <c>{{field}}</c> stands for a value, encoded for where it stands; there is no other syntax.
/// </summary>
internal sealed partial class MailTemplate
{
    private static readonly ConcurrentDictionary<string, MailTemplate> s_loaded = new(StringComparer.Ordinal);

    private readonly string _name;
    private readonly string _subject;
    private readonly string _text;
    private readonly string _html;

    private MailTemplate(string name)
    {
        _name = name;
        var text = Read($"{name}.txt");
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        _subject = text[..end];
        _text = text[end..].TrimStart('\n');
        _html = Read($"{name}.html");
    }

    /// <summary>The template of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static MailTemplate Get(string name) => s_loaded.GetOrAdd(name, n => new MailTemplate(n));

    /// <summary>Fills it in.</summary>
    /// <exception cref="InvalidOperationException">A field that the template needs is missing.</exception>
    public (string Subject, string Text, string Html) Render(IReadOnlyDictionary<string, string> fields) => (
        Fill(_subject, fields, OneLine),
        Fill(_text, fields, OneLine),
        Fill(_html, fields, value => HtmlEncoder.Default.Encode(OneLine(value))));

    private string Fill(string template, IReadOnlyDictionary<string, string> fields, Func<string, string> encode) =>
        Field().Replace(template, match => fields.TryGetValue(match.Groups[1].Value, out var value)
            ? encode(value)
            : throw new InvalidOperationException($"The mail \"{_name}\" needs the field \"{match.Groups[1].Value}\"."));

    /// <summary>A value must not begin a line of its own: whoever names a team could write a paragraph into our mail, or a header into its subject.</summary>
    private static string OneLine(string value) => string.Concat(value.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static string Read(string file)
    {
        var resource = $"Kolaybase.Workers.Mail.Templates.{file}";
        using var stream = typeof(MailTemplate).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no mail template \"{file}\".");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{([a-zA-Z]+)\}\}")]
    private static partial Regex Field();
}
