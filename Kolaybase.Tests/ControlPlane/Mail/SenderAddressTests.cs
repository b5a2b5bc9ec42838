using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Tests.ControlPlane.Mail;

public class SenderAddressTests
{
    [Theory]
    [InlineData("shop@example.com", null, "shop@example.com")]
    [InlineData("<shop@example.com>", null, "shop@example.com")]
    [InlineData(" Läden, Inc. <shop@Example.com> ", "Läden, Inc.", "shop@example.com")]
    [InlineData("\"The shop\" <shop@example.com>", "The shop", "shop@example.com")]
    public void A_sender_is_an_address_with_or_without_a_name(string text, string? name, string address)
    {
        Assert.True(SenderAddress.TryParse(text, out var sender));
        Assert.Equal((name, address), (sender.Name, sender.Address.Typed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("Shop shop@example.com")]
    [InlineData("Shop <shop@example.com")]
    [InlineData("Shop <shop@example.com> x")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("A <a@example.com>, B <b@example.com>")]
    [InlineData("Shop\r\nBcc: all@example.com <shop@example.com>")]
    [InlineData("Shop <shop@example.com\r\nBcc: all@example.com>")]
    [InlineData("Group: <shop@example.com>;")]
    public void Anything_else_is_none(string text) => Assert.False(SenderAddress.TryParse(text, out _));
}
