using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.Workers.Mail.Users;
using MimeKit;

namespace Kolaybase.Tests.Workers.Mail.Users;

public class UserMailTests
{
    public static TheoryData<string> Mails { get; } = [.. UserMails.All];

    [Theory]
    [MemberData(nameof(Mails))]
    public void Every_mail_has_a_subject_a_text_and_a_page_and_leaves_no_variable_open(string mail)
    {
        var message = Render(mail);
        foreach (var text in new[] { message.Subject, message.TextBody, message.HtmlBody })
        {
            Assert.False(string.IsNullOrWhiteSpace(text));
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<!--", text, StringComparison.Ordinal);
        }

        Assert.Contains("Shop", message.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", message.Subject, StringComparison.Ordinal);
        var hasCode = mail != UserMails.EmailChanged;
        Assert.Equal(hasCode, message.TextBody!.Split('\n').Any(l => l.TrimEnd() == "123456"));
        Assert.Equal(hasCode, message.HtmlBody!.Contains("<strong>123456</strong>", StringComparison.Ordinal));
        Assert.Equal(hasCode, message.TextBody.Contains("It works once", StringComparison.Ordinal));
        // The blocks that mail programs show as a preview have no picture of anybody's server.
        Assert.DoesNotContain("<img", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Mails))]
    public void Our_own_words_would_be_accepted_as_a_projects(string mail)
    {
        var words = UserMailDefaults.Of(mail);
        Assert.Null(MailVariables.Fault(words.Subject, UserMailFields.Of(mail)));
        Assert.Null(MailVariables.Fault(words.Html, UserMailFields.Of(mail)));
    }

    [Theory]
    [MemberData(nameof(Mails))]
    public void The_link_is_in_both_parts_where_the_mail_has_one(string mail)
    {
        var message = Render(mail);
        var expected = mail is not (UserMails.Reauthenticate or UserMails.EmailChanged);
        Assert.Equal(expected, message.TextBody!.Contains($"<https://base.example.com/api/rest/v1/auth/{mail}-callback?otp=123456&apikey=kb_anon_x&email=grace%40example.com>", StringComparison.Ordinal));
        Assert.Equal(expected, message.HtmlBody!.Contains($"href=\"https://base.example.com/api/rest/v1/auth/{mail}-callback?otp=123456&amp;apikey=kb_anon_x&amp;email=grace%40example.com\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_project_words_its_mails_itself()
    {
        var settings = new AuthSettings
        {
            Templates = new Dictionary<string, MailText> { [UserMails.MagicLink] = new("Hallo – {{project}}", "<p>Schlüssel: <b>{{ code }}</b></p><p>{{lifetime}}</p>") },
            Smtp = new SmtpSettings { Host = "x", Port = 25, From = "Läden <shop@shop.example>" },
        };
        var message = Render(UserMails.MagicLink, settings);
        Assert.Equal(("Hallo – Shop", "Schlüssel: 123456\n\n10 minutes\n"), (message.Subject, message.TextBody!.ReplaceLineEndings("\n")));
        var from = Assert.IsType<MailboxAddress>(Assert.Single(message.From));
        Assert.Equal(("Läden", "shop@shop.example"), (from.Name, from.Address));
        Assert.EndsWith("@shop.example", message.MessageId, StringComparison.Ordinal);
        Assert.Contains("Shop", Render(UserMails.Invite, settings).HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "Sign in to Shop")]
    [InlineData(true, "You have won")]
    public void By_the_platforms_server_go_the_platforms_words_unless_the_operator_lets_others_pass(bool allowed, string subject)
    {
        var settings = new AuthSettings { Templates = new Dictionary<string, MailText> { [UserMails.MagicLink] = new("You have won", "<p>Pay here</p>") } };
        var message = Render(UserMails.MagicLink, settings, policy: new SmtpPolicy { AllowTemplatesWithoutSmtp = allowed });
        Assert.Equal(subject, message.Subject);
        Assert.Equal(allowed, message.HtmlBody!.Contains("Pay here", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_project_is_called_is_text_and_never_a_header()
    {
        var message = Render(UserMails.MagicLink, project: "<b>x</b>\r\nBcc: all@example.com\r\n\r\n{{code}}");
        Assert.Equal("Sign in to <b>x</b>  Bcc: all@example.com    {{code}}", message.Subject);
        Assert.Empty(message.Bcc);
        Assert.Equal("grace@example.com", Assert.IsType<MailboxAddress>(Assert.Single(message.To)).Address);
        Assert.DoesNotContain("<b>x", message.HtmlBody, StringComparison.Ordinal);

        using var stream = new MemoryStream();
        message.WriteTo(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        var parsed = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        Assert.Empty(parsed.Bcc);
        Assert.Equal(message.Subject, parsed.Subject);
    }

    [Fact]
    public void A_project_words_the_notice_of_a_change_itself_and_has_no_code_to_put_into_it()
    {
        var settings = new AuthSettings
        {
            Templates = new Dictionary<string, MailText> { [UserMails.EmailChanged] = new("{{project}}", "<p>{{email}} war einmal.</p>") },
            Smtp = new SmtpSettings { Host = "x", Port = 25, From = "shop@shop.example" },
        };
        Assert.Equal("grace@example.com war einmal.\n", Render(UserMails.EmailChanged, settings).TextBody!.ReplaceLineEndings("\n"));
        Assert.Contains("\"code\"", MailVariables.Fault("{{code}}", UserMailFields.Of(UserMails.EmailChanged)), StringComparison.Ordinal);
    }

    internal static MimeMessage Render(string mail, AuthSettings? settings = null, string project = "Shop", SmtpPolicy? policy = null)
    {
        Assert.True(EmailAddress.TryParse("grace@example.com", out var to));
        var fields = mail == UserMails.EmailChanged ? UserMailFields.MakeNotice(project, to) : UserMailFields.Make(mail, new Uri("https://base.example.com"), project, "kb_anon_x", to, "123456", TimeSpan.FromMinutes(10));
        return MailRendererTests.Renderer(policy).RenderForUser(new SendMail(Guid.CreateVersion7(), "grace@example.com", mail, "", Guid.CreateVersion7()), fields, settings ?? AuthSettings.Default);
    }
}
