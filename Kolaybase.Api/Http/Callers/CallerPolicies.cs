using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http;

/// <summary>Says on a route or a group who may call it. Authentication runs before the body is read.</summary>
public static class CallerPolicies
{
    /// <summary>A signed-in platform user; handlers take <see cref="PlatformUser"/>.</summary>
    public static TBuilder RequirePlatformUser<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.PlatformUser));

    /// <summary>
    /// A platform user who is a member, with at least that role, of the team that owns the project
    /// <c>{id}</c> of the path, in whatever status it is; handlers take <see cref="PlatformUser"/>
    /// or <see cref="ProjectCaller"/>. Others get 404, members of a lesser role 403.
    /// </summary>
    public static TBuilder RequireProjectMember<TBuilder>(this TBuilder builder, TeamRole minimum = TeamRole.Viewer)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectMember, MinimumTeamRole: minimum));

    /// <summary>A member or an API key of the active project <c>{id}</c> of the path; handlers take <see cref="ProjectCaller"/>.</summary>
    public static TBuilder RequireProjectCaller<TBuilder>(this TBuilder builder, ProjectAccess access = ProjectAccess.Read)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectByPath, access));

    /// <summary>
    /// A member or an API key of the active project that the body or the query names (<c>projectId</c>); handlers ask <see cref="NamedProjects"/>
    /// for the <see cref="ProjectCaller"/>. Who is nobody, or has a key that may not do this at all, is refused before the body is read.
    /// </summary>
    public static TBuilder RequireNamedProjectCaller<TBuilder>(this TBuilder builder, ProjectAccess access = ProjectAccess.Read)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectByName, access));

    /// <summary>The same, or a request without any credentials, see <see cref="ProjectCaller.IsNobody"/>: the handler says what is open to everybody.</summary>
    public static TBuilder AllowNobody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectByPathOrNobody));

    /// <summary>Whoever has an address with a signature, which the handler verifies; credentials are not looked at. Handlers take <see cref="ProjectCaller"/>, who is nobody.</summary>
    public static TBuilder RequireSignature<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectBySignature));

    /// <summary>An API key, which names the (active) project, with or without an end user's token; handlers take <see cref="ProjectCaller"/>.</summary>
    public static TBuilder RequireProjectKey<TBuilder>(this TBuilder builder, ProjectAccess access = ProjectAccess.Read)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectByKey, access));

    /// <summary>A page that a link in a mail opens: the anon key is in its URL (<c>?apikey=</c>); handlers take <see cref="ProjectCaller"/>.</summary>
    public static TBuilder RequireProjectKeyInUrl<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerKind.ProjectByUrlKey));
}
