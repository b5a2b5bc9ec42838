using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Tests.ControlPlane.Mail;

public class MailVariablesTests
{
    private static readonly string[] s_known = ["code", "link"];

    [Theory]
    [InlineData("")]
    [InlineData("plain { text } }}")]
    [InlineData("{{code}} {{ link }} {{\tcode}}")]
    [InlineData("{{{code}}}")]
    [InlineData("@media print { p { color: red } }")]
    public void Known_variables_and_lone_braces_are_right(string text) => Assert.Null(MailVariables.Fault(text, s_known));

    [Theory]
    [InlineData("{{password}}", "\"password\"")]
    [InlineData("{{Code}}", "\"Code\"")]
    [InlineData("{{code}", "without a variable")]
    [InlineData("{{ }}", "without a variable")]
    [InlineData("{{code.length}}", "without a variable")]
    [InlineData("{{#if code}}", "without a variable")]
    public void Others_are_faults(string text, string told)
    {
        Assert.Contains(told, MailVariables.Fault(text, s_known), StringComparison.Ordinal);
    }

    [Fact]
    public void Filling_encodes_values_once_and_reads_no_variable_in_them()
    {
        var values = new Dictionary<string, string> { ["code"] = "{{link}}", ["link"] = "<" };
        Assert.Equal("[{{link}}] [<]", MailVariables.Fill("{{code}} {{ link }}", values, v => $"[{v}]"));
    }

    [Fact]
    public void A_missing_value_is_a_fault() =>
        Assert.Throws<InvalidOperationException>(() => MailVariables.Fill("{{code}}", new Dictionary<string, string>(), v => v));

    [Fact]
    public void A_value_is_one_line() => Assert.Equal("a  b  c d", MailVariables.OneLine("a\r\nb\u2028\u2029c\0d"));
}
