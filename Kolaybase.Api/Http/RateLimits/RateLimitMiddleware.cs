using Kolaybase.Api.Http.Callers;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Counts requests once it is known who makes them.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, DataRateLimit data, AuthRateLimit auth, AccountRateLimit accounts)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Calls of the platform itself; a member's calls of a project's tables count with its data.
        if (context.GetEndpoint()?.Metadata.GetMetadata<CallerRequirement>()?.Kind is CallerKind.PlatformUser or CallerKind.ProjectMember
            && context.Features.Get<PlatformUser>() is { } user)
        {
            accounts.Take(user.AccountId);
        }

        if (context.Features.Get<ProjectCaller>() is { } caller)
        {
            data.Take(caller, context);
            return next(context);
        }

        return context.GetEndpoint() is not null && context.Request.Path.StartsWithSegments("/api/auth", StringComparison.OrdinalIgnoreCase)
            ? LimitAsync(context)
            : next(context);
    }

    private async Task LimitAsync(HttpContext context)
    {
        await auth.TakeAddressAsync(context);
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Body.CanSeek)
        {
            var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
            context.Request.Body.Position = 0;
            if (AccountInBody.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is { } email)
            {
                await auth.TakeAccountAsync(email, context.RequestAborted);
            }
        }

        await next(context);
    }
}
