using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Kolaybase.Tests.Embedded.Postgres;

/// <summary>Archives as npm makes them, and as somebody with bad intentions would.</summary>
internal sealed class PackageBuilder
{
    private readonly List<TarEntry> _entries = [];

    public PackageBuilder File(string name, string text, bool runnable = false) => Add(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
        Mode = runnable ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_000_000,
    });

    public PackageBuilder Link(string name, string target, TarEntryType type = TarEntryType.SymbolicLink) => Add(new PaxTarEntry(type, name) { LinkName = target });

    public byte[] Build()
    {
        using var memory = new MemoryStream();
        using (var zipped = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(zipped))
        {
            foreach (var entry in _entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return memory.ToArray();
    }

    public static string Integrity(byte[] archive) => Convert.ToBase64String(SHA512.HashData(archive));

    private PackageBuilder Add(TarEntry entry)
    {
        _entries.Add(entry);
        return this;
    }
}
