using Kolaybase.Api.Http;
using Kolaybase.ControlPlane;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Http;

public class HttpOptionsReaderTests
{
    [Fact]
    public void Nothing_configured_is_what_the_options_say()
    {
        var options = Read();
        Assert.Equal("http://localhost:4000", options.PublicUrl);
        Assert.Empty(options.PlatformOrigins);
        Assert.Empty(options.TrustedProxies);
        Assert.Equal(50 * 1024 * 1024, options.DataBodyBytes);
        Assert.Equal(new RateLimitOptions(), options.RateLimits);
        Assert.Equal(0, options.DrainSeconds);
        Assert.Equal(("", 100), (options.MetricsToken, options.MetricsProjects));
    }

    [Fact]
    public void Lists_are_separated_by_commas()
    {
        var options = Read(("PlatformOrigins", "https://a.example, http://localhost:5173"), ("TrustedProxies", "10.0.0.0/8,127.0.0.1,::1"));
        Assert.Equal(["https://a.example", "http://localhost:5173"], options.PlatformOrigins);
        Assert.Equal(["10.0.0.0/8", "127.0.0.1/32", "::1/128"], options.TrustedProxies.Select(n => n.ToString()));
    }

    [Fact]
    public void A_slash_at_the_end_of_the_public_URL_is_dropped() => Assert.Equal("https://api.example/x", Read(("PublicUrl", "https://api.example/x/")).PublicUrl);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("300", 300)]
    public void A_drain_may_be_none_or_five_minutes(string text, int expected) => Assert.Equal(expected, Read(("DrainSeconds", text)).DrainSeconds);

    [Fact]
    public void All_faults_are_told_together()
    {
        var error = Assert.Throws<ConfigurationFaultsException>(() => Read(
            ("PublicUrl", "ftp://x"),
            ("PlatformOrigins", "https://a.example/path"),
            ("TrustedProxies", "not-an-address"),
            ("DataBodyBytes", "-1"),
            ("RequestSeconds", "0"),
            ("DrainSeconds", "301"),
            ("Metrics:Token", "short"),
            ("Metrics:Projects", "1001"),
            ("RateLimits:DataBurst", "many")));
        foreach (var key in new[] { "PublicUrl", "PlatformOrigins", "TrustedProxies", "DataBodyBytes", "RequestSeconds", "DrainSeconds", "Metrics:Token", "Metrics:Projects", "RateLimits:DataBurst" })
        {
            Assert.Contains("Kolaybase:" + key, error.Message, StringComparison.Ordinal);
        }
    }

    private static HttpOptions Read(params (string Key, string Value)[] settings) =>
        HttpOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Kolaybase:" + s.Key, (string?)s.Value))).Build());
}
