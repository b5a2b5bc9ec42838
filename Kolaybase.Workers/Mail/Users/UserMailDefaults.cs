using System.Text.RegularExpressions;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Workers.Mail.Users;

/// <summary>Our own mails to end users: <see cref="UserMailWords"/> on one page, <c>Templates/user-mail.html</c>, whose comments mark the places.</summary>
internal static partial class UserMailDefaults
{
    private static readonly Lazy<IReadOnlyDictionary<string, MailText>> s_all = new(() => UserMailWords.All.ToDictionary(w => w.Key, w => Make(w.Value, UserMailFields.Of(w.Key).Contains(UserMailFields.Code))));

    /// <summary>The mail of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static MailText Of(string name) => s_all.Value[name];

    private static MailText Make(UserMailWords words, bool hasCode)
    {
        // A block and its markers go where there is none of its kind, else the markers alone.
        var page = ButtonBlock().Replace(MailTemplate.ReadFile("user-mail.html"), words.Button is null ? "" : "$1");
        page = CodeBlock().Replace(page, hasCode ? "$1" : "");
        return new MailText(words.Subject, page
            .Replace("<!--subject-->", words.Subject, StringComparison.Ordinal)
            .Replace("<!--heading-->", words.Heading, StringComparison.Ordinal)
            .Replace("<!--intro-->", words.Intro, StringComparison.Ordinal)
            .Replace("<!--button-->", words.Button, StringComparison.Ordinal)
            .Replace("<!--code-->", words.Button is null ? "The code is" : "Or enter this code where you are asked for it:", StringComparison.Ordinal)
            .Replace("<!--outro-->", words.Outro, StringComparison.Ordinal));
    }

    [GeneratedRegex("<!--with a button-->\n(.*?)<!--end-->\n", RegexOptions.Singleline)]
    private static partial Regex ButtonBlock();

    [GeneratedRegex("<!--with a code-->\n(.*?)<!--end-->\n", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
