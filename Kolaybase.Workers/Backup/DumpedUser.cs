namespace Kolaybase.Workers.Backup;

/// <summary>An end user in a dump.</summary>
internal sealed record DumpedUser
{
    /// <summary>Identifier, which the rows of the project's database name.</summary>
    public required Guid Id { get; init; }

    /// <summary>Address as typed.</summary>
    public required string Email { get; init; }

    /// <summary>Whether it was proven.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>Hash of his password; null when he has none, or when his store does not tell it.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Given name; null when not told.</summary>
    public string? FirstName { get; init; }

    /// <summary>Family name; null when not told.</summary>
    public string? LastName { get; init; }

    /// <summary>Since when he is blocked; null while he is not.</summary>
    public DateTimeOffset? BlockedAt { get; init; }

    /// <summary>When he was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Accounts of providers that sign him in; empty where his store does not tell them.</summary>
    public IReadOnlyList<DumpedExternalIdentity> ExternalIdentities { get; init; } = [];

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => Id.ToString();
}

/// <summary>An account of a provider.</summary>
/// <param name="Provider"><c>google</c> or <c>github</c>.</param>
/// <param name="Subject">The provider's own identifier of the account.</param>
/// <param name="CreatedAt">Since when it signs in.</param>
internal sealed record DumpedExternalIdentity(string Provider, string Subject, DateTimeOffset CreatedAt);
