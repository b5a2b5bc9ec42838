using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>The client programs of one PostgreSQL.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Major">Their major version.</param>
internal sealed record PostgresProgramSet(string Folder, int Major)
{
    // Of what a program complains of; enough to know why.
    private const int MaxMessage = 2_000;

    // All that a child may see of our own environment, where master keys and logins are: to find libraries, temporary files, client certificates.
    private static readonly string[] Passed = OperatingSystem.IsWindows()
        ? ["PATH", "SystemRoot", "TEMP", "TMP", "APPDATA"]
        : ["PATH", "HOME", "TMPDIR"];

    private static readonly string[] NotErrors = ["Command was:", "Query was:", "DETAIL:  ", "CONTEXT:  ", "HINT:  "];

    /// <summary>Path of one program.</summary>
    public static string PathOf(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    /// <summary>Runs a program that must succeed.</summary>
    /// <exception cref="BackupException">It did not; its own message is in it.</exception>
    public async Task<string> RunAsync(string name, IEnumerable<string> arguments, NpgsqlConnectionStringBuilder? connection, CancellationToken cancellationToken)
    {
        var answer = await TryRunAsync(name, arguments, connection, cancellationToken);
        return answer.Code == 0 ? answer.Output : throw Failure(name, answer.Error);
    }

    /// <summary>What to say of a program that failed.</summary>
    public static BackupException Failure(string name, string error)
    {
        var said = string.Join('\n', error.Split('\n').Select(l => l.Trim()).Where(l => IsError(name, l)));
        return new($"{name} failed{(said.Length == 0 ? " and did not say why: it may have been killed." : $": {(said.Length > MaxMessage ? said[..MaxMessage] : said)}")}");
    }

    // "psql:pre-data.sql:7: ERROR:  …", "pg_restore: error: …". Lines that follow (DETAIL, CONTEXT, LINE, the command itself) show rows and statements.
    private static bool IsError(string name, string line) =>
        line.StartsWith($"{name}:", StringComparison.Ordinal) && line.Contains("error:", StringComparison.OrdinalIgnoreCase)
        && !NotErrors.Any(w => line.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs a program to its end. The address and the login go by environment variables: a command line can be read by every user of the machine.</summary>
    public async Task<(int Code, string Output, string Error)> TryRunAsync(
        string name, IEnumerable<string> arguments, NpgsqlConnectionStringBuilder? connection, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(PathOf(Folder, name), arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var variable in Passed)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } own)
            {
                info.Environment[variable] = own;
            }
        }

        info.Environment["LC_ALL"] = "C";
        foreach (var (variable, value) in connection is null ? [] : PostgresEnvironment.Of(connection, Major))
        {
            info.Environment[variable] = value;
        }

        using var process = new Process { StartInfo = info };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return (127, "", $"{name}: error: {exception.Message}");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
