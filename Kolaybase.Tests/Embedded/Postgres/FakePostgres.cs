using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Embedded.Postgres;

/// <summary>Folders with programs that answer <c>-V</c> as PostgreSQL does and can do nothing else.</summary>
internal static class FakePostgres
{
    public static async Task<string> InstallAsync(string folder, string version, params string[] without)
    {
        Directory.CreateDirectory(folder);
        foreach (var program in new[] { "postgres", "initdb", "pg_ctl" }.Except(without))
        {
            // Written by another process: a descriptor of ours, inherited by a test's child that starts
            // at this moment, would make the kernel refuse to run the file (ETXTBSY).
            var result = await Command.RunAsync(
                "sh", ["-c", "printf '#!/bin/sh\\necho \"%s (PostgreSQL) %s\"\\n' \"$2\" \"$3\" > \"$1\" && chmod 755 \"$1\"", "sh", Path.Combine(folder, program), program, version], null, CancellationToken.None);
            Assert.Equal(0, result.ExitCode);
        }

        return folder;
    }
}
