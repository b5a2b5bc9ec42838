using System.Security.Cryptography;
using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity.OAuth;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>
/// The mark of the browser that a sign-in belongs to: a cookie for each sign-in, so that several tabs don't disturb one another.
/// <c>Lax</c>, since the provider's redirect comes from another site (RFC 6265bis, 5.6.7.1).
/// </summary>
internal sealed class OAuthCookies(HttpOptions options)
{
    private readonly string _path = new Uri(options.PublicUrl).AbsolutePath.TrimEnd('/') + "/api/rest/v1/auth";
    private readonly bool _secure = options.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The mark that came for a state; null when none did.</summary>
    public static string? Read(HttpRequest request, string state) => request.Cookies[Name(state)] is { Length: OAuthStates.Length } mark ? mark : null;

    /// <summary>Gives the browser its mark.</summary>
    public void Write(HttpResponse response, string state, string mark) => response.Cookies.Append(Name(state), mark, Options(OAuthStates.Lifetime));

    /// <summary>Takes it away.</summary>
    public void Delete(HttpResponse response, string state) => response.Cookies.Delete(Name(state), Options(null));

    // Not the state itself: a cookie's name is seen where its value is not.
    internal static string Name(string state) => "kb_oauth_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, 8));

    private CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = _secure,
        SameSite = SameSiteMode.Lax,
        Path = _path,
        MaxAge = lifetime,
        IsEssential = true,
    };
}
