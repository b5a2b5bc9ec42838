using System.Globalization;

namespace Kolaybase.Embedded.Processes;

/// <summary>The process that started this one.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Arguments">Its command line.</param>
public sealed record ParentProcess(int Id, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether it has ended: whom it leaves behind gets another parent at once.</summary>
    public bool IsGone => LibC.ParentId() != Id;

    /// <summary>The parent; null where the system does not tell its command line (anywhere but on Linux).</summary>
    public static ParentProcess? Current()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var id = LibC.ParentId();
        try
        {
            return new ParentProcess(id, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline")).Split('\0'));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended already, or lives in another container.
            return null;
        }
    }
}
