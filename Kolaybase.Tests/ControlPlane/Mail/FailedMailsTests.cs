using Kolaybase.ControlPlane.Mail;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.ControlPlane.Mail;

public sealed class FailedMailsTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_hundred_of_a_project_are_kept_and_listed_the_newest_first()
    {
        var project = (await plane.Projects.AddRowAsync(Cancel)).Project.Id;
        var other = (await plane.Projects.AddRowAsync(Cancel)).Project.Id;
        await using var db = plane.OpenRegistry();
        var mails = new FailedMails(db, _time);
        await mails.NoteAsync(Guid.CreateVersion7(), other, "kept@example.com", UserMails.Invite, "550 no", Cancel);
        for (var i = 0; i < FailedMail.MaxPerProject + 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await mails.NoteAsync(Guid.CreateVersion7(), project, $"u{i}@example.com", UserMails.MagicLink, new string('x', 2000), Cancel);
        }

        var kept = await mails.ListAsync(project, Cancel);
        Assert.Equal(Enumerable.Range(3, FailedMail.MaxPerProject).Reverse().Select(i => $"u{i}@example.com"), kept.Select(m => m.Email));
        Assert.Equal(FailedMail.MaxRefusal, kept[0].Refusal.Length);
        Assert.Equal("kept@example.com", Assert.Single(await mails.ListAsync(other, Cancel)).Email);
    }

    [Fact]
    public async Task Noted_again_it_is_the_same_mail_and_a_project_that_is_gone_has_none()
    {
        var project = (await plane.Projects.AddRowAsync(Cancel)).Project.Id;
        await using var db = plane.OpenRegistry();
        var mails = new FailedMails(db, _time);
        var id = Guid.CreateVersion7();
        await mails.NoteAsync(id, project, "u@example.com", UserMails.Invite, "550 first", Cancel);
        await mails.NoteAsync(id, project, "u@example.com", UserMails.Invite, "550 second", Cancel);
        Assert.Equal("550 second", Assert.Single(await mails.ListAsync(project, Cancel)).Refusal);

        var gone = Guid.CreateVersion7();
        await mails.NoteAsync(Guid.CreateVersion7(), gone, "u@example.com", UserMails.Invite, "550", Cancel);
        Assert.False(await db.FailedMails.AnyAsync(m => m.ProjectId == gone, Cancel));
    }
}
