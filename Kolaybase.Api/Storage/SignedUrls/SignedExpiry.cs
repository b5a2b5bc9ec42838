using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary>How long signed addresses work, in seconds.</summary>
internal static class SignedExpiry
{
    public const int Least = 60;
    public const int Most = 604_800;
    public const int Default = 3_600;

    /// <exception cref="ApiException">400.</exception>
    public static int Require(int? seconds) => seconds is null or (>= Least and <= Most) ? seconds ?? Default : throw StorageErrors.InvalidParameter("expiry", $"must be {Least} to {Most} seconds");
}
