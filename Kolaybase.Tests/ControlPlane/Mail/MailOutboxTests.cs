using System.Text;
using System.Text.Json;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane.Mail;

public sealed class MailOutboxTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_to_an_end_user_has_a_link_with_the_key_of_his_project_and_its_code_is_not_readable_in_the_queue()
    {
        var (project, anonKey, _) = await plane.Projects.AddRowAsync(Cancel);
        await EnqueueAsync(project.Id, "grace@example.com", "424242");

        var text = Assert.Single(await QueuedAsync("grace@example.com"));
        Assert.DoesNotContain("424242", text, StringComparison.Ordinal);
        Assert.DoesNotContain(anonKey, text, StringComparison.Ordinal);
        var job = JsonSerializer.Deserialize<SendMail>(text, JsonSerializerOptions.Web)!;
        Assert.Equal((project.Id, UserMails.MagicLink), (job.ProjectId, job.Template));
        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(
            plane.Services.GetRequiredService<SecretBox>().Open(job.FieldsSealed, SecretPurposes.MailBody, job.Id.ToString()))!;
        Assert.Equal(("424242", "Test", "grace@example.com"), (fields["code"], fields["project"], fields["email"]));
        Assert.Contains($"/api/rest/v1/auth/magic-link-callback?otp=424242&apikey={anonKey}&email=", fields["link"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_gone_mails_nobody()
    {
        await EnqueueAsync(Guid.CreateVersion7(), "nobody@example.com", "1");
        Assert.Empty(await QueuedAsync("nobody@example.com"));
    }

    [Fact]
    public async Task A_mail_that_users_do_not_get_is_a_fault()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(project.Id, "x@example.com", "1", MailTemplates.TeamInvite));
        await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(project.Id, "x@example.com", "1", UserMails.EmailChanged));
        await Assert.ThrowsAsync<InvalidOperationException>(() => TellAsync(project.Id, "x@example.com", UserMails.MagicLink));
        Assert.Empty(await QueuedAsync("x@example.com"));
    }

    [Fact]
    public async Task A_notice_is_queued_without_a_code_and_not_for_a_project_that_is_gone()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancel);
        await TellAsync(project.Id, "told@example.com", UserMails.EmailChanged);
        await TellAsync(Guid.CreateVersion7(), "told@example.com", UserMails.EmailChanged);
        var job = JsonSerializer.Deserialize<SendMail>(Assert.Single(await QueuedAsync("told@example.com")), JsonSerializerOptions.Web)!;
        Assert.Equal((project.Id, UserMails.EmailChanged), (job.ProjectId, job.Template));
    }

    private async Task TellAsync(Guid projectId, string to, string mail)
    {
        Assert.True(EmailAddress.TryParse(to, out var address));
        await using var db = plane.OpenRegistry();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await plane.Services.GetRequiredService<MailOutbox>().EnqueueUserNoticeAsync(db, projectId, mail, address, Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private async Task EnqueueAsync(Guid projectId, string to, string code, string mail = UserMails.MagicLink)
    {
        Assert.True(EmailAddress.TryParse(to, out var address));
        await using var db = plane.OpenRegistry();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await plane.Services.GetRequiredService<MailOutbox>().EnqueueUserMailAsync(db, projectId, mail, address, code, TimeSpan.FromMinutes(10), Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private async Task<List<string>> QueuedAsync(string to)
    {
        await using var db = plane.OpenRegistry();
        var bodies = await db.QueuedMessages.Select(m => m.Body).ToListAsync(Cancel);
        return [.. bodies.Select(Encoding.UTF8.GetString).Where(b => b.Contains(to, StringComparison.Ordinal))];
    }
}
