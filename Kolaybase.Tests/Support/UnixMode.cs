namespace Kolaybase.Tests.Support;

/// <summary>Mode bits as <c>ls</c> shows them. Empty on Windows, which has none.</summary>
internal static class UnixMode
{
    public static string Of(string path) => OperatingSystem.IsWindows()
        ? ""
        : string.Concat(Convert.ToString((int)File.GetUnixFileMode(path), 2).PadLeft(9, '0').Select((bit, index) => bit == '1' ? "rwx"[index % 3] : '-'));

    /// <summary>Closes a folder to everybody else.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
