using System.Text.RegularExpressions;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary>What buckets may be called: parts of URLs and names of folders everywhere.</summary>
internal static partial class BucketName
{
    /// <summary>Checks the name of a bucket that is to be made.</summary>
    /// <exception cref="ApiException">400 <c>KB701</c>.</exception>
    public static string RequireNew(string name) => IsValid(name)
        ? name
        : throw new ApiException(
            StatusCodes.Status400BadRequest, ErrorCodes.InvalidBucketName, "\"name\" is no name of a bucket.", hint: "Use 1 to 63 letters of ASCII, digits, dots, hyphens and underscores, a letter or digit first.");

    /// <summary>Checks the name of a bucket in a path: one that can't exist does not.</summary>
    /// <exception cref="ApiException">404 <c>KB703</c>.</exception>
    public static string RequireKnown(string name) => IsValid(name) ? name : throw StorageErrors.BucketNotFound();

    private static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex Pattern();
}
