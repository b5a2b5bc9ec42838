using Kolaybase.Api.Http;

namespace Kolaybase.Api.Auth;

/// <summary>Refusals of end users' calls. One sentence for an unknown address and a wrong password, so that neither is told.</summary>
internal static class AuthErrors
{
    public static ApiException NeedsUser() =>
        new(401, ErrorCodes.NoCredentials, "This call needs a signed-in user's token.", hint: "Send \"Authorization: Bearer <access token>\" of a session beside the API key.");

    public static ApiException UserGone() =>
        new(401, ErrorCodes.InvalidUserToken, "The user of this token is gone.", hint: "Sign in again.");

    public static ApiException SignUpClosed() =>
        new(403, ErrorCodes.SignUpClosed, "This project takes no sign-ups.", hint: "Ask its owner for an invitation.");

    public static ApiException EmailTaken() =>
        new(409, ErrorCodes.EmailTaken, "An account with this address exists.", hint: "Sign in, or have a code mailed by POST …/auth/forgot-password or POST …/auth/magic-link.");

    public static ApiException WrongPassword() =>
        new(401, ErrorCodes.WrongPassword, "The address or the password is wrong.", hint: "POST …/auth/forgot-password mails a code for a new password.");

    public static ApiException EmailNotVerified() =>
        new(403, ErrorCodes.EmailNotVerified, "The address has to be proven first.", hint: "Use the code that was mailed at sign-up; POST …/auth/resend-verification mails another.");

    public static ApiException InvalidRefreshToken() =>
        new(401, ErrorCodes.InvalidRefreshToken, "The refresh token was used before, or its session has ended.", hint: "Sign in again.");

    public static ApiException InvalidCode() =>
        new(400, ErrorCodes.InvalidCode, "The code is wrong, was used or replaced, or is over.", hint: "Ask for a new one.");

    public static ApiException RedirectNotAllowed() =>
        new(400, ErrorCodes.RedirectNotAllowed, "\"redirect_to\" is not in the project's list of redirect URLs.", hint: "The project's owner adds it in PUT /api/projects/{id}/auth/config.");

    public static ApiException SessionNotFound() =>
        new(404, ErrorCodes.EndUserSessionNotFound, "You have no such session, or it has ended.", hint: "GET …/auth/sessions lists them.");

    public static ApiException TooManyGuesses(TimeSpan wait) => TooMany("Too many wrong guesses", wait);

    public static ApiException MailedAlready(TimeSpan wait) => TooMany("This address got a mail within the last minute, or as many as it may in a day", wait);

    private static ApiException TooMany(string what, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(429, ErrorCodes.TooManyRequests, $"{what}; wait {seconds} s.", hint: "Wait for the seconds that Retry-After names.") { RetryAfterSeconds = seconds };
    }
}
