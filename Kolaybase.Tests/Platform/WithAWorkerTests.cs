using System.Text.RegularExpressions;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Kolaybase.Tests.Platform;

/// <summary>With a real worker: from the request over the queue to the file, and from the file back.</summary>
public sealed partial class WithAWorkerTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>, IAsyncLifetime
{
    private readonly TemporaryFolder _mails = TemporaryFolder.Create();
    private readonly TestLog _log = new();
    private IHost? _worker;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(fixture.Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                // The fixture has prepared it.
                [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
                ["Kolaybase:Mail:Folder"] = _mails.Path,
            });
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(_log);
        });
        await _worker.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_worker).DisposeAsync();
        }

        _mails.Dispose();
    }

    [Fact]
    public async Task The_mailed_code_sets_a_new_password_and_is_in_no_log_and_in_no_row()
    {
        var client = await fixture.SignUpAsync();
        (await client.PostAsync("/api/auth/forgot-password", new { email = client.Email.ToUpperInvariant() })).Expect(200);

        var mail = await MailToAsync(client.Email);
        var code = Code().Match(mail.TextBody!).Value;
        Assert.DoesNotContain(code, string.Join('\n', _log.Entries.Select(e => e.Message + e.Exception)), StringComparison.Ordinal);
        (await client.PostAsync("/api/auth/reset-password", new { otp = code, newPassword = "another horse", email = client.Email })).Expect(200);
        (await client.PostAsync("/api/auth/login", new { email = client.Email, password = "another horse" })).Expect(200);
    }

    [Fact]
    public async Task An_address_without_an_account_gets_no_mail()
    {
        var stranger = PlatformClient.NewEmail();
        var client = await fixture.SignUpAsync();
        (await client.PostAsync("/api/auth/forgot-password", new { email = stranger })).Expect(200);
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = fixture.OpenRegistry();
                return !await db.QueuedMessages.AnyAsync(Cancel);
            },
            "the queue is empty",
            Cancel);
        Assert.DoesNotContain(Mails(), m => m.To.Mailboxes.Any(t => t.Address == stranger));
    }

    [Fact]
    public async Task An_invitation_is_mailed_to_the_invited_address()
    {
        var owner = await fixture.SignUpAsync();
        var invited = PlatformClient.NewEmail();
        var invite = (await owner.PostAsync($"/api/teams/{await owner.TeamAsync()}/invites", new { email = invited, role = "developer" })).Expect(201);
        var mail = await MailToAsync(invited);
        Assert.Contains(owner.Email, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("developer", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(invite.GetProperty("id").GetString()!, mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_is_made_while_the_caller_waits_and_gone_after_its_deletion()
    {
        var owner = await fixture.SignUpAsync();
        var project = (await owner.PostAsync("/api/projects", new { name = "Shop" })).Expect(201);
        Assert.Equal("ACTIVE", project.GetProperty("status").GetString());

        var path = $"/api/projects/{project.GetProperty("id").GetGuid()}";
        (await owner.DeleteAsync(path)).Expect(202);
        await Eventually.TrueAsync(async () => (int)(await owner.GetAsync(path)).Status == 404, "the project is gone", Cancel);
        (await owner.DeleteAsync($"/api/teams/{await owner.TeamAsync()}")).Expect(204);
    }

    private async Task<MimeMessage> MailToAsync(string address)
    {
        MimeMessage? found = null;
        await Eventually.TrueAsync(
            () =>
            {
                found = Mails().FirstOrDefault(m => m.To.Mailboxes.Any(t => string.Equals(t.Address, address, StringComparison.OrdinalIgnoreCase)));
                return Task.FromResult(found is not null);
            },
            $"a mail to {address} is written",
            Cancel);
        return found!;
    }

    private List<MimeMessage> Mails() => [.. Directory.GetFiles(_mails.Path, "*.eml").Select(file => MimeMessage.Load(file))];

    [GeneratedRegex(@"(?<=^\s*)[0-9]{6,}(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
