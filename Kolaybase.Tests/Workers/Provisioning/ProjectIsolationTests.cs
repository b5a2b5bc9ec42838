using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>What a project's logins can not do to another project or to the server.</summary>
public abstract class ProjectIsolationTests(ControlPlaneFixture plane)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("another project's")]
    [InlineData("the control")]
    [InlineData("postgres")]
    [InlineData("template1")]
    [InlineData("kolaybase_template")]
    public async Task No_login_of_a_project_enters_a_database_that_is_not_its_own(string which)
    {
        var (mine, others) = (await plane.SharedProject, await plane.Projects.CreateAsync(Cancelled));
        var database = which switch
        {
            "another project's" => others.Ref.Database.Name,
            "the control" => new NpgsqlConnectionStringBuilder(plane.ControlConnectionString).Database,
            _ => which,
        };

        foreach (var login in new[] { mine.OwnerConnectionString, mine.AuthenticatorConnectionString })
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login) { Database = database, Pooling = false }.ConnectionString);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Cancelled));
            // 42501 permission denied for database; 55000 the template takes no connections at all.
            Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ObjectNotInPrerequisiteState });
        }
    }

    [Theory]
    [InlineData("grant connect on database {0} to public")]
    [InlineData("grant connect on database {0} to {1}")]
    [InlineData("alter database {0} connection limit 0")]
    [InlineData("alter database {0} set default_transaction_read_only = on")]
    [InlineData("alter database {0} is_template true")]
    [InlineData("alter database {0} rename to mine")]
    [InlineData("drop database {0}")]
    public async Task The_owner_can_neither_let_others_in_nor_change_the_database_itself(string attempt)
    {
        var (mine, others) = (await plane.SharedProject, await plane.Projects.CreateAsync(Cancelled));
        try
        {
            await mine.ExecuteAsync(string.Format(null, attempt, mine.Ref.Database.Name, others.Ref.Database.OwnerRole), Cancelled);
            // A GRANT without the right to grant is only warned about: what counts is who gets in.
            Assert.StartsWith("grant", attempt, StringComparison.Ordinal);
        }
        catch (PostgresException refused)
        {
            Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ObjectInUse });
        }

        var foreigner = new NpgsqlConnectionStringBuilder(others.OwnerConnectionString) { Database = mine.Ref.Database.Name, Pooling = false };
        await using var connection = new NpgsqlConnection(foreigner.ConnectionString);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Cancelled))).SqlState);
        Assert.Equal(1, await mine.QueryAsync<int>("select 1", Cancelled));
    }

    [Fact]
    public async Task No_role_of_a_project_is_superuser_or_may_make_roles_or_databases()
    {
        var project = await plane.SharedProject;

        Assert.Equal(0L, await project.QueryAsync<long>(
            $"select count(*) from pg_roles where starts_with(rolname, '{project.Ref.Database.Name}') and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)", Cancelled));
        foreach (var sql in new[] { "create role x", "create database x", "alter role anon login", $"alter role {project.Ref.Database.AuthenticatorRole} superuser" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => project.ExecuteAsync(sql, Cancelled));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task No_role_of_a_project_can_become_one_of_another_project_or_of_the_server()
    {
        var (mine, others) = (await plane.SharedProject, await plane.Projects.CreateAsync(Cancelled));
        string[] foreign = [others.Ref.Database.OwnerRole, others.Ref.Database.AuthenticatorRole, "postgres", "kolaybase_provisioner", "kolaybase_control"];

        foreach (var login in new[] { mine.OwnerConnectionString, mine.AuthenticatorConnectionString })
        {
            foreach (var role in foreign)
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => ProjectParts.AskAsync(login, $"set role {role}", Cancelled));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            }
        }
    }

    [Fact]
    public async Task The_authenticator_can_become_the_three_shared_roles_and_not_the_owner_and_does_nothing_by_itself()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        await project.ExecuteAsync("create table t (id int)", Cancelled);
        foreach (var role in new[] { "anon", "authenticated", "service_role" })
        {
            await ProjectParts.AskAsync(project.AuthenticatorConnectionString, $"set role {role}", Cancelled);
        }

        foreach (var sql in new[] { $"set role {project.Ref.Database.OwnerRole}", "select * from t", "create table x (id int)", "create temp table x (id int)", "set role service_role; create temp table x (id int)" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ProjectParts.AskAsync(project.AuthenticatorConnectionString, sql, Cancelled));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task What_plain_sql_makes_gives_the_service_role_all_and_the_others_nothing()
    {
        var project = await plane.Projects.CreateAsync(Cancelled);
        await project.ExecuteAsync(
            "create table t (id int generated by default as identity, note text); create view v as select * from t; create sequence s; create function f() returns int language sql return 1; create schema other; create table other.t (id int)",
            Cancelled);

        foreach (var (role, expected) in new[] { ("service_role", true), ("anon", false), ("authenticated", false) })
        {
            foreach (var privilege in new[]
            {
                $"has_table_privilege('{role}', 't', 'select')", $"has_table_privilege('{role}', 't', 'insert')", $"has_table_privilege('{role}', 't', 'delete')",
                $"has_table_privilege('{role}', 'v', 'select')", $"has_sequence_privilege('{role}', 's', 'usage')", $"has_function_privilege('{role}', 'f()', 'execute')",
                $"has_schema_privilege('{role}', 'other', 'usage')", $"has_table_privilege('{role}', 'other.t', 'select')",
            })
            {
                Assert.True(expected == await project.QueryAsync<bool>($"select {privilege}", Cancelled), $"{privilege} is not {expected}");
            }

            Assert.True(await project.QueryAsync<bool>($"select has_schema_privilege('{role}', 'public', 'usage')", Cancelled));
            Assert.False(await project.QueryAsync<bool>($"select has_schema_privilege('{role}', 'public', 'create')", Cancelled));
        }
    }

    [Fact]
    public async Task The_provisioner_is_no_superuser()
    {
        Assert.Equal(
            "(t,t,f,f,f)",
            await ProjectParts.AskAsync(
                plane.Server.SuperuserConnectionString,
                "select row(rolcreatedb, rolcreaterole, rolsuper, rolbypassrls, rolreplication)::text from pg_roles where rolname = 'kolaybase_provisioner'", Cancelled));
    }

    [Fact]
    public async Task Passwords_are_stored_as_scram_verifiers_and_never_sent_in_clear()
    {
        var project = await plane.SharedProject;
        Assert.Equal(
            2L,
            await ProjectParts.AskAsync(
                plane.Server.SuperuserConnectionString, $"select count(*) from pg_authid where starts_with(rolname, '{project.Ref.Database.Name}') and starts_with(rolpassword, 'SCRAM-SHA-256$4096:')", Cancelled));
    }
}

/// <summary>On the oldest supported server.</summary>
public sealed class ProjectIsolationOn15Tests(ControlPlane15 plane) : ProjectIsolationTests(plane), IClassFixture<ControlPlane15>;

/// <summary>On the newest supported server.</summary>
public sealed class ProjectIsolationOn18Tests(ControlPlane18 plane) : ProjectIsolationTests(plane), IClassFixture<ControlPlane18>;
