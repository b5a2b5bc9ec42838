using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.EntityFrameworkCore.Storage;

namespace Kolaybase.Api.Auth;

/// <summary>Spends the codes that end users type.</summary>
internal sealed class UserCodeGuesses(OneTimeCodes codes)
{
    /// <summary>Spends a code in a transaction, or refuses it.</summary>
    /// <param name="caller">Names the project. A user's token narrows the code to his.</param>
    /// <param name="context">Where the guess comes from.</param>
    /// <param name="purpose">What it has to be for.</param>
    /// <param name="otp">As typed; blanks around it don't count.</param>
    /// <param name="email">The address that it has to have gone to; null accepts any.</param>
    /// <param name="transaction">Carries it; committed after a refusal, since wrong guesses must stay counted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whose it was, and where it had gone.</returns>
    /// <exception cref="ApiException">400: it is wrong, spent or over; 429: too many were.</exception>
    public async Task<(Guid UserId, string Email)> SpendAsync(
        ProjectCaller caller, HttpContext context, string purpose, string otp, EmailAddress? email, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        var (userId, to, _) = await SpendWithPayloadAsync(caller, context, purpose, otp, email, transaction, cancellationToken);
        return (userId, to);
    }

    /// <inheritdoc cref="SpendAsync"/>
    /// <returns>Whose it was, where it had gone, and the secret that it was made with.</returns>
    public async Task<(Guid UserId, string Email, string? Payload)> SpendWithPayloadAsync(
        ProjectCaller caller, HttpContext context, string purpose, string otp, EmailAddress? email, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        var client = context.Connection.RemoteIpAddress;
        var outcome = await codes.SpendAsync(Realms.OfProject(caller.Project.Id), purpose, otp.Trim(), email, caller.User?.Id, client, cancellationToken);
        if (outcome is { UserId: { } userId, Email: { } to })
        {
            return (userId, to, outcome.Payload);
        }

        await transaction.CommitAsync(cancellationToken);
        throw outcome.Wait is { } wait ? AuthErrors.TooManyGuesses(wait) : AuthErrors.InvalidCode();
    }
}
