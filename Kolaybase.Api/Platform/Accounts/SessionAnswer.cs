using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary>A session as clients get it.</summary>
/// <param name="AccessToken">JWT for <c>Authorization: Bearer</c>.</param>
/// <param name="RefreshToken">Opaque; works once.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds that the access token is valid.</param>
/// <param name="User">Who signed in.</param>
public sealed record SessionAnswer(string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, UserAnswer User)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => nameof(SessionAnswer);
}

/// <summary>A platform user as he sees himself.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Email">Address as typed.</param>
/// <param name="EmailVerified">Whether the address was proven.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
/// <param name="CreatedAt">When he signed up.</param>
public sealed record UserAnswer(Guid Id, string Email, bool EmailVerified, string? FirstName, string? LastName, DateTimeOffset CreatedAt)
{
    /// <summary>The answer for a user of the platform's realm.</summary>
    public static UserAnswer From(RealmUser user) => new(user.Id, user.Email, user.EmailVerified, user.FirstName, user.LastName, user.CreatedAt);
}
