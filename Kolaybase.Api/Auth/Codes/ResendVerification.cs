using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/resend-verification</c>: the same answer whether or not the address has an account, proven or not.</summary>
internal static class ResendVerification
{
    /// <param name="Email">Address of the account.</param>
    public sealed record Request(string Email);

    public static async Task<Ok<MessageAnswer>> HandleAsync(Request request, ProjectCaller caller, UserRequests requests, CancellationToken cancellationToken)
    {
        await requests.QueueCodeAsync(caller, OneTimeCodePurposes.VerifyEmail, AuthFields.Address(request.Email), cancellationToken);
        return TypedResults.Ok(new MessageAnswer("If there is an account with this address that is not proven yet, a mail with a code is on its way."));
    }
}
