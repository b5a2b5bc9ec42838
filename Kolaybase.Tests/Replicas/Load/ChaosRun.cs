using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>Kills one part after the other under load, each when all had recovered from the one before.</summary>
internal sealed class ChaosRun(ReplicaStack stack)
{
    /// <summary>Mails that can't be written before the disk has room again.</summary>
    private const int Stuck = 10;

    /// <summary>Successes before the first fault and after each: what was just started is warm then, and in use.</summary>
    private const int Enough = 40;

    private readonly LoadReport _load = new();
    private readonly List<Fault> _faults = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs rounds of all faults until the time is over; one at least.</summary>
    public async Task<ChaosReport> RunAsync(TimeSpan atLeast)
    {
        await stack.HealthyAsync();
        var ledger = new LedgerLoad(stack.Balanced, await stack.ProjectAsync(), _load, atLeast > TimeSpan.Zero ? TimeSpan.Zero : LedgerLoad.Moderate);
        var invites = await InviteLoad.StartAsync(stack, _load);
        using var until = new CancellationTokenSource();
        var begun = TimeProvider.System.GetTimestamp();
        var running = Task.WhenAll(ledger.RunAsync(writers: 2, readers: 1, until.Token), invites.RunAsync(until.Token));
        try
        {
            await SucceedAsync();
            for (var round = 0; round == 0 || TimeProvider.System.GetElapsedTime(begun) < atLeast; round++)
            {
                await RoundAsync(round % 2, invites);
            }
        }
        finally
        {
            await until.CancelAsync();
            await running;
        }

        var lasted = TimeProvider.System.GetElapsedTime(begun);
        var lostMails = await invites.LostAsync();
        return new ChaosReport(lasted, _load, _faults, await ledger.LostAsync(), invites.Acknowledged, lostMails.Count, invites.Twice, stack.NoSmallDisk);
    }

    private async Task RoundAsync(int victim, InviteLoad invites)
    {
        await FaultAsync("kill -9 of an API", () => stack.KillApiAsync(victim));
        await FaultAsync("kill -9 of a worker", () => stack.KillWorkerAsync(victim));
        await FaultAsync("kill -9 of PostgreSQL", stack.Postgres.KillAndStartAsync);
        await FaultAsync("kill -9 of Redis, away until both APIs say so", async () =>
        {
            await stack.Redis.KillAsync();
            try
            {
                await stack.CacheIsAwayAsync();
            }
            finally
            {
                await stack.Redis.StartAgainAsync();
            }
        });
        if (stack.NoSmallDisk.Length == 0)
        {
            await FaultAsync("full disk of the mail folder, until mails wait", async () =>
            {
                using var full = FullDisk.Fill(stack.Mails);
                await Eventually.TrueAsync(() => Task.FromResult(invites.Waiting >= Stuck), "mails wait", Cancel, ReplicaStack.Patience);
            });
        }
    }

    private async Task SucceedAsync()
    {
        var before = _load.Successes;
        await Eventually.TrueAsync(() => Task.FromResult(_load.Successes >= before + Enough), "requests succeed", Cancel, ReplicaStack.Patience);
    }

    private async Task FaultAsync(string name, Func<Task> fault)
    {
        var (requests, failures) = (_load.Requests, _load.Failures.ToDictionary(f => f.Kind, f => f.Count));
        await fault();
        var ended = TimeProvider.System.GetTimestamp();
        await stack.HealthyAsync();
        var recovered = TimeProvider.System.GetElapsedTime(ended);
        await SucceedAsync();
        _faults.Add(new Fault(
            name,
            recovered,
            _load.Requests - requests,
            [.. _load.Failures.Select(f => (f.Kind, f.Count - failures.GetValueOrDefault(f.Kind))).Where(f => f.Item2 > 0)]));
    }
}

/// <summary>What one fault did.</summary>
/// <param name="Name">The fault.</param>
/// <param name="Recovery">From the part's return to the health of both APIs.</param>
/// <param name="Requests">Requests meanwhile.</param>
/// <param name="Failures">Those of them that failed, by kind.</param>
internal sealed record Fault(string Name, TimeSpan Recovery, int Requests, IReadOnlyList<(string Kind, int Count)> Failures);
