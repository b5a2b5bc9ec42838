using System.Diagnostics;
using System.Globalization;

namespace Kolaybase.Embedded.Processes;

/// <summary>A process id together with what tells it from a later process of the same id.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Birth">On Linux the boot's id and the start in clock ticks since boot; elsewhere the start time.</param>
internal sealed record ProcessIdentity(int Id, string Birth)
{
    /// <summary>The running process of that id; null when there is none.</summary>
    public static ProcessIdentity? Of(int processId)
    {
        if (processId <= 0)
        {
            return null;
        }

        try
        {
            if (OperatingSystem.IsLinux())
            {
                // proc_pid_stat(5): the second field is the name in parentheses, which may itself hold
                // spaces and parentheses; state is the first field after it, the start time the 20th.
                var stat = File.ReadAllText($"/proc/{processId}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return fields[0] is "Z" or "X"
                    ? null
                    : new ProcessIdentity(processId, $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}:{fields[19]}");
            }

            using var process = Process.GetProcessById(processId);
            return new ProcessIdentity(processId, process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether this very process still runs.</summary>
    public bool IsAlive => Of(Id) == this;
}
