using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Maintenance;
using Kolaybase.Workers.Provisioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.Tests.Placement;

/// <summary>Projects on two PostgreSQL clusters of different versions under one API and one worker.</summary>
[Collection(PlacementFixture.Collection)]
public sealed class TwoClustersTests(PlacementFixture fixture)
{
    private const string Password = "correct horse";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_projects_go_where_the_setting_says_and_connect_shows_the_address_of_their_cluster()
    {
        Assert.Equal(("default", TwoClustersPlane.Second), (fixture.A.Row.DatabaseServer, fixture.B.Row.DatabaseServer));
        Assert.StartsWith("15.", await VersionAsync(fixture.A), StringComparison.Ordinal);
        Assert.StartsWith("18.", await VersionAsync(fixture.B), StringComparison.Ordinal);

        var a = (await fixture.Owner.GetAsync($"/api/projects/{fixture.A.Id}/connect")).Expect(200).GetProperty("database");
        var b = (await fixture.Owner.GetAsync($"/api/projects/{fixture.B.Id}/connect")).Expect(200).GetProperty("database");
        Assert.Equal(("127.0.0.1", fixture.Plane.Server.Port), (a.GetProperty("host").GetString(), a.GetProperty("port").GetInt32()));
        Assert.Equal(("pg2.example.com", 5433), (b.GetProperty("host").GetString(), b.GetProperty("port").GetInt32()));
        Assert.Contains("@pg2.example.com:5433/", b.GetProperty("direct").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_SQL_and_the_data_API_work_on_both_and_follow_a_change_of_the_schema()
    {
        await BothAsync(async project =>
        {
            var tables = $"/api/projects/{project.Id}/tables";
            (await fixture.Owner.PostAsync(tables, new { name = "notes", access = "public-read", columns = new[] { new { name = "title", type = "text" } } })).Expect(201);
            (await fixture.Owner.PostAsync(tables + "/notes/rows", new { title = project.Row.DatabaseServer })).Expect(201);
            Assert.Equal($$"""[{"title":"{{project.Row.DatabaseServer}}"}]""", (await project.Anon().GetAsync("/api/rest/v1/notes?select=title")).Expect(200).GetRawText());

            await project.SqlAsync("alter table notes add column stars int default 3");
            Assert.Equal("""[{"stars":3}]""", (await project.Anon().GetAsync("/api/rest/v1/notes?select=stars")).Expect(200).GetRawText());
            Assert.Single((await fixture.Owner.GetAsync(tables)).Expect(200).EnumerateArray(), t => t.GetProperty("name").GetString() == "notes");
        });
    }

    [Fact]
    public async Task Users_and_the_policies_of_their_objects_work_on_both()
    {
        var email = EndUserProject.NewEmail();
        await BothAsync(async project =>
        {
            var user = project.Anon();
            (await user.PostAsync("signup", new { email, password = Password })).Expect(201);
            user.Take((await user.SignInAsync(email, Password)).Expect(200));

            (await fixture.Owner.PostAsync($"/api/projects/{project.Id}/storage/buckets", new { name = "homes" })).Expect(201);
            await project.SqlAsync("""
                create policy "own folder" on storage.objects to authenticated
                    using (bucket_id = 'homes' and (storage.foldername(name))[1] = auth.uid()::text)
                    with check (bucket_id = 'homes' and (storage.foldername(name))[1] = auth.uid()::text)
                """);
            (await project.UploadAsync(user, project.Provisioned.AnonKey, "homes", $"{user.UserId}/note", "mine")).Expect(201);
            (await project.UploadAsync(user, project.Provisioned.AnonKey, "homes", $"{Guid.CreateVersion7()}/note", "not mine")).Refused(403, "KB711");
            Assert.Equal(user.UserId, await project.Provisioned.QueryAsync<Guid>("select owner from storage.objects", Cancel));
        });
    }

    [Fact]
    public async Task A_rotated_key_and_a_deletion_concern_one_project_only()
    {
        var project = await fixture.CreateAsync(fixture.OwnerAtSecond);
        var former = project.Provisioned.ServiceKey;
        var key = (await fixture.Owner.PostAsync($"/api/projects/{project.Id}/keys/rotate", new { kind = "service" })).Expect(200).GetProperty("key").GetString()!;
        (await new EndUserClient(fixture.Api.Client, key).GetAsync("/api/rest/v1/")).Expect(200);
        await Eventually.TrueAsync(async () => (int)(await new EndUserClient(fixture.Api.Client, former).GetAsync("/api/rest/v1/")).Status == 401, "the former key is refused", Cancel);
        (await fixture.B.DataAsync("")).Expect(200);

        (await fixture.Owner.DeleteAsync($"/api/projects/{project.Id}")).Expect(202);
        await Eventually.TrueAsync(async () => (int)(await fixture.Owner.GetAsync($"/api/projects/{project.Id}")).Status == 404, "the project is gone", Cancel);
        await using var registry = fixture.Plane.OpenRegistry();
        await ProjectParts.AssertGoneAsync(registry, fixture.Second.SuperuserConnectionString, project.Row, Cancel);
        (await fixture.B.DataAsync("")).Expect(200);
    }

    [Fact]
    public async Task The_watchdog_and_the_clean_up_reach_both()
    {
        var servers = fixture.Plane.Services.GetRequiredService<IOptions<DatabaseServersOptions>>();
        // Connections of its own: another test stops a cluster, which breaks those that are kept.
        await using var admins = new ServerAdmins(servers);
        var watchdog = new SessionWatchdog(admins, new WatchdogOptions { IdleInTransactionSeconds = 1 });
        await BothAsync(async project =>
        {
            await using var idle = new NpgsqlConnection($"{project.Provisioned.OwnerConnectionString};Pooling=false");
            await idle.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand("set idle_in_transaction_session_timeout = 0; begin; select 1", idle);
            await command.ExecuteNonQueryAsync(Cancel);
            IReadOnlyList<EndedSession> ended = [];
            await Eventually.TrueAsync(
                async () => (ended = await watchdog.RunAsync(project.Row.DatabaseServer, project.Row.DatabaseName, Cancel)).Count > 0, $"the session on {project.Row.DatabaseServer} is ended", Cancel);
            Assert.Equal(new EndedSession(project.Row.DatabaseName, project.Row.OwnerRole, "idle in transaction"), Assert.Single(ended));
        });

        await fixture.Second.ExecuteAsync($"create role kb_retired_on_second nologin; comment on role kb_retired_on_second is '{RetiredRoles.Mark}'; grant kb_retired_on_second to kolaybase_provisioner with admin option", Cancel);
        Assert.True(await new RetiredRoles(admins, servers, NullLogger<RetiredRoles>.Instance).DropAsync(Cancel) >= 1);
        Assert.Equal(0L, await ProjectParts.AskAsync(fixture.Second.SuperuserConnectionString, "select count(*) from pg_roles where rolname = 'kb_retired_on_second'", Cancel));
    }

    [Fact]
    public async Task Connections_are_limited_for_each_cluster_apart()
    {
        using var databases = new ProjectDatabases(
            fixture.Plane.Services.GetRequiredService<ProjectConnections>(), new ProjectDatabasesOptions { PerServer = 1, Wait = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);
        await using (await databases.OpenOwnerAsync(fixture.A.Provisioned.Ref.Database, Cancel))
        {
            Assert.True((await Assert.ThrowsAsync<DatabaseBusyException>(async () => await databases.OpenAuthenticatorAsync(fixture.A.Provisioned.Ref.Database, Cancel))).AllInUse);
            await using var other = await databases.OpenOwnerAsync(fixture.B.Provisioned.Ref.Database, Cancel);
            Assert.Equal(180000, other.PostgreSqlVersion.Major * 10000);
        }

        await using var again = await databases.OpenAuthenticatorAsync(fixture.A.Provisioned.Ref.Database, Cancel);
    }

    private Task BothAsync(Func<PlacedProject, Task> work) => Task.WhenAll(work(fixture.A), work(fixture.B));

    private static async Task<string?> VersionAsync(PlacedProject project) => (await project.SqlAsync("select current_setting('server_version') as v")).GetProperty("rows")[0].GetProperty("v").GetString();
}
