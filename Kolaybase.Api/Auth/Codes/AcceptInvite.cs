using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/invite/verify</c>: signs in and proves the address; sets a password only where one is sent.</summary>
internal static class AcceptInvite
{
    /// <param name="Otp">The mailed code.</param>
    /// <param name="Password">8 to 128 characters, or as many more as the project wants; left out, an account with a proven address keeps what it has, and any other has none.</param>
    /// <param name="Email">The address that the code went to; may be left out. Where it is named, five wrong guesses spend the code.</param>
    public sealed record Request(string Otp, string? Password = null, string? Email = null)
    {
        /// <summary>Never prints the code or the password.</summary>
        public override string ToString() => nameof(AcceptInvite);
    }

    public static async Task<Ok<AuthSessionAnswer>> HandleAsync(
        Request request,
        ProjectCaller caller,
        HttpContext context,
        RegistryContext db,
        AuthSettingsCache settings,
        IdentityStores stores,
        UserCodeGuesses guesses,
        AddressProofs proofs,
        TokenRevocations revocations,
        AuthSessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        if (request.Password is { } wanted)
        {
            faults.CheckPassword(wanted, "password", await settings.OfAsync(caller.Project, cancellationToken));
        }

        faults.ThrowIfAny();
        var realm = Realms.OfProject(caller.Project.Id);
        var store = stores.Of(caller.Project);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (userId, _) = await guesses.SpendAsync(caller, context, OneTimeCodePurposes.Invite, request.Otp, email, transaction, cancellationToken);
        var proof = await proofs.ProveAsync(caller, userId, request.Password, cancellationToken) ?? throw AuthErrors.InvalidCode();
        if (request.Password is { } password && !proof.TookOver)
        {
            await store.SetPasswordAsync(realm, userId, password, cancellationToken);
            // As with every new password.
            await revocations.RevokeAsync(realm, userId, cancellationToken);
        }

        var session = await sessions.StartAsync(caller.Project, proof.User, context.Request.Headers.UserAgent, cancellationToken) ?? throw AuthErrors.InvalidCode();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(session);
    }
}
