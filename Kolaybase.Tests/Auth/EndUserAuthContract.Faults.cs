using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Auth.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth;

/// <summary>What is left when something fails half way, and who gets in while strangers guess.</summary>
public abstract partial class EndUserAuthContract
{
    [Fact]
    public async Task A_sign_up_that_fails_half_way_leaves_no_user_and_works_when_it_is_tried_again()
    {
        var project = await Fixture.CreateProjectAsync();
        var email = EndUserProject.NewEmail();
        await using (var db = Fixture.OpenRegistry())
        {
            // The user is made by then, in whichever store.
            await db.Database.ExecuteSqlRawAsync(
                """
                create function fault() returns trigger language plpgsql as $$ begin raise exception 'fault'; end $$;
                create trigger fault before insert on sessions for each row when (new.user_agent = 'fault') execute function fault();
                """,
                Cancel);
            var unlucky = project.Client();
            unlucky.UserAgent = "fault";
            Assert.Equal(500, (int)(await unlucky.PostAsync("signup", new { email, password = EndUserProject.Password })).Status);
            await db.Database.ExecuteSqlRawAsync("drop trigger fault on sessions; drop function fault()", Cancel);
        }

        var left = await Fixture.WithAsync((IdentityStores s) => s.Of(Fixture.IdentityServer).ListUsersAsync(project.Realm, null, 0, 10, Cancel));
        Assert.Empty(left.Users);
        var user = project.Client().Take((await project.Client().PostAsync("signup", new { email, password = "another horse" })).Expect(201));
        (await user.GetAsync("me")).Expect(200);
        (await project.Client().SignInAsync(email, "another horse")).Expect(200);
        (await project.Client().PostAsync("signup", new { email, password = "another horse" })).Refused(409, "KB201");
    }

    [Fact]
    public async Task While_strangers_guess_without_end_an_owner_gets_in_from_where_he_is_known_and_by_mail_from_anywhere()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await ProveAsync(project, user);
        (await project.Client("192.0.2.1").SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
        for (var i = 0; i < 45; i++)
        {
            await project.Client($"198.51.100.{i}").SignInAsync(user.Email, "wrong horse");
        }

        await using (var db = Fixture.OpenRegistry())
        {
            // As if another one had guessed at this very moment, and for as long as this test takes.
            var until = TimeProvider.System.GetUtcNow().AddMinutes(10);
            Assert.NotEqual(0, await db.AttemptCounters.Where(c => c.Attempts >= 30).ExecuteUpdateAsync(s => s.SetProperty(c => c.LockedUntil, until), Cancel));
        }

        (await project.Client("203.0.113.1").SignInAsync(user.Email, EndUserProject.Password)).Refused(429, "KB429");
        (await project.Client("192.0.2.1").SignInAsync(user.Email, EndUserProject.Password)).Expect(200);

        (await project.Client("203.0.113.1").PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        (await project.Client("203.0.113.1").PostAsync("magic-link/verify", new { otp, email = user.Email })).Expect(200);
        (await project.Client("203.0.113.1").SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
        (await project.Client("203.0.113.2").SignInAsync(user.Email, EndUserProject.Password)).Refused(429, "KB429");
    }
}
