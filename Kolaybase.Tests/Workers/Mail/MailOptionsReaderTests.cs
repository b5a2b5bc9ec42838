using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.Workers.Mail;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Workers.Mail;

public class MailOptionsReaderTests
{
    [Fact]
    public void Without_a_server_there_is_a_folder_and_without_both_a_fault()
    {
        var options = MailOptionsReader.Read(Settings(("Folder", "mails")));
        Assert.Equal(("mails", null, "no-reply@localhost"), (options.Folder, options.Smtp, options.From.Address));
        Assert.Contains("Kolaybase:Mail:Folder", Assert.Throws<ConfigurationFaultsException>(() => MailOptionsReader.Read(Settings())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_needs_no_folder_and_has_the_port_of_submission()
    {
        var server = MailOptionsReader.Read(Settings(("Smtp:Host", "mail.example.com"))).Smtp!;
        Assert.Equal(("mail.example.com", 587, SmtpSecurity.StartTls, null, true), (server.Host, server.Port, server.Security, server.User, server.MayBePrivate));
    }

    [Fact]
    public void All_of_a_server_can_be_told_and_its_password_is_not_printed()
    {
        var server = MailOptionsReader.Read(Settings(("Smtp:Host", "h"), ("Smtp:Port", "465"), ("Smtp:Security", "tls"), ("Smtp:User", "u"), ("Smtp:Password", "secret"))).Smtp!;
        Assert.Equal((465, SmtpSecurity.Tls, "u", "secret"), (server.Port, server.Security, server.User, server.Password));
        Assert.DoesNotContain("secret", server.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Smtp:Port", "0")]
    [InlineData("Smtp:Port", "65536")]
    [InlineData("Smtp:Port", "x")]
    [InlineData("Smtp:Security", "ssl")]
    [InlineData("Smtp:Security", "1")]
    [InlineData("From", "not an address")]
    public void A_wrong_value_is_told_by_its_name(string key, string value)
    {
        var fault = Assert.Throws<ConfigurationFaultsException>(() => MailOptionsReader.Read(Settings(("Smtp:Host", "h"), (key, value))));
        Assert.Contains("Kolaybase:Mail:" + key, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_may_name_servers_of_the_internet_on_ports_of_mail_unless_told_otherwise()
    {
        var strict = SmtpPolicy.Read(Settings());
        Assert.All([25, 465, 587, 2525], port => Assert.True(strict.AllowsPort(port)));
        Assert.All([0, 22, 1025, 5432, 6379, 65536], port => Assert.False(strict.AllowsPort(port)));
        Assert.False(strict.AllowPrivate);

        var open = SmtpPolicy.Read(Settings(("AllowPrivateSmtp", "true")));
        Assert.True(open.AllowPrivate && open.AllowsPort(1025) && !open.AllowsPort(0) && !open.AllowsPort(65536));
        Assert.Throws<ConfigurationFaultsException>(() => SmtpPolicy.Read(Settings(("AllowPrivateSmtp", "yes"))));
    }

    [Fact]
    public void Projects_words_need_a_server_of_their_own_unless_told_otherwise()
    {
        Assert.False(SmtpPolicy.Read(Settings(("AllowPrivateSmtp", "true"))).AllowTemplatesWithoutSmtp);
        Assert.True(SmtpPolicy.Read(Settings(("AllowTemplatesWithoutSmtp", "true"))).AllowTemplatesWithoutSmtp);
        var fault = Assert.Throws<ConfigurationFaultsException>(() => SmtpPolicy.Read(Settings(("AllowTemplatesWithoutSmtp", "1"))));
        Assert.Contains("Kolaybase:Mail:AllowTemplatesWithoutSmtp", fault.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Kolaybase:Mail:" + s.Key, (string?)s.Value))).Build();
}
