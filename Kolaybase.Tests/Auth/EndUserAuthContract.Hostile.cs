using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Auth.Support;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Auth;

/// <summary>Forged tokens, hostile bodies, and clocks that would tell.</summary>
public abstract partial class EndUserAuthContract
{
    [Fact]
    public async Task A_forged_token_is_401_and_never_the_anon_key()
    {
        var (project, other) = (await Fixture.CreateProjectAsync(), await Fixture.CreateProjectAsync());
        var (user, foreign) = (await project.SignUpAsync(), await other.SignUpAsync());
        var parts = user.Token!.Split('.');
        var header = Decode(parts[0]);
        var payload = Decode(parts[1]);
        var key = (await Fixture.WithAsync((IdentityStores s) => s.Of(Fixture.IdentityServer).PublicKeysAsync(project.Realm, Cancel)))[0];
        var forged = new Dictionary<string, string>
        {
            ["alg none"] = $"{Encode(header, "alg", "none")}.{parts[1]}.",
            ["alg none with a signature"] = $"{Encode(header, "alg", "none")}.{parts[1]}.{parts[2]}",
            ["HS256 under the public key"] = Mac($"{Encode(header, "alg", "HS256")}.{parts[1]}", key.PublicKey),
            ["HS256 under the public key as PEM"] = Mac($"{Encode(header, "alg", "HS256")}.{parts[1]}", Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey))),
            ["an unknown kid"] = $"{Encode(header, "kid", "nobody")}.{parts[1]}.{parts[2]}",
            ["a kid that is a path"] = $"{Encode(header, "kid", "../../../dev/null")}.{parts[1]}.{parts[2]}",
            ["another user"] = $"{parts[0]}.{Encode(payload, "sub", Guid.CreateVersion7().ToString())}.{parts[2]}",
            ["another role"] = $"{parts[0]}.{Encode(payload, "role", "service_role")}.{parts[2]}",
            ["another issuer"] = $"{parts[0]}.{Encode(payload, "iss", "https://elsewhere.example")}.{parts[2]}",
            ["a later expiry"] = $"{parts[0]}.{Encode(payload, "exp", 99999999999L)}.{parts[2]}",
            ["an expiry that is text"] = $"{parts[0]}.{Encode(payload, "exp", "never")}.{parts[2]}",
            ["no expiry"] = $"{parts[0]}.{Encode(payload, "exp", null)}.{parts[2]}",
            ["another project's"] = foreign.Token!,
            ["no signature"] = $"{parts[0]}.{parts[1]}",
            ["nonsense"] = "nonsense",
        };
        foreach (var (name, token) in forged)
        {
            var client = project.Client();
            client.Token = token;
            var answer = await client.GetAsync("me");
            Assert.True((int)answer.Status == 401, $"{name}: {(int)answer.Status} {answer.Text}");
            Assert.Contains(answer.Json.GetProperty("code").GetString(), new[] { "PGRST301", "PGRST303" });
        }
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused_before_anything_reads_it()
    {
        var project = await Fixture.CreateProjectAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/auth/me");
        request.Headers.Add("apikey", project.AnonKey);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + new string('x', 1_000_000));
        try
        {
            using var response = await Fixture.Api.Client.SendAsync(request, Cancel);
            Assert.Equal(431, (int)response.StatusCode);
        }
        catch (HttpRequestException)
        {
            // Or the connection is closed while it is still being sent.
        }

        var user = await project.SignUpAsync();
        user.Token += new string('x', 20_000);
        (await user.GetAsync("me")).Refused(401, "PGRST301");
    }

    public static TheoryData<string> Posts { get; } =
    [
        "signup", "signin", "refresh", "signout", "forgot-password", "reset-password", "verify-email", "resend-verification", "magic-link", "magic-link/verify",
        "change-email", "change-email/verify", "reauth/verify", "invite", "invite/verify",
    ];

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task Hostile_bodies_get_a_refusal_of_ours(string call)
    {
        var project = await Fixture.CreateProjectAsync();
        var client = call == "invite" ? project.Server() : call == "change-email" ? await project.SignUpAsync() : project.Client();
        var monster = new string('x', 10_000);
        foreach (var body in new[]
        {
            "", "null", "[]", "{", "\"text\"", """{"email":{"$ne":null},"newEmail":[],"password":true,"refreshToken":1,"otp":[],"newPassword":{}}""", new string('[', 5000),
            """{"email":"\ud800","newEmail":"\ud800","otp":"\ud800","refreshToken":"\ud800"}""", """{"unknown":1}""",
        })
        {
            var answer = await client.PostAsync(call, (object)body);
            Assert.InRange((int)answer.Status, 400, 499);
            Assert.StartsWith("KB", answer.Json.GetProperty("code").GetString(), StringComparison.Ordinal);
        }

        // What is a string, however odd, is at most wrong: line ends in an address would be a mail's second header.
        foreach (var text in new[] { monster, "", "'; drop table sessions; --", "日本語", "a@example.com\r\nBcc: b@example.com", "a@example.com,b@example.com", "\"a\"@example.com", "<a@example.com>" })
        {
            var answer = await client.PostAsync(call, call switch
            {
                "refresh" or "signout" => new { refreshToken = text },
                "reset-password" => new { otp = text, newPassword = "another horse" },
                "signup" or "signin" => new { email = text, password = EndUserProject.Password },
                "change-email" => new { newEmail = text },
                "verify-email" or "magic-link/verify" or "change-email/verify" or "reauth/verify" or "invite/verify" => new { otp = text },
                _ => (object)new { email = text },
            });
            if (call == "signout")
            {
                answer.Expect(204);
            }
            else
            {
                Assert.InRange((int)answer.Status, 400, 499);
            }
        }
    }

    [Fact]
    public async Task The_time_of_a_sign_in_does_not_tell_whether_the_address_has_an_account()
    {
        var project = await Fixture.CreateProjectAsync();
        // As slow as hashing is in earnest: what is measured is whether it is done at all.
        await using var api = await Fixture.StartApiAsync(("Kolaybase:PasswordIterations", "400000"));
        var known = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var client = new EndUserClient(api.Client, project.AnonKey);
            known.Add(EndUserProject.NewEmail());
            (await client.PostAsync("signup", new { email = known[^1], password = EndUserProject.Password })).Expect(201);
        }

        // One of each in turn, so that whatever else the machine does slows both down.
        var times = (Known: new List<TimeSpan>(), Unknown: new List<TimeSpan>());
        await TimeAsync(EndUserProject.NewEmail());
        foreach (var email in known)
        {
            times.Known.Add(await TimeAsync(email));
            times.Unknown.Add(await TimeAsync(EndUserProject.NewEmail()));
        }

        var (fast, slow) = (times.Unknown.Order().ElementAt(2), times.Known.Order().ElementAt(2));
        Assert.InRange(slow / fast, 0.4, 2.5);

        async Task<TimeSpan> TimeAsync(string email)
        {
            var start = TimeProvider.System.GetTimestamp();
            (await new EndUserClient(api.Client, project.AnonKey).SignInAsync(email, "wrong horse")).Refused(401, "KB202");
            return TimeProvider.System.GetElapsedTime(start);
        }
    }

    private static Dictionary<string, JsonElement> Decode(string part) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64UrlEncoder.Decode(part))!;

    private static string Encode(Dictionary<string, JsonElement> claims, string name, object? value)
    {
        var changed = new Dictionary<string, JsonElement>(claims);
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = JsonSerializer.SerializeToElement(value);
        }

        return Base64UrlEncoder.Encode(JsonSerializer.Serialize(changed));
    }

    private static string Mac(string input, byte[] key) => $"{input}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(input)))}";
}
