using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Tests.ControlPlane.Identity.Settings;

public class RedirectUrlsTests
{
    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("https://app.example", "https://app.example/")]
    [InlineData("https://app.example/", "https://app.example")]
    [InlineData("https://app.example", "HTTPS://App.Example/")]
    [InlineData("https://app.example/cb", "https://app.example:443/cb")]
    [InlineData("https://app.example:8443/cb", "https://app.example:8443/cb")]
    [InlineData("http://localhost:3000/cb", "http://localhost:3000/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1:3000/cb")]
    [InlineData("http://[::1]:3000/cb", "http://[::1]:3000/cb")]
    [InlineData("https://app.example/*", "https://app.example/")]
    [InlineData("https://app.example/*", "https://app.example/a/b")]
    [InlineData("https://app.example/*", "https://app.example/a?next=%2Fhome&x=1")]
    [InlineData("https://app.example/*/cb", "https://app.example/de/cb")]
    [InlineData("https://app.example/a*b*c", "https://app.example/a-b-b-c")]
    [InlineData("https://app.example/%C3%BC", "https://app.example/%C3%BC")]
    [InlineData("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/")]
    [InlineData("myapp://callback", "myapp://callback")]
    [InlineData("com.example.app:/oauth", "com.example.app:/oauth")]
    [InlineData("com.example.app://x/*", "com.example.app://x/y")]
    public void What_is_listed_is_allowed(string entry, string url)
    {
        Assert.True(RedirectUrls.IsEntry(entry));
        Assert.True(Allows(entry, url));
    }

    [Theory]
    // Another origin, however it is dressed up.
    [InlineData("https://evil.example/cb")]
    [InlineData("https://app.example.evil.example/cb")]
    [InlineData("https://evilapp.example/cb")]
    [InlineData("https://sub.app.example/cb")]
    [InlineData("https://app.example@evil.example/cb")]
    [InlineData("https://app.example:pw@evil.example/cb")]
    [InlineData("https://evil.example@app.example/cb")]
    [InlineData("https://app.example%40evil.example/cb")]
    [InlineData("https://app.example%2eevil.example/cb")]
    [InlineData("https://evil.example#app.example/cb")]
    [InlineData("https://evil.example?app.example/cb")]
    [InlineData("https://evil.example\\@app.example/cb")]
    [InlineData("https:\\\\app.example\\cb")]
    [InlineData("https://app.example\\.evil.example/cb")]
    [InlineData("https:/app.example/cb")]
    [InlineData("https:app.example/cb")]
    [InlineData("https:///app.example/cb")]
    [InlineData("//app.example/cb")]
    [InlineData("/cb")]
    [InlineData("cb")]
    [InlineData("")]
    // Port and scheme.
    [InlineData("https://app.example:444/cb")]
    [InlineData("https://app.example:0443/cb")]
    [InlineData("https://app.example:99999/cb")]
    [InlineData("https://app.example:/cb:443")]
    [InlineData("http://app.example/cb")]
    [InlineData("http://app.example:443/cb")]
    [InlineData("javascript://app.example/cb")]
    [InlineData("data:text/html,x")]
    // Host spellings.
    [InlineData("https://app.example./cb")]
    [InlineData("https://.app.example/cb")]
    [InlineData("https://app..example/cb")]
    [InlineData("https://аpp.example/cb")]
    [InlineData("https://app。example/cb")]
    [InlineData("https://app.example\u200b/cb")]
    [InlineData("https://ａpp.example/cb")]
    // Another path, or the same by detours.
    [InlineData("https://app.example/CB")]
    [InlineData("https://app.example/cb/")]
    [InlineData("https://app.example/cbx")]
    [InlineData("https://app.example/c%62")]
    [InlineData("https://app.example/x/../cb")]
    [InlineData("https://app.example/./cb")]
    [InlineData("https://app.example//cb")]
    [InlineData("https://app.example/cb?x=1")]
    [InlineData("https://app.example/cb?")]
    [InlineData("https://app.example/cb#x")]
    [InlineData("https://app.example/cb#")]
    // Bytes that end a header or a URL.
    [InlineData("https://app.example/cb\r\nSet-Cookie: a=b")]
    [InlineData("https://app.example/cb\n")]
    [InlineData("\thttps://app.example/cb")]
    [InlineData(" https://app.example/cb")]
    [InlineData("https://app.example/cb ")]
    [InlineData("https://app.example/cb\0")]
    [InlineData("ht\ntps://app.example/cb")]
    [InlineData("https://app.example/cb%0d%0aSet-Cookie:x")]
    public void What_only_looks_like_an_exact_entry_is_refused(string url) => Assert.False(Allows("https://app.example/cb", url));

    [Theory]
    [InlineData("https://app.example.evil.example/in/x")]
    [InlineData("https://app.example/other")]
    [InlineData("https://app.example/in/../other")]
    [InlineData("https://app.example/in/..")]
    [InlineData("https://app.example/in/..;/other")]
    [InlineData("https://app.example/in/..%3B/other")]
    [InlineData("https://app.example/in/.;x/other")]
    [InlineData("https://app.example/in/%2e%2e/other")]
    [InlineData("https://app.example/in/.%2E/other")]
    [InlineData("https://app.example/in/%252e%252e/other")]
    [InlineData("https://app.example/in/..%2fother")]
    [InlineData("https://app.example/in/..%5cother")]
    [InlineData("https://app.example/in/..\\other")]
    [InlineData("https://app.example/in//evil.example")]
    [InlineData("https://app.example/in/%0d%0aLocation:x")]
    [InlineData("https://app.example/in/%00")]
    [InlineData("https://app.example/in/x?%0a")]
    [InlineData("https://app.example/in/%zz")]
    [InlineData("https://app.example/in/%2")]
    [InlineData("https://app.example/in/ü")]
    [InlineData("https://app.example/in/x#y")]
    [InlineData("https://app.example/in")]
    public void No_detour_leads_out_of_a_wildcard(string url) => Assert.False(Allows("https://app.example/in/*", url));

    [Theory]
    [InlineData("https://*.app.example/")]
    [InlineData("https://*/")]
    [InlineData("*")]
    [InlineData("https://app.example:*/")]
    [InlineData("*://app.example/")]
    [InlineData("http://app.example/")]
    [InlineData("http://localhost.evil.example/")]
    [InlineData("http://127.0.0.2/")]
    [InlineData("https://user@app.example/")]
    [InlineData("https://app.example/#x")]
    [InlineData("https://app.example/?x=1")]
    [InlineData("https://app.example/\r\n")]
    [InlineData("https://app.example/a b")]
    [InlineData("https://app.example/../x")]
    [InlineData("https://app.example:0/")]
    [InlineData("https://[::g]/")]
    [InlineData("https://-app.example/")]
    [InlineData("https://")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript:/x")]
    [InlineData("JavaScript://x")]
    [InlineData("data:/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://app.example/")]
    [InlineData("intent://x")]
    [InlineData("x:/y")]
    [InlineData("myapp://callback:80/")]
    [InlineData("")]
    public void Entries_that_allow_too_much_or_nothing_are_refused(string entry) => Assert.False(RedirectUrls.IsEntry(entry));

    [Fact]
    public void Entries_and_addresses_have_a_length_and_an_empty_list_allows_nothing()
    {
        Assert.False(RedirectUrls.IsEntry("https://app.example/" + new string('a', 500)));
        Assert.False(Allows("https://app.example/*", "https://app.example/" + new string('a', 2000)));
        Assert.False(RedirectUrls.Allows(AuthSettings.Default, "https://app.example/"));
    }

    [Fact]
    public void An_apps_address_with_and_without_slashes_are_two() => Assert.False(Allows("myapp:/x", "myapp:///x"));

    [Fact]
    public void A_pattern_of_many_stars_costs_no_time()
    {
        var start = TimeProvider.System.GetTimestamp();
        Assert.False(Allows("https://app.example/" + string.Concat(Enumerable.Repeat("a*", 200)) + "b", "https://app.example/" + new string('a', 1900)));
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    private static bool Allows(string entry, string url) => RedirectUrls.Allows(new AuthSettings { RedirectUrls = [entry] }, url);
}
