using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>GET /api/projects/{id}</c>.</summary>
internal static class ReadProject
{
    public static async Task<Ok<ProjectAnswer>> HandleAsync(Guid id, ProjectCaller caller, RegistryContext db, ProjectAnswers answers, CancellationToken cancellationToken) =>
        TypedResults.Ok(answers.Make(await db.ReadAsync(id, cancellationToken), caller.Member!.Role));
}
