namespace Kolaybase.Api.Http.Callers;

/// <summary>The key and token of a request, as they came.</summary>
/// <param name="ApiKey">Header <c>apikey</c>; null when absent.</param>
/// <param name="Token">Bearer token other than the key; null when absent.</param>
internal readonly record struct Credentials(string? ApiKey, string? Token)
{
    private const string Scheme = "Bearer ";

    /// <summary>Reads the headers. Nothing is ever read from the URL: URLs end up in logs and histories.</summary>
    /// <exception cref="ApiException">401: a header came twice, or <c>Authorization</c> has another scheme.</exception>
    public static Credentials Read(HttpRequest request)
    {
        var key = Single(request, "apikey");
        var authorization = Single(request, "Authorization");
        if (authorization is null)
        {
            return new(key, null);
        }

        // RFC 9110, 11.1: the scheme is case-insensitive.
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(401, ErrorCodes.NoCredentials, "The Authorization header must have the scheme Bearer.", hint: "Send \"Authorization: Bearer <token>\".");
        }

        var token = authorization[Scheme.Length..].Trim();
        // Many clients mirror the key into Authorization: that is the key alone.
        return new(key, string.Equals(token, key, StringComparison.Ordinal) ? null : token);
    }

    private static string? Single(HttpRequest request, string header)
    {
        var values = request.Headers[header];
        return values.Count switch
        {
            0 => null,
            1 => string.IsNullOrWhiteSpace(values[0]) ? null : values[0]!.Trim(),
            _ => throw new ApiException(401, ErrorCodes.NoCredentials, $"The header {header} came more than once."),
        };
    }
}
