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
            return HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()!.Metadata.GetMetadata<EndUserSignIn>() is not null
                ? LimitAsync(context, caller)
                : next(context);
        }

        return context.GetEndpoint() is { } endpoint
            && (context.Request.Path.StartsWithSegments("/api/auth", StringComparison.OrdinalIgnoreCase) || endpoint.Metadata.GetMetadata<OpenPage>() is not null)
            ? LimitAsync(context, caller: null)
            : next(context);
    }

    private async Task LimitAsync(HttpContext context, ProjectCaller? caller)
    {
        var project = caller?.Project.Id;
        // A server that signs its users in with the service key has one address for all of them.
        if (caller?.Role != DatabaseRole.ServiceRole)
        {
            await auth.TakeAddressAsync(context, project);
        }

        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Body.CanSeek)
        {
            var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
            context.Request.Body.Position = 0;
            if (AccountInBody.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is { } email)
            {
                await auth.TakeAccountAsync(context, email, project);
            }
        }

        await next(context);
    }
}

/// <summary>Metadata of the calls by which end users sign up and in: they are limited as the platform's own are, each project for itself.</summary>
internal sealed class EndUserSignIn
{
    public static EndUserSignIn Instance { get; } = new();
}
