using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary>
/// Addresses that work without any header, for one object, one method and a time: everything that they allow is part of what is signed, with a key that
/// is derived from the master key. Rotating the master key ends those that were signed with one that is taken away.
/// </summary>
internal sealed class SignedUrls(SecretHasher hasher, HttpOptions options, TimeProvider time)
{
    /// <summary>Last part of the path of such an address.</summary>
    public const string Segment = "signed";

    /// <summary>Makes an address.</summary>
    public string Sign(Guid projectId, SignedGrant grant)
    {
        var text = Text(projectId, grant);
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"bucket={Uri.EscapeDataString(grant.Bucket)}&path={Uri.EscapeDataString(grant.Path)}&expires={grant.Expires}");
        if (grant.Method == SignedGrant.Put)
        {
            query += $"&upsert={(grant.Upsert ? "true" : "false")}&role={grant.Role}" + (grant.Owner is { } owner ? $"&owner={owner:D}" : "");
        }

        return $"{options.PublicUrl}/api/projects/{projectId:D}/storage/{Segment}?{query}&signature={Uri.EscapeDataString(hasher.Hash(text, SecretPurposes.SignedObjectUrl))}";
    }

    /// <summary>Checks an address.</summary>
    /// <param name="projectId">Whose it is to be.</param>
    /// <param name="grant">What it says that it allows; null when it says so in a way that no address of ours does.</param>
    /// <param name="signature">Its signature.</param>
    /// <exception cref="ApiException">403 <c>KB712</c>, in the same words whatever is wrong.</exception>
    public SignedGrant Require(Guid projectId, SignedGrant? grant, string? signature) =>
        // The signature first, so that how long it takes tells nothing of the rest.
        grant is not null && hasher.Verify(Text(projectId, grant), SecretPurposes.SignedObjectUrl, signature ?? "") && grant.Expires > time.GetUtcNow().ToUnixTimeSeconds()
            ? grant
            : throw CallerErrors.InvalidSignature();

    /// <summary>When an address that works for so many seconds expires.</summary>
    public long Expiry(int seconds) => time.GetUtcNow().ToUnixTimeSeconds() + seconds;

    // A line each: none of them can have a line end (paths have no control characters).
    private static string Text(Guid projectId, SignedGrant grant) => string.Create(
        CultureInfo.InvariantCulture,
        $"{grant.Method}\n{projectId:D}\n{grant.Bucket.Length}:{grant.Bucket}\n{grant.Path.Length}:{grant.Path}\n{grant.Expires}\n{(grant.Upsert ? 1 : 0)}\n{grant.Role}\n{grant.Owner:D}");
}

/// <summary>What a signed address allows.</summary>
/// <param name="Method"><see cref="Get"/> or <see cref="Put"/>.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Path">The path.</param>
/// <param name="Expires">Until when: seconds since 1970 UTC.</param>
/// <param name="Upsert">Whether an upload may replace what is there.</param>
/// <param name="Role">Role of whoever signed an upload: policies that bind him bind it.</param>
/// <param name="Owner">Whose object an upload makes; null for nobody's.</param>
internal sealed record SignedGrant(string Method, string Bucket, string Path, long Expires, bool Upsert = false, string Role = "", Guid? Owner = null)
{
    /// <summary>Reading, <c>HEAD</c> included.</summary>
    public const string Get = "GET";

    /// <summary>One upload after another, until it expires.</summary>
    public const string Put = "PUT";

    /// <summary>What an address for reading says; null where a byte of it is not as we write it.</summary>
    public static SignedGrant? Read(string? bucket, string? path, string? expires) =>
        bucket is not null && path is not null && Seconds(expires) is { } until ? new(Get, bucket, path, until) : null;

    /// <summary>What an address for an upload says; null where a byte of it is not as we write it.</summary>
    public static SignedGrant? Write(string? bucket, string? path, string? expires, string? upsert, string? role, string? owner)
    {
        Guid? user = Guid.TryParseExact(owner, "D", out var id) && id.ToString("D") == owner ? id : null;
        return Read(bucket, path, expires) is { } grant && upsert is ("true" or "false") && (owner is null || user is not null)
            ? grant with { Method = Put, Upsert = upsert == "true", Role = role ?? "", Owner = user }
            : null;
    }

    private static long? Seconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value.ToString(CultureInfo.InvariantCulture) == text ? value : null;
}
