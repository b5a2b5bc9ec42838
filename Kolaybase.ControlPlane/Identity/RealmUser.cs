namespace Kolaybase.ControlPlane.Identity;

/// <summary>A user as identity stores show him; no credential in it.</summary>
/// <param name="Id">Identifier, the token's <c>sub</c>.</param>
/// <param name="Email">Address as typed.</param>
/// <param name="EmailVerified">Whether it was proven.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
/// <param name="CreatedAt">When he was made.</param>
/// <param name="Blocked">Whether he may neither sign in nor get access tokens.</param>
public sealed record RealmUser(Guid Id, string Email, bool EmailVerified, string? FirstName, string? LastName, DateTimeOffset CreatedAt, bool Blocked);

/// <summary>Some users of a realm.</summary>
/// <param name="Users">They, in the order of their addresses.</param>
/// <param name="Total">How many the search finds in all.</param>
public sealed record RealmUserPage(IReadOnlyList<RealmUser> Users, int Total);

/// <summary>A user to be made.</summary>
/// <param name="Email">Address.</param>
/// <param name="Password">Password, checked against <see cref="PasswordPolicy"/>; null for a user who signs in by other means.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
/// <param name="EmailVerified">Whether he has proven the address already.</param>
public sealed record NewRealmUser(EmailAddress Email, string? Password, string? FirstName, string? LastName, bool EmailVerified = false)
{
    /// <summary>Never prints the password.</summary>
    public override string ToString() => nameof(NewRealmUser);
}
