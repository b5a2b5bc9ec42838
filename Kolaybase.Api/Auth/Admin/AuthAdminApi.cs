using Kolaybase.Api.Auth.Admin.Config;
using Kolaybase.Api.Auth.Admin.Mails;
using Kolaybase.Api.Auth.Admin.Users;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Auth.Admin;

/// <summary>What the owner of a project sees and sets of its sign-up and sign-in: <c>/api/projects/{id}/auth</c>.</summary>
internal static class AuthAdminApi
{
    /// <summary>Registers what the calls need.</summary>
    public static void AddAuthAdmin(this IServiceCollection services) => services.AddScoped<EndUsers>();

    /// <summary>Maps the calls. Settings are for members alone; users may be managed with the service key, too.</summary>
    public static void MapAuthAdmin(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/projects/{id:guid}/auth").NeverCached().AddEndpointFilter(SingleParameters.Filter);

        var settings = auth.MapGroup("").WithTags("Auth settings").RequireProjectMember().Refuses(401, 404);
        settings.MapGet("/config", ReadAuthConfig.HandleAsync).WithName("readAuthConfig").WithSummary("How a project's end users sign up and in");
        settings.MapPut("/config", PutAuthConfig.HandleAsync).RequireProjectMember(TeamRole.Developer).Refuses(400, 403, 409, 413, 415)
            .WithName("putAuthConfig").WithSummary("Set how a project's end users sign up and in (developer)");
        settings.MapGet("/mails/failed", ListFailedMails.HandleAsync).WithName("listFailedMails").WithSummary("The newest mails to end users that were given up, with what the mail server said");

        var users = auth.MapGroup("/users").WithTags("End users");
        var reads = users.MapGroup("").RequireProjectCaller(ProjectAccess.Inspect);
        reads.MapGet("/", ListUsers.HandleAsync).WithName("listUsers").WithSummary("A project's end users, in the order of their addresses");
        reads.MapGet("/{userId:guid}", ReadUser.HandleAsync).WithName("readUser").WithSummary("One end user");
        reads.MapGet("/{userId:guid}/sessions", ListSessions.HandleAsync).WithName("listUserSessions").WithSummary("An end user's live sessions");

        var changes = users.MapGroup("").RequireProjectCaller(ProjectAccess.Change);
        changes.MapPost("/", CreateUser.HandleAsync).WithName("createUser").WithSummary("Make an end user");
        changes.MapPatch("/{userId:guid}", ChangeUser.HandleAsync).WithName("changeUser").WithSummary("Block an end user, or set his password or address");
        changes.MapDelete("/{userId:guid}", DeleteUser.HandleAsync).WithName("deleteUser").WithSummary("Delete an end user");
        changes.MapDelete("/{userId:guid}/sessions", EndSessions.HandleAllAsync).WithName("endUserSessions").WithSummary("End all sessions of an end user");
        changes.MapDelete("/{userId:guid}/sessions/{sessionId:guid}", EndSessions.HandleOneAsync).WithName("endUserSession").WithSummary("End one session of an end user");
    }
}
