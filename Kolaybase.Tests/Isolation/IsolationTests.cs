using System.Globalization;
using System.Text.Json;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Isolation;

/// <summary>
/// Everything that project A has (keys, users, a member of its team) against project B, on every
/// operation of the served OpenAPI document that takes a project.
/// </summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private readonly ControlPlaneFixture _plane = new();
    private TestApi _api = null!;
    private ProvisionedProject _attacker = null!;
    private Victim _victim = null!;
    private string _attackersUser = null!;
    private string _stranger = null!;
    private string _owner = null!;
    private IReadOnlyList<ApiOperation> _operations = null!;

    public async ValueTask InitializeAsync()
    {
        await _plane.InitializeAsync();
        _attacker = await _plane.Projects.CreateAsync(Cancel);
        _victim = new Victim(_plane, await _plane.Projects.CreateAsync(Cancel));
        await _victim.PrepareAsync(Cancel);
        _stranger = await MemberAsync(_attacker.Ref.TeamId);
        _owner = await MemberAsync(_victim.Project.Ref.TeamId);
        _attackersUser = await UserTokens.MintAsync(_plane.Services, _attacker.Id, Guid.CreateVersion7(), "user@example.com");
        _api = await TestApi.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(_plane.Settings));
        using var document = JsonDocument.Parse(await _api.Client.GetStringAsync("/api/openapi.json", Cancel));
        _operations = ApiOperation.Read(document);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _plane.DisposeAsync();
    }

    [Fact]
    public void Every_operation_is_covered()
    {
        Assert.NotEmpty(_operations);
        var uncovered = _operations.Select(o => o.Uncovered()).OfType<string>().ToList();
        Assert.True(uncovered.Count == 0, string.Join('\n', uncovered));
        var stale = SampleArguments.Reads.Except(_operations.Select(o => o.Id)).ToList();
        Assert.True(stale.Count == 0, $"No such operation any more: {string.Join(", ", stale)}");
    }

    [Fact]
    public async Task The_owner_himself_may_read()
    {
        foreach (var operation in _operations.Where(o => SampleArguments.Reads.Contains(o.Id)))
        {
            using var request = operation.IsByKey
                ? operation.Request(_victim.Project.Id, _victim.Project.ServiceKey, null)
                : operation.Request(_victim.Project.Id, null, _owner);
            using var response = await _api.Client.SendAsync(request, Cancel);
            Assert.True(response.IsSuccessStatusCode, $"{operation.Id}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
        }
    }

    [Fact]
    public async Task No_credential_of_one_project_does_anything_to_another()
    {
        var faults = new List<string>();
        var calls = 0;
        foreach (var operation in _operations.Where(o => (o.IsByPath || o.IsByKey) && o.Uncovered() is null))
        {
            foreach (var attack in Attacks(operation))
            {
                calls++;
                using var request = operation.Request(_victim.Project.Id, attack.Key, attack.Token);
                using var response = await _api.Client.SendAsync(request, Cancel);
                var text = await response.Content.ReadAsStringAsync(Cancel) + string.Join(' ', response.Headers.Concat(response.Content.Headers).SelectMany(h => h.Value));
                if (attack.Status is { } status ? (int)response.StatusCode != status : (int)response.StatusCode >= 500)
                {
                    faults.Add($"{operation.Id} by {attack.Name}: {(int)response.StatusCode} instead of {attack.Status?.ToString(CultureInfo.InvariantCulture) ?? "an answer about his own project"}: {text}");
                }

                faults.AddRange(_victim.Secrets.Where(s => text.Contains(s, StringComparison.Ordinal)).Select(s => $"{operation.Id} by {attack.Name} shows \"{s}\""));
            }
        }

        Assert.True(calls > 50, $"only {calls} calls were made");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await _victim.IsUntouchedAsync(Cancel);
    }

    /// <summary>By key the attacker reaches his own project, where no table has the victim's name: 404. By path every key is refused, and a stranger can't tell the project from none.</summary>
    private IEnumerable<Attack> Attacks(ApiOperation operation)
    {
        var (own, foreign) = (_attacker, _victim.Project);
        if (operation.IsByKey)
        {
            int? status = SampleArguments.OwnUsers.Contains(operation.Id) ? null : SampleArguments.OwnProject.Contains(operation.Id) ? 200 : 404;
            yield return new("the anon key of A", own.AnonKey, null, status);
            yield return new("the service key of A", own.ServiceKey, null, status);
            yield return new("a user of A", own.AnonKey, _attackersUser, status);
            yield return new("a user of A with the anon key of B", foreign.AnonKey, _attackersUser, 401);
            yield return new("a member of A's team with the anon key of B", foreign.AnonKey, _stranger, 401);
            yield return new("the service key of A as token with the anon key of B", foreign.AnonKey, own.ServiceKey, 401);
            yield return new("a member of A's team", null, _stranger, 401);
            yield return new("nobody", null, null, 401);
            yield break;
        }

        var keys = operation.TakesKeys ? 403 : 401;
        yield return new("the anon key of A", own.AnonKey, null, keys);
        yield return new("the service key of A", own.ServiceKey, null, keys);
        yield return new("a user of A", own.AnonKey, _attackersUser, keys);
        yield return new("a user of A with the anon key of B", foreign.AnonKey, _attackersUser, 401);
        yield return new("a user of A without a key", null, _attackersUser, 401);
        yield return new("a member of A's team", null, _stranger, 404);
        yield return new("nobody", null, null, 401);
    }

    private async Task<string> MemberAsync(Guid teamId)
    {
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var email = $"{id:N}@example.com";
        await using var db = _plane.OpenRegistry();
        db.Add(new Account { Id = id, Email = email, NormalizedEmail = email, CreatedAt = now });
        db.Add(new TeamMember { TeamId = teamId, AccountId = id, Role = TeamRole.Owner, JoinedAt = now });
        await db.SaveChangesAsync(Cancel);
        return await UserTokens.MintPlatformAsync(_plane.Services, id, email);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed record Attack(string Name, string? Key, string? Token, int? Status);
}
