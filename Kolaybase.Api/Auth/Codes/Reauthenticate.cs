using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/reauth</c>: mails the signed-in user a code.</summary>
internal static class Reauthenticate
{
    public static async Task<Ok<MessageAnswer>> HandleAsync(ProjectCaller caller, IdentityStores stores, UserRequests requests, CancellationToken cancellationToken)
    {
        var user = await stores.Of(caller.Project).FindByIdAsync(Realms.OfProject(caller.Project.Id), caller.NeedUser().Id, cancellationToken) ?? throw AuthErrors.UserGone();
        var email = AuthFields.Address(user.Email);
        // He may know: it is his own address.
        if (await requests.QueueCodeAsync(caller, OneTimeCodePurposes.Reauthenticate, email, cancellationToken) is { } wait)
        {
            throw AuthErrors.MailedAlready(wait);
        }

        return TypedResults.Ok(new MessageAnswer("A mail with a code is on its way."));
    }
}
