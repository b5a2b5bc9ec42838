using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Parsing;
using Microsoft.Extensions.Primitives;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Checks <c>Prefer: timezone=…</c> before a request is handled: only the database knows the names. Requests without one pay a look at
/// the header and nothing else, which is why this wraps the endpoint and is no endpoint filter: one of those boxes the handler's
/// arguments and adds two state machines to every request.
/// </summary>
internal static class TimeZoneCheck
{
    /// <summary>Puts the check before every endpoint of a group.</summary>
    public static void CheckTimeZones(this IEndpointConventionBuilder group, TimeZoneNames names) => group.Finally(endpoint =>
    {
        if (endpoint.RequestDelegate is { } handler)
        {
            endpoint.RequestDelegate = Before(handler, names);
        }
    });

    /// <summary>The check and what comes after it.</summary>
    public static RequestDelegate Before(RequestDelegate next, TimeZoneNames names) =>
        http => IsGiven(http.Request.Headers["Prefer"]) ? CheckAsync(http, next, names) : next(http);

    private static bool IsGiven(StringValues prefer)
    {
        foreach (var value in prefer)
        {
            if (value?.Contains("timezone=", StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task CheckAsync(HttpContext http, RequestDelegate next, TimeZoneNames names)
    {
        if (http.Features.Get<ProjectCaller>() is { } caller && Preferences.Parse(http.Request.Headers["Prefer"]) is { Timezone: not null } preferences)
        {
            var known = await names.GetAsync(caller.Project.Database, http.RequestAborted);
            http.Features.Set(preferences.CheckTimezone(known.Contains));
        }

        await next(http);
    }
}
