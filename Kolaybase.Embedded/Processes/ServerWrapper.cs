namespace Kolaybase.Embedded.Processes;

/// <summary>
/// What stands before a server's command line. Both programs replace themselves by the server, so the
/// process id stays ours; both come with util-linux and are left out where they are missing.
/// <c>setsid</c> keeps the terminal's Ctrl-C from the servers: they are stopped in order, after the API.
/// <c>setpriv --pdeathsig</c> stops a server whose starter was killed.
/// </summary>
internal static class ServerWrapper
{
    private static readonly Lazy<Task<bool>> KnowsDeathSignal = new(async () =>
        (await Command.RunAsync("setpriv", ["--help"], null, CancellationToken.None)).Output.Contains("--pdeathsig", StringComparison.Ordinal));

    /// <summary>The command line to run instead of <paramref name="command"/>.</summary>
    /// <param name="command">The server and its arguments.</param>
    /// <param name="deathSignal">Name of the signal that the server gets when its starter dies, such as <c>INT</c>.</param>
    public static async Task<string[]> WrapAsync(IEnumerable<string> command, string deathSignal)
    {
        if (OperatingSystem.IsWindows())
        {
            return [.. command];
        }

        var wrapped = new List<string>();
        if (OnPath("setsid"))
        {
            wrapped.Add("setsid");
        }
        else if (OnPath("perl"))
        {
            // macOS has no setsid program.
            wrapped.AddRange(["perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!;", "--"]);
        }

        if (OperatingSystem.IsLinux() && OnPath("setpriv") && await KnowsDeathSignal.Value)
        {
            wrapped.AddRange(["setpriv", "--pdeathsig", deathSignal, "--"]);
        }

        return [.. wrapped, .. command];
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
