using Kolaybase.Tests.Support;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.Tests.Pooler;

/// <summary>A developer's program goes to his database by way of the pooler that <c>connect</c> tells of; passwords are looked up.</summary>
[Collection(PoolerFixture.Collection)]
public sealed class DeveloperTests(PoolerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owner_of_a_project_connects_with_the_address_that_connect_tells()
    {
        var project = await fixture.CreateAsync();
        var login = project.Pooled();
        Assert.Equal(fixture.Developers.Port, login.Port);
        await using var connection = await OpenAsync(login);
        Assert.Equal(project.Database, await AskAsync(connection, "select current_database()::text"));
        Assert.Equal($"{project.Database}_owner", await AskAsync(connection, "select session_user::text"));
        await AskAsync(connection, "create table from_outside (id int)");

        // As serverless functions do: more clients than the pool has connections, each for a moment.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            await using var client = await OpenAsync(login);
            Assert.Equal(n, await AskAsync(client, $"select {n}"));
        }));
        // 10 of the pool; one or two are Kolaybase's own.
        Assert.InRange((long)(await ProjectParts.AskAsync(fixture.Server.SuperuserConnectionString, $"select count(*) from pg_stat_activity where usename = '{login.Username}'", Cancel))!, 1, 15);
    }

    [Fact]
    public async Task A_wrong_password_another_projects_database_and_a_login_that_is_no_projects_are_refused()
    {
        var (project, other) = (await fixture.CreateAsync(), await fixture.CreateAsync());
        var wrong = project.Pooled();
        wrong.Password = other.Pooled().Password;
        await RefusedAsync(wrong);

        var elsewhere = project.Pooled();
        (elsewhere.Database, elsewhere.Timeout) = (other.Database, 2);
        // PostgreSQL refuses the pooler, which lets its client wait and tries again.
        await RefusedAsync(elsewhere);

        foreach (var login in new[] { "postgres", "kolaybase_provisioner", "kolaybase_control" })
        {
            var admin = new NpgsqlConnectionStringBuilder(fixture.Server.SuperuserConnectionString) { Port = fixture.Developers.Port, Pooling = false };
            (admin.Username, admin.Database) = (login, fixture.Version >= new Version(1, 19) ? "postgres" : project.Database);
            await RefusedAsync(admin);
        }

        await using var own = await OpenAsync(project.Pooled());
        Assert.Equal(1, await AskAsync(own, "select 1"));
    }

    [Fact]
    public async Task The_login_that_looks_up_sees_projects_logins_and_nobody_elses()
    {
        var project = await fixture.CreateAsync();
        await using var connection = await OpenAsync(new NpgsqlConnectionStringBuilder(fixture.Server.SuperuserConnectionString) { Pooling = false });
        await AskAsync(connection, $"set session authorization {PoolerFixture.Lookup}");
        Assert.StartsWith("SCRAM-SHA-256$", (string?)await AskAsync(connection, $"select password from kolaybase_pooler.login('{project.Database}_owner')"), StringComparison.Ordinal);
        Assert.Equal(0L, await AskAsync(connection, "select count(*) from unnest(array['postgres', 'kolaybase_provisioner', 'kolaybase_control', 'kolaybase_pooler', 'anon']) n, kolaybase_pooler.login(n)"));
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => AskAsync(connection, "select rolpassword from pg_authid"))).SqlState);
    }

    [Fact]
    public async Task A_deleted_projects_login_ends_though_the_pooler_had_connections()
    {
        var project = await fixture.CreateAsync();
        await using (var connection = await OpenAsync(project.Pooled()))
        {
            await AskAsync(connection, "select 1");
        }

        var before = fixture.WorkerLog.Entries.Count;
        (await fixture.Owner.DeleteAsync($"/api/projects/{project.Id}")).Expect(202);
        await Eventually.TrueAsync(async () => (int)(await fixture.Owner.GetAsync($"/api/projects/{project.Id}")).Status == 404, "the project is gone", Cancel);
        Assert.Equal(0L, await ProjectParts.AskAsync(fixture.Server.SuperuserConnectionString, $"select count(*) from pg_database where datname = '{project.Database}'", Cancel));
        // The pooler lets its client wait and tries again, as long as the client is patient.
        var former = project.Pooled();
        former.Timeout = 2;
        await RefusedAsync(former);
        // At the first attempt.
        Assert.Equal([], fixture.WorkerLog.Entries.Skip(before).Where(e => e.Level >= LogLevel.Warning).Select(e => $"{e.Message} {e.Exception?.InnerException?.Message ?? e.Exception?.Message}"));
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder login)
    {
        var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private static Task<NpgsqlException> RefusedAsync(NpgsqlConnectionStringBuilder login) => Assert.ThrowsAnyAsync<NpgsqlException>(async () =>
    {
        await using var connection = await OpenAsync(login);
        await AskAsync(connection, "select 1");
    });

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
