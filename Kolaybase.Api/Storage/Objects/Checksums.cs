using System.Security.Cryptography;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>SHA-256 of objects in headers (RFC 9530): <c>Content-Digest</c> and <c>Repr-Digest</c> of requests, <c>Repr-Digest</c> of answers.</summary>
internal static class Checksums
{
    /// <summary>Header of answers: the digest of all of the object, also where a range is sent.</summary>
    public const string ReprDigest = "Repr-Digest";

    private const string Sha256 = "sha-256";

    /// <summary>Digest that a request names; null when it names none that we know.</summary>
    /// <exception cref="ApiException">400: it can't be read, or two differ.</exception>
    public static byte[]? Of(IHeaderDictionary headers) => Merge(Read(headers["Content-Digest"]), Read(headers[ReprDigest]));

    /// <summary>Value of <see cref="ReprDigest"/>.</summary>
    public static string Format(ReadOnlySpan<byte> sha256) => $"{Sha256}=:{Convert.ToBase64String(sha256)}:";

    /// <summary>What names bytes of that digest: half of it, in hexadecimal digits.</summary>
    public static string Etag(ReadOnlySpan<byte> sha256) => Convert.ToHexStringLower(sha256[..16]);

    private static byte[]? Merge(byte[]? one, byte[]? other) =>
        one is null || other is null || CryptographicOperations.FixedTimeEquals(one, other) ? one ?? other : throw Malformed();

    // Content-Digest: sha-256=:base64:, sha-512=:base64:
    private static byte[]? Read(IEnumerable<string?> values)
    {
        byte[]? digest = null;
        foreach (var entry in values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!entry.StartsWith(Sha256 + "=", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var text = entry[(Sha256.Length + 1)..];
            var bytes = new byte[SHA256.HashSizeInBytes + 3];
            digest = text is [':', .. var base64, ':'] && Convert.TryFromBase64String(base64, bytes, out var length) && length == SHA256.HashSizeInBytes
                ? Merge(digest, bytes[..length])
                : throw Malformed();
        }

        return digest;
    }

    private static ApiException Malformed() =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, "Content-Digest or Repr-Digest can't be read.", hint: "Write sha-256=:<base64 of 32 bytes>: (RFC 9530).");
}
