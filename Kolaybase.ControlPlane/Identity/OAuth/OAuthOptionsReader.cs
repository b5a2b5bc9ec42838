using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Reads <see cref="OAuthOptions"/>.</summary>
internal static class OAuthOptionsReader
{
    private const string Section = "Kolaybase:OAuth";

    /// <summary>The options of a configuration; faults are added to the list.</summary>
    public static OAuthOptions Read(IConfiguration configuration, List<string> faults)
    {
        var defaults = new OAuthOptions();
        return new OAuthOptions
        {
            Timeout = TimeSpan.FromSeconds(NumberSetting.Read(configuration, $"{Section}:TimeoutSeconds", (int)defaults.Timeout.TotalSeconds, 1, 60, faults)),
            Google = new GoogleOptions
            {
                Issuer = Url(configuration, "Google:Issuer", defaults.Google.Issuer, faults),
                AuthorizeUrl = Url(configuration, "Google:AuthorizeUrl", defaults.Google.AuthorizeUrl, faults),
                TokenUrl = Url(configuration, "Google:TokenUrl", defaults.Google.TokenUrl, faults),
                KeysUrl = Url(configuration, "Google:KeysUrl", defaults.Google.KeysUrl, faults),
            },
            GitHub = new GitHubOptions
            {
                AuthorizeUrl = Url(configuration, "GitHub:AuthorizeUrl", defaults.GitHub.AuthorizeUrl, faults),
                TokenUrl = Url(configuration, "GitHub:TokenUrl", defaults.GitHub.TokenUrl, faults),
                ApiUrl = Url(configuration, "GitHub:ApiUrl", defaults.GitHub.ApiUrl, faults),
            },
        };
    }

    private static string Url(IConfiguration configuration, string name, string fallback, List<string> faults)
    {
        var text = configuration[$"{Section}:{name}"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }

        // Client secrets and codes go there; unprotected they may go no further than this machine.
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            return text.TrimEnd('/');
        }

        faults.Add($"{Section}:{name} must be an https address without user, query and fragment; http is taken on loopback only.");
        return fallback;
    }
}
