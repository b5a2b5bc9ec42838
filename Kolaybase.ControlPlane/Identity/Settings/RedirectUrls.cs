namespace Kolaybase.ControlPlane.Identity.Settings;

/// <summary>
/// The list of addresses that sign-in with a provider may end at (contract, section 5): exact origins and paths, <c>*</c> in the path
/// for any characters of it, slashes included. A query is allowed only where the entry ends with <c>*</c>, a fragment never: the tokens go there.
/// </summary>
public static class RedirectUrls
{
    /// <summary>Most entries of a list.</summary>
    public const int MaxEntries = 100;

    /// <summary>Most characters of an entry.</summary>
    public const int MaxEntryLength = 500;

    /// <summary>What is wrong with an entry that <see cref="IsEntry"/> refuses, in words that follow the field's name.</summary>
    public const string EntryFault =
        "must be an address of at most 500 ASCII characters: https, http on localhost, 127.0.0.1 or [::1], or an app's own scheme; without user, query and fragment, and with * in the path only";

    /// <summary>Whether an entry may stand in the list.</summary>
    public static bool IsEntry(string entry) => entry.Length <= MaxEntryLength && RedirectUrl.TryParse(entry, out var url) && url.Query.Length == 0;

    /// <summary>Whether tokens may go to an address. What is not written as narrowly as an entry has to be is refused.</summary>
    /// <param name="settings">The project's.</param>
    /// <param name="url">The address as the client sent it, decoded once.</param>
    public static bool Allows(AuthSettings settings, string url) =>
        RedirectUrl.TryParse(url, out var parsed) && settings.RedirectUrls.Any(e => RedirectUrl.TryParse(e, out var entry) && Matches(entry, parsed));

    private static bool Matches(RedirectUrl entry, RedirectUrl url) =>
        string.Equals(entry.Origin, url.Origin, StringComparison.Ordinal)
        && (url.Query.Length == 0 || entry.Path.EndsWith('*'))
        && Matches(entry.Path, url.Path);

    // Two places to go back to suffice for "*", so that no entry makes it slow.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, from = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }
}
