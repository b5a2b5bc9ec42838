using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Logs;

/// <summary>An API and a worker on a control plane of their own. Tests use accounts and projects of their own.</summary>
public sealed class LogStack : IAsyncLifetime
{
    private readonly PlatformFixture _platform = new();
    private readonly TemporaryFolder _mails = TemporaryFolder.Create();
    private IHost? _worker;

    public PlatformFixture Platform => _platform;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _platform.InitializeAsync();
        _worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(_platform.Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                // The fixture has prepared it.
                [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
                ["Kolaybase:Mail:Folder"] = _mails.Path,
            });
            builder.Logging.ClearProviders();
        });
        await _worker.StartAsync(Cancel);
    }

    /// <summary>A new account with a project that has a table <c>todos</c> open to all.</summary>
    internal async Task<LoggedProject> CreateAsync()
    {
        var owner = await _platform.SignUpAsync();
        var made = await owner.PostAsync("/api/projects", new { name = "logged" });
        var project = made.Expect(201);
        var id = project.GetProperty("id").GetGuid();
        await SqlAsync(owner, id, "create table todos (id int primary key, title text unique, done bool); grant all on todos to anon, authenticated, service_role", 200);
        return new(owner, id, project.GetProperty("anonKey").GetString()!, project.GetProperty("serviceKey").GetString()!, made.Headers.GetValues("X-Request-Id").Single());
    }

    /// <summary>Runs SQL; returns the request's id.</summary>
    public static async Task<string> SqlAsync(PlatformClient owner, Guid projectId, string query, int status)
    {
        var answer = await owner.PostAsync("/api/sql/execute", new { projectId, query });
        answer.Expect(status);
        return answer.Headers.GetValues("X-Request-Id").Single();
    }

    /// <summary>Calls with a key; the answer's status, request id and body.</summary>
    public async Task<(int Status, string RequestId, string Body)> CallAsync(string key, HttpMethod method, string path, HttpContent? content = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("apikey", key);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _platform.Api.Client.SendAsync(request, Cancel);
        return ((int)response.StatusCode, response.Headers.GetValues("X-Request-Id").Single(), await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Calls with a JSON body.</summary>
    public Task<(int Status, string RequestId, string Body)> CallAsync(string key, HttpMethod method, string path, object body) => CallAsync(key, method, path, JsonContent.Create(body));

    /// <summary>The entries of a request once there are as many as wanted, the newest first.</summary>
    internal static async Task<IReadOnlyList<JsonElement>> EntriesAsync(LoggedProject project, string query, int count)
    {
        IReadOnlyList<JsonElement> found = [];
        var seen = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var answer = await project.Owner.GetAsync($"/api/projects/{project.Id}/logs?{query}");
                seen = answer.Text;
                found = [.. answer.Expect(200).EnumerateArray()];
                return found.Count >= count;
            },
            $"{count} entries of {query} are there",
            Cancel);
        Assert.True(found.Count == count, seen);
        return found;
    }

    /// <summary>All rows of a project as texts.</summary>
    public async Task<string> RowsAsync(Guid project)
    {
        await using var db = _platform.OpenRegistry();
        return string.Join('\n', await db.Database.SqlQuery<string>($"select l::text as \"Value\" from project_logs l where project_id = {project}").ToListAsync(Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_worker).DisposeAsync();
        }

        await _platform.DisposeAsync();
        _mails.Dispose();
    }
}

/// <summary>A project whose log is looked at.</summary>
/// <param name="Owner">Its owner.</param>
/// <param name="Id">Its id.</param>
/// <param name="AnonKey">Its public key.</param>
/// <param name="ServiceKey">Its secret key.</param>
/// <param name="MadeBy">Id of the request that made it.</param>
internal sealed record LoggedProject(PlatformClient Owner, Guid Id, string AnonKey, string ServiceKey, string MadeBy);
