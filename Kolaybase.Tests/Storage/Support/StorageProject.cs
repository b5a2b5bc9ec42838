using System.Net.Http.Headers;
using System.Text;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>A project of one test, and the calls of its storage.</summary>
public sealed class StorageProject
{
    private readonly RealmSigner _signer;
    private readonly Dictionary<TeamRole, Guid> _members = [];

    private StorageProject(StorageHost host, ProvisionedProject project)
    {
        (Host, Project) = (host, project);
        _signer = RealmSigner.Create(Realms.OfProject(project.Id));
    }

    public StorageHost Host { get; }

    public ProvisionedProject Project { get; }

    /// <summary>The end user of <see cref="Caller.User"/>.</summary>
    public Guid UserId { get; } = Guid.CreateVersion7();

    /// <summary>Path of the storage calls.</summary>
    public string Base => $"/api/projects/{Project.Id}/storage";

    /// <summary>Where the bytes are.</summary>
    public IObjectStore Store => Host.Plane.Services.GetRequiredService<ObjectStores>().Of(Project.Ref);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StorageProject> CreateAsync(StorageHost host)
    {
        var project = new StorageProject(host, await host.Plane.Projects.CreateAsync(Cancel));
        await using var registry = host.Plane.OpenRegistry();
        registry.Add(project._signer.ToRow());
        foreach (var role in Enum.GetValues<TeamRole>())
        {
            var account = project._members[role] = Guid.CreateVersion7();
            var (email, now) = ($"{account:N}@example.com", TimeProvider.System.GetUtcNow());
            registry.Add(new Account { Id = account, Email = email, NormalizedEmail = email, CreatedAt = now });
            registry.Add(new TeamMember { TeamId = project.Project.Ref.TeamId, AccountId = account, Role = role, JoinedAt = now });
        }

        await registry.SaveChangesAsync(Cancel);
        return project;
    }

    /// <summary>Sets the project's quota, before its first call.</summary>
    public async Task SetQuotaAsync(long bytes)
    {
        await using var registry = Host.Plane.OpenRegistry();
        await registry.Projects.Where(p => p.Id == Project.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.StorageQuotaBytes, bytes), Cancel);
    }

    /// <summary>Calls the storage of the project.</summary>
    public Task<StorageAnswer> CallAsync(string method, string path, string? json = null, Caller caller = Caller.Service, params (string Name, string Value)[] headers) =>
        SendAsync(method, Base + path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), caller, headers);

    /// <summary>The same, for a call that must succeed with that status.</summary>
    public async Task<StorageAnswer> ExpectAsync(int status, string method, string path, string? json = null, Caller caller = Caller.Service, params (string Name, string Value)[] headers) =>
        (await CallAsync(method, path, json, caller, headers)).Expect(status);

    /// <summary>Makes a bucket.</summary>
    public Task<StorageAnswer> BucketAsync(string name, string more = "") => ExpectAsync(201, "POST", "/buckets", $$"""{"name":"{{name}}"{{more}}}""");

    /// <summary>Uploads bytes as they are.</summary>
    public Task<StorageAnswer> UploadAsync(string bucket, string path, byte[] bytes, string? type = null, Caller caller = Caller.Service, bool upsert = false, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return SendAsync("POST", $"{Base}/buckets/{bucket}/objects?path={Uri.EscapeDataString(path)}{(upsert ? "&upsert=true" : "")}", content, caller, headers);
    }

    /// <summary>Uploads text.</summary>
    public Task<StorageAnswer> UploadAsync(string bucket, string path, string text, Caller caller = Caller.Service, bool upsert = false) => UploadAsync(bucket, path, Encoding.UTF8.GetBytes(text), "text/plain", caller, upsert);

    /// <summary>Downloads.</summary>
    public Task<StorageAnswer> DownloadAsync(string bucket, string path, Caller caller = Caller.Service, params (string Name, string Value)[] headers) =>
        SendAsync("GET", $"{Base}/buckets/{bucket}/objects/download?path={Uri.EscapeDataString(path)}", null, caller, headers);

    /// <summary>Sends any request.</summary>
    public async Task<StorageAnswer> SendAsync(string method, string url, HttpContent? content, Caller caller, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = content };
        Authenticate(request.Headers, caller);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Host.Api.Client.SendAsync(request, Cancel);
        return await StorageAnswer.ReadAsync($"{method} {url}", response, Cancel);
    }

    /// <summary>Headers of a caller, for requests that are written by hand.</summary>
    public string RawHeaders(Caller caller)
    {
        using var request = new HttpRequestMessage();
        Authenticate(request.Headers, caller);
        return string.Concat(request.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}\r\n"));
    }

    /// <summary>What the store holds of the project.</summary>
    public async Task<List<StoredObject>> StoredAsync()
    {
        var stored = new List<StoredObject>();
        await foreach (var entry in Store.ListAsync(Project.Id, Cancel))
        {
            stored.Add(entry);
        }

        return stored;
    }

    /// <summary>A value, asked as the owner.</summary>
    public Task<T?> ValueAsync<T>(string sql) => Project.QueryAsync<T>(sql, Cancel);

    /// <summary>Runs SQL as the owner.</summary>
    public Task SqlAsync(string sql) => Project.ExecuteAsync(sql, Cancel);

    private void Authenticate(HttpRequestHeaders headers, Caller caller)
    {
        switch (caller)
        {
            case Caller.Nobody:
                break;
            case Caller.Anon:
                headers.Add("apikey", Project.AnonKey);
                break;
            case Caller.Service:
                headers.Add("apikey", Project.ServiceKey);
                break;
            case Caller.User:
                headers.Add("apikey", Project.AnonKey);
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

    private string Platform(Guid account) => Host.Platform.Sign(account, audience: Realms.PlatformAudience);
}
