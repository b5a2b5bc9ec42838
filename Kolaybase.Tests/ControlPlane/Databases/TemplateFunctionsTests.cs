using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Databases;

public abstract class TemplateFunctionsTests(ControlPlaneFixture plane)
{
    private const string User = "0b8f0e6e-58f4-4b2c-9d0c-0a9a3a1f7a11";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?> Claims { get; } = new()
    {
        { $$"""{"sub":"{{User}}"}""", "auth.uid()", User },
        { $$"""{"sub":"{{User.ToUpperInvariant()}}"}""", "auth.uid()", User },
        { """{"sub":"auth0|12345"}""", "auth.uid()", null },
        { """{"sub":"0b8f0e6e-58f4-4b2c-9d0c-0a9a3a1f7a11'; --"}""", "auth.uid()", null },
        { """{"sub":7}""", "auth.uid()", null },
        { """{"sub":null}""", "auth.uid()", null },
        { "{}", "auth.uid()", null },
        { "", "auth.uid()", null },
        { """{"role":"authenticated"}""", "auth.role()", "authenticated" },
        { "", "auth.role()", "anon" },
        { """{"email":"a@example.org"}""", "auth.email()", "a@example.org" },
        { "{}", "auth.email()", null },
        { """{"a":{"b":[1]}}""", "auth.jwt()", """{"a": {"b": [1]}}""" },
        { "", "auth.jwt()", null },
    };

    [Theory, MemberData(nameof(Claims))]
    public async Task Claims_are_read_as_policies_expect(string claims, string expression, string? expected)
    {
        var project = await plane.SharedProject;
        await using var connection = new NpgsqlConnection($"{project.AuthenticatorConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select set_config('role', 'anon', true), set_config('request.jwt.claims', $1, true)") { Parameters = { new() { Value = claims } } },
                new($"select {expression}::text"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(Cancelled);
        await reader.NextResultAsync(Cancelled);
        await reader.ReadAsync(Cancelled);
        Assert.Equal(expected, reader.IsDBNull(0) ? null : reader.GetString(0));
    }

    [Fact]
    public async Task Everything_that_changes_the_schema_changes_the_version_and_nothing_else_does()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);

        Assert.Equal(2L, await project.QueryAsync<long>("select count(*) from pg_event_trigger where evtname ~ '^kolaybase_'", Cancelled));
        await SchemaVersions.AssertNoticedAsync(project, Cancelled);
    }

    [Theory]
    [InlineData("drop owned by current_user")]
    [InlineData("create table x (id int); drop owned by current_user cascade")]
    public async Task Dropping_all_that_is_owned_counts_and_leaves_the_triggers(string sql)
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        var before = await SchemaVersions.VersionAsync(project, Cancelled);
        await project.ExecuteAsync(sql, Cancelled);
        Assert.NotEqual(before, await SchemaVersions.VersionAsync(project, Cancelled));

        before = await SchemaVersions.VersionAsync(project, Cancelled);
        await project.ExecuteAsync("create table after_all (id int)", Cancelled);
        Assert.NotEqual(before, await SchemaVersions.VersionAsync(project, Cancelled));
        Assert.True(await project.QueryAsync<bool>("select has_schema_privilege('anon', 'public', 'usage')", Cancelled));
        // A session of its own: the right to connect was among what DROP OWNED takes.
        await using var again = new NpgsqlConnection($"{project.OwnerConnectionString};Pooling=false");
        await again.OpenAsync(Cancelled);
    }

    [Fact]
    public async Task The_version_changes_when_the_command_commits_and_not_when_it_is_rolled_back()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        await using var connection = new NpgsqlConnection($"{project.OwnerConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        var before = await SchemaVersions.VersionAsync(project, Cancelled);
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            await RunAsync(connection, "create table t (id int)");
            Assert.Equal(before, await SchemaVersions.VersionAsync(project, Cancelled));
            await transaction.RollbackAsync(Cancelled);
        }

        Assert.Equal(before, await SchemaVersions.VersionAsync(project, Cancelled));
    }

    [Theory]
    [InlineData("read committed")]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task Schema_changes_side_by_side_neither_wait_nor_fail_and_all_count(string isolation)
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        var before = await SchemaVersions.VersionAsync(project, Cancelled);
        await using var one = new NpgsqlConnection($"{project.OwnerConnectionString};Pooling=false");
        await using var two = new NpgsqlConnection($"{project.OwnerConnectionString};Pooling=false");
        await one.OpenAsync(Cancelled);
        await two.OpenAsync(Cancelled);
        foreach (var connection in new[] { one, two })
        {
            // Waiting for the other would never end: both are driven from here.
            await RunAsync(connection, "set lock_timeout = '2s'");
            await RunAsync(connection, $"begin isolation level {isolation}");
            await RunAsync(connection, "select 1");
        }

        await RunAsync(one, "create table a (id int)");
        await RunAsync(two, "create table b (id int)");
        await RunAsync(one, "alter table a add column x int");
        await RunAsync(two, "alter table b add column x int");
        await RunAsync(one, "commit");
        var between = await SchemaVersions.VersionAsync(project, Cancelled);
        await RunAsync(two, "commit");

        Assert.Equal(before + 2, between);
        Assert.Equal(before + 4, await SchemaVersions.VersionAsync(project, Cancelled));
    }

    [Fact]
    public async Task Rows_behind_the_version_do_not_pile_up()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        for (var i = 0; i < 5; i++)
        {
            await project.ExecuteAsync($"create table t{i} (id int)", Cancelled);
        }

        Assert.Equal(1L, await project.QueryAsync<long>("select count(*) from kolaybase.schema_version", Cancelled));
    }

    [Theory]
    [InlineData("anon")]
    [InlineData("authenticated")]
    [InlineData("service_role")]
    public async Task Any_caller_can_be_sure_of_the_version(string role)
    {
        var project = await plane.SharedProject;
        var version = await SchemaVersions.VersionAsync(project, Cancelled);
        await using var connection = new NpgsqlConnection($"{project.AuthenticatorConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await RunAsync(connection, $"set role {role}");

        await RunAsync(connection, $"select kolaybase.assert_schema_version({version})");
        var stale = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connection, $"select kolaybase.assert_schema_version({version - 1})"));
        Assert.Equal("KB409", stale.SqlState);
        // Whatever lies first on the caller's path.
        await RunAsync(connection, "set search_path = ''");
        await RunAsync(connection, $"select kolaybase.assert_schema_version({version})");
    }

    [Fact]
    public async Task Operators_of_the_owner_do_not_decide_on_the_version()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        await project.ExecuteAsync(
            """
            create function never(bigint, bigint) returns boolean language sql immutable return false;
            create operator public.= (leftarg = bigint, rightarg = bigint, function = never);
            """,
            Cancelled);
        var version = await SchemaVersions.VersionAsync(project, Cancelled);
        await using var connection = new NpgsqlConnection($"{project.AuthenticatorConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await RunAsync(connection, "set search_path = public, pg_catalog");

        await RunAsync(connection, $"select kolaybase.assert_schema_version({version})");
        Assert.Equal("KB409", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connection, "select kolaybase.assert_schema_version(null)"))).SqlState);
    }

    [Theory]
    [InlineData("drop event trigger kolaybase_ddl_command_end")]
    [InlineData("alter event trigger kolaybase_sql_drop disable")]
    [InlineData("create event trigger mine on ddl_command_end execute function kolaybase.bump_schema_version()")]
    [InlineData("drop function kolaybase.bump_schema_version() cascade")]
    [InlineData("create or replace function kolaybase.current_schema_version() returns bigint language sql return 1")]
    [InlineData("create or replace function auth.uid() returns uuid language sql return null")]
    [InlineData("update kolaybase.schema_version set version = 1")]
    [InlineData("insert into kolaybase.schema_version values (1)")]
    [InlineData("delete from kolaybase.schema_version")]
    [InlineData("truncate kolaybase.schema_version")]
    [InlineData("create trigger t before insert on kolaybase.schema_version for each row execute function suppress_redundant_updates_trigger()")]
    [InlineData("drop schema kolaybase cascade")]
    [InlineData("drop schema auth cascade")]
    [InlineData("create table auth.mine (id int)")]
    [InlineData("create table kolaybase.mine (id int)")]
    [InlineData("alter schema auth rename to mine")]
    [InlineData("grant create on schema auth to current_user")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("set event_triggers = off")]
    public async Task The_owner_can_change_none_of_it(string sql)
    {
        var project = await plane.SharedProject;
        if (plane.Server.Major < 17 && sql.Contains("event_triggers", StringComparison.Ordinal))
        {
            // The setting came with PostgreSQL 17; there is nothing to refuse before.
            await Assert.ThrowsAsync<PostgresException>(() => project.ExecuteAsync(sql, Cancelled));
            return;
        }

        var before = await SchemaVersions.VersionAsync(project, Cancelled);
        // A GRANT without the right to it is a warning, not an error.
        if (sql.StartsWith("grant", StringComparison.Ordinal))
        {
            await Record.ExceptionAsync(() => project.ExecuteAsync(sql, Cancelled));
            Assert.False(await project.QueryAsync<bool>("select has_schema_privilege('auth', 'create')", Cancelled));
            return;
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => project.ExecuteAsync(sql, Cancelled));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(before, await SchemaVersions.VersionAsync(project, Cancelled));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}

/// <summary>On the oldest supported server.</summary>
public sealed class TemplateFunctionsOn15Tests(ControlPlane15 plane) : TemplateFunctionsTests(plane), IClassFixture<ControlPlane15>;

/// <summary>On the newest supported server.</summary>
public sealed class TemplateFunctionsOn18Tests(ControlPlane18 plane) : TemplateFunctionsTests(plane), IClassFixture<ControlPlane18>;
