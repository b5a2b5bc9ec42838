using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Storage;

/// <summary>How much memory transfers take: one of 5 GB, then sixteen of 1 GB at once.</summary>
internal static class MemoryBench
{
    private const long GB = 1_000_000_000;

    public static async Task RunAsync(StackProcess stack, Transfers transfers)
    {
        // What the first requests of a process load is not the transfer's.
        await transfers.UploadAsync("warm", 50_000_000);
        await transfers.DownloadAsync("warm");
        await MeasureAsync(stack, "upload of 5 GB", () => transfers.UploadAsync("five", 5 * GB));
        await MeasureAsync(stack, "download of 5 GB", () => transfers.DownloadAsync("five"));
        await MeasureAsync(stack, "16 uploads of 1 GB at once", () => Task.WhenAll(Enumerable.Range(0, 16).Select(i => transfers.UploadAsync($"p{i}", GB))));
        await MeasureAsync(stack, "16 downloads of 1 GB at once", () => Task.WhenAll(Enumerable.Range(0, 16).Select(i => transfers.DownloadAsync($"p{i}"))));
    }

    private static async Task MeasureAsync(StackProcess stack, string name, Func<Task> transfer)
    {
        var (before, most, ended) = (stack.ResidentMiB(), 0.0, false);
        var watching = Task.Run(async () =>
        {
            while (!Volatile.Read(ref ended))
            {
                most = Math.Max(most, stack.ResidentMiB());
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        });
        var started = TimeProvider.System.GetTimestamp();
        await transfer();
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Volatile.Write(ref ended, true);
        await watching;
        Console.WriteLine($"{name}: {before:F0} MiB before, {most:F0} MiB at most (+{most - before:F0}), {seconds:F0} s");
    }
}
