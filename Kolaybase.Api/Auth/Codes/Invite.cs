using System.Text.Json.Serialization;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/invite</c>, service key: mails a code that signs in; a worker makes the user. Also where nobody may sign up by himself.</summary>
internal static class Invite
{
    /// <param name="Email">Who is invited.</param>
    /// <param name="RedirectTo">Where the mailed link's page goes on to with the session's tokens in the fragment; in the project's list of redirect URLs. Left out, the page asks for a password to sign in with.</param>
    public sealed record Request(string Email, [property: JsonPropertyName("redirect_to")] string? RedirectTo = null);

    public static async Task<Ok<MessageAnswer>> HandleAsync(
        Request request, ProjectCaller caller, AuthSettingsCache settings, UserRequests requests, MailRateLimit rates, CancellationToken cancellationToken)
    {
        await MailedRedirect.CheckAsync(settings, caller, request.RedirectTo, cancellationToken);
        var email = AuthFields.Address(request.Email);
        await rates.TakeUserInviteAsync(caller.Project.Id, cancellationToken);
        var job = new InviteUser(Guid.CreateVersion7(), caller.Project.Id, email.Typed, request.RedirectTo);
        // Told, since it says nothing of accounts: the caller himself has asked.
        if (await requests.QueueAsync(caller, OneTimeCodePurposes.Invite, email, job, cancellationToken) is { } wait)
        {
            throw AuthErrors.MailedAlready(wait);
        }

        return TypedResults.Ok(new MessageAnswer("A mail with an invitation is on its way."));
    }
}
