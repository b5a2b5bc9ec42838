using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.Workers.Mail;
using MimeKit;

namespace Kolaybase.Tests.Workers.Mail;

public class MailRendererTests
{
    private static readonly Dictionary<string, string> s_invite = new()
    {
        ["team"] = "Rockets", ["role"] = "viewer", ["invitedBy"] = "ada@example.com", ["inviteId"] = "the-id", ["days"] = "7",
    };

    public static TheoryData<string> Templates { get; } = [.. MailTemplates.All];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_template_has_a_subject_a_text_and_a_page_and_leaves_no_field_open(string template)
    {
        var message = Render(template, new(s_invite) { ["code"] = "123456", ["minutes"] = "60" });
        foreach (var text in new[] { message.Subject, message.TextBody, message.HtmlBody })
        {
            Assert.False(string.IsNullOrWhiteSpace(text));
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_code_stands_in_the_text_and_on_the_page_and_not_in_the_subject()
    {
        var message = Render(MailTemplates.ResetPassword, new() { ["code"] = "123456", ["minutes"] = "60" });
        Assert.Matches("(?m)^    123456\r?$", message.TextBody);
        Assert.Contains("<strong>123456</strong>", message.HtmlBody, StringComparison.Ordinal);
        // Subjects show on locked screens.
        Assert.DoesNotContain("123456", message.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void What_users_name_things_is_text_on_the_page_and_one_line_in_the_text()
    {
        var message = Render(MailTemplates.TeamInvite, new(s_invite) { ["team"] = "<script>alert(1)</script>\r\n\r\nPay here: {{inviteId}}\u2028" });
        Assert.DoesNotContain("<script>", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("\"<script>alert(1)</script>    Pay here: {{inviteId}} \"", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_has_one_recipient_and_is_the_same_when_rendered_again()
    {
        var job = new SendMail(Guid.CreateVersion7(), "grace@example.com", MailTemplates.TeamInvite, "");
        var one = Renderer().Render(job, s_invite);
        var two = Renderer().Render(job, s_invite);
        Assert.Equal("grace@example.com", Assert.IsType<MailboxAddress>(Assert.Single(one.To)).Address);
        Assert.Empty(one.Cc);
        Assert.Empty(one.Bcc);
        Assert.Equal("no-reply@example.com", Assert.IsType<MailboxAddress>(Assert.Single(one.From)).Address);
        Assert.Equal(one.MessageId, two.MessageId);
        Assert.Equal(one.Date, two.Date);
        Assert.Equal("auto-generated", one.Headers["Auto-Submitted"]);
    }

    [Fact]
    public void A_missing_field_and_an_unknown_template_are_faults() =>
        Assert.All(
            [() => Render(MailTemplates.ResetPassword, []), () => Render("no-such-mail", [])],
            (Action render) => Assert.Throws<InvalidOperationException>(render));

    internal static MailRenderer Renderer(SmtpPolicy? policy = null) => new(
        new MailOptions { Folder = "", From = new MailboxAddress("Kolaybase", "no-reply@example.com") },
        new ControlPlaneOptions { Control = "", Redis = "", MasterKeys = "", PublicUrl = new Uri("https://base.example.com"), Failpoint = "", StartTimeout = TimeSpan.Zero },
        policy ?? new SmtpPolicy());

    private static MimeMessage Render(string template, Dictionary<string, string> fields) =>
        Renderer().Render(new SendMail(Guid.CreateVersion7(), "grace@example.com", template, ""), fields);
}
