using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Auth;

/// <summary>What end users' calls promise on every identity store (contract, section 5). Each test has a project of its own.</summary>
public abstract partial class EndUserAuthContract(EndUserFixture fixture)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);
    private static readonly AuthSettings Verified = new() { VerificationRequired = true };

    protected EndUserFixture Fixture { get; } = fixture;

    /// <summary>Whether an access token says of which session it is (<c>sid</c>).</summary>
    protected virtual bool AccessTokensNameTheirSession => true;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_up_answers_a_session_as_the_contract_has_it()
    {
        var project = await Fixture.CreateProjectAsync();
        var email = EndUserProject.NewEmail();
        var answer = await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password, firstName = " Ada ", lastName = "Lovelace" });

        var session = answer.Expect(201);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(["accessToken", "refreshToken", "tokenType", "expiresIn", "userId", "emailVerified", "user"], session.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Bearer", session.GetProperty("tokenType").GetString());
        Assert.False(session.GetProperty("emailVerified").GetBoolean());
        var user = session.GetProperty("user");
        Assert.Equal(["id", "sub", "email", "emailVerified", "username", "firstName", "lastName", "createdAt"], user.EnumerateObject().Select(p => p.Name));
        Assert.Equal((email, email, "Ada"), (user.GetProperty("email").GetString(), user.GetProperty("username").GetString(), user.GetProperty("firstName").GetString()));

        var client = project.Client().Take(session);
        Assert.Equal(user.GetRawText(), (await client.GetAsync("me")).Expect(200).GetRawText());
        Assert.Equal(user.GetRawText(), (await client.GetAsync("user")).Expect(200).GetRawText());
    }

    [Fact]
    public async Task An_address_has_one_account_in_a_project_and_others_elsewhere()
    {
        var (project, other) = (await Fixture.CreateProjectAsync(), await Fixture.CreateProjectAsync());
        var email = EndUserProject.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            project.Client().PostAsync("signup", new { email = i % 2 == 0 ? email : email.ToUpperInvariant(), password = EndUserProject.Password })));
        Assert.Single(answers, a => (int)a.Status == 201);
        Assert.All(answers.Where(a => (int)a.Status != 201), a => a.Refused(409, "KB201"));

        (await other.Client().SignInAsync(email, EndUserProject.Password)).Refused(401, "KB202");
        await other.SignUpAsync(email);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_told_in_the_same_words()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var wrong = await project.Client().SignInAsync(user.Email, "wrong horse");
        wrong.Refused(401, "KB202");
        Assert.Equal(wrong.Text, (await project.Client().SignInAsync(EndUserProject.NewEmail(), "wrong horse")).Text);
        Assert.Equal(wrong.Text, (await project.Client().SignInAsync(user.Email, new string('x', 10_000))).Text);
        var session = (await project.Client().SignInAsync(user.Email.ToUpperInvariant(), EndUserProject.Password)).Expect(200);
        Assert.Equal(user.UserId, session.GetProperty("userId").GetGuid());
    }

    [Fact]
    public async Task Passwords_are_guessed_slowly_from_one_address_and_from_many()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        foreach (var email in new[] { user.Email, EndUserProject.NewEmail() })
        {
            for (var i = 0; i < 5; i++)
            {
                (await project.Client("192.0.2.1").SignInAsync(email, "wrong horse")).Refused(401, "KB202");
            }

            (await project.Client("192.0.2.1").SignInAsync(email, EndUserProject.Password)).Refused(429, "KB429");
            // Thirty strangers together are slowed down, each from an address of his own.
            var looked = 0;
            for (var i = 0; i < 60; i++)
            {
                looked += (int)(await project.Client($"198.51.100.{i}").SignInAsync(email, "wrong horse")).Status == 401 ? 1 : 0;
            }

            Assert.InRange(looked, 20, 40);
        }
    }

    [Fact]
    public async Task Where_nobody_may_sign_up_invitations_still_work()
    {
        var project = await Fixture.CreateProjectAsync(new AuthSettings { SignUpAllowed = false });
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Refused(403, "KB901");
        (await project.Server().PostAsync("invite", new { email })).Expect(200);
        (await project.Client().PostAsync("invite/verify", new { otp = await project.CodeAsync(email, "invite") })).Expect(200);
    }

    [Fact]
    public async Task A_project_may_want_longer_passwords_and_codes()
    {
        var project = await Fixture.CreateProjectAsync(new AuthSettings { MinimumPassword = 14, CodeDigits = 8 });
        var email = EndUserProject.NewEmail();
        var refused = (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Refused(400, "KB002");
        Assert.Contains("14 to 128 characters", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        (await project.Client().PostAsync("signup", new { email, password = "correct horse battery" })).Expect(201);
        (await project.Client().PostAsync("forgot-password", new { email })).Expect(200);
        var otp = await project.CodeAsync(email, "reset-password");
        Assert.Equal(8, otp.Length);
        (await project.Client().PostAsync("reset-password", new { otp, newPassword = "short horse" })).Refused(400, "KB002");
        (await project.Client().PostAsync("reset-password", new { otp, newPassword = "another horse battery" })).Expect(200);
    }

    [Fact]
    public async Task Where_addresses_are_proven_first_sign_up_has_one_answer_and_the_worker_makes_the_user()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        var first = await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password, firstName = "Ada" });
        first.Expect(202);
        var otp = await project.CodeAsync(email, "verify-email");

        // Told only to who knows the password.
        (await project.Client().SignInAsync(email, "wrong horse")).Refused(401, "KB202");
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Refused(403, "KB216");
        (await project.Client().PostAsync("verify-email", new { otp, email })).Expect(200);
        (await project.Client().PostAsync("verify-email", new { otp })).Refused(400, "KB204");
        var session = (await project.Client().SignInAsync(email, EndUserProject.Password)).Expect(200);
        Assert.True(session.GetProperty("emailVerified").GetBoolean());
        Assert.Equal("Ada", session.GetProperty("user").GetProperty("firstName").GetString());

        // Now the address has an account: the same answer, and no mail, nor is the password another.
        await AMinuteLaterAsync();
        var again = await project.Client().PostAsync("signup", new { email, password = "a thief's password" });
        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        await Fixture.IdleAsync();
        Assert.Single(Fixture.Mails.To(project.Id, email));
        (await project.Client().SignInAsync(email, "a thief's password")).Refused(401, "KB202");
    }

    [Fact]
    public async Task Who_signed_up_first_with_an_address_that_is_not_his_gains_nothing()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = "a thief's password" })).Expect(202);
        await project.CodeAsync(email, "verify-email");
        await AMinuteLaterAsync();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        (await project.Client().PostAsync("verify-email", new { otp = await project.CodeAsync(email, "verify-email", before: 1) })).Expect(200);
        (await project.Client().SignInAsync(email, "a thief's password")).Refused(401, "KB202");
        // Two were named, and which of the two mails he answered nobody knows.
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Refused(401, "KB202");
        (await project.Client().PostAsync("forgot-password", new { email })).Expect(200);
        (await project.Client().PostAsync("reset-password", new { otp = await project.CodeAsync(email, "reset-password"), newPassword = EndUserProject.Password })).Expect(200);
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task The_code_that_proves_an_address_is_mailed_again()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        var former = await project.CodeAsync(email, "verify-email");
        var soon = await project.Client().PostAsync("resend-verification", new { email });
        await AMinuteLaterAsync();
        var later = await project.Client().PostAsync("resend-verification", new { email });
        Assert.Equal(soon.Expect(200).GetRawText(), later.Expect(200).GetRawText());
        var otp = await project.CodeAsync(email, "verify-email", before: 1);
        Assert.Equal(2, Fixture.Mails.To(project.Id, email).Count);
        (await project.Client().PostAsync("verify-email", new { otp = former == otp ? "000000" : former })).Refused(400, "KB204");
        (await project.Client().PostAsync("verify-email", new { otp })).Expect(200);
    }

    [Fact]
    public async Task A_mailed_code_sets_a_new_password_proves_the_address_and_ends_everything_that_was()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("forgot-password", new { email = user.Email.ToUpperInvariant() })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "reset-password");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            project.Client().PostAsync("reset-password", new { otp, newPassword = $"horse number {i}", email = user.Email })));
        var winner = Array.FindIndex(answers, a => (int)a.Status == 200);
        Assert.Single(answers, a => (int)a.Status == 200);

        // The new session works at once, and the old one's token nowhere within five seconds.
        var next = project.Client().Take((await project.Client().SignInAsync(user.Email, $"horse number {winner}")).Expect(200));
        Assert.True((await next.GetAsync("me")).Expect(200).GetProperty("emailVerified").GetBoolean());
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        await Eventually.TrueAsync(async () => (int)(await user.GetAsync("me")).Status == 401, "the old token is refused", Cancel, Promise);
        (await next.GetAsync("me")).Expect(200);
        next.Take((await project.Client().PostAsync("refresh", new { refreshToken = next.RefreshToken })).Expect(200));
        (await next.GetAsync("me")).Expect(200);
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Refused(401, "KB202");
    }

    private async Task ProveAsync(EndUserProject project, EndUserClient user) =>
        Assert.True(await Fixture.WithAsync((IdentityStores s) => s.Of(Fixture.IdentityServer).MarkEmailVerifiedAsync(project.Realm, user.UserId, Cancel)));

    /// <summary>An address gets one mail of a kind a minute: an API process that has seen none yet counts anew.</summary>
    private async Task AMinuteLaterAsync() => await Fixture.RestartApiAsync();
}
