namespace Kolaybase.ControlPlane.Identity;

/// <summary>What a search for users means, on every store: each word stands in the address or in a name.</summary>
public static class UserSearch
{
    /// <summary>Most words that are looked at; each costs a condition.</summary>
    public const int MaxWords = 5;

    /// <summary>The words of a search. Asterisks and quotes, by which Keycloak would search otherwise, are taken away.</summary>
    public static string[] Words(string? search) =>
        [.. (search ?? "").Replace("*", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords)];
}
