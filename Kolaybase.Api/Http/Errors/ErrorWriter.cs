using System.Globalization;
using System.Text.Json;
using Kolaybase.Api.Http.RequestLog;
using Npgsql;

namespace Kolaybase.Api.Http.Errors;

/// <summary>Puts an <see cref="ApiError"/> on the wire.</summary>
internal static class ErrorWriter
{
    /// <summary>Headers that describe the body that is not sent; all others (CORS, <c>Allow</c>, request id) stay.</summary>
    private static readonly string[] s_entityHeaders =
        ["Content-Length", "Content-Encoding", "Content-Range", "Content-Disposition", "ETag", "Last-Modified", "Location", "Transfer-Encoding"];

    /// <summary>Answers with the error body; the response must not have started.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="error">The body.</param>
    /// <param name="retryAfterSeconds"><c>Retry-After</c>; null sends none.</param>
    /// <param name="headers">Headers that the refusal brings along; they go before those that every error has.</param>
    /// <param name="database">What a project's database said, if that is the cause.</param>
    public static async Task WriteAsync(
        HttpContext context,
        int status,
        ApiError error,
        int? retryAfterSeconds = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        PostgresException? database = null)
    {
        var response = context.Response;
        foreach (var name in s_entityHeaders)
        {
            response.Headers.Remove(name);
        }

        context.Features.Set(new Refusal(error, database));
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        foreach (var (name, value) in headers ?? [])
        {
            response.Headers[name] = value;
        }

        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Count == 0)
        {
            // RFC 9110, 15.5.2: a 401 names how to authenticate. Bearer never makes a browser ask for a password.
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(error, ErrorJson.Readable.ApiError);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
