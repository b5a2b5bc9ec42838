using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Storage;

/// <summary>Throughput through the API as a ratio to the same transfer straight to MinIO, in turn; and how many small downloads a second.</summary>
internal static class TransferBench
{
    private const long MB = 1_000_000;
    private static readonly TimeSpan Small = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Transfers transfers)
    {
        await CompareAsync(transfers, "1 MB", MB, rounds: 40);
        await CompareAsync(transfers, "1 GB", 1_000 * MB, rounds: 3);
        await transfers.UploadAsync("small", 4_096);
        await transfers.UploadDirectlyAsync("small", 4_096);
        await SmallAsync("straight to MinIO", () => transfers.DownloadDirectlyAsync("small"));
        await SmallAsync("through the API", () => transfers.DownloadAsync("small"));
    }

    private static async Task CompareAsync(Transfers transfers, string size, long bytes, int rounds)
    {
        var (up, upDirect, down, downDirect) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            upDirect.Add(await RateAsync(bytes, () => transfers.UploadDirectlyAsync("x", bytes)));
            up.Add(await RateAsync(bytes, () => transfers.UploadAsync("x", bytes)));
            downDirect.Add(await RateAsync(bytes, () => transfers.DownloadDirectlyAsync("x")));
            down.Add(await RateAsync(bytes, () => transfers.DownloadAsync("x")));
        }

        Print($"upload of {size}", up, upDirect);
        Print($"download of {size}", down, downDirect);
    }

    private static async Task<double> RateAsync(long bytes, Func<Task> transfer)
    {
        var started = TimeProvider.System.GetTimestamp();
        await transfer();
        return bytes / (double)MB / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static void Print(string name, List<double> ours, List<double> direct)
    {
        var (a, b) = (Figures.Quantile(ours, 0.5), Figures.Quantile(direct, 0.5));
        Console.WriteLine($"{name}: {a:F0} MB/s through the API, {b:F0} MB/s straight to MinIO, ratio {a / b:F2} (medians)");
    }

    private static async Task SmallAsync(string name, Func<Task> download)
    {
        var (count, started) = (0, TimeProvider.System.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (TimeProvider.System.GetElapsedTime(started) < Small)
            {
                await download();
                Interlocked.Increment(ref count);
            }
        }));
        Console.WriteLine($"downloads of 4 KB, 16 callers, {name}: {count / TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} a second");
    }
}
