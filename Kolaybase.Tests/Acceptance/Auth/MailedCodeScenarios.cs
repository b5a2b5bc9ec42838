using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Auth;

/// <summary>Contract, section 5: what needs a mailed code.</summary>
public class MailedCodeScenarios
{
    private const string Path = EndUserScenarios.Path;

    [Fact]
    public async Task Where_addresses_are_proven_first_sign_up_is_202_and_the_code_lets_in()
    {
        var mails = await AcceptanceStack.MailsAsync();
        var (_, _, anon) = await EndUserScenarios.StartAsync(new { verificationRequired = true });
        var email = EndUserScenarios.NewEmail();
        var body = new { email, password = AcceptanceClient.Password };
        (await anon.PostAsync($"{Path}/signup", body)).Expect(202);
        var otp = await mails.CodeAsync(email);
        (await anon.PostAsync($"{Path}/signin", body)).Expect(403, "KB216");
        (await anon.PostAsync($"{Path}/resend-verification", new { email })).Expect(200);
        (await anon.PostAsync($"{Path}/verify-email", new { otp })).Expect(200);
        Assert.True((await anon.PostAsync($"{Path}/signin", body)).Expect(200).Json.GetProperty("emailVerified").GetBoolean());
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_and_every_session_ends()
    {
        var mails = await AcceptanceStack.MailsAsync();
        var (_, _, anon) = await EndUserScenarios.StartAsync();
        var (email, session) = await SignUpAsync(anon);
        var known = (await anon.PostAsync($"{Path}/forgot-password", new { email })).Expect(200);
        Assert.Equal(known.Body, (await anon.PostAsync($"{Path}/forgot-password", new { email = EndUserScenarios.NewEmail() })).Expect(200).Body);
        var reset = new { otp = await mails.CodeAsync(email), newPassword = "another horse battery" };
        (await anon.PostAsync($"{Path}/reset-password", reset)).Expect(200);
        (await anon.PostAsync($"{Path}/reset-password", reset)).Expect(400, "KB204");
        (await anon.PostAsync($"{Path}/refresh", new { refreshToken = session.Text("refreshToken") })).Expect(401, "KB203");
        (await anon.PostAsync($"{Path}/signin", new { email, password = "another horse battery" })).Expect(200);
    }

    [Fact]
    public async Task A_magic_link_opens_a_page_that_spends_nothing_and_its_code_signs_in()
    {
        var mails = await AcceptanceStack.MailsAsync();
        var (_, project, anon) = await EndUserScenarios.StartAsync();
        var (email, session) = await SignUpAsync(anon);
        (await anon.PostAsync($"{Path}/magic-link", new { email })).Expect(200);
        var link = await mails.LinkAsync(email);
        var page = (await anon.AsNobody().GetAsync(link.PathAndQuery)).Expect(200);
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        (await anon.AsNobody().GetAsync(link.PathAndQuery.Replace(project.AnonKey, project.ServiceKey, StringComparison.Ordinal))).Expect(403, "KB105");
        (await anon.PostAsync($"{Path}/magic-link/verify", new { otp = await mails.CodeAsync(email), email })).Expect(200).MustBe("userId", session.Text("userId"));
    }

    [Fact]
    public async Task An_address_is_changed_and_a_user_proves_that_it_is_he()
    {
        var mails = await AcceptanceStack.MailsAsync();
        var (_, project, anon) = await EndUserScenarios.StartAsync();
        var (email, session) = await SignUpAsync(anon);
        var user = anon.With(project.AnonKey, session.Text("accessToken"));
        (await user.PostAsync($"{Path}/reauth", new { })).Expect(200);
        var proven = (await user.PostAsync($"{Path}/reauth/verify", new { otp = await mails.CodeAsync(email) })).Expect(200).MustBe("userId", session.Text("userId"));
        Assert.True(proven.Json.GetProperty("verified").GetBoolean());

        var newEmail = EndUserScenarios.NewEmail();
        (await user.PostAsync($"{Path}/change-email", new { newEmail })).Expect(200);
        (await anon.PostAsync($"{Path}/change-email/verify", new { otp = await mails.CodeAsync(newEmail) })).Expect(200).MustBe("newEmail", newEmail);
        (await anon.PostAsync($"{Path}/signin", new { email = newEmail, password = AcceptanceClient.Password })).Expect(200);
    }

    [Fact]
    public async Task An_invitation_signs_in_and_may_set_a_password()
    {
        var mails = await AcceptanceStack.MailsAsync();
        var (owner, project, anon) = await EndUserScenarios.StartAsync(new { signUpAllowed = false });
        var email = EndUserScenarios.NewEmail();
        (await anon.PostAsync($"{Path}/signup", new { email, password = AcceptanceClient.Password })).Expect(403, "KB901");
        (await owner.AsService(project).PostAsync($"{Path}/invite", new { email })).Expect(200);
        (await anon.PostAsync($"{Path}/invite/verify", new { otp = await mails.CodeAsync(email), password = AcceptanceClient.Password })).Expect(200);
        (await anon.PostAsync($"{Path}/signin", new { email, password = AcceptanceClient.Password })).Expect(200);
    }

    private static async Task<(string Email, AcceptanceAnswer Session)> SignUpAsync(AcceptanceClient anon)
    {
        var email = EndUserScenarios.NewEmail();
        return (email, (await anon.PostAsync($"{Path}/signup", new { email, password = AcceptanceClient.Password })).Expect(201));
    }
}
