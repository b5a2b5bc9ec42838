using Kolaybase.ControlPlane.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class SignedTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, 1, true)]
    [InlineData(null, -4, true)]
    [InlineData(null, -5, false)]
    [InlineData(5, 60, true)]
    [InlineData(6, 60, false)]
    [InlineData(-60, 60, true)]
    public void A_token_counts_between_its_times_give_or_take_the_skew(int? notBefore, int? expires, bool alive) =>
        Assert.Equal(alive, SignedTokens.IsAlive(At(notBefore), At(expires), Now, Skew));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30")]
    [InlineData("not a token at all")]
    public void What_is_no_token_is_none_and_no_fault(string encoded) =>
        Assert.False(SignedTokens.TryRead(new JsonWebTokenHandler(), encoded, out _));

    [Fact]
    public void Reading_trusts_nothing_and_tells_what_is_there()
    {
        Assert.True(SignedTokens.TryRead(new JsonWebTokenHandler(), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", out var token));
        Assert.Equal(("none", "a"), (token.Alg, token.Subject));
    }

    private static DateTime? At(int? seconds) => seconds is { } s ? Now.AddSeconds(s).UtcDateTime : null;
}
