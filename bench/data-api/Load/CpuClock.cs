using System.Globalization;

namespace Kolaybase.Bench.DataApi.Load;

/// <summary>Processor time that processes have used, from <c>/proc</c> (proc(5)).</summary>
/// <param name="server">The process that answers HTTP; null when none does.</param>
/// <param name="postmaster">PostgreSQL's first process.</param>
internal sealed class CpuClock(int? server, int postmaster)
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on.
    private const double TickMicroseconds = 10_000;

    /// <summary>Microseconds used until now. The load tool is a child that has ended and been waited for.</summary>
    public (double Server, double Postgres, double Children) Now()
    {
        var all = Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => name.All(char.IsAsciiDigit)).Select(Stat).OfType<ProcessTimes>().ToList();
        var root = all.First(p => p.Id == postmaster);
        return (
            all.FirstOrDefault(p => p.Id == server)?.Own ?? 0,
            root.Own + root.Ended + all.Where(p => p.Parent == postmaster).Sum(p => p.Own),
            all.First(p => p.Id == Environment.ProcessId).Ended);
    }

    private static ProcessTimes? Stat(string id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // Field 2 is a name in parentheses that may hold anything; the numbers stand behind it.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(fields[11]) + Ticks(fields[12]), Ticks(fields[13]) + Ticks(fields[14]));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || (e is IOException && !Directory.Exists($"/proc/{id}")))
        {
            // It has ended since it was listed.
            return null;
        }
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture) * TickMicroseconds;

    private sealed record ProcessTimes(int Id, int Parent, double Own, double Ended);
}
