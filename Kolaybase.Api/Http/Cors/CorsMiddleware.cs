using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace Kolaybase.Api.Http.Cors;

/// <summary>
/// Cross-origin answers. Paths that API keys open answer any origin, narrowed by the project's
/// <c>AllowedOrigins</c> once the key has named it; platform paths answer the configured origins only.
/// </summary>
/// <remarks>
/// The framework's middleware settles the policy before it knows the caller, so this one decides at
/// the moment when headers are sent; ASP.NET Core's <see cref="ICorsService"/> still computes and
/// writes them. A preflight carries no key: it is answered for any origin, and the request that
/// follows is narrowed. Errors carry the headers too, or a browser would hide them from its page.
/// </remarks>
internal sealed class CorsMiddleware(RequestDelegate next, ICorsService cors, HttpOptions options)
{
    private static readonly string[] s_exposed =
        ["Content-Range", "X-Request-Id", "Location", "Preference-Applied", "Retry-After", "X-Next-Cursor", "ETag", "Repr-Digest", "Content-Disposition", "Upload-Offset", "Upload-Length", "Upload-Expires", "Upload-Metadata", "Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size"];

    private readonly CorsPolicy _anyOrigin = Policy([]);
    private readonly CorsPolicy? _platform = options.PlatformOrigins.Count == 0 ? null : Policy(options.PlatformOrigins);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (StringValues.IsNullOrEmpty(request.Headers.Origin))
        {
            if (CorsPaths.TakesKeys(request.Path))
            {
                // A cache must not hand an answer made for no origin to a browser.
                context.Response.Headers.Append("Vary", "Origin");
            }

            return next(context);
        }

        if (HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Access-Control-Request-Method"))
        {
            if (Static(request.Path) is { } preflight)
            {
                cors.ApplyResult(cors.EvaluatePolicy(context, preflight), context.Response);
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.OnStarting(static state => ((State)state).Apply(), new State(this, context));
        return next(context);
    }

    private CorsPolicy? Static(PathString path) => CorsPaths.TakesKeys(path) ? _anyOrigin : _platform;

    private CorsPolicy? Of(HttpContext context) =>
        context.Features.Get<ProjectCaller>()?.Project.AllowedOrigins is { Count: > 0 } origins && CorsPaths.TakesKeys(context.Request.Path)
            ? Policy(origins)
            : Static(context.Request.Path);

    private static CorsPolicy Policy(IReadOnlyList<string> origins)
    {
        var builder = new CorsPolicyBuilder().AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(s_exposed).SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        return (origins.Count == 0 ? builder.AllowAnyOrigin() : builder.WithOrigins([.. origins])).Build();
    }

    private sealed record State(CorsMiddleware Middleware, HttpContext Context)
    {
        public Task Apply()
        {
            if (Middleware.Of(Context) is { } policy)
            {
                Middleware.Write(Context, policy);
            }

            return Task.CompletedTask;
        }
    }

    private void Write(HttpContext context, CorsPolicy policy) =>
        cors.ApplyResult(cors.EvaluatePolicy(context, policy), context.Response);
}
