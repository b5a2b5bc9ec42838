namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Where the providers are, section <c>Kolaybase:OAuth</c>. The defaults are the real ones; tests and closed networks put others in their place.</summary>
public sealed record OAuthOptions
{
    /// <summary>How long a call to a provider may take (<c>TimeoutSeconds</c>, 1 to 60); empty means 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Google.</summary>
    public GoogleOptions Google { get; init; } = new();

    /// <summary>GitHub.</summary>
    public GitHubOptions GitHub { get; init; } = new();
}

/// <summary>Google's endpoints, section <c>Kolaybase:OAuth:Google</c>.</summary>
public sealed record GoogleOptions
{
    /// <summary>The <c>iss</c> of its id tokens (<c>Issuer</c>).</summary>
    public string Issuer { get; init; } = "https://accounts.google.com";

    /// <summary>The page that the browser is sent to (<c>AuthorizeUrl</c>).</summary>
    public string AuthorizeUrl { get; init; } = "https://accounts.google.com/o/oauth2/v2/auth";

    /// <summary>Where codes are traded (<c>TokenUrl</c>).</summary>
    public string TokenUrl { get; init; } = "https://oauth2.googleapis.com/token";

    /// <summary>Its keys (<c>KeysUrl</c>; RFC 7517, 5).</summary>
    public string KeysUrl { get; init; } = "https://www.googleapis.com/oauth2/v3/certs";
}

/// <summary>GitHub's endpoints, section <c>Kolaybase:OAuth:GitHub</c>.</summary>
public sealed record GitHubOptions
{
    /// <summary>The page that the browser is sent to (<c>AuthorizeUrl</c>).</summary>
    public string AuthorizeUrl { get; init; } = "https://github.com/login/oauth/authorize";

    /// <summary>Where codes are traded (<c>TokenUrl</c>).</summary>
    public string TokenUrl { get; init; } = "https://github.com/login/oauth/access_token";

    /// <summary>Its REST API, with <c>/user</c> and <c>/user/emails</c> below it (<c>ApiUrl</c>).</summary>
    public string ApiUrl { get; init; } = "https://api.github.com";
}
