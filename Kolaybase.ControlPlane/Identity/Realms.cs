namespace Kolaybase.ControlPlane.Identity;

/// <summary>Names of realms: one for the platform's own users, one for the end users of each project.</summary>
public static class Realms
{
    /// <summary>Developers who own projects.</summary>
    public const string Platform = "platform";

    private const string ProjectPrefix = "project-";

    /// <summary>The <c>aud</c> of the platform's own access tokens (RFC 7519, 4.1.3); the API accepts no other.</summary>
    public const string PlatformAudience = "kolaybase";

    /// <summary>The <c>aud</c> of end users' access tokens.</summary>
    public const string ProjectAudience = "authenticated";

    /// <summary>End users of one project.</summary>
    public static string OfProject(Guid projectId) => $"{ProjectPrefix}{projectId:N}";

    /// <summary>The project whose end users a realm holds.</summary>
    /// <returns>False when it is no project's realm.</returns>
    public static bool TryGetProject(string realm, out Guid projectId)
    {
        projectId = default;
        return realm.StartsWith(ProjectPrefix, StringComparison.Ordinal) && Guid.TryParseExact(realm.AsSpan(ProjectPrefix.Length), "N", out projectId);
    }

    /// <summary>The <c>role</c> of a realm's access tokens: the database role of a project's end users; a platform user has none in any project.</summary>
    public static string Role(string realm) => realm == Platform ? "platform" : "authenticated";

    /// <summary>The <c>aud</c> of a realm's access tokens.</summary>
    public static string Audience(string realm) => realm == Platform ? PlatformAudience : ProjectAudience;

    /// <summary>The <c>iss</c> of tokens of a realm: a URL under the public address, so that discovery can be served there (OpenID Connect Discovery 1.0, section 4).</summary>
    public static string Issuer(string publicUrl, string realm) => $"{publicUrl.TrimEnd('/')}/api/realms/{realm}";
}
