using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Workers.Mail;

/// <summary>
/// A mail's wording, from two embedded files: <c>name.txt</c>, whose first line is the subject, and
/// <c>name.html</c>. <c>{{field}}</c> stands for a value, encoded for where it stands; there is no other syntax.
/// </summary>
internal sealed class MailTemplate
{
    private static readonly ConcurrentDictionary<string, MailTemplate> s_loaded = new(StringComparer.Ordinal);

    private readonly string _subject;
    private readonly string _text;
    private readonly string _html;

    private MailTemplate(string name)
    {
        var text = ReadFile($"{name}.txt");
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        _subject = text[..end];
        _text = text[end..].TrimStart('\n');
        _html = ReadFile($"{name}.html");
    }

    /// <summary>The template of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static MailTemplate Get(string name) => s_loaded.GetOrAdd(name, n => new MailTemplate(n));

    /// <summary>Fills it in.</summary>
    /// <exception cref="InvalidOperationException">A field that the template needs is missing.</exception>
    public (string Subject, string Text, string Html) Render(IReadOnlyDictionary<string, string> fields) => (
        MailVariables.Fill(_subject, fields, MailVariables.OneLine),
        MailVariables.Fill(_text, fields, MailVariables.OneLine),
        MailVariables.Fill(_html, fields, value => HtmlEncoder.Default.Encode(MailVariables.OneLine(value))));

    /// <summary>An embedded file; its lines end with LF.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string ReadFile(string file)
    {
        var resource = $"Kolaybase.Workers.Mail.Templates.{file}";
        using var stream = typeof(MailTemplate).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no mail template \"{file}\".");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
