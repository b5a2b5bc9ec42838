using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support.Chromium;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth.Pages;

/// <summary>The pages that links in mails open, in a real browser, by keyboard and by mouse.</summary>
public sealed class CodePageBrowserTests(EndUserFixture fixture) : IClassFixture<EndUserFixture>, IAsyncLifetime
{
    private const string NewPassword = "another horse";
    private ChromiumBrowser? _browser;
    private ChromiumPage? _page;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ChromiumPage Page => _page!;

    /// <summary>A page of the API's own, so that going on to it needs no other server.</summary>
    private Uri App => new(fixture.Api.BaseUrl, "/health");

    public async ValueTask InitializeAsync()
    {
        _browser = await ChromiumBrowser.StartAsync();
        _page = await _browser.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null)
        {
            await _page.DisposeAsync();
        }

        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }

    [Fact]
    public async Task Confirming_an_address_by_keyboard_spends_the_code_when_the_button_is_pressed_and_not_before()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("resend-verification", new { email = user.Email })).Expect(200);
        var link = await OpenAsync(project, user.Email, "verify-email");
        // The code is out of the address, and so out of the history, at once.
        Assert.Equal("", (await Page.EvaluateAsync("location.search")).GetString());
        await Page.GoToAsync(link);
        Assert.Equal(1, await CodesAsync(project));

        await Page.PressAsync("Tab");
        await Page.TypeAsync(NewPassword);
        await Page.PressAsync("Tab");
        Assert.Equal("Confirm address", (await Page.EvaluateAsync("document.activeElement.textContent")).GetString());
        await Page.PressAsync("Enter");
        await SaysAsync("The address is proven.");
        Assert.Equal(0, await CodesAsync(project));
        (await project.Client().SignInAsync(user.Email, NewPassword)).Expect(200);
        Assert.True((await Page.EvaluateAsync("document.querySelector('form').hidden && document.querySelector('form').offsetHeight === 0")).GetBoolean());
        Assert.Empty(Page.Faults);
    }

    [Fact]
    public async Task A_new_password_is_typed_by_keyboard_and_one_that_is_too_short_spends_nothing()
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { MinimumPassword = 12 });
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("forgot-password", new { email = user.Email })).Expect(200);
        await OpenAsync(project, user.Email, "reset-password");
        await Page.PressAsync("Tab");
        Assert.Equal("New password", (await Page.EvaluateAsync("document.activeElement.labels[0].textContent")).GetString());

        // Nothing at all is refused by the browser, what the project refuses by the API; both leave the code.
        await Page.PressAsync("Enter");
        Assert.Equal("", await Page.TextAsync("[role=status]"));
        await Page.TypeAsync("short one");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("document.querySelector('[role=status]').textContent.includes('12')", "the refusal");
        Assert.Equal(1, await CodesAsync(project));

        await Page.TypeAsync(" and longer");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("document.querySelector('form').hidden", "the password is taken");
        (await project.Client().SignInAsync(user.Email, "short one and longer")).Expect(200);
        AssertOnlyRefusals();
    }

    [Fact]
    public async Task A_code_that_was_spent_is_refused_in_words_and_the_page_can_be_used_again()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("resend-verification", new { email = user.Email })).Expect(200);
        await OpenAsync(project, user.Email, "verify-email");
        (await project.Client().PostAsync("verify-email", new { otp = await project.CodeAsync(user.Email, "verify-email") })).Expect(200);
        await Page.PressAsync("Tab");
        await Page.TypeAsync(NewPassword);
        await Page.ClickAsync("button");
        await Page.UntilAsync("/code/i.test(document.querySelector('[role=status]').textContent)", "the refusal");
        Assert.False((await Page.EvaluateAsync("document.querySelector('button').disabled || document.querySelector('form').hidden")).GetBoolean());
        AssertOnlyRefusals();
    }

    [Fact]
    public async Task A_magic_link_goes_on_to_the_app_with_a_session_that_works()
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = [App.AbsoluteUri] });
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email, redirect_to = App.AbsoluteUri })).Expect(200);
        await OpenAsync(project, user.Email, "magic-link");
        await Page.ClickAsync("button");
        await AssertSignedInAsync(project, user.UserId);
    }

    [Fact]
    public async Task A_magic_link_without_an_app_shows_the_code_and_spends_nothing()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        await OpenAsync(project, user.Email, "magic-link");
        var code = await Page.TextAsync("output");
        Assert.Equal(await project.CodeAsync(user.Email, "magic-link"), code);
        Assert.Null(await Page.TextAsync("button"));
        (await project.Client().PostAsync("magic-link/verify", new { otp = code })).Expect(200);
        Assert.Empty(Page.Faults);
    }

    [Fact]
    public async Task A_new_address_is_confirmed_by_mouse()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var newEmail = EndUserProject.NewEmail();
        (await user.PostAsync("change-email", new { newEmail })).Expect(200);
        await OpenAsync(project, newEmail, "change-email");
        Assert.Equal(user.Email, (await user.GetAsync("me")).Expect(200).GetProperty("email").GetString());
        await Page.PressAsync("Tab");
        await Page.TypeAsync(EndUserProject.Password);
        await Page.ClickAsync("button");
        await SaysAsync("The address is changed.");
        Assert.Equal(newEmail, (await user.GetAsync("me")).Expect(200).GetProperty("email").GetString());
        Assert.Empty(Page.Faults);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invitation_is_accepted_with_a_password_or_goes_on_to_the_app_without(bool withApp)
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = [App.AbsoluteUri] });
        var email = EndUserProject.NewEmail();
        (await project.Server().PostAsync("invite", withApp ? new { email, redirect_to = App.AbsoluteUri } : new { email })).Expect(200);
        await OpenAsync(project, email, "invite");
        await Page.PressAsync("Tab");
        if (withApp)
        {
            await Page.PressAsync("Enter");
            await AssertSignedInAsync(project, null);
            return;
        }

        await Page.TypeAsync(NewPassword);
        await Page.PressAsync("Tab");
        await Page.PressAsync("Enter");
        await SaysAsync("You are in.");
        (await project.Client().SignInAsync(email, NewPassword)).Expect(200);
        Assert.Empty(Page.Faults);
    }

    /// <summary>Opens the link of a mail, twice by a scanner and then in the browser; all of it spends nothing.</summary>
    private async Task<Uri> OpenAsync(EndUserProject project, string email, string template)
    {
        var link = new Uri(fixture.Api.BaseUrl, new Uri((await fixture.Mails.NextAsync(project.Id, email, template)).Fields["link"]).PathAndQuery);
        await fixture.Api.Client.GetStringAsync(link, Cancel);
        await fixture.Api.Client.GetStringAsync(link, Cancel);
        await Page.GoToAsync(link);
        Assert.Equal("rgb(26, 86, 219)", (await Page.EvaluateAsync("document.querySelector('button') ? getComputedStyle(document.querySelector('button')).backgroundColor : 'rgb(26, 86, 219)'")).GetString());
        Assert.Equal(1, await CodesAsync(project));
        Assert.Empty(Page.Faults);
        return link;
    }

    private async Task SaysAsync(string text)
    {
        await Page.UntilAsync($"document.querySelector('[role=status]').textContent.startsWith('{text}')", text);
        Assert.True((await Page.EvaluateAsync("document.querySelector('[role=status]').offsetHeight > 0")).GetBoolean());
    }

    private async Task AssertSignedInAsync(EndUserProject project, Guid? userId)
    {
        await Page.UntilAsync($"location.href.startsWith('{App.AbsoluteUri}#')", "the app");
        var fragment = await Page.EvaluateAsync("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))");
        Assert.Equal("bearer", fragment.GetProperty("token_type").GetString());
        var client = project.Client();
        client.Token = fragment.GetProperty("access_token").GetString();
        var me = (await client.GetAsync("me")).Expect(200);
        Assert.True(userId is null || me.GetProperty("id").GetGuid() == userId);
        Assert.Equal(0, await CodesAsync(project));
        // The app's page has no icon, which is none of ours.
        Assert.All(Page.Faults, f => Assert.Contains("/favicon.ico", f, StringComparison.Ordinal));
    }

    // A refused call is an error of the console by itself; a policy's refusal or a script's fault would be another.
    private void AssertOnlyRefusals() => Assert.All(Page.Faults, f => Assert.Contains("status of 400", f, StringComparison.Ordinal));

    private async Task<int> CodesAsync(EndUserProject project)
    {
        await using var db = fixture.OpenRegistry();
        // Without the rows that count guesses.
        return await db.OneTimeCodes.CountAsync(c => c.Realm == project.Realm && c.UserId != Guid.Empty, Cancel);
    }
}
