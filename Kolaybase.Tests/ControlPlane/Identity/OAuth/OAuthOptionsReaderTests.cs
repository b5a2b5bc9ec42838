using Kolaybase.ControlPlane.Identity.OAuth;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.ControlPlane.Identity.OAuth;

public class OAuthOptionsReaderTests
{
    [Fact]
    public void Nothing_configured_means_the_real_providers()
    {
        var (options, faults) = Read();
        Assert.Empty(faults);
        Assert.Equal(new OAuthOptions(), options);
        Assert.Equal("https://accounts.google.com", options.Google.Issuer);
        Assert.Equal("https://api.github.com", options.GitHub.ApiUrl);
    }

    [Fact]
    public void Every_endpoint_can_be_put_elsewhere()
    {
        var names = new[] { "Google:Issuer", "Google:AuthorizeUrl", "Google:TokenUrl", "Google:KeysUrl", "GitHub:AuthorizeUrl", "GitHub:TokenUrl", "GitHub:ApiUrl" };
        var (options, faults) = Read([.. names.Select((n, i) => (n, $"https://{i}.example.com/"))]);
        Assert.Empty(faults);
        Assert.Equal(
            Enumerable.Range(0, 7).Select(i => $"https://{i}.example.com"),
            [options.Google.Issuer, options.Google.AuthorizeUrl, options.Google.TokenUrl, options.Google.KeysUrl, options.GitHub.AuthorizeUrl, options.GitHub.TokenUrl, options.GitHub.ApiUrl]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/token")]
    [InlineData("http://localhost/token")]
    public void Loopback_needs_no_encryption(string url) => Assert.Empty(Read(("GitHub:TokenUrl", url)).Faults);

    [Theory]
    [InlineData("GitHub:TokenUrl", "http://provider.example.com/token")]
    [InlineData("GitHub:TokenUrl", "/token")]
    [InlineData("Google:KeysUrl", "https://user:pass@example.com/keys")]
    [InlineData("Google:KeysUrl", "https://example.com/keys?x=1")]
    [InlineData("Google:AuthorizeUrl", "ftp://example.com/")]
    [InlineData("TimeoutSeconds", "000")]
    [InlineData("TimeoutSeconds", "061")]
    [InlineData("TimeoutSeconds", "soon")]
    public void A_wrong_value_is_a_fault_that_names_the_setting_and_not_the_value(string name, string value)
    {
        var fault = Assert.Single(Read((name, value)).Faults);
        Assert.StartsWith($"Kolaybase:OAuth:{name} ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault, StringComparison.Ordinal);
    }

    private static (OAuthOptions Options, List<string> Faults) Read(params (string Name, string Value)[] settings)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Kolaybase:OAuth:" + s.Name, (string?)s.Value))).Build();
        return (OAuthOptionsReader.Read(configuration, faults), faults);
    }
}
