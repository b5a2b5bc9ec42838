using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth;

/// <summary>Guesses that are right: what they are worth, and whom they keep waiting.</summary>
public abstract partial class EndUserAuthContract
{
    [Fact]
    public async Task Ten_right_guesses_at_once_that_name_no_address_give_one_session()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await ProveAsync(project, user);
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => project.Client($"192.0.2.{i}").PostAsync("magic-link/verify", new { otp })));
        Assert.Single(answers, a => (int)a.Status == 200);
        Assert.All(answers.Where(a => (int)a.Status != 200), a => a.Refused(400, "KB204"));
        // The one of the sign-up and the one of the code.
        Assert.Equal(2, (await user.GetAsync("sessions")).Expect(200).GetArrayLength());
    }

    [Fact]
    public async Task Who_waits_for_his_session_keeps_nobody_else_of_the_project_from_his()
    {
        var project = await Fixture.CreateProjectAsync();
        var (slow, other) = (await project.SignUpAsync(), await project.SignUpAsync());
        foreach (var user in new[] { slow, other })
        {
            (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        }

        var (slows, others) = (await project.CodeAsync(slow.Email, "magic-link"), await project.CodeAsync(other.Email, "magic-link"));
        Task<Answer> waiting;
        await using (var db = Fixture.OpenRegistry())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            // What the identity store and the revocations of one user take may take long.
            var place = $"token-revocation {project.Realm} {slow.UserId}";
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({place}, 0))", Cancel);
            waiting = project.Client().PostAsync("magic-link/verify", new { otp = slows });
            await Eventually.TrueAsync(
                async () => await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_locks where locktype = 'advisory' and not granted").SingleAsync(Cancel) > 0,
                "the slow one waits",
                Cancel);
            (await project.Client().PostAsync("magic-link/verify", new { otp = others })).Expect(200);
            (await project.Client().PostAsync("magic-link/verify", new { otp = "0000000" })).Refused(400, "KB204");
            (await project.Client().PostAsync("magic-link", new { email = (await project.SignUpAsync()).Email })).Expect(200);
            Assert.False(waiting.IsCompleted);
        }

        (await waiting).Expect(200);
    }

    [Fact]
    public async Task An_invitation_that_sets_a_password_ends_every_session_and_every_other_code()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await ProveAsync(project, user);
        (await project.Client().PostAsync("forgot-password", new { email = user.Email })).Expect(200);
        var reset = await project.CodeAsync(user.Email, "reset-password");
        (await project.Server().PostAsync("invite", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "invite");
        var session = (await project.Client().PostAsync("invite/verify", new { otp, password = "another horse", email = user.Email })).Expect(200);

        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        (await project.Client().PostAsync("reset-password", new { otp = reset, newPassword = "a third horse", email = user.Email })).Refused(400, "KB204");
        await Eventually.TrueAsync(async () => (int)(await user.GetAsync("me")).Status == 401, "the former session's token is refused", Cancel, Promise);
        var next = project.Client().Take(session);
        (await next.GetAsync("me")).Expect(200);
        (await project.Client().PostAsync("refresh", new { refreshToken = next.RefreshToken })).Expect(200);
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Refused(401, "KB202");
        (await project.Client().SignInAsync(user.Email, "another horse")).Expect(200);
    }
}
