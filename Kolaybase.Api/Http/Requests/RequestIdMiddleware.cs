using System.Buffers;
using System.Diagnostics;
using Kolaybase.ControlPlane.Jobs;

namespace Kolaybase.Api.Http.Requests;

/// <summary>Names every request: <c>X-Request-Id</c> of the caller when it is a sane token, else one of our own; on the answer, in the log scope and on the trace.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    /// <summary>The header.</summary>
    public const string Header = "X-Request-Id";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> s_token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public async Task InvokeAsync(HttpContext context)
    {
        var id = context.Request.Headers[Header] is [{ } given] && IsSane(given) ? given : NewId();
        context.TraceIdentifier = id;
        JobOrigin.RequestId = id;
        Activity.Current?.SetTag("kolaybase.request_id", id);
        // Set late, so that nothing that clears headers on its way out takes it along.
        context.Response.OnStarting(
            static state =>
            {
                var response = ((HttpContext)state).Response;
                response.Headers[Header] = response.HttpContext.TraceIdentifier;
                return Task.CompletedTask;
            },
            context);
        // The host's own scope was made before, with the server's id; the inner one of the same name counts.
        using (logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", id) }))
        {
            await next(context);
        }
    }

    /// <summary>128 bits, unique but no secret: the generator of secrets costs as much as the rest of this.</summary>
    private static string NewId()
    {
        Span<byte> bits = stackalloc byte[16];
        Random.Shared.NextBytes(bits);
        return Convert.ToHexStringLower(bits);
    }

    /// <summary>1 to 64 letters, digits, dots, underscores, hyphens: safe in a log line, a header and a shell.</summary>
    internal static bool IsSane(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(s_token);
}
