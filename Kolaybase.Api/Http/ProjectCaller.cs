using System.Reflection;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.Features;

namespace Kolaybase.Api.Http;

/// <summary>
/// Who calls on a project: the outcome of authentication, made once per request; a handler behind
/// <c>RequireProjectCaller</c> or <c>RequireProjectKey</c> takes it as a parameter.
/// </summary>
/// <param name="Project">The project.</param>
/// <param name="Role">The database role that the request runs as.</param>
/// <param name="ClaimsJson">JSON object for <c>request.jwt.claims</c>; holds at least <c>role</c>.</param>
/// <param name="Member">The team member, when a platform user calls; null for API keys.</param>
public sealed record ProjectCaller(ProjectRef Project, DatabaseRole Role, string ClaimsJson, ProjectMember? Member)
    : IBindableFromHttpContext<ProjectCaller>
{
    /// <summary>The end user whose token came with the key; null for a key alone and for members.</summary>
    public EndUser? User { get; init; }

    /// <summary>True when the request brought neither key nor token: what it may see is less than the anon key.</summary>
    public bool IsNobody { get; init; }

    /// <summary>True for the service key and for members who may change things (developer and above).</summary>
    public bool MayWriteSchema => Member is null ? Role == DatabaseRole.ServiceRole : Member.Role >= TeamRole.Developer;

    /// <summary>Takes what authentication found.</summary>
    public static ValueTask<ProjectCaller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<ProjectCaller?>(context.Features.GetRequiredFeature<ProjectCaller>());
}

/// <summary>A signed-in end user of the project.</summary>
/// <param name="Id">The user (claim <c>sub</c>).</param>
/// <param name="SessionId">His session; null when the token names none of ours.</param>
public sealed record EndUser(Guid Id, Guid? SessionId);

/// <summary>A platform user in the team that owns the project.</summary>
/// <param name="AccountId">The user.</param>
/// <param name="Role">His role in the team.</param>
public sealed record ProjectMember(Guid AccountId, TeamRole Role);

/// <summary>Roles that requests run as in a project's database.</summary>
public enum DatabaseRole
{
    /// <summary>Nobody in particular: the anon key.</summary>
    Anon,

    /// <summary>A signed-in end user.</summary>
    Authenticated,

    /// <summary>The service key and members: bypasses row level security.</summary>
    ServiceRole,
}

/// <summary>Names of <see cref="DatabaseRole"/> in the database.</summary>
public static class DatabaseRoleNames
{
    /// <summary>The role's name in PostgreSQL.</summary>
    public static string ToSql(this DatabaseRole role) => role switch
    {
        DatabaseRole.Anon => "anon",
        DatabaseRole.Authenticated => "authenticated",
        DatabaseRole.ServiceRole => "service_role",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
