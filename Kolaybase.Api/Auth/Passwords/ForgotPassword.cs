using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/forgot-password</c>: the same answer whether or not the address has an account.</summary>
internal static class ForgotPassword
{
    /// <param name="Email">Address of the account.</param>
    public sealed record Request(string Email);

    public static async Task<Ok<MessageAnswer>> HandleAsync(Request request, ProjectCaller caller, UserRequests requests, CancellationToken cancellationToken)
    {
        await requests.QueueCodeAsync(caller, OneTimeCodePurposes.ResetPassword, AuthFields.Address(request.Email), cancellationToken);
        return TypedResults.Ok(UserRequests.MailOnItsWay);
    }
}
