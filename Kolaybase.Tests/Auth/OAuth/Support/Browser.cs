using System.Net;

namespace Kolaybase.Tests.Auth.OAuth.Support;

/// <summary>Keeps cookies and follows redirects one by one, as a browser would. What is addressed to the public address goes to the API under test.</summary>
public sealed class Browser : IDisposable
{
    private readonly OAuthFixture _fixture;
    private readonly HttpClient _http;

    public Browser(OAuthFixture fixture)
    {
        _fixture = fixture;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
    }

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens an address.</summary>
    public async Task<Page> OpenAsync(Uri address)
    {
        var local = address.Authority == "localhost:4000" ? new Uri(_fixture.Api.BaseUrl, address.PathAndQuery) : address;
        using var response = await _http.GetAsync(local, Cancel);
        return new Page((int)response.StatusCode, response.Headers.Location, await response.Content.ReadAsStringAsync(Cancel), response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)));
    }

    /// <summary>Opens an address that sends on, and says where.</summary>
    public async Task<Uri> FollowAsync(Uri address) => (await OpenAsync(address)).Next;

    /// <summary>From our page to the provider and back, up to the callback's address.</summary>
    public async Task<Uri> ToCallbackAsync(Uri begin) => await FollowAsync(await FollowAsync(begin));

    /// <summary>A whole sign-in; what the app gets in the fragment.</summary>
    public async Task<Dictionary<string, string>> SignInAsync(OAuthProject project, string provider, string redirectTo = OAuthFixture.App)
    {
        var end = (await OpenAsync(await ToCallbackAsync(await project.BeginAsync(provider, redirectTo)))).Next;
        Assert.StartsWith(redirectTo + "#", end.OriginalString, StringComparison.Ordinal);
        return Fragment(end);
    }

    /// <summary>The parameters of a fragment.</summary>
    public static Dictionary<string, string> Fragment(Uri address) =>
        address.OriginalString[(address.OriginalString.IndexOf('#', StringComparison.Ordinal) + 1)..].Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));

    public void Dispose() => _http.Dispose();
}

/// <summary>What a browser got.</summary>
public sealed record Page(int Status, Uri? Location, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Where it sends on to.</summary>
    public Uri Next
    {
        get
        {
            Assert.True(Status == 302 && Location is not null, $"{Status}: {Body}");
            return Location;
        }
    }

    /// <summary>Checks that it is the page that sends nowhere.</summary>
    public void IsRefused(int status = 400)
    {
        Assert.Equal(status, Status);
        Assert.Null(Location);
        Assert.StartsWith("text/html", Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-referrer", Headers["Referrer-Policy"]);
        Assert.DoesNotContain("token", Body, StringComparison.OrdinalIgnoreCase);
    }
}
