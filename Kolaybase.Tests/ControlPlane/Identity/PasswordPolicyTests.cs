using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class PasswordPolicyTests
{
    [Theory]
    [InlineData("12345678")]
    [InlineData("pass word")]
    [InlineData("пароль-é-密码")]
    public void Eight_characters_of_any_kind_are_a_password(string password) => Assert.True(PasswordPolicy.Accepts(password));

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("        ")]
    public void Short_and_one_letter_passwords_are_refused(string password) => Assert.False(PasswordPolicy.Accepts(password));

    [Fact]
    public void The_longest_has_128_characters()
    {
        Assert.True(PasswordPolicy.Accepts("b" + new string('a', 127)));
        Assert.False(PasswordPolicy.Accepts("b" + new string('a', 128)));
    }
}
