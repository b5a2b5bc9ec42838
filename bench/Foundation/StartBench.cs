using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Foundation;

/// <summary>Start to ready of the built AppHost: once on an empty data folder, then on the existing one. Aim: 5 s.</summary>
internal static class StartBench
{
    public static async Task RunAsync(string appHost, string data, int times)
    {
        await using (var first = await StackProcess.StartAsync(appHost, data))
        {
            Console.WriteLine($"start, empty data folder: {first.Ready.TotalSeconds:F2} s");
        }

        var ready = new List<double>();
        for (var i = 0; i < times; i++)
        {
            await using var again = await StackProcess.StartAsync(appHost, data);
            ready.Add(again.Ready.TotalSeconds);
        }

        Console.WriteLine($"start, existing data folder, {times} times: {Figures.Describe(ready, "s")} (aim 5 s)");
    }
}
