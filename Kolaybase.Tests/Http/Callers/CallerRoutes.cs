using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Builder;

namespace Kolaybase.Tests.Http.Callers;

/// <summary>One route for each way of asking who calls.</summary>
internal static class CallerRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/test/me", (PlatformUser user) => $"{user.AccountId} {user.Email}").RequirePlatformUser();
        app.MapGet("/test/data", Describe).RequireProjectKey();
        app.MapGet("/test/data/service", Describe).RequireProjectKey(ProjectAccess.Service);
        app.MapGet("/test/projects/{id}/member", Describe).RequireProjectMember();
        app.MapGet("/test/projects/{id}/admin", Describe).RequireProjectMember(TeamRole.Admin);
        var tables = app.MapGroup("/test/projects/{id}/tables").RequireProjectCaller();
        tables.MapGet("", Describe);
        tables.MapPost("", (ProjectCaller caller, Dictionary<string, string> body) => $"{body.Count} {caller.Project.Id}").RequireProjectCaller(ProjectAccess.Change);
    }

    private static string Describe(ProjectCaller caller) => $"{caller.Project.Id} {caller.Role} {caller.ClaimsJson} {caller.Member?.Role}";
}
