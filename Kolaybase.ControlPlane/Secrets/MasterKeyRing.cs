using System.Security.Cryptography;
using System.Text;

namespace Kolaybase.ControlPlane.Secrets;

/// <summary>
/// The master keys, which live outside the control database: the first one seals and signs, every
/// one opens and verifies, so that a key is rotated by putting a new one in front.
/// </summary>
/// <remarks>
/// No master key is used directly: HKDF (RFC 5869) derives one 256-bit key for each purpose, so
/// that a value sealed for one column can't be opened as another and MACs never share a key
/// with encryption.
/// </remarks>
public sealed class MasterKeyRing
{
    private const int KeyBytes = 32;
    private readonly IReadOnlyList<MasterKey> _keys;

    private MasterKeyRing(IReadOnlyList<MasterKey> keys) => _keys = keys;

    /// <summary>The ids of all keys, the current one first.</summary>
    public IEnumerable<string> Ids => _keys.Select(k => k.Id);

    /// <summary>The key that seals.</summary>
    internal MasterKey Current => _keys[0];

    /// <summary>Reads <c>id:base64</c> entries separated by commas or line ends; lines that start with <c>#</c> are skipped.</summary>
    /// <exception cref="FormatException">An entry is malformed, an id appears twice, a key is not 32 bytes, or there is none. The message never holds key material.</exception>
    public static MasterKeyRing Parse(string text)
    {
        var keys = new List<MasterKey>();
        foreach (var entry in text.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry.StartsWith('#'))
            {
                continue;
            }

            keys.Add(ParseEntry(entry, keys.Count + 1));
        }

        if (keys.Count == 0)
        {
            throw new FormatException("No master key is configured. Set Kolaybase:MasterKeys to \"id:base64\" with 32 random bytes.");
        }

        if (keys.Select(k => k.Id).Distinct(StringComparer.Ordinal).Count() != keys.Count)
        {
            throw new FormatException("Two master keys have the same id.");
        }

        return new MasterKeyRing(keys);
    }

    /// <summary>Makes an entry for <see cref="Parse"/> with a fresh random key.</summary>
    public static string Generate(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}";

    /// <summary>The key of that id, or null when this ring has none.</summary>
    internal MasterKey? Find(ReadOnlySpan<char> id)
    {
        foreach (var key in _keys)
        {
            if (id.SequenceEqual(key.Id))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Every key, the current one first.</summary>
    internal IReadOnlyList<MasterKey> All => _keys;

    private static MasterKey ParseEntry(string entry, int number)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        var id = colon > 0 ? entry[..colon] : "";
        if (id.Length is 0 or > 32 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new FormatException($"Master key {number} has no id: write \"id:base64\", the id being 1 to 32 letters, digits, '-' or '_'.");
        }

        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(entry[(colon + 1)..], key, out var written) && written == KeyBytes
            ? new MasterKey(id, key)
            : throw new FormatException($"Master key \"{id}\" is not the base64 of {KeyBytes} bytes.");
    }
}

/// <summary>One master key and the per-purpose keys derived from it.</summary>
internal sealed class MasterKey(string id, byte[] secret)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);

    public string Id { get; } = id;

    public byte[] Derive(string purpose) => _derived.GetOrAdd(
        purpose,
        static (p, s) => HKDF.DeriveKey(HashAlgorithmName.SHA256, s, 32, info: Encoding.UTF8.GetBytes("kolaybase/" + p)),
        secret);
}
