using System.Net.Sockets;
using Kolaybase.Workers.Mail.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Kolaybase.Tests.Workers.Mail.Smtp;

public class SmtpFaultsTests
{
    [Theory]
    [InlineData(421)]
    [InlineData(450)]
    [InlineData(451)]
    [InlineData(454)]
    public void A_refusal_for_now_is_tried_again(int code) =>
        Assert.Equal($"{code} come back", Assert.IsType<MailDeferredException>(SmtpFaults.Explain(Answer(code, "come back"))).Message);

    [Theory]
    [InlineData(535)]
    [InlineData(550)]
    [InlineData(554)]
    public void A_refusal_for_good_is_not(int code) =>
        Assert.Equal($"{code} 5.7.1 no", Assert.IsType<MailRefusedException>(SmtpFaults.Explain(Answer(code, "5.7.1 no"))).Message);

    [Fact]
    public void A_wrong_password_is_for_good_and_a_server_that_can_not_check_it_now_is_not()
    {
        Assert.IsType<MailRefusedException>(SmtpFaults.Explain(new AuthenticationException("535: no")));
        Assert.IsType<MailRefusedException>(SmtpFaults.Explain(new AuthenticationException("535: no", Answer(535, "no"))));
        Assert.IsType<MailDeferredException>(SmtpFaults.Explain(new AuthenticationException("454: later", Answer(454, "later"))));
    }

    [Fact]
    public void What_comes_between_is_tried_again_and_told_without_addresses()
    {
        foreach (var fault in new Exception[] { new SocketException((int)SocketError.ConnectionRefused), new IOException("10.0.0.1 reset"), new SmtpProtocolException("10.0.0.1") })
        {
            var told = Assert.IsType<MailDeferredException>(SmtpFaults.Explain(fault));
            Assert.DoesNotContain("10.0.0.1", told.Message, StringComparison.Ordinal);
            Assert.Same(fault, told.InnerException);
        }
    }

    [Fact]
    public void What_is_no_error_of_a_delivery_is_left_alone() => Assert.Null(SmtpFaults.Explain(new InvalidOperationException()));

    [Fact]
    public void An_answer_is_one_line_of_bounded_length()
    {
        Assert.Equal("550 first second", SmtpFaults.OneLine("550 first\r\n\tsecond\u2028 \0"));
        Assert.Equal(SmtpFaults.MaxAnswer, SmtpFaults.OneLine(new string('x', 10_000)).Length);
    }

    private static SmtpCommandException Answer(int code, string text) => new(SmtpErrorCode.UnexpectedStatusCode, (SmtpStatusCode)code, text);
}
