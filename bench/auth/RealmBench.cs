using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Auth;

/// <summary>Makes projects one after another: what a realm costs grows with the number of realms there are.</summary>
internal static class RealmBench
{
    private const int Step = 25;

    public static async Task RunAsync(StackProcess stack, string owner, Options options)
    {
        var times = new List<double>();
        for (var i = 1; i <= options.Projects; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var project = await stack.CreateProjectAsync(owner, $"realm {i}");
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            if ((string?)project["status"] != "ACTIVE")
            {
                throw new InvalidOperationException($"Project {i} came back {project["status"]}: {project["statusMessage"]}");
            }

            if (i % Step == 0)
            {
                Console.WriteLine($"a project beside {i - Step} to {i} others: {Figures.Describe(times, "ms")}");
                times.Clear();
            }
        }
    }
}
