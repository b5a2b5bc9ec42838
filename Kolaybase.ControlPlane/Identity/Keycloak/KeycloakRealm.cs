using System.Net;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Calls into one realm by its own service client.</summary>
internal sealed class KeycloakRealm : IDisposable
{
    private readonly KeycloakServer _server;
    private readonly RealmSecrets _secrets;
    private readonly CachedToken _token;

    public KeycloakRealm(string name, KeycloakServer server, RealmSecrets secrets, TimeProvider clock)
    {
        (Name, _server, _secrets) = (name, server, secrets);
        _token = new CachedToken(FetchAsync, clock);
    }

    public string Name { get; }

    /// <summary>Whether a realm of that name was made, as far as our own database knows.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) => await _secrets.FindAsync(Name, cancellationToken) is not null;

    /// <summary>What stands in the way of driving the realm.</summary>
    public async Task<RealmAccess> ProbeAsync(CancellationToken cancellationToken)
    {
        var answer = await ServiceTokenAsync(cancellationToken);
        return answer switch
        {
            { IsSuccess: true } => RealmAccess.Good,
            { Status: HttpStatusCode.NotFound } => RealmAccess.NoRealm,
            { Status: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized } => RealmAccess.Refused,
            _ => throw _server.Unexpected("the service client of a realm", answer),
        };
    }

    /// <summary>A call of the admin API; <paramref name="path"/> begins after the realm's name.</summary>
    public async Task<KeycloakAnswer> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var token = await _token.GetAsync(refused: null, cancellationToken);
        var answer = await _server.AdminAsync(method, $"/{Name}{path}", token, body, KeycloakServer.Timeout, cancellationToken);
        // Refused before anything was done: the realm was made anew, or its keys are others.
        return answer.Status == HttpStatusCode.Unauthorized
            ? await _server.AdminAsync(method, $"/{Name}{path}", await _token.GetAsync(token, cancellationToken), body, KeycloakServer.Timeout, cancellationToken)
            : answer;
    }

    /// <summary>The same; every answer but 2xx is a fault of the server.</summary>
    public async Task<KeycloakAnswer> DemandAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(method, path, body, cancellationToken);
        return answer.IsSuccess ? answer : throw _server.Unexpected($"{method} {path.Split('?')[0]}", answer);
    }

    /// <summary>A token request of the client of users' tokens.</summary>
    /// <returns>The answer: 200, or 400 and 401 that refuse the grant.</returns>
    public async Task<KeycloakAnswer> GrantAsync(Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        form["client_id"] = RealmClients.Users;
        form["client_secret"] = await SecretAsync(cancellationToken);
        var answer = await _server.TokenAsync(Name, form, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized && answer.Text("error") is "unauthorized_client" or "invalid_client")
        {
            // The secret is another one now; the client was refused before the grant was looked at.
            _secrets.Forget(Name);
            form["client_secret"] = await SecretAsync(cancellationToken);
            answer = await _server.TokenAsync(Name, form, cancellationToken);
        }

        return answer.IsSuccess || answer.Text("error") == "invalid_grant" ? answer : throw _server.Unexpected("a grant", answer);
    }

    public void Dispose() => _token.Dispose();

    private async Task<AccessToken> FetchAsync(CancellationToken cancellationToken)
    {
        var answer = await ServiceTokenAsync(cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            _secrets.Forget(Name);
            answer = await ServiceTokenAsync(cancellationToken);
        }

        return TokenAnswer.Read(answer) ?? throw _server.Unexpected($"the service client of the realm {Name}", answer);
    }

    private async Task<KeycloakAnswer> ServiceTokenAsync(CancellationToken cancellationToken) => await _server.TokenAsync(
        Name,
        new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = RealmClients.Service, ["client_secret"] = await SecretAsync(cancellationToken) },
        cancellationToken);

    private async Task<string> SecretAsync(CancellationToken cancellationToken) =>
        await _secrets.FindAsync(Name, cancellationToken) ?? throw new InvalidOperationException($"The realm {Name} was never made.");
}

/// <summary>What stands in the way of driving a realm.</summary>
internal enum RealmAccess
{
    /// <summary>Nothing.</summary>
    Good,

    /// <summary>There is no such realm.</summary>
    NoRealm,

    /// <summary>The realm is there and refuses our secret.</summary>
    Refused,
}
