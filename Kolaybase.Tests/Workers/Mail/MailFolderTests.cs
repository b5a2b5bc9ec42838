using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Mail;
using MimeKit;

namespace Kolaybase.Tests.Workers.Mail;

public sealed class MailFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_mail_is_one_file_that_a_mail_program_reads()
    {
        var job = Job();
        await WriteAsync(job);

        var file = Assert.Single(Directory.GetFiles(Mails));
        Assert.Matches(@"[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[0-9a-f]{32}\.eml$", file);
        var message = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal($"{job.Id:N}@example.com", message.MessageId);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Written_again_or_by_several_at_once_it_is_still_one_file()
    {
        var job = Job();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => WriteAsync(job))));
        await WriteAsync(job);
        Assert.Single(Directory.GetFiles(Mails));
    }

    [Fact]
    public async Task Names_sort_in_the_order_of_queueing()
    {
        var jobs = new List<SendMail>();
        for (var i = 0; i < 3; i++)
        {
            jobs.Add(Job() with { Id = Guid.CreateVersion7(new DateTimeOffset(2026, 1, 1, 0, 0, i, TimeSpan.Zero)) });
        }

        foreach (var job in Enumerable.Reverse(jobs))
        {
            await WriteAsync(job);
        }

        Assert.Equal(jobs.Select(j => MailFolder.FileName(j.Id)), Directory.GetFiles(Mails).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    private string Mails => _folder.Combine("mail");

    private static SendMail Job() => new(Guid.CreateVersion7(), "grace@example.com", MailTemplates.ResetPassword, "");

    private Task WriteAsync(SendMail job)
    {
        var folder = new MailFolder(new MailOptions { Folder = Mails, From = new MailboxAddress(null, "no-reply@example.com") });
        return folder.WriteAsync(job.Id, MailRendererTests.Renderer().Render(job, new Dictionary<string, string> { ["code"] = "123456", ["minutes"] = "60" }), TestContext.Current.CancellationToken);
    }
}
