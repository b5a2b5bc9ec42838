using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Auth;

/// <summary>Spends the codes that end users type.</summary>
internal sealed class UserCodeGuesses(OneTimeCodes codes, SignInGuard guard)
{
    /// <summary>Spends a code and does what it is for, both or neither, or refuses it.</summary>
    /// <param name="caller">Names the project. A user's token narrows the code to his.</param>
    /// <param name="context">Where the guess comes from.</param>
    /// <param name="purpose">What it has to be for.</param>
    /// <param name="otp">As typed; blanks around it don't count.</param>
    /// <param name="email">The address that it has to have gone to; null accepts any.</param>
    /// <param name="use">Does it, in a transaction. Where it throws, the code is as good as before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ApiException">400: it is wrong, spent or over; 429: too many were.</exception>
    public async Task<T> SpendAsync<T>(
        ProjectCaller caller, HttpContext context, string purpose, string otp, EmailAddress? email, Func<SpentCode, Task<T>> use, CancellationToken cancellationToken)
        where T : notnull
    {
        var realm = Realms.OfProject(caller.Project.Id);
        var guess = new CodeGuess(realm, purpose, otp.Trim(), email, context.Connection.RemoteIpAddress) { UserId = caller.User?.Id };
        var (outcome, result) = await codes.SpendAsync(guess, UseAsync, cancellationToken);
        return outcome switch
        {
            { UserId: not null } => result!,
            { Wait: { } wait } => throw AuthErrors.TooManyGuesses(wait),
            _ => throw AuthErrors.InvalidCode(),
        };

        async Task<T> UseAsync(SpentCode code)
        {
            var used = await use(code);
            if (EmailAddress.TryParse(code.Email, out var address))
            {
                // No guesses of strangers keep him from signing in with his password from here.
                await guard.KnowAsync(realm, address, context.SignInSource(), cancellationToken);
            }

            return used;
        }
    }
}
