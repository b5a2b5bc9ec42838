using Microsoft.Extensions.Primitives;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>What the provider sent the browser back with (RFC 6749, 4.1.2). Anybody may have written it.</summary>
/// <param name="State">The state; null when there is not exactly one.</param>
/// <param name="Code">The code; null when there is not exactly one of a sane length.</param>
/// <param name="Error">An error code; null when there is none.</param>
/// <param name="ErrorDescription">What the provider says of it; null when nothing that can be passed on.</param>
internal sealed record ProviderAnswer(string? State, string? Code, string? Error, string? ErrorDescription)
{
    private const int MaxCode = 2000;
    private const int MaxError = 50;
    private const int MaxDescription = 300;

    /// <summary>Reads the query.</summary>
    public static ProviderAnswer Read(IQueryCollection query)
    {
        var code = Single(query["code"]);
        var error = Single(query["error"]);
        var description = Single(query["error_description"]);
        return new ProviderAnswer(
            Single(query["state"]),
            code is { Length: > 0 and <= MaxCode } && code.All(IsVisible) ? code : null,
            error is { Length: > 0 and <= MaxError } && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? error : null,
            // The characters that RFC 6749, 4.1.2.1 lets it have, and no more of them than a sentence needs.
            description is { Length: > 0 and <= MaxDescription } && description.All(c => (c == ' ' || IsVisible(c)) && c is not ('"' or '\\')) ? description : null);
    }

    /// <summary>Never prints the code.</summary>
    public override string ToString() => nameof(ProviderAnswer);

    private static bool IsVisible(char c) => c is > ' ' and <= '~';

    private static string? Single(StringValues values) => values is [{ } only] ? only : null;
}
