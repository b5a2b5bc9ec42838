using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/change-email</c>: the same answer whether or not somebody has the new address.</summary>
internal static class ChangeEmail
{
    /// <param name="NewEmail">The address that the user wants to have; the code goes there.</param>
    public sealed record Request(string NewEmail);

    public static async Task<Ok<MessageAnswer>> HandleAsync(Request request, ProjectCaller caller, UserRequests requests, CancellationToken cancellationToken)
    {
        var user = caller.NeedUser();
        var email = AuthFields.Address(request.NewEmail, "newEmail");
        await requests.QueueAsync(caller, OneTimeCodePurposes.ChangeEmail, email, new ChangeUserEmail(Guid.CreateVersion7(), caller.Project.Id, user.Id, email.Typed), cancellationToken);
        return TypedResults.Ok(new MessageAnswer("If nobody has this address, a mail with a code is on its way to it."));
    }
}
