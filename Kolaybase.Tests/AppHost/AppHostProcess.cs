using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Npgsql;

namespace Kolaybase.Tests.AppHost;

/// <summary>The built AppHost as a child process, on a data folder of the test and a free port.</summary>
internal sealed partial class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly string _data;
    private int _openStreams = 2;

    private AppHostProcess(ProcessStartInfo info, string data)
    {
        _data = data;
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public int Id => _process.Id;

    /// <summary>All that it printed so far, as far as the test has waited for it.</summary>
    public string Output => string.Join('\n', _seen);

    public string BaseUrl => ApiLine().Match(Output).Groups[1].Value;

    /// <summary>Id of the AppHost itself, also when <c>dotnet run</c> started it.</summary>
    public int OwnerId => JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(Path.Combine(_data, "owner.json")))!.Id;

    public int PostgresId => PostmasterPidFile.Read(Path.Combine(_data, "postgres"))!.ProcessId;

    public int GarnetId => JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(Path.Combine(_data, "garnet", "garnet.pid")))!.Id;

    /// <summary>The superuser's connection string, from the data folder.</summary>
    public string Superuser
    {
        get
        {
            using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(_data, "secrets.json")));
            var port = int.Parse(File.ReadAllText(Path.Combine(_data, "postgres.port")), CultureInfo.InvariantCulture);
            return PostgresCluster.ConnectionString(port, "postgres", secrets.RootElement.GetProperty("postgresSuperuser").GetString()!, "postgres") + ";Pooling=false";
        }
    }

    /// <summary>Starts it on a free port; the variables come on top of this process's own.</summary>
    public static AppHostProcess Start(string data, IReadOnlyDictionary<string, string> variables, IEnumerable<string>? arguments = null, ServerUser? user = null) =>
        Start([typeof(AppHostArguments).Assembly.Location], data, variables, arguments, user);

    /// <summary>Starts it as users do, except that nothing is built.</summary>
    public static AppHostProcess StartWithDotnetRun(string data, IReadOnlyDictionary<string, string> variables)
    {
        // …/Kolaybase.Tests/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var project = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "Kolaybase.AppHost");
        return Start(["run", "--no-build", "-c", output.Parent!.Name, "--project", project, "--"], data, variables, null, null);
    }

    private static AppHostProcess Start(IEnumerable<string> command, string data, IReadOnlyDictionary<string, string> variables, IEnumerable<string>? arguments, ServerUser? user)
    {
        IEnumerable<string> dotnet = ["dotnet", .. command, "--data", data, .. arguments ?? ["--urls", "http://127.0.0.1:0"]];
        // A shell's background job ignores SIGINT, and so does all that it starts: a test of Ctrl-C must not depend on how the tests were started.
        var info = OperatingSystem.IsLinux()
            ? Command.StartInfo("env", ["--default-signal=INT", .. dotnet], user)
            : Command.StartInfo("dotnet", dotnet.Skip(1), user);
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        info.Environment.Remove("ASPNETCORE_URLS");
        var host = new AppHostProcess(info, data);
        host._process.Start();
        host._process.StandardInput.Close();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits for a line that contains the text; fails the test with all output when the process ends before.</summary>
    public async Task WaitForAsync(string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
            {
                _seen.Add(line);
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"'{text}' was not printed within {Patience}. Printed:\n{Output}");
        }

        Assert.Fail($"'{text}' was not printed before the end. Printed:\n{Output}");
    }

    /// <summary>Waits until everything runs and all of the banner is printed.</summary>
    public Task WaitUntilReadyAsync() => WaitForAsync("Ctrl-C stops everything");

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        while (_lines.Reader.TryRead(out var line))
        {
            _seen.Add(line);
        }

        return _process.ExitCode;
    }

    public void Signal(int signal) => Assert.Equal(0, LibC.Kill(Id, signal));

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = LibC.Kill(Id, LibC.SigTerm);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _lines.Writer.TryWrite(line);
        }
        else if (Interlocked.Decrement(ref _openStreams) == 0)
        {
            _lines.Writer.Complete();
        }
    }

    [GeneratedRegex("API +(http[^\\s]+)")]
    private static partial Regex ApiLine();
}
