using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>Programs that write scripts in which names of a tenant's can be commands of psql are refused before psql reads one.</summary>
public sealed class OldProgramsTests(Backup15 fixture) : IClassFixture<Backup15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_that_is_not_restricted_is_not_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        using var folder = TemporaryFolder.Create();
        var dump = new DumpFolder(folder.Combine("dump"));
        var former = await fixture.Projects.CreateAsync(Cancel);
        await former.ExecuteAsync("create table made (id int)", Cancel);
        await fixture.SucceedAsync("dump", $"{former.Id}", dump.Path);
        var manifest = await dump.OpenAsync(Cancel);
        var target = await fixture.Projects.CreateAsync(Cancel);
        await using var registry = fixture.OpenRegistry();
        var row = await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == target.Id, Cancel);
        var programs = await InstallAsync(folder.Combine("old"));

        var refusal = await Assert.ThrowsAsync<BackupException>(
            () => fixture.Services.GetRequiredService<DatabaseRestore>().RunAsync(new PostgresProgramSet(programs, 15), manifest, dump, row, Cancel));

        Assert.Contains("update the client programs", refusal.Message, StringComparison.Ordinal);
        Assert.True(await target.QueryAsync<bool>("select to_regclass('made') is null", Cancel));
    }

    // The real ones, but what pg_restore writes lacks the line, as it did before.
    private static async Task<string> InstallAsync(string folder)
    {
        var real = (await PostgresServers.Get(15)).BinFolder;
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "pg_dump"), Path.Combine(real, "pg_dump"));
        File.CreateSymbolicLink(Path.Combine(folder, "psql"), Path.Combine(real, "psql"));
        var text = $$"""
            #!/bin/sh
            "{{real}}/pg_restore" "$@" || exit
            for argument in "$@"; do
                case "$argument" in --file=*) file=${argument#--file=}; grep -v '^\\\(un\)\{0,1\}restrict ' "$file" > "$file.old"; mv "$file.old" "$file" ;; esac
            done
            """;
        // Written by another process: see FakePostgres.
        var result = await Command.RunAsync(
            "sh", ["-c", "printf '%s\n' \"$2\" > \"$1\" && chmod 755 \"$1\"", "sh", Path.Combine(folder, "pg_restore"), text], null, Cancel);
        Assert.Equal(0, result.ExitCode);
        return folder;
    }
}
