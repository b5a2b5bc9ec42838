namespace Kolaybase.ControlPlane.Identity;

/// <summary>An account of a provider that signs a user of the built-in store in.</summary>
public sealed class ExternalIdentity
{
    /// <summary>The user's realm.</summary>
    public required string Realm { get; init; }

    /// <summary><c>google</c> or <c>github</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own, lasting identifier of the account; unique with realm and provider.</summary>
    public required string Subject { get; init; }

    /// <summary>Whom it signs in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
