using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Databases;

/// <summary>Each test has a server of its own: what is tested belongs to the whole server.</summary>
public class ServerBootstrapTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Several_processes_prepare_an_empty_server_together_and_again(int major)
    {
        await using var server = await PostgresServers.StartOwnAsync(major);
        var (options, control) = Settings(server, server.SuperuserConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnsureAsync(options, control)));
        await EnsureAsync(options, control);

        Assert.Equal(
            "anon,authenticated,kolaybase_control,kolaybase_provisioner,service_role",
            await AskAsync(server, "select string_agg(rolname, ',' order by rolname) from pg_roles where rolname !~ '^(pg_|postgres)'"));
        Assert.Equal(0L, await AskAsync(server, "select count(*) from pg_roles where rolname ~ '^kolaybase' and (rolsuper or rolbypassrls or rolreplication)"));
        Assert.Equal(0L, await AskAsync(server, "select count(*) from pg_roles where rolname in ('anon', 'authenticated', 'service_role') and rolcanlogin"));
        Assert.Equal("service_role", await AskAsync(server, "select string_agg(rolname, ',') from pg_roles where rolbypassrls and not rolsuper"));
        Assert.Equal(0L, await AskAsync(
            server, "select count(*) from pg_database d, aclexplode(coalesce(datacl, acldefault('d', datdba))) a where datallowconn and a.grantee = 0"));
        await using var connection = new NpgsqlConnection($"{control};Pooling=false");
        await connection.OpenAsync(Cancelled);
    }

    [Fact]
    public async Task From_postgres_16_on_the_provisioner_has_no_use_of_the_shared_roles_but_to_grant_them()
    {
        await using var server = await PostgresServers.StartOwnAsync(18);
        var (options, control) = Settings(server, server.SuperuserConnectionString);
        await EnsureAsync(options, control);

        var denied = await Assert.ThrowsAsync<PostgresException>(() => ProjectParts.AskAsync(options.Provisioner, "set role service_role", Cancelled));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Settings_that_somebody_gave_a_shared_role_are_reset_unless_they_are_locked(int major)
    {
        await using var server = await PostgresServers.StartOwnAsync(major);
        var (options, control) = Settings(server, server.SuperuserConnectionString);
        await EnsureAsync(options, control);
        await server.ExecuteAsync("alter role anon set search_path = evil; alter role service_role set statement_timeout = '1ms'", Cancelled);

        await EnsureAsync(options, control);
        Assert.Equal(0L, await AskAsync(server, "select count(*) from pg_db_role_setting where setrole in ('anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole)"));

        await server.ExecuteAsync("alter role anon set search_path = evil", Cancelled);
        await using var open = new NpgsqlConnection($"{server.SuperuserConnectionString};Pooling=false");
        await open.OpenAsync(Cancelled);
        await using var begin = new NpgsqlCommand("begin; alter role anon set search_path = worse", open);
        await begin.ExecuteNonQueryAsync(Cancelled);
        await EnsureAsync(options, control);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_password_that_was_changed_in_the_settings_is_taken_over(int major)
    {
        await using var server = await PostgresServers.StartOwnAsync(major);
        var (before, control) = Settings(server, server.SuperuserConnectionString);
        await EnsureAsync(before, control);
        var (after, _) = Settings(server, server.SuperuserConnectionString);

        await EnsureAsync(after, control);

        Assert.Equal(1, await ProjectParts.AskAsync(after.Provisioner, "select 1", Cancelled));
        await Assert.ThrowsAsync<PostgresException>(() => ProjectParts.AskAsync(before.Provisioner, "select 1", Cancelled));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task An_outdated_template_is_replaced_and_can_not_be_entered(int major)
    {
        await using var server = await PostgresServers.StartOwnAsync(major);
        var (options, control) = Settings(server, server.SuperuserConnectionString);
        await EnsureAsync(options, control);
        var first = await AskAsync(server, "select oid::bigint from pg_database where datname = 'kolaybase_template'");
        await EnsureAsync(options, control);
        Assert.Equal(first, await AskAsync(server, "select oid::bigint from pg_database where datname = 'kolaybase_template'"));

        await server.ExecuteAsync("comment on database kolaybase_template is 'made by an older release'", Cancelled);
        // What a killed run would have left.
        await server.ExecuteAsync("create database kolaybase_template_next", Cancelled);
        await EnsureAsync(options, control);

        Assert.NotEqual(first, await AskAsync(server, "select oid::bigint from pg_database where datname = 'kolaybase_template' and datistemplate and not datallowconn"));
        Assert.Equal(0L, await AskAsync(server, "select count(*) from pg_database where datname = 'kolaybase_template_next'"));
    }

    [Fact]
    public async Task From_postgres_16_on_an_admin_without_superuser_prepares_a_server_and_projects_work_on_it()
    {
        await using var server = await PostgresServers.StartOwnAsync(18);
        await server.ExecuteAsync("create role admin login createdb createrole bypassrls password 'admin'", Cancelled);
        var admin = server.ConnectionString("admin", "admin", "postgres");
        var (options, control) = Settings(server, admin);
        await Task.WhenAll(EnsureAsync(options, control), EnsureAsync(options, control));

        await using var plane = await ControlPlaneFixture.StartOnAsync(server, options, control);
        var project = await plane.Projects.CreateAsync(Cancelled);
        // No event trigger can be made there: the version is a fingerprint of the catalogue.
        Assert.Equal(0L, await project.QueryAsync<long>("select count(*) from pg_event_trigger", Cancelled));
        await SchemaVersions.AssertNoticedAsync(project, Cancelled);
        await plane.Projects.DisposeAsync();
        await using var registry = plane.OpenRegistry();
        Assert.Empty(registry.Projects);
        Assert.Equal(0L, await AskAsync(server, "select count(*) from pg_roles where rolname ~ '^kb_'"));
    }

    [Fact]
    public async Task An_admin_that_lacks_a_right_is_told_which()
    {
        await using var server = await PostgresServers.StartOwnAsync(18);
        await server.ExecuteAsync("create role admin login createdb password 'admin'", Cancelled);
        var (options, control) = Settings(server, server.ConnectionString("admin", "admin", "postgres"));

        var refused = await Assert.ThrowsAsync<ServerBootstrapException>(() => EnsureAsync(options, control));
        Assert.Contains("CREATEROLE, BYPASSRLS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_postgres_16_a_superuser_is_asked_for()
    {
        await using var server = await PostgresServers.StartOwnAsync(15);
        await server.ExecuteAsync("create role admin login createdb createrole password 'admin'", Cancelled);
        var (options, control) = Settings(server, server.ConnectionString("admin", "admin", "postgres"));

        var refused = await Assert.ThrowsAsync<ServerBootstrapException>(() => EnsureAsync(options, control));
        Assert.Contains("superuser", refused.Message, StringComparison.Ordinal);
    }

    private static (DatabaseServerOptions Server, string Control) Settings(PostgresServer server, string bootstrap) =>
        (new DatabaseServerOptions
        {
            Provisioner = server.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres"),
            Bootstrap = bootstrap,
        },
        server.ConnectionString("kolaybase_control", "control", "kolaybase"));

    private static Task EnsureAsync(DatabaseServerOptions options, string control) =>
        new ServerBootstrap(TimeProvider.System, NullLogger<ServerBootstrap>.Instance).EnsureAsync(options, control, Cancelled);

    private static Task<object?> AskAsync(PostgresServer server, string sql) => ProjectParts.AskAsync(server.SuperuserConnectionString, sql, Cancelled);
}
