using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary>
/// <c>POST /api/auth/forgot-password</c>. The call only queues the request; a worker looks whether the
/// address has an account. So neither the answer nor its timing can tell. An address gets one mail a minute at most; asking
/// more often has the same answer.
/// </summary>
internal static class ForgotPassword
{
    /// <param name="Email">Address of the account.</param>
    public sealed record Request(string Email);

    public static async Task<Ok<MessageAnswer>> HandleAsync(
        Request request, RegistryContext db, JobQueue jobs, MailRateLimit rates, CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults().Check(isAddress, "email", EmailAddress.Fault).ThrowIfAny();
        if (await rates.MayResetAsync(email!, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await jobs.EnqueueAsync(db, new RequestPasswordReset(Guid.CreateVersion7(), email!.Typed), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return TypedResults.Ok(new MessageAnswer("If there is an account with this address, a mail with a code is on its way."));
    }
}
