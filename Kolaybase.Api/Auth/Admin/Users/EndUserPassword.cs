using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary>The rule of passwords of a project's end users: the platform's, and as long as the project asks for.</summary>
internal static class EndUserPassword
{
    /// <summary>Notes what is wrong with a password; null means that none is given.</summary>
    public static Faults CheckPassword(this Faults faults, string? password, AuthSettings settings) => faults.Check(
        password is null || (PasswordPolicy.Accepts(password) && password.Length >= settings.MinimumPassword),
        "password",
        $"must have {Math.Max(PasswordPolicy.MinLength, settings.MinimumPassword)} to {PasswordPolicy.MaxLength} characters and not be the same character throughout");
}
