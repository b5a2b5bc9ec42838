using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>GET /api/projects/{id}/rest/config</c>. Members are looked up with every call, so this is the row as it is now.</summary>
internal static class ReadRestConfig
{
    public static Ok<RestConfig> Handle(ProjectCaller caller) => TypedResults.Ok(RestConfig.Of(caller.Project.Rest));
}
