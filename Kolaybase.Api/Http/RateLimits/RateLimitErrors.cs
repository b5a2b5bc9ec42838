namespace Kolaybase.Api.Http.RateLimits;

/// <summary>The refusal of all limits.</summary>
internal static class RateLimitErrors
{
    /// <summary>429; <paramref name="wait"/> is rounded up to whole seconds.</summary>
    public static ApiException TooMany(TimeSpan wait) =>
        new(429, ErrorCodes.TooManyRequests, "Too many requests.", hint: "Wait for the seconds that Retry-After names.")
        {
            RetryAfterSeconds = (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 3600),
        };
}
