using System.Collections.Frozen;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>The providers that end users may sign in with; one instance for a process, since it keeps connections and keys.</summary>
public sealed class OAuthProviders : IDisposable
{
    /// <summary>Google's name in paths and settings.</summary>
    public const string Google = "google";

    /// <summary>GitHub's name in paths and settings.</summary>
    public const string GitHub = "github";

    private readonly OAuthHttp _http;
    private readonly FrozenDictionary<string, IOAuthProvider> _providers;

    /// <summary>Makes them; nothing is called yet.</summary>
    public OAuthProviders(OAuthOptions options, TimeProvider clock)
    {
        _http = new OAuthHttp(options.Timeout, clock);
        _providers = new Dictionary<string, IOAuthProvider>(StringComparer.Ordinal)
        {
            [Google] = new GoogleProvider(options.Google, _http, clock),
            [GitHub] = new GitHubProvider(options.GitHub, _http),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The provider of that name, or null.</summary>
    public IOAuthProvider? Find(string name) => _providers.GetValueOrDefault(name);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
