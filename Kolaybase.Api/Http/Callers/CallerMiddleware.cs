using Kolaybase.Api.Http.RequestLog;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Finds out who calls before anything of the request is bound, as the endpoint's <see cref="CallerRequirement"/> says.</summary>
internal sealed class CallerMiddleware(RequestDelegate next, PlatformUsers users, ProjectCallers callers)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CallerRequirement>() is { } requirement
            ? AuthenticateAsync(context, requirement)
            : next(context);

    private async Task AuthenticateAsync(HttpContext context, CallerRequirement requirement)
    {
        // What comes beside a signed address is nobody's business: a proxy's own Authorization, say.
        var credentials = requirement.Kind == CallerKind.ProjectBySignature ? default : Credentials.Read(context.Request);
        switch (requirement.Kind)
        {
            case CallerKind.PlatformUser:
                context.Features.Set(await users.AuthenticateAsync(credentials, context.RequestAborted));
                break;
            case CallerKind.ProjectMember:
                Set(context, await callers.FromMemberAsync(context, credentials, users), requirement.MinimumTeamRole);
                break;
            case CallerKind.ProjectByPath:
                var byPath = await callers.FromPathAsync(context, credentials, users);
                Set(context, byPath, requirement.Access);
                break;
            case CallerKind.ProjectByName when credentials is { ApiKey: null, Token: not null }:
                // Which project it is about, and so whether he is a member, is known when the body is read.
                context.Features.Set(await users.AuthenticateAsync(credentials, context.RequestAborted));
                break;
            case CallerKind.ProjectByName:
                var byName = await callers.FromKeyAsync(context, credentials, dataApi: false);
                Set(context, byName, requirement.Access);
                break;
            case CallerKind.ProjectByPathOrNobody:
                var perhaps = await callers.FromPathOrNobodyAsync(context, credentials, users);
                Set(context, perhaps, requirement.Access);
                break;
            case CallerKind.ProjectBySignature:
                context.Features.Set(await callers.FromSignatureAsync(context));
                break;
            case CallerKind.ProjectByUrlKey:
                var byUrl = await callers.FromUrlAsync(context);
                Set(context, byUrl, requirement.Access);
                break;
            default:
                var byKey = await callers.FromKeyAsync(context, credentials);
                Set(context, byKey, requirement.Access);
                break;
        }

        await next(context);
    }

    private static void Set(HttpContext context, ProjectCaller caller, ProjectAccess access)
    {
        try
        {
            CallerAccess.Check(caller, access);
        }
        catch (ApiException)
        {
            NotedProject.Set(context, caller.Project.Id);
            throw;
        }

        context.Features.Set(caller);
    }

    private static void Set(HttpContext context, ProjectCaller caller, TeamRole minimum)
    {
        if (caller.Member!.Role < minimum)
        {
            NotedProject.Set(context, caller.Project.Id);
            throw CallerErrors.RoleMayNot(minimum);
        }

        context.Features.Set(caller);
    }
}
