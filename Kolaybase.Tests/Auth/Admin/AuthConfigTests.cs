using System.Text.Json;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Auth.Admin;

public sealed class AuthConfigTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_project_has_the_contracts_defaults()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        Assert.Equal(
            """{"signUpAllowed":true,"verificationRequired":false,"minimumPassword":8,"codeDigits":6,"codeLifetimes":{"verifyEmail":86400,"resetPassword":3600,"magicLink":600,"changeEmail":3600,"reauthenticate":600,"invite":604800},"redirectUrls":[],"smtp":null,"templates":{},"providers":{"google":null,"github":null}}""",
            (await project.Owner.GetAsync(project.Path + "/config")).Expect(200).GetRawText());
    }

    [Fact]
    public async Task What_is_put_replaces_all_and_what_is_read_can_be_put_back()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var put = (await project.Owner.PutAsync(project.Path + "/config", s_full)).Expect(200);
        Assert.Equal("starttls", put.GetProperty("smtp").GetProperty("security").GetString());
        Assert.True(put.GetProperty("smtp").GetProperty("hasPassword").GetBoolean());
        Assert.Equal(120, put.GetProperty("codeLifetimes").GetProperty("magicLink").GetInt32());
        Assert.Equal(3600, put.GetProperty("codeLifetimes").GetProperty("changeEmail").GetInt32());
        Assert.DoesNotContain("hush", put.GetRawText(), StringComparison.Ordinal);

        var read = (await project.Owner.GetAsync(project.Path + "/config")).Expect(200).GetRawText();
        Assert.Equal(put.GetRawText(), read);
        Assert.Equal(read, (await project.Owner.PutAsync(project.Path + "/config", read)).Expect(200).GetRawText());
        Assert.Equal(("hush-smtp", "hush-google"), await SecretsAsync(project.Id));

        var bare = (await project.Owner.PutAsync(project.Path + "/config", "{}")).Expect(200);
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("smtp").ValueKind);
        Assert.True(bare.GetProperty("signUpAllowed").GetBoolean());
    }

    [Fact]
    public async Task Secrets_are_sealed_in_the_row_and_in_no_answer()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        (await project.Owner.PutAsync(project.Path + "/config", s_full)).Expect(200);
        await using var db = fixture.OpenRegistry();
        var row = await db.AuthSettings.Where(s => s.ProjectId == project.Id).Select(s => s.Settings).SingleAsync(Cancel);
        Assert.DoesNotContain("hush", row, StringComparison.Ordinal);
        Assert.Equal(("hush-smtp", "hush-google"), await SecretsAsync(project.Id));
    }

    [Theory]
    [InlineData("smtp.example.net", 587, "starttls", "shop")]
    [InlineData("smtp.example.com", 465, "starttls", "shop")]
    [InlineData("smtp.example.com", 587, "none", "shop")]
    [InlineData("smtp.example.com", 587, "starttls", "other")]
    public async Task A_stored_password_is_told_to_no_other_server_or_user_and_not_in_the_clear(string host, int port, string security, string user)
    {
        var project = await OwnedProject.CreateAsync(fixture);
        (await project.Owner.PutAsync(project.Path + "/config", s_full)).Expect(200);
        var changed = new { host, port, security, user, from = "shop@example.com" };
        var refusal = (await project.Owner.PutAsync(project.Path + "/config", new { smtp = changed })).Refused(400, "KB002");
        Assert.Contains("smtp.password", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);

        var removed = (await project.Owner.PutAsync(project.Path + "/config", new { smtp = new { host, port, security, user, from = "shop@example.com", password = (string?)null } })).Expect(200);
        Assert.False(removed.GetProperty("smtp").GetProperty("hasPassword").GetBoolean());
    }

    [Theory]
    [InlineData("""{"minimumPassword":7}""", "minimumPassword")]
    [InlineData("""{"minimumPassword":65}""", "minimumPassword")]
    [InlineData("""{"codeDigits":5}""", "codeDigits")]
    [InlineData("""{"codeDigits":11}""", "codeDigits")]
    [InlineData("""{"codeLifetimes":{"magicLink":59}}""", "codeLifetimes.magicLink")]
    [InlineData("""{"codeLifetimes":{"invite":2592001}}""", "codeLifetimes.invite")]
    [InlineData("""{"codeLifetimes":null}""", "codeLifetimes")]
    [InlineData("""{"redirectUrls":["https://ok.example/","https://*.example/"]}""", "redirectUrls[1]")]
    [InlineData("""{"redirectUrls":["https://u@ok.example/"]}""", "redirectUrls[0]")]
    [InlineData("""{"redirectUrls":["https://ok.example/\r\nX: y"]}""", "redirectUrls[0]")]
    [InlineData("""{"redirectUrls":[null]}""", "redirectUrls[0]")]
    [InlineData("""{"smtp":{"host":"a b","port":25,"from":"a@example.com"}}""", "smtp.host")]
    [InlineData("""{"smtp":{"host":"x\r\ny","port":25,"from":"a@example.com"}}""", "smtp.host")]
    [InlineData("""{"smtp":{"host":"h.example","port":6379,"from":"a@example.com"}}""", "smtp.port")]
    [InlineData("""{"smtp":{"host":"h.example","port":25,"from":"A\r\nBcc: b@example.com <a@example.com>"}}""", "smtp.from")]
    [InlineData("""{"smtp":{"host":"h.example","port":25,"from":"a@example.com, b@example.com"}}""", "smtp.from")]
    [InlineData("""{"smtp":{"host":"h.example","port":25,"from":"a@example.com","password":"p"}}""", "smtp.user")]
    [InlineData("""{"smtp":{"host":"h.example","port":25,"from":"a@example.com","security":"ssl"}}""", "smtp.security")]
    [InlineData("""{"smtp":{"host":"h.example"}}""", "smtp.port")]
    [InlineData("""{"templates":{"welcome":{"subject":"s","html":"h"}}}""", "templates.welcome")]
    [InlineData("""{"templates":{"invite":null}}""", "templates.invite")]
    [InlineData("""{"templates":{"invite":{"subject":"a\r\nBcc: b@example.com","html":"h"}}}""", "templates.invite.subject")]
    [InlineData("""{"templates":{"invite":{"subject":" ","html":"h"}}}""", "templates.invite.subject")]
    [InlineData("""{"templates":{"invite":{"subject":"s","html":"{{password}}"}}}""", "templates.invite.html")]
    [InlineData("""{"templates":{"reauthenticate":{"subject":"s","html":"{{link}}"}}}""", "templates.reauthenticate.html")]
    [InlineData("""{"templates":{"invite":{"subject":"{{nope}}","html":"h"}}}""", "templates.invite.subject")]
    [InlineData("""{"templates":{"invite":{"subject":"s","html":""}}}""", "templates.invite.html")]
    [InlineData("""{"templates":{"invite":{"subject":"s","html":"h"}}}""", "templates\"")]
    [InlineData("""{"providers":{"google":{"clientId":"x"}}}""", "providers.google.clientSecret")]
    [InlineData("""{"providers":{"google":{"clientId":"","clientSecret":"s"}}}""", "providers.google.clientId")]
    [InlineData("""{"providers":{"facebook":{"clientId":"x","clientSecret":"s"}}}""", "providers.facebook")]
    [InlineData("""{"signupAllowed":false}""", "signupAllowed")]
    public async Task What_can_not_be_is_refused_by_the_fields_name_and_changes_nothing(string body, string field)
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var before = (await project.Owner.GetAsync(project.Path + "/config")).Expect(200).GetRawText();
        var refusal = (await project.Owner.PutAsync(project.Path + "/config", body)).Refused(400, "KB002");
        Assert.Contains($"\"{field}", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, (await project.Owner.GetAsync(project.Path + "/config")).Expect(200).GetRawText());
    }

    [Fact]
    public async Task Own_words_go_without_an_own_mail_server_only_where_the_operator_allows_it()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        await using var open = await fixture.StartApiAsync(("Kolaybase:Mail:AllowTemplatesWithoutSmtp", "true"));
        var owner = new PlatformClient(open.Client) { Token = project.Owner.Token };
        (await owner.PutAsync(project.Path + "/config", new { templates = new { invite = new { subject = "s", html = "h" } } })).Expect(200);
    }

    [Fact]
    public async Task There_are_bounds_of_size()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        (await project.Owner.PutAsync(project.Path + "/config", new { redirectUrls = Enumerable.Range(0, 101).Select(i => $"https://app.example/{i}") })).Refused(400, "KB002");
        (await project.Owner.PutAsync(project.Path + "/config", new { templates = new { invite = new { subject = "s", html = new string('ü', 33_000) } } })).Refused(400, "KB002");
        (await project.Owner.PutAsync(project.Path + "/config", new { redirectUrls = Enumerable.Range(0, 100).Select(i => $"https://app.example/{i}") })).Expect(200);
    }

    [Fact]
    public async Task Viewers_read_developers_change_keys_and_strangers_do_neither()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        var viewer = await project.MemberAsync(fixture, "viewer");
        (await viewer.GetAsync(project.Path + "/config")).Expect(200);
        (await viewer.GetAsync(project.Path + "/mails/failed")).Expect(200);
        (await viewer.PutAsync(project.Path + "/config", "{}")).Refused(403, "KB105");
        var developer = await project.MemberAsync(fixture, "developer");
        (await developer.PutAsync(project.Path + "/config", "{}")).Expect(200);
        (await (await fixture.SignUpAsync()).GetAsync(project.Path + "/config")).Refused(404, "KB110");
        (await fixture.Client().GetAsync(project.Path + "/config")).Refused(401, "KB101");
    }

    [Fact]
    public async Task Failed_mails_are_listed_with_what_the_server_said()
    {
        var project = await OwnedProject.CreateAsync(fixture);
        Assert.Equal("[]", (await project.Owner.GetAsync(project.Path + "/mails/failed")).Expect(200).GetRawText());
        var id = Guid.CreateVersion7();
        await using var db = fixture.OpenRegistry();
        await new FailedMails(db, TimeProvider.System).NoteAsync(id, project.Id, "u@example.com", UserMails.Invite, "550 5.1.1 no such user", Cancel);
        var mail = Assert.Single((await project.Owner.GetAsync(project.Path + "/mails/failed")).Expect(200).EnumerateArray());
        Assert.Equal((id, "u@example.com", "invite", "550 5.1.1 no such user"), (mail.GetProperty("id").GetGuid(), mail.GetProperty("to").GetString(), mail.GetProperty("template").GetString(), mail.GetProperty("refusal").GetString()));
    }

    private static readonly object s_full = new
    {
        signUpAllowed = false,
        verificationRequired = true,
        minimumPassword = 12,
        codeDigits = 8,
        codeLifetimes = new { magicLink = 120 },
        redirectUrls = new[] { "https://app.example/*", "http://localhost:3000/cb", "com.example.app:/cb" },
        smtp = new { host = "smtp.example.com", port = 587, user = "shop", password = "hush-smtp", from = "Läden <shop@example.com>" },
        templates = new Dictionary<string, object> { ["magic-link"] = new { subject = "{{project}}: ü", html = "<p>{{code}}</p>" } },
        providers = new { google = new { clientId = "g", clientSecret = "hush-google" }, github = (object?)null },
    };

    private async Task<(string Smtp, string Google)> SecretsAsync(Guid projectId)
    {
        await using var db = fixture.OpenRegistry();
        var settings = await new AuthSettingsStore(db, TimeProvider.System).ReadAsync(projectId, Cancel);
        var box = fixture.Services.GetRequiredService<SecretBox>();
        return (box.Open(settings.Smtp!.PasswordSealed!, SecretPurposes.SmtpPassword, projectId.ToString()),
            box.Open(settings.Providers["google"].ClientSecretSealed, SecretPurposes.ProviderSecret, $"{projectId} google"));
    }
}
