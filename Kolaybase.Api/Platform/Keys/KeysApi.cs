using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Keys;

/// <summary>API keys of a project: <c>/api/projects/{id}/keys</c> (contract, section 2.3).</summary>
internal static class KeysApi
{
    /// <summary>Maps the calls.</summary>
    public static void MapProjectKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/projects/{id:guid}/keys").WithTags("Keys").RequireProjectMember().Refuses(401, 404).NeverCached();
        keys.MapGet("/", ListKeys.HandleAsync).WithName("listKeys").WithSummary("The working keys of a project");
        keys.MapPost("/rotate", RotateKey.HandleAsync).RequireProjectMember(TeamRole.Developer).Refuses(400, 403, 409, 413, 415)
            .WithName("rotateKey").WithSummary("Replace a key; the former stops working within five seconds (developer)");
    }
}
