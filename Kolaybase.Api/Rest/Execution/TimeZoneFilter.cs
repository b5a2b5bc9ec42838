using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Checks <c>Prefer: timezone=…</c> before a request is handled: only the database knows the names. Requests without one pay nothing.</summary>
internal sealed class TimeZoneFilter(TimeZoneNames names) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers["Prefer"].Any(p => p is not null && p.Contains("timezone=", StringComparison.Ordinal))
            && http.Features.Get<ProjectCaller>() is { } caller
            && Preferences.Parse(http.Request.Headers["Prefer"]) is { Timezone: not null } preferences)
        {
            var known = await names.GetAsync(caller.Project.Database, http.RequestAborted);
            http.Features.Set(preferences.CheckTimezone(known.Contains));
        }

        return await next(context);
    }
}
