using FsCheck.Xunit;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class EmailAddressTests
{
    public static TheoryData<string, string> Accepted { get; } = new()
    {
        { "ada@example.com", "ada@example.com" },
        { "  ada@example.com\t", "ada@example.com" },
        { "Ada.Lovelace@Example.COM", "Ada.Lovelace@example.com" },
        { "o'brien+tag!#$%&*-/=?^_`{|}~@a-b.co", "o'brien+tag!#$%&*-/=?^_`{|}~@a-b.co" },
        { "a@localhost", "a@localhost" },
        { "a@xn--bcher-kva.example", "a@xn--bcher-kva.example" },
        { new string('a', 64) + "@example.com", new string('a', 64) + "@example.com" },
    };

    public static TheoryData<string> Refused { get; } =
    [
        "", " ", "ada", "@example.com", "ada@", "ada@example", "a@b@c.com", "ada@@example.com",
        ".ada@example.com", "ada.@example.com", "a..da@example.com", "ada@.example.com", "ada@example.com.", "ada@exa..mple.com",
        "ada@-example.com", "ada@example-.com", "ada@exam_ple.com", "a da@example.com", "ada@exam ple.com",
        "Ada <ada@example.com>", "<ada@example.com>", "ada@example.com,eve@example.com", "ada@example.com;eve@example.com",
        "ada@example.com\r\nBcc: eve@example.com", "ada\n@example.com", "ada\0@example.com", "\"ada\"@example.com", "ada@[127.0.0.1]",
        "ada(comment)@example.com", "äda@example.com", "ada@exämple.com", "ada@example.com\u2028",
        new string('a', 65) + "@example.com", "a@" + new string('b', 64) + ".com", "a@" + string.Join('.', Enumerable.Repeat("bcdefgh", 40)), new string('x', 10_000),
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void An_address_is_kept_as_typed_but_for_its_domain(string text, string typed)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        Assert.Equal(typed, address.Typed);
        Assert.Equal(typed.ToLowerInvariant(), address.Normalized);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_plain_address_is_refused(string text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Fact]
    public void Spellings_that_differ_by_case_are_one_address() =>
        Assert.Equal(TestIdentity.Address("ADA@example.com"), TestIdentity.Address("ada@EXAMPLE.com"));

    [Property]
    public bool Whatever_is_accepted_has_no_blank_and_no_control_character(string text) =>
        !EmailAddress.TryParse(text, out var address) || !address.Typed.Any(c => c <= ' ' || c >= 127 || c is '<' or '>' or ',' or ';' or ':' or '"');
}
