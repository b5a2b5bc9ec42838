using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;
using Npgsql;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>The client programs: which are taken, and what is said where none is new enough.</summary>
public sealed class PostgresProgramsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_oldest_that_is_new_enough_is_taken()
    {
        var folder = (await PostgresServers.Get(15)).BinFolder;
        var found = await In(folder).FindAsync(15, "the server is 15", Cancel);
        Assert.Equal((folder, 15), (found.Folder, found.Major));
        Assert.Equal(15, (await In(folder).FindAsync(9, "any will do", Cancel)).Major);
    }

    [Fact]
    public async Task Ones_that_are_too_old_are_told_with_what_is_needed_and_why()
    {
        var folder = (await PostgresServers.Get(15)).BinFolder;
        var refusal = await Assert.ThrowsAsync<BackupException>(() => In(folder).FindAsync(18, "the server is PostgreSQL 18", Cancel));

        Assert.Contains("of PostgreSQL 18 or newer are needed: the server is PostgreSQL 18.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"Found: 15 in '{folder}'.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("postgresql-client-18", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_ones_are_told_with_the_setting()
    {
        using var empty = TemporaryFolder.Create();
        var refusal = await Assert.ThrowsAsync<BackupException>(() => In(empty.Path).FindAsync(15, "the server is 15", Cancel));

        Assert.Contains("None were found.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(PostgresPrograms.FolderKey, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Username=u;Password=p;Database=d", "PGHOST=db PGPORT=5432 PGDATABASE=d PGUSER=u PGPASSWORD=p PGAPPNAME=kolaybase backup PGSSLMODE=prefer")]
    [InlineData("Host=/run;Port=7;Username=u;Password=p p;Database=d;SSL Mode=VerifyFull;Root Certificate=/ca", "PGHOST=/run PGPORT=7 PGDATABASE=d PGUSER=u PGPASSWORD=p p PGAPPNAME=kolaybase backup PGSSLMODE=verify-full PGSSLROOTCERT=/ca")]
    public void Connection_strings_become_libpqs_variables(string connection, string expected) => Assert.Equal(expected, Variables(connection, 15));

    [Fact]
    public void The_machines_own_roots_are_asked_for_where_the_programs_know_them()
    {
        const string connection = "Host=db;Username=u;Password=p;Database=d;SSL Mode=VerifyFull";

        Assert.EndsWith("PGSSLMODE=verify-full PGSSLROOTCERT=system", Variables(connection, 16), StringComparison.Ordinal);
        var refusal = Assert.Throws<BackupException>(() => Variables(connection, 15));
        Assert.Contains("client programs of 15", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Root Certificate=", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_sees_nothing_of_our_environment_but_what_it_needs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no program that prints its environment.");
        var planted = $"KOLAYBASE_PLANTED_{Guid.CreateVersion7():N}";
        Environment.SetEnvironmentVariable(planted, "a master key");
        try
        {
            var set = new PostgresProgramSet("/usr/bin", 15);
            var seen = await set.RunAsync("env", [], new NpgsqlConnectionStringBuilder("Host=db;Username=u;Password=p;Database=d"), Cancel);

            var names = seen.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]).ToList();
            Assert.DoesNotContain(planted, names);
            Assert.Empty(names.Where(n => !n.StartsWith("PG", StringComparison.Ordinal)).Except(["PATH", "HOME", "TMPDIR", "LC_ALL"]));
            Assert.Contains("PGPASSWORD=p", seen, StringComparison.Ordinal);
            Assert.Contains($"PATH={Environment.GetEnvironmentVariable("PATH")}\n", seen, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(planted, null);
        }
    }

    [Theory]
    [InlineData(
        "psql",
        "psql:pre-data.sql:7: ERROR:  new row violates check constraint \"c\"\nDETAIL:  Failing row contains (ada@example.com, error: x).\nCONTEXT:  SQL function \"f\"\nLINE 1: insert 'bob'\nHINT:  error: carol",
        "psql failed: psql:pre-data.sql:7: ERROR:  new row violates check constraint \"c\"")]
    [InlineData(
        "pg_restore",
        "pg_restore: while PROCESSING TOC:\npg_restore: error: COPY failed for table \"t\": ERROR:  deadlock detected\nCommand was: COPY t FROM stdin; -- error: dave\npg_restore: warning: errors ignored on restore: 1",
        "pg_restore failed: pg_restore: error: COPY failed for table \"t\": ERROR:  deadlock detected")]
    [InlineData("pg_dump", "pg_dump: error: Dumping failed\npg_dump: detail: Command was: COPY \"error: erin\"", "pg_dump failed: pg_dump: error: Dumping failed")]
    [InlineData("psql", "Killed", "psql failed and did not say why: it may have been killed.")]
    public void Of_what_a_program_complains_the_errors_are_told_and_no_rows(string name, string error, string told) => Assert.Equal(told, PostgresProgramSet.Failure(name, error).Message);

    [Fact]
    public async Task A_program_that_can_not_be_started_is_told()
    {
        using var empty = TemporaryFolder.Create();
        var refusal = await Assert.ThrowsAsync<BackupException>(() => new PostgresProgramSet(empty.Path, 15).RunAsync("psql", [], null, Cancel));

        Assert.StartsWith("psql failed: psql: error: ", refusal.Message, StringComparison.Ordinal);
    }

    private static string Variables(string connection, int major) =>
        string.Join(' ', PostgresEnvironment.Of(new NpgsqlConnectionStringBuilder(connection), major).Select(v => $"{v.Key}={v.Value}"));

    private static PostgresPrograms In(string folder) => new(folder);
}
