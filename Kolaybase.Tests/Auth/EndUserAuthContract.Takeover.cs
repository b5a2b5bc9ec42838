using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Auth;

/// <summary>Accounts that somebody made with an address that is not his, before its owner comes.</summary>
public abstract partial class EndUserAuthContract
{
    private const string Thiefs = "a thief's password";

    [Theory]
    [InlineData("magic-link", "magic-link", "magic-link/verify", null)]
    [InlineData("invite", "invite", "invite/verify", null)]
    [InlineData("invite", "invite", "invite/verify", "password")]
    [InlineData("resend-verification", "verify-email", "verify-email", null)]
    [InlineData("forgot-password", "reset-password", "reset-password", "newPassword")]
    public async Task Who_made_the_account_loses_everything_when_the_addresss_owner_comes_by_a_mail(string asked, string mail, string call, string? field)
    {
        var project = await Fixture.CreateProjectAsync();
        var thief = project.Client();
        thief.Email = EndUserProject.NewEmail();
        thief.Take((await thief.PostAsync("signup", new { email = thief.Email, password = Thiefs })).Expect(201));
        var elsewhere = EndUserProject.NewEmail();
        (await thief.PostAsync("change-email", new { newEmail = elsewhere })).Expect(200);
        var away = await project.CodeAsync(elsewhere, "change-email");

        (await (asked == "invite" ? project.Server() : project.Client()).PostAsync(asked, new { email = thief.Email })).Expect(200);
        var body = new Dictionary<string, string> { ["otp"] = await project.CodeAsync(thief.Email, mail) };
        if (field is not null)
        {
            body[field] = EndUserProject.Password;
        }

        var answer = (await project.Client().PostAsync(call, body)).Expect(200);
        (await project.Client().PostAsync("refresh", new { refreshToken = thief.RefreshToken })).Refused(401, "KB203");
        (await project.Client().SignInAsync(thief.Email, Thiefs)).Refused(401, "KB202");
        (await project.Client().PostAsync("change-email/verify", new { otp = away })).Refused(400, "KB204");
        await Eventually.TrueAsync(async () => (int)(await thief.GetAsync("me")).Status == 401, "the thief's token is refused", Cancel, Promise);
        if (field is not null)
        {
            (await project.Client().SignInAsync(thief.Email, EndUserProject.Password)).Expect(200);
        }

        if (answer.TryGetProperty("accessToken", out _))
        {
            var owner = project.Client().Take(answer);
            Assert.True((await owner.GetAsync("me")).Expect(200).GetProperty("emailVerified").GetBoolean());
            owner.Take((await project.Client().PostAsync("refresh", new { refreshToken = owner.RefreshToken })).Expect(200));
        }
    }

    [Theory]
    [InlineData("magic-link", "magic-link", "magic-link/verify")]
    [InlineData("resend-verification", "verify-email", "verify-email")]
    public async Task Who_proves_the_address_in_his_own_session_keeps_it_and_his_password(string asked, string mail, string call)
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await user.PostAsync(asked, new { email = user.Email })).Expect(200);
        (await user.PostAsync(call, new { otp = await project.CodeAsync(user.Email, mail) })).Expect(200);
        Assert.True((await user.GetAsync("me")).Expect(200).GetProperty("emailVerified").GetBoolean());
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Expect(200);
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task A_magic_link_takes_a_sign_up_that_waits_for_proof_its_password_and_its_code()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = Thiefs })).Expect(202);
        var otp = await project.CodeAsync(email, "verify-email");
        (await project.Client().PostAsync("magic-link", new { email })).Expect(200);
        (await project.Client().PostAsync("magic-link/verify", new { otp = await project.CodeAsync(email, "magic-link") })).Expect(200);
        (await project.Client().PostAsync("verify-email", new { otp })).Refused(400, "KB204");
        (await project.Client().SignInAsync(email, Thiefs)).Refused(401, "KB202");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Of_two_sign_ups_with_one_address_neither_makes_the_others_password_good(bool thiefFirst, bool aMinuteLater)
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        var (first, second) = thiefFirst ? (Thiefs, EndUserProject.Password) : (EndUserProject.Password, Thiefs);
        var answer = await project.Client().PostAsync("signup", new { email, password = first });
        await project.CodeAsync(email, "verify-email");
        if (aMinuteLater)
        {
            await AMinuteLaterAsync();
        }

        var again = await project.Client().PostAsync("signup", new { email = email.ToUpperInvariant(), password = second });
        Assert.Equal((202, answer.Text), ((int)again.Status, again.Text));
        await Fixture.IdleAsync();
        var verified = (await project.Client().PostAsync("verify-email", new { otp = await project.CodeAsync(email, "verify-email", aMinuteLater ? 1 : 0), email })).Expect(200);
        Assert.Contains("forgot password", verified.GetProperty("message").GetString(), StringComparison.Ordinal);
        (await project.Client().SignInAsync(email, Thiefs)).Refused(401, "KB202");
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Refused(401, "KB202");
    }

    [Fact]
    public async Task Signing_up_twice_with_the_same_password_is_signing_up_once()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        (await project.Client().PostAsync("verify-email", new { otp = await project.CodeAsync(email, "verify-email") })).Expect(200);
        (await project.Client().SignInAsync(email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task A_code_that_was_asked_for_by_itself_makes_nobodys_password_good()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = Thiefs })).Expect(202);
        await project.CodeAsync(email, "verify-email");
        await AMinuteLaterAsync();
        (await project.Client().PostAsync("resend-verification", new { email })).Expect(200);
        (await project.Client().PostAsync("verify-email", new { otp = await project.CodeAsync(email, "verify-email", before: 1) })).Expect(200);
        (await project.Client().SignInAsync(email, Thiefs)).Refused(401, "KB202");
    }

    [Fact]
    public async Task Sign_ups_while_a_code_is_spent_make_no_password_good()
    {
        var project = await Fixture.CreateProjectAsync(Verified);
        var email = EndUserProject.NewEmail();
        (await project.Client().PostAsync("signup", new { email, password = EndUserProject.Password })).Expect(202);
        var otp = await project.CodeAsync(email, "verify-email");
        await AMinuteLaterAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i == 4
            ? project.Client().PostAsync("verify-email", new { otp })
            : project.Client().PostAsync("signup", new { email, password = Thiefs })));
        await Fixture.IdleAsync();
        (await project.Client().SignInAsync(email, Thiefs)).Refused(401, "KB202");
    }

    [Fact]
    public async Task Several_codes_of_one_user_that_are_spent_at_once_wait_for_each_other()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        foreach (var call in new[] { "magic-link", "resend-verification", "forgot-password" })
        {
            (await project.Client().PostAsync(call, new { email = user.Email })).Expect(200);
        }

        var link = await project.CodeAsync(user.Email, "magic-link");
        var proof = await project.CodeAsync(user.Email, "verify-email");
        var reset = await project.CodeAsync(user.Email, "reset-password");
        var answers = await Task.WhenAll(
            project.Client().PostAsync("magic-link/verify", new { otp = link, email = user.Email }),
            project.Client().PostAsync("verify-email", new { otp = proof, email = user.Email }),
            project.Client().PostAsync("reset-password", new { otp = reset, newPassword = "another horse", email = user.Email }));
        // The first forgets the others' codes.
        Assert.All(answers, a => Assert.True((int)a.Status is 200 or 400, a.Text));
        Assert.Single(answers, a => (int)a.Status == 200);
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Refused(401, "KB202");
    }
}
