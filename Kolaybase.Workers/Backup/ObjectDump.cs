using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Workers.Backup;

/// <summary>Copies the bytes of a project's objects into a dump and out of it.</summary>
internal sealed class ObjectDump(ObjectStores stores)
{
    /// <summary>Copies the bytes of all objects.</summary>
    /// <returns>How many there are, and those whose bytes are not in the store: lost ones, and ones that were deleted or replaced meanwhile.</returns>
    public async Task<(int Count, IReadOnlyList<Guid> Missing)> WriteAsync(Project project, IReadOnlyList<DumpedObject> objects, DumpFolder folder, CancellationToken cancellationToken)
    {
        var missing = new List<Guid>();
        await using var list = new StreamWriter(folder.Write(DumpFolder.ObjectList));
        foreach (var entry in objects)
        {
            if (await CopyAsync(stores.Of(project.ObjectStore), new ObjectKey(project.Id, entry.Version), folder, cancellationToken) is { } copied)
            {
                await list.WriteLineAsync(JsonSerializer.Serialize(entry with { Size = copied.Size, Sha256 = copied.Sha256 }, DumpFolder.Json));
            }
            else
            {
                missing.Add(entry.Version);
            }
        }

        await list.FlushAsync(cancellationToken);
        await DumpFolder.EndAsync((FileStream)list.BaseStream, cancellationToken);
        return (objects.Count - missing.Count, missing);
    }

    /// <summary>Copies all bytes into a project's store, under the keys that the rows of its database name.</summary>
    public async Task RestoreAsync(Project project, DumpFolder folder, CancellationToken cancellationToken)
    {
        await foreach (var entry in ObjectLines.ReadAsync(folder.File(DumpFolder.ObjectList), cancellationToken))
        {
            await using var bytes = File.OpenRead(folder.File(ObjectLines.FileOf(entry.Version)));
            await stores.Of(project.ObjectStore).PutAsync(new ObjectKey(project.Id, entry.Version), bytes, bytes.Length, entry.ContentType, cancellationToken);
        }
    }

    private static async Task<DumpedFile?> CopyAsync(IObjectStore store, ObjectKey key, DumpFolder folder, CancellationToken cancellationToken)
    {
        if (await store.SizeAsync(key, cancellationToken) is not { } size)
        {
            return null;
        }

        var name = ObjectLines.FileOf(key.Version);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (var target = folder.Write(name))
            {
                var copied = 0L;
                if (size > 0)
                {
                    await using var source = await store.OpenReadAsync(key, 0, size, cancellationToken);
                    var buffer = new byte[128 * 1024];
                    int read;
                    while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
                    {
                        hash.AppendData(buffer, 0, read);
                        await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                        copied += read;
                    }
                }

                if (copied != size)
                {
                    throw new BackupException(string.Create(
                        CultureInfo.InvariantCulture, $"The object store gave {copied} of {size} bytes of the object {key.Version}: make the dump again; if that fails too, look at the store."));
                }

                await DumpFolder.EndAsync(target, cancellationToken);
            }

            return new DumpedFile(name, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (ObjectStoreException exception) when (exception.Fault == ObjectStoreFault.Missing)
        {
            File.Delete(folder.File(name));
            return null;
        }
    }
}
