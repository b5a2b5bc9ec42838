using System.Globalization;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.ControlPlane.Mail;

/// <summary>The values that a mail to an end user is filled with.</summary>
public static class UserMailFields
{
    /// <summary>The one-time code; not in <see cref="UserMails.EmailChanged"/>.</summary>
    public const string Code = "code";

    /// <summary>Address of the page of ours that posts the code; not in <see cref="UserMails.Reauthenticate"/>.</summary>
    public const string Link = "link";

    /// <summary>How long the code lasts, in whole minutes.</summary>
    public const string Minutes = "minutes";

    /// <summary>How long the code lasts, in words: <c>10 minutes</c>, <c>1 hour</c>, <c>7 days</c>.</summary>
    public const string Lifetime = "lifetime";

    /// <summary>The project's name.</summary>
    public const string Project = "project";

    /// <summary>The recipient's address.</summary>
    public const string Email = "email";

    /// <summary>Names of the values that a mail has.</summary>
    /// <param name="template">A name in <see cref="UserMails"/>.</param>
    public static IReadOnlyList<string> Of(string template) => template switch
    {
        UserMails.EmailChanged => [Project, Email],
        UserMails.Reauthenticate => [Code, Minutes, Lifetime, Project, Email],
        _ => [Code, Link, Minutes, Lifetime, Project, Email],
    };

    /// <summary>The values of a mail that only tells something.</summary>
    internal static Dictionary<string, string> MakeNotice(string project, EmailAddress to) => new() { [Project] = project, [Email] = to.Typed };

    /// <summary>The values of a mail with a code.</summary>
    internal static Dictionary<string, string> Make(string template, Uri publicUrl, string project, string anonKey, EmailAddress to, string code, TimeSpan lifetime, string? redirectTo = null)
    {
        var fields = new Dictionary<string, string>
        {
            [Code] = code,
            [Minutes] = Ceiling(lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture),
            [Lifetime] = InWords(lifetime),
            [Project] = project,
            [Email] = to.Typed,
        };
        if (Of(template).Contains(Link))
        {
            // The page is named after the call that it posts to (contract, section 5).
            fields[Link] = $"{publicUrl.ToString().TrimEnd('/')}/api/rest/v1/auth/{template}-callback?otp={Uri.EscapeDataString(code)}&apikey={Uri.EscapeDataString(anonKey)}"
                // So that what the page posts is a guess at this address alone, which nobody else's guesses slow down.
                + $"&email={Uri.EscapeDataString(to.Typed)}"
                + (redirectTo is null ? "" : $"&redirect_to={Uri.EscapeDataString(redirectTo)}");
        }

        return fields;
    }

    private static string InWords(TimeSpan lifetime)
    {
        var minutes = Ceiling(lifetime.TotalMinutes);
        return minutes switch
        {
            >= 48 * 60 when minutes % (24 * 60) == 0 => Count(minutes / (24 * 60), "day"),
            >= 60 when minutes % 60 == 0 => Count(minutes / 60, "hour"),
            _ => Count(minutes, "minute"),
        };
    }

    private static string Count(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");

    private static int Ceiling(double number) => (int)Math.Ceiling(number);
}
