using System.Reflection;
using Microsoft.AspNetCore.Http.Features;

namespace Kolaybase.Api.Http;

/// <summary>A signed-in user of the platform; a handler behind <c>RequirePlatformUser</c> or <c>RequireProjectMember</c> takes it as a parameter.</summary>
/// <param name="AccountId">The account (claim <c>sub</c>).</param>
/// <param name="Email">The address in the token; for messages, not for decisions.</param>
/// <param name="SessionId">The session (claim <c>sid</c>); null when the token names none.</param>
public sealed record PlatformUser(Guid AccountId, string? Email, Guid? SessionId) : IBindableFromHttpContext<PlatformUser>
{
    /// <summary>Takes what authentication found.</summary>
    public static ValueTask<PlatformUser?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<PlatformUser?>(context.Features.GetRequiredFeature<PlatformUser>());
}
