using Kolaybase.Api.Http;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary>Refusals of accounts. One sentence for an unknown address and a wrong password, so that neither is told.</summary>
internal static class AccountErrors
{
    public static ApiException EmailTaken(Exception? inner = null) =>
        new(409, ErrorCodes.EmailTaken, "An account with this address exists.", hint: "Sign in, or have a code for a new password mailed by POST /api/auth/forgot-password.", inner: inner);

    public static ApiException WrongPassword() =>
        new(401, ErrorCodes.WrongPassword, "The address or the password is wrong.", hint: "POST /api/auth/forgot-password mails a code for a new password.");

    public static ApiException InvalidRefreshToken() =>
        new(401, ErrorCodes.InvalidRefreshToken, "The refresh token was used before, or its session has ended.", hint: "Sign in again.");

    public static ApiException InvalidCode() =>
        new(400, ErrorCodes.InvalidCode, "The code is wrong, was used or replaced, or is over.", hint: "POST /api/auth/forgot-password mails a new one.");

    public static ApiException TooManyGuesses(TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return new(429, ErrorCodes.TooManyRequests, $"Too many wrong guesses; wait {seconds} s.", hint: "Wait for the seconds that Retry-After names.") { RetryAfterSeconds = seconds };
    }
}
