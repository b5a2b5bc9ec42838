using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Auth.OAuth.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Auth.OAuth;

/// <summary>A provider that is down, slow, hostile, or says no: the app is told in the fragment, and secrets stay out of the log.</summary>
public sealed class ProviderFaultTests(ImpatientOAuth fixture) : IClassFixture<ImpatientOAuth>
{
    public static TheoryData<string, string> Faults => new()
    {
        { "error=access_denied&error_description=The+user+said+no", "access_denied" },
        { "error=server_error", "server_error" },
        { "error=x%0d%0aSet-Cookie:+a=b", OAuthErrors.InvalidAnswer },
        { "error=%3Cscript%3E", OAuthErrors.InvalidAnswer },
        { "error=a&error=b", OAuthErrors.InvalidAnswer },
        { "nothing=1", OAuthErrors.InvalidAnswer },
        { "code=", OAuthErrors.InvalidAnswer },
        { "code=a&code=b", OAuthErrors.InvalidAnswer },
        { "code=made-up", OAuthErrors.ProviderRefused },
        { "code=a%0d%0ab", OAuthErrors.InvalidAnswer },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_provider_sends_the_browser_back_with_is_passed_on_or_replaced(string query, string error)
    {
        foreach (var provider in new[] { OAuthProviders.Google, OAuthProviders.GitHub })
        {
            var project = await fixture.CreateProjectAsync();
            project.App.SendsBack = query;
            using var browser = new Browser(fixture);
            var fragment = await browser.SignInAsync(project, provider);
            Assert.Equal(error, fragment["error"]);
            Assert.NotEmpty(fragment["error_description"]);
        }
    }

    [Fact]
    public async Task A_description_of_the_provider_is_passed_on_and_one_that_makes_headers_or_pages_is_not()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        project.App.SendsBack = "error=access_denied&error_description=The+user+said+no%26access_token%3Dforged";
        var fragment = await browser.SignInAsync(project, OAuthProviders.Google);
        Assert.Equal("The user said no&access_token=forged", fragment["error_description"]);
        Assert.Equal(2, fragment.Count);

        project.App.SendsBack = "error=access_denied&error_description=no%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a%3Chtml%3E";
        var page = await browser.OpenAsync(await browser.ToCallbackAsync(await project.BeginAsync(OAuthProviders.Google)));
        Assert.DoesNotContain("a=b", page.Next.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("a=b", page.Headers["Set-Cookie"], StringComparison.Ordinal);
        Assert.DoesNotContain('\n', page.Next.OriginalString);
    }

    [Fact]
    public async Task A_sign_in_that_failed_is_over()
    {
        var project = await fixture.CreateProjectAsync();
        project.App.SendsBack = "error=access_denied";
        using var browser = new Browser(fixture);
        var callback = await browser.ToCallbackAsync(await project.BeginAsync(OAuthProviders.Google));
        Assert.Equal(302, (await browser.OpenAsync(callback)).Status);
        (await browser.OpenAsync(callback)).IsRefused();
    }

    [Theory]
    [InlineData(OAuthProviders.Google)]
    [InlineData(OAuthProviders.GitHub)]
    public async Task A_token_endpoint_that_fails_is_asked_once_and_the_app_is_told(string provider)
    {
        var answers = new (string Name, Func<HttpContext, Task> Answer, string Error)[]
        {
            ("500", c => Status(c, 500), OAuthErrors.TemporarilyUnavailable),
            ("429", c => Status(c, 429), OAuthErrors.TemporarilyUnavailable),
            ("redirect", c => Redirect(c), OAuthErrors.TemporarilyUnavailable),
            ("401", c => Status(c, 401), OAuthErrors.ProviderRefused),
            ("no json", c => c.Response.WriteAsync("<html>"), OAuthErrors.TemporarilyUnavailable),
            ("empty", c => Status(c, 200), OAuthErrors.TemporarilyUnavailable),
            ("array", c => c.Response.WriteAsync("[1]"), OAuthErrors.ProviderRefused),
            ("numbers", c => c.Response.WriteAsync("""{"id_token":1,"access_token":2}"""), OAuthErrors.ProviderRefused),
            ("header in token", c => c.Response.WriteAsync("""{"access_token":"a\r\nX: y","id_token":"a\r\nX: y"}"""), OAuthErrors.ProviderRefused),
            ("huge", Huge, OAuthErrors.TemporarilyUnavailable),
            ("cut", c => Cut(c), OAuthErrors.TemporarilyUnavailable),
            ("slow", c => Slow(c), OAuthErrors.TemporarilyUnavailable),
        };
        var project = await fixture.CreateProjectAsync();
        foreach (var (name, answer, error) in answers)
        {
            project.App.Token = answer;
            project.App.Trades = 0;
            using var browser = new Browser(fixture);
            var fragment = await browser.SignInAsync(project, provider);
            Assert.True(fragment.GetValueOrDefault("error") == error, $"{name}: {string.Join(' ', fragment)}");
            Assert.True(project.App.Trades == 1, $"{name}: asked {project.App.Trades} times");
        }

        Assert.Null(await project.FindUserAsync(project.App.Email));
        var log = string.Join('\n', fixture.Api.Log.Entries.Select(e => $"{e.Message} {e.Exception} {e.Scopes}"));
        Assert.Contains("ended with temporarily_unavailable", log, StringComparison.Ordinal);
        Assert.DoesNotContain(project.App.Secret, log, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", log, StringComparison.Ordinal);
        Assert.DoesNotContain("state=", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_client_secret_is_told_as_the_owners_fault()
    {
        var project = await fixture.CreateProjectAsync();
        var box = fixture.Services.GetRequiredService<SecretBox>();
        await project.ChangeAsync(s => s with
        {
            Providers = s.Providers.ToDictionary(p => p.Key, p => p.Value with { ClientSecretSealed = box.Seal("wrong", SecretPurposes.ProviderSecret, $"{project.Id} {p.Key}") }),
        });
        foreach (var provider in new[] { OAuthProviders.Google, OAuthProviders.GitHub })
        {
            using var browser = new Browser(fixture);
            var fragment = await browser.SignInAsync(project, provider);
            Assert.Equal(OAuthErrors.ProviderRefused, fragment["error"]);
            Assert.Contains("client id or secret", fragment["error_description"], StringComparison.Ordinal);
        }
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private Task Redirect(HttpContext context)
    {
        context.Response.StatusCode = 307;
        context.Response.Headers.Location = fixture.Provider.BaseUrl + "/google/token";
        return Task.CompletedTask;
    }

    private static async Task Huge(HttpContext context)
    {
        var chunk = new byte[64 * 1024];
        chunk.AsSpan().Fill((byte)' ');
        for (var i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        }
    }

    private static async Task Cut(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{");
        context.Abort();
    }

    private static async Task Slow(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has given up, which is what is tested.
        }
    }
}

/// <summary>An API that waits for a provider a short time only.</summary>
public sealed class ImpatientOAuth : OAuthFixture
{
    protected override Task<Dictionary<string, string?>> SettingsAsync() => Task.FromResult(new Dictionary<string, string?> { ["Kolaybase:OAuth:TimeoutSeconds"] = "4" });
}
