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
                CallerAccess.Check(byPath, requirement.Access);
                context.Features.Set(byPath);
                break;
            case CallerKind.ProjectByName when credentials is { ApiKey: null, Token: not null }:
                // Which project it is about, and so whether he is a member, is known when the body is read.
                context.Features.Set(await users.AuthenticateAsync(credentials, context.RequestAborted));
                break;
            case CallerKind.ProjectByName:
                var byName = await callers.FromKeyAsync(context, credentials, dataApi: false);
                CallerAccess.Check(byName, requirement.Access);
                context.Features.Set(byName);
                break;
            case CallerKind.ProjectByPathOrNobody:
                var perhaps = await callers.FromPathOrNobodyAsync(context, credentials, users);
                CallerAccess.Check(perhaps, requirement.Access);
                context.Features.Set(perhaps);
                break;
            case CallerKind.ProjectBySignature:
                context.Features.Set(await callers.FromSignatureAsync(context));
                break;
            case CallerKind.ProjectByUrlKey:
                var byUrl = await callers.FromUrlAsync(context);
                CallerAccess.Check(byUrl, requirement.Access);
                context.Features.Set(byUrl);
                break;
            default:
                var byKey = await callers.FromKeyAsync(context, credentials);
                CallerAccess.Check(byKey, requirement.Access);
                context.Features.Set(byKey);
                break;
        }

        await next(context);
    }

    private static void Set(HttpContext context, ProjectCaller caller, TeamRole minimum)
    {
        if (caller.Member!.Role < minimum)
        {
            throw CallerErrors.RoleMayNot(minimum);
        }

        context.Features.Set(caller);
    }
}
