using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary>An end user as the owner of his project sees him.</summary>
/// <param name="Id">Identifier, the <c>sub</c> of his tokens.</param>
/// <param name="Email">Address as typed.</param>
/// <param name="EmailVerified">Whether the address was proven.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
/// <param name="Blocked">Whether he may neither sign in nor get access tokens.</param>
/// <param name="CreatedAt">When he was made.</param>
internal sealed record EndUserAnswer(Guid Id, string Email, bool EmailVerified, string? FirstName, string? LastName, bool Blocked, DateTimeOffset CreatedAt)
{
    public static EndUserAnswer From(RealmUser user) => new(user.Id, user.Email, user.EmailVerified, user.FirstName, user.LastName, user.Blocked, user.CreatedAt);
}
