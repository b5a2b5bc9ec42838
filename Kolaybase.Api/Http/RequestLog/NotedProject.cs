namespace Kolaybase.Api.Http.RequestLog;

/// <summary>The project whose log a request belongs in, where no <see cref="ProjectCaller"/> says it: its key was right but something else was not, a state named it, or the request made it.</summary>
/// <param name="Id">The project.</param>
internal sealed record NotedProject(Guid Id)
{
    /// <summary>Notes it.</summary>
    public static void Set(HttpContext context, Guid project) => context.Features.Set(new NotedProject(project));
}
