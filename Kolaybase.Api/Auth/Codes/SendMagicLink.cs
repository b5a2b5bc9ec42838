using System.Text.Json.Serialization;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/magic-link</c>: the same answer whether or not the address has an account. It makes none: sign-up and invitations do.</summary>
internal static class SendMagicLink
{
    /// <param name="Email">Address of the account.</param>
    /// <param name="RedirectTo">Where the mailed link's page goes on to with the session's tokens in the fragment; in the project's list of redirect URLs. Left out, the page shows the code, to be typed into the app.</param>
    public sealed record Request(string Email, [property: JsonPropertyName("redirect_to")] string? RedirectTo = null);

    public static async Task<Ok<MessageAnswer>> HandleAsync(
        Request request, ProjectCaller caller, AuthSettingsCache settings, UserRequests requests, CancellationToken cancellationToken)
    {
        await MailedRedirect.CheckAsync(settings, caller, request.RedirectTo, cancellationToken);
        var email = AuthFields.Address(request.Email);
        var job = new RequestUserCode(Guid.CreateVersion7(), caller.Project.Id, OneTimeCodePurposes.MagicLink, email.Typed, request.RedirectTo);
        await requests.QueueAsync(caller, OneTimeCodePurposes.MagicLink, email, job, cancellationToken);
        return TypedResults.Ok(UserRequests.MailOnItsWay);
    }
}
