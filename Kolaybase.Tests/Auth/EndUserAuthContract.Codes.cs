using System.Globalization;
using Kolaybase.Tests.Auth.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth;

/// <summary>Codes: magic links, invitations, changes of address, reauthentication, and those who guess.</summary>
public abstract partial class EndUserAuthContract
{
    [Fact]
    public async Task A_magic_link_gives_one_real_session_and_leaves_the_password()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await ProveAsync(project, user);
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => project.Client().PostAsync("magic-link/verify", new { otp, email = user.Email })));
        var session = Assert.Single(answers, a => (int)a.Status == 200).Json;
        Assert.All(answers.Where(a => (int)a.Status != 200), a => a.Refused(400, "KB204"));

        Assert.True(session.GetProperty("emailVerified").GetBoolean());
        var linked = project.Client().Take(session);
        Assert.Equal(user.UserId, linked.UserId);
        linked.Take((await project.Client().PostAsync("refresh", new { refreshToken = linked.RefreshToken })).Expect(200));
        (await linked.GetAsync("me")).Expect(200);
        (await user.GetAsync("me")).Expect(200);
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task Whoever_asks_for_a_mail_is_told_the_same_and_the_call_looks_nothing_up()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        foreach (var call in new[] { "forgot-password", "magic-link", "resend-verification" })
        {
            var known = await project.Client().PostAsync(call, new { email = user.Email });
            var unknown = await project.Client().PostAsync(call, new { email = EndUserProject.NewEmail() });
            known.Expect(200);
            Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
            // Again within a minute: the same answer, no second mail.
            Assert.Equal(known.Text, (await project.Client().PostAsync(call, new { email = user.Email })).Text);
        }

        await Fixture.IdleAsync();
        Assert.Equal(["magic-link", "reset-password", "verify-email"], Fixture.Mails.To(project.Id, user.Email).Select(m => m.Template).Order(StringComparer.Ordinal));
        Assert.All(Fixture.Mails.To(project.Id, user.Email), m => Assert.Contains($"otp={m.Code}&apikey={project.AnonKey}", m.Fields["link"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_gets_so_many_mails_a_day_of_all_kinds_together_and_a_project_invites_so_many()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await using var api = await Fixture.StartApiAsync(("Kolaybase:RateLimits:UserMailsPerAddress", "2"), ("Kolaybase:RateLimits:UserInvitesPerProject", "2"));
        var client = new EndUserClient(api.Client, project.AnonKey);
        foreach (var call in new[] { "forgot-password", "magic-link", "resend-verification" })
        {
            (await client.PostAsync(call, new { email = user.Email })).Expect(200);
        }

        await Fixture.IdleAsync();
        Assert.Equal(["magic-link", "reset-password"], Fixture.Mails.To(project.Id, user.Email).Select(m => m.Template).Order(StringComparer.Ordinal));

        var server = new EndUserClient(api.Client, project.ServiceKey);
        (await server.PostAsync("invite", new { email = user.Email })).Refused(429, "KB429");
        (await server.PostAsync("invite", new { email = EndUserProject.NewEmail() })).Expect(200);
        (await server.PostAsync("invite", new { email = EndUserProject.NewEmail() })).Refused(429, "KB429");
    }

    [Fact]
    public async Task An_invitation_makes_a_user_who_may_set_a_password_or_not()
    {
        var project = await Fixture.CreateProjectAsync();
        var (with, without) = (EndUserProject.NewEmail(), EndUserProject.NewEmail());
        (await project.Client().PostAsync("invite", new { email = with })).Refused(403, "KB105");
        foreach (var email in new[] { with, without })
        {
            (await project.Server().PostAsync("invite", new { email })).Expect(200);
        }

        (await project.Server().PostAsync("invite", new { email = with })).Refused(429, "KB429");
        var otp = await project.CodeAsync(with, "invite");
        Assert.InRange(otp.Length, 9, 16);
        (await project.Client().PostAsync("invite/verify", new { otp, password = "short" })).Refused(400, "KB002");
        var session = (await project.Client().PostAsync("invite/verify", new { otp, password = EndUserProject.Password })).Expect(200);
        Assert.True(session.GetProperty("emailVerified").GetBoolean());
        (await project.Client().Take(session).GetAsync("me")).Expect(200);
        (await project.Client().PostAsync("invite/verify", new { otp })).Refused(400, "KB204");
        (await project.Client().SignInAsync(with, EndUserProject.Password)).Expect(200);

        (await project.Client().PostAsync("invite/verify", new { otp = await project.CodeAsync(without, "invite") })).Expect(200);
        (await project.Client().SignInAsync(without, EndUserProject.Password)).Refused(401, "KB202");
        (await project.Client().SignInAsync(without, "")).Refused(401, "KB202");
    }

    [Fact]
    public async Task An_invitation_to_somebody_who_has_an_account_signs_him_in_and_keeps_his_password()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await ProveAsync(project, user);
        (await project.Server().PostAsync("invite", new { email = user.Email })).Expect(200);
        var session = (await project.Client().PostAsync("invite/verify", new { otp = await project.CodeAsync(user.Email, "invite") })).Expect(200);
        Assert.Equal(user.UserId, session.GetProperty("userId").GetGuid());
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
    }

    [Fact]
    public async Task An_address_is_changed_by_the_code_that_went_to_the_new_one()
    {
        var project = await Fixture.CreateProjectAsync();
        var (user, other) = (await project.SignUpAsync(), await project.SignUpAsync());
        var newEmail = EndUserProject.NewEmail();
        (await project.Client().PostAsync("change-email", new { newEmail })).Refused(401, "KB101");
        (await project.Client().PostAsync("forgot-password", new { email = user.Email })).Expect(200);
        var reset = await project.CodeAsync(user.Email, "reset-password");

        var taken = await user.PostAsync("change-email", new { newEmail = other.Email });
        var free = await user.PostAsync("change-email", new { newEmail });
        Assert.Equal(taken.Expect(200).GetRawText(), free.Expect(200).GetRawText());
        var otp = await project.CodeAsync(newEmail, "change-email");
        Assert.Empty(Fixture.Mails.To(project.Id, other.Email));

        // Another user's token makes it nobody's code.
        (await other.PostAsync("change-email/verify", new { otp })).Refused(400, "KB204");
        var changed = (await project.Client().PostAsync("change-email/verify", new { otp })).Expect(200);
        Assert.Equal(["message", "newEmail"], changed.EnumerateObject().Select(p => p.Name));
        Assert.Equal(newEmail, changed.GetProperty("newEmail").GetString());
        Assert.Equal(newEmail, (await user.GetAsync("me")).Expect(200).GetProperty("email").GetString());
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Refused(401, "KB202");
        (await project.Client().SignInAsync(newEmail, EndUserProject.Password)).Expect(200);
        // What was mailed to the old address is worth nothing any more.
        (await project.Client().PostAsync("reset-password", new { otp = reset, newPassword = "another horse" })).Refused(400, "KB204");
    }

    [Fact]
    public async Task A_proven_address_is_told_that_it_was_changed_and_not_to_which_one()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var (first, second, third) = (user.Email, EndUserProject.NewEmail(), EndUserProject.NewEmail());
        await ChangeAsync(second);
        await ChangeAsync(third);
        // The owner's change is told, too.
        (await ByOwnerAsync(first)).Expect(200);

        foreach (var former in new[] { second, third })
        {
            var told = await Fixture.Mails.NextAsync(project.Id, former, "email-changed");
            Assert.Equal(["email", "project"], told.Fields.Keys.Order());
            Assert.Equal(former, told.Fields["email"]);
        }

        // Nobody had proven it: a stranger may read there.
        await Fixture.IdleAsync();
        Assert.Empty(Fixture.Mails.To(project.Id, first));

        // Another spelling is no other address.
        (await ByOwnerAsync(first.ToUpperInvariant())).Expect(200);
        await Fixture.IdleAsync();
        Assert.Empty(Fixture.Mails.To(project.Id, first));

        async Task ChangeAsync(string newEmail)
        {
            (await user.PostAsync("change-email", new { newEmail })).Expect(200);
            (await user.PostAsync("change-email/verify", new { otp = await project.CodeAsync(newEmail, "change-email") })).Expect(200);
        }

        Task<Kolaybase.Tests.Platform.Answer> ByOwnerAsync(string email) => project.Server().SendAsync(HttpMethod.Patch, $"/api/projects/{project.Id}/auth/users/{user.UserId}", new { email });
    }

    [Fact]
    public async Task An_address_is_told_of_five_changes_a_day()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var (address, other) = (EndUserProject.NewEmail(), EndUserProject.NewEmail());
        for (var i = 0; i < 7; i++)
        {
            foreach (var email in new[] { address, other })
            {
                (await project.Server().SendAsync(HttpMethod.Patch, $"/api/projects/{project.Id}/auth/users/{user.UserId}", new { email })).Expect(200);
            }
        }

        await Fixture.IdleAsync();
        Assert.Equal(5, Fixture.Mails.To(project.Id, address).Count);
    }

    [Fact]
    public async Task An_address_that_somebody_took_meanwhile_is_not_given_twice()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var newEmail = EndUserProject.NewEmail();
        (await user.PostAsync("change-email", new { newEmail })).Expect(200);
        var otp = await project.CodeAsync(newEmail, "change-email");
        await project.SignUpAsync(newEmail);
        (await user.PostAsync("change-email/verify", new { otp })).Refused(409, "KB201");
        Assert.Equal(user.Email, (await user.GetAsync("me")).Expect(200).GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_code_proves_that_it_is_still_the_same_person()
    {
        var project = await Fixture.CreateProjectAsync();
        var (user, other) = (await project.SignUpAsync(), await project.SignUpAsync());
        (await project.Client().PostAsync("reauth")).Refused(401, "KB101");
        (await user.PostAsync("reauth")).Expect(200);
        (await user.PostAsync("reauth")).Refused(429, "KB429");
        var otp = await project.CodeAsync(user.Email, "reauthenticate");
        (await other.PostAsync("reauth/verify", new { otp })).Refused(400, "KB204");
        var proven = (await user.PostAsync("reauth/verify", new { otp })).Expect(200);
        Assert.Equal(["message", "userId", "verified"], proven.EnumerateObject().Select(p => p.Name));
        Assert.Equal((user.UserId, true), (proven.GetProperty("userId").GetGuid(), proven.GetProperty("verified").GetBoolean()));
        (await user.PostAsync("reauth/verify", new { otp })).Refused(400, "KB204");
    }

    [Fact]
    public async Task A_code_works_in_its_project_for_its_purpose_and_in_its_time_only()
    {
        var (project, other) = (await Fixture.CreateProjectAsync(), await Fixture.CreateProjectAsync());
        var user = await project.SignUpAsync();
        await other.SignUpAsync(user.Email);
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        (await other.Client().PostAsync("magic-link/verify", new { otp })).Refused(400, "KB204");
        (await other.Client().PostAsync("magic-link/verify", new { otp, email = user.Email })).Refused(400, "KB204");
        (await project.Client().PostAsync("reset-password", new { otp, newPassword = "another horse" })).Refused(400, "KB204");
        (await project.Client().PostAsync("verify-email", new { otp })).Refused(400, "KB204");
        (await project.Client().PostAsync("invite/verify", new { otp })).Refused(400, "KB204");
        (await project.Client().PostAsync("magic-link/verify", new { otp, email = EndUserProject.NewEmail() })).Refused(400, "KB204");

        await using (var db = Fixture.OpenRegistry())
        {
            var over = TimeProvider.System.GetUtcNow().AddSeconds(-1);
            Assert.Equal(1, await db.OneTimeCodes.Where(c => c.Realm == project.Realm && c.Purpose == "magic-link").ExecuteUpdateAsync(s => s.SetProperty(c => c.ExpiresAt, over), Cancel));
        }

        (await project.Client().PostAsync("magic-link/verify", new { otp })).Refused(400, "KB204");
    }

    [Fact]
    public async Task Five_wrong_guesses_that_name_the_address_spend_its_code()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        for (var i = 0; i < 5; i++)
        {
            // What is no code at all costs nothing.
            (await project.Client().PostAsync("magic-link/verify", new { otp = "not it", email = user.Email })).Refused(400, "KB204");
            (await project.Client($"192.0.2.{i}").PostAsync("magic-link/verify", new { otp = Wrong(otp, i), email = user.Email })).Refused(400, "KB204");
        }

        (await project.Client().PostAsync("magic-link/verify", new { otp, email = user.Email })).Refused(400, "KB204");
        (await project.Client().PostAsync("magic-link/verify", new { otp })).Refused(400, "KB204");
    }

    /// <summary>
    /// Many clients guess blindly, each new to us. Fifty guesses are free and then one goes on in two seconds, so that within the ten minutes that a magic
    /// link lives 350 are looked at. With one live code of six digits all of them together hit with less than 1 in 2,800; with as many
    /// live codes as six digits bear (nine), with less than 1 in 300. The code's owner, who names his address, feels nothing of it.
    /// </summary>
    [Fact]
    public async Task A_blind_attack_from_many_addresses_is_slowed_down_and_keeps_nobody_from_his_code()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        var start = TimeProvider.System.GetTimestamp();
        var looked = 0;
        for (var i = 0; i < 200; i++)
        {
            var answer = await project.Client($"203.0.{i / 100}.{i % 100}").PostAsync("magic-link/verify", new { otp = Wrong(otp, i) });
            looked += (int)answer.Status == 400 ? 1 : 0;
            Assert.True((int)answer.Status is 400 or 429, answer.Text);
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        // 50, the first ones after the locks of 0.1 to 2 s, and one in two seconds.
        Assert.InRange(looked, 50, 56 + (seconds / 2));
        (await project.Client("203.0.113.7").PostAsync("magic-link/verify", new { otp, email = user.Email })).Expect(200);

        // What the odds above rest on: the pace, which was measured, and the length.
        Assert.Equal(6, otp.Length);
    }

    private static string Wrong(string code, int i) =>
        ((long.Parse(code, CultureInfo.InvariantCulture) + 1 + i) % (long)Math.Pow(10, code.Length)).ToString("D" + code.Length, CultureInfo.InvariantCulture);
}
