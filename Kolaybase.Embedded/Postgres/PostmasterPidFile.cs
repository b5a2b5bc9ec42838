using System.Globalization;

namespace Kolaybase.Embedded.Postgres;

/// <summary>
/// What a running server writes into <c>postmaster.pid</c> (PostgreSQL's <c>miscadmin.h</c>, "lock file line numbers"):
/// process id, data folder, start time, port, socket folder, address, shared memory key, status.
/// </summary>
/// <param name="ProcessId">The server's process id.</param>
/// <param name="Port">The port; null while the server has not written it yet.</param>
/// <param name="Status"><c>starting</c>, <c>ready</c>, <c>stopping</c> or <c>standby</c>; null while unwritten.</param>
internal sealed record PostmasterPidFile(int ProcessId, int? Port, string? Status)
{
    public bool IsReady => Status == "ready";

    public static string PathIn(string folder) => Path.Combine(folder, "postmaster.pid");

    /// <summary>Reads the file of a cluster; null when there is none or it has no process id yet.</summary>
    public static PostmasterPidFile? Read(string folder)
    {
        try
        {
            return Parse(File.ReadAllLines(PathIn(folder)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    internal static PostmasterPidFile? Parse(string[] lines)
    {
        // A stand-alone backend writes its id as a negative number.
        if (Number(lines, 0) is not { } id || id == 0)
        {
            return null;
        }

        return new PostmasterPidFile(Math.Abs(id), Number(lines, 3), lines.Length > 7 ? lines[7].Trim() : null);
    }

    private static int? Number(string[] lines, int index) =>
        lines.Length > index && int.TryParse(lines[index].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
