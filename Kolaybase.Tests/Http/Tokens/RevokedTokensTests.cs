using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Tests.Http.Tokens;

/// <summary>Which tokens a row covers. Seconds are those of the database, tokens have whole ones.</summary>
public class RevokedTokensTests
{
    private const string Realm = "project-under-test";
    private static readonly DateTimeOffset NotBefore = DateTimeOffset.UnixEpoch.AddSeconds(1000);
    private readonly RevokedTokens _revoked = new();
    private readonly Guid _user = Guid.CreateVersion7();

    [Theory]
    [InlineData(999L, true)]
    [InlineData(1000L, false)]
    [InlineData(1001L, false)]
    [InlineData(null, true)]
    public void A_users_row_covers_tokens_that_were_issued_before(long? issuedAt, bool covered)
    {
        _revoked.Add([Row(_user)]);
        Assert.Equal(covered, _revoked.Covers(Realm, Token(issuedAt, null)));
    }

    [Theory]
    // Of an identity server: random, of version 4, or none.
    [InlineData("e5f3b0c4-8a7f-4d38-9a31-0c4f6f1b7f11")]
    [InlineData("mB1Nf0nYd8v2")]
    [InlineData("")]
    public void A_session_that_is_not_ours_does_not_protect(string session)
    {
        _revoked.Add([Row(_user)]);
        Assert.True(_revoked.Covers(Realm, Token(999, session)));
    }

    [Fact]
    public void A_session_of_ours_decides_by_itself_whatever_the_clocks_say()
    {
        var (ended, living) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        _revoked.Add([Row(_user), Row(ended)]);
        // The clock that issued it ran ahead.
        Assert.True(_revoked.Covers(Realm, Token(5000, ended.ToString())));
        // Signed in within the same second, by a clock that runs behind.
        Assert.False(_revoked.Covers(Realm, Token(10, living.ToString())));
    }

    [Fact]
    public void A_row_counts_in_its_realm_only()
    {
        _revoked.Add([Row(_user)]);
        Assert.False(_revoked.Covers("project-other", Token(999, null)));
    }

    [Fact]
    public void What_is_read_anew_replaces_what_was_read_before()
    {
        var other = Guid.CreateVersion7();
        _revoked.Add([Row(_user)]);
        _revoked.Replace([Row(other)]);
        Assert.False(_revoked.Covers(Realm, Token(999, null)));
    }

    private static TokenRevocation Row(Guid subject) => new() { Realm = Realm, UserId = subject, NotBefore = NotBefore };

    private JsonWebToken Token(long? issuedAt, string? session)
    {
        var claims = new Dictionary<string, object> { ["sub"] = _user.ToString() };
        if (issuedAt is not null)
        {
            claims["iat"] = issuedAt;
        }

        if (session is not null)
        {
            claims["sid"] = session;
        }

        return new JsonWebToken("""{"alg":"none"}""", System.Text.Json.JsonSerializer.Serialize(claims));
    }
}
