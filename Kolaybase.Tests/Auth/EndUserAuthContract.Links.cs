using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.Tests.Auth.Support;

namespace Kolaybase.Tests.Auth;

/// <summary>Links that are opened by whoever gets the mail, also when a stranger had it sent.</summary>
public abstract partial class EndUserAuthContract
{
    [Fact]
    public async Task A_strangers_sign_up_that_its_mailbox_confirms_leaves_him_nothing()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = Thiefs })).Expect(202);
        var page = await PageAsync(project, email, "verify-email");
        Assert.Equal("password", page.Data["field"]);
        Assert.Contains(" required ", page.Html, StringComparison.Ordinal);
        (await page.PressAsync("short")).Refused(400, "KB002");
        (await page.PressAsync(EndUserProject.Password)).Expect(200);

        (await project.Client().SignInAsync(email, Thiefs)).Refused(401, "KB202");
        var session = (await project.Client().SignInAsync(email, EndUserProject.Password)).Expect(200);
        Assert.True(session.GetProperty("emailVerified").GetBoolean());
    }

    [Fact]
    public async Task Nobody_sets_a_password_by_a_blind_guess_at_a_proof()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        var otp = await project.CodeAsync(email, "verify-email");
        (await project.Client().PostAsync("verify-email", new { otp, password = Thiefs })).Refused(400, "KB002");
        (await project.Client().PostAsync("verify-email", new { otp, password = Thiefs, email = EndUserProject.NewEmail() })).Refused(400, "KB204");
        (await project.Client().PostAsync("verify-email", new { otp })).Expect(200);
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task Who_signed_up_himself_confirms_by_the_link_with_his_password_and_keeps_it()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        (await (await PageAsync(project, email, "verify-email")).PressAsync(EndUserProject.Password)).Expect(200);
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task A_password_sent_with_the_code_changes_nothing_for_who_is_signed_in_or_has_proven_the_address()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("resend-verification", new { email = user.Email })).Expect(200);
        (await user.PostAsync("verify-email", new { otp = await project.CodeAsync(user.Email, "verify-email"), email = user.Email, password = "another horse" })).Expect(200);
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Expect(200);
    }

    [Fact]
    public async Task A_strangers_account_does_not_get_an_address_by_the_link_that_its_owner_opens()
    {
        var project = await Fixture.CreateProjectAsync();
        var thief = await project.SignUpAsync();
        await ProveAsync(project, thief);
        var victims = EndUserProject.NewEmail();
        (await thief.PostAsync("change-email", new { newEmail = victims })).Expect(200);
        var page = await PageAsync(project, victims, "change-email");
        Assert.Equal("password", page.Data["field"]);
        Assert.Contains(" required>", page.Html, StringComparison.Ordinal);
        (await page.PressAsync(EndUserProject.Password + "!")).Refused(401, "KB202");
        Assert.Equal(thief.Email, (await thief.GetAsync("me")).Expect(200).GetProperty("email").GetString());

        // Whose account it is has the address, by the same code.
        (await page.PressAsync(EndUserProject.Password)).Expect(200);
        Assert.Equal(victims, (await thief.GetAsync("me")).Expect(200).GetProperty("email").GetString());
    }

    [Fact]
    public async Task Passwords_are_guessed_at_a_change_of_address_no_faster_than_at_sign_in()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var newEmail = EndUserProject.NewEmail();
        (await user.PostAsync("change-email", new { newEmail })).Expect(200);
        var otp = await project.CodeAsync(newEmail, "change-email");
        for (var i = 0; i < 5; i++)
        {
            (await project.Client("192.0.2.1").PostAsync("change-email/verify", new { otp, password = "wrong horse" })).Refused(401, "KB202");
        }

        (await project.Client("192.0.2.1").PostAsync("change-email/verify", new { otp, password = EndUserProject.Password })).Refused(429, "KB429");
        (await project.Client("192.0.2.1").SignInAsync(user.Email, EndUserProject.Password)).Refused(429, "KB429");
        (await project.Client("192.0.2.2").PostAsync("change-email/verify", new { otp, password = EndUserProject.Password })).Expect(200);
    }

    [Fact]
    public async Task What_a_link_posts_names_its_address_so_that_blind_guesses_do_not_slow_it_down()
    {
        var project = await Fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = ["https://app.example.com/done"] });
        var user = await project.SignUpAsync("Ada+Lovelace@example.com");
        (await project.Client().PostAsync("magic-link", new { email = user.Email, redirect_to = "https://app.example.com/done" })).Expect(200);
        var page = await PageAsync(project, user.Email, "magic-link");
        Assert.Equal(user.Email, page.Data["email"]);
        for (var i = 0; i < 70; i++)
        {
            await project.Client($"203.0.113.{i}").PostAsync("magic-link/verify", new { otp = "0000000" });
        }

        // Whoever guesses blindly waits, also he who sits where the link is opened; the link does not.
        for (var i = 0; i < 12; i++)
        {
            await project.Client("192.0.2.1").PostAsync("magic-link/verify", new { otp = "0000000" });
        }

        (await project.Client("192.0.2.1").PostAsync("magic-link/verify", new { otp = page.Data["otp"] })).Refused(429, "KB429");
        (await page.PressAsync(address: "192.0.2.1")).Expect(200);
    }

    private async Task<MailedPage> PageAsync(EndUserProject project, string email, string template) =>
        await MailedPage.OpenAsync(Fixture, await Fixture.Mails.NextAsync(project.Id, email, template));
}
