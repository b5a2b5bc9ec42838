using Kolaybase.Api.Http;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary>
/// <c>POST …/auth/signup</c>. Where the project wants addresses proven first, the call only queues: a worker looks whether the address has an
/// account, so neither the answer nor its timing can tell. The password counts once that very mail's code is spent, and only if nobody
/// signs up with the address and another one meanwhile. Else it answers a session, and 409 for an address that has one.
/// </summary>
internal static class SignUp
{
    /// <param name="Email">Address, up to 254 characters.</param>
    /// <param name="Password">8 to 128 characters, or as many more as the project wants.</param>
    /// <param name="FirstName">Up to 100 characters.</param>
    /// <param name="LastName">Up to 100 characters.</param>
    public sealed record Request(string Email, string Password, string? FirstName = null, string? LastName = null)
    {
        /// <summary>Never prints the password.</summary>
        public override string ToString() => nameof(SignUp);
    }

    public static async Task<Results<Created<AuthSessionAnswer>, Accepted<MessageAnswer>>> HandleAsync(
        Request request,
        ProjectCaller caller,
        HttpContext context,
        AuthSettingsCache settings,
        IdentityStores stores,
        NewUsers users,
        AuthSessionAnswers sessions,
        UserRequests requests,
        PendingSignUps signUps,
        SecretBox box,
        CancellationToken cancellationToken)
    {
        var rules = await settings.OfAsync(caller.Project, cancellationToken);
        if (!rules.SignUpAllowed)
        {
            throw AuthErrors.SignUpClosed();
        }

        var (firstName, lastName) = (DisplayName.Optional(request.FirstName), DisplayName.Optional(request.LastName));
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults()
            .Check(isAddress, "email", EmailAddress.Fault)
            .CheckPassword(request.Password, "password", rules)
            .Check(DisplayName.AcceptsOptional(firstName), "firstName", DisplayName.OptionalFault)
            .Check(DisplayName.AcceptsOptional(lastName), "lastName", DisplayName.OptionalFault)
            .ThrowIfAny();

        if (rules.VerificationRequired)
        {
            var id = Guid.CreateVersion7();
            // First of all and even where no mail goes out: whose code was mailed already is not known here.
            await signUps.NoteAsync(Realms.OfProject(caller.Project.Id), email!, request.Password, rules.CodeLifetimes.Of(OneTimeCodePurposes.VerifyEmail), cancellationToken);
            var password = box.Seal(request.Password, SecretPurposes.NewUserPassword, id.ToString());
            await requests.QueueAsync(
                caller, OneTimeCodePurposes.VerifyEmail, email!, new SignUpUser(id, caller.Project.Id, email!.Typed, password, firstName, lastName), cancellationToken);
            return TypedResults.Accepted((string?)null, new MessageAnswer("A mail with a code is on its way, unless the address has an account already. Prove the address with it, then sign in."));
        }

        var realm = Realms.OfProject(caller.Project.Id);
        var store = stores.Of(caller.Project);
        // Looked at before a password is hashed for nothing; the store's own uniqueness decides.
        if (await store.FindByEmailAsync(realm, email!, cancellationToken) is not null)
        {
            throw AuthErrors.EmailTaken();
        }

        var session = await users.CreateAsync(
            store,
            realm,
            new NewRealmUser(email!, request.Password, firstName, lastName),
            async user => await sessions.StartAsync(caller.Project, user, context.Request.Headers.UserAgent, cancellationToken)
                ?? throw new InvalidOperationException("A user who was just made gets no token."),
            cancellationToken) ?? throw AuthErrors.EmailTaken();
        return TypedResults.Created("me", session);
    }
}
