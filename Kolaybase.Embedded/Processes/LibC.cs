using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kolaybase.Embedded.Processes;

/// <summary>The few calls of the C library that .NET does not offer. Never called on Windows.</summary>
internal static partial class LibC
{
    /// <summary>Fast shutdown for PostgreSQL: sessions are ended, nothing is lost.</summary>
    public const int SigInt = 2;

    /// <summary>Immediate shutdown for PostgreSQL: the next start replays the log.</summary>
    public const int SigQuit = 3;

    public const int SigKill = 9;

    public const int SigTerm = 15;

    public static bool IsRoot => !OperatingSystem.IsWindows() && EffectiveUserId() == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);

    /// <summary>Of a path. A link's owner is changed, never that of what it points to.</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint userId, uint groupId);

    /// <summary>Of an open file, whatever its path names by now.</summary>
    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(SafeFileHandle file, uint userId, uint groupId);

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int ParentId();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();
}
