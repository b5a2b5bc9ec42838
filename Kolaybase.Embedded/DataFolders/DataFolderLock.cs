using System.Text.Json;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.DataFolders;

/// <summary>
/// Holds a data folder for this process. The operating system drops the lock when the process ends,
/// however it ends, so there is nothing stale to clean up after a <c>kill -9</c>.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _stream;

    private DataFolderLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="EmbeddedException">Another process holds it; the message names that process where it is known.</exception>
    public static DataFolderLock Take(DataFolder folder) => TryTake(folder) ?? throw new EmbeddedException(
        $"The data folder '{folder.Root}' is in use by another Kolaybase{Owner(folder)}. Stop that one, or start this one on another folder with --data or {DataFolder.Variable}.");

    /// <summary>Takes the folder; null when another process holds it.</summary>
    /// <exception cref="EmbeddedException">The folder belongs to another user.</exception>
    public static DataFolderLock? TryTake(DataFolder folder)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EmbeddedException(
                $"The data folder '{folder.Root}' belongs to another user. Start as that user, or choose another folder with --data or {DataFolder.Variable}.", exception);
        }
        catch (IOException) when (File.Exists(folder.LockFile))
        {
            return null;
        }

        File.WriteAllText(folder.OwnerFile, JsonSerializer.Serialize(ProcessIdentity.Of(Environment.ProcessId)));
        return new DataFolderLock(stream);
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => _stream.Dispose();

    private static string Owner(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(folder.OwnerFile)) is { IsAlive: true } owner
                ? $" (process {owner.Id})"
                : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Only the message is poorer.
            return "";
        }
    }
}
