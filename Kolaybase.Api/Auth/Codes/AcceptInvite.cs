using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
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
        AuthSettingsCache settings,
        IdentityStores stores,
        UserCodeGuesses guesses,
        AddressProofs proofs,
        OneTimeCodes codes,
        TokenRevocations revocations,
        ImmediateRevocation revocation,
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
        return TypedResults.Ok(await guesses.SpendAsync(caller, context, OneTimeCodePurposes.Invite, request.Otp, email, UseAsync, cancellationToken));

        async Task<AuthSessionAnswer> UseAsync(SpentCode code)
        {
            if (request.Password is not null)
            {
                // As with every new password: sessions end before the identity store is asked, and again with all that began meanwhile.
                await revocation.RunAsync(realm, code.UserId);
            }

            var proof = await proofs.ProveAsync(caller, code.UserId, request.Password, cancellationToken) ?? throw AuthErrors.InvalidCode();
            if (request.Password is { } password && !proof.TookOver)
            {
                await store.SetPasswordAsync(realm, code.UserId, password, CancellationToken.None);
                await codes.ForgetAsync(realm, code.UserId, purpose: null, CancellationToken.None);
                await revocations.RevokeAsync(realm, code.UserId, CancellationToken.None);
            }

            return await sessions.StartAsync(caller.Project, proof.User, context.Request.Headers.UserAgent, cancellationToken) ?? throw AuthErrors.InvalidCode();
        }
    }
}
