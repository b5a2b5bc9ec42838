using System.Globalization;
using Kolaybase.Bench.DataApi.Cases;

namespace Kolaybase.Bench.DataApi.Load;

/// <summary>
/// Loads a case until the runtime has done with it. It compiles what is used most anew, with what it has learnt, on a thread of its own; on two
/// busy cores that goes on for half a minute and takes a fifth of the process's time, which a server that has run for a while does not pay.
/// </summary>
internal static class WarmUp
{
    private const int StepSeconds = 5;
    private const int MostSteps = 24;

    /// <summary>Compiling takes less than this part of the time when it is over.</summary>
    private const double Quiet = 0.01;

    /// <summary>Runs.</summary>
    /// <returns>Seconds that it took.</returns>
    public static async Task<int> RunAsync(Session session, BenchCase one, Options options)
    {
        for (var step = 1; ; step++)
        {
            var before = CompilerSeconds(session.Stack.Id);
            await session.WrkAsync(one, options with { Seconds = StepSeconds });
            if (step == MostSteps || (step > 1 && CompilerSeconds(session.Stack.Id) - before < StepSeconds * Quiet))
            {
                return step * StepSeconds;
            }
        }
    }

    /// <summary>Processor time of the thread that compiles; its name is cut to 15 characters (proc(5)).</summary>
    private static double CompilerSeconds(int process) => Directory.EnumerateDirectories($"/proc/{process}/task")
        .Where(task => File.ReadAllText(Path.Combine(task, "comm")).StartsWith(".NET Tiered", StringComparison.Ordinal))
        .Select(task => File.ReadAllText(Path.Combine(task, "stat")))
        .Select(stat => stat[(stat.LastIndexOf(')') + 2)..].Split(' '))
        .Sum(fields => (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100);
}
