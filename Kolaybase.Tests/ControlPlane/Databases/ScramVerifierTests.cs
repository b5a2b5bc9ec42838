using System.Text;
using Kolaybase.ControlPlane.Databases;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class ScramVerifierTests
{
    [Fact]
    public void It_is_what_the_standard_computes_from_its_own_example()
    {
        // RFC 7677, section 3: password "pencil", the salt and the iterations of its exchange.
        var verifier = ScramVerifier.Create("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

        Assert.Equal("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=", verifier);
    }

    [Fact]
    public void It_has_a_fresh_salt_and_nothing_to_quote_and_does_not_hold_the_password()
    {
        var (first, second) = (ScramVerifier.Create("pencil"), ScramVerifier.Create("pencil"));

        Assert.NotEqual(first, second);
        Assert.DoesNotContain("pencil", first, StringComparison.Ordinal);
        Assert.All(Encoding.ASCII.GetBytes(first), b => Assert.False(b is (byte)'\'' or (byte)'\\'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pässword")]
    [InlineData("tab\t")]
    public void Passwords_that_would_need_saslprep_are_refused(string password) => Assert.Throws<ArgumentException>(() => ScramVerifier.Create(password));
}
