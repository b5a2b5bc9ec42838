using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth;

/// <summary>Checks of fields that several calls have.</summary>
internal static class AuthFields
{
    /// <summary>The address.</summary>
    /// <exception cref="ApiException">400: it is none.</exception>
    public static EmailAddress Address(string text, string field = "email")
    {
        var isAddress = EmailAddress.TryParse(text, out var email);
        new Faults().Check(isAddress, field, EmailAddress.Fault).ThrowIfAny();
        return email!;
    }

    /// <summary>The address, or null where none was sent; what is wrong with it goes to the faults.</summary>
    public static EmailAddress? OptionalAddress(this Faults faults, string? text)
    {
        EmailAddress? email = null;
        faults.Check(text is null || EmailAddress.TryParse(text, out email), "email", EmailAddress.Fault);
        return email;
    }

    /// <summary>Checks a password that is to be set against the project's rule.</summary>
    public static Faults CheckPassword(this Faults faults, string password, string field, AuthSettings settings) => faults.Check(
        PasswordPolicy.Accepts(password) && password.Length >= settings.MinimumPassword,
        field,
        $"must have {settings.MinimumPassword} to {PasswordPolicy.MaxLength} characters and not be the same character throughout");

    /// <summary>The caller's user.</summary>
    /// <exception cref="ApiException">401: no user's token came with the key.</exception>
    public static EndUser NeedUser(this ProjectCaller caller) => caller.User ?? throw AuthErrors.NeedsUser();
}
