using System.Net;
using System.Net.Http.Json;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Rest;

/// <summary>What a project sets for its own data API holds on every process, within the seconds that a look-up of its key is used.</summary>
public sealed class ProjectSettingsTests : IAsyncLifetime
{
    /// <summary>Three seconds is the promise; the rest is the machine's.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private readonly ControlPlaneFixture _plane = new();
    private ProvisionedProject _project = null!;
    private TestApi _api = null!;
    private TestApi _replica = null!;
    private string _member = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _plane.InitializeAsync();
        _project = await _plane.Projects.CreateAsync(Cancel);
        await _project.ExecuteAsync(
            """
            create table items (id int primary key, name text); insert into items select i, 'x' from generate_series(1, 5) i;
            create function numbers() returns setof int stable language sql as 'select generate_series(1, 5)';
            grant all on items to anon, service_role; grant execute on function numbers to anon, service_role;
            """,
            Cancel);
        _api = await TestApi.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(_plane.Settings));
        _replica = await TestApi.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(_plane.Settings));
        _member = await MemberAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _replica.DisposeAsync();
        await _plane.DisposeAsync();
    }

    [Fact]
    public async Task The_row_cap_bounds_reads_and_calls_of_all_but_the_service_key()
    {
        Assert.Equal(5, (await SendAsync("GET", "items")).Json.GetArrayLength());

        await PutAsync(new { maxRows = 2 });
        await Eventually.TrueAsync(async () => (await SendAsync("GET", "items")).Json.GetArrayLength() == 2, "the cap holds on the other process", Cancel, s_soon);

        var read = (await SendAsync("GET", "items?order=id&select=id")).Expect(HttpStatusCode.OK);
        Assert.Equal(("""[{"id":1},{"id":2}]""", "0-1/*"), (read.Body, read.ContentRange));
        var counted = (await SendAsync("GET", "items?order=id&limit=4&offset=1", prefer: "count=exact")).Expect(HttpStatusCode.PartialContent);
        Assert.Equal((2, "1-2/5"), (counted.Json.GetArrayLength(), counted.ContentRange));
        Assert.Equal("[1,2]", (await SendAsync("GET", "rpc/numbers")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal("0-4/*", (await SendAsync("GET", "items", _project.ServiceKey)).Expect(HttpStatusCode.OK).ContentRange);

        await PutAsync(new { });
        await Eventually.TrueAsync(async () => (await SendAsync("GET", "items")).Json.GetArrayLength() == 5, "the installation's cap holds again", Cancel, s_soon);
    }

    [Fact]
    public async Task An_estimate_counts_up_to_the_projects_own_cap()
    {
        // The planner goes on believing in five rows.
        await _project.ExecuteAsync("analyze items; insert into items select i, 'x' from generate_series(6, 9) i", Cancel);
        Assert.Equal("0-8/9", (await SendAsync("GET", "items", prefer: "count=estimated")).ContentRange);

        await PutAsync(new { maxRows = 2 });

        await Eventually.TrueAsync(async () => (await SendAsync("GET", "items", prefer: "count=estimated")).ContentRange == "0-1/5", "the guess is told", Cancel, s_soon);
    }

    [Theory]
    [InlineData("PATCH", """{"name":"y"}""")]
    [InlineData("DELETE", null)]
    public async Task A_project_may_allow_writes_without_a_filter_and_take_it_back(string method, string? body)
    {
        Assert.Equal((400, "KB601"), (await SendAsync(method, "items", body: body)).Error);
        Assert.Equal(5, await _project.QueryAsync<long>("select count(*) from items where name = 'x'", Cancel));

        await PutAsync(new { allowUnfilteredWrites = true });
        await Eventually.TrueAsync(async () => (await SendAsync(method, "items", body: body)).Status == HttpStatusCode.NoContent, "the write is allowed", Cancel, s_soon);
        Assert.Equal(0, await _project.QueryAsync<long>("select count(*) from items where name = 'x'", Cancel));

        await PutAsync(new { allowUnfilteredWrites = false });
        await Eventually.TrueAsync(async () => (await SendAsync(method, "items", body: body)).Status == HttpStatusCode.BadRequest, "the write is refused again", Cancel, s_soon);
    }

    private async Task PutAsync(object settings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/projects/{_project.Id}/rest/config") { Content = JsonContent.Create(settings) };
        request.Headers.Authorization = new("Bearer", _member);
        using var response = await _api.Client.SendAsync(request, Cancel);
        (await RestAnswer.ReadAsync(response)).Expect(HttpStatusCode.OK);
    }

    /// <summary>Asks the process that has not been told.</summary>
    private async Task<RestAnswer> SendAsync(string method, string path, string? key = null, string? body = null, string? prefer = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/rest/v1/" + path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Add("apikey", key ?? _project.AnonKey);
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        using var response = await _replica.Client.SendAsync(request, Cancel);
        return await RestAnswer.ReadAsync(response);
    }

    private async Task<string> MemberAsync()
    {
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var email = $"{id:N}@example.com";
        await using var db = _plane.OpenRegistry();
        db.Add(new Account { Id = id, Email = email, NormalizedEmail = email, CreatedAt = now });
        db.Add(new TeamMember { TeamId = _project.Ref.TeamId, AccountId = id, Role = TeamRole.Developer, JoinedAt = now });
        await db.SaveChangesAsync(Cancel);
        return await UserTokens.MintPlatformAsync(_plane.Services, id, email);
    }
}
