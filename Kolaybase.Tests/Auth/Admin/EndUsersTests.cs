using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Auth.Admin;

public sealed class EndUsersTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_is_made_found_and_deleted()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var made = (await project.Owner.PostAsync(project.Path + "/users", new { email = "Ada@Example.com", password = "correct horse", emailVerified = true, firstName = "Ada" })).Expect(201);
        Assert.Equal(["id", "email", "emailVerified", "firstName", "lastName", "blocked", "createdAt"], made.EnumerateObject().Select(p => p.Name));
        var path = $"{project.Path}/users/{made.GetProperty("id").GetGuid()}";
        Assert.Equal(made.GetRawText(), (await project.Owner.GetAsync(path)).Expect(200).GetRawText());
        (await project.Owner.PostAsync(project.Path + "/users", new { email = "ADA@example.com" })).Refused(409, "KB201");

        (await project.Owner.DeleteAsync(path)).Expect(204);
        (await project.Owner.GetAsync(path)).Refused(404, "KB910");
        (await project.Owner.DeleteAsync(path)).Refused(404, "KB910");
    }

    [Fact]
    public async Task Users_are_listed_searched_and_paged()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        foreach (var name in new[] { "ada", "grace", "Adele" })
        {
            await CreateAsync(project, $"{name}@example.com");
        }

        Assert.Equal("ada@example.com Adele@example.com grace@example.com of 3", await ListAsync(project, ""));
        Assert.Equal("ada@example.com Adele@example.com of 2", await ListAsync(project, "?search=AD"));
        Assert.Equal("Adele@example.com of 3", await ListAsync(project, "?limit=1&offset=1"));
        Assert.Equal(" of 0", await ListAsync(project, "?search=%25"));
        Assert.Equal(" of 3", await ListAsync(project, "?offset=1000"));
        Assert.Equal(" of 0", await ListAsync(await OwnedProject.CreateAsync(fixture), "?search=ada"));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?limit=x")]
    [InlineData("?offset=-1")]
    [InlineData("?offset=1000001")]
    [InlineData("?offset=99999999999")]
    [InlineData("?limit=1&limit=2")]
    [InlineData("?search=a%0Ab")]
    public async Task Wrong_pages_are_refused(string query)
    {
        var project = await OwnedProject.CreateAsync(fixture);
        (await project.Owner.GetAsync(project.Path + "/users" + query)).Refused(400, "KB003");
    }

    [Theory]
    [InlineData("""{"email":"x"}""", "email")]
    [InlineData("""{"email":"a@example.com\r\nBcc: b@example.com"}""", "email")]
    [InlineData("""{"email":"a@example.com","password":"short"}""", "password")]
    [InlineData("""{"email":"a@example.com","firstName":"a\nb"}""", "firstName")]
    [InlineData("""{"email":"a@example.com","role":"admin"}""", "role")]
    public async Task Wrong_users_are_refused(string body, string field)
    {
        var project = await OwnedProject.CreateAsync(fixture);
        Assert.Contains(field, (await project.Owner.PostAsync(project.Path + "/users", body)).Refused(400, "KB002").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_as_long_as_the_project_asks_for()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        (await project.Owner.PutAsync(project.Path + "/config", new { minimumPassword = 20 })).Expect(200);
        var refusal = (await project.Owner.PostAsync(project.Path + "/users", new { email = "a@example.com", password = "nineteen characters" })).Refused(400, "KB002");
        Assert.Contains("20 to 128", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
        (await project.Owner.PostAsync(project.Path + "/users", new { email = "a@example.com", password = "twenty characters ok" })).Expect(201);
    }

    [Theory]
    [InlineData("""{"blocked":true}""")]
    [InlineData("""{"password":"another horse"}""")]
    public async Task A_block_and_a_new_password_end_sessions_and_codes(string change)
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com");
        var refreshToken = await SignInAsync(project, user);
        await AddCodeAsync(project, user);
        (await project.Owner.PatchAsync($"{project.Path}/users/{user}", change)).Expect(200);
        Assert.Null(await RefreshAsync(project, refreshToken));
        Assert.Equal("[]", (await project.Owner.GetAsync($"{project.Path}/users/{user}/sessions")).Expect(200).GetRawText());
        Assert.Equal(0, await CodesAsync(project, user));
    }

    [Fact]
    public async Task A_fault_in_the_middle_of_a_block_leaves_nobody_a_session()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com");
        var refreshToken = await SignInAsync(project, user);
        await using var db = fixture.OpenRegistry();
        await db.Database.ExecuteSqlAsync($"alter table identity_users add constraint fault check (blocked_at is null) not valid", Cancel);
        try
        {
            Assert.Equal(500, (int)(await project.Owner.PatchAsync($"{project.Path}/users/{user}", new { blocked = true })).Status);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"alter table identity_users drop constraint fault", Cancel);
        }

        Assert.Null(await RefreshAsync(project, refreshToken));
    }

    [Fact]
    public async Task Deleting_a_user_who_is_gone_already_ends_what_is_left_of_him()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com");
        var refreshToken = await SignInAsync(project, user);
        await AddCodeAsync(project, user);
        await using (var scope = fixture.Services.CreateAsyncScope())
        {
            Assert.True(await scope.ServiceProvider.GetRequiredService<IIdentityStore>().DeleteUserAsync(Realms.OfProject(project.Id), user, Cancel));
        }

        (await project.Owner.DeleteAsync($"{project.Path}/users/{user}")).Refused(404, "KB910");
        Assert.Null(await RefreshAsync(project, refreshToken));
        Assert.Equal(0, await CodesAsync(project, user));
        await using var db = fixture.OpenRegistry();
        Assert.True(await db.TokenRevocations.AnyAsync(r => r.Realm == Realms.OfProject(project.Id) && r.UserId == user, Cancel));
    }

    [Fact]
    public async Task A_blocked_user_does_not_sign_in_until_he_is_unblocked()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com", "correct horse");
        Assert.True((await project.Owner.PatchAsync($"{project.Path}/users/{user}", new { blocked = true })).Expect(200).GetProperty("blocked").GetBoolean());
        Assert.False(await VerifyAsync(project, "ada@example.com", "correct horse"));
        Assert.False((await project.Owner.PatchAsync($"{project.Path}/users/{user}", new { blocked = false })).Expect(200).GetProperty("blocked").GetBoolean());
        Assert.True(await VerifyAsync(project, "ada@example.com", "correct horse"));
    }

    [Fact]
    public async Task A_new_address_keeps_sessions_forgets_codes_and_is_nobody_elses()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com");
        await CreateAsync(project, "grace@example.com");
        var refreshToken = await SignInAsync(project, user);
        await AddCodeAsync(project, user);
        (await project.Owner.PatchAsync($"{project.Path}/users/{user}", new { email = "GRACE@example.com", password = "another horse" })).Refused(409, "KB201");
        Assert.False(await VerifyAsync(project, "ada@example.com", "another horse"));

        var changed = (await project.Owner.PatchAsync($"{project.Path}/users/{user}", new { email = "ada@lovelace.example" })).Expect(200);
        Assert.Equal(("ada@lovelace.example", true), (changed.GetProperty("email").GetString(), changed.GetProperty("emailVerified").GetBoolean()));
        Assert.Equal(0, await CodesAsync(project, user));
        Assert.NotNull(await RefreshAsync(project, refreshToken));
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_and_together()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com");
        var path = $"{project.Path}/users/{user}/sessions";
        var tokens = new[] { await SignInAsync(project, user), await SignInAsync(project, user), await SignInAsync(project, user) };
        var listed = (await project.Owner.GetAsync(path)).Expect(200).EnumerateArray().ToList();
        Assert.Equal(3, listed.Count);
        Assert.Equal(["id", "createdAt", "lastUsedAt", "expiresAt", "userAgent"], listed[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("test", listed[0].GetProperty("userAgent").GetString());

        // The newest first.
        var newest = $"{path}/{listed[0].GetProperty("id").GetGuid()}";
        (await project.Owner.DeleteAsync(newest)).Expect(204);
        (await project.Owner.DeleteAsync(newest)).Refused(404, "KB911");
        await using var db = fixture.OpenRegistry();
        // Its access tokens end as well.
        Assert.Equal([listed[0].GetProperty("id").GetGuid()], await db.TokenRevocations.Where(r => r.Realm == Realms.OfProject(project.Id)).Select(r => r.UserId).ToListAsync(Cancel));
        Assert.Null(await RefreshAsync(project, tokens[2]));
        Assert.NotNull(await RefreshAsync(project, tokens[0]));
        (await project.Owner.DeleteAsync(path)).Expect(204);
        Assert.Null(await RefreshAsync(project, tokens[1]));
        Assert.Equal("[]", (await project.Owner.GetAsync(path)).Expect(200).GetRawText());
    }

    [Fact]
    public async Task Users_and_sessions_of_another_project_are_not_there()
    {
        var (mine, other) = (await OwnedProject.CreateAsync(fixture), await OwnedProject.CreateAsync(fixture));
        var user = await CreateAsync(other, "ada@example.com", "correct horse");
        var refreshToken = await SignInAsync(other, user);
        var session = (await other.Owner.GetAsync($"{other.Path}/users/{user}/sessions")).Expect(200)[0].GetProperty("id").GetGuid();
        var path = $"{mine.Path}/users/{user}";
        (await mine.Owner.GetAsync(path)).Refused(404, "KB910");
        (await mine.Owner.PatchAsync(path, new { blocked = true })).Refused(404, "KB910");
        (await mine.Owner.DeleteAsync(path)).Refused(404, "KB910");
        (await mine.Owner.GetAsync(path + "/sessions")).Refused(404, "KB910");
        (await mine.Owner.DeleteAsync(path + "/sessions")).Refused(404, "KB910");
        (await mine.Owner.DeleteAsync($"{path}/sessions/{session}")).Refused(404, "KB911");
        Assert.NotNull(await RefreshAsync(other, refreshToken));
    }

    [Fact]
    public async Task Viewers_read_developers_and_the_service_key_change_and_the_anon_key_sees_nobody()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var user = await CreateAsync(project, "ada@example.com");
        var path = $"{project.Path}/users/{user}";
        var viewer = await project.MemberAsync(fixture, "viewer");
        (await viewer.GetAsync(path)).Expect(200);
        (await viewer.PatchAsync(path, new { blocked = true })).Refused(403, "KB105");
        (await viewer.DeleteAsync(path)).Refused(403, "KB105");
        (await (await project.MemberAsync(fixture, "developer")).PatchAsync(path, new { blocked = false })).Expect(200);

        foreach (var (key, method, status) in new[]
                 {
                     (project.AnonKey, "GET", 403), (project.AnonKey, "DELETE", 403),
                     (project.ServiceKey, "GET", 200), (project.ServiceKey, "DELETE", 204),
                 })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("apikey", key);
            using var response = await fixture.Api.Client.SendAsync(request, Cancel);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    private static async Task<Guid> CreateAsync(OwnedProject project, string email, string? password = null) =>
        (await project.Owner.PostAsync(project.Path + "/users", new { email, password })).Expect(201).GetProperty("id").GetGuid();

    private static async Task<string> ListAsync(OwnedProject project, string query)
    {
        var page = (await project.Owner.GetAsync(project.Path + "/users" + query)).Expect(200);
        return $"{string.Join(' ', page.GetProperty("users").EnumerateArray().Select(u => u.GetProperty("email").GetString()))} of {page.GetProperty("total").GetInt32()}";
    }

    private async Task<string> SignInAsync(OwnedProject project, Guid user)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Sessions>().StartAsync(Realms.OfProject(project.Id), user, "test", Cancel)).RefreshToken;
    }

    private async Task<SessionTokens?> RefreshAsync(OwnedProject project, string token)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Sessions>().RefreshAsync(Realms.OfProject(project.Id), token, Cancel);
    }

    private async Task<bool> VerifyAsync(OwnedProject project, string address, string password)
    {
        Assert.True(EmailAddress.TryParse(address, out var email));
        await using var scope = fixture.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IIdentityStore>().VerifyPasswordAsync(Realms.OfProject(project.Id), email, password, Cancel) is not null;
    }

    private async Task AddCodeAsync(OwnedProject project, Guid user)
    {
        Assert.True(EmailAddress.TryParse("ada@example.com", out var email));
        await using var scope = fixture.Services.CreateAsyncScope();
        var codes = scope.ServiceProvider.GetRequiredService<OneTimeCodes>();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<RegistryContext>().Database.BeginTransactionAsync(Cancel);
        await codes.IssueAsync(Realms.OfProject(project.Id), OneTimeCodePurposes.ResetPassword, email, user, TimeSpan.FromHours(1), Cancel);
        await transaction.CommitAsync(Cancel);
        Assert.Equal(1, await CodesAsync(project, user));
    }

    private async Task<int> CodesAsync(OwnedProject project, Guid user)
    {
        await using var db = fixture.OpenRegistry();
        return await db.OneTimeCodes.CountAsync(c => c.Realm == Realms.OfProject(project.Id) && c.UserId == user, Cancel);
    }
}
