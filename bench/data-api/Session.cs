using Kolaybase.Bench.DataApi.Capture;
using Kolaybase.Bench.DataApi.Cases;
using Kolaybase.Bench.DataApi.Load;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi;

/// <summary>A running stack with its data, and what is needed to load it.</summary>
internal sealed class Session
{
    private Session(StackProcess stack, BenchProject project, Logins logins, string folder, string data)
    {
        (Stack, Project, Logins, Folder, Data) = (stack, project, logins, folder, data);
        Pgbench = new(FindPgbench(data), logins.Authenticator, folder);
    }

    public StackProcess Stack { get; }

    public BenchProject Project { get; }

    public Logins Logins { get; }

    public Pgbench Pgbench { get; }

    /// <summary>Where scripts and plans are written.</summary>
    public string Folder { get; }

    /// <summary>The stack's data folder.</summary>
    public string Data { get; }

    public CpuClock Cpu => new(Stack.Id, StackDatabase.ProcessId(Data));

    /// <summary>Makes the project and its data.</summary>
    public static async Task<Session> OpenAsync(StackProcess stack, string data, string folder)
    {
        var project = await BenchProject.MakeAsync(stack);
        var logins = await Logins.OpenAsync(data, project.Id);
        await Dataset.MakeAsync(stack, project, logins);
        await Pgbench.PrepareAsync(logins);
        return new(stack, project, logins, folder, data);
    }

    /// <summary>The same on a stack that was started anew.</summary>
    public async Task<Session> ReopenAsync(StackProcess stack) => new(stack, Project, await Logins.OpenAsync(Data, Project.Id), Folder, Data);

    /// <summary>Sends one request of a case.</summary>
    /// <returns>Null when it was answered, else status and body of the refusal.</returns>
    public async Task<string?> TryAsync(BenchCase one, long key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(one.Method), one.Target(key));
        if (one.Body is not null)
        {
            request.Content = new StringContent(one.Body, System.Text.Encoding.UTF8, "application/json");
        }

        request.Headers.Add("apikey", one.Service ? Project.ServiceKey : Project.AnonKey);
        using var answer = await Stack.Http.SendAsync(request);
        return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    /// <summary>What the API sends for a case.</summary>
    public Task<IReadOnlyList<CapturedStatement>> CaptureAsync(BenchCase one, long key) => StatementLog.CaptureAsync(Logins, async () =>
    {
        if (await TryAsync(one, key) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }
    });

    /// <summary>Loads the API with a case.</summary>
    public Task<LoadResult> WrkAsync(BenchCase one, Options options)
    {
        var plan = Path.Combine(Folder, $"{one.Name}.lua");
        Wrk.Plan(plan, one, Project);
        return Wrk.RunAsync(Stack.Http.BaseAddress!, plan, options, Cpu);
    }

    /// <summary>Empties what the case fills, so that no measurement pays for the one before.</summary>
    public async Task EmptyAsync(BenchCase one)
    {
        if (one.Fills is { } table)
        {
            await Logins.ExecuteAsync($"TRUNCATE {table}; CHECKPOINT");
        }
    }

    /// <summary>The pgbench of the server that runs, else the one on the path.</summary>
    private static string FindPgbench(string data)
    {
        var server = new FileInfo($"/proc/{StackDatabase.ProcessId(data)}/exe").ResolveLinkTarget(returnFinalTarget: true);
        var beside = Path.Combine(Path.GetDirectoryName(server?.FullName) ?? "", "pgbench");
        return File.Exists(beside) ? beside : "pgbench";
    }
}
