using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Auth;

/// <summary>A session as clients get it.</summary>
/// <param name="AccessToken">JWT for <c>Authorization: Bearer</c>, beside the API key.</param>
/// <param name="RefreshToken">Opaque; works once.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds that the access token is valid.</param>
/// <param name="UserId">Who signed in.</param>
/// <param name="EmailVerified">Whether his address was proven.</param>
/// <param name="User">Who signed in.</param>
public sealed record AuthSessionAnswer(string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, Guid UserId, bool EmailVerified, AuthUserAnswer User)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => nameof(AuthSessionAnswer);
}

/// <summary>An end user as he sees himself.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Sub">The same, under the name that it has in tokens.</param>
/// <param name="Email">Address as typed.</param>
/// <param name="EmailVerified">Whether the address was proven.</param>
/// <param name="Username">The address: users sign in with it.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
/// <param name="CreatedAt">When he was made.</param>
public sealed record AuthUserAnswer(Guid Id, Guid Sub, string Email, bool EmailVerified, string Username, string? FirstName, string? LastName, DateTimeOffset CreatedAt)
{
    /// <summary>The answer for a user of a project's realm.</summary>
    public static AuthUserAnswer From(RealmUser user) =>
        new(user.Id, user.Id, user.Email, user.EmailVerified, user.Email, user.FirstName, user.LastName, user.CreatedAt);
}
