using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>PATCH /api/projects/{id}</c>; a project that is being deleted keeps its name (409).</summary>
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
        var changed = await db.Projects.Where(p => p.Id == id && p.Status != ProjectStatus.Deleting).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.Name, p => name ?? p.Name).SetProperty(p => p.Description, p => request.Description ?? p.Description),
            cancellationToken);
        var project = await db.ReadAsync(id, cancellationToken);
        return changed == 0
            ? throw CallerErrors.Deleting()
            : TypedResults.Ok(answers.Make(project, caller.Member!.Role));
    }
}
