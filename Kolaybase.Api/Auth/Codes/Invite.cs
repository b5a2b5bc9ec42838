using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/invite</c>, service key: mails a code that signs in; a worker makes the user. Also where nobody may sign up by himself.</summary>
internal static class Invite
{
    /// <param name="Email">Who is invited.</param>
    public sealed record Request(string Email);

    public static async Task<Ok<MessageAnswer>> HandleAsync(Request request, ProjectCaller caller, UserRequests requests, CancellationToken cancellationToken)
    {
        var email = AuthFields.Address(request.Email);
        // Told, since it says nothing of accounts: the caller himself has asked.
        if (await requests.QueueAsync(caller, OneTimeCodePurposes.Invite, email, new InviteUser(Guid.CreateVersion7(), caller.Project.Id, email.Typed), cancellationToken) is { } wait)
        {
            throw AuthErrors.MailedAlready(wait);
        }

        return TypedResults.Ok(new MessageAnswer("A mail with an invitation is on its way."));
    }
}
