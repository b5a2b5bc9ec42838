using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>POST /api/projects/{id}/auth/users</c>: also where strangers may not sign up; mails nothing.</summary>
internal static class CreateUser
{
    /// <param name="Email">Address.</param>
    /// <param name="Password">Password; left out for a user who signs in by other means.</param>
    /// <param name="EmailVerified">Whether the address counts as proven; false when left out.</param>
    /// <param name="FirstName">Given name; may be left out.</param>
    /// <param name="LastName">Family name; may be left out.</param>
    public sealed record Request(string Email, string? Password = null, bool EmailVerified = false, string? FirstName = null, string? LastName = null)
    {
        /// <summary>Never prints the password.</summary>
        public override string ToString() => nameof(CreateUser);
    }

    public static async Task<Created<EndUserAnswer>> HandleAsync(
        Request request, ProjectCaller caller, EndUsers users, AuthSettingsStore settings, CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        var (firstName, lastName) = (DisplayName.Optional(request.FirstName), DisplayName.Optional(request.LastName));
        new Faults()
            .Check(isAddress, "email", EmailAddress.Fault)
            .CheckPassword(request.Password, await settings.ReadAsync(caller.Project.Id, cancellationToken))
            .Check(DisplayName.AcceptsOptional(firstName), "firstName", DisplayName.OptionalFault)
            .Check(DisplayName.AcceptsOptional(lastName), "lastName", DisplayName.OptionalFault)
            .ThrowIfAny();

        var (store, realm) = users.Of(caller);
        var user = await store.CreateUserAsync(realm, new NewRealmUser(email!, request.Password, firstName, lastName, request.EmailVerified), cancellationToken)
            ?? throw EndUserErrors.EmailTaken();
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/auth/users/{user.Id}", EndUserAnswer.From(user));
    }
}
