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
    public void Connection_strings_become_libpqs_variables(string connection, string expected) =>
        Assert.Equal(expected, string.Join(' ', PostgresEnvironment.Of(new NpgsqlConnectionStringBuilder(connection)).Select(v => $"{v.Key}={v.Value}")));

    private static PostgresPrograms In(string folder) => new(folder);
}
