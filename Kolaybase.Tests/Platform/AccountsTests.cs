using System.Net.Http.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Platform;

public class AccountsTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_up_answers_a_session_and_makes_a_personal_team()
    {
        var client = fixture.Client();
        var email = PlatformClient.NewEmail();

        var answer = await client.PostAsync("/api/auth/signup", new { email, password = PlatformClient.Password, firstName = " Ada ", lastName = "Lovelace" });

        var session = answer.Expect(201);
        Assert.Equal(["accessToken", "refreshToken", "tokenType", "expiresIn", "user"], session.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Bearer", session.GetProperty("tokenType").GetString());
        Assert.InRange(session.GetProperty("expiresIn").GetInt32(), 900, 3600);
        var user = session.GetProperty("user");
        Assert.Equal(["id", "email", "emailVerified", "firstName", "lastName", "createdAt"], user.EnumerateObject().Select(p => p.Name));
        Assert.Equal(email, user.GetProperty("email").GetString());
        Assert.False(user.GetProperty("emailVerified").GetBoolean());
        Assert.Equal("Ada", user.GetProperty("firstName").GetString());
        Assert.True(answer.Headers.CacheControl?.NoStore);

        client.Take(session);
        var team = Assert.Single((await client.GetAsync("/api/teams")).Expect(200).EnumerateArray());
        Assert.Equal("Ada's team", team.GetProperty("name").GetString());
        Assert.Equal("owner", team.GetProperty("role").GetString());
        Assert.True(team.GetProperty("personal").GetBoolean());
    }

    [Fact]
    public async Task Of_ten_sign_ups_of_one_address_at_once_one_makes_an_account()
    {
        var email = PlatformClient.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            fixture.Client().PostAsync("/api/auth/signup", new { email = i % 2 == 0 ? email : email.ToUpperInvariant(), password = PlatformClient.Password })));

        Assert.Single(answers, a => (int)a.Status == 201);
        Assert.All(answers.Where(a => (int)a.Status != 201), a => a.Refused(409, "KB201"));
        await using var db = fixture.OpenRegistry();
        Assert.Equal(1, await db.TeamMembers.CountAsync(m => m.Account!.NormalizedEmail == email, Cancel));
    }

    [Fact]
    public async Task Signing_in_takes_the_address_in_any_case()
    {
        var client = await fixture.SignUpAsync();
        var session = (await fixture.Client().PostAsync("/api/auth/login", new { email = client.Email.ToUpperInvariant(), password = PlatformClient.Password })).Expect(200);
        Assert.Equal(client.UserId, session.GetProperty("user").GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_told_in_the_same_words()
    {
        var client = await fixture.SignUpAsync();
        var wrong = await fixture.Client().PostAsync("/api/auth/login", new { email = client.Email, password = "wrong horse" });
        var unknown = await fixture.Client().PostAsync("/api/auth/login", new { email = PlatformClient.NewEmail(), password = "wrong horse" });
        var overlong = await fixture.Client().PostAsync("/api/auth/login", new { email = client.Email, password = new string('x', 10_000) });

        wrong.Refused(401, "KB202");
        Assert.Equal(wrong.Text, unknown.Text);
        Assert.Equal(wrong.Text, overlong.Text);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_alike_for_known_and_unknown_addresses()
    {
        var client = await fixture.SignUpAsync();
        foreach (var email in new[] { client.Email, PlatformClient.NewEmail() })
        {
            for (var i = 0; i < 5; i++)
            {
                (await fixture.Client().PostAsync("/api/auth/login", new { email, password = "wrong horse" })).Refused(401, "KB202");
            }

            var answer = await fixture.Client().PostAsync("/api/auth/login", new { email, password = PlatformClient.Password });
            answer.Refused(429, "KB429");
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        }
    }

    [Fact]
    public async Task While_somebody_guesses_at_the_owners_own_address_his_program_still_logs_in()
    {
        var owner = await fixture.SignUpAsync();
        Assert.Equal(200, await LogInAsync("owner's program", PlatformClient.Password));
        for (var i = 0; i < 20; i++)
        {
            await LogInAsync("a stranger's", "wrong horse");
        }

        Assert.Equal(429, await LogInAsync("a stranger's", PlatformClient.Password));
        Assert.Equal(200, await LogInAsync("owner's program", PlatformClient.Password));

        async Task<int> LogInAsync(string program, string password)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent.Create(new { email = owner.Email, password }) };
            request.Headers.TryAddWithoutValidation("User-Agent", program);
            using var answer = await fixture.Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Me_is_the_user_of_the_token()
    {
        var client = await fixture.SignUpAsync();
        var me = (await client.GetAsync("/api/auth/me")).Expect(200);
        Assert.Equal(client.UserId, me.GetProperty("id").GetGuid());
        (await fixture.Client().GetAsync("/api/auth/me")).Refused(401, "KB101");
        client.Token += "x";
        (await client.GetAsync("/api/auth/me")).Refused(401, "KB103");
    }

    [Fact]
    public async Task Ten_parallel_refreshes_all_get_a_session()
    {
        var client = await fixture.SignUpAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => fixture.Client().PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })));
        Assert.All(answers, a => Assert.NotEqual(client.RefreshToken, a.Expect(200).GetProperty("refreshToken").GetString()));
    }

    [Fact]
    public async Task A_session_that_was_signed_out_is_not_refreshed()
    {
        var client = await fixture.SignUpAsync();
        (await client.PostAsync("/api/auth/logout", new { refreshToken = client.RefreshToken })).Expect(204);
        (await client.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })).Refused(401, "KB203");
        // Signing out twice, or of nothing, is no fault.
        (await client.PostAsync("/api/auth/logout", new { refreshToken = client.RefreshToken })).Expect(204);
        (await client.PostAsync("/api/auth/logout", new { refreshToken = "nonsense" })).Expect(204);
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("reset-password")]
    public async Task The_access_token_of_an_ended_session_is_refused_within_five_seconds(string call)
    {
        var client = await fixture.SignUpAsync();
        var other = new PlatformClient(fixture.Api.Client);
        other.Take((await client.PostAsync("/api/auth/login", new { email = client.Email, password = PlatformClient.Password })).Expect(200));
        // Seen alive a moment before.
        (await client.GetAsync("/api/auth/me")).Expect(200);
        (await client.PostAsync($"/api/auth/{call}", call == "logout"
            ? new { refreshToken = client.RefreshToken }
            : (object)new { otp = await IssueCodeAsync(client), newPassword = "another horse", email = client.Email })).Expect(call == "logout" ? 204 : 200);

        await Eventually.TrueAsync(async () => (int)(await client.GetAsync("/api/auth/me")).Status == 401, "the token is refused", Cancel, TimeSpan.FromSeconds(5));
        (await client.GetAsync("/api/projects")).Refused(401, "KB103");
        // Signing out ends one session, a new password all of them.
        await Eventually.TrueAsync(
            async () => (int)(await other.GetAsync("/api/auth/me")).Status == (call == "logout" ? 200 : 401), "the other session's token", Cancel, TimeSpan.FromSeconds(5));
        var again = new PlatformClient(fixture.Api.Client);
        again.Take((await client.PostAsync("/api/auth/login", new { email = client.Email, password = call == "logout" ? PlatformClient.Password : "another horse" })).Expect(200));
        (await again.GetAsync("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task A_new_password_has_every_access_token_of_before_refused_even_one_that_names_no_session()
    {
        var client = await fixture.SignUpAsync();
        var code = await IssueCodeAsync(client);
        (await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "another horse", email = client.Email })).Expect(200);
        await using var db = fixture.OpenRegistry();
        Assert.True(await db.TokenRevocations.AnyAsync(r => r.Realm == Realms.Platform && r.UserId == client.UserId, Cancel));
    }

    [Fact]
    public async Task Whoever_logs_in_with_the_old_password_while_it_changes_gets_no_session()
    {
        var client = await fixture.SignUpAsync();
        Task<Answer> logIn;
        await using (var scope = fixture.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<RegistryContext>();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            await scope.ServiceProvider.GetRequiredService<TokenRevocations>().RevokeAsync(Realms.Platform, client.UserId, Cancel);
            // The revocation's time has passed, and nobody sees it yet.
            await Eventually.TrueAsync(
                () => db.Database.SqlQuery<bool>($"select not_before < clock_timestamp() as \"Value\" from token_revocations where user_id = {client.UserId}").SingleAsync(Cancel),
                "its time has passed",
                Cancel);
            // The old password is right until the commit.
            logIn = fixture.Client().PostAsync("/api/auth/login", new { email = client.Email, password = PlatformClient.Password });
            await Eventually.TrueAsync(
                async () => logIn.IsCompleted || await db.Database.SqlQuery<bool>(
                    $"select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as \"Value\"").SingleAsync(Cancel),
                "the log-in waits",
                Cancel);
            Assert.True(await scope.ServiceProvider.GetRequiredService<IIdentityStore>().SetPasswordAsync(Realms.Platform, client.UserId, "another horse", Cancel));
            await transaction.CommitAsync(Cancel);
        }

        (await logIn).Refused(401, "KB202");
    }

    [Fact]
    public async Task A_blocked_user_is_neither_signed_in_nor_refreshed()
    {
        var client = await fixture.SignUpAsync();
        await using (var db = fixture.OpenRegistry())
        {
            await db.IdentityUsers.Where(u => u.Id == client.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.BlockedAt, TimeProvider.System.GetUtcNow()), Cancel);
        }

        (await client.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })).Refused(401, "KB203");
        (await client.PostAsync("/api/auth/login", new { email = client.Email, password = PlatformClient.Password })).Refused(401, "KB202");
    }

    [Fact]
    public async Task Asking_for_a_new_password_is_answered_alike_for_known_and_unknown_addresses()
    {
        var client = await fixture.SignUpAsync();
        var known = await fixture.Client().PostAsync("/api/auth/forgot-password", new { email = client.Email });
        var unknown = await fixture.Client().PostAsync("/api/auth/forgot-password", new { email = PlatformClient.NewEmail() });
        known.Expect(200);
        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
    }

    [Fact]
    public async Task A_code_sets_a_new_password_once_proves_the_address_and_ends_all_sessions()
    {
        var client = await fixture.SignUpAsync();
        var code = await IssueCodeAsync(client);

        (await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "short" })).Refused(400, "KB002");
        (await client.PostAsync("/api/auth/reset-password", new { otp = $" {code} ", newPassword = "another horse" })).Expect(200);
        (await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "third horse" })).Refused(400, "KB204");

        (await client.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })).Refused(401, "KB203");
        (await client.PostAsync("/api/auth/login", new { email = client.Email, password = PlatformClient.Password })).Refused(401, "KB202");
        var session = (await client.PostAsync("/api/auth/login", new { email = client.Email, password = "another horse" })).Expect(200);
        Assert.True(session.GetProperty("user").GetProperty("emailVerified").GetBoolean());
    }

    [Fact]
    public async Task Of_ten_that_spend_a_code_at_once_one_sets_the_password()
    {
        var client = await fixture.SignUpAsync();
        var code = await IssueCodeAsync(client);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            fixture.Client().PostAsync("/api/auth/reset-password", new { otp = code, newPassword = $"horse number {i}", email = client.Email })));
        Assert.Single(answers, a => (int)a.Status == 200);
        Assert.All(answers.Where(a => (int)a.Status != 200), a => a.Refused(400, "KB204"));
    }

    [Fact]
    public async Task Asking_again_within_a_minute_has_the_same_answer_and_queues_nothing()
    {
        var email = PlatformClient.NewEmail();
        var answers = new List<string>();
        var before = await QueuedAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await fixture.Client().PostAsync("/api/auth/forgot-password", new { email = i == 1 ? email.ToUpperInvariant() : email });
            answer.Expect(200);
            answers.Add(answer.Text);
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(before + 1, await QueuedAsync());
    }

    [Fact]
    public async Task Five_wrong_guesses_that_name_the_address_spend_its_code()
    {
        var client = await fixture.SignUpAsync();
        var code = await IssueCodeAsync(client);
        for (var i = 0; i < 5; i++)
        {
            (await client.PostAsync("/api/auth/reset-password", new { otp = "not-it", newPassword = "another horse", email = client.Email })).Refused(400, "KB204");
            var wrong = code[..^1] + (code[^1] == '0' ? '1' : '0');
            (await client.PostAsync("/api/auth/reset-password", new { otp = wrong, newPassword = "another horse", email = client.Email })).Refused(400, "KB204");
        }

        (await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "another horse", email = client.Email })).Refused(400, "KB204");
        (await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "another horse" })).Refused(400, "KB204");
    }

    public static TheoryData<string, string> BadSignUps { get; } = new()
    {
        { """{"email":"nobody","password":"correct horse"}""", "\"email\" must be a mail address" },
        { """{"email":"a@example.com\r\nBcc: b@example.com","password":"correct horse"}""", "\"email\" must be a mail address" },
        { """{"email":"a@example.com","password":"short"}""", "\"password\" must have 8 to 128 characters" },
        { """{"email":"a@example.com","password":"correct\u0000horse"}""", "NUL" },
        { """{"email":"a@example.com","password":"correct horse","firstName":"two\nlines"}""", "\"firstName\" must have at most 100 characters" },
        { """{"email":"a@example.com","password":12345678}""", "\"password\" must be a string" },
        { """{"email":null,"password":"correct horse"}""", "\"email\" must not be null" },
        { """{"email":["a@example.com"],"password":"correct horse"}""", "\"email\" must be a string" },
        { """{"password":"correct horse"}""", "\"email\" is required" },
        { """{"email":"a@example.com","password":"correct horse","admin":true}""", "\"admin\" is not a field" },
    };

    [Theory]
    [MemberData(nameof(BadSignUps))]
    public async Task A_bad_sign_up_is_told_what_is_wrong(string body, string fault)
    {
        var error = (await fixture.Client().PostAsync("/api/auth/signup", (object)body)).Refused(400, "KB002");
        Assert.Contains(fault, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/auth/signup")]
    [InlineData("/api/auth/login")]
    [InlineData("/api/auth/refresh")]
    [InlineData("/api/auth/logout")]
    [InlineData("/api/auth/forgot-password")]
    [InlineData("/api/auth/reset-password")]
    public async Task Hostile_bodies_get_a_refusal_of_ours(string path)
    {
        var monster = new string('x', 10_000);
        foreach (var body in new[]
        {
            "", "null", "[]", "{", "\"text\"", "{}", """{"email":{"$ne":null},"password":true,"refreshToken":1,"otp":[],"newPassword":{}}""",
            $$"""{"email":"{{monster}}","password":"{{monster}}"}""", new string('[', 5000), """{"email":"\ud800"}""",
        })
        {
            var answer = await fixture.Client().PostAsync(path, (object)body);
            Assert.InRange((int)answer.Status, 400, 499);
            Assert.StartsWith("KB", answer.Json.GetProperty("code").GetString(), StringComparison.Ordinal);
        }

        // What is a string, however odd, is at most wrong.
        foreach (var text in new[] { monster, "", "'; drop table sessions; --", "日本語" })
        {
            var answer = await fixture.Client().PostAsync(path, path switch
            {
                "/api/auth/refresh" or "/api/auth/logout" => new { refreshToken = text },
                "/api/auth/reset-password" => new { otp = text, newPassword = "another horse" },
                "/api/auth/forgot-password" => new { email = text },
                _ => (object)new { email = text, password = "another horse" },
            });
            Assert.InRange((int)answer.Status, path == "/api/auth/logout" ? 204 : 400, 499);
        }
    }

    [Fact]
    public async Task No_token_code_or_password_is_logged()
    {
        var client = await fixture.SignUpAsync();
        var code = await IssueCodeAsync(client);
        await client.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken });
        await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "another secret horse" });
        var log = string.Join('\n', fixture.Api.Log.Entries.Select(e => e.Message + e.Exception));
        Assert.DoesNotContain(client.RefreshToken, log, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Token!, log, StringComparison.Ordinal);
        Assert.DoesNotContain("another secret horse", log, StringComparison.Ordinal);
    }

    private async Task<int> QueuedAsync()
    {
        await using var db = fixture.OpenRegistry();
        return await db.QueuedMessages.CountAsync(Cancel);
    }

    /// <summary>As the worker does that answers a request for a new password.</summary>
    private async Task<string> IssueCodeAsync(PlatformClient client)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistryContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        Assert.True(EmailAddress.TryParse(client.Email, out var email));
        var code = await scope.ServiceProvider.GetRequiredService<OneTimeCodes>()
            .IssueAsync(Realms.Platform, OneTimeCodePurposes.ResetPassword, email, client.UserId, TimeSpan.FromHours(1), Cancel);
        await transaction.CommitAsync(Cancel);
        return code;
    }
}
