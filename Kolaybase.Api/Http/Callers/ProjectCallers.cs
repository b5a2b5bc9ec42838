using Kolaybase.Api.Http.RateLimits;
using Kolaybase.Api.Http.RequestLog;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Authenticates callers of a project: keys, end users, team members.</summary>
internal sealed class ProjectCallers(ProjectKeys keys, ProjectMembers members, ProjectsById projects, TokenVerifier tokens, UnknownKeyLimit unknownKeys)
{
    /// <summary>Route value that holds the project's id, wherever a path names one.</summary>
    public const string RouteValue = "id";

    /// <summary>Claims of whoever acts for the whole project.</summary>
    public const string ServiceClaims = """{"role":"service_role"}""";

    private const string AnonClaims = """{"role":"anon"}""";

    /// <summary>By API key; the key names the project.</summary>
    /// <exception cref="ApiException">401 as the contract says.</exception>
    public async ValueTask<ProjectCaller> FromKeyAsync(HttpContext context, Credentials credentials, bool dataApi = true)
    {
        var match = await MatchAsync(context, credentials, dataApi);
        return await RoleAsync(context, match, credentials, dataApi);
    }

    /// <summary>By an anon key in the URL, for pages that links in mails open.</summary>
    /// <exception cref="ApiException">401: no key, or one that nobody has; 403: a service key, which no URL may hold.</exception>
    public async ValueTask<ProjectCaller> FromUrlAsync(HttpContext context)
    {
        var key = context.Request.Query["apikey"] is [{ Length: > 0 } only] ? only : null;
        var match = await MatchAsync(context, new Credentials(key, null), dataApi: false);
        if (match.Kind == ProjectKeyKind.Anon)
        {
            return new ProjectCaller(match.Project!, DatabaseRole.Anon, AnonClaims, null);
        }

        // Its team has to learn that the key is out.
        NotedProject.Set(context, match.Project!.Id);
        throw CallerErrors.ServiceKeyInUrl();
    }

    /// <summary>By API key or platform token; the path names the project, and a key must be one of its own.</summary>
    /// <exception cref="ApiException">401, 403 or 404 as the contract says.</exception>
    public async ValueTask<ProjectCaller> FromPathAsync(HttpContext context, Credentials credentials, PlatformUsers users)
    {
        if (credentials is { ApiKey: null, Token: not null })
        {
            return await FromMemberAsync(context, credentials, users);
        }

        var match = await MatchAsync(context, credentials, dataApi: false);
        // Told before the token is looked at, and in the same words whether the other project
        // exists or not.
        if (PathProject(context) is { } id && match.Project!.Id != id)
        {
            // For the log of the key's own project: whose the other one is is not known.
            NotedProject.Set(context, match.Project!.Id);
            throw CallerErrors.OtherProject();
        }

        return PathProject(context) is null
            ? throw CallerErrors.NoSuchProject()
            : await RoleAsync(context, match, credentials, dataApi: false);
    }

    /// <summary>As <see cref="FromPathAsync"/>; without credentials, nobody. That there is no such project is told in the words of a missing key.</summary>
    /// <exception cref="ApiException">401, 403 or 404 as the contract says.</exception>
    public async ValueTask<ProjectCaller> FromPathOrNobodyAsync(HttpContext context, Credentials credentials, PlatformUsers users) =>
        credentials is not { ApiKey: null, Token: null }
            ? await FromPathAsync(context, credentials, users)
            : await ActiveAsync(context) is { } project
                ? Nobody(project)
                : throw CallerErrors.NoKey(context.Request, dataApi: false);

    /// <summary>Nobody in particular, with an address that its handler verifies.</summary>
    /// <exception cref="ApiException">403: there is no such project, in the words of a wrong signature.</exception>
    public async ValueTask<ProjectCaller> FromSignatureAsync(HttpContext context) =>
        await ActiveAsync(context) is { } project ? Nobody(project) : throw CallerErrors.InvalidSignature();

    /// <summary>By platform token; the path names the project.</summary>
    /// <exception cref="ApiException">401 or 404 as the contract says.</exception>
    public async ValueTask<ProjectCaller> FromMemberAsync(HttpContext context, Credentials credentials, PlatformUsers users)
    {
        var user = await users.AuthenticateAsync(credentials, context.RequestAborted);
        context.Features.Set(user);
        return PathProject(context) is { } id ? await MemberAsync(id, user, context.RequestAborted) : throw CallerErrors.NoSuchProject();
    }

    /// <summary>A signed-in user as a member of a project's team.</summary>
    /// <exception cref="ApiException">404: no such project, or he is none.</exception>
    public async ValueTask<ProjectCaller> MemberAsync(Guid projectId, PlatformUser user, CancellationToken cancellationToken) =>
        await members.FindAsync(projectId, user.AccountId, cancellationToken) is { } found
            ? new ProjectCaller(found.Project, DatabaseRole.ServiceRole, ServiceClaims, found.Member)
            : throw CallerErrors.NoSuchProject();

    private async ValueTask<ProjectKeyMatch> MatchAsync(HttpContext context, Credentials credentials, bool dataApi)
    {
        if (credentials.ApiKey is not { } key)
        {
            throw CallerErrors.NoKey(context.Request, dataApi);
        }

        var match = await keys.FindAsync(key, () => unknownKeys.Check(context), context.RequestAborted);
        if (match.Project is null)
        {
            unknownKeys.Count(context);
            throw CallerErrors.UnknownKey();
        }

        return match;
    }

    /// <summary>A user's token decides the role, whichever key it comes with: it is the lesser right of the two.</summary>
    private async ValueTask<ProjectCaller> RoleAsync(HttpContext context, ProjectKeyMatch match, Credentials credentials, bool dataApi)
    {
        var project = match.Project!;
        if (credentials.Token is not { } token)
        {
            return match.Kind == ProjectKeyKind.Service
                ? new ProjectCaller(project, DatabaseRole.ServiceRole, ServiceClaims, null)
                : new ProjectCaller(project, DatabaseRole.Anon, AnonClaims, null);
        }

        var result = await tokens.VerifyAsync(token, Realms.OfProject(project.Id), Realms.ProjectAudience, context.RequestAborted);
        if (result.Fault is { } fault)
        {
            NotedProject.Set(context, project.Id);
            throw CallerErrors.UserToken(fault, dataApi);
        }

        return new ProjectCaller(project, DatabaseRole.Authenticated, UserClaims.ToJson(result.Token!), null)
        {
            User = Guid.TryParse(result.Token!.Subject, out var user) ? new EndUser(user, RevokedTokens.OurSession(result.Token)) : null,
        };
    }

    private async ValueTask<ProjectRef?> ActiveAsync(HttpContext context)
    {
        if (PathProject(context) is not { } id)
        {
            return null;
        }

        // Ids are found out by trying as little as keys are.
        var project = await projects.FindAsync(id, () => unknownKeys.Check(context), context.RequestAborted);
        if (project is null)
        {
            unknownKeys.Count(context);
        }

        return project is { Status: ProjectStatus.Active } ? project : null;
    }

    private static ProjectCaller Nobody(ProjectRef project) => new(project, DatabaseRole.Anon, AnonClaims, null) { IsNobody = true };

    private static Guid? PathProject(HttpContext context) =>
        Guid.TryParseExact(context.Request.RouteValues[RouteValue] as string, "D", out var id) ? id : null;
}
