using System.Globalization;
using System.Net;
using Kolaybase.ControlPlane;

namespace Kolaybase.Api.Http;

/// <summary>Reads <see cref="HttpOptions"/> by hand: no reflection at start, and every fault in one message.</summary>
internal static class HttpOptionsReader
{
    private const int ShortestToken = 32;
    private const int MostProjects = 1000;
    private const int LongestDrain = 300;

    /// <summary>The options of a configuration.</summary>
    /// <exception cref="ConfigurationFaultsException">At least one value is wrong; the message lists them all with what is right.</exception>
    public static HttpOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Kolaybase");
        var faults = new List<string>();
        var defaults = new HttpOptions();
        var rates = section.GetSection("RateLimits");
        var metrics = section.GetSection("Metrics");
        var options = new HttpOptions
        {
            PublicUrl = Url(section["PublicUrl"], defaults.PublicUrl, faults),
            PlatformOrigins = [.. Origins(section["PlatformOrigins"], faults)],
            TrustedProxies = [.. Networks(section["TrustedProxies"], faults)],
            DataBodyBytes = Number(section, "DataBodyBytes", defaults.DataBodyBytes, faults),
            RequestSeconds = (int)Number(section, "RequestSeconds", defaults.RequestSeconds, faults),
            DrainSeconds = NumberSetting.Read(section, "DrainSeconds", defaults.DrainSeconds, 0, LongestDrain, faults),
            MetricsToken = Token(metrics["Token"], faults),
            MetricsProjects = Projects(metrics, defaults.MetricsProjects, faults),
            RateLimits = new RateLimitOptions
            {
                DataPerSecond = (int)Number(rates, "DataPerSecond", defaults.RateLimits.DataPerSecond, faults),
                DataBurst = (int)Number(rates, "DataBurst", defaults.RateLimits.DataBurst, faults),
                AuthPerAddress = (int)Number(rates, "AuthPerAddress", defaults.RateLimits.AuthPerAddress, faults),
                AuthPerAccount = (int)Number(rates, "AuthPerAccount", defaults.RateLimits.AuthPerAccount, faults),
                AccountPerSecond = (int)Number(rates, "AccountPerSecond", defaults.RateLimits.AccountPerSecond, faults),
                AccountBurst = (int)Number(rates, "AccountBurst", defaults.RateLimits.AccountBurst, faults),
                InvitesPerAccount = (int)Number(rates, "InvitesPerAccount", defaults.RateLimits.InvitesPerAccount, faults),
                InvitesPerAddress = (int)Number(rates, "InvitesPerAddress", defaults.RateLimits.InvitesPerAddress, faults),
                UserMailsPerAddress = (int)Number(rates, "UserMailsPerAddress", defaults.RateLimits.UserMailsPerAddress, faults),
                UserInvitesPerProject = (int)Number(rates, "UserInvitesPerProject", defaults.RateLimits.UserInvitesPerProject, faults),
                UnknownKeysPerAddress = (int)Number(rates, "UnknownKeysPerAddress", defaults.RateLimits.UnknownKeysPerAddress, faults),
            },
        };
        return faults.Count == 0
            ? options
            : throw new ConfigurationFaultsException(faults);
    }

    private static string Url(string? text, string fallback, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            faults.Add("Kolaybase:PublicUrl must be an http or https URL without query.");
        }

        return text.TrimEnd('/');
    }

    private static string Token(string? text, List<string> faults)
    {
        if (text is { Length: > 0 and < ShortestToken } || text?.Any(c => c is <= ' ' or > '~') is true)
        {
            faults.Add($"Kolaybase:Metrics:Token must have {ShortestToken} characters or more, and no spaces.");
        }

        return text ?? "";
    }

    private static int Projects(IConfigurationSection metrics, int fallback, List<string> faults)
    {
        var number = Number(metrics, "Projects", fallback, faults);
        if (number > MostProjects)
        {
            faults.Add($"Kolaybase:Metrics:Projects must be at most {MostProjects}.");
        }

        return (int)number;
    }

    private static IEnumerable<string> Origins(string? text, List<string> faults)
    {
        foreach (var entry in List(text))
        {
            // An origin is scheme, host and port (RFC 6454, 6.2), so it has no path, not even "/".
            if (!Uri.TryCreate(entry, UriKind.Absolute, out var url) || !string.Equals(url.GetLeftPart(UriPartial.Authority), entry, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"Kolaybase:PlatformOrigins: \"{entry}\" is no origin; write it like https://studio.example.com.");
            }

            yield return entry;
        }
    }

    private static IEnumerable<IPNetwork> Networks(string? text, List<string> faults)
    {
        foreach (var entry in List(text))
        {
            if (IPNetwork.TryParse(entry, out var network))
            {
                yield return network;
            }
            else if (IPAddress.TryParse(entry, out var address))
            {
                yield return new IPNetwork(address, address.GetAddressBytes().Length * 8);
            }
            else
            {
                faults.Add($"Kolaybase:TrustedProxies: \"{entry}\" is neither an address nor a network like 10.0.0.0/8.");
            }
        }
    }

    private static long Number(IConfiguration section, string name, long fallback, List<string> faults)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= int.MaxValue)
        {
            return value;
        }

        faults.Add($"{((IConfigurationSection)section).Path}:{name} must be a whole number from 1 to {int.MaxValue}.");
        return fallback;
    }

    private static string[] List(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
