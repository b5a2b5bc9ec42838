using Kolaybase.Api.Http.RateLimits;
using Kolaybase.Api.Http.RequestLog;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Callers of a project that is named inside the request, not by its path: the second half of authentication, once the name is known.</summary>
internal sealed class NamedProjects(ProjectCallers callers, DataRateLimit limit)
{
    /// <summary>Who calls, on the project that he names.</summary>
    /// <exception cref="ApiException">403: the key is another project's, or the member may not; 404: no such project for this user; 409 or 503: it is not active; 429.</exception>
    public async ValueTask<ProjectCaller> RequireAsync(HttpContext context, Guid projectId)
    {
        if (context.Features.Get<ProjectCaller>() is { } key)
        {
            // In the same words whether the other project exists or not.
            return key.Project.Id == projectId ? key : throw CallerErrors.OtherProject();
        }

        var user = context.Features.Get<PlatformUser>() ?? throw new InvalidOperationException("The route does not say RequireNamedProjectCaller.");
        var member = await callers.MemberAsync(projectId, user, context.RequestAborted);
        NotedProject.Set(context, projectId);
        limit.Take(member, context);
        CallerAccess.Check(member, context.GetEndpoint()!.Metadata.GetMetadata<CallerRequirement>()!.Access);
        context.Features.Set(member);
        return member;
    }
}
