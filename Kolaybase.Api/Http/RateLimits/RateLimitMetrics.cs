using System.Diagnostics.Metrics;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Counts what limits refuse.</summary>
internal sealed class RateLimitMetrics(IMeterFactory meters)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kolaybase.RateLimits";

    /// <summary>Data API requests of one client.</summary>
    public const string Data = "data";

    /// <summary>Platform calls of one account.</summary>
    public const string Account = "account";

    /// <summary>Sign-in from one address.</summary>
    public const string SignInAddress = "sign_in_address";

    /// <summary>Sign-in at one account.</summary>
    public const string SignInAccount = "sign_in_account";

    /// <summary>Mails, also those that are left out in silence.</summary>
    public const string Mail = "mail";

    /// <summary>API keys that nobody has.</summary>
    public const string UnknownKey = "unknown_key";

    private readonly Counter<long> _refusals = meters.Create(MeterName).CreateCounter<long>("kolaybase.rate_limit.refusals", "{refusal}", "What rate limits refused.");

    /// <summary>Counts a refusal.</summary>
    /// <param name="limit">One of the six.</param>
    public void Refused(string limit) => _refusals.Add(1, KeyValuePair.Create("kolaybase.rate_limit", (object?)limit));

    /// <summary>Counts a refusal and makes its answer.</summary>
    /// <param name="limit">One of the six.</param>
    /// <param name="wait">How long to wait.</param>
    public ApiException TooMany(string limit, TimeSpan wait)
    {
        Refused(limit);
        return RateLimitErrors.TooMany(wait);
    }
}
