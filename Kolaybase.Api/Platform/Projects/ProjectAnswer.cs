using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>A project as a member of its team sees it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">Shown name; need not be unique.</param>
/// <param name="Description">Free text, empty when none was given.</param>
/// <param name="TeamId">The owning team.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="StatusMessage">What to know or do about the status; null when there is nothing to say.</param>
/// <param name="RestUrl">Base of the data API.</param>
/// <param name="AnonKey">Public key: database role <c>anon</c>.</param>
/// <param name="ServiceKey">Secret key: bypasses row level security; null for viewers.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record ProjectAnswer(
    Guid Id,
    string Name,
    string Description,
    Guid TeamId,
    ProjectStatus Status,
    string? StatusMessage,
    string RestUrl,
    string AnonKey,
    string? ServiceKey,
    DateTimeOffset CreatedAt)
{
    /// <summary>Never prints the keys.</summary>
    public override string ToString() => $"project {Id}";
}
