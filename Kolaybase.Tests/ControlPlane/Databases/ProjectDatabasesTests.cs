using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Databases;

public sealed class ProjectDatabasesTests(ControlPlaneFixture plane) : IClassFixture<ControlPlaneFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static ProjectDatabasesOptions Tight => new() { PerProject = 2, PerServer = 3, Wait = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Connections_log_in_as_the_authenticator_and_as_the_owner()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(new());
        await using var authenticator = await databases.OpenAuthenticatorAsync(project.Ref.Database, Cancelled);
        await using var owner = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);

        Assert.Equal(project.Ref.Database.AuthenticatorRole, await ScalarAsync(authenticator, "select session_user::text"));
        Assert.Equal(project.Ref.Database.OwnerRole, await ScalarAsync(owner, "select session_user::text"));
        Assert.Equal(project.Ref.Database.Name, await ScalarAsync(owner, "select current_database()::text"));
    }

    [Fact]
    public async Task A_connection_that_is_given_back_is_used_again()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(Tight);
        var ids = new HashSet<object?>();
        for (var i = 0; i < 10; i++)
        {
            await using var connection = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
            ids.Add(await ScalarAsync(connection, "select pg_backend_pid()"));
        }

        Assert.Single(ids);
    }

    [Theory]
    [InlineData(0, 0L)]
    [InlineData(PoolSettings.Prepared, 1L)]
    public async Task Statements_that_recur_are_prepared_unless_none_may_be(int prepared, long expected)
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(new() { Prepared = prepared });
        await using var connection = await databases.OpenAuthenticatorAsync(project.Ref.Database, Cancelled);
        for (var i = 0; i <= PoolSettings.PreparedAfter; i++)
        {
            Assert.Equal(1, await ScalarAsync(connection, "select 1"));
        }

        Assert.Equal(expected, await ScalarAsync(connection, "select count(*) from pg_prepared_statements where statement = 'select 1'"));
    }

    [Fact]
    public async Task A_project_gets_no_more_than_its_share_and_others_still_get_theirs()
    {
        var greedy = await plane.Projects.CreateAsync(Cancelled);
        var modest = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(Tight);
        await using var first = await databases.OpenOwnerAsync(greedy.Ref.Database, Cancelled);
        var second = await databases.OpenOwnerAsync(greedy.Ref.Database, Cancelled);

        await Assert.ThrowsAsync<DatabaseBusyException>(async () => await databases.OpenOwnerAsync(greedy.Ref.Database, Cancelled));
        await (await databases.OpenOwnerAsync(modest.Ref.Database, Cancelled)).DisposeAsync();

        await second.DisposeAsync();
        await (await databases.OpenOwnerAsync(greedy.Ref.Database, Cancelled)).DisposeAsync();
    }

    [Fact]
    public async Task The_server_is_never_given_more_connections_than_the_cap_idle_ones_included()
    {
        var projects = new[] { await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled) };
        using var databases = Make(Tight);
        foreach (var project in projects)
        {
            // Two each and given back: six idle ones if nobody counted.
            await using var one = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
            await using var two = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
        }

        await Eventually.TrueAsync(async () => await SessionsAsync(projects) <= 3, "idle connections above the cap are closed", Cancelled);

        await using var a = await databases.OpenOwnerAsync(projects[0].Ref.Database, Cancelled);
        await using var b = await databases.OpenOwnerAsync(projects[1].Ref.Database, Cancelled);
        await using var c = await databases.OpenOwnerAsync(projects[2].Ref.Database, Cancelled);
        await Assert.ThrowsAsync<DatabaseBusyException>(async () => await databases.OpenOwnerAsync(projects[0].Ref.Database, Cancelled));
    }

    [Fact]
    public async Task A_caller_who_gives_up_waiting_takes_no_place()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(Tight with { Wait = TimeSpan.FromMinutes(1) });
        await using (await databases.OpenOwnerAsync(project.Ref.Database, Cancelled))
        await using (await databases.OpenOwnerAsync(project.Ref.Database, Cancelled))
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await databases.OpenOwnerAsync(project.Ref.Database, impatient.Token));
        }

        await using var first = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
        await using var second = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
    }

    [Fact]
    public async Task Idle_pools_are_closed_after_a_while()
    {
        var time = new FakeTimeProvider();
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(new() { IdleTime = TimeSpan.FromMinutes(4) }, time);
        await (await databases.OpenOwnerAsync(project.Ref.Database, Cancelled)).DisposeAsync();
        Assert.Equal(1, databases.PoolsOf("default"));

        time.Advance(TimeSpan.FromMinutes(7));

        Assert.Equal(0, databases.PoolsOf("default"));
        await Eventually.TrueAsync(async () => await SessionsAsync(project) == 0, "its connections are closed", Cancelled);
    }

    [Fact]
    public async Task Only_so_many_pools_are_kept()
    {
        var projects = new[] { await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled) };
        using var databases = Make(new() { Pools = 1 });
        foreach (var project in projects)
        {
            await (await databases.OpenOwnerAsync(project.Ref.Database, Cancelled)).DisposeAsync();
        }

        Assert.Equal(1, databases.PoolsOf("default"));
        await (await databases.OpenOwnerAsync(projects[0].Ref.Database, Cancelled)).DisposeAsync();
    }

    [Fact]
    public async Task Dropping_a_project_closes_its_pools_and_spares_connections_in_use_until_they_are_given_back()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(new());
        var used = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
        await (await databases.OpenAuthenticatorAsync(project.Ref.Database, Cancelled)).DisposeAsync();

        databases.Drop(project.Id);

        Assert.Equal(1, await ScalarAsync(used, "select 1"));
        await used.DisposeAsync();
        await Eventually.TrueAsync(async () => await SessionsAsync(project) == 0, "all its connections are closed", Cancelled);
    }

    [Fact]
    public async Task A_database_that_is_gone_refuses_and_the_message_names_nothing()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(Tight);
        var gone = project.Ref.Database with { Name = "kb_gone" };

        for (var i = 0; i < 5; i++)
        {
            // Failures take no place for good.
            var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(async () => await databases.OpenOwnerAsync(gone, Cancelled));
            Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refused.SqlState);
            Assert.DoesNotContain("kb_", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", refused.Message, StringComparison.Ordinal);
        }

        await (await databases.OpenOwnerAsync(project.Ref.Database, Cancelled)).DisposeAsync();
    }

    [Theory]
    [InlineData("alter database {0} connection limit 0", PostgresErrorCodes.TooManyConnections)]
    [InlineData("alter role {1} password 'mine'", PostgresErrorCodes.InvalidPassword)]
    public async Task A_database_or_login_that_was_closed_refuses_and_is_no_outage(string change, string sqlState)
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        var database = project.Ref.Database;
        await ProjectParts.AskAsync(
            plane.Server.SuperuserConnectionString, string.Format(System.Globalization.CultureInfo.InvariantCulture, change, database.Name, database.OwnerRole), Cancelled);

        using var databases = Make(new());
        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(async () => await databases.OpenOwnerAsync(database, Cancelled));
        Assert.Equal(sqlState, refused.SqlState);
    }

    [Fact]
    public async Task A_database_and_a_login_set_to_read_only_are_still_written_to()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        var database = project.Ref.Database;
        await ProjectParts.AskAsync(plane.Server.SuperuserConnectionString, $"alter database {database.Name} set default_transaction_read_only = on", Cancelled);
        using (var before = Make(new()))
        await using (var owner = await before.OpenOwnerAsync(database, Cancelled))
        {
            // Any login may do this to itself.
            await ScalarAsync(owner, $"alter role {database.OwnerRole} set default_transaction_read_only = on");
        }

        using var databases = Make(new());
        await using var ownerAgain = await databases.OpenOwnerAsync(database, Cancelled);
        await using var authenticator = await databases.OpenAuthenticatorAsync(database, Cancelled);
        Assert.Equal("off", await ScalarAsync(ownerAgain, "select current_setting('transaction_read_only')"));
        Assert.Equal("off", await ScalarAsync(authenticator, "select current_setting('transaction_read_only')"));
        // The data API says it anew in every batch: 25001 if the transaction had begun read-only.
        Assert.Equal("off", await ScalarAsync(authenticator, "select set_config('transaction_read_only', 'off', true)"));
    }

    [Theory]
    [InlineData("53300", true)]
    [InlineData("28P01", true)]
    [InlineData("3D000", true)]
    [InlineData("55000", true)]
    [InlineData("42501", true)]
    [InlineData("53200", false)]
    [InlineData("57P03", false)]
    [InlineData("08006", false)]
    public void Refusals_are_told_from_a_server_in_trouble(string sqlState, bool refusal) => Assert.Equal(refusal, DatabaseRefusedException.IsRefusal(sqlState));

    [Fact]
    public async Task A_server_that_does_not_answer_is_busy()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        var servers = new DatabaseServersOptions
        {
            // The discard port: nobody listens.
            ["default"] = new() { Provisioner = "Host=127.0.0.1;Port=9;Username=x;Password=x;Database=postgres" },
        };
        var connections = new ProjectConnections(Options.Create(servers), plane.Services.GetRequiredService<Kolaybase.ControlPlane.Secrets.SecretBox>());
        using var databases = new ProjectDatabases(connections, new(), TimeProvider.System);

        var busy = await Assert.ThrowsAsync<DatabaseBusyException>(async () => await databases.OpenOwnerAsync(project.Ref.Database, Cancelled));
        Assert.DoesNotContain("127.0.0.1", busy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_was_ended_by_the_server_takes_no_place_for_good()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(Tight);
        for (var i = 0; i < 5; i++)
        {
            await using var connection = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(connection, "select pg_terminate_backend(pg_backend_pid())"));
        }

        await using var first = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
        await using var second = await databases.OpenOwnerAsync(project.Ref.Database, Cancelled);
    }

    [Fact]
    public async Task Settings_of_one_caller_are_gone_for_the_next()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        using var databases = Make(new() { PerProject = 1 });
        await using (var first = await databases.OpenAuthenticatorAsync(project.Ref.Database, Cancelled))
        {
            await ScalarAsync(first, "select set_config('role', 'service_role', false), set_config('request.jwt.claims', '{}', false)");
        }

        await using var second = await databases.OpenAuthenticatorAsync(project.Ref.Database, Cancelled);
        await SessionReset.RunAsync(second, Cancelled);
        Assert.Equal(project.Ref.Database.AuthenticatorRole, await ScalarAsync(second, "select current_user::text"));
        Assert.Equal("", await ScalarAsync(second, "select coalesce(current_setting('request.jwt.claims', true), '')"));
    }

    private ProjectDatabases Make(ProjectDatabasesOptions options, TimeProvider? time = null) =>
        new(plane.Services.GetRequiredService<ProjectConnections>(), options, time ?? TimeProvider.System);

    private async Task<long> SessionsAsync(params ProvisionedProject[] projects)
    {
        await using var connection = new NpgsqlConnection($"{plane.Server.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = any($1)", connection)
        {
            Parameters = { new() { Value = projects.Select(p => p.Ref.Database.Name).ToArray() } },
        };
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
