using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>PATCH /api/projects/{id}</c>.</summary>
internal static class ChangeProject
{
    /// <param name="Name">The new name; left out or null, it stays.</param>
    /// <param name="Description">The new description, empty for none; left out or null, it stays.</param>
    public sealed record Request(string? Name = null, string? Description = null);

    public static async Task<Ok<ProjectAnswer>> HandleAsync(
        Guid id, Request request, ProjectCaller caller, RegistryContext db, ProjectAnswers answers, CancellationToken cancellationToken)
    {
        var name = request.Name?.Trim();
        new Faults().CheckProject(name, request.Description).ThrowIfAny();
        await db.Projects.Where(p => p.Id == id).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.Name, p => name ?? p.Name).SetProperty(p => p.Description, p => request.Description ?? p.Description),
            cancellationToken);
        return TypedResults.Ok(answers.Make(await db.ReadAsync(id, cancellationToken), caller.Member!.Role));
    }
}
