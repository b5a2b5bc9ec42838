using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Tests.Tables.Support;

/// <summary>A project of one test: its database, keys, team members and end users.</summary>
public sealed class TablesProject
{
    private readonly TablesHost _host;
    private readonly ProvisionedProject _project;
    private readonly RealmSigner _signer;
    private readonly Dictionary<TeamRole, Guid> _members = [];

    private TablesProject(TablesHost host, ProvisionedProject project)
    {
        (_host, _project) = (host, project);
        _signer = RealmSigner.Create(Realms.OfProject(project.Id));
    }

    public Guid Id => _project.Id;

    /// <summary>Its database, keys and logins.</summary>
    public ProvisionedProject Provisioned => _project;

    /// <summary>What it runs on.</summary>
    public TablesHost Host => _host;

    /// <summary>The end user of <see cref="Caller.User"/>.</summary>
    public Guid UserId { get; } = Guid.CreateVersion7();

    public static async Task<TablesProject> CreateAsync(TablesHost host)
    {
        var project = new TablesProject(host, await host.Plane.Projects.CreateAsync(Token));
        await using var registry = host.Plane.OpenRegistry();
        registry.Add(project._signer.ToRow());
        foreach (var role in Enum.GetValues<TeamRole>())
        {
            var account = project._members[role] = Guid.CreateVersion7();
            var (email, now) = ($"{account:N}@example.com", TimeProvider.System.GetUtcNow());
            registry.Add(new Account { Id = account, Email = email, NormalizedEmail = email, CreatedAt = now });
            registry.Add(new TeamMember { TeamId = project._project.Ref.TeamId, AccountId = account, Role = role, JoinedAt = now });
        }

        await registry.SaveChangesAsync(Token);
        return project;
    }

    /// <summary>Faults that the server logged, for the message of a test that fails.</summary>
    public string Faults() => string.Join('\n', _host.Api.Log.Entries.Where(e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Error).Select(e => e.Exception));

    /// <summary>Runs SQL as the project's owner.</summary>
    public Task SqlAsync(string sql) => _project.ExecuteAsync(sql, Token);

    /// <summary>One value, read as the project's owner; null for SQL's null.</summary>
    public async Task<object?> ValueAsync(string sql) => await _project.QueryAsync<object>(sql, Token) is var value && value is DBNull ? null : value;

    /// <summary>A connection of the project's owner, for a test that holds locks.</summary>
    public Task<NpgsqlConnection> OpenAsync() => OpenAsync(_project.OwnerConnectionString);

    /// <summary>A connection of the project's authenticator.</summary>
    public Task<NpgsqlConnection> OpenAuthenticatorAsync() => OpenAsync(_project.AuthenticatorConnectionString);

    /// <summary>Calls <c>/api/projects/:id/tables</c> followed by <paramref name="path"/>; the answer's JSON.</summary>
    public Task<Answer> CallAsync(string method, string path = "", string? body = null, Caller caller = Caller.Service, Guid? projectId = null) =>
        SendAsync(method, $"/api/projects/{projectId ?? Id}/tables{path}", body, caller);

    /// <summary>Calls <c>/api/projects/:id</c> followed by <paramref name="path"/>.</summary>
    public Task<Answer> ProjectCallAsync(string method, string path, Caller caller, string? body = null) => SendAsync(method, $"/api/projects/{Id}{path}", body, caller);

    /// <summary>Runs SQL on the project's database as a superuser, for what its owner may not do.</summary>
    public async Task SuperuserSqlAsync(string sql)
    {
        await using var connection = await OpenAsync(new NpgsqlConnectionStringBuilder(_host.Plane.Server.SuperuserConnectionString) { Database = _project.Ref.Database.Name }.ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Runs SQL on the control database.</summary>
    public async Task ControlSqlAsync(string sql)
    {
        await using var registry = _host.Plane.OpenRegistry();
        await registry.Database.ExecuteSqlRawAsync(sql, Token);
    }

    /// <summary>The account of a member.</summary>
    public Guid MemberId(TeamRole role) => _members[role];

    /// <summary>Calls the data API.</summary>
    public Task<Answer> RestAsync(string method, string path, string? body = null, Caller caller = Caller.Anon) =>
        SendAsync(method, "/api/rest/v1" + path, body, caller);

    /// <summary>Calls <c>/api/projects/:id</c> followed by <paramref name="path"/> with the bytes as they are: an HTTP client would rewrite some paths.</summary>
    public async Task<Answer> RawAsync(string method, string path, Caller caller)
    {
        using var request = new HttpRequestMessage();
        Authenticate(request.Headers, caller);
        var headers = string.Concat(request.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}\r\n"));
        var answer = await RawHttp.SendAsync(
            _host.Api.BaseUrl,
            $"{method} /api/projects/{Id}{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
        return new Answer(answer.Status, answer.Body);
    }

    /// <summary>The project's status in the registry.</summary>
    public async Task<ProjectStatus> StatusAsync()
    {
        await using var registry = _host.Plane.OpenRegistry();
        return (await registry.Projects.SingleAsync(p => p.Id == Id, Token)).Status;
    }

    /// <summary>Calls any path.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? body, Caller caller)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        Authenticate(request.Headers, caller);
        using var response = await _host.Api.Client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return new Answer((int)response.StatusCode, text);
    }

    /// <summary>The same, for a call that must succeed with that status.</summary>
    public async Task<JsonElement> ExpectAsync(int status, string method, string path = "", string? body = null, Caller caller = Caller.Service)
    {
        var answer = await CallAsync(method, path, body, caller);
        Assert.True(answer.Status == status, $"{method} {path} {body}: expected {status}, got {answer}");
        return answer.Json;
    }

    /// <summary>The same, for a call that must be refused with that status and code.</summary>
    public async Task<Refusal> RefusedAsync(int status, string code, string method, string path = "", string? body = null, Caller caller = Caller.Service)
    {
        var answer = await CallAsync(method, path, body, caller);
        Assert.True(answer.Status == status, $"{method} {path} {body}: expected {status} {code}, got {answer}");
        Assert.Equal(["code", "message", "details", "hint"], answer.Json.EnumerateObject().Select(m => m.Name));
        var refusal = new Refusal(
            answer.Json.GetProperty("code").GetString()!,
            answer.Json.GetProperty("message").GetString()!,
            answer.Json.GetProperty("details").GetString(),
            answer.Json.GetProperty("hint").GetString());
        Assert.True(refusal.Code == code, $"{method} {path} {body}: expected {code}, got {answer}");
        return refusal;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Authenticate(HttpRequestHeaders headers, Caller caller)
    {
        switch (caller)
        {
            case Caller.Nobody:
                break;
            case Caller.Anon:
                headers.Add("apikey", _project.AnonKey);
                break;
            case Caller.Service:
                headers.Add("apikey", _project.ServiceKey);
                break;
            case Caller.User:
                headers.Add("apikey", _project.AnonKey);
                headers.Authorization = new("Bearer", _signer.Sign(UserId));
                break;
            case Caller.Outsider:
                headers.Authorization = new("Bearer", Platform(Guid.CreateVersion7()));
                break;
            default:
                headers.Authorization = new("Bearer", Platform(_members[Enum.Parse<TeamRole>(caller.ToString())]));
                break;
        }
    }

    private string Platform(Guid account) => _host.Platform.Sign(account, audience: Realms.PlatformAudience);

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        return connection;
    }
}

/// <summary>Who calls.</summary>
public enum Caller
{
    /// <summary>No credentials.</summary>
    Nobody,

    /// <summary>The anon key.</summary>
    Anon,

    /// <summary>The anon key with an end user's token.</summary>
    User,

    /// <summary>The service key.</summary>
    Service,

    /// <summary>A platform user in no team.</summary>
    Outsider,

    /// <summary>A member of the team.</summary>
    Viewer,

    /// <summary>A member of the team.</summary>
    Developer,

    /// <summary>A member of the team.</summary>
    Admin,

    /// <summary>A member of the team.</summary>
    Owner,
}

/// <summary>An answer.</summary>
public sealed record Answer(int Status, string Text)
{
    /// <summary>Its body.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    public override string ToString() => $"{Status} {(Text.Length > 600 ? Text[..600] : Text)}";
}

/// <summary>An error body.</summary>
public sealed record Refusal(string Code, string Message, string? Details, string? Hint);
