namespace Kolaybase.Api.Http;

/// <summary>A refusal that is safe to show: only what is in <see cref="Error"/> leaves the server, the inner exception goes to the log.</summary>
public sealed class ApiException(int status, ApiError error, Exception? inner = null) : Exception(error.Message, inner)
{
    /// <summary>A refusal with a code of the catalogue.</summary>
    public ApiException(int status, string code, string message, string? details = null, string? hint = null, Exception? inner = null)
        : this(status, new ApiError(code, message, details, hint), inner)
    {
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The body.</summary>
    public ApiError Error { get; } = error;

    /// <summary>Headers of the answer that the refusal brings along.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Value of <c>Retry-After</c> in seconds; null sends none.</summary>
    public int? RetryAfterSeconds { get; init; }
}
