using System.Text.Json;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Sql.Attacks;

/// <summary>What an owner may do, and how far it reaches: to the walls of his own project.</summary>
public class ReachTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Of_others_sessions_he_sees_that_they_are_there_and_nothing_of_what_they_do(int major)
    {
        var (mine, other) = (await hosts.ProjectAsync(major), await hosts.ProjectAsync(major));
        await using var connection = await other.OpenAsync();
        await using (var secret = new NpgsqlCommand("select 'a secret of another'", connection))
        {
            await secret.ExecuteScalarAsync(Cancel);
        }

        var seen = await mine.RunSqlAsync($"select query, client_addr, application_name, state, backend_start from pg_stat_activity where datname = '{other.Provisioned.Ref.Database.Name}'");
        Assert.NotEmpty(seen.GetProperty("rows").EnumerateArray());
        Assert.DoesNotContain("secret", seen.GetRawText(), StringComparison.Ordinal);
        Assert.All(seen.GetProperty("rows").EnumerateArray(), row => Assert.Equal(
            ("<insufficient privilege>", JsonValueKind.Null, JsonValueKind.Null), (row.GetProperty("query").GetString(), row.GetProperty("client_addr").ValueKind, row.GetProperty("state").ValueKind)));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task He_ends_no_session_but_his_own(int major)
    {
        var (mine, other) = (await hosts.ProjectAsync(major), await hosts.ProjectAsync(major));
        await using var connection = await other.OpenAsync();
        await mine.RefusedSqlAsync("42501", $"select pg_terminate_backend({connection.ProcessID})");
        await mine.RefusedSqlAsync("42501", $"select pg_cancel_backend({connection.ProcessID})");
        await using var pooled = await mine.OpenAuthenticatorAsync();
        await mine.RefusedSqlAsync("42501", $"select pg_terminate_backend({pooled.ProcessID})");
        await using var still = new NpgsqlCommand("select 1", connection);
        Assert.Equal(1, await still.ExecuteScalarAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_function_with_its_owners_rights_has_no_more_than_these(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var owner = project.Provisioned.Ref.Database.OwnerRole;
        await project.RunSqlAsync("create function public.whoami() returns text language sql security definer return current_user || ' ' || session_user; grant execute on function whoami to anon");
        Assert.Equal($"\"{owner} {project.Provisioned.Ref.Database.AuthenticatorRole}\"", (await project.RestAsync("POST", "/rpc/whoami", "{}")).Text);
        // Inside of it nobody becomes anybody: the authenticator's own roles neither.
        await project.RunSqlAsync("create function public.become() returns void language plpgsql security definer as $$begin set role service_role; end$$; grant execute on function become to anon");
        Assert.Equal("42501", (await project.RestAsync("POST", "/rpc/become", "{}")).Json.GetProperty("code").GetString());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_he_puts_on_a_search_path_runs_with_no_rights_but_his(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var owner = project.Provisioned.Ref.Database.OwnerRole;
        // Every function and operator that statements of ours use by a bare name, and a record of who ran them.
        await project.RunSqlAsync($"""
            create schema trap; grant usage on schema trap to public;
            create table trap.caught (who text, session text); grant all on trap.caught to public;
            create function trap.note() returns void language plpgsql as $$begin insert into trap.caught values (current_user, session_user); end$$;
            create function trap.set_config(text, text, boolean) returns text language plpgsql as $$begin perform trap.note(); return pg_catalog.set_config($1, $2, $3); end$$;
            create function trap.current_setting(text) returns text language plpgsql as $$begin perform trap.note(); return pg_catalog.current_setting($1); end$$;
            create function trap.eq(oid, oid) returns boolean language plpgsql as $$begin perform trap.note(); return $1 operator(pg_catalog.=) $2; end$$;
            create operator trap.= (leftarg = oid, rightarg = oid, function = trap.eq);
            create function trap.to_regclass(text) returns regclass language plpgsql as $$begin perform trap.note(); return pg_catalog.to_regclass($1); end$$;
            grant execute on all functions in schema trap to public;
            alter role {owner} set search_path = trap, pg_catalog, public;
            """);
        var (host, id) = (project.Host, project.Id);
        // The trap works for whoever steps into it.
        Assert.Equal("""[{"set_config":"y"}]""", await project.RowsAsync("select set_config('a.b', 'y', false)"));
        Assert.Equal(JsonSerializer.Serialize(new[] { new { who = owner } }), await project.RowsAsync("select who from trap.caught"));
        // Provisioning again (a retry), a migration, tables, the watchdog's and the limits' looks.
        await using (var registry = host.Plane.OpenRegistry())
        {
            var row = await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == id, Cancel);
            await host.Plane.Services.GetRequiredService<ProjectProvisioner>().RunAsync(row, Cancel);
        }

        await host.Plane.Services.GetRequiredService<LoginLimits>().EnsureAsync(DatabaseServersOptions.FirstServer, project.Provisioned.Ref.Database.Name, Cancel);
        Assert.Equal(201, (await project.SendAsync("POST", "/api/sql/migrations", JsonSerializer.Serialize(new { projectId = id, name = "m", sql = "create table made (id int)" }), Caller.Service)).Status);
        Assert.Equal(200, (await project.CallAsync("GET")).Status);
        await project.RestAsync("GET", "/made", caller: Caller.Service);

        var caught = await project.RunSqlAsync("select distinct who, session from trap.caught");
        string[] harmless = [owner, "anon", "authenticated", "service_role", project.Provisioned.Ref.Database.AuthenticatorRole];
        Assert.All(caught.GetProperty("rows").EnumerateArray(), row =>
        {
            Assert.Contains(row.GetProperty("who").GetString(), harmless);
            Assert.Contains(row.GetProperty("session").GetString(), harmless);
        });
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Settings_of_his_own_login_are_his_and_the_endpoint_works_all_the_same(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var other = await hosts.ProjectAsync(major);
        var owner = project.Provisioned.Ref.Database.OwnerRole;
        string[] settings =
        [
            "search_path = nowhere", "statement_timeout = 1", "lock_timeout = 1", "default_transaction_read_only = on", "default_transaction_isolation = serializable", "client_min_messages = error",
            "datestyle = 'German'", "intervalstyle = 'sql_standard'", "bytea_output = 'escape'", "extra_float_digits = -10", "timezone = 'Asia/Kolkata'", "client_encoding = 'LATIN1'", "standard_conforming_strings = off", "work_mem = '64kB'",
        ];
        await project.RunSqlAsync(string.Join("; ", settings.Select(setting => $"alter role {owner} set {setting}")));

        Assert.Equal("""[{"n":1}]""", await project.RowsAsync("select 1 as n; select pg_sleep(0.05); select 1 as n"));
        await project.RunSqlAsync("create table public.t (id int)");
        Assert.Equal(200, (await project.CallAsync("GET")).Status);
        await project.RunSqlAsync($"alter role {owner} reset all");
        Assert.Equal("""[{"n":1}]""", await other.RowsAsync("select 1 as n"));

        // A login of his that he locks himself out with is told in words, and is no fault of ours.
        await project.RunSqlAsync($"alter role {owner} password 'changed'");
        var locked = await project.TrySqlAsync("select 1");
        Assert.Equal((503, "KB114"), (locked.Status, locked.Json.GetProperty("code").GetString()));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Limits_of_his_login_stay_whatever_he_resets(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync($"alter role {project.Provisioned.Ref.Database.OwnerRole} reset all");
        Assert.Equal("""[{"temp_file_limit":"2GB"}]""", await project.RowsAsync("show temp_file_limit"));
        await using var direct = await project.OpenAsync();
        await using var show = new NpgsqlCommand("reset all; show temp_file_limit", direct);
        Assert.Equal(LoginLimits.TemporaryFiles, await show.ExecuteScalarAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task All_his_connections_are_no_more_than_his_login_may_have(int major)
    {
        var (mine, other) = (await hosts.ProjectAsync(major), await hosts.ProjectAsync(major));
        var held = new List<NpgsqlConnection>();
        try
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(async () =>
            {
                for (var i = 0; i <= LoginLimits.OwnerConnections; i++)
                {
                    held.Add(await mine.OpenAsync());
                }
            });
            Assert.Equal("53300", refused.SqlState);
            Assert.Equal((503, "KB114"), await mine.TrySqlAsync("select 1") is var answer ? (answer.Status, answer.Json.GetProperty("code").GetString()) : default);
            Assert.Equal("""[{"n":1}]""", await other.RowsAsync("select 1 as n"));
        }
        finally
        {
            foreach (var connection in held)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Advisory_locks_are_those_of_his_database_only(int major)
    {
        var (mine, other) = (await hosts.ProjectAsync(major), await hosts.ProjectAsync(major));
        await using var holder = await mine.OpenAsync();
        // Of bootstrap, clean-up, storage and migrations.
        await using (var command = new NpgsqlCommand($"select pg_advisory_lock(k) from unnest(array[{0x6b6f6c6179_01}, {0x6b6f6c6179_03}, 7746287551203, {0x6b6f6c6179_11}]::int8[]) k", holder))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        Assert.Equal(201, (await other.SendAsync("POST", "/api/sql/migrations", JsonSerializer.Serialize(new { projectId = other.Id, name = "m", sql = "select 1" }), Caller.Service)).Status);
        var control = mine.Host.Plane.Services.GetRequiredService<NpgsqlDataSource>();
        foreach (var key in new[] { 0x6b6f6c6179_01, 0x6b6f6c6179_03 })
        {
            await using var taken = await AdvisoryLock.TryTakeAsync(control, key, Cancel);
            Assert.NotNull(taken);
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_he_drops_of_his_own_harms_his_own_project_only(int major)
    {
        var (mine, other) = (await hosts.ProjectAsync(major), await hosts.ProjectAsync(major));
        await mine.RunSqlAsync("create table t (id int); grant select on t to anon");
        await mine.RunSqlAsync("drop schema storage cascade; drop owned by current_user cascade");
        Assert.Equal("""[{"n":1}]""", await mine.RowsAsync("select 1 as n"));
        await mine.RunSqlAsync("create table t as select 2 as id; grant select on t to anon");
        Assert.Equal("""[{"id":2}]""", (await mine.RestAsync("GET", "/t")).Text);
        await other.RunSqlAsync("create table t as select 3 as id; grant select on t to anon");
        Assert.Equal("""[{"id":3}]""", (await other.RestAsync("GET", "/t")).Text);
        Assert.Equal("""[{"s":true}]""", await other.RowsAsync("select to_regnamespace('storage') is not null as s"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Temporary_files_have_a_limit_and_running_into_it_is_told(int major)
    {
        var project = await hosts.ProjectAsync(major);
        // The limit of a login is two GiB; that it holds is PostgreSQL's to show, with a smaller one that the server's superuser sets.
        await project.Host.Plane.Server.ExecuteAsync($"alter role {project.Provisioned.Ref.Database.OwnerRole} set temp_file_limit = '1MB'", Cancel);
        var refusal = await project.RefusedSqlAsync("53400", "set work_mem = '64kB'; select count(*) from (select n, repeat('x', 100) from generate_series(1, 100000) n order by md5(n::text)) s");
        Assert.Contains("temporary", refusal.Hint, StringComparison.Ordinal);
        // Logins of projects that were made before a limit get it when a worker starts.
        Assert.True(await project.Host.Plane.Services.GetRequiredService<LoginLimits>().EnsureAsync(DatabaseServersOptions.FirstServer, project.Provisioned.Ref.Database.Name, Cancel) >= 1);
        Assert.Equal("""[{"temp_file_limit":"2GB"}]""", await project.RowsAsync("show temp_file_limit"));
    }
}
