using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Platform;

/// <summary>Contract, section 2.1: accounts.</summary>
public class AccountScenarios
{
    private static string NewEmail() => $"dev-{Guid.CreateVersion7():N}@example.com";

    [Fact]
    public async Task Sign_up_sign_in_me_refresh_and_sign_out()
    {
        var nobody = await AcceptanceStack.ClientAsync();
        var email = NewEmail();
        var signedUp = (await nobody.PostAsync("/api/auth/signup", new { email, password = AcceptanceClient.Password, firstName = "Ada" })).Expect(201).MustBe("tokenType", "Bearer");
        var me = (await nobody.AsUser(signedUp.Text("accessToken")).GetAsync("/api/auth/me")).Expect(200).MustBe("email", email).MustBe("firstName", "Ada");
        Assert.Equal(["id", "email", "emailVerified", "firstName", "lastName", "createdAt"], me.Json.EnumerateObject().Select(p => p.Name));
        me.MustNotContain(AcceptanceClient.Password, "hash");

        var signedIn = (await nobody.PostAsync("/api/auth/login", new { email, password = AcceptanceClient.Password })).Expect(200);
        var refreshed = (await nobody.PostAsync("/api/auth/refresh", new { refreshToken = signedIn.Text("refreshToken") })).Expect(200);
        Assert.NotEqual(signedIn.Text("refreshToken"), refreshed.Text("refreshToken"));
        (await nobody.AsUser(refreshed.Text("accessToken")).GetAsync("/api/auth/me")).Expect(200).MustBe("email", email);

        Assert.Empty((await nobody.PostAsync("/api/auth/logout", new { refreshToken = refreshed.Text("refreshToken") })).Expect(204).Body);
        (await nobody.PostAsync("/api/auth/refresh", new { refreshToken = refreshed.Text("refreshToken") })).Expect(401, "KB203");
        // The session of the sign-up is another one.
        (await nobody.PostAsync("/api/auth/refresh", new { refreshToken = signedUp.Text("refreshToken") })).Expect(200);
    }

    [Fact]
    public async Task Parallel_refreshes_of_several_tabs_all_succeed()
    {
        var nobody = await AcceptanceStack.ClientAsync();
        var session = (await nobody.PostAsync("/api/auth/signup", new { email = NewEmail(), password = AcceptanceClient.Password })).Expect(201);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => nobody.PostAsync("/api/auth/refresh", new { refreshToken = session.Text("refreshToken") })));
        foreach (var answer in answers)
        {
            (await nobody.PostAsync("/api/auth/refresh", new { refreshToken = answer.Expect(200).Text("refreshToken") })).Expect(200);
        }
    }

    [Fact]
    public async Task An_address_has_one_account()
    {
        var nobody = await AcceptanceStack.ClientAsync();
        var email = NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => nobody.PostAsync("/api/auth/signup", new { email, password = AcceptanceClient.Password })));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Expect(409, "KB201"));
    }

    [Fact]
    public async Task Nothing_but_sign_up_tells_whether_an_address_has_an_account()
    {
        var nobody = await AcceptanceStack.ClientAsync();
        var email = NewEmail();
        (await nobody.PostAsync("/api/auth/signup", new { email, password = AcceptanceClient.Password })).Expect(201);
        var known = (await nobody.PostAsync("/api/auth/login", new { email, password = "wrong horse" })).Expect(401, "KB202");
        var unknown = (await nobody.PostAsync("/api/auth/login", new { email = NewEmail(), password = "wrong horse" })).Expect(401, "KB202");
        Assert.Equal(known.Body, unknown.Body);
        known = (await nobody.PostAsync("/api/auth/forgot-password", new { email })).Expect(200);
        unknown = (await nobody.PostAsync("/api/auth/forgot-password", new { email = NewEmail() })).Expect(200);
        Assert.Equal(known.Body, unknown.Body);
        Assert.NotEmpty(known.Text("message"));
    }

    [Theory]
    [InlineData("/api/auth/signup", """{"email":"x","password":"correct horse"}""", "KB002")]
    [InlineData("/api/auth/signup", """{"email":"a@example.com","password":"short"}""", "KB002")]
    [InlineData("/api/auth/login", """{"email":"a@example.com"}""", "KB002")]
    [InlineData("/api/auth/refresh", """{"refreshToken":7}""", "KB002")]
    [InlineData("/api/auth/reset-password", """{"otp":"000000000000","newPassword":"correct horse"}""", "KB204")]
    [InlineData("/api/auth/reset-password", """{"otp":"' or 1=1 --","newPassword":"correct horse"}""", "KB204")]
    [InlineData("/api/auth/signup", "{", "KB001")]
    public async Task Bad_input_is_400(string path, string body, string code) =>
        (await (await AcceptanceStack.ClientAsync()).PostRawAsync(path, body)).Expect(400, code);
}
