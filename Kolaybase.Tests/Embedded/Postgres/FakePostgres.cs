using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Embedded.Postgres;

/// <summary>Folders with an <c>initdb</c> that tells version and template as PostgreSQL's does and can do nothing else.</summary>
internal static class FakePostgres
{
    public static async Task<string> InstallAsync(string folder, string version, params string[] without)
    {
        Directory.CreateDirectory(folder);
        foreach (var program in new[] { "postgres", "initdb", "pg_ctl" }.Except(without))
        {
            // Written by another process: a descriptor of ours, inherited by a test's child that starts
            // at this moment, would make the kernel refuse to run the file (ETXTBSY).
            var text = $"#!/bin/sh\nprintf 'VERSION={version} (Fake)\\nPOSTGRES_BKI=%s/postgres.bki\\n' \"${{0%/*}}\" >&2\n";
            var result = await Command.RunAsync(
                "sh", ["-c", "printf %s \"$2\" > \"$1\" && chmod 755 \"$1\"", "sh", Path.Combine(folder, program), text], null, CancellationToken.None);
            Assert.Equal(0, result.ExitCode);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "postgres.bki"), "");
        return folder;
    }
}
